/**
 * A hub that captures over and over until it is killed; the fake device writes what recorders write. Argument: the data folder.
 * Says "left <n>" for the takes that lie there when it is ready, then "recording" and "captured" by turns.
 * test/app/capture/capture-crash.test.ts
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WireTap } from '../../device/protocol.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { Hub } from '../../node/app/hub/hub.ts'
import { writeWav } from '../../node/audio/write-wav.ts'
import { FakeDevice } from '../adapters/max-bridge/fake-device.ts'
import { whiteNoise } from './signals.ts'

const folder = process.argv[2]!
const sampleRate = 44_100
const frames = 4 * sampleRate
const channels = [1, 2, 3].map(seed => whiteNoise(frames, seed, 0.1))
const source = { sampleRate, channels: channels.slice(0, 2) }
const say = (line: string) => process.stdout.write(`${line}\n`)
const takes = () => readdir(join(folder, 'takes')).catch(() => [])

const session = createSimulatedSet({
  name: 'Short',
  sampleRate,
  tempo: 120,
  beatsPerBar: 4,
  locators: [{ name: 'Drop', beats: 0 }],
  tracks: ['Kick', 'Pad'].map(name => ({ name, kind: 'audio', source, devices: [] })),
  master: { devices: [] },
})
const device = new FakeDevice(session)
const taps = (await session.snapshot()).tracks
  .filter(({ kind }) => kind !== 'master')
  .map(({ path, name }, i): WireTap => {
    return { key: 100 + i, track: path, trackName: name, status: 'ready', place: 'last', latency: 0 }
  })
device.handlers.face = () => null
device.handlers.taps = () => taps
device.handlers.record = ({ take, folder: to, taps: keys, fromBeats }) => {
  void (async () => {
    for (const name of ['main', ...keys.map(String)]) {
      say('recording')
      await writeWav(`${to}/${name}.wav`, { sampleRate, channels }, { format: 'float32' })
    }
    const startedAt = Object.fromEntries(['main', ...keys.map(String)].map(name => [name, fromBeats]))
    device.tell({
      kind: 'event',
      event: 'recorded',
      data: { take, end: 'complete', detail: '', startedAt, sampleRate },
    })
  })()
  return null
}
const workshop = { do: async () => null, cancel: async () => {}, close: async () => {} }
const hub = new Hub({ wire: device.wire, folder, workshop: workshop as never })
hub.start()
const until = async (isSo: () => boolean) => {
  while (!isSo()) await sleep(2)
}
await until(() => hub.model.link === 'ready' && hub.model.activity === null && hub.model.isLast !== null)
say(`left ${(await takes()).length}`)
for (;;) {
  const { heard } = hub.model
  device.tell({ kind: 'event', event: 'press', data: { control: 'capture', value: 1 } })
  await until(() => hub.model.heard !== heard && hub.model.activity === null)
  say(`captured ${(await takes()).length}`)
}
