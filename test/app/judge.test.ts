/** The judge of a library on disk: made from copies, kept, gone on with after a break, asked, and never in the way. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { analyzerVersion } from '../../node/app/analysis-cache.ts'
import { judgeNews, judgeOf, judgeWords, requireJudges, trainJudge } from '../../node/app/judge.ts'
import { judgeFile, readJudge } from '../../node/app/judge-file.ts'
import { Library } from '../../node/app/library.ts'
import type { AnalysisJob, AnalysisPool } from '../../node/app/pool.ts'
import { rowsOf } from '../../node/profile/reference.ts'
import { referenceLike, library as songs, trance } from '../profile/references.ts'

let folder: string
let library: Library
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-judge-'))
  library = await Library.open('mine', { folder })
})
afterEach(async () => {
  await library.close()
  await rm(folder, { recursive: true })
})

const withReferences = async (count: number) => {
  const references = songs(count).map(each => ({ ...each, analyzer: analyzerVersion }))
  const files = references.map(({ hash }) => ({ path: `/music/${hash}.wav`, stamp: '1', hash }))
  library.change({ references, files })
  await library.save()
  return references
}

/** In place of measuring: a copy is 7 dB wider or narrower. `breakAfter`: the run ends there, as by Ctrl-C. */
function poolOf(measured: string[], breakAfter = Number.POSITIVE_INFINITY): AnalysisPool {
  const byPath = new Map(songs(60).map(each => [`/music/${each.hash}.wav`, each]))
  async function* run(jobs: Iterable<AnalysisJob>) {
    let index = 0
    for (const { file } of jobs) {
      if (index === breakAfter) throw new Error('broken off')
      const { values } = byPath.get(file)!
      const drop = { ...values.drop, widthMid: values.drop!.widthMid! + (index % 2 === 0 ? 7 : -7) }
      const rows = rowsOf(referenceLike(trance, 0, { values: { ...values, drop } }))
      const analysis = { rows, seconds: 300, grid: null, harmony: { key: null } }
      measured.push(file)
      yield { index: index++, file, kind: 'done', analysis, cached: false }
    }
  }
  return { run } as unknown as AnalysisPool
}

test('is made, kept with its models, and asked; a second run measures nothing', async () => {
  await withReferences(30)
  const measured: string[] = []
  const trained = await trainJudge(library, { pool: poolOf(measured) })
  requireJudges(trained, library)
  expect(measured).toHaveLength(30)
  expect(trained.judges.map(({ stage }) => stage)).toEqual(['master', 'premaster'])
  // "ir_version" of a model file: field 1, a varint.
  expect((await readFile(join(dirname(library.file), 'judge-master.onnx')))[0]).toBe(8)

  const kept = (await readJudge(judgeFile(library.file)))!
  expect(kept.judges[0]!.model.weights).toEqual(trained.judges[0]!.model.weights)
  expect(kept.counterexamples[0]!.figures.drop!.widthMid).toBeTypeOf('number')

  const own = referenceLike(trance, 900)
  const wide = rowsOf({ ...own, values: { ...own.values, drop: { ...own.values.drop, widthMid: 0 } } })
  const said = await judgeOf(wide, 'master', library)
  expect(said).toMatchObject({ kind: 'judged', verdict: 'unfinished', references: 30 })
  if (said.kind === 'judged') expect(said.reasons[0]).toMatchObject({ group: 'stereo' })

  await trainJudge(library, { pool: poolOf(measured) })
  expect(measured).toHaveLength(30)
})

test('broken off, it keeps what was measured and goes on there', async () => {
  await withReferences(24)
  const measured: string[] = []
  await expect(trainJudge(library, { pool: poolOf(measured, 10) })).rejects.toThrow('broken off')
  const { judges, known } = await trainJudge(library, { pool: poolOf(measured) })
  expect(known).toBe(10)
  expect(judges).toHaveLength(2)
  expect(new Set(measured).size).toBe(24)
  expect(measured).toHaveLength(24)
})

test('without a judge the distance is told; with few references, nothing', async () => {
  await withReferences(30)
  const far = referenceLike(trance, 900)
  const drop = Object.fromEntries(Object.entries(far.values.drop!).map(([id, value]) => [id, value + 40]))
  const said = await judgeOf(rowsOf({ ...far, values: { ...far.values, drop } }), 'master', library)
  expect(said).toMatchObject({ kind: 'distance', rank: 1, references: 30 })
  await withReferences(5)
  expect(await judgeOf(rowsOf(far), 'master', library)).toMatchObject({ kind: 'silent' })
  const trained = await trainJudge(library, { pool: poolOf([]) })
  expect(() => requireJudges(trained, library)).toThrow('a judge needs 20')
  expect((await stat(judgeFile(library.file))).size).toBeGreaterThan(0)
})

test('a damaged judge is named, with what to do', async () => {
  await withReferences(30)
  await writeFile(judgeFile(library.file), '{"version":1')
  await expect(judgeOf({}, 'master', library)).rejects.toMatchObject({ code: 'JUDGE_INVALID' })
})

test('after learning it is said that a judge could be made, or that it is out of date; otherwise nothing', async () => {
  await withReferences(19)
  expect(await judgeNews(library)).toBeNull()
  await withReferences(24)
  expect(await judgeNews(library)).toMatch(/^24 references are enough .*uplift profile judge "mine"/)
  await trainJudge(library, { pool: poolOf([]) })
  expect(await judgeNews(library)).toBeNull()
  const references = await withReferences(26)
  library.change({ references: references.slice(1), files: library.data.files.slice(1) })
  expect(await judgeNews(library)).toMatch(/out of date \(new references: 2, gone: 1\)/)
})

test('beside a score, a damaged judge says so and stops nothing', async () => {
  await withReferences(30)
  await writeFile(judgeFile(library.file), '{ "version": 1')
  const [said] = await judgeWords({}, 'master', library)
  expect(said).toMatch(/says nothing\..*damaged/)
  expect(await judgeNews(library)).toMatch(/damaged/)
})
