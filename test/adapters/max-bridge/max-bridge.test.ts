import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Operations } from '../../../device/protocol.ts'
import { Connection } from '../../../node/adapters/max-bridge/connection.ts'
import { MaxBridge } from '../../../node/adapters/max-bridge/max-bridge.ts'
import type { SimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { ReadFailed } from '../../../node/live/session.ts'
import { deviceAt, type ParameterRef } from '../../../node/live/set.ts'
import { testLiveSession } from '../../contract/live-session.ts'
import { setOf, setOfEveryPlace, stereoNoise, volume } from '../simulated-support.ts'
import { FakeDevice } from './fake-device.ts'

const opened: { connection: Connection; bridge: MaxBridge }[] = []
afterEach(async () => {
  for (const { connection, bridge } of opened.splice(0)) {
    await bridge.close()
    connection.close()
  }
})

async function open(session: SimulatedSet = setOfEveryPlace(), options: { readonly liveVersion?: string } = {}) {
  const device = new FakeDevice(session, options)
  const logged: string[] = []
  const connection = new Connection(device.wire, message => logged.push(message))
  const bridge = new MaxBridge(connection, { capture: range => session.capture(range) })
  opened.push({ connection, bridge })
  const ready = new Promise<void>(resolve => connection.listen({ state: state => state === 'ready' && resolve() }))
  connection.start()
  await ready
  await bridge.prepare()
  return { device, connection, bridge, session, logged }
}

testLiveSession('the bridge into Live', async () => (await open()).bridge)
testLiveSession(
  'the bridge into an older Live',
  async () => (await open(setOfEveryPlace(), { liveVersion: '11.3' })).bridge,
)

describe('the bridge', () => {
  test('a snapshot is the simulated set itself but for its name: groups, outputs, side-chains, racks', async () => {
    const { bridge, session } = await open()
    const [seen, real] = [await bridge.snapshot(), await session.snapshot()]
    // Live's API does not tell what a macro moves.
    const plain = JSON.parse(JSON.stringify(real, (key, value) => (key === 'macro' ? undefined : value)))
    expect({ ...seen, name: '' }).toEqual({ ...plain, name: '' })
    expect(seen.name).toBe('Live set 4711')
  })

  test('in an older Live, what is called by its old name there has its name of 12.4 here', async () => {
    const { bridge, device } = await open(setOfEveryPlace(), { liveVersion: '9.7' })
    const set = await bridge.snapshot()
    const utility = deviceAt(set, { track: 'tracks 0', device: 'devices 0' })!
    expect(utility.parameters.map(({ name }) => name)).toContain('Output')
    const ref: ParameterRef = { track: 'tracks 0', device: 'devices 0', parameter: 'Output' }
    await bridge.write(ref, 0.2)
    const asked = device.asked.at(-1)!.args as Operations['write']['args']
    expect(asked.writes[0]!.ref.parameter).toBe('Gain')
    expect((await bridge.read(ref))!.name).toBe('Output')
  })

  test('writes asked for together go together, fifty at a time, and never two requests at once', async () => {
    const { bridge, device } = await open()
    let running = 0
    let most = 0
    const sizes: number[] = []
    device.handlers.write = async ({ writes }) => {
      most = Math.max(most, ++running)
      sizes.push(writes.length)
      await new Promise(resolve => setTimeout(resolve, 5))
      running--
      const written = writes.map(({ value }) => ({ parameter: ['Track Volume', value, 0, 1, 2, 'text'] as const }))
      return { written, undoSteps: 2 }
    }
    const values = Array.from({ length: 120 }, (_, i) => i / 200)
    const held = await Promise.all(values.map(value => bridge.write(volume('tracks 0'), value)))
    expect(held.map(({ value }) => value)).toEqual(values)
    expect(sizes).toEqual([50, 50, 20])
    expect(most).toBe(1)
    expect(bridge.takeUndoSteps()).toBe(6)
    expect(bridge.takeUndoSteps()).toBe(0)
  })

  test('a change in Live reaches who observes it, once', async () => {
    const { bridge, session, device } = await open()
    const heard: number[] = []
    bridge.observe(volume('tracks 0'), ({ value }) => heard.push(value))
    await vi.waitFor(() => expect(device.asked.at(-1)!.op).toBe('observe'))
    await session.write(volume('tracks 0'), 0.25)
    await vi.waitFor(() => expect(heard).toEqual([0.25]))
    await bridge.write(volume('tracks 0'), 0.5)
    await new Promise(resolve => setTimeout(resolve, 20))
    expect(heard).toEqual([0.25, 0.5])
  })

  test('of two tracks of one name, a side-chain set from here hears the one that was meant', async () => {
    const session = setOf([
      { name: 'Bass', kind: 'audio', source: stereoNoise(1), devices: [{ className: 'Compressor2' }] },
      { name: 'Kick', kind: 'audio', source: stereoNoise(2) },
      { name: 'Kick', kind: 'audio', source: stereoNoise(3) },
    ])
    const { bridge } = await open(session)
    await bridge.setSidechainSource({ track: 'tracks 0', device: 'devices 0' }, 'tracks 2')
    expect((await bridge.snapshot()).tracks[0]!.devices[0]!.sidechainSource).toBe('tracks 2')
  })

  test('an answer of another shape fails that request and nothing else', async () => {
    const { bridge, device } = await open()
    device.handlers.read = () => [['Track Volume', 'loud', 0, 1, 2, '']]
    await expect(bridge.read(volume('tracks 0'))).rejects.toBeInstanceOf(ReadFailed)
    delete device.handlers.read
    expect((await bridge.read(volume('tracks 0')))!.name).toBe('Track Volume')
  })

  test('when the device goes, what waits fails with what to do, and nothing hangs', async () => {
    const { bridge, device, connection } = await open()
    device.handlers.read = () => undefined
    const reading = bridge.read(volume('tracks 0'))
    reading.catch(() => {})
    await new Promise(resolve => setTimeout(resolve, 5))
    // It was loaded anew: it greets as if for the first time.
    device.say('hello', device.version, 1)
    await expect(reading).rejects.toMatchObject({ code: 'LIVE_NOT_CONNECTED' })
    expect(connection.state).toBe('ready')
  })
})
