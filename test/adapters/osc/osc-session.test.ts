import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { afterEach, describe, expect, test } from 'vitest'
import { mulberry32 } from '../../../node/adapters/demo-song/random.ts'
import { OscSession } from '../../../node/adapters/osc/osc-session.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { mixerNames, type ParameterRef } from '../../../node/live/set.ts'
import { testLiveSession } from '../../contract/live-session.ts'
import { FakeAbletonOsc } from './fake-server.ts'

const second = { sampleRate: 8000, channels: [new Float32Array(8000), new Float32Array(8000)] }

const makeSet = () =>
  createSimulatedSet({
    name: 'Over OSC',
    sampleRate: 8000,
    tempo: 138,
    beatsPerBar: 4,
    locators: [{ name: 'Drop', beats: 2 }],
    tracks: [
      { name: 'Kick', kind: 'midi', source: second, devices: [{ className: 'StereoGain' }], sendsDb: [-10] },
      { name: 'Music', kind: 'group' },
      { name: 'Pad', kind: 'audio', group: 'Music', source: second, devices: [{ className: 'Limiter' }] },
      { name: 'Ghost', kind: 'midi', output: 'none', source: second },
      { name: 'A-Space', kind: 'return' },
    ],
    master: { devices: [{ className: 'Limiter' }] },
  })

const volume: ParameterRef = { track: 'tracks 0', device: null, parameter: mixerNames.volume }
const patience = { retryMs: 15, tries: 14 }

/** Ports of this process alone: test files run beside each other. */
let nextPort = 20_000 + (process.pid % 2_000) * 16
const ports = () => ({ host: '127.0.0.1', remotePort: nextPort++, localPort: nextPort++ })

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function connect(isLost?: () => boolean) {
  const own = ports()
  const server = new FakeAbletonOsc(makeSet(), { listen: own.remotePort, answer: own.localPort }, isLost)
  await server.start()
  open.push(() => server.stop())
  const session = await OscSession.open(own, patience)
  return { server, session, own }
}

testLiveSession('AbletonOSC', async () => (await connect()).session)
// One packet in five, on both ways; the same ones in every run as long as the packets are.
testLiveSession('AbletonOSC that loses packets', async () => {
  const random = mulberry32(7)
  return (await connect(() => random() < 0.2)).session
})

describe('AbletonOSC', () => {
  test('shows what it reaches: tracks in their groups and sends; Main is there and empty', async () => {
    const { session } = await connect()
    open.push(() => session.close())
    const set = await session.snapshot()
    expect(set.tracks.map(({ path, name, kind, group, output }) => [path, name, kind, group, output])).toEqual([
      ['tracks 0', 'Kick', 'midi', null, 'main'],
      ['tracks 1', 'Music', 'group', null, 'main'],
      ['tracks 2', 'Pad', 'audio', 'tracks 1', 'group'],
      ['tracks 3', 'Ghost', 'midi', null, 'none'],
      ['master_track', 'Main', 'master', null, 'main'],
    ])
    expect(set.tracks[0]!.mixer.map(({ name, display }) => `${name} ${display}`)).toEqual([
      'Track Volume 0.0 dB',
      'Track Panning C',
      'Track Activator On',
      'Send A -10.0 dB',
    ])
    expect(set.tempo).toBe(138)
    expect(set.lengthSeconds).toBeCloseTo(1, 5)
    expect(set.locators).toEqual([{ name: 'Drop', beats: 2 }])
  })

  test('mute is the activator turned round', async () => {
    const { session, server } = await connect()
    open.push(() => session.close())
    const activator = { ...volume, parameter: mixerNames.activator }
    expect((await session.write(activator, 0)).value).toBe(0)
    expect((await server.set.read(activator))!.value).toBe(0)
  })

  test('nobody there: said in a sentence, and the port is free again', async () => {
    const own = ports()
    await expect(OscSession.open(own, { retryMs: 5, tries: 3 })).rejects.toMatchObject({ code: 'LIVE_NOT_CONNECTED' })
    await expect(OscSession.open(own, { retryMs: 5, tries: 3 })).rejects.toMatchObject({ code: 'LIVE_NOT_CONNECTED' })
  })

  test('its answers’ port taken by another program: said in a sentence', async () => {
    const own = ports()
    const other = createSocket('udp4').bind(own.localPort, '127.0.0.1')
    await once(other, 'listening')
    await expect(OscSession.open(own, patience)).rejects.toMatchObject({ code: 'OSC_PORT_IN_USE' })
    other.close()
  })

  test('Live closes: reads fail, nothing is made up; it comes back: reads and listeners go on', async () => {
    const { session, server } = await connect()
    open.push(() => session.close())
    await session.snapshot()
    const heard: number[] = []
    session.observe(volume, ({ value }) => heard.push(value))
    await session.write(volume, 0.5)
    await server.stop()
    await expect(session.read(volume)).rejects.toThrow(/does not answer/)
    await expect(session.snapshot()).rejects.toMatchObject({ code: 'LIVE_NOT_CONNECTED' })
    await server.start()
    expect((await session.read(volume))!.value).toBe(0.5)
    // Startup was told; the listener was registered anew. Somebody else moves the fader.
    await new Promise(resolve => setTimeout(resolve, 30))
    await server.set.write(volume, 0.25)
    await new Promise(resolve => setTimeout(resolve, 30))
    expect(heard).toEqual([0.5, 0.25])
  })

  test('a value that Live does not take is returned as Live holds it', async () => {
    const { session, server } = await connect()
    open.push(() => session.close())
    server.set.ignoreWrites(volume)
    expect((await session.write(volume, 0.3)).display).toBe('0.0 dB')
  })
})
