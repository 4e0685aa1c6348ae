/** The smallest hub and tap that no rule finds anything in, to be broken one way at a time. */
import {
  attenuationMs,
  audioEvents,
  audioOrders,
  faceChoices,
  faceControls,
  hubInputs,
  hubOutlets,
  sharedNames,
  tapFilters,
  tapInputs,
  tapMeters,
  tapOutlets,
  tapToHub,
} from '../../../device/protocol.ts'
import { faceObjects } from '../../../scripts/lint/face.ts'

import { Builder, type Maxpat, version } from './builder.ts'

/** A v8 behind deferlow; returns both. */
function script(builder: Builder, file: string, outlets: number): { v8: string; toScript: string } {
  const v8 = builder.object(`v8 ${file}-${version}.js`, 1, Array<string>(outlets).fill(''))
  const toScript = builder.object('deferlow', 1, [''])
  builder.chain(toScript, v8)
  return { v8, toScript }
}

function stored(builder: Builder, v8: string, outlet: number, toScript: string): void {
  const valueof = { parameter_longname: 'key', parameter_shortname: 'key', parameter_type: 3, parameter_invisible: 1 }
  const pattr = builder.object('pattr key', 1, ['', '', ''], {
    varname: 'stored-key',
    saved_object_attributes: { parameter_enable: 1 },
    saved_attribute_attributes: { valueof },
  })
  builder.parameter(pattr, 'key')
  builder.cord(v8, outlet, pattr)
  builder.chain(pattr, builder.object('prepend stored', 1, ['']), toScript)
}

/** Objects of the face, four px wide, and the route to them. */
function face(builder: Builder, v8: string, outlet: number, names: readonly string[]): Map<string, string> {
  const route = builder.object(`route ${names.join(' ')}`, names.length + 1, Array<string>(names.length + 1).fill(''))
  builder.cord(v8, outlet, route)
  return new Map(
    names.map((varname, at) => {
      const presentation = { presentation: 1, presentation_rect: [at * 5, 0, 4, 10] }
      const items: Readonly<Record<string, readonly string[]>> = faceChoices
      const isControl = (faceControls as readonly string[]).includes(varname)
      const id = isControl
        ? builder.add('live.text', 1, ['', ''], {
            varname,
            annotation: 'What it does.',
            annotation_name: varname,
            parameter_enable: 1,
            saved_attribute_attributes: { valueof: enumOf(varname, items[varname] ?? ['off', 'on']) },
            ...presentation,
          })
        : builder.add('live.comment', 1, [], { varname, text: '', textjustification: 0, ...presentation })
      if (isControl) builder.parameter(id, varname)
      builder.cord(route, at, id)
      return [varname, id]
    }),
  )
}

const enumOf = (name: string, items: readonly string[]) => ({
  parameter_annotation_name: name,
  parameter_info: 'What it does.',
  parameter_longname: name,
  parameter_shortname: name,
  parameter_type: 2,
  parameter_enum: items,
  parameter_mmax: items.length - 1,
  parameter_modmode: 0,
  parameter_invisible: 2,
})

function recorder(builder: Builder, input: string, order: string): void {
  const phase = builder.object('plugphasor~', 1, ['signal', 'list'])
  const record = builder.object('sfrecord~ 3', 3, ['signal'])
  builder.cord(input, 0, record, 0)
  builder.cord(input, 1, record, 1)
  builder.cord(phase, 0, record, 2)
  for (const [outlet, text] of ['open $1', '1', '0'].entries()) {
    const message = builder.message(text)
    builder.cord(order, outlet, message)
    builder.chain(message, record)
  }
}

export function minimalHub(): Maxpat {
  const builder = new Builder()
  const { v8, toScript } = script(builder, 'uplift-hub', Object.keys(hubOutlets).length)
  const node = builder.object(`node.script uplift-node-${version}.js @autostart 1 @watch 0`, 1, ['', ''])
  builder.cord(v8, hubOutlets.node, node)
  builder.cord(node, 0, toScript)
  const say = (words: string) => {
    const prepend = builder.object(`prepend ${words}`, 1, [''])
    builder.cord(prepend, 0, toScript)
    return prepend
  }
  builder.cord(node, 1, say(hubInputs.process))
  stored(builder, v8, hubOutlets.store, toScript)
  for (const [shared, word, outlet] of [
    [sharedNames.fromTaps, hubInputs.tap, null],
    [sharedNames.hubs, hubInputs.hubs, hubOutlets.hubs],
    [sharedNames.toTaps, null, hubOutlets.taps],
  ] as const) {
    if (word) builder.chain(builder.object(`receive ${shared}`, 0, ['']), say(word))
    if (outlet !== null) builder.cord(v8, outlet, builder.object(`send ${shared}`, 1, []))
  }
  const live = builder.object('live.thisdevice', 1, ['bang', 'int', 'int'])
  builder.cord(live, 0, say(hubInputs.loaded))
  builder.cord(live, 1, say(hubInputs.enabled))
  const others = Object.values(hubInputs).filter(
    word => !['process', 'stored', 'tap', 'hubs', 'loaded', 'enabled', 'press', 'audio'].includes(word),
  )
  // Whatever the user does: a key of the computer stands for it.
  const user = builder.object('key', 0, ['int', 'int', 'int', 'int'])
  for (const word of others) builder.cord(user, 0, say(word))
  const press = say(hubInputs.press)
  for (const [control, id] of face(builder, v8, hubOutlets.face, faceObjects.hub)) {
    if (!(faceControls as readonly string[]).includes(control)) continue
    builder.chain(id, builder.object(`prepend ${control}`, 1, ['']), press)
  }
  const audio = say(hubInputs.audio)
  for (const event of Object.values(audioEvents)) builder.chain(user, builder.message(event), audio)
  hubAudio(builder, v8)
  return builder.maxpat()
}

