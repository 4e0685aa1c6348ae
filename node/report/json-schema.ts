/** What `--json` prints, as schemas: other programs may rely on these. A breaking change raises the number in `uplift`. */
import { z } from 'zod'
import { contiguousBands } from '../dsp/bands.ts'
import {
  type Category,
  type FeatureId,
  featureIds,
  features,
  scopes,
  sectionTypes,
  type Unit,
} from '../features/catalogue.ts'
import type { MoveKind } from '../fixes/rules.ts'
import { rules } from '../fixes/rules.ts'
import type { DevicePath, TrackPath } from '../live/set.ts'
import { profileKinds } from '../profile/profile.ts'
import { stages } from '../profile/stage.ts'

const figure = z.number()
const text = z.string()
const featureId = z.enum(featureIds as [FeatureId, ...FeatureId[]])
const scope = z.enum(scopes)
const unit = z.enum([...new Set(Object.values(features).map(each => each.unit))] as [Unit, ...Unit[]])
const stage = z.enum(stages)
const severity = z.enum(['critical', 'warning', 'minor'])
const trackPath = z.custom<TrackPath>(
  path => typeof path === 'string' && /^((return_)?tracks \d+|master_track)$/.test(path),
)
const devicePath = z
  .custom<DevicePath>(path => typeof path === 'string' && /^devices \d+( chains \d+( devices \d+)?)*$/.test(path))
  .nullable()

const measured = z.union([
  /** `confidence`, 0 to 1: only where the figure is an estimate that can be wrong. */
  z.strictObject({ value: figure, unit, confidence: figure.optional() }),
  z.strictObject({ value: z.null(), unit, reason: text.min(1) }),
])
const category = z.enum([...new Set(Object.values(features).map(each => each.category))] as [Category, ...Category[]])
/** Every figure's meaning; see Feature in features/catalogue.ts. */
const catalogue = z.record(
  featureId,
  z.strictObject({
    label: text,
    category,
    unit,
    range: z.tuple([figure, figure]).readonly(),
    source: text,
    bad: z.enum(['high', 'low', 'both', 'none']),
    floor: figure,
    levelDependent: z.boolean(),
    survivesMastering: z.boolean(),
    gap: z.enum(['mix', 'material']),
  }),
)
const rows = z.partialRecord(scope, z.partialRecord(featureId, measured))
const curve = z.strictObject({ startSeconds: figure, stepSeconds: figure, values: z.array(figure.nullable()) })

const audio = z.strictObject({
  name: text,
  sampleRate: figure,
  channels: z.int(),
  seconds: figure,
  warnings: z.array(text).readonly(),
  grid: z
    .strictObject({
      tempo: figure,
      firstBeatSeconds: figure,
      confidence: figure,
      /** Which beat, counted from the first one, starts a bar. */
      downbeat: z.int().nullable(),
      downbeatConfidence: figure,
    })
    .nullable(),
  sectionSource: z.enum(['locators', 'declared', 'detected']),
  sections: z.array(
    z.strictObject({ type: z.enum(sectionTypes), startSeconds: figure, endSeconds: figure, bars: z.int().nullable() }),
  ),
})

const keyName = z.strictObject({ key: text, camelot: text, confidence: figure })
/** null: nobody looked for the key. */
const harmony = z
  .union([
    z.strictObject({
      ...keyName.shape,
      /** Pitch class, 0 = C. */
      tonic: z.int(),
      mode: z.enum(['minor', 'major']),
      second: keyName,
      secondOpinion: text.nullable(),
      tuningCents: figure,
      tuningConfidence: figure,
    }),
    z.strictObject({ key: z.null(), reason: text.min(1) }),
  ])
  .nullable()

