/**
 * Puts parameters back to what they were before some entries of the ledger, as one transaction. Where the set no longer
 * holds what Uplift wrote, nothing is touched until the user has chosen, parameter by parameter.
 */
import type { WriteReport } from '../fixes/proof.ts'
import type { LiveSession } from '../live/session.ts'
import { deviceAt, deviceKind, type LiveSet, type Parameter, type ParameterRef } from '../live/set.ts'
import { failureText, writeAll } from './apply.ts'
import { departed } from './device-order.ts'
import { asSeen, type DevicePlace, findInserted, takeAway } from './inserted-device.ts'
import type { Ledger, LedgerChange, LedgerEntry, LedgerInserted } from './ledger.ts'
import { locate } from './locate.ts'
import { readSoon, type WriteOptions } from './retry.ts'
import { isNear, nameOf, type Write } from './target.ts'

export interface Conflict {
  /** Names it in `choices`. */
  readonly key: string
  /** Ids of the entries to be undone that it is about. */
  readonly entries: readonly string[]
  readonly trackName: string
  /** null: the mixer. */
  readonly deviceName: string | null
  /** null: the device itself, which Uplift had put there. */
  readonly parameter: string | null
  /** moved: not what Uplift wrote; gone: no longer found by its names, like `disabled` it can only be kept. */
  readonly why: 'moved' | 'automated' | 'disabled' | 'gone'
  /** A later fix of Uplift's that moved it, when it was not the user. */
  readonly by: string | null
  /** Live's texts: what Uplift wrote, what is there now (null: gone), and what restoring would bring back. */
  readonly written: string
  readonly now: string | null
  readonly before: string
}

/** keep: leave it as it is now, for good. */
export type Choice = 'keep' | 'restore'

export interface RestoreOptions extends WriteOptions {
  /** By key; any parameter can be kept, in conflict or not. */
  readonly choices?: ReadonlyMap<string, Choice>
  /** For every conflict that has no choice of its own. Absent: ask. */
  readonly otherwise?: Choice
}

export interface Restored {
  /** `"Track Volume" on Lead`. */
  readonly name: string
  /** Live's texts. */
  readonly from: string
  readonly to: string
}

export type RestoreOutcome =
  | {
      readonly kind: 'undone'
      readonly restored: readonly Restored[]
      /** Devices that Uplift had put there: "Compressor on Bass". */
      readonly removed: readonly string[]
      /** Conflicts that were left as they are. */
      readonly kept: readonly Conflict[]
    }
  /** Nothing was touched: ask, then call again with choices. */
  | { readonly kind: 'conflict'; readonly conflicts: readonly Conflict[] }
  /** Live refused; what had been restored was written again, but for what `writes` says. */
  | { readonly kind: 'refused'; readonly reason: string; readonly writes?: readonly WriteReport[] }

