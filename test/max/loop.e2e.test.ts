/** The product's loop on what ships: the built scripts in the generated patchers, pressed by the buttons of the face. */
import { expect, onTestFinished, test } from 'vitest'
import { miniSong } from '../support/mini-song.ts'
import type { LiveHabits } from './live/live.ts'
import type { MaxHabits } from './max.ts'
import { built } from './support/built.ts'
import { expectClean } from './support/expect-clean.ts'
import { makeRig, type Rig } from './support/rig.ts'
import { makeFolder } from './support/small-patch.ts'
import { changesOf, valuesOf } from './support/values.ts'

async function open(live: Partial<LiveHabits> = {}, habits: Partial<MaxHabits> = {}): Promise<Rig> {
  const rig = makeRig(await built(), { spec: miniSong, data: makeFolder(), taps: isPlaying, live, habits })
  onTestFinished(() => rig.max.close())
  await rig.says(/5 Taps found/)
  return rig
}
const isPlaying = ({ source }: { readonly source: unknown }) => source !== null

async function hear(rig: Rig): Promise<void> {
  rig.hub.use('capture')
  await rig.says(/Analyze next/)
  rig.hub.use('analyze')
  await rig.says(/fix(es)? found|Nothing to fix|^Score/)
}

test('Capture, Analyze, Apply, hear again, Undo: the set holds what the face said, and then what it held before', async () => {
  const rig = await open()
  const { max, hub } = rig
  const { set, undo } = max.live
  const before = await valuesOf(set)

  await hear(rig)
  // As on the simulated set itself: pairs too faint to keep are the hundredth that is missing.
  expect(hub.text('heard')).toBe('5 of 5 tracks heard explain 99 %')
  expect(await valuesOf(set)).toEqual(before)
  const score = Number(hub.text('score'))
  expect(score).toBeGreaterThan(0)
  expect(score).toBeLessThan(100)
  const track = hub.text('fix-1-track')

  hub.use('apply-1')
  await rig.says(/^Applied/)
  const changed = changesOf(before, await valuesOf(set))
  expect(Object.keys(changed).length).toBeGreaterThan(0)
  for (const name of Object.keys(changed)) expect(name.startsWith(`${track} / `), name).toBe(true)
  // One step of Live's own undo, since nothing came between.
  expect(undo.steps.length).toBe(1)
  expect(undo.isOpen).toBe(false)

  await hear(rig)
  expect(Number(hub.text('score'))).toBeGreaterThan(score)

  hub.use('undo')
  await rig.says(/^Undone/)
  expect(changesOf(before, await valuesOf(set))).toEqual({})
  hub.use('redo')
  await rig.says(/^Redone/)
  expect(changesOf(before, await valuesOf(set))).toEqual(changed)
  expectClean(rig)
})

test('the same where Live refuses in silence, tells displays as numbers and notifies later', async () => {
  const rig = await open(
    { refusals: 'silent', notifications: 'queued', displayValue: 'number', canInsert: false, version: [12, 2, 1] },
    { emptyPattr: 'bang', nodeRestarts: 0 },
  )
  const { max, hub } = rig
  const before = await valuesOf(max.live.set)
  await hear(rig)
  hub.use('apply-1')
  await rig.says(/^Applied/)
  expect(Object.keys(changesOf(before, await valuesOf(max.live.set))).length).toBeGreaterThan(0)
  hub.use('undo')
  await rig.says(/^Undone/)
  expect(changesOf(before, await valuesOf(max.live.set))).toEqual({})
  expectClean(rig)
})
