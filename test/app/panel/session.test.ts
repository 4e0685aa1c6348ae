import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { AlsSession } from '../../../node/adapters/als/als-session.ts'
import { createSimulatedSet, type SimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { analyzerVersion } from '../../../node/app/analysis-cache.ts'
import { Library } from '../../../node/app/library.ts'
import { measureSession } from '../../../node/app/measure.ts'
import type { PanelSession, PanelSessionOptions } from '../../../node/app/panel/session.ts'
import { Preferences, preferencesFile } from '../../../node/app/preferences.ts'
import { Votes } from '../../../node/app/votes.ts'
import { decodeAudioFile } from '../../../node/audio/decode.ts'
import { writeWav } from '../../../node/audio/write-wav.ts'
import { measureLoudness } from '../../../node/features/loudness.ts'
import { twinProfile } from '../../../node/profile/learn.ts'
import { referenceOf } from '../../../node/profile/reference.ts'
import { smallSet, smallXml, writeSet } from '../../adapters/als/small-set.ts'
import { volume } from '../../adapters/simulated-support.ts'
import { changeTrack, miniSong } from '../../support/mini-song.ts'
import { panelSessionIn } from '../../support/panel-session.ts'

const spoiled = changeTrack(miniSong, 'Lead', track => ({ ...track, volumeDb: 3 }))
/** Measured once for all tests. */
const healthy = measureSession(createSimulatedSet(miniSong))

let folder: string
let votes: Votes
let panel: PanelSession
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-panel-session-'))
  votes = Votes.inMemory()
})
afterEach(async () => {
  await panel.close()
  await rm(folder, { recursive: true, force: true })
})

async function open(options: Pick<PanelSessionOptions, 'session'> & Partial<PanelSessionOptions>) {
  const target = twinProfile((await healthy).analysis.rows, 'Healthy', 'premaster')
  panel = await panelSessionIn(folder, target, { votes, ...options })
  await panel.start()
}

const draws = ['1', '2', '3', '4', '5', '6']

