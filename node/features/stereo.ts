/** Stereo image per band, from the second-order statistics of mid and side alone, so the mix model can predict it. */
import { type BandStatistics, bandRange, contiguousBands, gridEdges, namedBands, sumRange } from '../dsp/bands.ts'
import { balanceEdges, type FeatureId, type FeatureRow } from './catalogue.ts'

/** The order in which `stereoVector` writes. */
export const stereoFeatureIds = [
  'widthSub',
  'widthBass',
  'widthLowMid',
  'widthMid',
  'widthPresence',
  'widthBrilliance',
  'widthAir',
  'correlationSub',
  'correlationBass',
  'correlationLowMid',
  'correlationMid',
  'correlationPresence',
  'correlationBrilliance',
  'correlationAir',
  'monoFoldLossSub',
  'monoFoldLossBass',
  'monoFoldLossLowMid',
  'monoFoldLossMid',
  'monoFoldLossPresence',
  'monoFoldLossBrilliance',
  'monoFoldLossAir',
  'bassMononess',
  'balanceLow',
  'balanceMid',
  'balanceHigh',
] as const satisfies readonly FeatureId[]

const bands = contiguousBands.map(band => namedBands[band])
const count = bands.length
const monoBass = bandRange(20, 120)
/** Further corners, reported only; each reaches to the nearest edge of the grid (79, 158 and 200 Hz). */
const otherCorners = [
  ['bassMononess80', 80],
  ['bassMononess160', 160],
  ['bassMononess200', 200],
] as const satisfies readonly (readonly [FeatureId, number])[]
const cornerRanges = otherCorners.map(([, hz]) =>
  bandRange(
    20,
    gridEdges.reduce((near, edge) => (Math.abs(edge - hz) < Math.abs(near - hz) ? edge : near)),
  ),
)
const balanceRanges = balanceEdges.map(([low, high]) => bandRange(low, high))
const whole = bandRange(20, 20_000)

/** Width below this is inaudible, and its exact value is a matter of rounding. */
const leastWidthDb = -30
const mostWidthDb = 60
const mostFoldLossDb = 30
/** A band below −55 dB of the whole is masked: its image is not heard. */
const leastShare = 10 ** -5.5
/** One channel 100 dB below the other: correlation with silence is not defined. */
const leastBalance = 1e-10
/** Mean square of −120 dBFS on both channels, the same limit as in spectrum.ts. */
const silence = 1e-12

/** Writes the features in the order of `stereoFeatureIds`, NaN where undefined; allocates nothing. */
export function stereoVector(statistics: BandStatistics, out: Float64Array): void {
  const total = sumRange(statistics.mm, whole) + sumRange(statistics.ss, whole)
  const least = Math.max(silence, leastShare * total)
  out.fill(Number.NaN, 0, stereoFeatureIds.length)
  for (let b = 0; b < count; b++) {
    const band = bands[b]!
    const mm = sumRange(statistics.mm, band)
    const ss = sumRange(statistics.ss, band)
    const ms = sumRange(statistics.ms, band)
    if (!(mm + ss > least)) continue
    out[b] = Math.min(mostWidthDb, Math.max(leastWidthDb, 10 * Math.log10(ss / mm)))
    const left = mm + 2 * ms + ss
    const right = mm - 2 * ms + ss
    if (Math.min(left, right) > leastBalance * Math.max(left, right))
      out[count + b] = Math.min(1, Math.max(-1, (mm - ss) / Math.sqrt(left * right)))
    // (P_L + P_R)/2 = mm + ss
    out[2 * count + b] = Math.min(mostFoldLossDb, Math.max(0, -10 * Math.log10(mm / (mm + ss))))
  }
  const mm = sumRange(statistics.mm, monoBass)
  const ss = sumRange(statistics.ss, monoBass)
  if (mm + ss > least) out[3 * count] = 100 * (mm / (mm + ss))
  for (let b = 0; b < balanceRanges.length; b++) {
    const range = balanceRanges[b]!
    const both = sumRange(statistics.mm, range) + sumRange(statistics.ss, range)
    const difference = 2 * sumRange(statistics.ms, range)
    const left = both + difference
    const right = both - difference
    if (both > least && Math.min(left, right) > leastBalance * Math.max(left, right))
      out[3 * count + 1 + b] = 10 * Math.log10(left / right)
  }
}

export function stereoFeatures(statistics: BandStatistics): FeatureRow {
  const vector = new Float64Array(stereoFeatureIds.length)
  stereoVector(statistics, vector)
  const values: Partial<Record<FeatureId, number | null>> = {}
  const reasons: Partial<Record<FeatureId, string>> = {}
  const silent = !(sumRange(statistics.mm, whole) + sumRange(statistics.ss, whole) > silence)
  stereoFeatureIds.forEach((id, i) => {
    const value = vector[i]!
    values[id] = Number.isNaN(value) ? null : value
    if (!Number.isNaN(value)) return
    const hasEnergy = (i >= count && i < 2 * count && !Number.isNaN(vector[i - count]!)) || i > 3 * count
    reasons[id] = silent ? 'silence' : hasEnergy ? 'one channel is silent in this band' : 'no energy in this band'
  })
  const least = Math.max(silence, leastShare * (sumRange(statistics.mm, whole) + sumRange(statistics.ss, whole)))
  otherCorners.forEach(([id], i) => {
    const mm = sumRange(statistics.mm, cornerRanges[i]!)
    const ss = sumRange(statistics.ss, cornerRanges[i]!)
    values[id] = mm + ss > least ? 100 * (mm / (mm + ss)) : null
    if (values[id] === null) reasons[id] = silent ? 'silence' : 'no energy in this band'
  })
  return { values, reasons }
}
