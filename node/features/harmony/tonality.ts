/**
 * What the harmony is read from: pitch classes, bass notes and tuning of the whole piece, out of long spectra of a
 * decimated mono signal.
 *
 * Spectral peaks, not bins, are counted: a peak must stand out of its neighbourhood (drums and noise do not), its
 * frequency is interpolated, and it counts with the square root of its amplitude within its frame, so that neither one
 * loud part nor one loud section decides alone. The tuning is the circular mean of the peaks' distances from the
 * semitones of A = 440 Hz, weighted towards low harmonics (the fifth and seventh harmonics lie 14 and 31 cents flat).
 */
import { type Audio, frameCount, stereoOf } from '../../audio/audio.ts'
import type { ComplexTransform } from '../../dsp/complex-transform.ts'
import { hann } from '../../dsp/fft.ts'
import { kernels } from '../../dsp/kernels/kernels.ts'

/** Stretches of a mono signal at 8 to 16 kHz, spread evenly over the song: enough for harmonics up to 3 kHz, cheap. */
export interface TonalSignal {
  readonly sampleRate: number
  /** Of the whole song. */
  readonly seconds: number
  /** Samples in one stretch: the power of two nearest to 0.74 s. */
  readonly stretch: number
  /** The stretches, one behind the other. */
  readonly samples: Float32Array
}

export interface Tonality {
  readonly seconds: number
  /** Share of each pitch class (C first) among the tonal peaks, at the piece's own tuning; sums to 1, or all 0. */
  readonly chroma: readonly number[]
  /** The same below 180 Hz: what the bass plays. */
  readonly bass: readonly number[]
  /** −50 to 50: the piece's A against 440 Hz; null without tonal peaks. */
  readonly tuningCents: number | null
  /** 0 to 1: how well the peaks agree on one tuning. Noise and drums stay near 0. */
  readonly tuningClarity: number
  /** Tonal peaks per second: a figure for how much there is to judge by. */
  readonly peaksPerSecond: number
}

/** A song's worth: 142 s. More changed no answer on the songs this was tried on. */
const mostStretches = 192

/** Takes the mean of the channels and halves its rate until it is below 16 kHz; what lies above 0.32 of that may alias. */
export function tonalSignal(audio: Audio): TonalSignal {
  const halvings = Math.max(0, Math.floor(Math.log2(audio.sampleRate / 8000)))
  const sampleRate = audio.sampleRate / 2 ** halvings
  const stretch = 2 ** Math.round(Math.log2(0.74 * sampleRate))
  const { decimate } = kernels()
  const [left, right] = stereoOf(audio)
  const [length, span] = [frameCount(audio), stretch * 2 ** halvings]
  const available = Math.floor(length / span)
  const count = Math.min(available, mostStretches)
  const samples = new Float32Array(count * stretch)
  for (let i = 0; i < count; i++) {
    const from = Math.floor(((i + 0.5) * available) / count) * span
    const into = samples.subarray(i * stretch, (i + 1) * stretch)
    decimate({ left, right, leftGain: 0.5, rightGain: 0.5, from, halvings }, into)
  }
  return { sampleRate, seconds: length / audio.sampleRate, stretch, samples }
}

/** Audio for essentia's key extractor with frame and hop size `frame`. */
export interface KeyFrames {
  readonly sampleRate: number
  readonly frame: number
  readonly samples: Float32Array
}

/** essentia's opinion costs 0.7 ms a frame, and settles with a few dozen. */
const mostKeyFrames = 96

/**
 * The middle halves of up to 96 stretches, one behind the other after half a frame of silence: essentia centres its
 * first frame on the first sample, so its frames meet these exactly.
 */
export function keyFrames({ sampleRate, stretch, samples }: TonalSignal): KeyFrames {
  const frame = stretch / 2
  const available = samples.length / stretch
  const count = Math.min(available, mostKeyFrames)
  const picked = new Float32Array(frame / 2 + count * frame)
  for (let i = 0; i < count; i++) {
    const from = Math.floor(((i + 0.5) * available) / count) * stretch + stretch / 4
    picked.set(samples.subarray(from, from + frame), frame / 2 + i * frame)
  }
  return { sampleRate, frame, samples: picked }
}

