/** Levels and kicks bar by bar: the energy curve of the report, and what sections are told apart by. */
import { type Audio, durationSeconds, stereoOf } from '../audio/audio.ts'
import { powerToDb } from '../dsp/decibel.ts'
import { type Envelopes, envelopesOf, octaveCount } from '../dsp/envelope.ts'
import { onsetCurves } from '../dsp/onset.ts'
import type { BeatGrid, Curve } from './analysis.ts'
import { kicksOf, kickThreshold } from './rhythm.ts'

const beatsPerBar = 4
/** Without a beat grid. */
const blockSeconds = 2
const silenceDb = -120

export interface Energy {
  /** RMS level per bar, both channels, dBFS. */
  readonly level: Curve
  /** RMS level below 150 Hz of the mono sum, dBFS. */
  readonly low: Curve
  /** The same between the kicks (second half of each beat): the bass. */
  readonly bass: Curve
  /** Share of the bar's beats with a kick, 0 to 1. */
  readonly kick: Curve
  /** Onsets of all kinds, mean onset strength. */
  readonly density: Curve
  /** Level per octave from 345 Hz up (mono sum), dBFS. */
  readonly octaves: readonly Curve[]
}

/** Bars begin on the grid's first beat. */
export function measureEnergy(audio: Audio, grid: BeatGrid | null, envelopes?: Envelopes): Energy {
  const channels = stereoOf(audio)
  const heard = envelopes ?? envelopesOf(channels, audio.sampleRate)
  const { hopSeconds } = heard
  const beat = grid ? 60 / grid.tempo : blockSeconds / beatsPerBar
  const stepSeconds = beat * beatsPerBar
  const startSeconds = grid?.firstBeatSeconds ?? 0
  // A last bar of less than a quarter is the rest of the one before.
  const bars = Math.max(1, Math.ceil((durationSeconds(audio) - startSeconds) / stepSeconds - 0.25))
  const curve = (value: (bar: number) => number): Curve => ({
    startSeconds,
    stepSeconds,
    values: Float32Array.from({ length: bars }, (_, bar) => value(bar)),
  })
  const timeOf = (bar: number) => startSeconds + bar * stepSeconds
  const meanOver = (values: Float32Array, fromSeconds: number, toSeconds: number) => {
    const from = Math.max(0, Math.round(fromSeconds / hopSeconds))
    const to = Math.min(values.length, Math.round(toSeconds / hopSeconds))
    let sum = 0
    for (let m = from; m < to; m++) sum += values[m]!
    return to > from ? sum / (to - from) : 0
  }
  const perBar = (values: Float32Array) => (bar: number) => meanOver(values, timeOf(bar), timeOf(bar + 1))
  const lowPower = heard.low.map(a => 0.5 * a * a)
  const bassPower = (bar: number) => {
    let sum = 0
    for (let k = 0; k < beatsPerBar; k++) {
      const at = timeOf(bar) + k * beat
      sum += meanOver(lowPower, at + 0.5 * beat, at + 0.95 * beat)
    }
    return sum / beatsPerBar
  }
  const kicks = grid ? kicksOf(heard, grid).onBeat : new Float32Array(0)
  const { full } = onsetCurves(heard)
  return {
    level: curve(bar => decibels(meanSquare(channels, audio.sampleRate, timeOf(bar), timeOf(bar + 1)))),
    low: curve(bar => decibels(perBar(lowPower)(bar))),
    bass: curve(bar => decibels(bassPower(bar))),
    kick: curve(bar => {
      const beats = kicks.subarray(bar * beatsPerBar, (bar + 1) * beatsPerBar)
      return beats.length === 0 ? 0 : beats.filter(kick => kick >= kickThreshold).length / beats.length
    }),
    density: curve(perBar(full)),
    octaves: Array.from({ length: octaveCount }, (_, k) => curve(bar => decibels(perBar(heard.octaves[k]!)(bar)))),
  }
}

const decibels = (power: number) => Math.max(silenceDb, powerToDb(power))

function meanSquare(channels: readonly Float32Array[], sampleRate: number, from: number, to: number): number {
  const start = Math.max(0, Math.round(from * sampleRate))
  let sum = 0
  let count = 0
  for (const x of channels) {
    const end = Math.min(x.length, Math.round(to * sampleRate))
    for (let n = start; n < end; n++) sum += x[n]! * x[n]!
    count += Math.max(0, end - start)
  }
  return count === 0 ? 0 : sum / count
}
