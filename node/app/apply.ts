/**
 * Apply and undo: the only code that writes to a Live set. A fix is a transaction: ledger first, clamped writes, every
 * write read back; all of a fix or none of it.
 */
import type { Fix, ParameterChange } from '../fixes/fix.ts'
import type { FixOutcome, ReadBack } from '../fixes/proof.ts'
import { findRow } from '../live/device-table.ts'
import { type LiveSession, WriteRefused } from '../live/session.ts'
import type { DevicePath, LiveSet, Parameter, ParameterRef, TrackPath } from '../live/set.ts'
import { parseDisplay, rawByBisection, rawForDisplay } from '../live/value.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'

/** A write counts as held when Live's value is this close, as a share of the range: float32 rounding, no more. */
const rawTolerance = 1e-5

interface Write {
  readonly change: ParameterChange
  readonly raw: number
  readonly text: string
}

export async function applyFix(session: LiveSession, set: LiveSet, fix: Fix, ledger: Ledger): Promise<FixOutcome> {
  if (!session.capabilities.write) {
    return { kind: 'refused', reason: `This session cannot be written to. By hand: ${fix.byHand}`, rolledBack: false }
  }
  const writes: Write[] = []
  for (const change of fix.changes) {
    const now = await session.read(change.ref)
    const obstacle = obstacleOf(change, now)
    if (obstacle !== null) return { kind: 'refused', reason: obstacle, rolledBack: false }
    const raw = await targetRaw(session, change, now!)
    if (raw === null) {
      const reason = `"${change.ref.parameter}" on ${change.trackName} cannot show ${change.to} ${change.unit}.`
      return { kind: 'refused', reason, rolledBack: false }
    }
    writes.push({ change, raw, text: await session.displayText(change.ref, raw) })
  }

  const entry = await ledger.add({
    set: set.name,
    title: fix.title,
    changes: writes.map(({ change, raw, text }) => ({
      track: change.ref.track,
      trackName: change.trackName,
      device: change.ref.device,
      deviceClass: change.deviceClass,
      parameter: change.ref.parameter,
      fromRaw: change.fromRaw,
      toRaw: raw,
      fromText: change.fromText,
      toText: text,
    })),
  })

  const done: Write[] = []
  const readBack: ReadBack[] = []
  for (const write of writes) {
    const failure = await writeAndReadBack(session, write)
    if (typeof failure === 'string') {
      // The refused write itself may have left something behind, so it is put back as well.
      const restored = await restore(session, [...done, write])
      await ledger.setState(entry.id, 'rolled-back')
      return { kind: 'refused', reason: restored ? failure : `${failure} ${notRestored}`, rolledBack: true }
    }
    done.push(write)
    readBack.push({ ref: write.change.ref, before: write.change.fromText, after: failure.display })
  }
  await ledger.setState(entry.id, 'applied')
  return { kind: 'applied', ledgerId: entry.id, readBack }
}

const notRestored = 'Not everything could be put back: compare the parameters named in the ledger by hand.'

function obstacleOf(change: ParameterChange, now: Parameter | undefined): string | null {
  const name = `"${change.ref.parameter}" on ${change.trackName}`
  if (!now) return `${name} is no longer in the set. Analyze again.`
  if (!now.isEnabled) return `${name} is mapped to a macro or disabled. Move it there, or unmap it.`
  if (now.automation === 'playing') return `${name} is automated. Change the automation, or use another fix.`
  if (Math.abs(now.value - change.fromRaw) > rawTolerance * (now.max - now.min)) {
    return `${name} was moved from ${change.fromText} to ${now.display} since the analysis. Analyze again.`
  }
  return null
}

/**
 * The raw value that shows the wanted display value: by the known law when Live's text agrees with it, else by bisection on
 * Live's own text. Clamped to the parameter's range.
 */
async function targetRaw(session: LiveSession, change: ParameterChange, now: Parameter): Promise<number | null> {
  if (now.isQuantized) return Math.max(now.min, Math.min(now.max, Math.round(change.to)))
  const row = findRow(change.deviceClass, change.ref.parameter)
  const byLaw = row ? rawForDisplay(row, change.to) : null
  if (byLaw !== null && byLaw >= now.min && byLaw <= now.max) {
    const shown = parseDisplay(await session.displayText(change.ref, byLaw))?.value
    if (shown !== undefined && closeInText(shown, change.to)) return byLaw
  }
  const found = await rawByBisection(raw => session.displayText(change.ref, raw), change.to, now)
  return found?.raw ?? null
}

