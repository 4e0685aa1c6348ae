/** Claps and snares: how strongly the octave from 1.4 to 2.8 kHz jumps on each of four beats in turn. */
import type { Envelopes } from '../../dsp/envelope.ts'

/** Octave of the envelopes in which claps and snares stand out of kicks below and hats above. */
const clapOctave = 2
const jumpSeconds = 0.064

export type PerPlace = readonly [number, number, number, number]

/** Mean jump of the amplitude at beats 0, 4, 8 … from `firstSeconds`, at 1, 5, 9 … and so on. */
export function clapsPerPlace(
  { octaves, hopSeconds, frames }: Envelopes,
  { firstSeconds, tempo }: { readonly firstSeconds: number; readonly tempo: number },
): PerPlace {
  const power = octaves[clapOctave]!
  const width = Math.round(jumpSeconds / hopSeconds)
  const first = firstSeconds / hopSeconds
  const period = 60 / tempo / hopSeconds
  const sums: [number, number, number, number] = [0, 0, 0, 0]
  const counts = [0, 0, 0, 0]
  for (let k = 0; first + k * period < frames - width; k++) {
    const middle = Math.round(first + k * period)
    let jump = 0
    for (let m = Math.max(0, middle - 1); m < middle - 1 + width; m++) jump += power[m]!
    for (let m = Math.max(0, middle - 1 - width); m < middle - 1; m++) jump -= power[m]!
    sums[k % 4]! += Math.sqrt(Math.max(0, jump / width))
    counts[k % 4]!++
  }
  return sums.map((sum, p) => sum / Math.max(1, counts[p]!)) as [number, number, number, number]
}

const total = ([a, b, c, d]: PerPlace) => Math.max(1e-30, a + b + c + d)

/** 0 to 1: claps on every second beat (a backbeat at this tempo), however the other beats sound. */
export const everySecond = (claps: PerPlace) =>
  (2 * Math.abs(Math.min(claps[0], claps[2]) - Math.min(claps[1], claps[3]))) / total(claps)

/** 0 to 1: a clap on one beat of four, as a backbeat at half of this tempo would have. */
export const everyFourth = (claps: PerPlace) =>
  Math.max(Math.abs(claps[0] - claps[2]), Math.abs(claps[1] - claps[3])) / total(claps)
