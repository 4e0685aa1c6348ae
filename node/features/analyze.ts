/** The whole measurement of one piece of audio. Shared work (envelopes, K-weighting, spectra, beat grid) is done once. */
import { type Audio, durationSeconds, stereoOf } from '../audio/audio.ts'
import { gainToDb } from '../dsp/decibel.ts'
import { envelopesOf } from '../dsp/envelope.ts'
import { measureLevelGrid } from '../dsp/level-grid.ts'
import { type TruePeakCurve, truePeakCurve } from '../dsp/true-peak.ts'
import type { Analysis, BeatGrid, Curve, Section } from './analysis.ts'
import { barSecondsOf, buildSlope, dropImpact } from './arrangement.ts'
import { type KeyedRange, measureBands } from './bands.ts'
import { type FeatureRow, type Scope, type SectionType, sectionTypes } from './catalogue.ts'
import { measureAcid } from './colour/acid.ts'
import { measureSupersaw } from './colour/supersaw.ts'
import { crestFactor, hitsOf, peakToShortTermRatio, transientPunch } from './dynamics.ts'
import { measureEnergy } from './energy.ts'
import { mergeRows, single } from './feature-rows.ts'
import { harmonyOf, withHarmony } from './harmony/harmony.ts'
import { measureTonality, type Tonality, tonalSignal } from './harmony/tonality.ts'
import { gatedLoudness, type Loudness, measureLoudness, type TimeRange } from './loudness.ts'
import { barsOf } from './low-end/kicked-bars.ts'
import { measureLowEnd } from './low-end/low-end.ts'
import { clippedPassages, remarks } from './remarks.ts'
import { measureRhythm } from './rhythm/rhythm.ts'
import { detectSections } from './sections.ts'
import { measureMixDucking } from './sidechain/mix-ducking.ts'
import { spectralFeatures } from './spectrum.ts'
import { stereoFeatures } from './stereo.ts'
import { blockRanges } from './style/blocks.ts'
import { measureStyle } from './style/style.ts'

export interface AnalyzeOptions {
  readonly name: string
  /** Known sections (Live's locators, an earlier measurement): nothing is guessed. */
  readonly sections?: readonly Section[]
  /** "Treat this as drop": the whole piece is one section of this type. */
  readonly declared?: SectionType
  /** A known grid, or Live's tempo alone. */
  readonly grid?: BeatGrid | null
  readonly tempo?: number
  /** Of the same audio, when the caller has it. */
  readonly tonality?: Tonality
  /** What the decoder had to say. */
  readonly warnings?: readonly string[]
}

/** Sections shorter than this give no row: too few frames for a spectrum that could be compared. */
const shortestSectionSeconds = 2

