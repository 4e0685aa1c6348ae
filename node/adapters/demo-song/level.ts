/** Levels of stems, good enough to set a fader by: K-weighted or plain mean square over a stretch of the song. */
import { powerToDb } from '../../dsp/decibel.ts'
import { filter, type Sound } from './sound.ts'

export interface Stretch {
  readonly from: number
  readonly to: number
}

/** The two filters of BS.1770-4 as cookbook sections (within 0.2 dB of the standard's own at 44.1 and 48 kHz). */
export function kWeighted(sound: Sound, sampleRate: number): Sound {
  filter(sound, { type: 'highshelf', hz: 1682, q: Math.SQRT1_2, gainDb: 4 }, sampleRate)
  return filter(sound, { type: 'highpass', hz: 38, q: 0.5 }, sampleRate)
}

/** Level in dB of a stretch: like LUFS when `weighted`, else 10·log of the summed mean squares on the same scale. */
export function levelDb(sound: Sound, { from, to }: Stretch, weighted: boolean, sampleRate: number): number {
  let part: Sound = sound.map(x => x.slice(from, to))
  if (weighted) part = kWeighted(part, sampleRate)
  let sum = 0
  for (const x of part) for (let n = 0; n < x.length; n++) sum += x[n]! * x[n]!
  const mono = sound.length === 1 ? 2 : 1
  return powerToDb((mono * sum) / (to - from) + 1e-12) - 0.691
}
