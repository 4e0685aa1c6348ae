/**
 * Apply: the only code that writes to a Live set. A fix is a transaction: ledger first, values in range, every write read
 * back; all of a fix or none of it.
 */
import type { Fix, ParameterChange } from '../fixes/fix.ts'
import type { FixOutcome, WriteReport } from '../fixes/proof.ts'
import { type LiveSession, ReadFailed, WriteRefused } from '../live/session.ts'
import type { LiveSet, Parameter, ParameterRef } from '../live/set.ts'
import { arrived, departed } from './device-order.ts'
import { asSeen, type Insertion, inserterOf, insertionOf, putIn, settingsAt, takeAway } from './inserted-device.ts'
import type { Ledger, LedgerChange, LedgerEntry } from './ledger.ts'
import { locate, placeOf } from './locate.ts'
import { pause, readSoon, soon, type WriteOptions } from './retry.ts'
import { isSolo, soloRef } from './solo.ts'
import { isNear, soloWrite, type Write, writeOf } from './target.ts'

/**
 * `set`: the snapshot on which the fix was planned; what has moved since is found by its names. Throws AppError
 * LEDGER_NOT_WRITTEN, with the set as it was.
 */
export async function applyFix(
  session: LiveSession,
  set: LiveSet,
  fix: Fix,
  ledger: Ledger,
  options: WriteOptions = {},
): Promise<FixOutcome> {
  if (!session.capabilities.write) return refused(`This session cannot be written to. By hand: ${fix.byHand}`)
  if (fix.changes.length === 0 && !fix.solo) return refused(`Nothing here that Uplift can set. By hand: ${fix.byHand}`)
  const now = await session.snapshot()
  if (now.name !== set.name) return refused(`"${now.name}" is open; the fix was made for "${set.name}". Analyze again.`)

  const insertion = fix.inserts && insertionOf(session, set, now, fix.inserts, ledger)
  if (typeof insertion === 'string') return refused(`${insertion} By hand: ${fix.byHand}`)
  const isOnNew = ({ ref }: ParameterChange) =>
    fix.inserts !== null && ref.track === fix.inserts.track && ref.device === fix.inserts.path
  const writes: Write[] = []
  for (const change of fix.changes.filter(each => !isOnNew(each))) {
    const place = placeOf(set, change.ref)
    const write = await writeOf(session, change, place && locate(now, place), options)
    if (typeof write === 'string') return refused(write)
    writes.push(write)
  }
  if (fix.solo) {
    const place = placeOf(set, soloRef(fix.solo.track))
    const write = await soloWrite(session, fix.trackName, fix.solo.on, place && locate(now, place), options)
    if (typeof write === 'string') return refused(`${write} By hand: ${fix.byHand}`)
    writes.push(write)
  }
  return carryOut(session, now, ledger, options, {
    title: fix.title,
    writes,
    insertion,
    writesOnNew: async device => {
      const onNew: Write[] = []
      for (const change of fix.changes.filter(isOnNew)) {
        // What a device holds right after it was inserted is its preset's: nobody has moved it since the analysis.
        const fresh = { ...change, fromRaw: null }
        const write = await writeOf(session, fresh, { ...change.ref, ...device }, options)
        if (typeof write === 'string') return write
        onNew.push(write)
      }
      return onNew
    },
  })
}

export interface Transaction {
  readonly title: string
  /** On devices that are there. */
  readonly writes: readonly Write[]
  readonly insertion: Insertion | null
  /** On the device that `insertion` put there; or why that cannot be done. */
  readonly writesOnNew: (device: Pick<ParameterRef, 'track' | 'device'>) => Promise<readonly Write[] | string>
}

/** Ledger, device, parameters, ledger: all of it or none. `redone`: the entry that this one takes the place of. */
export async function carryOut(
  session: LiveSession,
  set: LiveSet,
  ledger: Ledger,
  options: WriteOptions,
  { title, writes, insertion, writesOnNew }: Transaction,
  redone?: LedgerEntry,
): Promise<FixOutcome> {
  const id = ledger.nextId
  let device = insertion?.kind === 'there' ? insertion.device : null
  const isOnOwn = (ref: ParameterRef) =>
    insertion?.kind === 'new' && ref.track === device?.track && ref.device === device.device
  const recordOf = (seen: LiveSet, { ref, raw, text, before }: Write): LedgerChange => ({
    ...placeOf(seen, ref)!,
    insertedBy: isOnOwn(ref) ? id : (inserterOf(ledger, seen, ref)?.id ?? null),
    fromRaw: before.value,
    toRaw: raw,
    fromText: before.display,
    toText: text,
    released: false,
  })
  // What a redone entry wrote on its device is known before that is there again.
  const onDevice = redone?.changes.filter(({ insertedBy }) => insertedBy === redone.id) ?? []
  let entry = await ledger.add(
    {
      set: set.name,
      title,
      inserted: insertion?.kind === 'new' ? insertion.inserted : null,
      changes: [...writes.map(write => recordOf(set, write)), ...onDevice.map(each => ({ ...each, insertedBy: id }))],
    },
    redone,
  )

  const giveUp = async (reason: string, reports: readonly WriteReport[]): Promise<FixOutcome> => {
    const remains = entry.inserted ? await takeAway(session, entry.inserted, options) : null
    const isLeft = remains !== null || reports.some(({ putBack }) => !putBack)
    entry = { ...entry, state: isLeft ? 'interrupted' : 'rolled-back' }
    await ledger.update(remains === null ? departed(ledger.entries, entry) : [entry])
    const whole = failureText({ reason: remains === null ? reason : `${reason} ${remains}`, writes: reports })
    return { kind: 'refused', reason: whole, rolledBack: true, writes: reports }
  }
  let all = writes
  if (insertion) {
    if (insertion.kind === 'new') {
      const put = await putIn(session, insertion, options)
      if (typeof put === 'string') return giveUp(put, [])
      device = put
    }
    const onNew = await writesOnNew(device!)
    if (typeof onNew === 'string') return giveUp(onNew, [])
    all = [...writes, ...onNew]
    const seen = await session.snapshot()
    const changes = all.map(write => recordOf(seen, write))
    if (entry.inserted) {
      const inserted = asSeen(seen, entry.inserted, device!)
      await ledger.update(arrived(ledger.entries, { ...entry, inserted, changes }))
    } else await ledger.update([{ ...entry, changes }])
    entry = ledger.entry(id)
  }

  const result = await writeAll(session, all, options)
  if (result.kind === 'failed') return giveUp(result.reason, result.writes)
  try {
    const settings = entry.inserted && (await settingsAt(session, device!))
    await ledger.update([
      {
        ...entry,
        state: 'applied',
        inserted: entry.inserted && { ...entry.inserted, settings },
        // Rounded to Live's steps and to 32 bits.
        changes: entry.changes.map((change, i) => ({
          ...change,
          toRaw: result.held[i]!.value,
          toText: result.held[i]!.display,
        })),
      },
    ])
  } catch (error) {
    // The ledger still says "pending": then the set must hold the old values, or the next start would be misled.
    await putBack(session, all, options)
    if (entry.inserted) await takeAway(session, entry.inserted, options)
    throw error
  }
  return {
    kind: 'applied',
    ledgerId: entry.id,
    readBack: all.map(({ ref, before }, i) => ({ ref, before: before.display, after: result.held[i]!.display })),
  }
}

