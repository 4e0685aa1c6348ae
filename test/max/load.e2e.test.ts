/** What the devices cost: a large set, and a set at rest. Printed, since figures are for people; the bars are for us. */
import { expect, test } from 'vitest'
import { measureRest, measureSnapshot } from './measure.ts'
import { measureFace } from './measure-face.ts'
import { built } from './support/built.ts'

test('a snapshot of 100 tracks with 10 devices each comes in slices that Live does not notice', async () => {
  const snapshot = await measureSnapshot(await built('scripts'))
  process.stdout.write(`${JSON.stringify(snapshot)}\n`)
  expect(snapshot.parameters).toBeGreaterThan(10_000)
  // Half the bar for a slice, which the longest of thousands keeps too where nothing but this runs in the process
  // (`npm run bench -- --only devices`): here it may hold a collection of all that the test's own world has in memory.
  expect(snapshot.ownMs.p99).toBeLessThan(5)
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

test('meters that are listened to are numbers only, five times a second', async () => {
  const rest = await measureRest(await built('scripts'), true, 8)
  process.stdout.write(`${JSON.stringify(rest)}\n`)
  expect(rest.newSymbols).toEqual([])
  // 8 taps × 5 a second: to the hub, to the tap's own face, and on to Node, seen leaving v8 and arriving.
  expect(rest.messagesPerSecond).toBeGreaterThan(8 * 5 * 3)
  expect(rest.messagesPerSecond).toBeLessThan(8 * 5 * 4 + 30)
})

test('what is too loud is on the face and on the page within 100 ms of its frame', async () => {
  const face = await measureFace(await built(), { taps: 8, minutes: 0.25 })
  process.stdout.write(`${JSON.stringify(face)}\n`)
  // Virtual time: what the parts wait for each other. 20 of the 100 ms are for computing.
  expect(face.toFaceMs.longest).toBeLessThanOrEqual(80)
  expect(face.toPageMs.longest).toBeLessThanOrEqual(80)
  // Processor time of a block; the longest of a hundred may hold a collection of garbage.
  expect(face.ownMs.median).toBeLessThan(20)
})
