/** Power over time per octave, and the amplitude of the low end: what onsets, sections and ducking are read from. */
import { halo, splitHalves } from './decimate.ts'

/** Frame m is centred on the time m · hopSeconds. */
export interface Envelopes {
  readonly hopSeconds: number
  readonly frames: number
  /**
   * Mean square per hop in octaves, low to high: 345 to 690 Hz … 11 to 22 kHz at 44.1 kHz (a tenth higher at 48 kHz).
   * An octave above the signal's Nyquist frequency is zero.
   */
  readonly octaves: readonly Float32Array[]
  /** Amplitude below 150 Hz (a full-scale sine at 80 Hz reads 1). */
  readonly low: Float32Array
}

export const octaveCount = 6
/** From here on everything is hats, noise and air: 5.5 kHz. */
export const highOctave = 4

/** 128 samples (2.9 ms) at 44.1 and 48 kHz; doubled at doubled rates, so that the octaves stay where they are. */
export function hopSize(sampleRate: number): number {
  if (!(sampleRate >= 8000 && sampleRate <= 400_000))
    throw new RangeError(`sample rate must be 8000 to 400000 Hz, got ${sampleRate}`)
  return 128 * 2 ** Math.round(Math.log2(sampleRate / 46_000))
}

/** Envelopes of the mean of the channels: what a mono listener hears. */
export function envelopesOf(channels: readonly Float32Array[], sampleRate: number): Envelopes {
  const hop = hopSize(sampleRate)
  const length = channels[0]?.length ?? 0
  const frames = length === 0 ? 0 : Math.floor(length / hop) + 1
  const octaves = Array.from({ length: octaveCount }, () => new Float32Array(frames))
  // A tree of half-band splits: each upper half is an octave, the lower half goes on.
  // It starts half a hop early, so that frames are centred on their time.
  let source = mixed(channels, -hop / 2)
  let perHop = hop
  for (let octave = Math.log2(hop) - 2; octave > 0; octave--, perHop /= 2)
    source = shifted(split(source, perHop, frames, octaves[octave]))
  const lowest = new Float32Array(frames * lowPerHop)
  source(lowest, 0)
  split(source, perHop, frames, octaves[0])
  // Two to four samples per hop say little about a tone's power: the lowest octaves lean on their neighbours.
  for (const octave of [0, 1]) octaves[octave] = smoothed(octaves[octave]!)
  return {
    hopSeconds: hop / sampleRate,
    frames,
    octaves,
    low: lowEnvelope(lowest, (sampleRate / hop) * lowPerHop),
  }
}

/** Envelopes whose octave powers are the mean of the channels' own: what cancels in mono still counts. */
export function stereoEnvelopesOf(channels: readonly Float32Array[], sampleRate: number): Envelopes {
  const [first, ...others] = channels.map(channel => envelopesOf([channel], sampleRate))
  if (!first) throw new RangeError('audio must have at least one channel, got 0')
  const count = channels.length
  const mean = (of: (envelopes: Envelopes) => Float32Array) =>
    of(first).map((value, m) => others.reduce((sum, other) => sum + of(other)[m]!, value) / count)
  return { ...first, octaves: first.octaves.map((_, k) => mean(e => e.octaves[k]!)), low: mean(e => e.low) }
}

/** Fills the buffer with the samples at and after `from`, zeros outside the signal. */
type Source = (buffer: Float32Array, from: number) => void

const shifted =
  (signal: Float32Array): Source =>
  (buffer, from) => {
    const start = Math.max(0, -from)
    const end = Math.max(start, Math.min(buffer.length, signal.length - from))
    buffer.fill(0, 0, start)
    buffer.set(signal.subarray(from + start, from + end), start)
    buffer.fill(0, end)
  }

function mixed(channels: readonly Float32Array[], offset: number): Source {
  const left = channels[0] ?? new Float32Array(0)
  const right = channels[1]
  const one = shifted(left)
  if (!right) return (buffer, from) => one(buffer, from + offset)
  return (buffer, from) => {
    const at = from + offset
    one(buffer, at)
    const end = Math.min(buffer.length, left.length - at)
    for (let n = Math.max(0, -at); n < end; n++) buffer[n] = 0.5 * (buffer[n]! + right[at + n]!)
  }
}

/** Samples handled at a time: a few cache-sized buffers instead of arrays as long as the song. */
const chunk = 8192

/** One stage: returns the lower half of the spectrum, writes the power of the upper half where it is wanted. */
function split(source: Source, perHop: number, frames: number, power: Float32Array | undefined): Float32Array {
  const half = perHop / 2
  const hops = chunk / perHop
  const input = new Float32Array(chunk + 2 * halo)
  const high = new Float32Array(chunk / 2)
  const low = new Float32Array(frames * half)
  for (let frame = 0; frame < frames; frame += hops) {
    source(input, frame * perHop - halo)
    const now = Math.min(hops, frames - frame)
    splitHalves({ input, from: halo, count: now * half, low, lowFrom: frame * half, high })
    if (!power) continue
    for (let m = 0, n = 0; m < now; m++) {
      let sum = 0
      for (const end = n + half; n < end; n++) sum += high[n]! * high[n]!
      power[frame + m] = sum / half
    }
  }
  return low
}

const smoothed = (x: Float32Array) =>
  x.map((value, m) => 0.5 * value + 0.25 * ((x[m - 1] ?? value) + (x[m + 1] ?? value)))

/** Rate of the signal the low envelope is made from: fs / 32, about 1.4 kHz. */
const lowPerHop = 4
/** Centre of the low band: kicks and basses have their fundamentals at 40 to 110 Hz. */
const lowCentreHz = 80
/** Time constant of each of the three poles: −3 dB at ±41 Hz, −32 dB at 340 Hz. */
const lowTauSeconds = 0.002

/**
 * Moved down by 80 Hz and smoothed by three equal poles (a gammatone), so it rises at once, without the ripple of a
 * rectified 50 Hz wave and without a linear-phase filter's rise before the event.
 */
function lowEnvelope(signal: Float32Array, rate: number): Float32Array {
  const pole = Math.exp(-1 / (lowTauSeconds * rate))
  const gain = 1 - pole
  const turnRe = Math.cos((2 * Math.PI * lowCentreHz) / rate)
  const turnIm = -Math.sin((2 * Math.PI * lowCentreHz) / rate)
  const envelope = new Float32Array(signal.length / lowPerHop)
  let cos = 2
  let sin = 0
  let r1 = 0
  let i1 = 0
  let r2 = 0
  let i2 = 0
  let r3 = 0
  let i3 = 0
  for (let n = 0; n < signal.length; n++) {
    const x = signal[n]!
    r1 = pole * r1 + gain * x * cos
    i1 = pole * i1 + gain * x * sin
    r2 = pole * r2 + gain * r1
    i2 = pole * i2 + gain * i1
    r3 = pole * r3 + gain * r2
    i3 = pole * i3 + gain * i2
    // The signal starts half a hop early: the middle of each hop's samples stands at the frame's time.
    if (n % lowPerHop === lowPerHop / 2) envelope[(n - lowPerHop / 2) / lowPerHop] = Math.hypot(r3, i3)
    const c = cos * turnRe - sin * turnIm
    sin = cos * turnIm + sin * turnRe
    cos = c
  }
  return envelope
}
