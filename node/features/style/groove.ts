/**
 * Rhythm without tempo: the power of four bands folded on the beat and on the bar of the grid. On the beat in eight steps, so
 * that an off-beat bass and a rolling one differ; of the bar only how strongly it repeats at 1, 2, 3, 5, 6 and 7 times a bar,
 * which does not depend on knowing where the bar begins.
 */
import { type Envelopes, highOctave } from '../../dsp/envelope.ts'
import { addTo, writeSquares } from '../../dsp/loops.ts'
import type { BeatGrid } from '../analysis.ts'
import type { TimeRange } from '../loudness.ts'

const stepsPerBeat = 8
const beatsPerBar = 4
const barSteps = 16
/** Multiples of four are within the beat. */
const barHarmonics = [1, 2, 3, 5, 6, 7] as const
const bandCount = 4

export const grooveSize = bandCount * (stepsPerBeat + barHarmonics.length)
/** Two bars. */
const fewestBeats = 8
/** A step this far under the mean is a rest. */
const restDb = -20

/** Powers over time: below 150 Hz, 345 Hz to 1.4 kHz, 1.4 to 5.5 kHz, above; each hop of the envelopes. */
export type GrooveBands = readonly Float32Array[]

export function grooveBands({ low, octaves, frames }: Envelopes): GrooveBands {
  const bass = new Float32Array(frames)
  writeSquares(low, 0.5, bass)
  const sum = (from: number, to: number) => {
    const total = new Float32Array(frames)
    for (const octave of octaves.slice(from, to)) addTo(total, octave)
    return total
  }
  return [bass, sum(0, 2), sum(2, highOctave), sum(highOctave, octaves.length)]
}

/** Leaves `out` as it is without two bars of beats. */
export function writeGroove(
  bands: GrooveBands,
  {
    hopSeconds,
    grid,
    range,
  }: { readonly hopSeconds: number; readonly grid: BeatGrid | null; readonly range: TimeRange },
  out: Float32Array,
): void {
  if (!grid) return
  const beat = 60 / grid.tempo
  const first = Math.ceil((range.startSeconds - grid.firstBeatSeconds) / beat - 0.02)
  const count = Math.floor((range.endSeconds - grid.firstBeatSeconds) / beat + 0.02) - first
  // Whole bars only: a part of one would count for some of its beats and not for others.
  const beats = count - (count % beatsPerBar)
  if (beats < fewestBeats) return
  bands.forEach((power, band) => {
    const onBeat = new Float64Array(stepsPerBeat)
    const onBar = new Float64Array(barSteps)
    for (let n = 0; n < beats; n++) {
      for (let step = 0; step < stepsPerBeat; step++) {
        const at = grid.firstBeatSeconds + (first + n + step / stepsPerBeat) * beat
        const mean = meanBetween(power, at / hopSeconds, (at + beat / stepsPerBeat) / hopSeconds)
        onBeat[step]! += mean
        onBar[
          (n % beatsPerBar) * (barSteps / beatsPerBar) + Math.floor((step * barSteps) / beatsPerBar / stepsPerBeat)
        ]! += mean
      }
    }
    const offset = band * (stepsPerBeat + barHarmonics.length)
    out.set(inDecibels(onBeat), offset)
    out.set(magnitudes(inDecibels(onBar)), offset + stepsPerBeat)
  })
}

function meanBetween(power: Float32Array, from: number, to: number): number {
  const low = Math.max(0, Math.min(power.length - 1, Math.round(from)))
  const high = Math.max(low + 1, Math.min(power.length, Math.round(to)))
  let sum = 0
  for (let n = low; n < high; n++) sum += power[n]!
  return sum / (high - low)
}

/** Relative to their mean; all zero for silence. */
function inDecibels(powers: Float64Array): Float64Array {
  const mean = powers.reduce((sum, value) => sum + value, 0) / powers.length
  return powers.map(value => (mean > 0 ? Math.max(restDb, 10 * Math.log10(value / mean)) : 0))
}

function magnitudes(steps: Float64Array): number[] {
  return barHarmonics.map(k => {
    let [re, im] = [0, 0]
    steps.forEach((value, n) => {
      re += value * Math.cos((2 * Math.PI * k * n) / barSteps)
      im -= value * Math.sin((2 * Math.PI * k * n) / barSteps)
    })
    return Math.hypot(re, im) / barSteps
  })
}
