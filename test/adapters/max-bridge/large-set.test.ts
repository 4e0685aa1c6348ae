import { expect, test } from 'vitest'
import { encodeLetter, type WireDevice, type WireParameter, type WireSet } from '../../../device/protocol.ts'
import { Connection } from '../../../node/adapters/max-bridge/connection.ts'
import { MaxBridge } from '../../../node/adapters/max-bridge/max-bridge.ts'

const parameter = (k: number): WireParameter => [`Parameter ${k}`, 0.25, 0, 1, 2, '-12.0 dB']
const device = (k: number): WireDevice => ({
  path: `devices ${k}`,
  className: 'Eq8',
  name: `EQ Eight ${k}`,
  parameters: Array.from({ length: 40 }, (_, i) => parameter(i)),
  chains: [],
  sidechain: null,
  latency: 0,
})
const track = (k: number): WireSet['tracks'][number] => ({
  path: k === 100 ? 'master_track' : `tracks ${k}`,
  name: `Track ${k}`,
  color: 0,
  kind: k === 100 ? 'master' : 'audio',
  group: null,
  output: 'Main',
  solo: false,
  frozen: false,
  mixer: [parameter(0)],
  devices: Array.from({ length: 10 }, (_, i) => device(i)),
})
const large: WireSet = {
  name: '',
  liveVersion: '12.4',
  tempo: 138,
  beatsPerBar: 4,
  lengthBeats: 800,
  locators: [],
  tracks: Array.from({ length: 101 }, (_, k) => track(k)),
}

test('a set of 100 tracks with 10 devices of 40 parameters is read in many short turns', async () => {
  const receivers = new Map<string, (...atoms: readonly unknown[]) => void>()
  const connection = new Connection({
    send: () => {},
    on: (selector, receive) => void receivers.set(selector, receive),
  })
  const bridge = new MaxBridge(connection, { capture: () => Promise.reject(new Error('not asked for')) })
  connection.start()
  receivers.get('hello')!(1, 0)
  const messages = encodeLetter({ kind: 'reply', id: 1, result: large }, 1)
  const read = bridge.snapshot()

  const started = performance.now()
  let longest = 0
  // As Max delivers it: message after message, each in a turn of its own.
  for (const message of messages) {
    await new Promise(resolve => setImmediate(resolve))
    const turn = performance.now()
    receivers.get('letter')!(...message)
    longest = Math.max(longest, performance.now() - turn)
  }
  let last = performance.now()
  let isDone = false
  const watch = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (!isDone) setImmediate(watch)
  }
  setImmediate(watch)
  const set = await read
  isDone = true
  const whole = performance.now() - started
  expect(set.tracks.length).toBe(101)
  expect(set.tracks[99]!.devices[9]!.parameters.length).toBe(40)
  // Only the JSON itself is read in one go.
  expect(longest / whole).toBeLessThan(0.5)
  await bridge.close()
  connection.close()
})
