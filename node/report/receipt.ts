/**
 * The receipt of a session: what was offered, what the user approved, what Live gave back, what was foretold and what was
 * measured, and what became of it. A document of its own: it must be readable years later, without the set and the audio.
 */
import { z } from 'zod'
import { type FeatureId, featureIds, scopes } from '../features/catalogue.ts'
import type { Fix } from '../fixes/fix.ts'
import type { AppliedFix, FeatureProof, Pass, Proof, Verdict } from '../fixes/proof.ts'
import { provenance } from '../profile/profile.ts'
import { stages } from '../profile/stage.ts'

const text = z.string()
const figure = z.number()
/** Live's texts, before and as read back. */
const readBack = z.strictObject({ track: text, device: text.nullable(), parameter: text, before: text, after: text })
const write = z.strictObject({
  name: text,
  before: text,
  wrote: text,
  now: text.nullable(),
  putBack: z.boolean(),
})
/** Absent in the proof: not judged. */
const verdict = z.enum(['kept', 'worse', 'rolled-back', 'not judged'])

const fixSchema = z.strictObject({
  id: text,
  title: text,
  kind: text,
  track: text,
  amount: figure,
  unit: text,
  confidence: z.strictObject({ value: figure, words: z.enum(['high', 'medium', 'low']), reason: text }),
  outcome: z.enum(['not approved', 'applied', 'refused', 'rolled back']),
  /** Why it was refused, rolled back, or is called worse. */
  reason: text.nullable(),
  ledgerId: text.nullable(),
  readBack: z.array(readBack),
  /** Parameters that were touched although the fix was refused. */
  writes: z.array(write),
  /** Fall of the uncapped distance that the plan would lose without it. */
  predictedReduction: figure,
  /** Capped distances right before and after it; null: not measured by itself. */
  measured: z.strictObject({ before: figure, after: figure }).nullable(),
  verdict,
})

const featureSchema = z.strictObject({
  feature: z.enum(featureIds as [FeatureId, ...FeatureId[]]),
  scope: z.enum(scopes),
  before: figure,
  predicted: figure.nullable(),
  after: figure,
  low: figure,
  high: figure,
})

const passSchema = z.strictObject({
  before: figure,
  predicted: figure,
  after: figure,
  verdict,
  reason: text.nullable(),
  fixes: z.array(fixSchema),
  /** What the planner left alone, and why. */
  leftAlone: z.array(text),
  /** Scored features that moved, or were foretold to, by a tenth of their σ; what moved most first. */
  features: z.array(featureSchema),
})

export const receiptSchema = z.strictObject({
  upliftReceipt: z.literal(1),
  id: text,
  /** ISO 8601. */
  time: text,
  set: text,
  profile: z.strictObject({ name: text, kind: text, provenance: text }),
  stage: z.enum(stages),
  /** Where everything since can be undone together; null: nothing was applied. */
  checkpoint: text.nullable(),
  /** Where the old values are; null: in memory, gone with the session. */
  ledger: text.nullable(),
  distance: z.strictObject({ before: figure, after: figure }),
  score: z.strictObject({ before: figure, after: figure }),
  /** 1 − D_after / D_before; null when there was nothing to close. */
  gapReduction: figure.nullable(),
  /** What two takes of the same mix differ by in D. */
  spread: figure,
  settled: z.boolean(),
  passes: z.array(passSchema),
})

export type Receipt = z.infer<typeof receiptSchema>
export type ReceiptFix = z.infer<typeof fixSchema>

export interface ReceiptContext {
  readonly id: string
  readonly time: Date
  readonly checkpoint: string | null
  readonly ledger: string | null
}

export function receiptOf(proof: Proof, { id, time, checkpoint, ledger }: ReceiptContext): Receipt {
  const { profile, stage, distanceBefore, distanceAfter, scoreBefore, scoreAfter } = proof
  return {
    upliftReceipt: 1,
    id,
    time: time.toISOString(),
    set: proof.before.set.name,
    profile: { name: profile.name, kind: profile.kind, provenance: provenance(profile) },
    stage,
    checkpoint,
    ledger,
    distance: { before: distanceBefore.total, after: distanceAfter.total },
    score: { before: scoreBefore, after: scoreAfter },
    gapReduction: proof.gapReduction,
    spread: proof.spread ?? 0,
    settled: proof.settled ?? false,
    passes: proof.passes.map(passReceipt),
  }
}

const reasonOf = (verdict: Verdict | undefined) => (verdict && verdict.kind !== 'kept' ? verdict.reason : null)

const passReceipt = ({
  plan,
  applied,
  before,
  predicted,
  after,
  verdict,
  features,
}: Pass): Receipt['passes'][number] => ({
  before,
  predicted,
  after,
  verdict: verdict?.kind ?? 'not judged',
  reason: reasonOf(verdict),
  fixes: plan.fixes.map(fix =>
    fixReceipt(
      fix,
      applied.find(each => each.fix.id === fix.id),
    ),
  ),
  leftAlone: [...plan.refused],
  features: features
    .filter(each => movedBy(each) >= 0.1)
    .sort((a, b) => movedBy(b) - movedBy(a))
    .map(({ sigma, ...feature }) => feature),
})

/** In σ, as measured or as foretold. */
const movedBy = ({ before, predicted, after, sigma }: FeatureProof) =>
  Math.max(Math.abs(after - before), predicted === null ? 0 : Math.abs(predicted - before)) / sigma

function fixReceipt(fix: Fix, made: AppliedFix | undefined): ReceiptFix {
  const { id, title, kind, trackName, amount, unit, confidence, predictedReduction } = fix
  const { outcome, verdict } = made ?? {}
  const isApplied = outcome?.kind === 'applied'
  const refusal = outcome?.kind === 'refused' ? outcome : null
  return {
    id,
    title,
    kind,
    track: trackName,
    amount,
    unit,
    confidence: { ...confidence },
    outcome: !outcome ? 'not approved' : verdict?.kind === 'rolled-back' ? 'rolled back' : outcome.kind,
    reason: reasonOf(verdict) ?? refusal?.reason ?? null,
    ledgerId: isApplied ? outcome.ledgerId : verdict?.kind === 'rolled-back' ? (verdict.ledgerIds[0] ?? null) : null,
    readBack: isApplied
      ? outcome.readBack.map(({ ref, before, after }) => ({
          track: trackName,
          device: ref.device,
          parameter: ref.parameter,
          before,
          after,
        }))
      : [],
    writes: (refusal?.writes ?? []).map(({ name, before, wrote, now, putBack }) => ({
      name,
      before,
      wrote,
      now,
      putBack,
    })),
    predictedReduction,
    measured: made?.distance ? { ...made.distance } : null,
    verdict: verdict?.kind ?? 'not judged',
  }
}
