/** Levels and kicks bar by bar: the energy curve of the report, and what sections are told apart by. */
import { type Audio, durationSeconds, stereoOf } from '../audio/audio.ts'
import { powerToDb } from '../dsp/decibel.ts'
import { type Envelopes, envelopesOf, highOctave } from '../dsp/envelope.ts'
import { type LevelGrid, meanSquare, measureLevelGrid, stepsBetween } from '../dsp/level-grid.ts'
import { addTo, writeSquares } from '../dsp/loops.ts'
import type { BeatGrid, Curve } from './analysis.ts'
import { beatsPerBar, firstBarSeconds } from './rhythm/downbeat.ts'
import { type Kicks, kicksOf, kickThreshold } from './rhythm/kicks.ts'

/** Steps without a beat grid. */
const blockSeconds = 2
const silenceDb = -120

/** One value per bar; the curves start together. */
export interface Energy {
  /** RMS level of both channels, dBFS. */
  readonly level: Curve
  /** RMS level below 150 Hz of the mono sum, dBFS. */
  readonly low: Curve
  /** The same in the second half of each beat, where the kick has died away, dBFS: the bass. */
  readonly bass: Curve
  /** Median level from 345 Hz to 5.5 kHz, dBFS: what sounds on between the hits. */
  readonly body: Curve
  /** RMS level above 5.5 kHz, dBFS: hats, noise, open filters. */
  readonly high: Curve
  /** Power by which the top octave (11 kHz up) jumps on the beats, dBFS: claps, snare rolls, hats on the beat. */
  readonly hits: Curve
  /** Share of the bar's beats with a kick, 0 to 1. */
  readonly kick: Curve
}

/** What the caller has of the same audio. */
interface Known {
  readonly envelopes?: Envelopes
  readonly levels?: LevelGrid
  /** On the same grid. */
  readonly kicks?: Kicks | null
}

/** Bars of four beats on the grid, or steps of 2 s without one. */
export function measureEnergy(audio: Audio, grid: BeatGrid | null, known: Known = {}): Energy {
  const heard = known.envelopes ?? envelopesOf(stereoOf(audio), audio.sampleRate)
  const sampled = known.levels ?? measureLevelGrid(stereoOf(audio), audio.sampleRate)
  const channels = Math.min(2, sampled.energies.length)
  const { hopSeconds, octaves } = heard
  const beat = grid ? 60 / grid.tempo : blockSeconds / beatsPerBar
  const stepSeconds = beat * beatsPerBar
  const lowPower = new Float32Array(heard.frames)
  writeSquares(heard.low, 0.5, lowPower)
  const bodyPower = sumOf(octaves.slice(0, highOctave))
  const highPower = sumOf(octaves.slice(highOctave))
  const kicks = grid ? (known.kicks ?? kicksOf(heard, grid)).onBeat : null
  const startSeconds = grid ? firstBarSeconds(grid) : 0
  const shift = grid ? Math.round((startSeconds - grid.firstBeatSeconds) / beat) : 0
  // A last bar of less than a quarter is the rest of the one before.
  const bars = Math.max(1, Math.ceil((durationSeconds(audio) - startSeconds) / stepSeconds - 0.25))
  const timeOf = (bar: number) => startSeconds + bar * stepSeconds
  const curve = (value: (bar: number) => number): Curve => ({
    startSeconds,
    stepSeconds,
    values: Float32Array.from({ length: bars }, (_, bar) => value(bar)),
  })
  const levels = (power: Float32Array) =>
    curve(bar => decibels(mean(stretch(power, hopSeconds, timeOf(bar), timeOf(bar + 1)))))
  return {
    level: curve(bar => {
      const { from, to } = stepsBetween(sampled, timeOf(bar), timeOf(bar + 1))
      let power = 0
      for (let c = 0; c < channels; c++) power += meanSquare(sampled, c, from, to) / channels
      return decibels(power)
    }),
    low: levels(lowPower),
    bass: curve(bar => {
      let power = 0
      for (let k = 0; k < beatsPerBar; k++) {
        const at = timeOf(bar) + k * beat
        power += mean(stretch(lowPower, hopSeconds, at + 0.5 * beat, at + 0.95 * beat)) / beatsPerBar
      }
      return decibels(power)
    }),
    body: curve(bar => decibels(median(stretch(bodyPower, hopSeconds, timeOf(bar), timeOf(bar + 1))))),
    high: levels(highPower),
    hits: curve(bar => {
      let power = 0
      for (let k = 0; k < beatsPerBar; k++) {
        const at = timeOf(bar) + k * beat
        const before = mean(stretch(octaves.at(-1)!, hopSeconds, at - 0.06, at - 0.005))
        const after = largest(stretch(octaves.at(-1)!, hopSeconds, at - 0.005, at + 0.03))
        power += Math.max(0, after - before) / beatsPerBar
      }
      return decibels(power)
    }),
    kick: curve(bar => {
      if (!kicks) return 0
      const from = shift + bar * beatsPerBar
      const beats = kicks.subarray(Math.max(0, from), Math.max(0, from + beatsPerBar))
      return beats.length === 0 ? 0 : beats.filter(kick => kick >= kickThreshold).length / beats.length
    }),
  }
}

const decibels = (power: number) => Math.max(silenceDb, powerToDb(power))

const stretch = (values: Float32Array, hopSeconds: number, from: number, to: number) =>
  values.subarray(Math.max(0, Math.round(from / hopSeconds)), Math.max(0, Math.round(to / hopSeconds)))

function mean(values: Float32Array): number {
  let sum = 0
  for (let n = 0; n < values.length; n++) sum += values[n]!
  return values.length === 0 ? 0 : sum / values.length
}

const largest = (values: Float32Array) => values.reduce((a, b) => Math.max(a, b), 0)

const median = (values: Float32Array) => values.slice().sort()[values.length >> 1] ?? 0

function sumOf(curves: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(curves[0]!.length)
  for (const curve of curves) addTo(sum, curve)
  return sum
}
