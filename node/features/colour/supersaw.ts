/**
 * Supersaw: how many detuned voices a sustained sound has, how far apart they are, and how wide.
 *
 * - `supersawVoices`: lines of the pattern that the harmonics of the sustained notes share (supersaw-pattern.ts).
 * - `supersawDetune`: half the distance of the outermost lines in cents ("±21 cents" reads 21); 0 for one voice.
 * - `supersawWidth`: side over mid power at those lines, what lies beside them taken off, not below −30 dB.
 *
 * A vibrato, a gate or a dense mix leaves power between the lines and fills the dips: confidence is the square of (mean dip
 * between the lines, full at 6 dB) × (share of the power around the voices that is in their lines), less where voices are
 * closer than 2 cents, about what the window resolves. Below `leastConfidence` there is no figure. Several instruments
 * with different stacks in the same section overlap: a figure is that of the one which stands out.
 */
import { type Audio, durationSeconds, stereoOf } from '../../audio/audio.ts'
import { powerToDb } from '../../dsp/decibel.ts'
import { type LongSpectrum, LongSpectrumReader } from '../../dsp/long-spectrum.ts'
import type { BeatGrid } from '../analysis.ts'
import type { KeyedRange } from '../bands.ts'
import type { FeatureRow, Scope } from '../catalogue.ts'
import { missing } from '../feature-rows.ts'
import { type ColourOptions, evenly, rowsByType } from './by-type.ts'
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
const narrowestDb = -30
const widestDb = 60
/** A window starts this long after the bar line: past the attack. */
const afterBarSeconds = 0.02

/** Rows for every section type in `ranges` and for 'overall': the section type where the voices are clearest. */
export function measureSupersaw(audio: Audio, { grid, ranges }: ColourOptions): Map<Scope, FeatureRow> {
  if (!(durationSeconds(audio) > 0)) return new Map([['overall', none('no audio')]])
  const reader = new LongSpectrumReader(audio.sampleRate)
  const channels = stereoOf(audio)
  const lengthSeconds = reader.length / audio.sampleRate
  const rowOf = (own: readonly KeyedRange[]) =>
    measured(windowStarts(own, grid, lengthSeconds).map(at => reader.read(channels, Math.round(at * audio.sampleRate))))
  return rowsByType(audio, ranges, { rowOf, clarity: row => row.confidence?.supersawVoices ?? -1 })
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

function measured(spectra: readonly LongSpectrum[]): FeatureRow {
  const windows = spectra.map(spectrum => ({ spectrum, notes: notesOf(spectrum, notesPerWindow).map(semitones) }))
  const tuning = tuningOf(windows.flatMap(({ notes }) => notes))
  const pattern = new Pattern()
  for (const { spectrum, notes } of windows)
    for (const note of notes) {
      const nearest = Math.round(note - tuning)
      if (Math.abs(note - tuning - nearest) <= leastInTune) pattern.read(spectrum, 440 * 2 ** ((nearest + tuning) / 12))
    }
  if (pattern.rows === 0) return none('no sustained note with harmonics above 1 kHz')
  const stack = stackOf(pattern)
  if (!stack) return none('no steady harmonic lines stand out')
  if (stack.voices.length > mostVoices) return none('several detuned instruments overlap')
  if (stack.confidence < leastConfidence)
    return none('the voices cannot be told apart: notes too short or unsteady, or covered by other parts')
  return rowFrom(stack)
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
