/**
 * Supersaw: how many detuned voices a sustained sound has, how far apart they are, and how wide.
 *
 * - `supersawVoices`: lines of the pattern that the harmonics of the sustained notes share (supersaw-pattern.ts).
 * - `supersawDetune`: half the distance of the outermost lines in cents ("±21 cents" reads 21); 0 for one voice.
 * - `supersawWidth`: side over mid power at those lines, what lies beside them taken off, not below −30 dB.
 *
 * A vibrato, a gate or a dense mix leaves power between the lines and fills the dips: confidence is the square of (mean dip
 * between the lines, full at 6 dB) × (share of the power around the voices that is in their lines), less where voices are
 * closer than 2 cents, about what the window resolves. Below `leastConfidence` there is no figure, nor where a line has the
 * power of several, nor where all harmonics move together (common-motion.ts): those lines are the turning points of a
 * vibrato or chorus. Several instruments with different stacks in the same section overlap: a figure is that of the one
 * which stands out.
 */
import { type Audio, durationSeconds, stereoOf } from '../../audio/audio.ts'
import { powerToDb } from '../../dsp/decibel.ts'
import { type LongSpectrum, LongSpectrumReader } from '../../dsp/long-spectrum.ts'
import { PitchReader } from '../../dsp/pitch-frames.ts'
import { median } from '../../dsp/statistics.ts'
import type { BeatGrid } from '../analysis.ts'
import type { KeyedRange } from '../bands.ts'
import type { FeatureRow, Scope } from '../catalogue.ts'
import { missing } from '../feature-rows.ts'
import { type ColourOptions, evenly, rowsByType } from './by-type.ts'
import { commonMotion } from './common-motion.ts'
import { type Stack, stackOf } from './supersaw-lines.ts'
import { notesOf } from './supersaw-notes.ts'
import { Pattern } from './supersaw-pattern.ts'

const windowsPerScope = 12
const notesPerWindow = 4
const leastConfidence = 0.3
/** More lines than this are several instruments. */
const mostVoices = 16
/** Semitones a note may be away from the tuning of the rest: the search finds it to ±0.1. */
const leastInTune = 0.3
/**
 * Common motion over half the distance of the outermost lines. Stacks alone and under drums (seeds 200 to 226) come to 0.17,
 * nine in ten of them to 0.10; single saws with vibrato or chorus that read as several lines to 0.28 and more.
 */
const mostMotion = 0.22
/** Half of them may be spoilt by a wrong note. */
const motionWindows = 5
const narrowestDb = -30
const widestDb = 60
/** A window starts this long after the bar line: past the attack. */
const afterBarSeconds = 0.02

/** Rows for every section type in `ranges` and for 'overall': the section type where the voices are clearest. */
export function measureSupersaw(audio: Audio, { grid, ranges }: ColourOptions): Map<Scope, FeatureRow> {
  if (!(durationSeconds(audio) > 0)) return new Map([['overall', none('no audio')]])
  const reader = new LongSpectrumReader(audio.sampleRate)
  const pitches = new PitchReader(audio.sampleRate)
  const channels = stereoOf(audio)
  const lengthSeconds = reader.length / audio.sampleRate
  const windowAt = (startSeconds: number): Window => {
    const from = Math.round(startSeconds * audio.sampleRate)
    return {
      spectrum: reader.read(channels, from),
      // One channel: in the sum of both a wide chorus moves up and down at once.
      motion: notes => commonMotion(pitches.read(channels[0], channels[0], from, from + reader.length), notes),
    }
  }
  const rowOf = (own: readonly KeyedRange[]) => measured(windowStarts(own, grid, lengthSeconds).map(windowAt))
  return rowsByType(audio, ranges, { rowOf, clarity: row => row.confidence?.supersawVoices ?? -1 })
}

interface Window {
  readonly spectrum: LongSpectrum
  /** Cents that all harmonics of the notes (Hz) move together. */
  readonly motion: (notes: readonly number[]) => number
}

/** Up to `windowsPerScope` window starts, seconds, spread over the ranges: on bar lines, else every half window. */
function windowStarts(ranges: readonly KeyedRange[], grid: BeatGrid | null, lengthSeconds: number): number[] {
  const step = grid ? 240 / grid.tempo : lengthSeconds / 2
  const all = ranges.flatMap(({ startSeconds, endSeconds }) => {
    const first = startSeconds + afterBarSeconds
    const count = Math.max(1, Math.floor((endSeconds - first - lengthSeconds) / step + 1.2))
    return Array.from({ length: count }, (_, i) => first + i * step)
  })
  return evenly(all, windowsPerScope)
}

function measured(all: readonly Window[]): FeatureRow {
  const windows = all.map(window => ({ ...window, notes: notesOf(window.spectrum, notesPerWindow).map(semitones) }))
  const tuning = tuningOf(windows.flatMap(({ notes }) => notes))
  const inTune = windows.map(({ notes, ...window }) => ({
    ...window,
    notes: notes.flatMap(note => tuned(note, tuning)),
  }))
  const pattern = new Pattern()
  for (const { spectrum, notes } of inTune) for (const hz of notes) pattern.read(spectrum, hz)
  if (pattern.rows === 0) return none('no sustained note with harmonics above 1 kHz')
  const stack = stackOf(pattern)
  if (!stack) return none('no steady harmonic lines stand out')
  if (stack.voices.length > mostVoices) return none('several detuned instruments overlap')
  if (stack.confidence < leastConfidence)
    return none('the voices cannot be told apart: notes too short or unsteady, or covered by other parts')
  if (stack.isMerged) return none('some of the voices are too close to be told apart')
  if (stack.voices.length > 1) {
    const playing = evenly(
      inTune.filter(({ notes }) => notes.length > 0),
      motionWindows,
    )
    const motion = median(playing.map(window => window.motion(window.notes)))!
    if (motion > mostMotion * stack.detuneCents) return none('the pitch moves as a whole, as with vibrato or chorus')
  }
  return rowFrom(stack)
}

/** The note of the scale it stands for, Hz; none where it is between two. */
function tuned(note: number, tuning: number): number[] {
  const nearest = Math.round(note - tuning)
  return Math.abs(note - tuning - nearest) <= leastInTune ? [440 * 2 ** ((nearest + tuning) / 12)] : []
}

const semitones = (hz: number) => 12 * Math.log2(hz / 440)

/** How far the notes are from equal temperament at 440 Hz, −0.5 to 0.5 semitones: the direction of their mean on the circle. */
function tuningOf(notes: readonly number[]): number {
  const re = notes.reduce((sum, note) => sum + Math.cos(2 * Math.PI * note), 0)
  const im = notes.reduce((sum, note) => sum + Math.sin(2 * Math.PI * note), 0)
  return Math.atan2(im, re) / (2 * Math.PI)
}

function rowFrom({ voices, detuneCents, sideShare, confidence }: Stack): FeatureRow {
  const width = sideShare === null ? null : powerToDb(sideShare / (1 - sideShare))
  return {
    values: {
      supersawVoices: voices.length,
      supersawDetune: detuneCents,
      supersawWidth: width === null ? null : Math.min(widestDb, Math.max(narrowestDb, width)),
    },
    reasons: width === null ? { supersawWidth: 'other parts cover the sides of its voices' } : {},
    confidence: { supersawVoices: confidence, supersawDetune: confidence, supersawWidth: confidence },
  }
}

const none = (reason: string) => missing(['supersawVoices', 'supersawDetune', 'supersawWidth'], reason)
