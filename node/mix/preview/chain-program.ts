/** A chain of devices as steps that can be run on a signal, before and after the moves: filters, and gains over time. */
import type { TrackPath } from '../../live/set.ts'
import type { Settings, StereoSignal } from '../devices/device-model.ts'
import type { Stage } from './device-chain.ts'
import { applyCurves } from './gain-curves.ts'
import { applyFilter, type StereoFilter, stereoFilter } from './stereo-filter.ts'
import { chained, designHz, identity, isScalar, matrixOf, quotient, type StereoMatrix } from './stereo-response.ts'

export type Side = 'before' | 'after'
export type LinearStage = Extract<Stage, { kind: 'linear' }>
export type DynamicStage = Extract<Stage, { kind: 'dynamic' }>

/** A side-chain's signal before and after the moves. */
export interface Key {
  readonly before: StereoSignal | null
  readonly after: StereoSignal | null
}

export type Step =
  /** Neighbouring filters, as one. `after` is the same object where nothing moved. */
  | { readonly kind: 'filter'; readonly before: StereoMatrix; readonly after: StereoMatrix }
  | { readonly kind: 'dynamic'; readonly stage: DynamicStage; readonly key: Key }

/** Stages of which nothing is known are passed by. */
export function stepsOf(
  stages: readonly Stage[],
  keys: ReadonlyMap<TrackPath, Key>,
  sampleRate: number,
): readonly Step[] {
  const steps: Step[] = []
  for (const stage of stages) {
    if (stage.kind === 'unknown') continue
    if (stage.kind === 'dynamic') {
      steps.push({ kind: 'dynamic', stage, key: keyOf(stage, keys) })
      continue
    }
    const before = responseMatrix(stage, stage.before, sampleRate)
    const after = stage.isMoved ? responseMatrix(stage, stage.after, sampleRate) : before
    const last = steps.at(-1)
    if (last?.kind !== 'filter') steps.push({ kind: 'filter', before, after })
    else {
      const joined = chained(before, last.before)
      const same = before === after && last.before === last.after
      steps[steps.length - 1] = { kind: 'filter', before: joined, after: same ? joined : chained(after, last.after) }
    }
  }
  return steps
}

/** What a device's side-chain hears. */
export const keyOf = ({ key }: DynamicStage, keys: ReadonlyMap<TrackPath, Key>): Key => ({
  before: (key.before && keys.get(key.before)?.before) ?? null,
  after: (key.after && keys.get(key.after)?.after) ?? null,
})

const responseMatrix = ({ model }: LinearStage, settings: Settings, sampleRate: number) =>
  matrixOf(model.response(settings, sampleRate, designHz(sampleRate)))

/** What comes out when `signal` goes in. */
export function run(steps: readonly Step[], signal: StereoSignal, side: Side, sampleRate: number): StereoSignal {
  return steps.reduce<StereoSignal>((x, step) => {
    if (step.kind === 'filter') return applyFilter(filterOf(step[side]), x)
    const { model } = step.stage
    return applyCurves(x, model.curves(step.stage[side], x, step.key[side], sampleRate), sampleRate)
  }, signal)
}

/** A chain runs twice with most of its filters the same. */
const filters = new WeakMap<StereoMatrix, StereoFilter>()
function filterOf(matrix: StereoMatrix): StereoFilter {
  let filter = filters.get(matrix)
  if (!filter) filters.set(matrix, (filter = stereoFilter(matrix)))
  return filter
}

/** What went in before the moves, when `signal` came out. `unsolved`: devices whose input cannot be told from their output. */
export function runBack(
  steps: readonly Step[],
  signal: StereoSignal,
  sampleRate: number,
): { readonly signal: StereoSignal; readonly unsolved: readonly DynamicStage[] } {
  const unsolved: DynamicStage[] = []
  const entered = steps.reduceRight<StereoSignal>((y, step) => {
    if (step.kind === 'filter') return applyFilter(stereoFilter(quotient(identity(), step.before)), y)
    const input = step.stage.model.inputOf(step.stage.before, y, step.key.before, sampleRate)
    if (input === null) unsolved.push(step.stage)
    return input ?? y
  }, signal)
  return { signal: entered, unsolved }
}

/** From the output before the moves to the output after them, for a chain of filters only. */
export function ratioOf(stages: readonly LinearStage[], sampleRate: number): StereoMatrix {
  const firstMoved = stages.findIndex(({ isMoved }) => isMoved)
  const lastMoved = stages.findLastIndex(({ isMoved }) => isMoved)
  const product = (side: Side) => (matrix: StereoMatrix, stage: LinearStage) =>
    chained(responseMatrix(stage, stage[side], sampleRate), matrix)
  const moved = stages.slice(firstMoved, lastMoved + 1)
  const ratio = quotient(moved.reduce(product('after'), identity()), moved.reduce(product('before'), identity()))
  const behind = stages.slice(lastMoved + 1)
  if (behind.length === 0 || isScalar(ratio)) return ratio
  const common = behind.reduce(product('before'), identity())
  return quotient(chained(common, ratio), common)
}

/** The matrix of all the stages before the moves. */
export const responseBefore = (stages: readonly LinearStage[], sampleRate: number): StereoMatrix =>
  stages.reduce((matrix, stage) => chained(responseMatrix(stage, stage.before, sampleRate), matrix), identity())
