/** What a loop did, judged against the known fault: cause, direction, amount, prediction. */
import type { Fault } from '../../node/adapters/demo-song/faults.ts'
import type { Measured } from '../../node/app/measure.ts'
import { type FeatureId, feature } from '../../node/features/catalogue.ts'
import { measureDuckDepth } from '../../node/features/sidechain/sidechain.ts'
import type { Fix } from '../../node/fixes/fix.ts'
import type { Proof } from '../../node/fixes/proof.ts'

type Judged = Pick<Fix, 'kind' | 'trackName' | 'amount' | 'changes'>

export const isRight = (fix: Pick<Fix, 'kind' | 'trackName'>, { inverse }: Pick<Fault, 'inverse'>) =>
  fix.trackName === inverse.track && (inverse.kinds as readonly string[]).includes(fix.kind)

/** The top-ranked fix names a spoiled track and a right kind of move. */
export const isRightCause = (first: Fix | undefined, faults: readonly Fault[]) =>
  first !== undefined && faults.some(fault => isRight(first, fault))

/** How many of the faults any plan of the loop has a right fix for. */
export const foundFaults = (fixes: readonly Fix[], faults: readonly Fault[]) =>
  faults.filter(fault => fixes.some(fix => isRight(fix, fault))).length

/** Of right fixes that go the wrong way: their titles. Only the first pass: later ones may correct an overshoot. */
export function wrongSigns(fixes: readonly (Judged & Pick<Fix, 'title'>)[], faults: readonly Fault[]): string[] {
  return fixes
    .filter(fix =>
      faults.some(fault => {
        const { sign } = fault.inverse
        return sign !== undefined && isRight(fix, fault) && fix.kind !== 'bass-mono' && directionOf(fix) !== sign
      }),
    )
    .map(({ title }) => title)
}

/** +1 more level, gain, width, ducking or dynamics: a limiter's Input Gain up is less of that. */
function directionOf({ kind, amount, changes }: Judged): number {
  const gain = changes.find(({ ref }) => ref.parameter === 'Input Gain')
  return kind === ('limiter' as string) && gain ? Math.sign(gain.from - gain.to) : Math.sign(amount)
}

/** Rounding of D between two measurements; what is worse by more counts. */
const worseBy = 0.005

export const worseningPasses = ({ passes }: Proof): string[] =>
  passes.flatMap((pass, i) =>
    pass.after > pass.before + worseBy
      ? [`pass ${i + 1} made it worse: ${pass.before.toFixed(3)} → ${pass.after.toFixed(3)}`]
      : [],
  )

/**
 * What is left of the fault in its own terms, dB: fader for levels, measured ducking depth of the track for ducking, PLR for
 * limiting. null: several faults at once, or a fault that no such figure describes.
 */
export function amountError(fault: Fault, applied: readonly Fix[], healthy: Measured, after: Measured): number | null {
  const { track, sign, amount } = fault.inverse
  const overall = (measured: Measured, id: FeatureId) => measured.analysis.rows.overall?.values[id] ?? null
  const difference = (a: number | null, b: number | null) => (a === null || b === null ? null : Math.abs(a - b))
  switch (fault.family) {
    case 'level':
    case 'clipped':
    case 'too-quiet': {
      const total = applied
        .filter(fix => fix.kind === 'level' && fix.trackName === track)
        .reduce((sum, fix) => sum + fix.amount, 0)
      return Math.abs(total - sign! * amount!)
    }
    case 'too-little-ducking':
    case 'no-ducking':
    case 'too-much-ducking':
      return difference(duckDepth(healthy, track), duckDepth(after, track))
    case 'over-limited':
    case 'too-loud':
      return difference(overall(healthy, 'peakToLoudnessRatio'), overall(after, 'peakToLoudnessRatio'))
    default:
      return null
  }
}

/** Measured on the track's own signal, in the drops where there are any. */
function duckDepth({ set, take, analysis }: Measured, name: string): number | null {
  const path = set.tracks.find(track => track.name === name)?.path
  const tap = path === undefined ? undefined : take.taps.get(path)
  if (!tap || !analysis.grid) return null
  const drops = analysis.sections.filter(({ type }) => type === 'drop')
  return measureDuckDepth(tap, analysis.grid, drops.length > 0 ? drops : undefined).depthDb
}

/** Median over features of |predicted − measured|: dB features in dB, others in σ. null: nothing moved. */
export interface PredictionErrors {
  readonly predictionDb: number | null
  readonly predictionSigma: number | null
}

const dbUnits: readonly string[] = ['dB', 'LUFS', 'LU', 'dBTP', 'dB/oct']

/** Over all passes: the features that moved, or were predicted to, by more than a tenth of their σ. */
export function predictionErrors({ passes }: Proof): PredictionErrors {
  const moved = passes
    .flatMap(pass => pass.features)
    .flatMap(({ feature: id, before, predicted, after, sigma }) => {
      if (predicted === null) return []
      const change = Math.max(Math.abs(predicted - before), Math.abs(after - before))
      return change < 0.1 * sigma
        ? []
        : [{ isDb: dbUnits.includes(feature(id).unit), error: Math.abs(after - predicted), sigma }]
    })
  const middle = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null
  return {
    predictionDb: middle(moved.filter(({ isDb }) => isDb).map(({ error }) => error)),
    predictionSigma: middle(moved.filter(({ isDb }) => !isDb).map(({ error, sigma }) => error / sigma)),
  }
}

/** The worst gap that is left, in words: what a reader of a bad case wants to know. */
export function gapLeft({ after }: Proof): string {
  const worst = after.comparison.gaps[0]
  return worst ? `${worst.scope} ${feature(worst.feature).label} ${worst.sigmas.toFixed(1)} σ` : ''
}
