/** The whole measurement of one piece of audio. Shared work (envelopes, K-weighting, spectra, beat grid) is done once. */
import { type Audio, durationSeconds, stereoOf } from '../audio/audio.ts'
import { gainToDb } from '../dsp/decibel.ts'
import { envelopesOf } from '../dsp/envelope.ts'
import { truePeak } from '../dsp/true-peak.ts'
import type { Analysis, BeatGrid, Section } from './analysis.ts'
import { type KeyedRange, measureBands } from './bands.ts'
import {
  type FeatureId,
  type FeatureRow,
  feature,
  featureIds,
  type Scope,
  type SectionType,
  sectionTypes,
} from './catalogue.ts'
import { crestFactor } from './dynamics.ts'
import { measureEnergy } from './energy.ts'
import { gatedLoudness, type Loudness, measureLoudness } from './loudness.ts'
import { measureRhythm } from './rhythm.ts'
import { detectSections } from './sections.ts'
import { spectralFeatures } from './spectrum.ts'
import { stereoFeatures } from './stereo.ts'

export interface AnalyzeOptions {
  readonly name: string
  /** Known sections (Live's locators, an earlier measurement): nothing is guessed. */
  readonly sections?: readonly Section[]
  /** "Treat this as drop": the whole piece is one section of this type. */
  readonly declared?: SectionType
  /** A known grid, or Live's tempo alone. */
  readonly grid?: BeatGrid | null
  readonly tempo?: number
  /** What the decoder had to say. */
  readonly warnings?: readonly string[]
}

/** Sections shorter than this give no row: too few frames for a spectrum that could be compared. */
const shortestSectionSeconds = 2

/** Throws RangeError for audio without samples or with NaN or Infinity in it. */
export function analyze(audio: Audio, options: AnalyzeOptions): Analysis {
  const seconds = durationSeconds(audio)
  if (!(seconds > 0)) throw new RangeError('audio must have at least one sample, got 0')
  const channels = stereoOf(audio)
  const envelopes = envelopesOf(channels, audio.sampleRate)
  const rhythm = measureRhythm(audio, {
    envelopes,
    ...(options.tempo === undefined ? {} : { tempo: options.tempo }),
  })
  const grid = options.grid === undefined ? rhythm.grid : options.grid
  const energy = measureEnergy(audio, grid, envelopes)
  const sections: readonly Section[] = options.declared
    ? [{ type: options.declared, startSeconds: 0, endSeconds: seconds }]
    : (options.sections ?? detectSections(energy, seconds))

  const loudness = measureLoudness(audio)
  const peak = truePeak(audio.channels)
  const long = sections.filter(({ startSeconds, endSeconds }) => endSeconds - startSeconds >= shortestSectionSeconds)
  const bands = measureBands(
    audio,
    long.map(({ type, startSeconds, endSeconds }): KeyedRange => ({ key: type, startSeconds, endSeconds })),
  )
  const typesHere = sectionTypes.filter(type => long.some(section => section.type === type))

  const rows: Partial<Record<Scope, FeatureRow>> = {}
  for (const type of typesHere) {
    const ranges = long.filter(section => section.type === type)
    rows[type] = row('sections', [
      spectralFeatures(bands.get(type)!),
      stereoFeatures(bands.get(type)!),
      single('crestFactor', crestFactor(audio, ranges), 'silence'),
      single('sectionLoudness', gatedLoudness(loudness, ranges), 'quieter than −70 LUFS'),
    ])
  }
  rows.overall = row('overall', [
    spectralFeatures(bands.get('overall')!),
    stereoFeatures(bands.get('overall')!),
    ...loudnessRows(loudness, peak),
    single('crestFactor', crestFactor(audio), 'silence'),
    single('tempo', grid?.tempo ?? null, rhythm.reason ?? 'no steady beat'),
    single('fourOnTheFloor', rhythm.fourOnTheFloor, rhythm.reason ?? 'no steady beat'),
    dropContrast(rows),
  ])

  return {
    name: options.name,
    sampleRate: audio.sampleRate,
    channels: audio.channels.length,
    seconds,
    warnings: [...(options.warnings ?? []), ...remarks(audio)],
    grid,
    sections,
    sectionSource: options.declared ? 'declared' : options.sections ? 'locators' : 'detected',
    rows,
    bands: Object.fromEntries([...typesHere, 'overall'].map(scope => [scope, bands.get(scope)!])),
    shortTerm: loudness.shortTerm,
    energy: energy.level,
  }
}

function single(id: FeatureId, value: number | null, reason: string): FeatureRow {
  return { values: { [id]: value }, reasons: value === null ? { [id]: reason } : {} }
}

function loudnessRows(loudness: Loudness, peak: number): FeatureRow[] {
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

/** Merges partial rows and keeps what the catalogue says belongs into this kind of row. */
function row(kind: 'sections' | 'overall', parts: readonly FeatureRow[]): FeatureRow {
  const all: FeatureRow = {
    values: Object.assign({}, ...parts.map(({ values }) => values)),
    reasons: Object.assign({}, ...parts.map(({ reasons }) => reasons)),
  }
  const belongs = (id: FeatureId) => feature(id).measuredIn === 'both' || feature(id).measuredIn === kind
  const pick = <V>(from: Readonly<Partial<Record<FeatureId, V>>>) =>
    Object.fromEntries(featureIds.filter(id => belongs(id) && id in from).map(id => [id, from[id]]))
  return { values: pick(all.values), reasons: pick(all.reasons) } as FeatureRow
}

/** Runs of samples this close to full scale are clipping, not a peak that happens to touch it. */
const clippedRun = 4

/** What a user should know about the audio before trusting anything else. */
function remarks(audio: Audio): string[] {
  const list: string[] = []
  const silent = audio.channels.map(channel => channel.every(x => x === 0))
  if (silent.every(Boolean)) list.push('The audio is digital silence.')
  else if (audio.channels.length > 1) {
    const names = ['left', 'right']
    silent.slice(0, 2).forEach((is, c) => {
      if (is) list.push(`The ${names[c]} channel is silent.`)
    })
  }
  const clips = audio.channels.slice(0, 2).reduce((sum, channel) => sum + clippedRuns(channel), 0)
  if (clips > 0) list.push(`${clips} clipped passage${clips === 1 ? '' : 's'} (flat tops at the highest level).`)
  return list
}

/** Places where at least four samples in a row sit at the same extreme value of 0.98 or more. */
function clippedRuns(channel: Float32Array): number {
  let runs = 0
  let length = 1
  for (let n = 1; n < channel.length; n++) {
    const x = channel[n]!
    if (x === channel[n - 1] && Math.abs(x) >= 0.98) {
      length++
      if (length === clippedRun) runs++
    } else length = 1
  }
  return runs
}
