/** Turning parameters of a fork by display values, for the controls: what any script could do, without the planner. */
import type { SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { findRow, mixerRows, type ParameterRow } from '../../node/live/device-table.ts'
import { type LiveSet, mixerNames, type Track } from '../../node/live/set.ts'
import { displayForRaw, rawForDisplay } from '../../node/live/value.ts'

export interface Turn {
  /** Name of the track. */
  readonly track: string
  /** null: the mixer. The last device of this class on the track. */
  readonly className: string | null
  readonly parameter: string
  /** From the display value to the wanted one, base units; clamped to the parameter's range. */
  readonly to: (display: number) => number
}

/** Turns one parameter. False where the track, device or parameter does not exist, or does not move. */
export async function turn(fork: SimulatedSet, { track: name, className, parameter, to }: Turn): Promise<boolean> {
  const set = await fork.snapshot()
  const track = set.tracks.find(candidate => candidate.name === name)
  const device = className === null ? null : lastDevice(track, className)
  const row = rowOf(className, parameter)
  if (!track || device === undefined || !row) return false
  const ref = { track: track.path, device: device?.path ?? null, parameter }
  const now = await fork.read(ref)
  if (!now?.isEnabled) return false
  const display = displayForRaw(row, now.value)
  const ends = [row.min, row.max].map(end => displayForRaw(row, end))
  if (display === null || ends.includes(null)) return false
  const wanted = Math.min(Math.max(...(ends as number[])), Math.max(Math.min(...(ends as number[])), to(display)))
  const raw = rawForDisplay(row, wanted)
  if (raw === null || raw === now.value) return false
  await fork.write(ref, raw)
  return true
}

const lastDevice = (track: Track | undefined, className: string) =>
  track?.devices.findLast(device => device.className === className)

function rowOf(className: string | null, parameter: string): ParameterRow | undefined {
  if (className !== null) return findRow(className, parameter) ?? undefined
  return Object.values(mixerRows).find(({ name }) => name === parameter)
}

/** Tracks that sound in Main and hold a device of this class (null: any). */
export const tracksWith = (set: LiveSet, className: string | null) =>
  set.tracks.filter(
    track =>
      track.kind !== 'master' &&
      track.output !== 'none' &&
      (className === null || lastDevice(track, className) !== undefined),
  )

export const levelTurn = (track: string, db: number): Turn => ({
  track,
  className: null,
  parameter: mixerNames.volume,
  to: display => display + db,
})

/** EQ Eight's bands 5 to 8 are free in the demo songs; on stems all are. */
const eqTypes = { bell: 3, highShelf: 5 } as const

export function eqTurns(
  track: string,
  band: 5 | 6 | 7 | 8,
  filter: { readonly type: keyof typeof eqTypes; readonly hz: number; readonly gainDb: number; readonly q: number },
): Turn[] {
  const set = (parameter: string, value: number): Turn => ({ track, className: 'Eq8', parameter, to: () => value })
  return [
    set(`${band} Filter On A`, 1),
    set(`${band} Filter Type A`, eqTypes[filter.type]),
    set(`${band} Frequency A`, filter.hz),
    set(`${band} Gain A`, filter.gainDb),
    set(`${band} Q A`, filter.q),
  ]
}

export const widthTurn = (track: string, to: (percent: number) => number): Turn => ({
  track,
  className: 'StereoGain',
  parameter: 'Stereo Width',
  to,
})
