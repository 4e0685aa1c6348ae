/** Tempo, beat grid with bar lines, and what is played on it, from the onset strength of the whole song. */
import { type Audio, durationSeconds, stereoOf } from '../../audio/audio.ts'
import { type Envelopes, envelopesOf } from '../../dsp/envelope.ts'
import { type OnsetCurves, onsetCurves } from '../../dsp/onset.ts'
import type { BeatGrid } from '../analysis.ts'
import type { FeatureRow } from '../catalogue.ts'
import { clapsPerPlace, everyFourth, everySecond } from './backbeat.ts'
import { firstBeat, fitBeats, locateBeat } from './beat.ts'
import { locateDownbeat } from './downbeat.ts'
import { gridDeviation } from './grid-deviation.ts'
import { fourOnTheFloor, type Kicks, kicksOf, sumOf } from './kicks.ts'
import { offbeatHats } from './offbeat-hats.ts'
import { findTempo, highestTempo, lowestTempo } from './tempo.ts'
import { steadyTempi } from './tempo-change.ts'

export interface Rhythm {
  readonly grid: BeatGrid | null
  /** Values of tempo, fourOnTheFloor, offbeatHats and tempoStability with reasons and confidence. */
  readonly row: FeatureRow
  /** Share of beats with a kick on them, less those half-way between, 0 to 1. */
  readonly fourOnTheFloor: number | null
  /** The kicks on the grid; null without one. */
  readonly kicks: Kicks | null
  /** Why there is no grid. */
  readonly reason?: string
}

export interface RhythmOptions {
  /** Known tempo, BPM (Live's): only the beat's place is searched. */
  readonly tempo?: number
  /** Known grid: only its downbeat, if it has none, and what is played on it are measured. `null`: known to have none. */
  readonly grid?: BeatGrid | null
  /** Envelopes of the same audio, when the caller has them. */
  readonly envelopes?: Envelopes
}

const shortestSeconds = 4
const unsteady = `No steady beat from ${lowestTempo} to ${highestTempo} BPM.`

/** Throws RangeError for a tempo that is not positive. */
export function measureRhythm(audio: Audio, options: RhythmOptions = {}): Rhythm {
  const { tempo } = options
  if (tempo !== undefined && !(tempo > 0)) throw new RangeError(`tempo must be positive, got ${tempo}`)
  if (options.grid === null) return none('No beat grid.')
  if (durationSeconds(audio) < shortestSeconds && !options.grid)
    return none(`Shorter than ${shortestSeconds} s: too few beats for a tempo.`)
  const envelopes = options.envelopes ?? envelopesOf(stereoOf(audio), audio.sampleRate)
  const onsets = onsetCurves(envelopes)
  if (options.grid) {
    const bars = options.grid.downbeat === undefined ? locateDownbeat(envelopes, options.grid) : {}
    return playedOn({ ...options.grid, ...bars }, { onsets, envelopes, kicks: kicksOf(envelopes, options.grid) })
  }
  const found = findTempo(onsets, tempo)
  if (!found) return none('Silence.')
  // A given tempo is taken at its word.
  const tempi = tempo === undefined ? steadyTempi(onsets, found.bpm) : []
  if (tempi.length > 1) return none(`The tempo changes: ${tempi.map(bpm => bpm.toFixed(1)).join(', then ')} BPM.`)
  if (!found.isSteady) return none(unsteady)
  const { octave, phaseSeconds, contrast, isStruck, halfTime } = onKicks(
    onsets,
    envelopes,
    found.bpm,
    tempo !== undefined,
  )
  if (!isStruck) return none(unsteady)
  let beats = { tempo: octave, beatSeconds: phaseSeconds }
  for (const reachSeconds of [0.015, 0.01])
    beats = fitBeats(beats, onsets, { reachSeconds, tempoKnown: tempo !== undefined })
  const place = { tempo: beats.tempo, firstBeatSeconds: firstBeat(envelopes, beats) }
  const kicks = kicksOf(envelopes, place)
  const bars = locateDownbeat(envelopes, place)
  const doubt = halfTimeDoubt * halfTime * (1 - fourOnTheFloor(kicks, bars.downbeat ?? 0))
  const grid = { ...place, confidence: found.steadiness * found.octaveCertainty * contrast * (1 - doubt), ...bars }
  return playedOn(grid, { onsets, envelopes, kicks })
}

const noKick = 'no kick on the beat'

/** The features of a beat that is known. */
function playedOn(
  grid: BeatGrid,
  { onsets, envelopes, kicks }: { readonly onsets: OnsetCurves; readonly envelopes: Envelopes; readonly kicks: Kicks },
): Rhythm {
  const floor = fourOnTheFloor(kicks, grid.downbeat ?? 0)
  const hats = offbeatHats(envelopes, grid, kicks)
  const { deviationMs, confidence } = gridDeviation(onsets, grid)
  return {
    grid,
    fourOnTheFloor: floor,
    kicks,
    row: {
      values: { tempo: grid.tempo, fourOnTheFloor: floor, offbeatHats: hats, tempoStability: deviationMs },
      reasons: {
        ...(hats === null ? { offbeatHats: noKick } : {}),
        ...(deviationMs === null ? { tempoStability: 'fewer than sixteen beats with a kick' } : {}),
      },
      confidence: {
        tempo: grid.confidence,
        fourOnTheFloor: grid.confidence,
        ...(hats === null ? {} : { offbeatHats: grid.confidence }),
        ...(deviationMs === null ? {} : { tempoStability: confidence }),
      },
    },
  }
}

function none(reason: string): Rhythm {
  const fragment = `${reason[0]!.toLowerCase()}${reason.slice(1, -1)}`
  const ids = ['tempo', 'fourOnTheFloor', 'offbeatHats', 'tempoStability'] as const
  return {
    grid: null,
    fourOnTheFloor: null,
    kicks: null,
    reason,
    row: {
      values: Object.fromEntries(ids.map(id => [id, null])),
      reasons: Object.fromEntries(ids.map(id => [id, fragment])),
    },
  }
}

/**
 * The beat at the tempo found; above the usual range at half of it, if only every second beat has a kick and no claps lie
 * on every second one.
 */
function onKicks(onsets: OnsetCurves, envelopes: Envelopes, tempo: number, tempoKnown: boolean) {
  const beat = locateBeat(onsets, envelopes, tempo)
  const claps = clapsPerPlace(envelopes, { firstSeconds: beat.phaseSeconds, tempo })
  if (!tempoKnown && tempo > highestUsualTempo && everySecond(claps) < leastBackbeat) {
    const slow = locateBeat(onsets, envelopes, tempo / 2)
    // What rolls between the beats of half the tempo is the off-beat of the whole: it speaks against the half.
    const { onBeat, halfWay } = kicksOf(envelopes, { tempo: tempo / 2, firstBeatSeconds: slow.phaseSeconds }, 1)
    if (slow.contrast > equalContrast && sumOf(halfWay) < equalKicks * sumOf(onBeat))
      return { octave: tempo / 2, halfTime: 0, ...slow }
  }
  return { octave: tempo, halfTime: tempoKnown ? 0 : everyFourth(claps), ...beat }
}

const highestUsualTempo = 155
/** Two equal kicks read within a fifth of each other, or show no contrast where a dense mix blurs the reading. */
const equalKicks = 0.8
const equalContrast = 0.1
const leastBackbeat = 0.3
/** How much of the certainty a snare on every fourth beat costs where the kick is not four to the floor. */
const halfTimeDoubt = 0.9
