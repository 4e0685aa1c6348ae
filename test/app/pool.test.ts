/** The pool with the real workers, and with small programs that speak its language and misbehave on purpose. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { analyzeWithKey } from '../../node/app/analyze-with-key.ts'
import { KeyFinder, opinionOf } from '../../node/app/key-finder.ts'
import { AnalysisPool, type AnalysisProgress, type AnalysisResult, type PoolOptions } from '../../node/app/pool.ts'
import type { Audio } from '../../node/audio/audio.ts'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { writeWav } from '../../node/audio/write-wav.ts'
import { chordSong, majorSong, minorSong } from '../support/chords.ts'
import { buildWorkers } from '../support/worker-bundle.ts'

/** A worker program; `file` tells it what to do. `done()` answers with an analysis that is only a name. */
const program = (body: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
      import { parentPort, threadId } from 'node:worker_threads'
      const done = () => parentPort.postMessage({ kind: 'done', analysis: { name: threadId }, cached: false })
      parentPort.on('message', ({ file }) => { ${body} })`)}`,
  )
const sleeper = program(`setTimeout(done, Number(file))`)

const open: AnalysisPool[] = []
const pool = (options: Partial<PoolOptions>) => {
  const made = new AnalysisPool({ cache: null, ...options })
  open.push(made)
  return made
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(p => p.close()))
})

async function collect(results: AsyncIterable<AnalysisResult>): Promise<AnalysisResult[]> {
  const all: AnalysisResult[] = []
  for await (const result of results) all.push(result)
  return all
}
const jobs = (...files: string[]) => files.map(file => ({ file }))

test('results come in order of completion and know their place', async () => {
  const results = await collect(pool({ size: 3, worker: sleeper }).run(jobs('900', '10', '450')))
  expect(results.map(({ index, file, kind }) => [index, file, kind])).toEqual([
    [1, '10', 'done'],
    [2, '450', 'done'],
    [0, '900', 'done'],
  ])
})

test('two files run at the same time in two threads, which are used again', async () => {
  const two = pool({ size: 2, worker: sleeper })
  const names = async () =>
    (await collect(two.run(jobs('150', '150')))).map(r => (r.kind === 'done' ? r.analysis.name : ''))
  const first = await names()
  expect(new Set(first).size).toBe(2)
  expect(new Set(await names())).toEqual(new Set(first))
})

test('no more jobs are taken than there are workers and readers', async () => {
  let taken = 0
  function* endless() {
    for (;;) {
      taken++
      yield { file: '1' }
    }
  }
  let read = 0
  for await (const _ of pool({ size: 2, worker: sleeper }).run(endless())) {
    // Two run while this one is looked at.
    expect(taken - read).toBeLessThanOrEqual(2)
    if (++read === 6) break
  }
  expect(taken).toBeLessThanOrEqual(7)
})

test.each([
  ['throws', 'throw new Error("out of order")', /out of order/],
  ['exits', 'process.exit(7)', /exit code 7/],
])('a worker that %s fails its own file only, and is replaced', async (_, how, message) => {
  const results = await collect(
    pool({ size: 2, worker: program(`if (file === 'bad') { ${how} } else done()`) }).run(
      jobs('a', 'bad', 'b', 'bad', 'c'),
    ),
  )
  expect(
    results
      .filter(({ kind }) => kind === 'done')
      .map(({ file }) => file)
      .sort(),
  ).toEqual(['a', 'b', 'c'])
  const failed = results.flatMap(result => (result.kind === 'failed' ? [result.error] : []))
  expect(failed).toHaveLength(2)
  for (const error of failed)
    expect(error).toMatchObject({ code: 'ANALYSIS_CRASHED', message: expect.stringMatching(message) })
})

test('aborting ends running workers at once, even one that never gives way', async () => {
  const controller = new AbortController()
  const stages: string[] = []
  const busy = pool({ size: 2, worker: program('while (true);') })
  const run = collect(
    busy.run(jobs('a', 'b', 'c'), {
      signal: controller.signal,
      onProgress: ({ file, stage }) => stages.push(`${file} ${stage}`),
    }),
  )
  setTimeout(() => controller.abort(), 200)
  await expect(run).rejects.toMatchObject({ name: 'AbortError' })
  expect(stages.filter(stage => stage.endsWith('started'))).toEqual(['a started', 'b started'])
  await expect(collect(busy.run(jobs('a'), { signal: controller.signal }))).rejects.toMatchObject({
    name: 'AbortError',
  })
})

