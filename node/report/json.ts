/**
 * Reports as documents for programs: versioned, in a fixed key order, every number finite and rounded to 1e-4. A figure that
 * is not defined is `null` with its reason. The shapes are in json-schema.ts.
 */
import { contiguousBands } from '../dsp/bands.ts'
import type { Analysis, Curve, Harmony } from '../features/analysis.ts'
import { type FeatureRow, feature, featureIds, type Rows, scopes } from '../features/catalogue.ts'
import type { Masking } from '../features/masking/masking.ts'
import type { Fix, Plan } from '../fixes/fix.ts'
import type { AppliedFix, Measurement, Pass, Proof } from '../fixes/proof.ts'
import type { Comparison, Gap } from '../gap/gap.ts'
import type { Distance } from '../gap/objective.ts'
import type { TrackFindings } from '../mix/track-findings.ts'
import type { TrackShares } from '../mix/track-shares.ts'
import type { Judgement } from '../profile/judge/judgement.ts'
import { type Profile, provenance } from '../profile/profile.ts'
import { barsOf, categories, predictionError } from './facts.ts'
import type { AnalysisDocument, AppliedDocument, PlanDocument, ProofDocument } from './json-schema.ts'

export {
  analysisDocumentSchema,
  appliedDocumentSchema,
  planDocumentSchema,
  proofDocumentSchema,
} from './json-schema.ts'

const version = 1

/** What is not finite becomes null; −0 becomes 0. */
function rounded(value: number): number
function rounded(value: number | null): number | null
function rounded(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : Math.round(value * 1e4) / 1e4 + 0
}

/** Keys in the order of `order`, whatever the order they were made in. */
const ordered = <K extends string, V, W>(
  order: readonly K[],
  record: Readonly<Partial<Record<K, V>>>,
  map: (value: V, key: K) => W,
) =>
  Object.fromEntries(
    order.flatMap(key => (record[key] === undefined ? [] : [[key, map(record[key] as V, key)]])),
  ) as Partial<Record<K, W>>

const rowDocument = ({ values, reasons, confidence }: FeatureRow) =>
  ordered(featureIds, values, (value, id) => {
    const { unit } = feature(id)
    const figure = rounded(value)
    if (figure === null) return { value: null, unit, reason: reasons[id] ?? 'not defined for this audio' }
    const sure = confidence?.[id]
    return sure === undefined ? { value: figure, unit } : { value: figure, unit, confidence: rounded(sure) }
  })

/** What every figure is: the catalogue, so that a reader of the document needs nothing else. */
export const catalogueDocument = () =>
  Object.fromEntries(
    featureIds.map(id => {
      const { label, category, unit, range, source, bad, floor, levelDependent, survivesMastering, gap } = feature(id)
      return [id, { label, category, unit, range, source, bad, floor, levelDependent, survivesMastering, gap }]
    }),
  ) as AnalysisDocument['catalogue']

const rowsDocument = (rows: Rows) => ordered(scopes, rows, rowDocument)

const curveDocument = ({ startSeconds, stepSeconds, values }: Curve) => ({
  startSeconds: rounded(startSeconds),
  stepSeconds: rounded(stepSeconds),
  values: Array.from(values, value => rounded(value)),
})

const audioDocument = (analysis: Analysis) => ({
  name: analysis.name,
  sampleRate: analysis.sampleRate,
  channels: analysis.channels,
  seconds: rounded(analysis.seconds),
  warnings: analysis.warnings,
  grid: analysis.grid && {
    tempo: rounded(analysis.grid.tempo),
    firstBeatSeconds: rounded(analysis.grid.firstBeatSeconds),
    confidence: rounded(analysis.grid.confidence),
    downbeat: analysis.grid.downbeat ?? null,
    downbeatConfidence: rounded(analysis.grid.downbeatConfidence ?? 0),
  },
  sectionSource: analysis.sectionSource,
  sections: analysis.sections.map(section => ({
    type: section.type,
    startSeconds: rounded(section.startSeconds),
    endSeconds: rounded(section.endSeconds),
    bars: barsOf(section, analysis.grid),
  })),
})

const profileDocument = (profile: Profile) => ({
  name: profile.name,
  kind: profile.kind,
  stage: profile.stage,
  description: profile.description,
  provenance: provenance(profile),
})

const gapDocument = (gap: Gap) => ({
  feature: gap.feature,
  label: feature(gap.feature).label,
  unit: feature(gap.feature).unit,
  scope: gap.scope,
  severity: gap.severity,
  value: rounded(gap.value),
  low: rounded(gap.low),
  high: rounded(gap.high),
  median: rounded(gap.median),
  deviation: rounded(gap.deviation),
  excess: rounded(gap.excess),
  sigmas: rounded(gap.sigmas),
  contributors: gap.contributors.map(({ track, share }) => ({ track, share: rounded(share) })),
})

