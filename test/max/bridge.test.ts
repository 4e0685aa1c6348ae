/** The session port through the built hub script: the contract that every adapter keeps, in both of Live's unknown manners. */
import { onTestFinished } from 'vitest'
import { Connection } from '../../node/adapters/max-bridge/connection.ts'
import { MaxBridge } from '../../node/adapters/max-bridge/max-bridge.ts'
import type { Wire } from '../../node/adapters/max-bridge/wire.ts'
import { setOfEveryPlace } from '../adapters/simulated-support.ts'
import { testLiveSession } from '../contract/live-session.ts'
import type { LiveHabits } from './live/live.ts'
import { Max } from './max.ts'
import { built } from './support/built.ts'

const habits: readonly (readonly [string, Partial<LiveHabits>])[] = [
  ['refusals as exceptions', { refusals: 'throw', notifications: 'at-once', displayValue: 'text', callMs: 0 }],
  ['refusals in silence', { refusals: 'silent', notifications: 'queued', displayValue: 'number', callMs: 0 }],
]

for (const [words, live] of habits) testLiveSession(`the hub in Max (${words})`, () => openSession(live))

async function openSession(live: Partial<LiveHabits>) {
  const { folder, hub } = await built('scripts')
  const receivers = new Map<string, (...atoms: readonly unknown[]) => void>()
  let send: Wire['send'] = () => {}
  const max = new Max({
    set: setOfEveryPlace(),
    folder,
    live,
    nodeScript: context => {
      send = (selector, ...numbers) =>
        max.arrived(() => max.clock.in('high', () => context.out(0, [selector, ...numbers])))
      return {
        // Max hands over in its own time.
        receive: (_, [selector, ...atoms]) => void setImmediate(() => receivers.get(String(selector))?.(...atoms)),
      }
    },
  })
  max.load(hub, max.live.main)
  // Until the hub has found its key and is in charge.
  await max.pass(2_000)
  const stop = max.inBackground()
  const connection = new Connection({
    send: (selector, ...numbers) => send(selector, ...numbers),
    on: (selector, receive) => void receivers.set(selector, receive),
  })
  onTestFinished(async () => {
    connection.close()
    await stop()
    await max.close()
  })
  const ready = new Promise<void>(resolve => {
    connection.listen({ state: state => state === 'ready' && resolve() })
  })
  connection.start()
  await ready
  const bridge = new MaxBridge(connection, { capture: range => max.live.set.capture(range) })
  await bridge.prepare()
  return bridge
}
