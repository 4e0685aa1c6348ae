/**
 * Raw parameter values ↔ what Live shows, in base units (dB, Hz, ms, %, ratio, −1…1 for pan, number of a label,
 * index of a value item). Two ways: the laws of the device table (planning, simulated set), and bisection over Live's
 * own text (real adapters, which must not trust a law).
 */
import { dbToGain, gainToDb } from '../dsp/decibel.ts'
import { faderCurve, type ParameterRow } from './device-table.ts'
import { formatDisplay, lastDigit, parseDisplay } from './display.ts'

export { type DisplayValue, formatDisplay, parseDisplay } from './display.ts'

/** dB below the fader's top by position 0…1. Straight, then quadratic, then (below −66) the measured points. */
function faderDb(position: number): number {
  const { points, quadratic, linearFrom, dbPerUnit } = faderCurve
  if (position <= 0) return Number.NEGATIVE_INFINITY
  if (position >= linearFrom) return -dbPerUnit * (1 - position)
  if (position >= points.at(-1)![0]) return quadratic[0] * position ** 2 + quadratic[1] * position + quadratic[2]
  const above = points.findIndex(([v]) => v > position)
  const [v0, db0] = points[above - 1]!
  const [v1, db1] = lastPointOnCurve(above)
  return db0 + ((position - v0) / (v1 - v0)) * (db1 - db0)
}

/** The last measured point, moved by its 0.01 dB onto the quadratic, so that the taper never falls while it rises. */
function lastPointOnCurve(index: number): readonly [number, number] {
  const { points, quadratic } = faderCurve
  const [v, db] = points[index]!
  if (index < points.length - 1) return [v, db]
  return [v, Math.min(quadratic[0] * v ** 2 + quadratic[1] * v + quadratic[2], 0)]
}

function faderPosition(db: number): number | null {
  const { points, quadratic, linearFrom, dbPerUnit } = faderCurve
  if (db === Number.NEGATIVE_INFINITY) return 0
  const position = 1 + db / dbPerUnit
  if (position >= linearFrom) return position
  const [a, b, c] = quadratic
  const [edge, edgeDb] = lastPointOnCurve(points.length - 1)
  // The quadratic ends 0.001 dB below the straight part: what lies between is the joint.
  if (db >= edgeDb) return Math.min(linearFrom, Math.max(edge, (-b + Math.sqrt(b * b - 4 * a * (c - db))) / (2 * a)))
  for (let i = points.length - 1; i > 0; i--) {
    const [v0, db0] = points[i - 1]!
    const [v1, db1] = lastPointOnCurve(i)
    if (db >= db0) return v0 + ((db - db0) / (db1 - db0)) * (v1 - v0)
  }
  return null
}

/** Below this the taper of Utility's gain is not known; it must reach −∞ at −1. Modelled as a straight line in gain. */
const utilityKnownRaw = -20 / 35

function utilityDb(raw: number): number {
  if (raw >= utilityKnownRaw) return 35 * raw
  return -20 + 20 * Math.log10((1 + raw) / (1 + utilityKnownRaw))
}

const utilityRaw = (db: number) => (db >= -20 ? db / 35 : 10 ** ((db + 20) / 20) * (1 + utilityKnownRaw) - 1)

/** The number a label stands for; a word at the upper end ("A" for automatic) counts as infinite. */
const labelNumber = (label: string) => parseDisplay(label)?.value ?? Number.POSITIVE_INFINITY

/** What Live shows at a raw value, in base units, not rounded. null: the law is not known. */
export function displayForRaw(row: ParameterRow, raw: number): number | null {
  const { law, min, max } = row
  const t = (raw - min) / (max - min)
  switch (law.type) {
    case 'identity':
      return raw
    case 'enum':
      return Math.round(raw)
    case 'linear':
      return law.display[0] + (law.display[1] - law.display[0]) * t
    case 'log':
      return law.display[0] * (law.display[1] / law.display[0]) ** t
    case 'log10raw':
      return law.scale * 10 ** raw
    case 'power':
      return law.display[0] + (law.display[1] - law.display[0]) * t ** law.exponent
    case 'root': {
      const [c, d] = law.display.map(end => end ** (1 / law.n)) as [number, number]
      return (c + t * (d - c)) ** law.n
    }
    case 'gain_linear': {
      const [low, high] = law.display.map(dbToGain) as [number, number]
      return gainToDb(low + (high - low) * t)
    }
    case 'midi_note_hz':
      return 440 * 2 ** ((raw - 69) / 12)
    case 'fader':
      return faderDb(t) + law.maxDb
    case 'ratio_inf':
      return raw >= 1 ? Number.POSITIVE_INFINITY : 1 / (1 - raw)
    case 'utility_gain':
      return raw <= -1 ? Number.NEGATIVE_INFINITY : utilityDb(raw)
    case 'steps':
      return labelNumber(law.labels[Math.round(raw) - min] ?? '')
    case 'unknown':
      return null
  }
}

