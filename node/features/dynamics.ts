import { type Audio, durationSeconds, stereoOf } from '../audio/audio.ts'
import { gainToDb } from '../dsp/decibel.ts'
import { median } from '../dsp/statistics.ts'
import type { TimeRange } from './loudness.ts'

const blockSeconds = 3
/** A remainder shorter than this joins no block: a peak over too little RMS is an accident of where it was cut. */
const leastBlockSeconds = 1.5
/** Mean square of −60 dBFS: below, the crest of noise floor and reverb tails would outvote the programme. */
const leastPower = 1e-6

interface Level {
  readonly peak: number
  readonly power: number
}

function level(channel: Float32Array, from: number, to: number): Level {
  let peak = 0
  let energy = 0
  for (let n = from; n < to; n++) {
    const x = channel[n]!
    const magnitude = Math.abs(x)
    if (magnitude > peak) peak = magnitude
    energy += x * x
  }
  return { peak, power: energy / (to - from) }
}

/**
 * Crest factor in dB: the median over blocks of 3 s of sample peak over RMS in the louder channel (by RMS). Blocks tile each
 * range from its start; a range or audio shorter than one block is one block. Without ranges: the whole audio.
 */
export function crestFactor(audio: Audio, ranges?: readonly TimeRange[]): number | null {
  const [left, right] = stereoOf(audio)
  const crests: number[] = []
  for (const { startSeconds, endSeconds } of ranges ?? [{ startSeconds: 0, endSeconds: durationSeconds(audio) }]) {
    const start = Math.max(0, Math.round(startSeconds * audio.sampleRate))
    const end = Math.min(left.length, Math.round(endSeconds * audio.sampleRate))
    const block = Math.round(blockSeconds * audio.sampleRate)
    for (let from = start; from < end; from += block) {
      const to = Math.min(end, from + block)
      if (from > start && to - from < leastBlockSeconds * audio.sampleRate) break
      const l = level(left, from, to)
      const r = right === left ? l : level(right, from, to)
      const { peak, power } = r.power > l.power ? r : l
      if (power > leastPower) crests.push(gainToDb(peak / Math.sqrt(power)))
    }
  }
  return median(crests)
}