export function measureTonality({ sampleRate, seconds, stretch, samples }: TonalSignal): Tonality {
  const counts = new PeakCounts(stretch, sampleRate)
  const spectra = new FramePairs(stretch, counts.bins)
  for (let start = 0; start < samples.length; start += 2 * stretch) {
    spectra.transform(samples, start)
    counts.add(spectra.first)
    if (start + stretch < samples.length) counts.add(spectra.second)
  }
  const { tuningCents, clarity } = counts.tuning()
  return {
    seconds,
    chroma: folded(counts.pitches, tuningCents ?? 0),
    bass: folded(counts.bass, tuningCents ?? 0),
    tuningCents,
    tuningClarity: clarity,
    peaksPerSecond: samples.length > 0 ? (counts.peaks * sampleRate) / samples.length : 0,
  }
}

/** Steps of the fine pitch-class histograms: 5 cents. */
const fine = 240

const lowestHz = 40
const bassHz = 180
const highestHz = 2500
/** A peak counts when it is this many times the mean amplitude around it; the peaks of noise reach 2.5. */
const prominence = 3.2
const neighbourhoodHz = 32
/** Peaks more than 40 dB under the frame's highest are leakage and reverb. */
const relativeFloor = 0.01

class PeakCounts {
  readonly pitches = new Float64Array(fine)
  readonly bass = new Float64Array(fine)
  peaks = 0
  /** From 0 on, that are looked at. */
  readonly bins: number
  readonly #hzPerBin: number
  readonly #from: number
  readonly #to: number
  readonly #reach: number
  readonly #before: Float64Array
  readonly #peakBins: Float64Array
  readonly #peakWeights: Float64Array
  #re = 0
  #im = 0
  #weight = 0

