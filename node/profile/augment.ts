/**
 * Copies of a style vector as another mix of the same music would have measured: an equaliser, a low-pass, a noise floor. Made
 * on the vector itself, so a thousand cost nothing; what the metric learns from them is not to care.
 */
import { thirdOctaves } from '../dsp/bands.ts'
import { partOf } from '../features/style/layout.ts'
import {
  cepstralCount,
  cepstralOffset,
  cepstrum,
  levelFloorDb,
  lowBandCount,
  toneBandCount,
} from '../features/style/tone.ts'

const bandCount = lowBandCount + toneBandCount
const bands = thirdOctaves.slice(thirdOctaves.length - bandCount)
/** Octaves from 1 kHz. */
const octaves = bands.map(({ lowHz, highHz }) => Math.log2(Math.sqrt(lowHz * highHz) / 1000))

/** Change of the level of each band, given the levels in dB. */
type Change = (levels: Float64Array) => Float64Array

/** One of a fixed sequence of changes, the same for the same number; consecutive numbers spread over what there is. */
export function altered(vector: Float32Array, number: number): Float32Array {
  const copy = vector.slice()
  const [low, tone] = [partOf(copy, 'low end'), partOf(copy, 'tone')]
  const levels = Float64Array.from({ length: bandCount }, (_, i) =>
    i < lowBandCount ? low[i]! : tone[i - lowBandCount]!,
  )
  const change = changes[number % changes.length]!(fraction(number * golden))
  const delta = change(levels)
  const after = levels.map((level, i) => Math.max(levelFloorDb, level + delta[i]!))
  low.set(after.subarray(0, lowBandCount))
  tone.set(after.subarray(lowBandCount))
  const [before, now] = [cepstrum(levels), cepstrum(after)]
  for (let k = 0; k < cepstralCount; k++) tone[cepstralOffset + k]! += now[k]! - before[k]!
  return copy
}

/** Weyl's sequence: even, without a generator's state. */
const golden = 0.618_033_988_75
const fraction = (x: number) => x - Math.floor(x)

const perBand = (gain: (octave: number) => number): Change => {
  const delta = Float64Array.from(octaves, gain)
  return () => delta
}
const bell = (centreHz: number, width: number, gainDb: number) => {
  const centre = Math.log2(centreHz / 1000)
  return perBand(octave => gainDb * Math.exp(-0.5 * ((octave - centre) / width) ** 2))
}

/** Each takes a place from 0 to 1 in its range. */
const changes: readonly ((place: number) => Change)[] = [
  // Tilt: −1.5 to 1.5 dB per octave around 1 kHz.
  place => perBand(octave => (3 * place - 1.5) * octave),
  // A bell of −6 to 6 dB between 100 Hz and 6.4 kHz.
  place => bell(100 * 64 ** place, 0.7, fraction(7 * place) < 0.5 ? 6 : -6),
  // Low-pass from 3 to 12 kHz, 24 dB per octave.
  place => {
    const corner = Math.log2(3 * 4 ** place)
    return perBand(octave => -24 * Math.max(0, octave - corner))
  },
  // White noise, 15 to 35 dB below the loudness: it has the same power in every hertz.
  place => {
    const floors = bands.map(({ lowHz, highHz }) => -15 - 20 * place + 10 * Math.log10((highHz - lowHz) / 20_000))
    return levels => levels.map((level, i) => 10 * Math.log10(10 ** (level / 10) + 10 ** (floors[i]! / 10)) - level)
  },
  // Low shelf of −5 to 5 dB at 120 Hz.
  place => perBand(octave => (10 * place - 5) / (1 + 2 ** (3 * (octave - Math.log2(0.12))))),
]
