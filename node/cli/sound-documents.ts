/** Schemas of what is said of single sounds: synth, stems, compare, and Live's devices against ours. */
import { z } from 'zod'
import type { CalibratedRow } from '../app/calibrate/calibrate.ts'
import type { RowComparison, RowDifference } from '../profile/compare-rows.ts'
import type { SynthDocument } from '../report/synth-document.ts'
import type { SoundComparison } from '../synth/differences.ts'
import type { StemQuality } from '../synth/extraction/stem-quality.ts'
import { quantities } from '../synth/guide/recipes.ts'
import { count, document, feature, scope, text, texts } from './document.ts'

const rowDifference = z.strictObject({
  scope,
  feature,
  mine: z.number(),
  reference: z.number(),
  difference: z.number(),
  steps: z.number(),
}) satisfies z.ZodType<RowDifference>

/** Two tracks at equal loudness. */
export const rowComparison = {
  loudnessLu: z.number().nullable(),
  scopes: z.array(scope),
  differences: z.array(rowDifference),
} satisfies Record<keyof RowComparison, z.ZodType>

const calibratedRow = z.strictObject({
  name: text,
  settings: text,
  figures: z.array(
    z.strictObject({
      name: text,
      unit: z.enum(['dB', 'Hz', 'ms', 'dB/octave', ':1', '']),
      live: z.number().nullable(),
      ours: z.number().nullable(),
    }),
  ),
  delay: z.number(),
}) satisfies z.ZodType<CalibratedRow>

const answer = z.union([
  z.strictObject({ value: z.union([z.number(), text]), unit: text.exactOptional(), confidence: z.number() }),
  z.strictObject({ value: z.null(), reason: text }),
])

const estimate = z.union([
  z.strictObject({ value: z.number(), unit: text, confidence: z.number() }),
  z.strictObject({ value: z.null(), unit: text, reason: text }),
])

const synthAnalysis = z.strictObject({
  file: text,
  seconds: z.number(),
  notes: count,
  pitch_hz: answer,
  waveform: z.strictObject({
    primary: answer,
    pulse_width: answer,
    sub: answer,
    interval: answer,
    noise: answer,
    unison_voices: answer,
    detune_amount: answer,
    unison_spread: answer,
    alternatives: texts,
  }),
  filter: z.strictObject({
    type: answer,
    cutoff_hz: answer,
    slope: answer,
    resonance: answer,
    key_tracking: answer,
    envelope_amount: answer,
    envelope_attack_ms: answer,
    envelope_decay_ms: answer,
    envelope_sustain: answer,
  }),
  amplitude: z.strictObject({
    attack_ms: answer,
    decay_ms: answer,
    sustain: answer,
    release_ms: answer,
    shape: answer,
  }),
  lfo: z.strictObject({ target: answer, rate_hz: answer, depth: answer, note_value: answer }),
  stereo: z.strictObject({ width: answer, correlation: answer }),
  effects: z.strictObject({ reverb_decay: answer, delay_time: answer, drive: answer }),
  recreation_guide: z.strictObject({
    nearest_recipe: z
      .strictObject({
        id: text,
        match: z.number(),
        differences: z.array(
          z.strictObject({
            quantity: z.enum([...quantities, 'waveform']),
            value: z.union([z.number(), text]),
            unit: text,
            recipe: text,
          }),
        ),
      })
      .nullable(),
    synths: z.array(z.strictObject({ synth: text, names_verified: z.boolean(), settings: texts })),
  }),
}) satisfies z.ZodType<SynthDocument['synth_analysis']>

const soundComparison = z.strictObject({
  differences: z.array(
    z.strictObject({
      what: text,
      knob: text.nullable(),
      target: z.union([z.number(), text]),
      mine: z.union([z.number(), text]),
      unit: text,
      direction: z.literal([-1, 0, 1]),
      steps: z.number(),
    }),
  ),
  alike: texts,
  unknown: texts,
}) satisfies z.ZodType<SoundComparison>

const stemQuality = z.strictObject({
  place: z.strictObject({ lag: z.number(), gain: z.number(), correlation: z.number() }),
  bleed: estimate,
  holes: estimate,
  cut: estimate,
  trust: z.number(),
  solos: z.array(z.strictObject({ fromSeconds: z.number(), toSeconds: z.number(), restDb: z.number() })),
}) satisfies z.ZodType<Omit<StemQuality, 'bleed' | 'holes' | 'cut'>>

export const soundDocuments = {
  synth: document('synth', {
    synth_analysis: synthAnalysis,
    /** Null: it was not given with the song that it comes from. */
    stem: stemQuality.nullable(),
    comparison: soundComparison.nullable(),
  }),
  stems: document('stems', {
    song: text,
    by: text.nullable(),
    seconds: z.number(),
    sampleRate: z.number(),
    mix: text.nullable(),
    stems: z.array(z.strictObject({ path: text, name: text, stem: text.nullable(), quality: stemQuality.nullable() })),
    notes: texts,
  }),
  compare: document('compare', { mine: text, reference: text, ...rowComparison }),
  calibrate: z.union([
    document('calibrate', { made: texts }),
    document('calibrate', {
      date: text,
      liveVersion: text.nullable(),
      rows: z.array(calibratedRow),
      missing: texts,
      warnings: texts,
    }),
  ]),
} as const
