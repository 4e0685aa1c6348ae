/** What the devices cost: a large set, and a set at rest. Printed, since figures are for people; the bars are for us. */
import { expect, test } from 'vitest'
import { measureRest, measureSnapshot } from './measure.ts'
import { built } from './support/built.ts'

test('a snapshot of 100 tracks with 10 devices each comes in slices that Live does not notice', async () => {
  const snapshot = await measureSnapshot(await built('scripts'))
  process.stdout.write(`${JSON.stringify(snapshot)}\n`)
  expect(snapshot.parameters).toBeGreaterThan(10_000)
  // The bar for a slice. The longest of thousands is the machine's doing, not ours: other programs run beside the test.
  expect(snapshot.ownMs.p99).toBeLessThan(10)
  expect(snapshot.sliceMs.p99).toBeLessThan(10)
})

test('taps and a hub that are left alone say little, and nothing that Max would have to keep', async () => {
  const files = await built('scripts')
  const rest = await measureRest(files, false, 20)
  process.stdout.write(`${JSON.stringify(rest)}\n`)
  expect(rest.newSymbols).toEqual([])
  // Heartbeats, the transport five times a second, one answer per tap every four seconds and its way to the hub.
  expect(rest.messagesPerSecond).toBeLessThan(30)
})

test('meters that are listened to are numbers only, four times a second', async () => {
  const rest = await measureRest(await built('scripts'), true, 8)
  process.stdout.write(`${JSON.stringify(rest)}\n`)
  expect(rest.newSymbols).toEqual([])
  // 8 taps × 4 a second: to the hub, to the tap's own face, and on to Node, seen leaving v8 and arriving.
  expect(rest.messagesPerSecond).toBeGreaterThan(8 * 4 * 3)
  expect(rest.messagesPerSecond).toBeLessThan(8 * 4 * 4 + 30)
})
