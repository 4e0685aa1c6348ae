/** The lines in a pattern: how many voices, how far apart, how wide, and how sure that is. */
import { powerToDb } from '../../dsp/decibel.ts'
import { quantile } from '../../dsp/statistics.ts'
import { centsOfCell, type Pattern, patternCells } from './supersaw-pattern.ts'

export interface Stack {
  /** Cents of each voice, low to high. */
  readonly voices: readonly number[]
  /** Half the distance of the outermost voices: "±21 cents" reads 21; 0 for one voice. */
  readonly detuneCents: number
  /** Share of the side in the voices' power, what lies beside them taken off, 0 to 1; null where that leaves nothing. */
  readonly sideShare: number | null
  /** Whether one of the lines has the power of several: voices closer than 2 cents are one line. */
  readonly isMerged: boolean
  /** 0 to 1. */
  readonly confidence: number
}

/** Voices this far below the strongest are not told from ripples, dB. */
const weakest = 12
/** Least fall between two voices, dB. */
const leastDip = 1.2
/** A dip this deep, dB, and a distance this wide, cents, leave no doubt that there are two. */
const clearDip = 6
const clearGapCents = 2
/** Spread of the log of a noise cell's power, dB: that of an exponential distribution. */
const noiseSpread = 5.6
/** A line and its main lobe at 2 kHz, cents either side. */
const lobeCents = 2
/**
 * A line this much louder than its neighbours on both sides, dB, and this near to one of them, cents, is taken for several.
 * Three voices in one come to 3.6 to 5.7 dB, the middle one of voices that are told apart as closely to 2.2 at most (its
 * level 1.7 times that of the outermost; generated stacks, seeds 200 to 299).
 */
const mergedDb = 3
const mergedGapCents = 4.5
/** Voices this close to a line count to its power, cents. */
const lineCents = 1.5
/** Unsteadiness of a voice still counts as power of the sound this far outside, cents. */
const shoulderCents = 6

/** null: nothing stands out. */
export function stackOf(pattern: Pattern): Stack | null {
  if (pattern.rows === 0) return null
  const level = smoothed(pattern)
  const floor = 10 ** (quantile(level, 0.2)! / 10)
  const power = level.map(db => Math.max(0, 10 ** (db / 10) - floor))
  const dip = Math.max(leastDip, (4 * noiseSpread) / Math.sqrt(pattern.rows))
  const peaks = peaksOf(level, dip)
  const strongest = peaks.reduce((most, { index }) => Math.max(most, power[index]!), 0)
  const lines = peaks.filter(({ index }) => power[index]! >= strongest * 10 ** (-weakest / 10))
  if (!(strongest > 0) || lines.length === 0) return null
  const voices = lines.map(({ index }) => centsOfCell(index + vertex(level, index)))
  const clarity = lines.reduce((sum, { prominence }) => sum + Math.min(1, prominence / clearDip), 0) / lines.length
  const gaps = voices.slice(1).map((cents, i) => cents - voices[i]!)
  const separation = Math.min(1, ...gaps.map(gap => gap / clearGapCents))
  const { explained, sideShare } = sharesOf(pattern, voices)
  return {
    voices,
    detuneCents: (voices.at(-1)! - voices[0]!) / 2,
    sideShare,
    isMerged: hasMerged(pattern, voices),
    confidence: separation * (clarity * explained) ** 2,
  }
}

function hasMerged(pattern: Pattern, voices: readonly number[]): boolean {
  const levels = voices.map(cents => powerToDb(powerAround(pattern, cents)))
  return voices.some((cents, i) => {
    const [below, above] = [voices[i - 1], voices[i + 1]]
    if (below === undefined || above === undefined) return false
    if (Math.min(cents - below, above - cents) > mergedGapCents) return false
    return levels[i]! - 0.5 * (levels[i - 1]! + levels[i + 1]!) > mergedDb
  })
}

function powerAround(pattern: Pattern, cents: number): number {
  let power = 0
  for (let i = 0; i < patternCells; i++)
    if (Math.abs(centsOfCell(i) - cents) <= lineCents) power += pattern.mid(i) + pattern.side(i)
  return power
}

/** Neighbouring cells averaged (1, 2, 1), dB. */
function smoothed(pattern: Pattern): Float64Array {
  return Float64Array.from({ length: patternCells }, (_, i) => {
    const before = pattern.level(Math.max(0, i - 1))
    const after = pattern.level(Math.min(patternCells - 1, i + 1))
    return (before + 2 * pattern.level(i) + after) / 4
  })
}

/** Highest points with a fall of at least `dip` dB on both sides before anything higher; the smaller of the two falls. */
function peaksOf(level: Float64Array, dip: number): { index: number; prominence: number }[] {
  const peaks: { index: number; prominence: number }[] = []
  for (let i = 1; i < level.length - 1; i++) {
    const top = level[i]!
    if (!(top >= level[i - 1]! && top > level[i + 1]!)) continue
    const prominence = Math.min(fall(level, i, -1), fall(level, i, 1))
    if (prominence >= dip) peaks.push({ index: i, prominence })
  }
  return peaks
}

function fall(level: Float64Array, index: number, step: 1 | -1): number {
  const top = level[index]!
  let lowest = top
  for (let i = index + step; i >= 0 && i < level.length && level[i]! <= top; i += step)
    lowest = Math.min(lowest, level[i]!)
  return top - lowest
}

/** Place of the highest point of the parabola through a cell and its neighbours, −0.5 to 0.5. */
function vertex(level: Float64Array, index: number): number {
  const [a, b, c] = [level[index - 1]!, level[index]!, level[index + 1]!]
  const curvature = a - 2 * b + c
  return curvature < 0 ? (0.5 * (a - c)) / curvature : 0
}

/** How much of the power in and between the voices is theirs, and how much of that is side. */
function sharesOf(pattern: Pattern, voices: readonly number[]): { explained: number; sideShare: number | null } {
  const lines = sum()
  const inside = sum()
  const outside = sum()
  for (let i = 0; i < patternCells; i++) {
    const cents = centsOfCell(i)
    const isInside = cents >= voices[0]! - shoulderCents && cents <= voices.at(-1)! + shoulderCents
    addCell(isInside ? inside : outside, pattern, i)
    if (voices.some(voice => Math.abs(voice - cents) <= lobeCents)) addCell(lines, pattern, i)
  }
  const beside = outside.cells > 0 ? { mid: outside.mid / outside.cells, side: outside.side / outside.cells } : sum()
  const mid = Math.max(0, lines.mid - lines.cells * beside.mid)
  const side = Math.max(0, lines.side - lines.cells * beside.side)
  const all = inside.mid + inside.side - inside.cells * (beside.mid + beside.side)
  return {
    explained: all > 0 ? Math.min(1, (mid + side) / all) : 0,
    sideShare: mid + side > 0 ? side / (mid + side) : null,
  }
}

const sum = () => ({ mid: 0, side: 0, cells: 0 })

function addCell(to: ReturnType<typeof sum>, pattern: Pattern, i: number): void {
  to.mid += pattern.mid(i)
  to.side += pattern.side(i)
  to.cells++
}
