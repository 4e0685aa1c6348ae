import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import osc from 'osc'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OscSurface, openOscSurface } from '../../../node/app/osc/surface.ts'
import type { PanelAction, PanelSource, PanelState } from '../../../node/app/panel/source.ts'
import { firstPanelState } from '../../../node/app/panel/state.ts'

/** Real UDP sockets on this computer; what is pressed ends here instead of in a set. */
class StillSource implements Pick<PanelSource, 'state' | 'watch' | 'act'> {
  state: PanelState = { ...firstPanelState('simulated', 'My Song'), score: 61.24 }
  readonly acted: PanelAction[] = []
  #changed = () => {}
  watch(changed: () => void) {
    this.#changed = changed
    return () => {}
  }
  async act(action: PanelAction) {
    this.acted.push(action)
  }
  show(change: Partial<PanelState>) {
    this.state = { ...this.state, ...change }
    this.#changed()
  }
}

const fix = (id: string, state: 'offered' | 'by-hand' = 'offered', isQuiet = false) =>
  ({
    id,
    title: `Fix ${id}`,
    effect: '27 % of the gap',
    sure: '92 % sure',
    where: 'Track "Pad"',
    state,
    isQuiet,
  }) as PanelState['fixes'][number]

let source: StillSource
let surface: OscSurface
let client: InstanceType<typeof osc.UDPPort>
let raw: Socket
let clock: number
const heard: { address: string; values: readonly unknown[] }[] = []

beforeEach(async () => {
  clock = 1_000_000
  source = new StillSource()
  source.state = { ...source.state, fixes: [fix('a'), fix('b', 'by-hand'), fix('c', 'offered', true)] }
  surface = await openOscSurface({ source, port: 0, now: () => clock })
  client = new osc.UDPPort({ localAddress: '127.0.0.1', localPort: 0 })
  const ready = new Promise<void>(resolve => client.on('ready', resolve))
  client.on('message', ({ address, args }) => heard.push({ address, values: args as unknown[] }))
  client.open()
  await ready
  raw = createSocket('udp4')
  heard.length = 0
})
afterEach(async () => {
  surface.close()
  client.close()
  raw.close()
})

const send = (address: string, ...args: readonly { type: 'i' | 'f' | 's'; value: number | string }[]) =>
  client.send({ address, args }, '127.0.0.1', surface.port)
const int = (value: number) => ({ type: 'i', value }) as const
const lastAt = (address: string) => heard.findLast(each => each.address === address)?.values

