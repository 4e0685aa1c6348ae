/** Power over time per octave, and the amplitude of the low end: what onsets, sections and ducking are read from. */
import { kernels } from './kernels/kernels.ts'
import { lowestPerHop } from './octave-tree.ts'

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
  const { powers, lowest } = kernels().octaveTree(channels.slice(0, 2), hop, frames)
  // The last split is octave 0; at doubled rates the first are above the highest octave, at halved ones there are too few.
  const octaves = Array.from({ length: octaveCount }, (_, k) => powers.at(-1 - k) ?? new Float32Array(frames))
  // Two to four samples per hop say little about a tone's power: the lowest octaves lean on their neighbours.
  for (const octave of [0, 1]) octaves[octave] = smoothed(octaves[octave]!)
  return {
    hopSeconds: hop / sampleRate,
    frames,
    octaves,
    low: lowEnvelope(lowest, (sampleRate / hop) * lowestPerHop),
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

const smoothed = (x: Float32Array) =>
  x.map((value, m) => 0.5 * value + 0.25 * ((x[m - 1] ?? value) + (x[m + 1] ?? value)))

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
  const envelope = new Float32Array(signal.length / lowestPerHop)
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
    if (n % lowestPerHop === lowestPerHop / 2) envelope[(n - lowestPerHop / 2) / lowestPerHop] = Math.hypot(r3, i3)
    const c = cos * turnRe - sin * turnIm
    sin = cos * turnIm + sin * turnRe
    cos = c
  }
  return envelope
}
