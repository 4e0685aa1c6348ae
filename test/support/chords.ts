/** Chords of sawtooth-like tones for tests of harmony. */
import type { Audio } from '../../node/audio/audio.ts'

export interface ChordSong {
  /** MIDI notes of each chord; the bass plays the first one, an octave or more below. */
  readonly chords: readonly (readonly number[])[]
  readonly secondsPerChord?: number
  readonly repeats?: number
  readonly sampleRate?: number
  /** Everything sharper by this. */
  readonly cents?: number
  readonly gain?: number
}

/** i – VI – III – VII. */
export const minorSong = (tonic: number) => [
  [tonic, tonic + 3, tonic + 7],
  [tonic - 4, tonic, tonic + 3],
  [tonic + 3, tonic + 7, tonic + 10],
  [tonic - 2, tonic + 2, tonic + 5],
]

/** i – iv – V – i: its leading note leaves no doubt about the tonic. */
export const minorCadence = (tonic: number) => [
  [tonic, tonic + 3, tonic + 7],
  [tonic + 5, tonic + 8, tonic + 12],
  [tonic + 7, tonic + 11, tonic + 14],
  [tonic, tonic + 3, tonic + 7],
]

/** I – IV – V – I. */
export const majorSong = (tonic: number) => [
  [tonic, tonic + 4, tonic + 7],
  [tonic + 5, tonic + 9, tonic + 12],
  [tonic + 7, tonic + 11, tonic + 14],
  [tonic, tonic + 4, tonic + 7],
]

/** Mono: chords and bass with six harmonics falling as 1/h, each note faded in and out over 10 ms. */
export function chordSong({
  chords,
  secondsPerChord = 2,
  repeats = 3,
  sampleRate = 22_050,
  cents = 0,
  gain = 0.05,
}: ChordSong): Audio {
  const frames = Math.round(secondsPerChord * sampleRate)
  const out = new Float32Array(frames * chords.length * repeats)
  const once = out.subarray(0, frames * chords.length)
  chords.forEach((chord, i) => {
    const part = once.subarray(i * frames, (i + 1) * frames)
    const bass = 33 + ((((chord[0]! - 33) % 12) + 12) % 12)
    for (const midi of [...chord, bass]) addTone(part, 440 * 2 ** ((midi - 69 + cents / 100) / 12), sampleRate, gain)
  })
  for (let r = 1; r < repeats; r++) out.copyWithin(r * once.length, 0, once.length)
  return { sampleRate, channels: [out] }
}

function addTone(into: Float32Array, hz: number, sampleRate: number, gain: number): void {
  const ramp = Math.round(0.01 * sampleRate)
  for (let h = 1; h <= 6 && h * hz < 0.45 * sampleRate; h++) {
    const step = (2 * Math.PI * h * hz) / sampleRate
    for (let n = 0; n < into.length; n++) {
      const fade = Math.min(1, n / ramp, (into.length - n) / ramp)
      into[n] = into[n]! + (fade * gain * Math.sin(step * n)) / h
    }
  }
}
