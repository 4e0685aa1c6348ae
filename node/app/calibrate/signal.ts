/**
 * The signal that a Live owner plays through one device at a time: a click to find the start by, noise for filters and widths,
 * a staircase for static curves, bursts for attack and release. Known to the sample, so nothing but the recording is needed.
 */
import type { Audio } from '../../audio/audio.ts'
import { dbToGain } from '../../dsp/decibel.ts'

export const calibrationRate = 48_000

export interface Stretch {
  readonly from: number
  readonly to: number
}

const at = (seconds: number) => Math.round(seconds * calibrationRate)
const stretch = (seconds: number, length: number): Stretch => ({ from: at(seconds), to: at(seconds + length) })

/** Samples. */
export const click = at(0.5)
export const noise = stretch(1, 6)
/** dBFS, peak. */
export const stairs = Array.from({ length: 17 }, (_, i) => ({ db: 3 * i - 48, ...stretch(8 + 0.4 * i, 0.4) }))
export const loudDb = -6
export const softDb = -36
/** Loud, and soft behind it. */
export const bursts = Array.from({ length: 4 }, (_, i) => ({
  loud: stretch(16 + 2 * i, 0.6),
  soft: stretch(16.6 + 2 * i, 1.4),
}))
const seconds = 25
export const toneHz = 1000
/** Of each channel; the two have nothing in common, so that mid and side are alike. */
const noiseDb = -18

export function calibrationSignal(): Audio {
  const channels = [1, 2].map(seed => {
    const out = new Float32Array(at(seconds))
    out[click] = 0.9
    let state = seed * 7919
    // Uniform: √3 from effective to peak.
    const peak = Math.sqrt(3) * dbToGain(noiseDb)
    for (let n = noise.from; n < noise.to; n++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
      out[n] = (peak * state) / 2 ** 31
    }
    const tone = ({ from, to }: Stretch, db: number) => {
      for (let n = from; n < to; n++) out[n] = dbToGain(db) * Math.sin((2 * Math.PI * toneHz * n) / calibrationRate)
    }
    for (const stair of stairs) tone(stair, stair.db)
    for (const { loud, soft } of bursts) {
      tone(loud, loudDb)
      tone(soft, softDb)
    }
    return out
  })
  return { sampleRate: calibrationRate, channels }
}
