/**
 * What the judge of a library was made from and what came of it, on disk beside the library: the figures of degraded copies
 * and drafts, and the fitted judges. Numbers only; the library's own file stays what it is.
 */
import { dirname, join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'
import { type FeatureId, featureIds, type Scope, scopes } from '../features/catalogue.ts'
import type { Figures } from '../profile/judge/columns.ts'
import { type Flaw, flawKinds } from '../profile/judge/degrade.ts'
import type { Counterexample, Judge } from '../profile/judge/fit-judge.ts'
import { stages } from '../profile/stage.ts'
import { DurableFile } from './durable-file.ts'

/** A measured copy or draft. */
export type KeptCounterexample = Counterexample & {
  /** Figures of two versions of the analyzer are never mixed. */
  readonly analyzer: string
  /** What was done to the copy; [] for a draft. */
  readonly flaws: readonly Flaw[]
}

export interface JudgeData {
  readonly counterexamples: readonly KeptCounterexample[]
  /** One for masters, one for premasters; [] until there is enough to learn from. */
  readonly judges: readonly Judge[]
  /** Hashes of the references that the judges were fitted to. */
  readonly learnedFrom: readonly string[]
}

const scope = z.enum(scopes)
const featureId = z.enum(featureIds as [FeatureId, ...FeatureId[]])
const estimate = z.strictObject({ value: z.number(), low: z.number(), high: z.number() })
const floats = z.array(z.number()).transform(values => Float32Array.from(values))
const judgeSchema = z.strictObject({
  stage: z.enum(stages),
  columns: z.array(
    z.strictObject({
      scope,
      feature: featureId,
      side: z.enum(['high', 'low']),
      middle: z.number(),
      spread: z.number().positive(),
      sharers: z.number().positive(),
    }),
  ),
  model: z.strictObject({ middle: floats, spread: floats, limit: z.number(), weights: floats, bias: z.number() }),
  replicas: z.array(z.strictObject({ weights: floats, bias: z.number() })),
  usual: floats,
  references: z.number(),
  counterexamples: z.number(),
  drafts: z.number(),
  auc: estimate,
  brier: estimate,
  penalty: z.number(),
})
const fileSchema = z.strictObject({
  version: z.literal(1),
  /** "drop.bandSub": what the values are. Names that this version does not know are left out. */
  columns: z.array(z.string()),
  counterexamples: z.array(
    z.strictObject({
      of: z.string().nullable(),
      name: z.string(),
      analyzer: z.string(),
      flaws: z.array(z.strictObject({ kind: z.enum(flawKinds), severity: z.number(), place: z.number() })),
      values: z.array(z.number().nullable()),
    }),
  ),
  /** Judges of an older version of Uplift may know figures that this one does not: then they are fitted anew. */
  judges: z.array(z.unknown()),
  learnedFrom: z.array(z.string()),
})

export const judgeFile = (libraryFile: string) => join(dirname(libraryFile), 'judge.json')

/** null: the library has no judge yet. Throws AppError JUDGE_INVALID. */
export async function readJudge(file: string): Promise<JudgeData | null> {
  try {
    const stored = await new DurableFile<unknown>(file).read()
    return stored === null ? null : restored(fileSchema.parse(stored))
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof z.ZodError)) throw cause
    throw new AppError({
      code: 'JUDGE_INVALID',
      message: `${file} is not a judge that Uplift wrote, or it is damaged.`,
      action: 'Delete the file and run `uplift profile judge` again; the profile itself is not affected.',
      cause,
    })
  }
}

export async function writeJudge(file: string, data: JudgeData): Promise<void> {
  await new Low<z.input<typeof fileSchema>>(new DurableFile(file, 0), stored(data)).write()
}

function stored({ counterexamples, judges, learnedFrom }: JudgeData): z.input<typeof fileSchema> {
  const columns = scopes.flatMap(scope =>
    featureIds.flatMap(id =>
      counterexamples.some(({ figures }) => figures[scope]?.[id] !== undefined) ? [{ scope, id }] : [],
    ),
  )
  return {
    version: 1,
    columns: columns.map(({ scope, id }) => `${scope}.${id}`),
    counterexamples: counterexamples.map(({ figures, flaws, ...rest }) => ({
      ...rest,
      flaws: [...flaws],
      values: columns.map(({ scope, id }) => figures[scope]?.[id] ?? null),
    })),
    judges: judges.map(plain),
    learnedFrom: [...learnedFrom],
  }
}

/** Typed arrays as JSON has them; seven digits are all that a float holds. */
const plain = (judge: Judge): unknown =>
  JSON.parse(
    JSON.stringify(judge, (_, value) =>
      value instanceof Float32Array ? Array.from(value, each => Number(each.toPrecision(9))) : value,
    ),
  )

function restored({ columns, counterexamples, judges, learnedFrom }: z.output<typeof fileSchema>): JudgeData {
  const places = columns.map(column => {
    const dot = column.indexOf('.')
    const [scope, id] = [column.slice(0, dot), column.slice(dot + 1)]
    return scopes.includes(scope as Scope) && featureIds.includes(id as FeatureId)
      ? { scope: scope as Scope, id: id as FeatureId }
      : null
  })
  const figuresOf = (values: readonly (number | null)[]): Figures => {
    const figures: Partial<Record<Scope, Partial<Record<FeatureId, number>>>> = {}
    values.forEach((value, i) => {
      const place = places[i]
      if (value !== null && place) (figures[place.scope] ??= {})[place.id] = value
    })
    return figures
  }
  return {
    counterexamples: counterexamples.map(({ values, ...rest }) => ({ ...rest, figures: figuresOf(values) })),
    judges: judges.flatMap(each => {
      const parsed = judgeSchema.safeParse(each)
      return parsed.success ? [parsed.data] : []
    }),
    learnedFrom,
  }
}
