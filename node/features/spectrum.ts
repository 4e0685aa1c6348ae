/**
 * Spectral balance: band levels against a mid-range anchor, and the tilt. The level of a band is the power of both channels
 * together, P_L + P_R = 2·(mm + ss).
 *
 * The anchor is the interquartile mean of the eleven third octaves from 315 Hz to 3.15 kHz, after the tilt of finished
 * electronic music is taken out: 4.5 dB per octave in power per hertz, as spectrum analysers show it, which is 1.5 dB per
 * octave in third-octave levels. The three highest and the three lowest are dropped, so one loud band (a resonance, a lead)
 * moves its own reading and not all others; with shares of the total power a loud bass makes everything else read dull.
 */
import {
  type BandRange,
  type BandStatistics,
  bandCount,
  contiguousBands,
  gridCentres,
  namedBands,
  thirdOctaveNominals,
  thirdOctaves,
} from '../dsp/bands.ts'
import { type FeatureId, type FeatureRow, thirdOctaveIds } from './catalogue.ts'

/** The order in which `spectralVector` writes. */
export const spectralFeatureIds: readonly FeatureId[] = [
  'bandSub',
  'bandBass',
  'bandLowMid',
  'bandMid',
  'bandPresence',
  'bandBrilliance',
  'bandAir',
  'mud',
  ...thirdOctaveIds,
  'spectralTilt',
]

const levelRanges: readonly BandRange[] = [
  ...contiguousBands.map(band => namedBands[band]),
  namedBands.mud,
  ...thirdOctaves,
]
const firstThird = contiguousBands.length + 1
const tiltIndex = levelRanges.length

/** Below −55 dB of the whole a band is masked by the rest: nothing anybody hears, nothing to compare (the same limit as in stereo.ts). */
const leastShare = 10 ** -5.5
/** The same for the anchor: against a mid range 50 dB below the rest, "relative to the mid range" says nothing. */
const leastAnchorDb = -50
/** Mean square of −120 dBFS, both channels together. */
const silence = 2e-12

/** Third octaves widen by an octave per octave. */
const densityDbPerOctave = 10 * Math.log10(2)
const anchorTiltDbPerOctave = 4.5 - densityDbPerOctave
const anchorFirst = thirdOctaveNominals.indexOf(315)
const anchorLast = thirdOctaveNominals.indexOf(3150)
const anchorCount = anchorLast - anchorFirst + 1
const anchorDropped = 3
const sortedAnchor = new Float64Array(anchorCount)

const octaves = Float64Array.from(thirdOctaves, ({ lowHz, highHz }) => Math.log2(Math.sqrt(lowHz * highHz) / 1000))
const tiltFirst = thirdOctaveNominals.indexOf(100)
const tiltLast = thirdOctaveNominals.indexOf(10_000)
/** A slope through a few bands of a narrow sound is not a tilt: at least half of the bands must hold energy. */
const leastTiltBands = 11

function totalPower({ mm, ss }: BandStatistics): number {
  let sum = 0
  for (let k = 0; k < bandCount; k++) sum += mm[k]! + ss[k]!
  return 2 * sum
}

/** Interquartile mean of the tilted third-octave levels in dB (`levels` as in `spectralVector`, NaN: no energy there). */
function anchorLevel(levels: Float64Array): number {
  for (let i = 0; i < anchorCount; i++) {
    const third = anchorFirst + i
    const level = levels[firstThird + third]! + anchorTiltDbPerOctave * octaves[third]!
    const value = Number.isNaN(level) ? Number.NEGATIVE_INFINITY : level
    let at = i
    for (; at > 0 && sortedAnchor[at - 1]! > value; at--) sortedAnchor[at] = sortedAnchor[at - 1]!
    sortedAnchor[at] = value
  }
  let sum = 0
  for (let i = anchorDropped; i < anchorCount - anchorDropped; i++) sum += sortedAnchor[i]!
  return sum / (anchorCount - 2 * anchorDropped)
}

/** Slope of power per hertz, dB per octave: white noise 0, pink −3. */
function tilt(levels: Float64Array): number {
  let n = 0
  let sx = 0
  let sy = 0
  let sxx = 0
  let sxy = 0
  for (let third = tiltFirst; third <= tiltLast; third++) {
    const y = levels[firstThird + third]!
    if (Number.isNaN(y)) continue
    const x = octaves[third]!
    n++
    sx += x
    sy += y
    sxx += x * x
    sxy += x * y
  }
  return n < leastTiltBands ? Number.NaN : (n * sxy - sx * sy) / (n * sxx - sx * sx) - densityDbPerOctave
}

/**
 * Writes the features in the order of `spectralFeatureIds`, NaN where undefined; allocates nothing. For callers that
 * evaluate thousands of predicted statistics; others want `spectralFeatures`.
 */
export function spectralVector(bands: BandStatistics, out: Float64Array): void {
  const total = totalPower(bands)
  if (!(total > silence)) {
    out.fill(Number.NaN, 0, spectralFeatureIds.length)
    return
  }
  const { mm, ss } = bands
  for (let i = 0; i < levelRanges.length; i++) {
    const { from, to } = levelRanges[i]!
    let sum = 0
    for (let k = from; k < to; k++) sum += mm[k]! + ss[k]!
    const share = (2 * sum) / total
    out[i] = share > leastShare ? 10 * Math.log10(share) : Number.NaN
  }
  out[tiltIndex] = tilt(out)
  const anchor = anchorLevel(out)
  if (anchor > leastAnchorDb) for (let i = 0; i < levelRanges.length; i++) out[i] = out[i]! - anchor
  else out.fill(Number.NaN, 0, levelRanges.length)
}

/** Hz; the mean is taken over log frequency, as hearing does, so one loud octave moves it alike wherever it lies. */
function centroid(bands: BandStatistics): number {
  let sum = 0
  let weighted = 0
  for (let k = 0; k < bandCount; k++) {
    const power = bands.mm[k]! + bands.ss[k]!
    sum += power
    weighted += power * logCentres[k]!
  }
  return Math.exp(weighted / sum)
}
const logCentres = gridCentres.map(Math.log)

/** The vector's features and those that are only reported: centroid and clarity (presence over mud). */
export function spectralFeatures(bands: BandStatistics): FeatureRow {
  const vector = new Float64Array(spectralFeatureIds.length)
  spectralVector(bands, vector)
  const values: Partial<Record<FeatureId, number | null>> = {}
  const reasons: Partial<Record<FeatureId, string>> = {}
  const silent = !(totalPower(bands) > silence)
  const anchored = vector.subarray(0, tiltIndex).some(value => !Number.isNaN(value))
  spectralFeatureIds.forEach((id, i) => {
    const value = vector[i]!
    values[id] = Number.isNaN(value) ? null : value
    if (!Number.isNaN(value)) return
    if (silent) reasons[id] = 'silence'
    else if (id === 'spectralTilt') reasons[id] = 'too few third octaves with energy'
    else reasons[id] = anchored ? 'no energy in this band' : 'no energy in the mid range to compare with'
  })
  values.spectralCentroid = silent ? null : centroid(bands)
  if (silent) reasons.spectralCentroid = 'silence'
  const { bandPresence, mud } = values
  const both = typeof bandPresence === 'number' && typeof mud === 'number'
  values.clarity = both ? bandPresence - mud : null
  if (!both) reasons.clarity = silent ? 'silence' : 'no energy in the presence band or in the mud band'
  return { values, reasons }
}