/** Live shows about three digits, pan in fiftieths: equal as far as its text can tell. */
const closeInText = (shown: number, wanted: number) =>
  Math.abs(shown - wanted) <= Math.max(0.051, 0.006 * Math.abs(wanted))

/** Writes and reads back. The parameter as it now stands, or why it did not hold. */
async function writeAndReadBack(session: LiveSession, { change, raw, text }: Write): Promise<Parameter | string> {
  const name = `"${change.ref.parameter}" on ${change.trackName}`
  try {
    await session.write(change.ref, raw)
  } catch (error) {
    if (error instanceof WriteRefused) return `${name} was refused by Live: ${error.message}`
    throw error
  }
  const held = await session.read(change.ref)
  if (!held) return `${name} vanished while it was written.`
  if (Math.abs(held.value - raw) > rawTolerance * (held.max - held.min)) {
    return `${name} was set to ${text}, Live holds ${held.display}. Undone.`
  }
  return held
}

async function restore(session: LiveSession, writes: readonly Write[]): Promise<boolean> {
  let complete = true
  for (const { change } of writes.toReversed()) {
    try {
      const held = await session.write(change.ref, change.fromRaw)
      complete &&= Math.abs(held.value - change.fromRaw) <= rawTolerance * (held.max - held.min)
    } catch (error) {
      if (!(error instanceof WriteRefused)) throw error
      complete = false
    }
  }
  return complete
}

export interface Conflict {
  readonly trackName: string
  readonly parameter: string
  /** What Uplift wrote, and what is there now; `null`: the parameter is gone. */
  readonly written: string
  readonly now: string | null
}

export type UndoOutcome =
  | { readonly kind: 'undone' }
  /** The user moved something since: nothing was touched; ask, then call again with `overwrite`. */
  | { readonly kind: 'conflict'; readonly conflicts: readonly Conflict[] }

/** Restores what an entry changed. Tracks and devices are found by name and class again, since paths move. */
export async function undoEntry(
  session: LiveSession,
  entry: LedgerEntry,
  ledger: Ledger,
  { overwrite = false }: { overwrite?: boolean } = {},
): Promise<UndoOutcome> {
  const set = await session.snapshot()
  const found = await Promise.all(
    entry.changes.map(async change => {
      const ref = locate(set, change)
      return { change, ref, now: ref ? await session.read(ref) : undefined }
    }),
  )
  const conflicts = found.flatMap(({ change, now }): Conflict[] => {
    const near = (raw: number) => now && Math.abs(now.value - raw) <= rawTolerance * (now.max - now.min)
    // A pending entry may hold either value: the crash came before or after this write.
    if (near(change.toRaw) || (entry.state === 'pending' && near(change.fromRaw))) return []
    return [
      { trackName: change.trackName, parameter: change.parameter, written: change.toText, now: now?.display ?? null },
    ]
  })
  if (conflicts.some(({ now }) => now === null) || (conflicts.length > 0 && !overwrite))
    return { kind: 'conflict', conflicts }
  for (const { change, ref } of found.toReversed()) await session.write(ref!, change.fromRaw)
  await ledger.setState(entry.id, 'undone')
  return { kind: 'undone' }
}

function locate(set: LiveSet, change: LedgerEntry['changes'][number]): ParameterRef | null {
  const samePlace = set.tracks.find(track => track.path === change.track && track.name === change.trackName)
  const sameName = set.tracks.filter(track => track.name === change.trackName)
  const track = samePlace ?? (sameName.length === 1 ? sameName[0] : undefined)
  if (!track) return null
  const ref = (device: DevicePath | null): ParameterRef => ({
    track: track.path as TrackPath,
    device,
    parameter: change.parameter,
  })
  if (change.device === null) return ref(null)
  const ofClass = track.devices.filter(device => device.className === change.deviceClass)
  const device =
    ofClass.find(candidate => candidate.path === change.device) ?? (ofClass.length === 1 ? ofClass[0] : undefined)
  return device ? ref(device.path) : null
}
