import { readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { volume } from '../../adapters/simulated-support.ts'
import { changeTrack, miniSong } from '../../support/mini-song.ts'
import { makeRig } from './hub-rig.ts'

const louderLead = changeTrack(miniSong, 'Lead', track => ({ ...track, volumeDb: 3 }))

let rig: Awaited<ReturnType<typeof makeRig>>
afterEach(() => rig.close())

test('the panel presses what the face presses: captured, looked at, heard, applied, proven, undone', async () => {
  rig = await makeRig(louderLead, { healthy: miniSong })
  const { hub, session } = rig
  const { panel } = hub
  const told: number[] = []
  panel.watch(() => told.push(panel.state.view))
  const before = (await session.read(volume('tracks 2')))!.value
  expect(panel.state).toMatchObject({ kind: 'live', score: null, view: 0, can: { capture: true, apply: false } })
  expect(await panel.look(false)).toBeNull()

  await panel.act({ kind: 'capture' })
  await panel.act({ kind: 'analyze' })
  expect(told.at(-1)).toBe(1)
  const [fix] = panel.state.fixes
  expect(fix).toMatchObject({ track: 'Lead', state: 'offered' })
  expect(panel.state.honest.map(({ words }) => words).join(' ')).toMatch(/Target: .* tracks heard explain \d+ %/)
  const view = (await panel.look(false))!
  expect(view.plots.map(({ id }) => id)).toEqual(expect.arrayContaining(['timeline', 'spectrum', 'stereo']))
  expect(view.plots.map(({ markup }) => markup).join('')).not.toContain('style=')
  expect(view.tracks.find(({ name }) => name === 'Lead')).toMatchObject({ role: 'lead', isLocked: false })
  expect(view.reasons[fix!.id]).toMatch(/\d/)

  await panel.act({ kind: 'preview', fixes: [fix!.id] })
  const { excerpts } = panel.state
  expect(excerpts).toMatchObject({ id: 1, title: fix!.title, sides: ['before', 'after'] })
  expect((await readFile(panel.excerpt(1, 'before')!)).subarray(0, 4).toString()).toBe('RIFF')
  expect(panel.excerpt(2, 'before')).toBeNull()

  await panel.act({ kind: 'apply', fixes: ['unknown'] })
  expect((await session.read(volume('tracks 2')))!.value).toBe(before)
  await panel.act({ kind: 'apply', fixes: [fix!.id] })
  expect((await session.read(volume('tracks 2')))!.value).toBeLessThan(before)
  expect(panel.state.honest[0]).toEqual({
    words: 'The set has changed since it was measured: Capture again.',
    tone: 'warning',
  })
  expect(panel.state.checkpoints).toMatchObject([{ since: [fix!.title] }])
  await panel.act({ kind: 'capture' })
  await panel.act({ kind: 'analyze' })
  const { proof } = panel.state
  expect(proof!.fixes).toEqual([fix!.title])
  expect(proof!.scoreAfter).toBeGreaterThan(proof!.scoreBefore)
  expect((await panel.look(false))!.receipts).toHaveLength(1)
  await panel.act({ kind: 'go-back', checkpoint: panel.state.checkpoints[0]!.id })
  expect((await session.read(volume('tracks 2')))!.value).toBe(before)
  expect(panel.state.checkpoints).toEqual([])
})

test('in Live every fix of the plan is on the page, "Not this" looks for another way, and a blind vote is kept', async () => {
  rig = await makeRig(louderLead, { healthy: miniSong })
  const { panel } = rig.hub
  await panel.act({ kind: 'capture' })
  await panel.act({ kind: 'analyze' })
  expect(panel.state.fixes).toHaveLength(rig.hub.model.findings!.plan.fixes.length)
  const [fix] = panel.state.fixes
  await panel.act({ kind: 'preview', fixes: [fix!.id] })
  await panel.act({ kind: 'blind' })
  await panel.act({ kind: 'vote', answer: 'none' })
  expect(panel.state.excerpts!.trial).toMatchObject({
    answer: 'none',
    tally: expect.stringContaining('no preference 1'),
  })
  await panel.act({ kind: 'aside', fix: fix!.id })
  expect(panel.state.aside).toEqual(['Level on Lead'])
  expect(panel.state.fixes.map(({ title }) => title)).not.toContain(fix!.title)
  const library = await panel.library(null)
  expect(library.profiles.map(({ name }) => name)).toEqual(expect.arrayContaining(['prior', 'demo']))
})
