/** Capture and Analyze: how sound comes in, and what is found in it. */
import { randomInt } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { keyRange, type WireTap } from '../../../device/protocol.ts'
import { AppError } from '../../audio/app-error.ts'
import type { LiveSet } from '../../live/set.ts'
import { requireComplete } from '../capture/assemble-take.ts'
import { type ChosenRange, chooseRange, prerollBeats } from '../capture/choose-range.ts'
import { openTakeFolder, requireRoom } from '../capture/take-folder.ts'
import { type FileWord, isSayable, tellFile } from '../file-word.ts'
import { type UnreadExport, unreadExport } from '../unread-export.ts'
import type { Desk } from './desk.ts'
import { maxPath, systemPath } from './dropped-path.ts'
import { type Heard, shownFixes, slotsOf } from './model.ts'
import { recordPass } from './record-pass.ts'
import { exportSource, type Pass, type Source } from './source.ts'
import type { AppliedWork, Findings, Proven } from './work.ts'

/** Plays and records the chosen range; the result waits to be analyzed. */
export async function capture(desk: Desk): Promise<boolean> {
  return desk.during('recording', 'Getting ready to record.', async signal => {
    const { connection, bridge } = desk
    const { last } = await connection.request('capabilities', {})
    desk.update({ isLast: last })
    const transport = await connection.request('transport', { do: 'look' })
    const taps = await connection.request('taps', {})
    const set = await bridge.snapshot()
    if (signal.aborted) throw cancelled()
    const { ranges, words } = chooseRange(set, transport, desk.model.choices.range)
    const hearing = taps.filter(({ status }) => status === 'ready' || status === 'muted')
    const beats = ranges.reduce((sum, range) => sum + lengthOf(range) + prerollBeats(set), 0)
    const seconds = (beats * 60) / set.tempo
    await requireRoom(desk.folder, { recorders: hearing.length + 1, seconds, sampleRate: desk.sampleRate })
    desk.step(words, 0)
    const before = desk.takes
    const passes: Pass[] = []
    desk.takes = []
    try {
      for (const i of ranges.keys()) passes.push(await onePass(desk, { set, hearing, ranges, i }, signal))
    } catch (error) {
      await discard(desk.takes)
      desk.takes = before
      throw error
    }
    heard(desk, { kind: 'taps', passes, taps }, set)
    await discard(before)
    const tracks = set.tracks.filter(({ kind }) => kind !== 'master').length
    const ready = hearing.filter(({ place }) => place === 'last').length
    if (!last) desk.say('Captured. Uplift is not last on Main: what is behind it was not heard.', 'warning')
    else
      desk.say(
        ready > 0
          ? `Captured Main and ${ready} of ${tracks} tracks. Analyze next.`
          : 'Captured Main; no Tap was there. Analyze next.',
      )
  })
}

interface PassPlan {
  readonly set: LiveSet
  /** Those that record. */
  readonly hearing: readonly WireTap[]
  readonly ranges: readonly ChosenRange[]
  readonly i: number
}

async function onePass(desk: Desk, { set, hearing, ranges, i }: PassPlan, signal: AbortSignal): Promise<Pass> {
  const range = ranges[i]!
  const total = ranges.reduce((sum, each) => sum + lengthOf(each), 0)
  const before = ranges.slice(0, i).reduce((sum, each) => sum + lengthOf(each), 0)
  const what = range.type === null ? 'Recording' : `Recording the ${range.type}`
  const args = {
    take: randomInt(keyRange.min, keyRange.max),
    taps: hearing.map(({ key }) => key),
    fromBeats: range.fromBeats,
    toBeats: range.toBeats,
    prerollBeats: Math.min(range.fromBeats, prerollBeats(set)),
  }
  const folder = await openTakeFolder(desk.folder, args)
  desk.takes.push(folder)
  const recorded = await recordPass(
    desk.connection,
    { ...args, folder: folder.path },
    {
      signal,
      onBeats: beats => {
        const done = Math.min(lengthOf(range), Math.max(0, beats - range.fromBeats))
        desk.step(`${what}: please leave the set alone.`, (before + done) / total)
      },
    },
  )
  desk.sampleRate = recorded.sampleRate
  if (recorded.end === 'cancelled') throw cancelled()
  // Said now, not after the next range has been played as well.
  requireComplete(recorded)
  return { recorded, files: folder.files, range }
}