const bandLoss = z.strictObject({ lossSones: figure, lossShare: figure })
const scopeMasking = z.strictObject({
  /** %. */
  mixClarity: figure.nullable(),
  reason: text.nullable(),
  pairs: z.array(
    z.strictObject({
      masked: text,
      masker: text,
      lossSones: figure,
      lossShare: figure,
      lossShareTogether: figure,
      lossDb: figure,
      bands: z.record(z.enum(contiguousBands), bandLoss),
    }),
  ),
  tracks: z.array(
    z.strictObject({ track: text, loudnessAlone: figure, loudnessInMix: figure, audibleShare: figure.nullable() }),
  ),
  slots: z.record(
    z.enum(contiguousBands),
    z.strictObject({
      occupancy: z.enum(['free', 'owned', 'shared', 'crowded']),
      voices: figure,
      occupants: z.array(z.strictObject({ track: text, powerShare: figure, loudnessShare: figure })),
    }),
  ),
})
const masking = z.strictObject({
  /** Assumed: programme of `lufs` is heard at `dbSpl`. */
  playback: z.strictObject({ lufs: figure, dbSpl: figure }),
  layers: z.array(z.strictObject({ tracks: z.array(text).length(2), confidence: figure })),
  scopes: z.partialRecord(scope, scopeMasking),
})
/** Who carries which share of a band's power. */
const shares = z.partialRecord(
  scope,
  z.partialRecord(
    z.enum([...contiguousBands, 'mud']),
    z.strictObject({
      tracks: z.array(z.strictObject({ track: text, share: figure })),
      interactionDb: figure.nullable(),
    }),
  ),
)

const profile = z.strictObject({
  name: text,
  kind: z.enum(profileKinds),
  stage,
  description: text,
  provenance: text,
})

const gap = z.strictObject({
  feature: featureId,
  label: text,
  unit,
  scope,
  severity,
  value: figure,
  low: figure,
  high: figure,
  median: figure,
  /** value − median: positive, the mix has more than the references. */
  deviation: figure,
  /** Signed distance outside low..high. */
  excess: figure,
  sigmas: figure,
  contributors: z.array(z.strictObject({ track: text, share: figure })),
})

const distance = z.strictObject({ total: figure, byScope: z.partialRecord(scope, figure) })

const estimate = z.strictObject({ value: figure, low: figure, high: figure })
const judgement = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('judged'),
    verdict: z.enum(['finished', 'unfinished', 'unclear']),
    /** 0 to 1, like `interval`: that it is a reference and not one with flaws in its mix. */
    probability: figure,
    interval: z.strictObject({ low: figure, high: figure }),
    /** What speaks against it; `weight` in log odds, below 0. */
    reasons: z.array(
      z.strictObject({
        group: category,
        weight: figure,
        stability: figure,
        telling: z.strictObject({ scope, feature: featureId, sigmas: figure }),
      }),
    ),
    references: z.int(),
    auc: estimate,
    answeredBy: z.enum(['onnxruntime', 'TypeScript']),
  }),
  /** No judge: only how far out it is; `rank`: share of the references that are nearer to the others. */
  z.strictObject({ kind: z.literal('distance'), rank: figure, references: z.int(), why: text }),
  z.strictObject({ kind: z.literal('silent'), why: text }),
])
const comparison = z.strictObject({
  stage,
  score: figure.nullable(),
  distance,
  categories: z.partialRecord(category, figure),
  gaps: z.array(gap),
  material: z.array(gap),
  notScored: z.array(z.strictObject({ feature: featureId, reason: text })),
})

const change = z.strictObject({
  track: trackPath,
  device: devicePath,
  deviceName: text.nullable(),
  deviceClass: text.nullable(),
  parameter: text,
  /** Display values in `unit`; null: Live shows "-inf". */
  from: figure.nullable(),
  to: figure.nullable(),
  unit: text,
  fromText: text,
  fromRaw: figure,
})

const fix = z.strictObject({
  id: text,
  title: text,
  kind: z.enum(Object.keys(rules.moves) as [MoveKind, ...MoveKind[]]),
  track: trackPath,
  trackName: text,
  amount: figure,
  wanted: figure,
  unit: text,
  closes: z.array(z.strictObject({ feature: featureId, scope, sigmas: figure })),
  predictedReduction: figure,
  predicted: z.array(z.strictObject({ feature: featureId, scope, before: figure, after: figure })),
  /** `value`, 0 to 1: of the fixes that are so sure, this share helps. */
  confidence: z.strictObject({ value: figure, words: z.enum(['high', 'medium', 'low']), reason: text }),
  /** The finding it answers. */
  finding: z.strictObject({ id: text, says: text, why: text }),
  /** A device that is put on the track first; null: none. */
  inserts: z.strictObject({ track: trackPath, className: text, name: text, sidechain: text.nullable() }).nullable(),
  /** A solo that is switched; null: none. */
  solo: z.strictObject({ track: trackPath, on: z.boolean() }).nullable(),
  risk: text,
  byHand: text,
  changes: z.array(change),
  alternatives: z.array(z.strictObject({ title: text, predictedReduction: figure })),
})

