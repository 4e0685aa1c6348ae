/**
 * The judge of a library: made from the references' own degraded copies, asked about a mix. It stands beside the score and
 * changes nothing that was measured.
 */
import { writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from '../audio/app-error.ts'
import { listAudioFiles } from '../audio/audio-files.ts'
import type { Rows } from '../features/catalogue.ts'
import { beyondMiddle, columnsOf, type Figures, inputsOf } from '../profile/judge/columns.ts'
import { flawsOf } from '../profile/judge/degrade.ts'
import { fewestReferences, fitJudge, type Judge } from '../profile/judge/fit-judge.ts'
import { incompetence, type Judgement, judgement } from '../profile/judge/judgement.ts'
import { fewestForDistance, fitOneClass, rankAmong } from '../profile/judge/one-class.ts'
import { judgeModel } from '../profile/onnx/graphs.ts'
import { referenceOf, teaches } from '../profile/reference.ts'
import { judgementWords } from '../report/judge-text.ts'
import { analyzerVersion, contentHash } from './analysis-cache.ts'
import { type JudgeData, judgeFile, type KeptCounterexample, readJudge, writeJudge } from './judge-file.ts'
import type { KeptReference, Library } from './library.ts'
import { OnnxUnavailable, openOnnx } from './onnx/runtime.ts'
import type { AnalysisPool } from './pool.ts'

export interface TrainJudgeOptions {
  readonly pool: AnalysisPool
  /** Degraded copies of each reference. Default 1; each costs an analysis. */
  readonly copies?: number
  /** A folder of the user's own tracks that are not finished yet. */
  readonly drafts?: string
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: { readonly done: number; readonly total: number; readonly file: string }) => void
}

export interface TrainedJudge {
  readonly judges: readonly Judge[]
  readonly measured: number
  readonly known: number
  /** References whose file is no longer where it was, and files that could not be read. */
  readonly left: readonly string[]
  readonly file: string
}

/** What is measured is on disk at least so often. */
const saveEveryMs = 10_000

/**
 * Measures what copies and drafts are missing and fits the judges. Needs the references' audio where it was; an interrupted run
 * goes on where it was. Throws AppError JUDGE_INVALID, the signal's reason.
 */
export async function trainJudge(library: Library, options: TrainJudgeOptions): Promise<TrainedJudge> {
  const { pool, copies = 1, drafts, signal, onProgress = () => {} } = options
  const file = judgeFile(library.file)
  const references = library.references.filter(teaches)
  const before = await readJudge(file)
  const paths = new Map(library.data.files.map(({ hash, path }) => [hash, path]))
  const wanted = await jobsOf(references, paths, copies, drafts)
  const present = new Set(references.map(({ hash }) => hash))
  const kept = (before?.counterexamples ?? []).filter(
    ({ of, analyzer }) => analyzer === analyzerVersion && (of === null || present.has(of)),
  )
  const known = new Set(kept.map(({ name }) => name))
  const todo = wanted.jobs.filter(({ name }) => !known.has(name))
  const found: KeptCounterexample[] = [...kept]
  const left = [...wanted.left]
  const save = (judges: readonly Judge[], learnedFrom: readonly string[]) => {
    const data: JudgeData = { counterexamples: found, judges, learnedFrom }
    return writeJudge(file, data)
  }
  let saved = performance.now()
  let done = 0
  try {
    const run = todo.map(({ path, flaws }) => ({ file: path, options: flaws.length > 0 ? { flaws } : {} }))
    for await (const result of pool.run(run, signal ? { signal } : {})) {
      const { path, name, of, flaws } = todo[result.index]!
      if (result.kind === 'failed') left.push(`${basename(path)}: ${result.error.message}`)
      else {
        const { values } = referenceOf(result.analysis, { hash: name, title: name, findings: [] })
        found.push({ of, name, flaws, analyzer: analyzerVersion, figures: values })
      }
      onProgress({ done: ++done, total: todo.length, file: path })
      if (performance.now() - saved > saveEveryMs) {
        await save(before?.judges ?? [], before?.learnedFrom ?? [])
        saved = performance.now()
      }
    }
  } finally {
    // The judges of before stay until the new ones are there.
    await save(before?.judges ?? [], before?.learnedFrom ?? [])
  }
  const judges = (['master', 'premaster'] as const).flatMap(stage => fitJudge(references, found, stage) ?? [])
  await save(judges, judges.length > 0 ? references.map(({ hash }) => hash) : [])
  for (const judge of judges) await writeFile(join(dirname(file), `judge-${judge.stage}.onnx`), judgeModel(judge.model))
  return { judges, measured: todo.length, known: wanted.jobs.length - todo.length, left, file }
}

interface Job extends Pick<KeptCounterexample, 'name' | 'of' | 'flaws'> {
  readonly path: string
}

