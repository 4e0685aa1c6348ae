/** What a question to a library of 10,000 tracks costs: the comparison itself, and the whole of `similar`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stream } from '../../node/adapters/demo-song/random.ts'
import { analyzerVersion } from '../../node/app/analysis-cache.ts'
import type { KeptReference } from '../../node/app/library.ts'
import { laidOut } from '../../node/app/library-layout.ts'
import { embedRows } from '../../node/app/onnx/metric-runner.ts'
import type { StyleSegment } from '../../node/features/analysis.ts'
import { packStyle } from '../../node/features/style/compact.ts'
import { styleSize } from '../../node/features/style/layout.ts'
import { LibraryEmbedding } from '../../node/profile/embedding.ts'
import { embed } from '../../node/profile/metric.ts'
import { noChoice } from '../../node/profile/reference.ts'
import { VectorIndex } from '../../node/profile/vector-index.ts'
import { median } from './process.ts'

const tracks = 10_000
const queries = 21
const sections = ['intro', 'breakdown', 'drop'] as const

/** CPU seconds by name; medians over fresh queries after a first that compiles. */
export async function similarCost(): Promise<Record<string, number>> {
  const uniform = stream(11, 'similar-bench')
  const vector = () => Float32Array.from({ length: styleSize }, () => 2 * uniform() - 1)
  const song = () =>
    sections.map((section, i): StyleSegment => {
      return { section, startSeconds: 60 * i, endSeconds: 60 * (i + 1), vector: vector() }
    })
  const references = Array.from({ length: tracks }, (_, i) => referenceOf(i, song()))
  const folder = mkdtempSync(join(tmpdir(), 'uplift-bench-'))
  const library = { references, file: join(folder, 'library.json') }
  // The first question is part of it.
  const opened = () => {
    const opening = process.cpuUsage()
    const embedding = laidOut(library)
    embedding.similar(song(), { k: 5 })
    const { user, system } = process.cpuUsage(opening)
    return { embedding, seconds: (user + system) / 1e6 }
  }
  const first = opened()
  const second = opened()
  rmSync(folder, { recursive: true })
  const embedding = new LibraryEmbedding(references, first.embedding.metric)
  const point = () => embed(embedding.metric, vector())
  const index = VectorIndex.of(Array.from({ length: tracks }, point))
  const plain = medianOf(() => {
    const query = point()
    return () => index.nearest(query, 5)
  })
  const whole = medianOf(() => {
    const query = song()
    return () => second.embedding.similar(query, { k: 5 })
  })
  // What `uplift similar` does once for all: every place in one call.
  const before = process.resourceUsage()
  await embedding.embedWith(async rows => (await embedRows(embedding.metric, rows)).points, song())
  const after = process.resourceUsage()
  const embedded = after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime
  return {
    [`one vector of ${index.dimensions} against ${tracks}`]: plain,
    'a song of three sections, the library laid out': whole,
    'laying the library out (metric and places), once': first.seconds,
    'reading it as it was laid out, once a process': second.seconds,
    'its places by onnxruntime, once (without its process)': embedded / 1e6,
  }
}

function medianOf(fresh: () => () => unknown): number {
  fresh()()
  return median(
    Array.from({ length: queries }, () => {
      const ask = fresh()
      const before = process.cpuUsage()
      ask()
      const { user, system } = process.cpuUsage(before)
      return (user + system) / 1e6
    }),
  )
}

const referenceOf = (i: number, style: readonly StyleSegment[]): KeptReference => ({
  analyzer: analyzerVersion,
  hash: `hash-${i}`,
  title: `Song ${i}`,
  seconds: 180,
  tempo: 138,
  key: null,
  values: {},
  findings: [],
  choice: noChoice,
  style: packStyle(style),
})
