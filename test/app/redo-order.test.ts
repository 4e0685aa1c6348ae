import { beforeEach, expect, test } from 'vitest'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { applyFix } from '../../node/app/apply.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { RedoOrder } from '../../node/app/redo-order.ts'
import { redoEntry, undoable, undoEntry } from '../../node/app/undo.ts'
import type { TrackPath } from '../../node/live/set.ts'
import { volume } from '../adapters/simulated-support.ts'
import { changeOf, fixOf } from '../support/fix-of.ts'
import { miniSong } from '../support/mini-song.ts'

let session: SimulatedSet
let ledger: Ledger
let order: RedoOrder
beforeEach(() => {
  session = createSimulatedSet(miniSong)
  ledger = Ledger.inMemory()
  order = new RedoOrder()
})

const set = miniSong.name
/** Display values of Kick, Bass and Lead, in dB. */
const levels = async () => {
  const read = (['tracks 0', 'tracks 1', 'tracks 2'] as const).map(
    async track => (await session.read(volume(track)))!.display,
  )
  return (await Promise.all(read)).map(text => Number.parseFloat(text))
}
async function lower(track: TrackPath, db: number): Promise<void> {
  const before = await session.snapshot()
  const fix = fixOf([changeOf(before, volume(track), db)], { track, title: `${track} ${db}` })
  expect((await applyFix(session, before, fix, ledger)).kind).toBe('applied')
  order.clear()
}
async function undo(): Promise<void> {
  const { id, title } = undoable(ledger, set)[0]!
  expect((await undoEntry(session, ledger, id)).kind).toBe('undone')
  order.undone([{ id, title, fix: null }])
}
async function redo(): Promise<string> {
  const next = order.next(ledger, set)!
  expect((await redoEntry(session, ledger, next.id)).kind).toBe('applied')
  order.redone(next)
  return next.title
}

test('what was undone last comes back first, and undo and redo can go to and fro', async () => {
  for (const [track, db] of [
    ['tracks 0', -1],
    ['tracks 1', -2],
    ['tracks 2', -3],
  ] as const)
    await lower(track, db)
  await undo()
  await undo()
  expect(await levels()).toEqual([-1, 0, 0])
  expect(await redo()).toBe('tracks 1 -2')
  await undo()
  expect(await levels()).toEqual([-1, 0, 0])
  expect([await redo(), await redo()]).toEqual(['tracks 1 -2', 'tracks 2 -3'])
  expect(await levels()).toEqual([-1, -2, -3])
  expect(order.next(ledger, set)).toBeNull()
})

test('after another fix there is nothing to redo, nor in another set', async () => {
  await lower('tracks 0', -1)
  await undo()
  expect(order.next(ledger, 'Another set')).toBeNull()
  expect(order.next(ledger, set)).not.toBeNull()
  await lower('tracks 1', -2)
  expect(order.next(ledger, set)).toBeNull()
})
