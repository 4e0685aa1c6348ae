/** The low end beat by beat: mono, band-limited to 20 … 250 Hz at about 1.4 kHz, aligned on the kick. */
import { type Audio, stereoOf } from '../audio/audio.ts'
import { Biquad, designBiquad } from '../dsp/biquad.ts'
import type { ComplexTransform } from '../dsp/complex-transform.ts'
import { kernels } from '../dsp/kernels/kernels.ts'
import type { BeatGrid } from './analysis.ts'
import { decimated } from './excerpt.ts'
import { type BeatGroup, beatsPerGroup } from './kicked-bars.ts'

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
    const length = settle + lead + Math.ceil(beatsPerGroup * beat * rate) + 2
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
      for (let n = 0; n < excerpt.length; n++)
        excerpt[n] = (1 - share) * signal[whole + n]! + share * signal[whole + n + 1]!
      beats.push(excerpt)
    })
  }
  return { sampleRate: rate, lead, perBeat, beats }
}

/** Mean over the beats, sample by sample. */
export function meanBeat({ beats, lead, perBeat }: LowBeats): Float64Array {
  const mean = new Float64Array(lead + perBeat)
  for (const beat of beats) for (let n = 0; n < mean.length; n++) mean[n]! += beat[n]! / beats.length
  return mean
}

/** Half of the smoothing's width: 23 ms in all, about one period of the lowest kicks. */
const halfSeconds = 0.0115

/** Mean power over the beats, smoothed over 23 ms. */
export function powerOverBeat(beats: readonly Float64Array[], { sampleRate }: LowBeats): Float64Array {
  const length = beats[0]?.length ?? 0
  const before = new Float64Array(length + 1)
  for (let n = 0; n < length; n++) {
    let sum = 0
    for (const beat of beats) sum += beat[n]! * beat[n]!
    before[n + 1] = before[n]! + sum / beats.length
  }
  const half = Math.round(halfSeconds * sampleRate)
  const power = new Float64Array(length)
  for (let n = 0; n < length; n++) {
    const from = Math.max(0, n - half)
    const to = Math.min(length, n + half + 1)
    power[n] = Math.max(0, before[to]! - before[from]!) / (to - from)
  }
  return power
}

export const spectrumSize = 2048

/** Power spectrum of the part of a beat, Hann-windowed and padded with zeros: spectrumSize / 2 bins. */
export function partSpectrum(
  beat: Float64Array,
  [from, to]: readonly [number, number],
  transform: ComplexTransform,
): Float64Array {
  const { re, im, outRe, outIm } = transform
  re.fill(0)
  im.fill(0)
  const count = Math.min(to, beat.length) - from
  for (let n = 0; n < count; n++) re[n] = beat[from + n]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * (n + 0.5)) / count))
  transform.transform()
  const power = new Float64Array(spectrumSize / 2)
  for (let k = 0; k < power.length; k++) power[k] = outRe[k]! * outRe[k]! + outIm[k]! * outIm[k]!
  return power
}

export const spectrumTools = () => kernels().complexTransform(spectrumSize)

/** Mean power of a part of the beats in sixth octaves from 20 to 250 Hz. */
export function spectrumOf(
  beats: readonly Float64Array[],
  { sampleRate, lead, perBeat }: LowBeats,
  [from, to]: readonly [number, number],
): Float64Array {
  const tools = spectrumTools()
  const part = [lead + Math.round(from * perBeat), lead + Math.round(to * perBeat)] as const
  const bands = new Float64Array(Math.round(6 * Math.log2(highestHz / lowestHz)))
  const bandOf = Int16Array.from({ length: spectrumSize / 2 }, (_, k) =>
    k === 0 ? -1 : Math.floor(6 * Math.log2((k * sampleRate) / spectrumSize / lowestHz)),
  )
  for (const beat of beats) {
    const power = partSpectrum(beat, part, tools)
    for (let k = 1; k < power.length; k++) {
      const band = bandOf[k]!
      if (band >= 0 && band < bands.length) bands[band]! += power[k]!
    }
  }
  return bands
}