describe('on a set with a lead that is too loud', () => {
  let session: SimulatedSet
  const lead = () => panel.state.fixes.find(({ track }) => track === 'Lead')!
  const leadVolume = async () => (await session.read(volume('tracks 2')))!.value
  beforeEach(async () => {
    session = createSimulatedSet(spoiled)
    await open({ session })
    await panel.act({ kind: 'analyze' })
  })

  test('"Not this" takes the move out, says so, and teaches; "Offer again" brings it back', async () => {
    const { title } = lead()
    await panel.act({ kind: 'aside', fix: lead().id })
    expect(panel.state.aside).toEqual(['Level on Lead'])
    expect(panel.state.fixes.map(fix => fix.title)).not.toContain(title)
    const { events } = await Preferences.open(preferencesFile(folder))
    expect(events).toMatchObject([{ answer: 'rejected', subject: { kind: 'level' } }])
    await panel.act({ kind: 'bring-back' })
    expect(panel.state.aside).toEqual([])
    expect(panel.state.fixes.map(fix => fix.title)).toContain(title)
  })

  test('half of one fix is half of its amount, and is what gets written', async () => {
    const amountOf = (change: string) => {
      const [, from, to] = /: (-?[\d.]+) dB → (-?[\d.]+) dB/.exec(change)!
      return Number(to) - Number(from)
    }
    const whole = amountOf(lead().changes[0]!)
    await panel.act({ kind: 'amount', fix: lead().id, factor: 0.5 })
    expect(lead().factor).toBe(0.5)
    // Amounts are on a grid of 0.1 dB.
    expect(Math.abs(amountOf(lead().changes[0]!) - whole / 2)).toBeLessThan(0.11)
    const before = await session.displayText(volume('tracks 2'), await leadVolume())
    await panel.act({ kind: 'apply', fixes: [lead().id] })
    const after = await session.displayText(volume('tracks 2'), await leadVolume())
    expect(Math.abs(Number.parseFloat(after) - Number.parseFloat(before) - whole / 2)).toBeLessThan(0.11)
    const { events } = await Preferences.open(preferencesFile(folder))
    expect(events[0]).toMatchObject({ answer: 'edited', factor: 0.5 })
  })

  test('a blind vote: X1 and X2 are before and after, what is which is told only after the vote, and it is kept', async () => {
    await panel.act({ kind: 'preview', fixes: [lead().id] })
    const { id } = panel.state.excerpts!
    const sound = async (side: Parameters<PanelSession['excerpt']>[1]) => readFile(panel.excerpt(id, side)!)
    expect(panel.excerpt(id, 'x1')).toBeNull()
    const [before, after] = [await sound('before'), await sound('after')]
    let isBefore = false
    // The order is drawn anew each time.
    for (const id of draws) {
      await panel.act({ kind: 'blind' })
      expect(panel.state.excerpts!.trial).toEqual({ id, answer: null, x1: null, tally: '' })
      const [x1, x2] = [await sound('x1'), await sound('x2')]
      isBefore = x1.equals(before)
      expect(isBefore ? x2.equals(after) : x1.equals(after) && x2.equals(before)).toBe(true)
    }

    await panel.act({ kind: 'vote', answer: isBefore ? 'X2' : 'X1' })
    expect(panel.state.excerpts!.trial).toMatchObject({
      x1: isBefore ? 'before' : 'after',
      tally: 'So far: after 1, before 0, no preference 0.',
    })
    expect(votes.trials.at(-1)).toMatchObject({ titles: [lead().title], vote: { choice: 'after' } })
    expect((await Preferences.open(preferencesFile(folder))).events.at(-1)).toMatchObject({ answer: 'preferred' })
    // A second vote would be cast with the key known.
    await panel.act({ kind: 'vote', answer: 'X1' })
    expect(votes.trials.at(-1)!.vote!.choice).toBe('after')
  })

  test('going back to the checkpoint before the first fix leaves the set as it was', async () => {
    const before = await leadVolume()
    expect(panel.state.checkpoints).toEqual([])
    await panel.act({ kind: 'apply', fixes: panel.state.fixes.map(({ id }) => id) })
    expect(await leadVolume()).toBeLessThan(before)
    const [checkpoint] = panel.state.checkpoints
    expect(checkpoint!.since.length).toBeGreaterThan(0)
    await panel.act({ kind: 'go-back', checkpoint: checkpoint!.id })
    expect(await leadVolume()).toBe(before)
    expect(panel.state).toMatchObject({ checkpoints: [], can: { undo: false, redo: true }, proof: null })

    // What went back comes again, one step a press.
    await panel.act({ kind: 'redo' })
    expect(panel.state.message!.line).toMatch(/^Redone: /)
    expect(panel.state.can.undo).toBe(true)
    while (panel.state.can.redo) await panel.act({ kind: 'redo' })
    expect(await leadVolume()).toBeLessThan(before)
    await panel.act({ kind: 'redo' })
    expect(panel.state.message!.line).toBe('There is nothing to redo.')
  })

  test('the session view shows on its track what a fix would set, in the words of the fix', async () => {
    const view = (await panel.look(false))!
    expect(view.tracks.map(({ name }) => name)).toEqual((await session.snapshot()).tracks.map(({ name }) => name))
    const track = view.tracks.find(({ name }) => name === 'Lead')!
    expect(track.devices).toEqual([
      { name: 'EQ Eight', isOn: true },
      { name: 'Utility', isOn: true },
    ])
    const { fix, parameter, from, to } = track.changes[0]!
    expect(fix).toBe(lead().id)
    expect(lead().changes).toContain(`${parameter}: ${from} → ${to}`)
  })

  test('a reference is heard beside the mix, equally loud; one whose file is gone is named', async () => {
    const { main } = await createSimulatedSet(miniSong).capture()
    const path = join(folder, 'Song A.wav')
    await writeWav(path, main, { format: 'int16' })
    const libraries = join(folder, 'libraries')
    const library = await Library.open('my taste', { folder: libraries })
    const own = referenceOf((await healthy).analysis, { hash: 'a', title: 'Song A', findings: [] })
    library.change({
      references: [{ ...own, analyzer: analyzerVersion }],
      files: [{ path, hash: 'a', stamp: '1' }],
    })
    await library.save()
    await library.close()
    const { profiles, learned } = await panel.library('my taste')
    expect(profiles).toContainEqual({ name: 'my taste', kind: 'learned', about: '1 reference', isTarget: false })
    expect(learned!.references).toMatchObject([{ title: 'Song A', teaches: true }])

    const { profile } = panel.state.choices
    expect(panel.state.judge).toEqual([])
    await panel.act({ kind: 'choose', choice: { profile: 'my taste' } })
    expect(panel.state.judge[0]).toMatch(/^Learned judge: says nothing\. 1 reference is too few/)
    await panel.act({ kind: 'choose', choice: { profile } })
    expect(panel.state.judge).toEqual([])

    const beside = { kind: 'beside', profile: 'my taste', reference: 'Song A' } as const
    await panel.act(beside)
    const { id, sides, asked } = panel.state.excerpts!
    expect({ sides, asked }).toEqual({ sides: ['before', 'reference'], asked: 1 })
    const loudness = async (side: 'before' | 'reference') =>
      measureLoudness(await decodeAudioFile(panel.excerpt(id, side)!)).integrated!
    // What is left is the rounding of a 24-bit file and the gate of BS.1770.
    expect(Math.abs((await loudness('before')) - (await loudness('reference')))).toBeLessThan(0.05)
    await panel.act({ ...beside, reference: 'Song B' })
    expect(panel.state.message!.line).toContain('The file of "Song B" is not where it was learned from')
    await rm(path)
    await panel.act(beside)
    expect(panel.state.message!.line).toContain('The file of "Song A" is not where it was learned from')
  })

  test('categories that are left out get no fix; a target that cannot be is refused, and the one before holds', async () => {
    await panel.act({ kind: 'choose', choice: { without: ['spectrum', 'stereo', 'low end', 'loudness', 'dynamics'] } })
    expect(panel.state.fixes).toEqual([])
    await panel.act({ kind: 'choose', choice: { without: [] } })
    expect(panel.state.fixes.length).toBeGreaterThan(0)
    await panel.act({ kind: 'choose', choice: { profile: 'nobody knows it' } })
    expect(panel.state.message).toMatchObject({ tone: 'error', line: expect.stringContaining('nobody knows it') })
    expect(panel.state.choices.profile).toBe(join(folder, 'healthy.json'))
  })
})