  constructor(size: number, sampleRate: number) {
    this.#hzPerBin = sampleRate / size
    this.#reach = Math.max(4, Math.round(neighbourhoodHz / this.#hzPerBin))
    this.#from = Math.max(2, Math.ceil(lowestHz / this.#hzPerBin))
    this.#to = Math.min(size / 2 - 2, Math.floor(Math.min(highestHz, 0.32 * sampleRate) / this.#hzPerBin))
    this.bins = Math.min(size / 2 + 1, this.#to + this.#reach + 1)
    this.#before = new Float64Array(this.bins + 1)
    this.#peakBins = new Float64Array(size)
    this.#peakWeights = new Float64Array(size)
  }

  /** `amplitude`: `bins` of one frame. */
  add(amplitude: Float64Array): void {
    const before = this.#before
    let highest = 0
    for (let k = 0; k < amplitude.length; k++) {
      before[k + 1] = before[k]! + amplitude[k]!
      if (k >= this.#from && k <= this.#to && amplitude[k]! > highest) highest = amplitude[k]!
    }
    if (highest < silentAmplitude) return
    let found = 0
    let sum = 0
    for (let k = this.#from; k <= this.#to; k++) {
      const a = amplitude[k]!
      if (a < amplitude[k - 1]! || a <= amplitude[k + 1]! || a < relativeFloor * highest) continue
      const low = Math.max(0, k - this.#reach)
      const high = Math.min(amplitude.length, k + this.#reach + 1)
      if (a * (high - low) < prominence * (before[high]! - before[low]!)) continue
      // A Hann-windowed sine: the ratio of the two highest bins gives its place between them exactly.
      const left = amplitude[k - 1]!
      const right = amplitude[k + 1]!
      const ratio = Math.max(left, right) / a
      const offset = ((2 * ratio - 1) / (ratio + 1)) * (right > left ? 1 : -1)
      this.#peakBins[found] = k + offset
      const w = Math.sqrt(a)
      this.#peakWeights[found++] = w
      sum += w
    }
    for (let i = 0; i < found; i++) this.#count(this.#peakBins[i]! * this.#hzPerBin, this.#peakWeights[i]! / sum)
    this.peaks += found
  }

  tuning(): { readonly tuningCents: number | null; readonly clarity: number } {
    if (this.#weight === 0) return { tuningCents: null, clarity: 0 }
    return {
      tuningCents: (50 / Math.PI) * Math.atan2(this.#im, this.#re),
      clarity: Math.hypot(this.#re, this.#im) / this.#weight,
    }
  }

  #count(hz: number, weight: number): void {
    const semitones = 12 * Math.log2(hz / 440) + 69
    const at = (((semitones % 12) + 12) % 12) * (fine / 12)
    const bin = Math.round(at) % fine
    if (hz < bassHz) this.bass[bin] = this.bass[bin]! + weight
    else this.pitches[bin] = this.pitches[bin]! + weight
    if (hz < 100) return
    const w = weight * Math.min(1, 500 / hz)
    const angle = 2 * Math.PI * semitones
    this.#re += w * Math.cos(angle)
    this.#im += w * Math.sin(angle)
    this.#weight += w
  }
}

/** Amplitude of a bin below which a frame is silence: a sine at −90 dBFS. */
const silentAmplitude = 3e-5

/** Twelve pitch classes out of the fine histogram: raised cosines one semitone wide each way, moved by the tuning. */
function folded(histogram: Float64Array, tuningCents: number): number[] {
  const perSemitone = fine / 12
  const chroma = Array.from({ length: 12 }, () => 0)
  let total = 0
  for (let bin = 0; bin < fine; bin++) {
    const value = histogram[bin]!
    if (value === 0) continue
    const pitch = bin / perSemitone - tuningCents / 100
    const below = Math.floor(pitch)
    const upper = Math.sin((Math.PI / 2) * (pitch - below)) ** 2
    const low = (below + 12) % 12
    const high = (below + 13) % 12
    chroma[low] = chroma[low]! + value * (1 - upper)
    chroma[high] = chroma[high]! + value * upper
    total += value
  }
  return total === 0 ? chroma : chroma.map(value => value / total)
}

const windows = new Map<number, Float64Array>()

/** Hann's, for amplitudes. Kept: a song's style asks anew for each of its segments. */
function windowOf(size: number): Float64Array {
  const window = windows.get(size) ?? hann(size).map(w => w * (4 / size))
  windows.set(size, window)
  return window
}

/** Amplitude spectra of two frames from one complex FFT. A full-scale sine reads 1. */
class FramePairs {
  readonly first: Float64Array
  readonly second: Float64Array
  readonly #transform: ComplexTransform
  readonly #window: Float64Array

  /** `bins`: from 0 on, that are wanted. */
  constructor(size: number, bins: number) {
    this.#transform = kernels().complexTransform(size)
    this.#window = windowOf(size)
    this.first = new Float64Array(bins)
    this.second = new Float64Array(bins)
  }

  /** The frames at `start` and one frame later; beyond the end there are zeros. */
  transform(samples: Float32Array, start: number): void {
    const { re, im, outRe, outIm } = this.#transform
    const { first, second } = this
    const window = this.#window
    const size = window.length
    const hasSecond = start + size < samples.length
    if (!hasSecond) im.fill(0)
    for (let n = 0; n < size; n++) {
      const w = window[n]!
      re[n] = w * samples[start + n]!
      if (hasSecond) im[n] = w * samples[start + size + n]!
    }
    this.#transform.transform()
    for (let k = 0; k < first.length; k++) {
      const j = (size - k) & (size - 1)
      const ar = outRe[k]! + outRe[j]!
      const ai = outIm[k]! - outIm[j]!
      const br = outIm[k]! + outIm[j]!
      const bi = outRe[j]! - outRe[k]!
      first[k] = 0.5 * Math.sqrt(ar * ar + ai * ai)
      second[k] = 0.5 * Math.sqrt(br * br + bi * bi)
    }
  }
}
