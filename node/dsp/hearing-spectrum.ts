/** One moment of a stereo sound as the inner ear gets it: power per component band behind outer and middle ear. */
import { contiguousBands, namedBandEdges } from './bands.ts'
import { earWeightingDb } from './ear-weighting.ts'
import { componentCentres, componentCount, componentEdges } from './erb.ts'
import { kernels } from './kernels/kernels.ts'
import { type BandLayout, emptyBins, type MidSideBins, type MidSideTransform } from './mid-side.ts'

/** The window lasts about this long; half of that counts, so a kick and the off-beat bass behind it stay apart. */
const windowSeconds = 0.093

/** Window length for a sample rate: 4096 at 44.1 and 48 kHz. */
export function hearingWindow(sampleRate: number): number {
  if (!(sampleRate > 0)) throw new RangeError(`sampleRate must be positive, got ${sampleRate}`)
  return Math.max(64, 2 ** Math.round(Math.log2(windowSeconds * sampleRate)))
}

/** Gains of the two channels on their way to Main. */
export interface StereoGains {
  readonly left: number
  readonly right: number
}

/** −110 dBFS: below any threshold of hearing at any playback level. */
const nothing = 3e-6

const bandCount = contiguousBands.length

export class HearingSpectrum {
  readonly size: number
  /** Ear-weighted power of both channels per component, 1 = 0 dB SPL. */
  readonly components: Float64Array = new Float64Array(componentCount)
  /** Mean square, left plus right, in the contiguous bands: a full-scale sine on both channels is 1. */
  readonly bandPower: Float64Array = new Float64Array(bandCount)
  readonly #transform: MidSideTransform
  readonly #layout: BandLayout
  readonly #weights: Float64Array
  readonly #sums: Float64Array
  readonly #bins: MidSideBins
  /** gL² + gR² and gL² − gR² of the last moment. */
  #sum = 2
  #difference = 0

  /** `fullScaleDbSpl`: how loud a full-scale 1 kHz sine on both channels is played. */
  constructor(sampleRate: number, fullScaleDbSpl: number) {
    this.size = hearingWindow(sampleRate)
    this.#transform = kernels().midSideTransform(this.size)
    this.#bins = emptyBins(this.size)
    this.#layout = layoutOf(this.size, sampleRate)
    this.#weights = componentCentres.map(hz => 10 ** ((earWeightingDb(hz) + fullScaleDbSpl) / 10))
    this.#sums = new Float64Array(3 * componentCount)
  }

  /**
   * Reads the window that starts at sample `start` (beyond the audio: zeros) into `components` and `bandPower`. Returns
   * false, and leaves both as they were, when nothing sounds there.
   */
  read([left, right]: readonly [Float32Array, Float32Array], gains: StereoGains, start: number): boolean {
    if (!sounds(left, right, Math.max(0, start), Math.min(left.length, start + this.size))) return false
    const sums = this.#sums
    this.#transform.transform(left, right, start)
    this.#transform.bandSums(this.#layout, sums)
    this.#sum = gains.left ** 2 + gains.right ** 2
    this.#difference = gains.left ** 2 - gains.right ** 2
    this.bandPower.fill(0)
    for (let j = 0; j < componentCount; j++) {
      // |L|² = |M|² + |S|² + 2·Re(M·S*), |R|² the same with a minus.
      const even = sums[3 * j]! + sums[3 * j + 1]!
      const power = Math.max(0, this.#sum * even + 2 * this.#difference * sums[3 * j + 2]!)
      this.components[j] = power * this.#weights[j]!
      for (let b = firstBand[j]!; b < bandCount; b++) {
        const share = bandShare[j * bandCount + b]!
        if (share === 0) break
        this.bandPower[b]! += share * power
      }
    }
    return true
  }

  /** Power per bin of the moment that was read last, 0 to size/2, in any unit. */
  bins(into: Float64Array): void {
    const { mRe, mIm, sRe, sIm } = this.#bins
    this.#transform.read(this.#bins)
    for (let k = 0; k < into.length; k++) {
      const [mr, mi, sr, si] = [mRe[k]!, mIm[k]!, sRe[k]!, sIm[k]!]
      const even = mr * mr + mi * mi + sr * sr + si * si
      into[k] = Math.max(0, this.#sum * even + 2 * this.#difference * (mr * sr + mi * si))
    }
  }
}

/** Share of each component's width that lies in each contiguous band, and the first band that has any. */
const bandShare = Float64Array.from({ length: componentCount * bandCount }, (_, n) => {
  const j = Math.floor(n / bandCount)
  const [low, high] = namedBandEdges[contiguousBands[n % bandCount]!]
  const [from, to] = [componentEdges[j]!, componentEdges[j + 1]!]
  return Math.max(0, Math.min(to, high) - Math.max(from, low)) / (to - from)
})
const firstBand = Int32Array.from({ length: componentCount }, (_, j) =>
  Math.max(
    0,
    contiguousBands.findIndex((__, b) => bandShare[j * bandCount + b]! > 0),
  ),
)

/** Bins and weights of each component: bin k spans k − 0.5 to k + 0.5, an edge that cuts through it shares it out. */
function layoutOf(size: number, sampleRate: number): BandLayout {
  const firstBin = new Int32Array(componentCount)
  const firstWeight = new Int32Array(componentCount + 1)
  const weights: number[] = []
  // |X|² of the Hann window to one-sided power: 2 / (size · (3/8) · size).
  const scale = 2 / ((3 / 8) * size * size)
  for (let j = 0; j < componentCount; j++) {
    const from = (componentEdges[j]! * size) / sampleRate
    const to = Math.min((componentEdges[j + 1]! * size) / sampleRate, size / 2)
    firstBin[j] = Math.round(from)
    for (let k = firstBin[j]!; k <= size / 2 && k - 0.5 < to; k++) {
      weights.push(scale * Math.max(0, Math.min(k + 0.5, to) - Math.max(k - 0.5, from)))
    }
    firstWeight[j + 1] = weights.length
  }
  return { firstBin, firstWeight, binWeights: Float64Array.from(weights) }
}

function sounds(left: Float32Array, right: Float32Array, from: number, to: number): boolean {
  for (let n = from; n < to; n++) if (Math.abs(left[n]!) > nothing || Math.abs(right[n]!) > nothing) return true
  return false
}