test('learning is cancelled while it runs; what is learned can be opened at once', async () => {
  const libraries = join(folder, 'libraries')
  const references = join(folder, 'References')
  await mkdir(references)
  const { main } = await createSimulatedSet(miniSong).capture()
  await writeWav(join(references, 'Song A.wav'), main, { format: 'int16' })
  await open({ session: createSimulatedSet(miniSong), sound: null })
  const learn = { kind: 'learn', folder: references, name: 'my taste' } as const
  let canCancel = false
  panel.watch(() => {
    if (!panel.state.activity?.canCancel) return
    canCancel = true
    void panel.act({ kind: 'cancel' })
  })
  await panel.act(learn)
  expect(canCancel).toBe(true)
  expect(panel.state).toMatchObject({
    activity: null,
    message: { line: 'Cancelled. What was measured is kept: Learn goes on from there.', tone: 'neutral' },
  })
  await (await Library.open('my taste', { folder: libraries })).close()
})

test('a set file without sound: tracks, devices and health are shown, and nothing can be written or analyzed', async () => {
  const session = await AlsSession.open(writeSet(folder, smallXml(smallSet)))
  await open({ session, kind: 'als', sound: null, remarks: ['The sample kick.wav is missing.'] })
  expect(panel.state).toMatchObject({ kind: 'als', score: null, can: { analyze: false, apply: false, preview: false } })
  const view = (await panel.look(false))!
  expect(view.plots).toEqual([])
  expect(view.tracks.map(({ name }) => name)).toEqual(session.als.set.tracks.map(({ name }) => name))
  expect(view.notes).toContain('The sample kick.wav is missing.')
  await panel.act({ kind: 'analyze' })
  expect(panel.state.message!.line).toBe('There is nothing to hear here.')
})