/** The next message there, or what has been heard of it. */
async function soon(is: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400 && !is(); tries++) await new Promise(resolve => setTimeout(resolve, 10))
  expect(is()).toBe(true)
}
/** Loopback keeps the order: when this has come back, everything before it has been dealt with. */
async function settled(): Promise<void> {
  heard.length = 0
  send('/uplift/nothing')
  await soon(() =>
    heard.some(({ address, values }) => address === '/uplift/refused' && String(values[0]).includes('nothing')),
  )
}
/** When what lies in the socket has been read: at most 32 packets a turn of the event loop, of 200. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setTimeout(resolve, 1))
}

describe('who says hello', () => {
  test('is told score, lights and fixes, and afterwards only what changes', async () => {
    send('/uplift/hello')
    await soon(() => lastAt('/uplift/proof') !== undefined)
    expect(lastAt('/uplift/title')).toEqual(['My Song'])
    expect(lastAt('/uplift/score')![0]).toBeCloseTo(61.2, 4)
    expect(lastAt('/uplift/light/low-end')).toEqual(['off'])
    expect(lastAt('/uplift/fixes')).toEqual([3])
    expect(lastAt('/uplift/fix/1/title')).toEqual(['Fix a'])
    expect(lastAt('/uplift/fix/4/title')).toEqual([''])
    heard.length = 0
    source.show({ score: 83 })
    source.show({ score: 84 })
    await soon(() => lastAt('/uplift/score') !== undefined)
    expect(heard).toEqual([{ address: '/uplift/score', values: [84] }])
  })

  test('may listen on another port than it sends from, and is not told more after bye', async () => {
    const listener = createSocket('udp4')
    listener.bind(0, '127.0.0.1')
    await once(listener, 'listening')
    const packets: Buffer[] = []
    listener.on('message', packet => packets.push(packet))
    send('/uplift/hello', int(listener.address().port))
    await soon(() => packets.length > 20)
    send('/uplift/bye', int(listener.address().port))
    await settled()
    packets.length = 0
    send('/uplift/hello')
    source.show({ score: 12 })
    await soon(() => lastAt('/uplift/score')?.[0] === 12)
    expect(packets).toEqual([])
    listener.close()
  })
})

describe('presses', () => {
  test('do what the panel does; letting go of a button does nothing', async () => {
    send('/uplift/analyze', int(1))
    send('/uplift/analyze', int(0))
    send('/uplift/fix/1/apply', int(1))
    send('/uplift/fix/1/apply', { type: 'f', value: 0 })
    send('/uplift/strength', { type: 'f', value: 0.5 })
    send('/uplift/stage', { type: 's', value: 'premaster' })
    send('/uplift/undo')
    send('/uplift/redo')
    await settled()
    expect(source.acted).toEqual([
      { kind: 'analyze' },
      { kind: 'apply', fixes: ['a'] },
      { kind: 'choose', choice: { strength: 0.5 } },
      { kind: 'choose', choice: { stage: 'premaster' } },
      { kind: 'undo' },
      { kind: 'redo' },
    ])
  })

  test('all applies what is offered and not hidden, never what is by hand', async () => {
    send('/uplift/apply/all', int(1))
    await settled()
    expect(source.acted).toEqual([{ kind: 'apply', fixes: ['a'] }])
  })

  test.each([
    ['a fix that is not there', '/uplift/fix/9/apply', /no fix 9/],
    ['a fix that is done by hand', '/uplift/fix/2/apply', /by-hand/],
    ['an address of somebody else', '/live/song/get/tempo', /not one of Uplift/],
    ['no number', '/uplift/fix/__proto__/apply', /no fix/],
  ])('%s is refused with a sentence, and nothing is done', async (_, address, why) => {
    send(address, int(1))
    await soon(() => lastAt('/uplift/refused') !== undefined)
    expect(lastAt('/uplift/refused')![0]).toMatch(why)
    expect(source.acted).toEqual([])
  })

  test('a press right after the list has changed was meant for another fix', async () => {
    source.show({ fixes: [fix('z')] })
    clock += 300
    send('/uplift/fix/1/apply', int(1))
    await soon(() => String(lastAt('/uplift/refused')?.[0]).includes('just changed'))
    expect(source.acted).toEqual([])
    clock += 400
    send('/uplift/fix/1/apply', int(1))
    await settled()
    expect(source.acted).toEqual([{ kind: 'apply', fixes: ['z'] }])
  })

  test('a fader that sends hundreds of values is followed so far as 20 a second go, then dropped with a word', async () => {
    for (let i = 0; i < 200; i++) send('/uplift/strength', { type: 'f', value: i / 200 })
    await soon(() => String(lastAt('/uplift/refused')?.[0]).includes('dropped'))
    await turns()
    clock += 2000
    await settled()
    expect(source.acted).toHaveLength(40)
    expect(heard.filter(({ values }) => String(values[0]).includes('dropped'))).toEqual([])
  })
})

describe('what is no OSC', () => {
  const packets: readonly (readonly [string, Buffer])[] = [
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from([0x2f])],
    ['text', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['an address without end', Buffer.from('/uplift/analyze')],
    ['arguments that are missing', Buffer.from('/uplift/strength\0\0\0\0,f\0\0')],
    ['an unknown type', Buffer.from('/uplift/strength\0\0\0\0,Q\0\0')],
    [
      'a blob longer than the packet',
      Buffer.concat([Buffer.from('/uplift/undo\0\0\0\0,b\0\0'), Buffer.from([127, 255, 255, 255])]),
    ],
    ['a bundle that ends early', Buffer.concat([Buffer.from('#bundle\0'), Buffer.alloc(8), Buffer.from([0, 0, 1, 0])])],
    [
      'a bundle of negative size',
      Buffer.concat([Buffer.from('#bundle\0'), Buffer.alloc(8), Buffer.from([255, 255, 255, 252])]),
    ],
    ['bundles in bundles', nested(2000)],
    ['all bytes', Buffer.from(Array.from({ length: 512 }, (_, i) => (i * 151) % 256))],
  ]

  test('never stops it: after each such packet it answers as before', async () => {
    for (const [, packet] of packets) {
      await new Promise(resolve => raw.send(packet, surface.port, '127.0.0.1', resolve))
      clock += 10_000
      await settled()
    }
    expect(source.acted).toEqual([])
  })
})

/** A bundle that holds a bundle that holds … */
function nested(depth: number): Buffer {
  let packet = Buffer.alloc(0)
  const head = Buffer.concat([Buffer.from('#bundle\0'), Buffer.alloc(8)])
  for (let i = 0; i < depth; i++) {
    const size = Buffer.alloc(4)
    size.writeInt32BE(packet.length)
    packet = packet.length === 0 ? head : Buffer.concat([head, size, packet])
  }
  return packet
}

test('a port that is taken is said', async () => {
  await expect(openOscSurface({ source, port: surface.port })).rejects.toMatchObject({ code: 'OSC_PORT_IN_USE' })
})
