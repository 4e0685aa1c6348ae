/** Buffers and the few operations all instruments share: mixing into a stem, filters, envelopes. */
import { Biquad, designBiquad, type FilterSettings } from '../../dsp/biquad.ts'

/** One channel (mono) or two. */
export type Sound = readonly Float32Array[]

export const silence = (channels: 1 | 2, frames: number): Sound =>
  Array.from({ length: channels }, () => new Float32Array(frames))

/** Adds `sound` at a frame; what falls outside the stem is cut. A mono sound is heard on both channels of a stereo stem. */
export function addAt(stem: Sound, sound: Sound, frame: number, gain = 1, pan = 0): void {
  for (let channel = 0; channel < stem.length; channel++) {
    const side = channel === 0 ? -pan : pan
    const g = stem.length === 1 ? gain : gain * Math.min(1, 1 + side)
    addChannel(stem[channel]!, sound[Math.min(channel, sound.length - 1)]!, frame, g)
  }
}

/** Adds all of `sound`, from the first frame on. */
export const addScaled = (into: Sound, sound: Sound, gain: number) => addAt(into, sound, 0, gain)

function addChannel(into: Float32Array, from: Float32Array, frame: number, gain: number): void {
  const end = Math.min(from.length, into.length - frame)
  for (let n = Math.max(0, -frame); n < end; n++) into[frame + n] = into[frame + n]! + gain * from[n]!
}

export function filter(sound: Sound, settings: FilterSettings, sampleRate: number): Sound {
  const coefficients = designBiquad(settings, sampleRate)
  for (const channel of sound) new Biquad(coefficients).process(channel)
  return sound
}

export function scale(sound: Sound, gain: number): Sound {
  for (const x of sound) for (let n = 0; n < x.length; n++) x[n] = x[n]! * gain
  return sound
}

/** tanh's (3, 2) Padé approximant: odd, monotonic and below 1 for |x| < 3. */
const softClip = (x: number) => (x * (27 + x * x)) / (27 + 9 * x * x)

/** Soft saturation of a sound whose peak, times `inputGain`, is `drive` (at most 3). The new peak is `peak`. */
export function saturate(
  sound: Sound,
  options: { readonly inputGain: number; readonly drive: number; readonly peak: number },
): Sound {
  const { inputGain } = options
  const outputGain = options.peak / softClip(options.drive)
  for (const x of sound) for (let n = 0; n < x.length; n++) x[n] = outputGain * softClip(inputGain * x[n]!)
  return sound
}

export function peakOf(sound: Sound): number {
  let peak = 0
  for (const x of sound) {
    for (let n = 0; n < x.length; n++) {
      const value = x[n]!
      if (value > peak) peak = value
      else if (-value > peak) peak = -value
    }
  }
  return peak
}

export interface Envelope {
  readonly attack: number
  /** Time constant of the fall towards `sustain`, seconds. */
  readonly decay: number
  readonly sustain: number
  /** Seconds the note is held. */
  readonly gate: number
  /** Time constant after the gate, seconds; the sound ends after five of them. */
  readonly release: number
}

export const envelopeFrames = (e: Envelope, sampleRate: number) => Math.ceil((e.gate + 5 * e.release) * sampleRate)

/** Multiplies by the envelope; the last millisecond fades to zero. */
export function shape(sound: Sound, e: Envelope, sampleRate: number): Sound {
  const frames = sound[0]!.length
  const attack = Math.max(1, e.attack * sampleRate)
  const gate = Math.min(frames, Math.round(e.gate * sampleRate))
  const decay = Math.exp(-1 / (e.decay * sampleRate))
  const release = Math.exp(-1 / (e.release * sampleRate))
  const fade = Math.round(0.001 * sampleRate)
  let level = 1
  for (let n = 0; n < frames; n++) {
    if (n >= gate) level *= release
    else if (n > attack) level = e.sustain + (level - e.sustain) * decay
    const rise = n < attack ? 0.5 - 0.5 * Math.cos((Math.PI * n) / attack) : 1
    const gain = level * rise * Math.min(1, (frames - 1 - n) / fade)
    for (const x of sound) x[n] = x[n]! * gain
  }
  return sound
}

/**
 * State-variable low-pass with a moving cutoff (trapezoidal integration, after V. Zavalishin, "The Art of VA Filter
 * Design", ch. 4). The cutoff is asked once per 32 frames. `output` picks the low, band or high response.
 */
export function sweep(
  sound: Sound,
  options: {
    readonly cutoffHz: (frame: number) => number
    readonly q: number
    readonly output?: 'low' | 'band' | 'high'
    readonly sampleRate: number
    readonly from?: number
    readonly to?: number
  },
): Sound {
  const { cutoffHz, q, output = 'low', sampleRate, from = 0, to = sound[0]!.length } = options
  const k = 1 / q
  const wLow = output === 'low' ? 1 : 0
  const wBand = output === 'band' ? k : 0
  const wHigh = output === 'high' ? 1 : 0
  for (const x of sound) {
    let s1 = 0
    let s2 = 0
    for (let start = from; start < to; start += 32) {
      const g = Math.tan(Math.PI * Math.min(cutoffHz(start) / sampleRate, 0.45))
      const a1 = 1 / (1 + g * (g + k))
      const end = Math.min(start + 32, to)
      for (let n = start; n < end; n++) {
        const input = x[n]!
        const band = a1 * (s1 + g * (input - s2))
        const low = s2 + g * band
        s1 = 2 * band - s1
        s2 = 2 * low - s2
        x[n] = wLow * low + wBand * band + wHigh * (input - k * band - low)
      }
    }
  }
  return sound
}

/** Sum of layers of equal or different length, each with its gain. */
export function layered(layers: readonly { readonly sound: Sound; readonly gain: number }[]): Sound {
  const frames = Math.max(...layers.map(l => l.sound[0]!.length))
  const channels = layers.some(l => l.sound.length === 2) ? 2 : 1
  const sum = silence(channels, frames)
  for (const { sound, gain } of layers) addAt(sum, sound, 0, gain)
  return sum
}
