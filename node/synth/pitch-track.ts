/** Small movements of a note's pitch: phase advance of its strongest harmonics, each turned down to 0 Hz. */
import type { Track } from './lfo.ts'

/** Cents around `f0` over time. Window of six periods, so that neighbouring harmonics cancel. */
export function pitchTrack(
  x: Float32Array,
  sampleRate: number,
  {
    f0,
    numbers,
    fromSeconds,
    toSeconds,
  }: {
    readonly f0: number
    readonly numbers: readonly number[]
    readonly fromSeconds: number
    readonly toSeconds: number
  },
): Track {
  const stepSeconds = Math.max(0.01, 2 / f0)
  const half = Math.round((3 * sampleRate) / f0)
  const count = Math.max(0, Math.floor((toSeconds - fromSeconds) / stepSeconds))
  const sums = new Float64Array(Math.max(0, count - 1))
  const weights = new Float64Array(Math.max(0, count - 1))
  for (const k of numbers) {
    const w = (2 * Math.PI * k * f0) / sampleRate
    let before: { re: number; im: number } | null = null
    for (let i = 0; i < count; i++) {
      const centre = Math.round((fromSeconds + i * stepSeconds) * sampleRate)
      let [re, im] = [0, 0]
      for (let n = Math.max(0, centre - half); n < Math.min(x.length, centre + half); n++) {
        const weighted = x[n]! * (0.5 + 0.5 * Math.cos((Math.PI * (n - centre)) / half))
        re += weighted * Math.cos(w * n)
        im -= weighted * Math.sin(w * n)
      }
      const here = { re, im }
      if (before) {
        const turn = Math.atan2(im * before.re - re * before.im, re * before.re + im * before.im)
        const cents = (1200 / Math.LN2) * (turn / (2 * Math.PI * stepSeconds) / (k * f0))
        const weight = k * Math.sqrt(Math.hypot(re, im) * Math.hypot(before.re, before.im))
        sums[i - 1]! += weight * cents
        weights[i - 1]! += weight
      }
      before = here
    }
  }
  return {
    startSeconds: fromSeconds + stepSeconds / 2,
    stepSeconds,
    values: [...sums].map((sum, i) => (weights[i]! > 0 ? sum / weights[i]! : 0)),
  }
}