/** Undoes `entries` (any order) together: each parameter goes back to what it was before the first of them, in one write. */
export async function restoreEntries(
  session: LiveSession,
  ledger: Ledger,
  entries: readonly LedgerEntry[],
  { choices = new Map(), otherwise, ...options }: RestoreOptions = {},
): Promise<RestoreOutcome> {
  if (!session.capabilities.write) return { kind: 'refused', reason: 'This session cannot be written to.' }
  const set = await session.snapshot()
  const foreign = entries.find(entry => entry.set !== set.name)
  if (foreign) return { kind: 'refused', reason: `"${set.name}" is open; "${foreign.set}" is what was changed.` }

  const trails = await trailsOf(session, ledger, set, entries, options)
  const devices = insertedIn(set, entries)
  const judged: readonly Judged[] = [
    ...trails.map(trail => ({
      trail,
      device: null,
      conflict: conflictOf(trail, laterFix(trail, ledger, set, entries)),
    })),
    ...devices.map(device => ({ trail: null, device, conflict: deviceConflict(set, device, entries, ledger) })),
  ]
  const choiceOf = ({ trail, device, conflict }: Judged): Choice | undefined =>
    choices.get((trail ?? device)!.key) ?? (conflict ? otherwise : 'restore')
  const open = judged.flatMap(each => (each.conflict && choiceOf(each) === undefined ? [each.conflict] : []))
  if (open.length > 0) return { kind: 'conflict', conflicts: open }

  const isKept = (each: Judged) => choiceOf(each) === 'keep' || !canRestore(each.conflict)
  const kept = judged.filter(isKept)
  const writes = judged.flatMap((each): Write[] => {
    const { trail } = each
    if (!trail || isKept(each) || isNear(trail.now!, trail.first.fromRaw)) return []
    const { ref, now, first } = trail
    const name = nameOf(first.parameter, first.trackName)
    return [{ ref: ref!, name, raw: first.fromRaw, text: first.fromText, before: now! }]
  })
  const removals = judged.flatMap(each => (each.device && !isKept(each) ? [each.device] : [])).reverse()

  // What the user keeps is on disk with the mark, so that a crash from here on cannot take it back. An entry that a crash
  // has left already carries its mark.
  const keptDevices = new Set(kept.flatMap(({ device }) => (device ? [device.entry.id] : [])))
  const isReleased = (change: LedgerChange) =>
    kept.some(({ trail }) => trail?.changes.includes(change)) ||
    (change.insertedBy !== null && keptDevices.has(change.insertedBy))
  const insertedOf = (entry: LedgerEntry): LedgerInserted | null => {
    if (keptDevices.has(entry.id)) return { ...entry.inserted!, released: true }
    const removal = removals.find(each => each.entry === entry)
    return removal ? beforeRemoval(set, removal) : entry.inserted
  }
  await ledger.update(
    entries.map(entry => ({
      ...entry,
      inserted: insertedOf(entry),
      changes: entry.changes.map(change => (isReleased(change) ? { ...change, released: true } : change)),
      state: isUnfinished(entry) ? entry.state : 'undoing',
    })),
  )
  const stop = async (reason: string, isClean: boolean, reports?: readonly WriteReport[]): Promise<RestoreOutcome> => {
    const left = (entry: LedgerEntry): LedgerEntry => ({ ...ledger.entry(entry.id), state: 'interrupted' })
    await ledger.update(isClean ? entries : entries.map(left))
    return { kind: 'refused', reason, ...(reports ? { writes: reports } : {}) }
  }
  const result = await writeAll(session, writes, options)
  if (result.kind === 'failed') {
    return stop(
      failureText(result),
      result.writes.every(({ putBack }) => putBack),
      result.writes,
    )
  }
  for (const [i, { entry }] of removals.entries()) {
    // As it is known now: the removals before it have moved it.
    const going = ledger.entry(entry.id)
    const failure = await takeAway(session, going.inserted!, options)
    if (failure === null) {
      await ledger.update(departed(ledger.entries, going))
      continue
    }
    // Behind the first one the devices stand elsewhere: then it is left for the user, or for another attempt.
    if (i > 0) return stop(failure, false)
    const again = writes.map((write, w) => ({ ...write, raw: write.before.value, before: result.held[w]! }))
    return stop(failure, (await writeAll(session, again, options)).kind === 'held')
  }
  await ledger.update(entries.map(({ id }) => ({ ...ledger.entry(id), state: finalState(ledger.entry(id)) })))
  return {
    kind: 'undone',
    restored: writes.map(({ name, before, text }) => ({ name, from: before.display, to: text })),
    removed: removals.flatMap(({ inserted, found }) => (found ? [deviceName(inserted)] : [])),
    kept: kept.flatMap(({ conflict }) => (conflict ? [conflict] : [])),
  }
}

interface Judged {
  readonly trail: Trail | null
  readonly device: InsertedHere | null
  readonly conflict: Conflict | null
}

interface InsertedHere {
  readonly key: string
  readonly entry: LedgerEntry
  readonly inserted: LedgerInserted
  readonly found: DevicePlace | 'unclear' | null
}

/** The devices that entries put on a track, as far as the ledger knows, and that are still Uplift's. */
const insertedIn = (set: LiveSet, entries: readonly LedgerEntry[]): readonly InsertedHere[] =>
  entries.flatMap(entry => {
    const { inserted } = entry
    if (!inserted || inserted.released || inserted.presence === 'gone') return []
    return [{ key: `device of ${entry.id}`, entry, inserted, found: findInserted(set, inserted) }]
  })