test('after an abort the pool works on', async () => {
  const again = pool({ size: 1, worker: sleeper })
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 100)
  await expect(again.analyze('60000', {}, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' })
  expect(await again.analyze('1')).toHaveProperty('name')
})

test('a wrong size and a closed pool are bugs', async () => {
  for (const size of [0, 1.5, Number.NaN]) expect(() => pool({ size })).toThrow(RangeError)
  const closed = pool({ worker: sleeper })
  await closed.close()
  await expect(closed.analyze('1')).rejects.toThrow(RangeError)
})

test('a worker that answers while it is being ended is not used again', async () => {
  const p = pool({ size: 2, worker: sleeper })
  for (let round = 0; round < 10; round++) {
    for await (const _ of p.run(jobs('5', '10'))) {
      // The second answer comes while this thread is busy, and is read only after the reader has left.
      for (const until = performance.now() + 20; performance.now() < until; );
      break
    }
    await expect(p.analyze('0')).resolves.toBeDefined()
  }
}, 20_000)

describe('the real workers', () => {
  let folder: string
  let keys: KeyFinder
  let keyWorker: URL
  let real: Partial<PoolOptions>
  const paths: string[] = []
  /** A pool closes its finder with itself. */
  const withKeys = () => ({ ...real, keyFinder: new KeyFinder({ worker: keyWorker }) })

  beforeAll(async () => {
    const urls = await buildWorkers('pool')
    keyWorker = urls.key
    keys = new KeyFinder({ worker: keyWorker })
    real = { worker: urls.analysis, size: 2 }
    folder = mkdtempSync(join(tmpdir(), 'uplift-pool-'))
    const songs: readonly Audio[] = [minorSong(57), majorSong(62)].map(chords =>
      chordSong({ chords, repeats: 1, sampleRate: 44_100 }),
    )
    for (const [i, song] of songs.entries()) {
      paths.push(join(folder, `song ${i}.wav`))
      await writeWav(paths[i]!, song, { format: 'int16' })
    }
    writeFileSync(join(folder, 'notes.wav'), 'not audio at all, and long enough to be looked at')
  }, 60_000)
  afterAll(async () => {
    await keys.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('give what this thread would have measured, key included, and leave this thread free meanwhile', async () => {
    let ticks = 0
    let longest = 0
    let last = performance.now()
    const clock = setInterval(() => {
      ticks++
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 5)
    const progress: AnalysisProgress[] = []
    const begun = performance.now()
    const results = await collect(
      pool(withKeys()).run(
        paths.map(file => ({ file })),
        {
          onProgress: step => progress.push(step),
        },
      ),
    )
    clearInterval(clock)
    expect(ticks).toBeGreaterThan(10)
    // Measured on this thread, one of the two songs would hold it for half of the time; busy
    // neighbours stretch both sides of this alike.
    expect(longest).toBeLessThan((performance.now() - begun) / 4)
    for (const stage of ['started', 'decoded', 'done'])
      expect(
        progress
          .filter(step => step.stage === stage)
          .map(step => step.index)
          .sort(),
      ).toEqual([0, 1])
    for (const result of results) {
      if (result.kind === 'failed') throw result.error
      const audio = await decodeAudioFile(result.file)
      const options = { name: result.analysis.name, warnings: audio.warnings }
      const direct = await analyzeWithKey(audio, options, frames => opinionOf(keys, frames))
      expect(result.analysis).toEqual(direct.analysis)
    }
    expect(results.map(({ index }) => index).sort()).toEqual([0, 1])
  })

  test('report unreadable files as the reader words them, and go on', async () => {
    const results = await collect(
      pool(withKeys()).run(jobs(join(folder, 'notes.wav'), join(folder, 'none.wav'), paths[0]!)),
    )
    const codes = results.map(result => (result.kind === 'failed' ? result.error.code : 'done'))
    expect(codes.sort()).toEqual(['AUDIO_UNSUPPORTED', 'FILE_MISSING', 'done'])
  })

  test('a second run comes from the cache, deeply equal; a declared section is another entry', async () => {
    const cache = { folder: join(folder, 'cache') }
    const first = await pool({ ...withKeys(), cache }).analyze(paths[0]!)
    const [again] = await collect(pool({ ...withKeys(), cache }).run(jobs(paths[0]!)))
    expect(again).toMatchObject({ kind: 'done', cached: true })
    expect(again).toHaveProperty('analysis', first)
    const [declared] = await collect(
      pool({ ...withKeys(), cache }).run([{ file: paths[0]!, options: { declared: 'drop' } }]),
    )
    expect(declared).toMatchObject({ kind: 'done', cached: false, analysis: { sectionSource: 'declared' } })
  })

  test('without an answer from essentia the analysis is whole, but not kept', async () => {
    // A major key within reach of its relative: one that essentia is asked about.
    const cache = { folder: join(folder, 'cache-without-key') }
    const broken = () => new KeyFinder({ worker: program('process.exit(1)') })
    const measured = await pool({ ...real, cache, keyFinder: broken() }).analyze(paths[1]!)
    expect(measured.harmony).toMatchObject({ key: 'D major', secondOpinion: null })
    const [again] = await collect(pool({ ...real, cache, keyFinder: broken() }).run(jobs(paths[1]!)))
    expect(again).toMatchObject({ kind: 'done', cached: false })
  })
})
