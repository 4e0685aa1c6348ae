/** Parts of a loop at 140 BPM, each with what makes it what it is: pitch, place in the bar, length. Noise is seeded. */
import type { Audio } from '../../../node/audio/audio.ts'
import type { Analysis } from '../../../node/features/analysis.ts'
import { add, kick as kickHit, noise } from '../../support/beats.ts'
import { onBoth, stereo } from '../../support/signals.ts'

export const sampleRate = 44_100
const tempo = 140
const beat = 60 / tempo
const bars = 8
const seconds = 4 * bars * beat

/** All of it a drop. */
export const analysis: Pick<Analysis, 'grid' | 'sections'> = {
  grid: { tempo, firstBeatSeconds: 0, confidence: 1, downbeat: 0 },
  sections: [{ type: 'drop', startSeconds: 0, endSeconds: seconds }],
}

const atBeats = (every: number, offset: number) =>
  Array.from({ length: Math.floor((4 * bars - offset) / every) }, (_, i) => (offset + i * every) * beat)

/** Puts one of the hits, in turn, at each time. */
function hits(times: readonly number[], sounds: readonly Float32Array[], gain = 0.5): Float32Array {
  const part = new Float32Array(Math.round(seconds * sampleRate))
  for (const [i, time] of times.entries()) add(part, sounds[i % sounds.length]!, Math.round(time * sampleRate), gain)
  return part
}

const decaying = (x: Float32Array, decaySeconds: number) =>
  x.map((value, n) => value * Math.min(1, n / 40) * Math.exp(-n / sampleRate / decaySeconds))

/** The difference of neighbours, so often: 6 dB per octave towards the top each time. */
const brightened = (x: Float32Array, times: number): Float32Array =>
  times === 0
    ? x
    : brightened(
        x.map((value, n) => (value - (x[n - 1] ?? 0)) / 2),
        times - 1,
      )

/** A one-pole low-pass at about 2 kHz, so often. */
const dulled = (x: Float32Array, times: number): Float32Array => {
  if (times === 0) return x
  let held = 0
  return dulled(
    x.map(value => (held += 0.25 * (value - held))),
    times - 1,
  )
}

const saw = (hz: number, length: number, harmonics: number) =>
  Float32Array.from({ length: Math.round(length * sampleRate) }, (_, n) => {
    let sum = 0
    for (let h = 1; h <= harmonics && h * hz < 16_000; h++) sum += Math.sin((2 * Math.PI * h * hz * n) / sampleRate) / h
    return 0.3 * sum
  })

const faded = (x: Float32Array, fadeSeconds: number) => {
  const length = Math.round(fadeSeconds * sampleRate)
  return x.map((value, n) => value * Math.min(1, n / length, (x.length - 1 - n) / length))
}

export const kick = (): Audio => onBoth(hits(atBeats(1, 0), [kickHit(sampleRate)]), sampleRate)

export const clap = (): Audio =>
  onBoth(hits(atBeats(2, 1), [decaying(brightened(noise(0.3, sampleRate, 5, 1), 1), 0.05)]), sampleRate)

export const hats = (): Audio =>
  onBoth(hits(atBeats(1, 0.5), [decaying(brightened(noise(0.2, sampleRate, 6, 1), 4), 0.04)]), sampleRate)

/** Three quarters of each beat, on four notes. */
export const sub = (): Audio =>
  onBoth(
    hits(
      atBeats(1, 0.25),
      [41, 41, 41, 41, 46, 46, 46, 46, 49, 49, 49, 49, 55, 55, 55, 55].map(hz => faded(saw(hz, 0.72 * beat, 1), 0.015)),
    ),
    sampleRate,
  )

/** Four notes at a time, changed every bar, other phases on each side. */
export function pad(): Audio {
  const chord = (root: number) => {
    const notes = [1, 1.189, 1.498, 1.782].map(ratio => saw(root * ratio, 4 * beat, 5))
    return faded(
      notes[0]!.map((_, n) => 0.3 * notes.reduce((sum, note) => sum + note[n]!, 0)),
      0.15,
    )
  }
  const chords = [220, 196, 262, 175].map(chord)
  return stereo(
    hits(atBeats(4, 0), chords),
    hits(
      atBeats(4, 0.01),
      chords.map(x => x.map(v => -v)),
    ),
    sampleRate,
  )
}

export const arp = (): Audio =>
  onBoth(
    hits(
      atBeats(0.25, 0),
      [440, 523, 659, 880].map(hz => decaying(saw(hz, 0.2, 12), 0.06)),
    ),
    sampleRate,
  )

/** Noise that grows over the whole loop. */
export function riser(): Audio {
  const side = (seed: number) =>
    dulled(noise(seconds, sampleRate, seed, 0.5), 3).map((x, n, { length }) => x * (n / length) ** 3)
  return stereo(side(8), side(9), sampleRate)
}

export const silent = (): Audio => onBoth(new Float32Array(Math.round(seconds * sampleRate)), sampleRate)