/** What the ledger must say before the device goes, so that the next start can tell whether it has gone. */
function beforeRemoval(set: LiveSet, { entry, inserted, found }: InsertedHere): LedgerInserted {
  if (inserted.presence === 'coming' || found === 'unclear') return inserted
  if (found) return { ...asSeen(set, inserted, found), presence: 'going' }
  // A crash came right behind the removal; or the user has removed it.
  return isUnfinished(entry) ? inserted : { ...inserted, presence: 'gone' }
}

const deviceName = ({ deviceName, deviceClass, trackName }: LedgerInserted) =>
  `${deviceName ?? deviceClass} on ${trackName}`

/** Somebody has worked on it since: it may have become the user's. */
function deviceConflict(
  set: LiveSet,
  { key, entry, inserted, found }: InsertedHere,
  entries: readonly LedgerEntry[],
  ledger: Ledger,
): Conflict | null {
  const { trackName, deviceName, deviceClass, settings } = inserted
  const conflict = (why: Conflict['why'], by: string | null = null): Conflict => ({
    key,
    entries: [entry.id],
    trackName,
    deviceName: deviceName ?? deviceClass,
    parameter: null,
    why,
    by,
    written: 'put there by Uplift',
    now: why === 'gone' ? null : 'changed since',
    before: 'not there',
  })
  if (found === 'unclear') return conflict('gone')
  if (found === null || settings === null) return null
  const expected = new Map(Object.entries(settings))
  const isLater = (other: LedgerEntry) => Number(other.id) > Number(entry.id) && other.state !== 'undone'
  const onIt = (other: LedgerEntry) => other.changes.filter(({ insertedBy }) => insertedBy === entry.id)
  for (const later of entries.filter(isLater)) {
    for (const { parameter, toRaw } of onIt(later)) expected.set(parameter, toRaw)
  }
  const { parameters = [] } = deviceAt(set, found) ?? {}
  const moved = parameters.filter(parameter => !isNear(parameter, expected.get(parameter.name) ?? parameter.value))
  // Even where it holds what it held: the later fix would stay in the ledger without its device.
  const by = ledger.entries.findLast(
    other => isLater(other) && !entries.includes(other) && other.state === 'applied' && onIt(other).length > 0,
  )
  return by || moved.length > 0 ? conflict('moved', by?.title ?? null) : null
}

/** What was done to one parameter, entry after entry. */
export interface Trail {
  readonly key: string
  /** null: not found by its names. */
  readonly ref: ParameterRef | null
  readonly now: Parameter | undefined
  readonly entries: readonly LedgerEntry[]
  readonly changes: readonly LedgerChange[]
  readonly first: LedgerChange
  readonly last: LedgerChange
}

/** The parameters that entries changed, as the set holds them now; but for those that go with an inserted device. */
export async function trailsOf(
  session: LiveSession,
  ledger: Ledger,
  set: LiveSet,
  entries: readonly LedgerEntry[],
  options: WriteOptions = {},
): Promise<readonly Trail[]> {
  const goes = entries
    .filter(({ inserted }) => inserted && !inserted.released && findInserted(set, inserted) !== 'unclear')
    .map(({ id }) => id)
  const found = new Map<string, { ref: ParameterRef | null; entry: LedgerEntry; change: LedgerChange }[]>()
  for (const entry of entries.toSorted((a, b) => Number(a.id) - Number(b.id))) {
    for (const change of entry.changes.filter(({ released }) => !released)) {
      const { insertedBy } = change
      if (insertedBy !== null && (insertedBy === entry.id || goes.includes(insertedBy))) continue
      const ref = refOf(ledger, set, change)
      const key = ref ? keyOf(ref) : `gone ${keyOf(change)} ${change.trackName}`
      found.set(key, [...(found.get(key) ?? []), { ref, entry, change }])
    }
  }
  const trails: Trail[] = []
  for (const [key, steps] of found) {
    const { ref, change: first } = steps[0]!
    trails.push({
      key,
      ref,
      now: ref ? await readSoon(session, ref, options) : undefined,
      entries: steps.map(({ entry }) => entry),
      changes: steps.map(({ change }) => change),
      first,
      last: steps.at(-1)!.change,
    })
  }
  return trails
}