const lengthOf = ({ fromBeats, toBeats }: ChosenRange) => toBeats - fromBeats

const discard = (takes: Desk['takes']) => Promise.all(takes.map(folder => folder.discard()))

const cancelled = () =>
  new AppError({ code: 'CANCELLED', message: 'Cancelled.', action: 'Nothing was changed in the set.' })

function heard(desk: Desk, source: Source, set: LiveSet | null): void {
  desk.set = set
  desk.isMoved = false
  desk.update({ heard: { source, isMeasured: false, isStale: false }, unread: null })
}

/** Measures what was captured; where nothing was, what Main played last. */
export async function analyze(desk: Desk): Promise<boolean> {
  return desk.during('measuring', 'Measuring.', async signal => {
    const now = desk.model.heard
    if (!now || now.source.kind === 'ring') await lastPlayed(desk)
    await measure(desk, signal)
  })
}

async function lastPlayed(desk: Desk): Promise<void> {
  const folder = await desk.place('takes')
  const file = join(folder, 'last-played.wav')
  const { seconds, endsAt } = await desk.connection.request('ring', { file: maxPath(file) })
  if (!(seconds > leastSeconds)) {
    throw new AppError({
      code: 'NOTHING_PLAYED',
      message: 'Nothing has been played through Uplift yet.',
      action: 'Play the drop, then Analyze.',
    })
  }
  heard(desk, { kind: 'ring', file, seconds, endsAt }, await desk.bridge.snapshot())
}

/** Shorter says nothing. */
const leastSeconds = 2

/** A folder is an export of the tracks, a file a bounced mix. Both are measured at once. */
export async function dropped(desk: Desk, path: string): Promise<boolean> {
  return desk.during('measuring', 'Reading what was dropped.', async signal => {
    const real = await systemPath(path)
    const found = await stat(real).catch(() => null)
    if (!found) {
      throw new AppError({
        code: 'FILE_MISSING',
        message: `"${basename(real)}" is not there any more.`,
        action: 'Drop it again.',
      })
    }
    const before = { heard: desk.model.heard, set: desk.set, unread: null }
    const drop = ++desk.drops
    if (found.isDirectory()) {
      const remembered = (await desk.memory()).of(desk.bridge.setName)
      const set = await desk.bridge.snapshot()
      heard(desk, exportSource(real, set, remembered, drop), set)
    } else heard(desk, { kind: 'mix', file: real, drop }, await desk.bridge.snapshot())
    await measureOrKeep(desk, signal, before)
  })
}

/**
 * The user's word on an exported file: what was dropped is read again with it, unless the set has changed since. It is taken
 * back where nothing can be measured by it that could be before.
 */
export async function match(desk: Desk, word: FileWord): Promise<void> {
  const { heard: now, findings, unread } = desk.model
  const set = unread?.set ?? desk.set
  const source = unread?.source ?? now?.source
  if (source?.kind !== 'export' || !set || !isSayable(set, word)) return
  const memory = await desk.memory()
  const { setName } = desk.bridge
  const { folder, drop } = source
  const takeBack = await tellFile(memory, setName, word, unread?.files ?? findings?.files ?? [])
  if (!unread && now?.isStale) return desk.say('Noted: it counts for the next export that you drop.')
  await desk.during('measuring', 'Reading the files again.', async signal => {
    const before = { heard: now, set: desk.set, unread }
    heard(desk, exportSource(folder, set, memory.of(setName), drop), set)
    await measureOrKeep(desk, signal, before).catch(async error => {
      if (!unread && !signal.aborted) await takeBack()
      throw error
    })
  })
}

