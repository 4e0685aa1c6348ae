/** What a change of a fix means in raw values, in the set as it is now; or why it cannot be made. */
import type { ParameterChange } from '../fixes/fix.ts'
import { findRow } from '../live/device-table.ts'
import type { LiveSession } from '../live/session.ts'
import { deviceKind, type Parameter, type ParameterRef } from '../live/set.ts'
import { parseDisplay, rawByBisection, rawForDisplay } from '../live/value.ts'
import { readSoon, type WriteOptions } from './retry.ts'
import { soloTexts } from './solo.ts'

export interface Write {
  readonly ref: ParameterRef
  /** `"Track Volume" on Lead`. */
  readonly name: string
  readonly raw: number
  /** Live's text of `raw`. */
  readonly text: string
  /** As it stood right before. */
  readonly before: Parameter
}

/** The write that makes a change, or why it cannot be made. `fromRaw` null: whatever it holds. */
export async function writeOf(
  session: LiveSession,
  change: Omit<ParameterChange, 'fromRaw'> & { readonly fromRaw: number | null },
  ref: ParameterRef | null,
  options: WriteOptions,
): Promise<Write | string> {
  const before = ref ? await readSoon(session, ref, options) : undefined
  const obstacle = obstacleOf(change, before)
  if (obstacle !== null) return obstacle
  const name = nameOf(change.ref.parameter, change.trackName)
  const raw = await targetRaw(session, { ...change, ref: ref! }, before!)
  if (raw === null) return `${name} cannot show ${`${change.to} ${change.unit}`.trimEnd()}.`
  return { ref: ref!, name, raw, text: await session.displayText(ref!, raw), before: before! }
}

/** The same for a track's solo. */
export async function soloWrite(
  session: LiveSession,
  trackName: string,
  on: boolean,
  ref: ParameterRef | null,
  options: WriteOptions,
): Promise<Write | string> {
  const before = ref ? await readSoon(session, ref, options) : undefined
  if (!ref || !before) return `${trackName} is no longer in the set, or no longer to be told from others of its name.`
  if (!before.isEnabled) return `The solo of ${trackName} cannot be switched from here.`
  if (before.value === Number(on)) return `The solo of ${trackName} is ${before.display} already. Analyze again.`
  return { ref, name: nameOf('Solo', trackName), raw: Number(on), text: soloTexts[Number(on)]!, before }
}

export const nameOf = (parameter: string, trackName: string) => `"${parameter}" on ${trackName}`

/** Two values are one when they are this close, as a share of the range: float32 rounding, no more. */
const rawTolerance = 1e-5
export const isNear = ({ value, min, max }: Parameter, raw: number) =>
  Math.abs(value - raw) <= rawTolerance * (max - min)

function obstacleOf(
  change: Omit<ParameterChange, 'fromRaw'> & { readonly fromRaw: number | null },
  now: Parameter | undefined,
): string | null {
  const name = nameOf(change.ref.parameter, change.trackName)
  if (change.deviceClass !== null && deviceKind(change.deviceClass) === 'plugin') {
    return `${name} belongs to a plug-in: Uplift does not move those. Set it by hand.`
  }
  if (!now) return `${name} is no longer in the set, or no longer to be told from others of its name. Analyze again.`
  if (!now.isEnabled) return `${name} is mapped to a macro or disabled. Move it there, or unmap it.`
  if (now.automation === 'playing') return `${name} is automated. Change the automation, or use another fix.`
  if (change.fromRaw !== null && !isNear(now, change.fromRaw)) {
    return `${name} was moved from ${change.fromText} to ${now.display} since the analysis. Analyze again.`
  }
  return null
}

/**
 * The raw value that shows the wanted display value: by the known law when Live's text agrees with it, else by bisection on
 * Live's own text. null: nothing in the parameter's range shows it.
 */
async function targetRaw(
  session: LiveSession,
  change: Pick<ParameterChange, 'ref' | 'to' | 'deviceClass'>,
  now: Parameter,
): Promise<number | null> {
  if (now.isQuantized) {
    const step = Math.round(change.to)
    return step >= now.min && step <= now.max ? step : null
  }
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