/** Where it is now. null: not found. */
function refOf(ledger: Ledger, set: LiveSet, change: LedgerChange): ParameterRef | null {
  if (change.insertedBy === null) return locate(set, change, { lenient: true })
  const { inserted } = ledger.entry(change.insertedBy)
  const found = inserted && findInserted(set, inserted)
  return found && found !== 'unclear' ? { ...found, parameter: change.parameter } : null
}

const keyOf = ({ track, device, parameter }: Pick<LedgerChange, 'track' | 'device' | 'parameter'>) =>
  `${track} ${device ?? 'mixer'} ${parameter}`

/** A crash may have left it half-written: it may hold any value that one of its entries knows. */
export const isUnfinished = ({ state }: LedgerEntry) =>
  state === 'pending' || state === 'undoing' || state === 'interrupted'

/** Holds a value that Uplift found or wrote there. */
const isKnown = ({ changes }: Trail, now: Parameter) =>
  changes.some(({ fromRaw, toRaw }) => isNear(now, fromRaw) || isNear(now, toRaw))

function conflictOf(trail: Trail, later: { readonly title: string; readonly toRaw: number } | null): Conflict | null {
  const { key, now, first, last } = trail
  const { trackName, deviceName, deviceClass, parameter, fromText } = first
  const conflict = (why: Conflict['why'], by: string | null = null): Conflict => ({
    key,
    entries: trail.entries.map(({ id }) => id),
    trackName,
    deviceName: deviceName ?? deviceClass,
    parameter,
    why,
    by,
    written: last.toText,
    now: now?.display ?? null,
    before: fromText,
  })
  if (!now || (deviceClass !== null && deviceKind(deviceClass) === 'plugin')) return conflict('gone')
  const isHalf = trail.entries.some(isUnfinished)
  if (isNear(now, first.fromRaw) && (isHalf || !later)) return null
  if (!now.isEnabled) return conflict('disabled')
  if (now.automation === 'playing') return conflict('automated')
  // Even where the value is the one sought: undoing the later one would bring back what is undone here.
  if (later) return conflict('moved', isNear(now, later.toRaw) ? later.title : null)
  const isOurs = isHalf ? isKnown(trail, now) : isNear(now, last.toRaw)
  return isOurs && isUnbroken(trail, now) ? null : conflict('moved')
}

/** Each fix found what the one before it had left; otherwise the user moved it in between, and undoing would lose that. */
const isUnbroken = ({ changes }: Trail, { min, max }: Parameter) =>
  changes.every(({ fromRaw }, i) => i === 0 || Math.abs(fromRaw - changes[i - 1]!.toRaw) <= 1e-5 * (max - min))

/** The newest fix in the set that wrote the parameter later, and is not to be undone along with these. */
function laterFix(
  { entries: own, ref }: Trail,
  ledger: Ledger,
  set: LiveSet,
  entries: readonly LedgerEntry[],
): { readonly title: string; readonly toRaw: number } | null {
  const isLater = ({ id, state, set: name }: LedgerEntry) =>
    Number(id) > Number(own.at(-1)!.id) && state === 'applied' && name === set.name
  for (const entry of ledger.entries.filter(each => isLater(each) && !entries.includes(each)).toReversed()) {
    const change = entry.changes.find(({ parameter, released, ...place }) => {
      if (!ref || released || parameter !== ref.parameter) return false
      const now = refOf(ledger, set, { parameter, released, ...place })
      return now?.track === ref.track && now.device === ref.device
    })
    if (change) return { title: entry.title, toRaw: change.toRaw }
  }
  return null
}

const canRestore = (conflict: Conflict | null) => conflict?.why !== 'gone' && conflict?.why !== 'disabled'

function finalState({ state, changes, inserted }: LedgerEntry): LedgerEntry['state'] {
  if (changes.every(({ released }) => released) && (inserted?.released ?? true)) return 'closed'
  return state === 'pending' ? 'rolled-back' : 'undone'
}
