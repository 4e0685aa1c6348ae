/**
 * Uplift.amxd, the audio effect on Main. The signal goes straight from plugin~ to plugout~; what else reaches plugout~ is added
 * there and is normally nothing, so that whatever becomes of the scripts, what comes in goes out, to the bit and at once.
 */
import { audioEvents, audioOrders, hubInputs, hubOutlets, sharedNames } from '../device/protocol.ts'
import { branch } from './face/branch.ts'
import { hubFace, hubWidth } from './face.ts'
import { toMaxpat } from './lib/maxpat.ts'
import { type Box, Patch } from './lib/patch.ts'
import { storedKey } from './parts/key.ts'
import { attenuator, audition } from './parts/listening.ts'
import { pages } from './parts/pages.ts'
import { recorder } from './parts/recorder.ts'
import { ringBuffer, ringName } from './parts/ring.ts'
import { script } from './parts/script.ts'

/** @param version of the scripts' file names: Max finds stale copies first, so that each version has its own */
export function hubMaxpat(version: string): string {
  return toMaxpat(hubPatch(version), {
    title: 'Uplift',
    description:
      'Compares your mix with your references, proposes the fewest changes that bring it there, makes those you approve, and measures again. On Main, after all other devices.',
    width: hubWidth,
  })
}

export function hubPatch(version: string): Patch {
  const patch = new Patch()
  patch.group('Audio: straight through')
  const input = patch.object('plugin~')
  const output = patch.object('plugout~')
  const sides = [input.out(0), input.out(1)] as const
  for (const side of [0, 1]) patch.cord(input.out(side), output.in(side))

  const { toScript, v8 } = script(patch, `uplift-hub-${version}.js`, Object.keys(hubOutlets).length, ringName)
  process(patch, `uplift-node-${version}.js`, v8, toScript)
  others(patch, v8, toScript)
  const key = storedKey(patch, v8.out(hubOutlets.store), hubInputs.stored, toScript)

  patch.group('Start')
  const device = patch.object('live.thisdevice')
  // From the right: what the script needs to know comes before "loaded".
  const order = patch.object('t b b b')
  const dsp = patch.object('dspstate~')
  patch.chain(device, order)
  patch.chain(device.out(1), patch.object(`prepend ${hubInputs.enabled}`), toScript)
  patch.chain(order.out(2), dsp)
  patch.cord(order.out(1), key.tell)
  patch.chain(order.out(0), patch.message(hubInputs.loaded), toScript)
  patch.chain(dsp.out(1), patch.object(`prepend ${hubInputs.audio} ${audioEvents.rate}`), toScript)

  audio(patch, { v8, toScript, output, sides, rate: dsp.out(1) })
  hubFace(patch, { from: v8.out(hubOutlets.face), toScript }, version)
  return patch
}

type Sides = readonly [left: ReturnType<Box['out']>, right: ReturnType<Box['out']>]

function audio(
  patch: Patch,
  {
    v8,
    toScript,
    output,
    sides,
    rate,
  }: { v8: Box; toScript: Box; output: Box; sides: Sides; rate: ReturnType<Box['out']> },
): void {
  const [left, right] = sides
  patch.group('Orders to the audio part')
  const { of } = branch(patch, v8.out(hubOutlets.audio), [
    audioOrders.recordOpen,
    audioOrders.recordStart,
    audioOrders.recordStop,
    audioOrders.ringWrite,
    audioOrders.ringRun,
    audioOrders.auditionOpen,
    audioOrders.auditionPlay,
    audioOrders.attenuate,
    audioOrders.browse,
    audioOrders.windowOpen,
    audioOrders.windowClose,
  ])
  recorder(patch, {
    open: of(audioOrders.recordOpen),
    start: of(audioOrders.recordStart),
    stop: of(audioOrders.recordStop),
    left,
    right,
  })
  ringBuffer(patch, { run: of(audioOrders.ringRun), write: of(audioOrders.ringWrite), rate, left, right }, toScript)
  const added = [
    audition(patch, { open: of(audioOrders.auditionOpen), play: of(audioOrders.auditionPlay) }, toScript),
    attenuator(patch, of(audioOrders.attenuate), left, right),
  ]
  for (const signals of added) for (const [side, signal] of signals.entries()) patch.cord(signal, output.in(side))
  pages(
    patch,
    { browse: of(audioOrders.browse), open: of(audioOrders.windowOpen), close: of(audioOrders.windowClose) },
    toScript,
  )
}

/** The only Node process of the set. */
function process(patch: Patch, file: string, v8: Box, toScript: Box): void {
  patch.group('Node process')
  const node = patch.object(`node.script ${file} @autostart 1 @watch 0`, {
    keys: {
      saved_object_attributes: { autostart: 1, defer: 0, node_bin_path: '', npm_bin_path: '', watch: 0 },
      textfile: { autowatch: 0, embed: 0, filename: file, flags: 0 },
    },
  })
  patch.cord(v8.out(hubOutlets.node), node.in(0))
  patch.cord(node.out(0), toScript.in(0))
  patch.chain(node.out(1), patch.object(`prepend ${hubInputs.process}`), toScript)
}

/** Taps, and hubs that are there besides. */
function others(patch: Patch, v8: Box, toScript: Box): void {
  patch.group('Taps and other hubs')
  patch.chain(v8.out(hubOutlets.taps), patch.object(`s ${sharedNames.toTaps}`))
  patch.chain(patch.object(`r ${sharedNames.fromTaps}`), patch.object(`prepend ${hubInputs.tap}`), toScript)
  patch.chain(v8.out(hubOutlets.hubs), patch.object(`s ${sharedNames.hubs}`))
  patch.chain(patch.object(`r ${sharedNames.hubs}`), patch.object(`prepend ${hubInputs.hubs}`), toScript)
}
