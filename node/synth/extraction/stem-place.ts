/** Where a stem lies in its mix: by how much it is late, and at which gain it is in it. */
import { Fft, hann } from '../../dsp/fft.ts'

export interface StemPlace {
  /** The stem comes so many samples after its place in the mix; negative: before. */
  readonly lag: number
  /** What brings the stem to its level in the mix. */
  readonly gain: number
  /** Correlation with the mix at that place, −1 to 1. Near 0 it is no stem of this mix. */
  readonly correlation: number
}

const longestLagSeconds = 0.25
const longestPiece = 2 ** 19
const cellSize = 4096
/** The best lag has to be better than none by so much, before the stem is moved. */
const clearlyBetter = 1.02

/** Both mono, at one rate. A silent signal is in place at a gain of 1 with a correlation of 0. */
export function placeOfStem(stem: Float32Array, mix: Float32Array, sampleRate: number): StemPlace {
  const pieceLength = Math.min(longestPiece, 2 ** Math.ceil(Math.log2(Math.max(cellSize, stem.length))))
  const from = loudestPiece(stem, pieceLength)
  if (from === null) return { lag: 0, gain: 1, correlation: 0 }
  const piece = { from, pieceLength, reach: Math.min(pieceLength / 2, Math.round(longestLagSeconds * sampleRate)) }
  // In differences what is high decides, and low notes that repeat within the reach do not; a sub is hardly in them.
  const high = bestLag(stem, mix, { ...piece, value: (x, n) => (x[n] ?? 0) - (x[n - 1] ?? 0) })
  const best = high.correlation > findable ? high : bestLag(stem, mix, { ...piece, value: (x, n) => x[n] ?? 0 })
  return { ...best, gain: gainIn(stem, mix, { from, lag: best.lag, pieceLength }) }
}

/** From here on differences are enough. */
const findable = 0.1

interface Piece {
  readonly from: number
  readonly pieceLength: number
  /** Lags up to this are tried. */
  readonly reach: number
  readonly value: (x: Float32Array, n: number) => number
}

function bestLag(stem: Float32Array, mix: Float32Array, { from, pieceLength, reach, value }: Piece) {
  const size = 2 * pieceLength
  const fft = new Fft(size)
  const [re, im] = [new Float64Array(size), new Float64Array(size)]
  let [ownPower, mixPower] = [0, 0]
  for (let n = 0; n < pieceLength; n++) {
    re[n] = value(stem, from + n)
    ownPower += re[n]! ** 2
  }
  for (let n = -reach; n < pieceLength + reach; n++) {
    const other = value(mix, from + n)
    im[(n + size) % size] = other
    if (n >= 0 && n < pieceLength) mixPower += other * other
  }
  if (!(ownPower > 0 && mixPower > 0)) return { lag: 0, correlation: 0 }
  fft.transform(re, im)
  const [crossRe, crossIm] = [new Float64Array(size), new Float64Array(size)]
  for (let k = 0; k < size; k++) {
    const j = (size - k) % size
    const [sRe, sIm] = [(re[k]! + re[j]!) / 2, (im[k]! - im[j]!) / 2]
    const [mRe, mIm] = [(im[k]! + im[j]!) / 2, (re[j]! - re[k]!) / 2]
    // Stem times the conjugate of the mix; the forward transform of its conjugate is the inverse.
    crossRe[k] = sRe * mRe + sIm * mIm
    crossIm[k] = -(sIm * mRe - sRe * mIm)
  }
  fft.transform(crossRe, crossIm)
  const at = (lag: number) => crossRe[(lag + size) % size]!
  let lag = 0
  for (let candidate = -reach; candidate <= reach; candidate++)
    if (at(candidate) > clearlyBetter * Math.max(0, at(0)) && (lag === 0 || at(candidate) > at(lag))) lag = candidate
  return { lag, correlation: at(lag) / size / Math.sqrt(ownPower * mixPower) }
}

/** Start of the loudest piece; null where there is nothing but silence. */
function loudestPiece(x: Float32Array, pieceLength: number): number | null {
  const step = pieceLength / 4
  let best: { from: number; power: number } | null = null
  for (let from = 0; from === 0 || from + pieceLength / 2 < x.length; from += step) {
    let power = 0
    for (let n = from; n < Math.min(x.length, from + pieceLength); n++) power += x[n]! * x[n]!
    if (power > (best?.power ?? 0)) best = { from, power }
  }
  return best?.from ?? null
}

const gainStepDb = 0.1
const widestDb = 24
/** Of what lies within 2 dB of the commonest ratio, the share within 0.3 dB; a flat spread would have a sixth. */
const sharpShare = 0.5

/**
 * The commonest ratio of mix to stem over the cells of a spectrogram, weighted by the stem's power: where the stem sounds
 * alone the ratio is its gain, elsewhere it scatters. A plain regression would take what leaks into the stem for gain.
 */
function gainIn(
  stem: Float32Array,
  mix: Float32Array,
  { from, lag, pieceLength }: { readonly from: number; readonly lag: number; readonly pieceLength: number },
) {
  const fft = new Fft(cellSize)
  const window = hann(cellSize)
  const [re, im] = [new Float64Array(cellSize), new Float64Array(cellSize)]
  const counts = new Float64Array(2 * Math.round(widestDb / gainStepDb) + 1)
  const middle = (counts.length - 1) / 2
  for (let start = 0; start + cellSize <= pieceLength; start += cellSize) {
    for (let n = 0; n < cellSize; n++) {
      re[n] = (stem[from + start + n] ?? 0) * window[n]!
      im[n] = (mix[from + start + n - lag] ?? 0) * window[n]!
    }
    fft.transform(re, im)
    for (let k = 1; k < cellSize / 2; k++) {
      const j = cellSize - k
      const own = ((re[k]! + re[j]!) / 2) ** 2 + ((im[k]! - im[j]!) / 2) ** 2
      const all = ((im[k]! + im[j]!) / 2) ** 2 + ((re[j]! - re[k]!) / 2) ** 2
      if (!(own > 0 && all > 0)) continue
      const cell = middle + Math.round((10 * Math.log10(all / own)) / gainStepDb)
      if (cell >= 0 && cell < counts.length) counts[cell] = counts[cell]! + own
    }
  }
  const near = (i: number, reach: number) => counts.subarray(Math.max(0, i - reach), i + reach + 1)
  let best = middle
  for (let i = 0; i < counts.length; i++) if (total(near(i, 2)) > total(near(best, 2))) best = i
  const around = near(best, 3)
  const weight = total(around)
  if (!(weight > 0)) return 1
  // A part that is never alone has no commonest ratio: it is taken to be as loud as it was mixed, as most tools leave it.
  if (weight < sharpShare * total(near(best, 20))) return 1
  const first = Math.max(0, best - 3)
  const centre = around.reduce((sum, count, i) => sum + count * (first + i), 0) / weight
  return 10 ** (((centre - middle) * gainStepDb) / 20)
}

const total = (values: Float64Array) => values.reduce((sum, each) => sum + each, 0)
