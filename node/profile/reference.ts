/** One reference as it is kept: numbers only, never audio. */
import type { Analysis } from '../features/analysis.ts'
import { type Category, type FeatureId, feature, type Rows, type Scope } from '../features/catalogue.ts'
import { packStyle } from '../features/style/compact.ts'
import type { Finding } from './reference-check.ts'

export interface Reference {
  /** SHA-256 of the file: the same audio under two names is one reference. */
  readonly hash: string
  /** File name without extension. */
  readonly title: string
  readonly seconds: number
  /** BPM; null: no steady beat. */
  readonly tempo: number | null
  /** "G# minor"; null: not clear. */
  readonly key: string | null
  /** What was measured; features that could not be are left out. */
  readonly values: Readonly<Partial<Record<Scope, Readonly<Partial<Record<FeatureId, number>>>>>>
  /** What it sounds like, as `packStyle` writes it; absent in what was learned before there was such a thing. */
  readonly style?: string
  /** What is the matter with it as a reference, and what it therefore does not teach. */
  readonly findings: readonly Finding[]
  readonly choice: Choice
}

/** The user's word on a reference. */
export interface Choice {
  /** How much it counts; 1 is one reference, 0 is not at all. */
  readonly weight: number
  /** "This one only for the low end". null: everything. */
  readonly only: readonly Category[] | null
  /** Teaches in spite of what was found. */
  readonly trusted: boolean
  readonly tags: readonly string[]
}

export const noChoice: Choice = { weight: 1, only: null, trusted: false, tags: [] }

/** Six digits tell more than any of these figures is good for, and keep a library of 1,000 at a few megabytes. */
const significant = (value: number) => Number(value.toPrecision(6))

export function referenceOf(
  analysis: Analysis,
  { hash, title, findings }: Pick<Reference, 'hash' | 'title' | 'findings'>,
): Reference {
  const values = Object.fromEntries(
    Object.entries(analysis.rows).map(([scope, row]) => [
      scope,
      Object.fromEntries(
        Object.entries(row.values).flatMap(([id, value]) =>
          typeof value === 'number' ? [[id, significant(value)]] : [],
        ),
      ),
    ]),
  )
  return {
    hash,
    title,
    seconds: significant(analysis.seconds),
    tempo: analysis.grid && significant(analysis.grid.tempo),
    key: analysis.harmony.key,
    values,
    ...(analysis.style ? { style: packStyle(analysis.style) } : {}),
    findings,
    choice: noChoice,
  }
}

/** As everything else takes rows of features. */
export const rowsOf = ({ values }: Reference): Rows =>
  Object.fromEntries(Object.entries(values).map(([scope, row]) => [scope, { values: row, reasons: {} }]))

/** How much a reference counts for a feature: the user's weight, or 0 where it does not teach. */
export function weightFor({ findings, choice }: Reference, id: FeatureId): number {
  if (choice.only && !choice.only.includes(feature(id).category)) return 0
  if (choice.trusted) return choice.weight
  return findings.some(({ leavesOut }) => leavesOut === 'all' || leavesOut.includes(id)) ? 0 : choice.weight
}

/** Whether it teaches anything. */
export const teaches = ({ findings, choice }: Reference): boolean =>
  choice.weight > 0 && (choice.trusted || findings.every(({ leavesOut }) => leavesOut !== 'all'))