/** Throws RangeError for audio without samples or with NaN or Infinity in it. */
export function analyze(audio: Audio, options: AnalyzeOptions): Analysis {
  const seconds = durationSeconds(audio)
  if (!(seconds > 0)) throw new RangeError('audio must have at least one sample, got 0')
  const loudness = measureLoudness(audio)
  const peaks = truePeakCurve(audio.channels, audio.sampleRate)
  const levels = measureLevelGrid(audio.channels, audio.sampleRate)
  const envelopes = envelopesOf(stereoOf(audio), audio.sampleRate)
  const {
    grid,
    kicks,
    row: rhythm,
  } = measureRhythm(audio, {
    envelopes,
    ...(options.tempo === undefined ? {} : { tempo: options.tempo }),
    ...(options.grid === undefined ? {} : { grid: options.grid }),
  })
  const energy = measureEnergy(audio, grid, { envelopes, levels, kicks })
  const sections: readonly Section[] = options.declared
    ? [{ type: options.declared, startSeconds: 0, endSeconds: seconds }]
    : (options.sections ?? detectSections(energy, seconds))

  const long = sections.filter(({ startSeconds, endSeconds }) => endSeconds - startSeconds >= shortestSectionSeconds)
  const typesHere = sectionTypes.filter(type => long.some(section => section.type === type))
  const ranges = new Map<Scope, readonly TimeRange[]>(
    typesHere.map(type => [type, long.filter(section => section.type === type)]),
  )
  const keyed = long.map(({ type, startSeconds, endSeconds }) => ({ key: type, startSeconds, endSeconds }))
  const tonality = options.tonality ?? measureTonality(tonalSignal(audio))
  const tuningCents = tonality.tuningCents ?? 0
  const styleRanges = blockRanges(grid, seconds)
  const bands = measureBands(audio, [...keyed, ...styleRanges] satisfies readonly KeyedRange[])
  const bars = barsOf(audio, { grid, envelopes, kicks, ranges })
  const lowEnd = measureLowEnd(audio, { grid, envelopes, bars, tuningCents })
  const ducking = measureMixDucking(audio, { grid, envelopes, bars })
  const supersaw = measureSupersaw(audio, { grid, ranges: keyed })
  const acid = measureAcid(audio, { grid, ranges: keyed })

  const hits = grid && hitsOf(envelopes, grid)

  const everywhere = (scope: Scope, where?: readonly TimeRange[]): FeatureRow[] => [
    spectralFeatures(bands.get(scope)!),
    stereoFeatures(bands.get(scope)!),
    single('crestFactor', crestFactor(levels, where), 'silence'),
    single(
      'peakToShortTermRatio',
      peakToShortTermRatio(peaks.steps, loudness.shortTerm, where),
      'shorter than 3 s or quieter than −70 LUFS',
    ),
    hits
      ? single('transientPunch', transientPunch(hits, where), 'fewer than 8 beats that sound')
      : single('transientPunch', null, 'no steady beat'),
    ...[lowEnd.get(scope), ducking.get(scope)?.row, supersaw.get(scope), acid.get(scope)].filter(
      row => row !== undefined,
    ),
  ]
  const rows: Partial<Record<Scope, FeatureRow>> = {}
  for (const type of typesHere) {
    const where = ranges.get(type)!
    const gated = gatedLoudness(loudness, where)
    rows[type] = mergeRows('sections', [
      ...everywhere(type, where),
      single('sectionLoudness', gated, 'quieter than −70 LUFS'),
    ])
  }
  const bar = grid ? barSecondsOf(grid.tempo) : null
  rows.overall = mergeRows('overall', [
    ...everywhere('overall'),
    ...loudnessRows(loudness, peaks),
    rhythm,
    dropContrast(rows),
    bar === null
      ? single('dropImpact', null, 'no steady beat')
      : single('dropImpact', dropImpact(loudness, sections, bar), 'no drop that follows something else'),
    single('buildSlope', grid ? buildSlope(energy, sections) : null, grid ? 'no build of four bars' : 'no steady beat'),
  ])

  const style = measureStyle(audio, {
    sections,
    grid,
    loudness,
    envelopes,
    levels,
    peaks: peaks.steps,
    hits,
    ranges: styleRanges,
    bands,
  })
  return withHarmony(
    {
      name: options.name,
      sampleRate: audio.sampleRate,
      channels: audio.channels.length,
      seconds,
      warnings: [...(options.warnings ?? []), ...remarks(levels)],
      clippedPassages: clippedPassages(levels),
      grid,
      sections,
      sectionSource: options.declared ? 'declared' : options.sections ? 'locators' : 'detected',
      rows,
      bands: Object.fromEntries([...typesHere, 'overall'].map(scope => [scope, bands.get(scope)!])),
      shortTerm: loudness.shortTerm,
      momentary: loudness.momentary,
      energy: energy.level,
      ducking: Object.fromEntries(
        [...ducking].flatMap(([scope, { curve }]): [Scope, Curve][] => (curve ? [[scope, curve]] : [])),
      ),
      style,
    },
    harmonyOf(tonality, null),
  )
}

function loudnessRows(loudness: Loudness, { peak }: TruePeakCurve): FeatureRow[] {
  const tooShort = 'too short or quieter than −70 LUFS'
  const peakDb = peak > 0 ? gainToDb(peak) : null
  const { integrated } = loudness
  return [
    single('integratedLoudness', integrated, tooShort),
    single('shortTermMax', loudness.shortTermMax, 'shorter than 3 s or quieter than −70 LUFS'),
    single('momentaryMax', loudness.momentaryMax, tooShort),
    single('loudnessRange', loudness.range, 'shorter than 3 s or quieter than −70 LUFS'),
    single('truePeak', peakDb, 'silence'),
    single('peakToLoudnessRatio', peakDb === null || integrated === null ? null : peakDb - integrated, tooShort),
  ]
}

function dropContrast(rows: Partial<Record<Scope, FeatureRow>>): FeatureRow {
  const drop = rows.drop?.values.sectionLoudness
  const breakdown = rows.breakdown?.values.sectionLoudness
  const both = typeof drop === 'number' && typeof breakdown === 'number'
  return single('dropContrast', both ? drop - breakdown : null, 'needs a drop and a breakdown')
}
