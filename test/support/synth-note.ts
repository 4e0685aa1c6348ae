/** One synth note by adding its harmonics: waveform, filter and envelope are exact by construction. */
import type { Audio } from '../../node/audio/audio.ts'

export interface NoteSettings {
  readonly hz: number
  readonly seconds?: number
  readonly sampleRate?: number
  /** Amplitude of harmonic k. */
  readonly wave?: (k: number) => number
  /** Gain at a frequency and time since the note's start. */
  readonly filter?: (hz: number, seconds: number) => number
  /** Level at a time since the note's start. */
  readonly envelope?: (seconds: number) => number
  /** Cents at a time since the note's start. */
  readonly bend?: (seconds: number) => number
  readonly gain?: number
}

export const beforeSeconds = 0.1

export const saw = (k: number) => 1 / k
export const square = (k: number) => (k % 2 ? 1 / k : 0)
export const triangle = (k: number) => (k % 2 ? 1 / k ** 2 : 0)

/** Magnitude of a resonant second-order low-pass, analog. */
export const lowpass =
  (cutoff: number, q = Math.SQRT1_2) =>
  (hz: number) => {
    const r = hz / cutoff
    return 1 / Math.sqrt((1 - r * r) ** 2 + (r / q) ** 2)
  }

/** Straight lines: attack, decay, sustain, release. */
export const adsr = (attack: number, decay: number, sustain: number, gate: number, release: number) => (t: number) => {
  const held = (at: number) =>
    at < attack ? at / attack : Math.max(sustain, 1 - ((1 - sustain) * (at - attack)) / Math.max(1e-6, decay))
  if (t <= 0) return 0
  return t <= gate ? held(t) : Math.max(0, held(gate) * (1 - (t - gate) / release))
}

export function synthNote({
  hz,
  seconds = 1.2,
  sampleRate = 44_100,
  wave = saw,
  filter = () => 1,
  envelope = adsr(0.005, 0, 1, 1, 0.05),
  bend = () => 0,
  gain = 0.2,
}: NoteSettings): Audio {
  const before = Math.round(beforeSeconds * sampleRate)
  const x = new Float32Array(before + Math.round(seconds * sampleRate))
  const levels = new Float64Array(x.length)
  const phases = new Float64Array(x.length)
  for (let n = before, phase = 0; n < x.length; n++) {
    const t = (n - before) / sampleRate
    levels[n] = gain * envelope(t)
    phases[n] = phase
    phase += (2 * Math.PI * hz * 2 ** (bend(t) / 1200)) / sampleRate
  }
  // The filter is read once in so many samples: it moves slowly.
  const block = 64
  for (let k = 1; k * hz < 18_000; k++)
    for (let n = before; n < x.length; n += block) {
      const amplitude = wave(k) * filter(k * hz, (n - before) / sampleRate)
      if (amplitude === 0) continue
      for (let i = n; i < Math.min(x.length, n + block); i++) x[i]! += levels[i]! * amplitude * Math.sin(k * phases[i]!)
    }
  return { sampleRate, channels: [x] }
}