function hubAudio(builder: Builder, v8: string): void {
  const input = builder.object('plugin~', 2, ['signal', 'signal'])
  const output = builder.object('plugout~', 2, ['signal', 'signal'])
  const { recordOpen, recordStart, recordStop, attenuate, meters, coefficients, ...others } = audioOrders
  const orders = [recordOpen, recordStart, recordStop, attenuate, ...Object.values(others)]
  const route = builder.object(`route ${orders.join(' ')}`, orders.length + 1, Array(orders.length + 1).fill(''))
  builder.cord(v8, hubOutlets.audio, route)
  recorder(builder, input, route)
  const both = builder.object('trigger bang float', 1, ['bang', 'float'])
  const clock = builder.object(`delay ${attenuationMs}`, 2, ['bang'])
  const zero = builder.message('0.')
  builder.cord(route, 3, both)
  builder.chain(both, clock, zero)
  for (const channel of [0, 1]) {
    const product = builder.object('*~ 0.', 2, ['signal'])
    builder.cord(input, channel, output, channel)
    builder.cord(input, channel, product)
    builder.cord(product, 0, output, channel)
    builder.cord(both, 1, product, 1)
    builder.cord(zero, 0, product, 1)
  }
  builder.object('buffer~ ---ring 20000 2', 1, ['float', 'bang'])
  const ring = builder.object('record~ ---ring 2', 4, ['signal'])
  for (const channel of [0, 1]) builder.cord(input, channel, ring, channel)
  for (const outlet of others && Object.keys(others).keys()) builder.cord(route, 4 + outlet, ring)
}

export function minimalTap(): Maxpat {
  const builder = new Builder()
  const { v8, toScript } = script(builder, 'uplift-tap', Object.keys(tapOutlets).length)
  const toHub = builder.object(`send ${sharedNames.fromTaps}`, 1, [])
  builder.cord(v8, tapOutlets.hub, toHub)
  builder.chain(builder.object('freebang', 1, ['bang']), builder.message(`${tapToHub.bye} 0`), toHub)
  const list = builder.object(`pack ${tapMeters.map(() => '0.').join(' ')}`, tapMeters.length, [''])
  // Live, the audio part and the user: a key of the computer stands for them.
  const user = builder.object('key', 0, ['int', 'int', 'int', 'int'])
  const words = Object.values(tapInputs).filter(word => word !== 'stored')
  for (const word of words) {
    const prepend = builder.object(`prepend ${word}`, 1, [''])
    builder.cord(prepend, 0, toScript)
    if (word === tapInputs.meters) builder.chain(list, prepend)
    else if (word !== tapInputs.hub) builder.cord(user, 0, prepend)
    else builder.chain(builder.object(`receive ${sharedNames.toTaps}`, 0, ['']), prepend)
  }
  stored(builder, v8, tapOutlets.store, toScript)
  face(builder, v8, tapOutlets.face, faceObjects.tap)
  const input = builder.object('plugin~', 2, ['signal', 'signal'])
  const output = builder.object('plugout~', 2, ['signal', 'signal'])
  for (const channel of [0, 1]) builder.cord(input, channel, output, channel)
  const { recordOpen, recordStart, recordStop, meters, coefficients } = audioOrders
  const route = builder.object(`route ${[recordOpen, recordStart, recordStop, meters, coefficients].join(' ')}`, 6, [
    '',
    '',
    '',
    '',
    '',
    '',
  ])
  builder.cord(v8, tapOutlets.audio, route)
  recorder(builder, input, route)
  const clock = builder.object('qmetro 100', 2, ['bang'])
  builder.cord(route, 3, clock)
  const names = builder.object(
    `route ${tapFilters.join(' ')}`,
    tapFilters.length + 1,
    Array(tapFilters.length + 1).fill(''),
  )
  builder.cord(route, 4, names)
  const filter = (outlet: number) => {
    const cascade = builder.object('cascade~', 2, ['signal'])
    const mean = builder.object('avg~', 1, ['float'])
    builder.cord(input, 0, cascade)
    builder.cord(names, outlet, cascade)
    builder.chain(cascade, mean)
    builder.cord(clock, 0, mean)
    return mean
  }
  const means = [filter(0), ...tapFilters.map((_, outlet) => filter(outlet))]
  for (const inlet of tapMeters.keys()) {
    const plain = means[inlet] ?? builder.object('avg~', 1, ['float'])
    if (!means[inlet]) builder.cord(input, 0, plain)
    builder.cord(plain, 0, list, inlet)
  }
  return builder.maxpat()
}