/** What was measured before is still there when this cannot be, unless the worker is gone. */
async function measureOrKeep(
  desk: Desk,
  signal: AbortSignal,
  before: { readonly heard: Heard | null; readonly set: LiveSet | null; readonly unread: UnreadExport | null },
): Promise<void> {
  try {
    await measure(desk, signal)
  } catch (error) {
    const { heard: now } = desk.model
    if (now?.isMeasured === false) {
      const unread = (await unreadExport(error, now.source, desk.set)) ?? before.unread
      if (signal.aborted) desk.update({ unread })
      else {
        desk.set = before.set
        desk.update({ heard: before.heard, unread })
      }
    }
    throw error
  }
}

async function measure(desk: Desk, signal: AbortSignal): Promise<void> {
  const { set } = desk
  const now = desk.model.heard
  if (!now) throw new RangeError('something must be heard before it is measured')
  const applied = await appliedWork(desk)
  const settings = await desk.settings()
  const args = { source: now.source, set, settings, applied }
  const findings = await interruptible(desk, signal, () => desk.workshop.do('measure', args, desk.step))
  desk.applied = []
  show(desk, findings)
  const [missing] = findings.missing
  if (findings.proof) desk.say(proofWords(findings.proof), findings.proof.isWorse ? 'warning' : 'good')
  else if (missing !== undefined) desk.say(missing, 'warning')
}

/** Work that Cancel ends, and with it the worker and what it knew. */
export async function interruptible<T>(desk: Desk, signal: AbortSignal, act: () => Promise<T>): Promise<T> {
  const stop = () => void desk.workshop.cancel()
  signal.addEventListener('abort', stop, { once: true })
  try {
    if (signal.aborted) throw cancelled()
    return await act()
  } catch (error) {
    const isGone = signal.aborted || (error instanceof AppError && error.code === 'ANALYSIS_CRASHED')
    const { heard: now } = desk.model
    if (isGone && now) desk.update({ heard: { ...now, isMeasured: false } })
    throw error
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

async function appliedWork(desk: Desk): Promise<AppliedWork | null> {
  if (desk.applied.length === 0) return null
  const { entries, checkpoints } = await desk.ledger()
  return {
    fixes: desk.applied,
    ledger: { entries, checkpoints },
    ledgerFile: desk.ledgerFile,
    receipts: await desk.place('receipts'),
  }
}

/** Solves anew on what is measured: another strength, stage, or word of the user's. */
export async function solve(desk: Desk): Promise<boolean> {
  return desk.during('measuring', 'Solving for the fixes.', async signal => {
    if (!desk.model.heard?.isMeasured) return measure(desk, signal)
    const settings = await desk.settings()
    show(desk, await interruptible(desk, signal, () => desk.workshop.do('solve', { settings }, desk.step)))
  })
}

function show(desk: Desk, findings: Findings): void {
  const { heard: now, slots } = desk.model
  void desk.taste.replaced(slots.slice(0, shownFixes))
  const advised = desk.taste.advise(findings.plan.fixes)
  desk.update({
    findings,
    advised,
    slots: slotsOf(advised.flatMap(({ fix, isSilent }) => (isSilent ? [] : [fix]))),
    ...(now ? { heard: { ...now, isMeasured: true } } : {}),
  })
}

function proofWords({ scoreBefore, scoreAfter, before, predicted, after, isWorse }: Proven): string {
  const score = `Score ${Math.round(scoreBefore)} → ${Math.round(scoreAfter)}.`
  if (isWorse) return `${score} The gap grew: Undo takes the fixes back.`
  if (!(before > 0)) return score
  const [closed, foretold] = [after, predicted].map(each => Math.round(100 * (1 - each / before)))
  return `${score} ${closed} % of the gap closed, ${foretold} % foretold.`
}