function inverse(row: ParameterRow, display: number): number | null {
  const { law, min, max } = row
  const at = (t: number) => min + t * (max - min)
  switch (law.type) {
    case 'identity':
      return display
    case 'enum':
      return Number.isInteger(display) ? display : null
    case 'linear':
      return at((display - law.display[0]) / (law.display[1] - law.display[0]))
    case 'log':
      return display > 0 ? at(Math.log(display / law.display[0]) / Math.log(law.display[1] / law.display[0])) : null
    case 'log10raw':
      return display > 0 ? Math.log10(display / law.scale) : null
    case 'power': {
      const t = (display - law.display[0]) / (law.display[1] - law.display[0])
      return t >= 0 ? at(t ** (1 / law.exponent)) : null
    }
    case 'root': {
      const [c, d] = law.display.map(end => end ** (1 / law.n)) as [number, number]
      return display >= 0 ? at((display ** (1 / law.n) - c) / (d - c)) : null
    }
    case 'gain_linear': {
      const [low, high] = law.display.map(dbToGain) as [number, number]
      return at((dbToGain(display) - low) / (high - low))
    }
    case 'midi_note_hz':
      return display > 0 ? 69 + 12 * Math.log2(display / 440) : null
    case 'fader': {
      const position = faderPosition(display - law.maxDb)
      return position === null ? null : at(position)
    }
    case 'ratio_inf':
      return display >= 1 ? 1 - 1 / display : null
    case 'utility_gain':
      return utilityRaw(display)
    case 'steps': {
      const index = law.labels.findIndex(label => labelNumber(label) === display)
      return index < 0 ? null : min + index
    }
    case 'unknown':
      return null
  }
}

/** The raw value at which Live shows `display` (base units). null: out of the parameter's range, or law not known. */
export function rawForDisplay(row: ParameterRow, display: number): number | null {
  const raw = inverse(row, display)
  if (raw === null || Number.isNaN(raw)) return null
  // Ends are stored as 32-bit floats in Live: half a unit of that precision outside is still the end.
  const slack = 1e-6 * (row.max - row.min)
  if (raw < row.min - slack || raw > row.max + slack) return null
  return Math.min(row.max, Math.max(row.min, raw))
}

/** Live's text of a raw value (its str_for_value), as far as its rules are known. */
export function displayText(row: ParameterRow, raw: number): string {
  if (row.law.type === 'enum') return row.items[Math.round(raw) - row.min] ?? ''
  if (row.law.type === 'steps') return row.law.labels[Math.round(raw) - row.min] ?? ''
  const display = displayForRaw(row, raw)
  return display === null ? raw.toFixed(2) : formatDisplay(row, display)
}

export interface Bisection {
  readonly raw: number
  /** How often Live was asked. */
  readonly calls: number
}

/** 2 ends + 19 steps to each edge of the plateau. */
const stepsPerEdge = 19

/**
 * The raw value at which Live shows `target`, found by asking for Live's text (str_for_value) at most 40 times. Works
 * for rising and falling displays. The text is rounded, so one text holds over a plateau of raw values: of the
 * plateau that is hit, the place that the target's unrounded value would have; the middle when the target is what is
 * written. At the ends of the range the end itself. null: nothing in the range shows the target.
 */
export async function rawByBisection(
  askText: (raw: number) => Promise<string | number> | string | number,
  target: number,
  { min, max }: { readonly min: number; readonly max: number },
): Promise<Bisection | null> {
  let calls = 0
  const known: { readonly raw: number; readonly shown: number }[] = []
  const ask = async (raw: number) => {
    calls++
    return askText(raw)
  }
  const numberIn = (text: string | number) => parseDisplay(text)?.value ?? null
  const firstText = await ask(min)
  const lastText = await ask(max)
  const first = numberIn(firstText)
  const last = numberIn(lastText)
  if (first === null && last === null) return null
  // A word instead of a number ("A" for automatic) lies beyond the numbers, at the end where it was met.
  const word = last === null ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  // Mirrored where the display falls, so that below it always rises.
  const sign = first !== null && last !== null && first > last ? -1 : 1
  const note = (raw: number, value: number | null) => {
    const shown = value === null ? word : sign * value
    known.push({ raw, shown })
    return shown
  }
  const from = note(min, first)
  const to = note(max, last)
  const goal = sign * target
  if (from === to) return null
  // What rounds to the text of an end is the end.
  if (goal === to || (goal > to && goal - to <= lastDigit(lastText) / 2)) return { raw: max, calls }
  if (goal === from || (goal < from && from - goal <= lastDigit(firstText) / 2)) return { raw: min, calls }
  if (!(from < goal && goal < to)) return null

  /** Where the display first passes `test`, between the nearest values already asked for. */
  const edge = async (test: (shown: number) => boolean) => {
    let below = min
    let above = max
    for (const { raw, shown } of known) {
      if (test(shown)) above = Math.min(above, raw)
      else below = Math.max(below, raw)
    }
    for (let step = 0; step < stepsPerEdge && above - below > 1e-7 * (max - min); step++) {
      const middle = (below + above) / 2
      if (test(note(middle, numberIn(await ask(middle))))) above = middle
      else below = middle
    }
    const shownAt = (raw: number) => known.find(point => point.raw === raw)!.shown
    return { raw: (below + above) / 2, below: shownAt(below), above: shownAt(above) }
  }

  const lower = await edge(shown => shown >= goal)
  if (lower.above === goal) {
    const upper = await edge(shown => shown > goal)
    return { raw: (lower.raw + upper.raw) / 2, calls }
  }
  // Finer than the text: `lower` is where rounding switches, half-way between the two texts.
  if (!Number.isFinite(lower.below) || !Number.isFinite(lower.above)) return { raw: lower.raw, calls }
  const step = lower.above - lower.below
  const offset = (goal - (lower.below + lower.above) / 2) / step
  const far = offset < 0 ? await edge(shown => shown >= lower.below) : await edge(shown => shown > lower.above)
  return { raw: lower.raw + Math.abs(offset) * (far.raw - lower.raw), calls }
}
