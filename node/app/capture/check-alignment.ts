/** Where each file of a pass is to be cut, and whether that can be relied on to the sample. */
import { median } from '../../dsp/statistics.ts'
import { clearLag, lagBetween } from './lag.ts'
import { type PlacedFile, viewOf } from './placed-file.ts'
import { sampleAt } from './song-position.ts'

export interface CheckedTap extends PlacedFile {
  readonly name: string
  /** Samples by which the devices in front of it delay; null: Live does not say. */
  readonly latency: number | null
}

export interface AlignmentQuestion {
  readonly main: PlacedFile
  readonly taps: readonly CheckedTap[]
  readonly frames: number
  readonly fromBeats: number
}

export interface Alignment {
  /** First sample of the range in each tap's file, and in Main's. */
  readonly starts: readonly number[]
  readonly mainStart: number
  readonly mainLagMs: number | null
  /** Live gives devices a song position that is corrected for what delays them: found by the sound. */
  readonly isPositionCorrected: boolean
  readonly doubts: readonly string[]
}

/** Files of one sample clock differ by whole samples; a fit that says otherwise by more than this is doubted. */
const gridTolerance = 0.1
/** What cross-correlation may differ by where two places are the same: samples. Phase of an EQ shifts a peak so far. */
const lagTolerance = 2
/** Recorders begin to move together; one that differs by more than this beats was counted from a wrong beat. */
const beginTolerance = 0.25
/** What may lie between Main and the tracks: Live's delay compensation and look-ahead on Main. */
const mainWindowMs = 100

/**
 * A tap's sound is later than its song position by what is in front of it delays, if Live gives every device the same
 * position; if Live corrects the position for it, not at all. Which of the two holds is asked of the sound once, for all taps.
 */
export function checkAlignment({ main, taps, frames, fromBeats }: AlignmentQuestion): Alignment {
  const doubts: string[] = []
  const mainAt = sampleAt(main.position, fromBeats)
  const mainStart = Math.round(mainAt)
  const begins = taps.map(({ position, startedAt }) => position.fromBeats - startedAt)
  const usualBegin = median([...begins, main.position.fromBeats - main.startedAt])!
  // All files lie on Main's grid: what a fit says beside it is the fit's error.
  const positions = taps.map((tap, k) => {
    const offset = sampleAt(tap.position, fromBeats) - mainAt
    if (Math.abs(offset - Math.round(offset)) > gridTolerance) {
      doubts.push(
        `${tap.name}: its song position lies ${(offset - Math.round(offset)).toFixed(2)} samples beside the clock.`,
      )
    }
    if (Math.abs(begins[k]! - usualBegin) > beginTolerance) {
      doubts.push(`${tap.name}: it is not certain on which beat its recording begins.`)
    }
    return mainStart + Math.round(offset)
  })

  const mainCut = viewOf(main, mainStart, frames)
  const lags = taps.map((tap, k) => {
    const cut = mainCut && viewOf(tap, positions[k]!, frames)
    const lag = cut ? lagBetween(cut, mainCut, mainWindowMs) : null
    return lag && lag.clarity >= clearLag ? lag.samples : null
  })
  const delays = taps.map(tap => tap.latency ?? 0)
  // A lag is how much later Main is than the tap as positioned. Cut `delay` later, the tap comes earlier: its lag grows.
  const delayed = spreadOf(lags.map((lag, k) => (lag === null ? null : lag + delays[k]!)))
  const corrected = spreadOf(lags)
  const isCorrected = corrected.spread <= lagTolerance && delayed.spread > lagTolerance
  const { middle } = isCorrected ? corrected : delayed
  const starts = positions.map((position, k) => position + (isCorrected ? 0 : Math.round(delays[k]!)))

  for (const [k, tap] of taps.entries()) {
    const lag = lags[k]
    const beside = lag == null || middle === null ? null : lag + (isCorrected ? 0 : delays[k]!) - middle
    if (beside !== null && Math.abs(beside) > lagTolerance) {
      doubts.push(`${tap.name}: it sounds ${lateness(beside, tap.sampleRate)} than the other tracks.`)
    } else if (tap.latency === null && beside === null && !isSilent(tap)) {
      doubts.push(`${tap.name}: Live does not say how much its devices delay.`)
    }
  }
  const moved = middle === null ? 0 : Math.round(middle)
  const canMove = viewOf(main, mainStart + moved, frames) !== null
  return {
    starts,
    mainStart: canMove ? mainStart + moved : mainStart,
    mainLagMs: middle === null ? null : (1000 * middle) / main.sampleRate,
    isPositionCorrected: isCorrected,
    doubts,
  }
}

const lateness = (samples: number, sampleRate: number) =>
  `${Math.abs((1000 * samples) / sampleRate).toFixed(1)} ms ${samples > 0 ? 'earlier' : 'later'}`

const isSilent = ({ channels }: PlacedFile) => channels.every(channel => channel.every(sample => sample === 0))

/** The middle of what is known, and the farthest from it. */
function spreadOf(values: readonly (number | null)[]): { readonly middle: number | null; readonly spread: number } {
  const known = values.filter(value => value !== null)
  const middle = median(known)
  return { middle, spread: middle === null ? 0 : Math.max(...known.map(value => Math.abs(value - middle))) }
}