/** Distances of a plan are uncapped; all others are capped. */
const plan = z.strictObject({
  stage,
  profile: text,
  explained: figure,
  distanceBefore: figure,
  distancePredicted: figure,
  fixes: z.array(fix),
  refused: z.array(text).readonly(),
})

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('applied'),
    ledgerId: text,
    readBack: z.array(
      z.strictObject({ track: trackPath, device: devicePath, parameter: text, before: text, after: text }),
    ),
  }),
  z.strictObject({ kind: z.literal('refused'), reason: text, rolledBack: z.boolean() }),
])

const appliedFix = z.strictObject({
  /** Its id in the plan it is of. */
  fix: text,
  outcome,
  distance: z.strictObject({ before: figure, after: figure }).nullable(),
})

const pass = z.strictObject({
  before: figure,
  predicted: figure,
  after: figure,
  plan,
  applied: z.array(appliedFix),
})

const measurement = z.strictObject({
  explained: figure,
  heardTracks: z.int(),
  audibleTracks: z.int(),
  features: rows,
  comparison,
})

export const analysisDocumentSchema = z.strictObject({
  uplift: z.literal(1),
  command: z.literal('analyze'),
  audio,
  catalogue,
  features: rows,
  harmony,
  curves: z.strictObject({
    shortTerm: curve,
    momentary: curve,
    energy: curve,
    /** Level over one beat per section, dB. */
    ducking: z.partialRecord(scope, curve),
  }),
  /** Per track; null without stems, like masking and shares. */
  ducking: z
    .array(
      z.strictObject({
        track: z.string(),
        depthDb: figure.nullable(),
        reason: z.string().nullable(),
        delayMs: figure.nullable(),
        recoveryMs: figure.nullable(),
        /** 0 to 1. */
        regularity: figure.nullable(),
      }),
    )
    .nullable(),
  masking: masking.nullable(),
  shares: shares.nullable(),
  profile: profile.nullable(),
  comparison: comparison.nullable(),
  /** Of the judge of the profile's library; null: the profile was not learned here. It changes no figure. */
  judge: judgement.nullable(),
})

export const planDocumentSchema = z.strictObject({
  uplift: z.literal(1),
  command: z.literal('fix'),
  plan,
  comparison,
})

/** Of a set that makes no sound here: written, not yet heard. */
export const appliedDocumentSchema = z.strictObject({
  ...planDocumentSchema.shape,
  applied: z.array(appliedFix),
  /** Capped, like `comparison.distance`. */
  distanceForetold: figure,
  /** Of a set file: the copy that holds the fixes. `backup`: what had that name before. */
  copy: z.strictObject({ path: text, backup: text.nullable() }).nullable(),
})

export const proofDocumentSchema = z.strictObject({
  uplift: z.literal(1),
  command: z.enum(['demo', 'fix']),
  set: text,
  stage,
  profile,
  audio,
  scoreBefore: figure,
  scoreAfter: figure,
  /** 1 − distanceAfter / distanceBefore; null: there was no gap. */
  gapReduction: figure.nullable(),
  distanceBefore: distance,
  distanceAfter: distance,
  /** Over the figures in dB that moved; null: none did. */
  predictionError: z.strictObject({ medianDb: figure.nullable(), figures: z.int() }),
  passes: z.array(pass),
  features: z.array(
    z.strictObject({
      feature: featureId,
      unit,
      scope,
      low: figure,
      high: figure,
      sigma: figure,
      before: figure,
      /** null: not predicted. */
      predicted: figure.nullable(),
      after: figure,
    }),
  ),
  before: measurement,
  after: measurement,
})

export type AnalysisDocument = z.infer<typeof analysisDocumentSchema>
export type AppliedDocument = z.infer<typeof appliedDocumentSchema>
export type PlanDocument = z.infer<typeof planDocumentSchema>
export type ProofDocument = z.infer<typeof proofDocumentSchema>