async function jobsOf(
  references: readonly KeptReference[],
  paths: ReadonlyMap<string, string>,
  copies: number,
  drafts: string | undefined,
): Promise<{ readonly jobs: readonly Job[]; readonly left: readonly string[] }> {
  const left: string[] = []
  const jobs = references.flatMap(({ hash, title }): Job[] => {
    const path = paths.get(hash)
    if (path === undefined) {
      left.push(`${title}: its file is not known here`)
      return []
    }
    return Array.from({ length: copies }, (_, copy) => {
      const name = `${hash} ${copy}`
      return { path, name, of: hash, flaws: flawsOf(hash, copy) }
    })
  })
  const own = drafts === undefined ? [] : await listAudioFiles(drafts, { recursive: true })
  const unfinished = await Promise.all(
    own.map(async (path): Promise<Job> => ({ path, name: await contentHash(path), of: null, flaws: [] })),
  )
  return { jobs: [...jobs, ...unfinished], left }
}

/**
 * What the library's judge says of a mix, by onnxruntime or its TypeScript twin; the distance from the references while there
 * is no judge; or why neither can answer. Never throws for want of a judge. Throws AppError JUDGE_INVALID.
 */
export async function judgeOf(rows: Rows, stage: Judge['stage'], library: Library): Promise<Judgement> {
  const figures = figuresOf(rows)
  const data = await readJudge(judgeFile(library.file))
  const judge = data?.judges.find(each => each.stage === stage)
  if (!judge) return unusual(figures, stage, library, `uplift profile judge "${library.data.name}" makes one.`)
  const why = incompetence(judge)
  if (why !== null) return unusual(figures, stage, library, why)
  return judgement(judge, figures, await byOnnxruntime(judge, figures))
}

/** Its sentences, for whoever shows them beside a score: a judge that cannot be read says so and stops nothing. */
export async function judgeWords(rows: Rows, stage: Judge['stage'], library: Library): Promise<readonly string[]> {
  try {
    return judgementWords(await judgeOf(rows, stage, library))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return judgementWords({ kind: 'silent', why: `${error.message} ${error.action}` })
  }
}

/** null: it cannot be loaded here. */
async function byOnnxruntime({ model, columns }: Judge, figures: Figures): Promise<number | null> {
  try {
    const runner = await openOnnx(judgeModel(model))
    try {
      const features = { dims: [1, columns.length], data: inputsOf(columns, figures) }
      const { probability } = await runner.run({ features })
      return probability!.data[0]!
    } finally {
      await runner.close()
    }
  } catch (error) {
    if (error instanceof OnnxUnavailable) return null
    throw error
  }
}

function unusual(figures: Figures, stage: Judge['stage'], library: Library, why: string): Judgement {
  const references = library.references.filter(teaches)
  if (references.length < fewestForDistance) {
    return {
      kind: 'silent',
      why: `${references.length === 1 ? '1 reference is' : `${references.length} references are`} too few to judge by: ${fewestForDistance} say what is unusual, ${fewestReferences} make a judge.`,
    }
  }
  const columns = columnsOf(references, stage)
  const pointOf = (of: Figures) => beyondMiddle(columns, inputsOf(columns, of))
  const oneClass = fitOneClass(references.map(({ values }) => pointOf(values)))
  return {
    kind: 'distance',
    rank: rankAmong(oneClass, oneClass.distance(pointOf(figures))),
    references: references.length,
    why,
  }
}

/** What is to be said of the judge after references came or went; null: nothing. */
export async function judgeNews(library: Library): Promise<string | null> {
  const { name } = library.data
  const present = library.references.filter(teaches).map(({ hash }) => hash)
  const data = await readJudge(judgeFile(library.file)).catch(error => {
    if (error instanceof AppError) return error
    throw error
  })
  if (data instanceof AppError) return `${data.message} ${data.action}`
  if (!data || data.judges.length === 0) {
    return present.length < fewestReferences
      ? null
      : `${present.length} references are enough for a learned judge: uplift profile judge "${name}" makes one.`
  }
  const [known, still] = [new Set(data.learnedFrom), new Set(present)]
  const came = present.filter(hash => !known.has(hash)).length
  const gone = data.learnedFrom.filter(hash => !still.has(hash)).length
  return came + gone === 0
    ? null
    : `The learned judge is out of date (new references: ${came}, gone: ${gone}): uplift profile judge "${name}" makes it anew, measuring only what is new.`
}

const figuresOf = (rows: Rows): Figures =>
  Object.fromEntries(
    Object.entries(rows).map(([scope, { values }]) => [
      scope,
      Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'number')),
    ]),
  ) as Figures

/** Throws AppError JUDGE_IMPOSSIBLE, for whoever asked for a judge. */
export function requireJudges({ judges, left }: TrainedJudge, library: Library): void {
  if (judges.length > 0) return
  throw new AppError({
    code: 'JUDGE_IMPOSSIBLE',
    message: `"${library.data.name}" has ${library.references.filter(teaches).length} references that teach, ${left.length} of them without a file that can be read; a judge needs ${fewestReferences}.`,
    action: 'Add references with uplift learn, or bring their files back to where they were.',
  })
}