const distanceDocument = ({ total, byScope }: Distance) => ({
  total: rounded(total),
  byScope: ordered(scopes, byScope, value => rounded(value)),
})

const comparisonDocument = (comparison: Comparison) => ({
  stage: comparison.stage,
  /** null: nothing measured here is in the profile. */
  score: comparison.objective.terms.length > 0 ? rounded(comparison.score) : null,
  distance: distanceDocument(comparison.distance),
  categories: ordered(categories, comparison.categories, value => rounded(value)),
  gaps: comparison.gaps.map(gapDocument),
  material: comparison.material.map(gapDocument),
  notScored: comparison.notScored.map(({ feature, reason }) => ({ feature, reason })),
})

/** Every number inside plain data rounded. */
function roundedData<T>(data: T): T {
  if (typeof data === 'number') return rounded(data) as T
  if (data === null || typeof data !== 'object') return data
  if (Array.isArray(data)) return data.map(roundedData) as T
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, roundedData(value)])) as T
}

function harmonyDocument(harmony: Harmony): NonNullable<AnalysisDocument['harmony']> {
  if (harmony.key === null) return { key: null, reason: harmony.reason }
  const { key, camelot, confidence, tonic, mode, second, secondOpinion, tuningCents, tuningConfidence } = harmony
  const next = { key: second.key, camelot: second.camelot, confidence: second.confidence }
  return roundedData({
    key,
    camelot,
    confidence,
    tonic,
    mode,
    second: next,
    secondOpinion,
    tuningCents,
    tuningConfidence,
  })
}

function maskingDocument({ playback, layers, scopes: found }: Masking): NonNullable<AnalysisDocument['masking']> {
  return roundedData({
    playback: { lufs: playback.lufs, dbSpl: playback.dbSpl },
    layers: layers.map(({ tracks, confidence }) => ({ tracks: [...tracks], confidence })),
    scopes: ordered(scopes, found, ({ mixClarity, reason, pairs, tracks, slots }) => ({
      mixClarity,
      reason: reason ?? null,
      pairs: pairs.map(pair => ({ ...pair })),
      tracks: tracks.map(track => ({ ...track })),
      slots: Object.fromEntries(
        contiguousBands.map(band => [band, { ...slots[band], occupants: [...slots[band].occupants] }]),
      ) as NonNullable<NonNullable<AnalysisDocument['masking']>['scopes']['drop']>['slots'],
    })),
  })
}

const sharesDocument = (shares: TrackShares): NonNullable<AnalysisDocument['shares']> =>
  roundedData(
    ordered(scopes, shares, bands =>
      Object.fromEntries(
        Object.entries(bands).map(([band, { tracks, interactionDb }]) => [
          band,
          { tracks: [...tracks], interactionDb },
        ]),
      ),
    ),
  )

/** `tracks`: what they add, where they were heard. */
export const analysisDocument = (
  analysis: Analysis,
  comparison: Comparison | null,
  profile: Profile | null,
  tracks: TrackFindings | null = null,
  judgement: Judgement | null = null,
): AnalysisDocument => ({
  uplift: version,
  command: 'analyze',
  audio: audioDocument(analysis),
  catalogue: catalogueDocument(),
  features: rowsDocument(analysis.rows),
  harmony: analysis.harmony ? harmonyDocument(analysis.harmony) : null,
  curves: {
    shortTerm: curveDocument(analysis.shortTerm),
    momentary: curveDocument(analysis.momentary),
    energy: curveDocument(analysis.energy),
    ducking: ordered(scopes, analysis.ducking, curveDocument),
  },
  ducking:
    tracks?.ducking.map(({ track, depthDb, reason, delayMs, recoveryMs, regularity }) => ({
      track,
      depthDb: rounded(depthDb),
      reason,
      delayMs: rounded(delayMs),
      recoveryMs: rounded(recoveryMs),
      regularity: rounded(regularity),
    })) ?? null,
  masking: tracks && maskingDocument(tracks.masking),
  shares: tracks && sharesDocument(tracks.shares),
  profile: profile && profileDocument(profile),
  comparison: comparison && comparisonDocument(comparison),
  judge: judgement && roundedData(judgementDocument(judgement)),
})

const judgementDocument = (judgement: Judgement): NonNullable<AnalysisDocument['judge']> =>
  judgement.kind === 'judged' ? { ...judgement, reasons: [...judgement.reasons] } : judgement