const refused = (reason: string): FixOutcome => ({ kind: 'refused', reason, rolledBack: false })

export type WriteResult = { readonly kind: 'held'; readonly held: readonly Parameter[] } | WriteFailure
export interface WriteFailure {
  readonly kind: 'failed'
  readonly reason: string
  /** Every parameter that was, or may have been, written: whether it holds its old value again. */
  readonly writes: readonly WriteReport[]
}

/**
 * All of these or none. What fails on the way is put back and reported; errors that are no refusal (a lost connection) are
 * thrown on, after an attempt to put back.
 */
export async function writeAll(
  session: LiveSession,
  writes: readonly Write[],
  options: WriteOptions = {},
): Promise<WriteResult> {
  const held: Parameter[] = []
  for (const [i, write] of writes.entries()) {
    // Live's main thread draws the screen and answers the user between two batches.
    if (i > 0 && i % batchSize === 0) await pause(batchPauseMs, options)
    let failure: string
    try {
      const result = await writeAndReadBack(session, write, options)
      if (typeof result !== 'string') {
        held.push(result)
        continue
      }
      failure = result
    } catch (error) {
      await putBack(session, writes.slice(0, i + 1), options).catch(() => {})
      throw error
    }
    // The refused write itself may have left something behind, so it is put back as well.
    return { kind: 'failed', reason: failure, writes: await putBack(session, writes.slice(0, i + 1), options) }
  }
  return { kind: 'held', held }
}

export function failureText({ reason, writes }: Pick<WriteFailure, 'reason' | 'writes'>): string {
  const left = writes.filter(each => !each.putBack)
  if (left.length === 0) return reason
  const list = left.map(({ name, before, now }) => `${name} was ${before}, holds ${now ?? 'an unknown value'}`)
  return `${reason} NOT put back: ${list.join('; ')}.`
}

/** Per message to Live at most so many writes; the facts of node.script and v8 set it, not taste. */
const batchSize = 50
const batchPauseMs = 20
const writeRaw = async (session: LiveSession, ref: ParameterRef, raw: number): Promise<void> =>
  void (await (isSolo(ref) ? session.setSolo(ref.track, raw === 1) : session.write(ref, raw)))

/** Writes and reads back. The parameter as it now stands, or why it did not hold. */
async function writeAndReadBack(
  session: LiveSession,
  { ref, name, raw, text }: Write,
  options: WriteOptions,
): Promise<Parameter | string> {
  try {
    await soon(() => writeRaw(session, ref, raw), options)
    const held = await readSoon(session, ref, options)
    if (!held) return `${name} vanished while it was written.`
    // Live may keep a step of its own beside the value; what it shows is what was asked for.
    if (isNear(held, raw) || held.display === text) return held
    return `${name} was set to ${text}, Live holds ${held.display}.`
  } catch (error) {
    if (error instanceof WriteRefused) return `${name} was refused by Live: ${error.message}`
    if (error instanceof ReadFailed) return `${name} was written, and Live does not say what it holds: ${error.message}`
    throw error
  }
}

/** Old values again, last first. Tries every one, whatever becomes of the others. */
async function putBack(
  session: LiveSession,
  writes: readonly Write[],
  options: WriteOptions,
): Promise<readonly WriteReport[]> {
  const reports: WriteReport[] = []
  for (const { ref, name, text, before } of writes.toReversed()) {
    let now: Parameter | undefined
    try {
      now = await readSoon(session, ref, options)
      if (now && !isNear(now, before.value)) {
        await soon(() => writeRaw(session, ref, before.value), options)
        now = await readSoon(session, ref, options)
      }
    } catch (error) {
      if (!(error instanceof WriteRefused || error instanceof ReadFailed)) throw error
    }
    const isBack = now !== undefined && isNear(now, before.value)
    reports.push({ ref, name, before: before.display, wrote: text, now: now?.display ?? null, putBack: isBack })
  }
  return reports.reverse()
}
