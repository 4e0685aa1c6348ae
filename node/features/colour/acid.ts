/**
 * Acid line: a low monophonic line through a resonant filter that moves, after what the TB-303 does. Reported, not judged.
 *
 * - `acidSweep`: how far the resonance travels, from its 10th to its 90th percentile in octaves. A resonance is a group of
 *   harmonics at least 7 dB above those below and above, less the slope of a saw, that moves smoothly for 46 ms or more.
 * - `acidGlides`: slides per bar: the pitch is seen on its way between two held notes. A jump to the next note is none.
 *   A lower bound: low notes under a closing filter hide their pitch, and less than a third of the slides made are counted (18 % of 158 in the evaluation).
 * - `acidAccent`: the median level of the loudest quarter of the sixteenths over the median of the others, dB; those on
 *   the beat, where the kick plays, are left out.
 * - `acidLine`, 0 to 1: R · S · (0.6 + 0.25 · G + 0.15 · A). R rises from 0 to 1 as the share of the line with such a
 *   resonance goes from 10 % to 28 % (songs without one stay below 14 %), S as the sweep goes to 0.45 octaves, G as there is
 *   a slide every two seconds, A as accents reach 6 dB. A derived figure: without a moving resonance nothing is acid, and
 *   slides and accents add to it.
 */
import { type Audio, durationSeconds, stereoOf } from '../../audio/audio.ts'
import { PitchReader } from '../../dsp/pitch-frames.ts'
import { median, quantile } from '../../dsp/statistics.ts'
import type { BeatGrid } from '../analysis.ts'
import type { KeyedRange } from '../bands.ts'
import type { FeatureRow, Scope } from '../catalogue.ts'
import { missing } from '../feature-rows.ts'
import { lineOf, slidesOf } from './acid-line.ts'
import { type ColourOptions, evenly, rowsByType } from './by-type.ts'

const stretchesPerScope = 2
const barsPerStretch = 2
/** Without a grid. */
const stretchSeconds = 3.5
const leastVoiced = 0.15
/** Share of voiced frames from which on the line counts as followed for certain. */
const surelyVoiced = 0.5
const fewestSteps = 8
/** Frames centred later in a sixteenth hear the attack of the next. */
const beforeNextStep = 0.75

const noResonance = 0.1
const fullResonance = 0.28
const fullSweep = 0.45
const fullGlidesPerSecond = 0.5
const fullAccent = 6

/** Rows for every section type in `ranges` and for 'overall': the section type with the highest score. */
export function measureAcid(audio: Audio, { grid, ranges }: ColourOptions): Map<Scope, FeatureRow> {
  if (!(durationSeconds(audio) > 0)) return new Map([['overall', none('no audio')]])
  const reader = new PitchReader(audio.sampleRate)
  const rowOf = (own: readonly KeyedRange[]) => measured(audio, { reader, grid, ranges: own })
  return rowsByType(audio, ranges, { rowOf, clarity: row => row.values.acidLine ?? -1 })
}

interface Where {
  readonly reader: PitchReader
  readonly grid: BeatGrid | null
  readonly ranges: readonly KeyedRange[]
}

function measured(audio: Audio, { reader, grid, ranges }: Where): FeatureRow {
  const lengthSeconds = grid ? (barsPerStretch * 240) / grid.tempo : stretchSeconds
  const [left, right] = stereoOf(audio)
  const resonances: number[] = []
  const steps: number[] = []
  let frameCount = 0
  let voicedCount = 0
  let slides = 0
  let seconds = 0
  for (const { start, end } of stretches(ranges, lengthSeconds)) {
    const from = Math.round(start * audio.sampleRate)
    const frames = reader.read(left, right, from, Math.min(left.length, Math.round(end * audio.sampleRate)))
    const line = lineOf(frames)
    frameCount += frames.count
    voicedCount += line.voiced.length
    slides += slidesOf(frames, line)
    seconds += end - start
    for (const t of line.voiced) if (!Number.isNaN(line.resonance[t]!)) resonances.push(line.resonance[t]!)
    if (grid) steps.push(...stepLevels(line.level, t => start + frames.startSeconds + t * frames.hopSeconds, grid))
  }
  const share = frameCount > 0 ? voicedCount / frameCount : 0
  if (share < leastVoiced) return none('no pitched line between 55 and 1000 Hz can be followed')
  const sweep = resonances.length > 1 ? quantile(resonances, 0.9)! - quantile(resonances, 0.1)! : null
  const accent = accentOf(steps)
  const resonant = ramp((resonances.length / voicedCount - noResonance) / (fullResonance - noResonance))
  const ornaments = 0.25 * ramp(slides / seconds / fullGlidesPerSecond) + 0.15 * ramp((accent ?? 0) / fullAccent)
  const confidence = ramp(share / surelyVoiced)
  return {
    values: {
      acidLine: resonant * ramp((sweep ?? 0) / fullSweep) * (0.6 + ornaments),
      acidSweep: sweep,
      acidGlides: grid ? (slides / seconds) * (240 / grid.tempo) : null,
      acidAccent: accent,
    },
    reasons: {
      ...(sweep === null ? { acidSweep: 'no resonance stands out' } : {}),
      ...(grid ? {} : { acidGlides: 'no steady beat to count bars' }),
      ...(accent === null
        ? { acidAccent: grid ? 'too few notes on the sixteenths' : 'no steady beat to place notes' }
        : {}),
    },
    confidence: { acidLine: confidence, acidSweep: confidence, acidGlides: confidence, acidAccent: confidence },
  }
}

/** Up to two stretches, spread over the ranges, from the ranges' own bar lines on. */
function stretches(ranges: readonly KeyedRange[], lengthSeconds: number): { start: number; end: number }[] {
  const all = ranges.flatMap(({ startSeconds, endSeconds }) => {
    const count = Math.max(1, Math.floor((endSeconds - startSeconds) / lengthSeconds))
    return Array.from({ length: count }, (_, i) => {
      const start = startSeconds + i * lengthSeconds
      return { start, end: Math.min(endSeconds, start + lengthSeconds) }
    })
  })
  return evenly(all, stretchesPerScope)
}

/** The loudest level in each sixteenth that is not on a beat and has a note, dB. */
function stepLevels(level: Float64Array, timeOf: (t: number) => number, grid: BeatGrid): number[] {
  const loudest = new Map<number, number>()
  for (let t = 0; t < level.length; t++) {
    if (level[t]! === Number.NEGATIVE_INFINITY) continue
    const at = ((timeOf(t) - grid.firstBeatSeconds) * grid.tempo) / 15
    const step = Math.floor(at)
    if (step % 4 !== 0 && at - step < beforeNextStep)
      loudest.set(step, Math.max(loudest.get(step) ?? Number.NEGATIVE_INFINITY, level[t]!))
  }
  return [...loudest.values()]
}

function accentOf(steps: readonly number[]): number | null {
  if (steps.length < fewestSteps) return null
  const sorted = [...steps].sort((a, b) => a - b)
  const cut = Math.floor(0.75 * sorted.length)
  return Math.min(40, median(sorted.slice(cut))! - median(sorted.slice(0, cut))!)
}

const ramp = (value: number) => Math.min(1, Math.max(0, value))

const none = (reason: string) => missing(['acidLine', 'acidSweep', 'acidGlides', 'acidAccent'], reason)
