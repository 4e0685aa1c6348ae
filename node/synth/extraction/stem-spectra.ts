/**
 * A separated stem beside what is left of its mix without it, cell by cell of a spectrogram, in one pass: power of both,
 * how far they go together, cells that are missing from the stem, and both levels over time.
 */
import { Fft, hann } from '../../dsp/fft.ts'

export interface StemSpectra {
  readonly hopSeconds: number
  readonly binHz: number
  readonly frames: number
  /** Mean power by bin; any common unit. */
  readonly stem: Float64Array
  readonly rest: Float64Array
  /** Cross-spectrum of the two, its squared magnitude. */
  readonly cross: Float64Array
  /** Cells in which the stem is expected to go on, and those of them in which it is gone. */
  readonly steadyCells: number
  readonly holes: number
  /** Power per frame. */
  readonly stemLevels: Float64Array
  readonly restLevels: Float64Array
}

const size = 2048
const hop = 1024
/** Frames before and after in which the stem is loud, around one in which it may be missing. */
const reach = 2
/** A hole: the stem 12 dB below the mix, where it was the louder part before and is after. */
const gone = 10 ** -1.2
/** The mix itself may waver there, by 6 dB down and 3 dB up: an onset of another part covers the stem by nature. */
const [lowest, highest] = [10 ** -0.6, 10 ** 0.3]
/** Cells this far below the loudest are not looked at. */
const quiet = 1e-6

/** Both signals mono and of one length. `gain` brings the stem to its level in the mix. */
export function stemSpectra(
  stem: Float32Array,
  mix: Float32Array,
  { sampleRate, gain }: { readonly sampleRate: number; readonly gain: number },
): StemSpectra {
  if (stem.length !== mix.length)
    throw new RangeError(`stem and mix must be of one length, got ${stem.length} and ${mix.length}`)
  const fft = new Fft(size)
  const window = hann(size)
  const [re, im] = [new Float64Array(size), new Float64Array(size)]
  const bins = size / 2
  const [ss, rr, crossRe, crossIm] = [sums(), sums(), sums(), sums()]
  const frames = Math.max(0, Math.floor((stem.length - size) / hop) + 1)
  const [stemLevels, restLevels] = [new Float64Array(frames), new Float64Array(frames)]
  // The last frames' powers of stem and mix, for the holes: the one in question is `reach` frames back.
  const ring = Array.from({ length: 2 * reach + 1 }, () => ({ stem: sums(), mix: sums() }))
  let [steadyCells, holes, loudest] = [0, 0, 0]
  for (let t = 0; t < frames; t++) {
    for (let n = 0; n < size; n++) {
      const own = gain * stem[t * hop + n]!
      re[n] = own * window[n]!
      im[n] = (mix[t * hop + n]! - own) * window[n]!
    }
    fft.transform(re, im)
    const here = ring[t % ring.length]!
    for (let k = 1; k < bins; k++) {
      // Two real signals in one transform: their spectra are its even and odd parts.
      const [a, b] = [re[k]!, im[k]!]
      const [c, d] = [re[size - k]!, im[size - k]!]
      const [sRe, sIm, rRe, rIm] = [(a + c) / 2, (b - d) / 2, (b + d) / 2, (c - a) / 2]
      const [s, r] = [sRe * sRe + sIm * sIm, rRe * rRe + rIm * rIm]
      ss[k] = ss[k]! + s
      rr[k] = rr[k]! + r
      crossRe[k] = crossRe[k]! + sRe * rRe + sIm * rIm
      crossIm[k] = crossIm[k]! + sIm * rRe - sRe * rIm
      stemLevels[t] = stemLevels[t]! + s
      restLevels[t] = restLevels[t]! + r
      here.stem[k] = s
      here.mix[k] = (sRe + rRe) ** 2 + (sIm + rIm) ** 2
      loudest = Math.max(loudest, here.mix[k]!)
    }
    if (t < 2 * reach) continue
    // Between two notes the whole stem is gone, which is no fault.
    if (stemLevels[t - reach]! < 0.5 * Math.min(stemLevels[t]!, stemLevels[t - 2 * reach]!)) continue
    const [before, middle] = [ring[(t - 2 * reach) % ring.length]!, ring[(t - reach) % ring.length]!]
    for (let k = 1; k < bins; k++) {
      const least = Math.min(before.mix[k]!, here.mix[k]!)
      if (least < quiet * loudest) continue
      if (before.stem[k]! < 0.5 * before.mix[k]! || here.stem[k]! < 0.5 * here.mix[k]!) continue
      const most = Math.max(before.mix[k]!, here.mix[k]!)
      if (middle.mix[k]! < lowest * least || middle.mix[k]! > highest * most) continue
      steadyCells++
      if (middle.stem[k]! < gone * middle.mix[k]!) holes++
    }
  }
  const mean = (values: Float64Array) => values.map(value => value / Math.max(1, frames))
  return {
    hopSeconds: hop / sampleRate,
    binHz: sampleRate / size,
    frames,
    stem: mean(ss),
    rest: mean(rr),
    cross: crossRe.map((value, k) => (value / Math.max(1, frames)) ** 2 + (crossIm[k]! / Math.max(1, frames)) ** 2),
    steadyCells,
    holes,
    stemLevels,
    restLevels,
  }
}

const sums = () => new Float64Array(size / 2)
