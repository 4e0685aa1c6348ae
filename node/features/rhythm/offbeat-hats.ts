/**
 * Hats half-way between the beats: score = share of kick beats with one · (1 − elsewhere) · (1 − on the beat / 2).
 *
 * A hit is a jump of the amplitude above 5.5 kHz, from just before a place to just after it. `elsewhere` is the mean jump
 * on the quarters of the beat (or on its odd eighths, if that is more) over that half-way: 0 without other hats, 1 for
 * even sixteenths, noise and pads. `on the beat` is what jumps on the quieter of the odd and even beats (claps on two and
 * four and the click of the kick do not count), from half of the off-beat hat up.
 */
import { type Envelopes, highOctave } from '../../dsp/envelope.ts'
import { addTo, energyOf, sumOf } from '../../dsp/loops.ts'
import type { BeatGrid } from '../analysis.ts'
import { type Kicks, kickThreshold } from './kicks.ts'

/** A hit of half the usual one is there. */
const hitThreshold = 0.5
/** Quieter than this against the whole (−45 dB) are edges of other notes, dither and codec noise. */
const audiblePower = 3e-5
/** Beats of one parity that have fewer of the kicks than this do not say what lies on the beat. */
const leastShare = 0.2
const leastBeats = 4

/** 0 to 1; `null` with fewer than four beats with a kick. */
export function offbeatHats(
  { octaves, low, hopSeconds, frames }: Envelopes,
  { tempo, firstBeatSeconds }: Pick<BeatGrid, 'tempo' | 'firstBeatSeconds'>,
  { onBeat }: Kicks,
): number | null {
  const beats = [...onBeat.keys()].filter(k => onBeat[k]! >= kickThreshold)
  if (beats.length < leastBeats) return null
  const high = new Float32Array(frames)
  for (const octave of octaves.slice(highOctave)) addTo(high, octave)
  takeRoots(high)
  const power = octaves.reduce((sum, octave) => sum + sumOf(octave), 0.5 * energyOf(low))
  const frameOf = (k: number, share: number) => (firstBeatSeconds + ((k + share) * 60) / tempo) / hopSeconds
  const jumps = (share: number, chosen = beats) =>
    Float32Array.from(chosen, k => jumpAt(high, frameOf(k, share), hopSeconds))
  const half = jumps(0.5)
  const usual = half.slice().sort()[Math.floor(0.75 * half.length)]!
  if (usual ** 2 <= (audiblePower * power) / frames) return 0
  const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / Math.max(1, values.length)
  const meanHalf = mean(half)
  const quarters = 0.5 * (mean(jumps(0.25)) + mean(jumps(0.75)))
  const eighths = [0.125, 0.375, 0.625, 0.875].reduce((sum, share) => sum + 0.25 * mean(jumps(share)), 0)
  const elsewhere = Math.min(1, Math.max(quarters, eighths) / meanHalf)
  const parities = [0, 1]
    .map(parity => beats.filter(k => k % 2 === parity))
    .filter(chosen => chosen.length >= leastShare * beats.length)
  const quieter = Math.min(...parities.map(chosen => mean(jumps(0, chosen))))
  const onTheBeat = Math.min(1, Math.max(0, (2 * quieter) / meanHalf - 1))
  const present = half.filter(hit => hit >= hitThreshold * usual).length / half.length
  return present * (1 - elsewhere) * (1 - 0.5 * onTheBeat)
}

function takeRoots(x: Float32Array): void {
  for (let m = 0; m < x.length; m++) x[m] = Math.sqrt(x[m]!)
}

/** Largest amplitude from 6 ms before to 23 ms after a place, over the mean of the 6 to 23 ms before that; at least 0. */
function jumpAt(amplitude: Float32Array, frame: number, hopSeconds: number): number {
  const near = Math.round(0.006 / hopSeconds)
  const far = Math.round(0.023 / hopSeconds)
  const middle = Math.round(frame)
  let peak = 0
  for (let m = Math.max(0, middle - near); m <= Math.min(amplitude.length - 1, middle + far); m++)
    if (amplitude[m]! > peak) peak = amplitude[m]!
  let before = 0
  let count = 0
  for (let m = Math.max(0, middle - far - near); m < middle - near; m++) {
    if (m < amplitude.length) before += amplitude[m]!
    count++
  }
  return Math.max(0, peak - (count > 0 ? before / count : 0))
}