const fixDocument = (fix: Fix) => ({
  id: fix.id,
  title: fix.title,
  kind: fix.kind,
  track: fix.track,
  trackName: fix.trackName,
  amount: rounded(fix.amount),
  wanted: rounded(fix.wanted),
  unit: fix.unit,
  closes: fix.closes.map(({ feature, scope, sigmas }) => ({ feature, scope, sigmas: rounded(sigmas) })),
  predictedReduction: rounded(fix.predictedReduction),
  predicted: fix.predicted.map(({ feature, scope, before, after }) => ({
    feature,
    scope,
    before: rounded(before),
    after: rounded(after),
  })),
  confidence: { ...fix.confidence, value: rounded(fix.confidence.value) },
  finding: fix.finding,
  inserts: fix.inserts && {
    track: fix.inserts.track,
    className: fix.inserts.className,
    name: fix.inserts.name,
    sidechain: fix.inserts.sidechain?.trackName ?? null,
  },
  solo: fix.solo,
  risk: fix.risk,
  byHand: fix.byHand,
  changes: fix.changes.map(({ ref, deviceName, deviceClass, from, to, unit, fromText, fromRaw }) => ({
    track: ref.track,
    device: ref.device,
    deviceName,
    deviceClass,
    parameter: ref.parameter,
    from: rounded(from),
    to: rounded(to),
    unit,
    fromText,
    // Live's own scale, to be restored exactly: not rounded.
    fromRaw,
  })),
  alternatives: fix.alternatives.map(({ title, predictedReduction }) => ({
    title,
    predictedReduction: rounded(predictedReduction),
  })),
})

const planBody = (plan: Plan) => ({
  stage: plan.stage,
  profile: plan.profile,
  explained: rounded(plan.explained),
  distanceBefore: rounded(plan.distanceBefore),
  distancePredicted: rounded(plan.distancePredicted),
  fixes: plan.fixes.map(fixDocument),
  refused: plan.refused,
})

export const planDocument = (plan: Plan, comparison: Comparison): PlanDocument => ({
  uplift: version,
  command: 'fix',
  plan: planBody(plan),
  comparison: comparisonDocument(comparison),
})

const appliedFixDocument = ({ fix, outcome, distance }: AppliedFix) => ({
  fix: fix.id,
  outcome:
    outcome.kind === 'applied'
      ? {
          kind: outcome.kind,
          ledgerId: outcome.ledgerId,
          readBack: outcome.readBack.map(({ ref, before, after }) => ({
            track: ref.track,
            device: ref.device,
            parameter: ref.parameter,
            before,
            after,
          })),
        }
      : { kind: outcome.kind, reason: outcome.reason, rolledBack: outcome.rolledBack },
  distance: distance && { before: rounded(distance.before), after: rounded(distance.after) },
})

const passDocument = ({ plan, applied, before, predicted, after }: Pass) => ({
  before: rounded(before),
  predicted: rounded(predicted),
  after: rounded(after),
  plan: planBody(plan),
  applied: applied.map(appliedFixDocument),
})

/** Fixes applied to a set that makes no sound here: what was written, and what is foretold. */
export const appliedDocument = (
  { plan, comparison }: { readonly plan: Plan; readonly comparison: Comparison },
  done: {
    readonly applied: readonly AppliedFix[]
    readonly distanceForetold: number
    readonly copy: AppliedDocument['copy']
  },
): AppliedDocument => ({
  ...planDocument(plan, comparison),
  applied: done.applied.map(appliedFixDocument),
  distanceForetold: rounded(done.distanceForetold),
  copy: done.copy,
})

const measurementDocument = ({ analysis, comparison, explained, heardTracks, audibleTracks }: Measurement) => ({
  explained: rounded(explained),
  heardTracks,
  audibleTracks,
  features: rowsDocument(analysis.rows),
  comparison: comparisonDocument(comparison),
})

/** `command`: the one that closed the loop. */
export function proofDocument(proof: Proof, command: ProofDocument['command'] = 'demo'): ProofDocument {
  const { medianDb, count } = predictionError(proof)
  return {
    uplift: version,
    command,
    set: proof.before.set.name,
    stage: proof.stage,
    profile: profileDocument(proof.profile),
    audio: audioDocument(proof.before.analysis),
    scoreBefore: rounded(proof.scoreBefore),
    scoreAfter: rounded(proof.scoreAfter),
    gapReduction: rounded(proof.gapReduction),
    distanceBefore: distanceDocument(proof.distanceBefore),
    distanceAfter: distanceDocument(proof.distanceAfter),
    predictionError: { medianDb: rounded(medianDb), figures: count },
    passes: proof.passes.map(passDocument),
    features: proof.features.map(({ feature: id, scope, low, high, sigma, before, predicted, after }) => ({
      feature: id,
      unit: feature(id).unit,
      scope,
      low: rounded(low),
      high: rounded(high),
      sigma: rounded(sigma),
      before: rounded(before),
      predicted: rounded(predicted),
      after: rounded(after),
    })),
    before: measurementDocument(proof.before),
    after: measurementDocument(proof.after),
  }
}
