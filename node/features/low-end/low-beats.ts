/** The low end beat by beat: mono, band-limited to 20 … 250 Hz at about 1.4 kHz, aligned on the kick. */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import { Biquad, designBiquad } from '../../dsp/biquad.ts'
import type { ComplexTransform } from '../../dsp/complex-transform.ts'
import { kernels } from '../../dsp/kernels/kernels.ts'
import type { BeatGrid } from '../analysis.ts'
import { beatsPerBar } from '../rhythm/downbeat.ts'
import { decimated } from './excerpt.ts'
import type { BeatGroup } from './kicked-bars.ts'

export interface LowBeats {
  readonly sampleRate: number
  /** Samples before the beat in each excerpt: a kick may come a little early. */
  readonly lead: number
  /** Samples per beat. */
  readonly perBeat: number
  /** One excerpt per beat that has a kick, each of lead + perBeat samples. */
  readonly beats: readonly Float64Array[]
}

const leadSeconds = 0.012
const lowestHz = 20
const highestHz = 250
/** Five octaves below 44.1 kHz: 250 Hz is far inside what has not folded back. */
const lowestRate = 1000

export function lowBeats(audio: Audio, { tempo, firstBeatSeconds }: BeatGrid, groups: readonly BeatGroup[]): LowBeats {
  const halvings = Math.max(0, Math.floor(Math.log2(audio.sampleRate / lowestRate)))
  const step = 2 ** halvings
  const rate = audio.sampleRate / step
  const beat = 60 / tempo
  const lead = Math.round(leadSeconds * rate)
  const perBeat = Math.floor(beat * rate) - 1
  const settle = Math.ceil(0.1 * rate)
  const [left, right] = stereoOf(audio)
  const beats: Float64Array[] = []
  for (const { first, kicked } of groups) {
    const start = firstBeatSeconds + first * beat
    const from = Math.round(start * audio.sampleRate) - (settle + lead) * step
    const length = settle + lead + Math.ceil(beatsPerBar * beat * rate) + 2
    const signal = decimated(left, right, 0.5, { from, length: length * step, halvings })
    // Two poles each side: gentle enough not to smear a kick, and the same for every source.
    new Biquad(designBiquad({ type: 'lowpass', hz: highestHz, q: 0.71 }, rate)).process(signal)
    new Biquad(designBiquad({ type: 'highpass', hz: lowestHz, q: 0.71 }, rate)).process(signal)
    kicked.forEach((is, k) => {
      if (!is) return
      const at = (start + k * beat) * rate - from / step - lead
      const whole = Math.floor(at)
      const share = at - whole
      const excerpt = new Float64Array(lead + perBeat)
      readBetween(signal, whole, share, excerpt)
      beats.push(excerpt)
    })
  }
  return { sampleRate: rate, lead, perBeat, beats }
}

/** The samples from `whole` + `share` on. */
function readBetween(signal: Float32Array, whole: number, share: number, into: Float64Array): void {
  for (let n = 0; n < into.length; n++) into[n] = (1 - share) * signal[whole + n]! + share * signal[whole + n + 1]!
}

/** Mean over the beats, sample by sample. */
export function meanBeat({ beats, lead, perBeat }: LowBeats): Float64Array {
  const mean = new Float64Array(lead + perBeat)
  for (const beat of beats) addTimes(beat, 1 / beats.length, mean)
  return mean
}

function addTimes(x: Float64Array, gain: number, onto: Float64Array): void {
  for (let n = 0; n < x.length; n++) onto[n] = onto[n]! + gain * x[n]!
}

/** Half of the smoothing's width: 23 ms in all, about one period of the lowest kicks. */
const halfSeconds = 0.0115

/** Mean power over the beats, smoothed over 23 ms. */
export function powerOverBeat(beats: readonly Float64Array[], { sampleRate }: LowBeats): Float64Array {
  const length = beats[0]?.length ?? 0
  const before = new Float64Array(length + 1)
  for (const beat of beats) addSquares(beat, 1 / beats.length, before)
  for (let n = 1; n <= length; n++) before[n] = before[n]! + before[n - 1]!
  const half = Math.round(halfSeconds * sampleRate)
  const power = new Float64Array(length)
  for (let n = 0; n < length; n++) {
    const from = Math.max(0, n - half)
    const to = Math.min(length, n + half + 1)
    power[n] = Math.max(0, before[to]! - before[from]!) / (to - from)
  }
  return power
}

/** One place later than they are. */
function addSquares(x: Float64Array, gain: number, onto: Float64Array): void {
  for (let n = 0; n < x.length; n++) onto[n + 1] = onto[n + 1]! + gain * x[n]! * x[n]!
}

export const spectrumSize = 2048
/** Bins of a part's spectrum: to 345 Hz at least. */
const spectrumBins = spectrumSize / 4

/** Power spectrum of the part of a beat, Hann-windowed and padded with zeros: spectrumSize / 4 bins, to a quarter of the rate. */
export function partSpectrum(
  beat: Float64Array,
  [from, to]: readonly [number, number],
  transform: ComplexTransform,
): Float64Array {
  const { re, im, outRe, outIm } = transform
  im.fill(0)
  windowed(beat, from, Math.min(to, beat.length) - from, re)
  transform.transform()
  const power = new Float64Array(spectrumBins)
  writePowers(outRe, outIm, power)
  return power
}

type Numbers = Float32Array | Float64Array

function windowed(x: Float64Array, from: number, count: number, into: Numbers): void {
  const turn = (2 * Math.PI) / count
  for (let n = 0; n < count; n++) into[n] = x[from + n]! * (0.5 - 0.5 * Math.cos(turn * (n + 0.5)))
  into.fill(0, count)
}

function writePowers(re: Numbers, im: Numbers, into: Float64Array): void {
  for (let k = 0; k < into.length; k++) into[k] = re[k]! * re[k]! + im[k]! * im[k]!
}

export const spectrumTools = () => kernels().complexTransform(spectrumSize)

/** Mean power of the spectra of parts of beats, in sixth octaves from 20 to 250 Hz. */
export function sixthOctaves(spectra: readonly Float64Array[], { sampleRate }: LowBeats): Float64Array {
  const bands = new Float64Array(Math.round(6 * Math.log2(highestHz / lowestHz)))
  const bandOf = Int16Array.from({ length: spectrumBins }, (_, k) =>
    k === 0 ? -1 : Math.floor(6 * Math.log2((k * sampleRate) / spectrumSize / lowestHz)),
  )
  for (const power of spectra) {
    for (let k = 1; k < power.length; k++) {
      const band = bandOf[k]!
      if (band >= 0 && band < bands.length) bands[band]! += power[k]!
    }
  }
  return bands
}
