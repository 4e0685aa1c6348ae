/**
 * `npm run evaluate`: known faults of known size, through the whole loop on re-rendered, re-measured audio (EVALUATION 1).
 * Songs are shared out over worker threads; the tables and the verdicts against the bars are printed at the end.
 */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { Command } from 'commander'
import { barkReferences } from './evaluation/bark-references.ts'
import { type Job, type Message, runJob } from './evaluation/job.ts'
import { runMeasures } from './evaluation/measures/run.ts'
import { Progress } from './evaluation/progress.ts'
import type { TargetName } from './evaluation/result.ts'
import { loadResults, type Results, saveResults } from './evaluation/results-file.ts'
import { referenceLength, referenceSeeds, testSeeds } from './evaluation/songs.ts'
import { evaluationText } from './evaluation/table.ts'
import { currentCommit, type Figure, figuresOption, keepFigures, runOf } from './figures.ts'

interface Options {
  readonly songs: string
  readonly seed?: string
  readonly stems: readonly string[]
  readonly every?: string
  readonly compact?: true
  readonly target: string
  readonly print?: true
  readonly results: string
  readonly figures?: string
  readonly measures?: true
  readonly learning?: true
  readonly synth?: true
  readonly synthResults: string
  readonly only: readonly string[]
  readonly verbose?: true
  readonly corpus?: string
  readonly barkReferences?: string
}

/** The full run takes every fifth scenario of a song, so that twelve songs meet every fault at least twice; the compact one a few. */
const everyFull = 5
const everyCompact = 18
/** The controls are three more renderings and measurements a scenario, about a third of its cost: the full run makes them on a share. */
const controlsEveryFull = 3
/** Every fifth scenario of five songs, each song starting one further on: every fault that its song has is met once. */
const middleSongs = 5
const compactSongs = 2

async function main() {
  const options = parse()
  if (options.barkReferences) return writeBarkReferences(options.barkReferences)
  if (options.measures) return void (process.exitCode = (await measures(options)) ? 0 : 1)
  if (options.synth) return void (process.exitCode = (await synth(options)) ? 0 : 1)
  if (options.learning) return void (process.exitCode = (await learning(options)) ? 0 : 1)
  const commit = currentCommit() ?? 'no commit'
  const results = loadResults(options.results, commit)
  const jobs = jobsOf(options, results)
  if (!options.print) await runAndKeep(jobs, results, options.results)
  const asked = jobs.flatMap(({ key }) => results.songs[key] ?? [])
  const { text, passed, figures } = evaluationText(
    `${runDescription()}${results.cpuSeconds ? `, ${Math.round(results.cpuSeconds)} s of CPU` : ''}`,
    asked.flatMap(({ healthy }) => healthy ?? []),
    asked.flatMap(({ scenarios }) => Object.values(scenarios).flat()),
  )
  process.stdout.write(text)
  keep(options, figures, text)
  process.exitCode = passed ? 0 : 1
}

const keep = ({ figures: file }: Options, rows: readonly Figure[], printed: string | readonly string[]) => {
  if (file !== undefined) keepFigures(file, { script: 'evaluate', rows, printed })
}

const parse = () =>
  new Command('evaluate')
    .description('Spoils songs by known faults, lets the loop repair them, and prints how well it did.')
    .option(
      '--songs <n>',
      `generated songs, each as premaster and as master; ${testSeeds.length} is the full run, ${middleSongs} the middle one: every fault met once`,
      String(testSeeds.length),
    )
    .option('--seed <n>', 'seed of the first generated song; figures are reported on the default ones, tuned on others')
    .option('--stems <folder...>', 'also folders of real stems (twin target only)', [])
    .option(
      '--every <n>',
      `of each song every n-th scenario (full run: ${everyFull}, compact: ${everyCompact}, 1: all)`,
    )
    .option('--compact', 'two songs, few scenarios each: the short run')
    .option('--target <name>', 'twin, profile or both', 'both')
    .option('--measures', 'instead: do we measure right? Every measure against known answers (EVALUATION 2)')
    .option(
      '--learning',
      'instead: does it find what sounds alike? Similarity and styles against labels and baselines (EVALUATION 2)',
    )
    .option('--synth', 'instead: synth sounds of known parameters, dry, in reverb, with bleed; needs --corpus')
    .option('--synth-results <folder>', 'with --synth: where scores are kept, sound by sound', 'out/evaluation-synth')
    .option('--only <name...>', 'with --measures: only these families; with --synth: only dry, reverb or bleed', [])
    .option('--verbose', 'with --measures: every single case')
    .option(
      '--corpus <folder>',
      'with --measures and --learning: also files that others made; with --synth: the sounds (D/csound in it)',
    )
    .option('--print', 'run nothing: print what is already in the results')
    .option('--results <file>', 'where results are kept; an interrupted run goes on from there', 'out/evaluation.json')
    .option(...figuresOption)
    .option('--bark-references <file>', 'instead: measure the references of the held-out distance into a file')
    .parse()
    .opts<Options>()

function jobsOf({ songs, seed: first, stems, compact, every, target }: Options, results: Results): Job[] {
  const targets: TargetName[] = target === 'both' ? ['twin', 'profile'] : [target as TargetName]
  const count = compact ? compactSongs : Number(songs)
  const seeds = first ? Array.from({ length: count }, (_, i) => Number(first) + i) : testSeeds.slice(0, count)
  const step = Number(every ?? (compact ? everyCompact : everyFull))
  const rest = (key: string, offset: number, isMaster = false) => {
    const before = results.songs[key]
    return {
      key,
      targets,
      // Masters have few faults: a longer share of them.
      every: isMaster ? Math.ceil(step / 3) : step,
      offset,
      controlsEvery: compact ? 1 : controlsEveryFull,
      done: [...(before?.healthy ? ['healthy'] : []), ...Object.keys(before?.scenarios ?? {})],
    }
  }
  return [
    ...seeds.flatMap((seed, i): Job[] => [
      { song: { seed, stage: 'premaster' }, ...rest(`${seed}`, i) },
      { song: { seed, stage: 'master' }, ...rest(`${seed} master`, i, true) },
    ]),
    ...stems.map((folder, i): Job => ({ song: { folder }, ...rest(basename(folder), i) })),
  ]
}

/** Every scenario is kept as soon as it is through: an interrupted run goes on from there. */
async function runAndKeep(jobs: readonly Job[], results: Results, file: string): Promise<void> {
  const started = performance.now()
  const progress = new Progress(jobs.map(({ key, song }) => ({ key, kind: 'stage' in song ? song.stage : 'stems' })))
  const cpuBefore = results.cpuSeconds ?? 0
  await runAll(jobs, (job, message) => {
    if (message.kind === 'begin') return progress.begins(job.key, message.steps)
    if (message.kind === 'end') return progress.ends(job.key)
    const song = (results.songs[job.key] ??= { scenarios: {} })
    if (message.kind === 'healthy') song.healthy = message.results
    else song.scenarios[message.id] = message.results
    results.cpuSeconds = cpuBefore + cpuSeconds()
    saveResults(file, results)
    progress.stepDone(job.key)
    // A terminal shows the last line, a file keeps all.
    const line = `${progress.text((performance.now() - started) / 1000)}; ${job.key}`
    process.stderr.write(process.stderr.isTTY ? `\r${line.padEnd(78)}` : `${line}\n`)
  })
  process.stderr.write('\n')
}

async function runAll(jobs: readonly Job[], onMessage: (job: Job, message: Message) => void): Promise<void> {
  const queue = [...jobs]
  await Promise.all(
    Array.from({ length: Math.min(cpus().length, jobs.length) }, async () => {
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
        const current = job
        await inWorker(current, message => onMessage(current, message))
      }
    }),
  )
}

/** One worker a song: its stems go with it. */
function inWorker(job: Job, onMessage: (message: Message) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { execArgv: [], workerData: job })
    worker.on('error', reject)
    worker.on('message', (message: Message) => {
      onMessage(message)
      if (message.kind !== 'end') return
      worker.terminate().then(() => resolve(), reject)
    })
  })
}

/** "2026-11-22, commit 4d21140, Node 20.20.2, 2 × AMD EPYC". */
const runDescription = () => {
  const { date, commit, machine } = runOf()
  return `${date}, commit ${commit}, ${machine}`
}

/** Interrupted, it goes on where it stopped; --print shows what is there. Names in --only are conditions. */
async function synth(options: Options): Promise<boolean> {
  const { corpus, only, print, synthResults } = options
  if (corpus === undefined) throw new RangeError('--synth needs --corpus: the folder with D/csound')
  const { runSynthEvaluation } = await import('./evaluation-synth/run.ts')
  const { conditions } = await import('./evaluation-synth/conditions.ts')
  const { keptScores, sourcesVersion } = await import('./evaluation-synth/kept-scores.ts')
  const wanted = only.length > 0 ? conditions.filter(each => only.includes(each)) : conditions
  const { text, passed, figures } = await runSynthEvaluation({
    folder: join(corpus, 'D', 'csound'),
    kept: keptScores(synthResults, sourcesVersion(process.cwd())),
    printOnly: print === true,
    conditions: wanted,
    onProgress: (done, all, { file, condition }) =>
      void process.stderr.write(`${done} of ${all}, ${condition}: ${file}, ${cpuSeconds()} s of CPU\n`),
  })
  process.stdout.write(`${runDescription()}\n\n${text}\n`)
  keep(options, figures, text)
  return passed
}

const cpuSeconds = () => {
  const { user, system } = process.cpuUsage()
  return Math.round((user + system) / 1e6)
}

/** Loaded only here: its generator makes music of its own. */
async function learning(options: Options): Promise<boolean> {
  const { compact, corpus } = options
  const { runLearning } = await import('./evaluation-learning/run.ts')
  const { print, lines } = recordedPrint()
  process.stdout.write(`${runDescription()}\n\n`)
  const { passed, figures } = await runLearning(
    {
      compact: compact === true,
      corpus: corpus ?? null,
      root: process.cwd(),
      program: fileURLToPath(import.meta.url),
      onLine: line => void process.stderr.write(`${line}, ${cpuSeconds()} s of CPU\n`),
    },
    print,
  )
  print(`\n${cpuSeconds()} s of CPU in this run; what had been measured before is not counted.`)
  keep(options, figures, lines)
  return passed
}

async function measures(options: Options): Promise<boolean> {
  const { only, verbose, corpus } = options
  const { print, lines } = recordedPrint()
  process.stdout.write(`${runDescription()}\n\n`)
  const { passed, figures } = await runMeasures({ only, verbose: verbose === true, corpus: corpus ?? null }, print)
  // The rows are all that it prints, but for single cases.
  keep(options, figures, verbose ? lines : [])
  return passed
}

function recordedPrint() {
  const lines: string[] = []
  const print = (line: string) => {
    lines.push(...line.split('\n'))
    process.stdout.write(`${line}\n`)
  }
  return { print, lines }
}

async function writeBarkReferences(file: string): Promise<void> {
  const seeds = referenceSeeds.filter(seed => referenceLength(seed) === 'short')
  writeFileSync(file, `${JSON.stringify({ version: 1, seeds, sections: await barkReferences(seeds) })}\n`)
}

if (isMainThread) await main()
else if ((workerData as { kind?: unknown }).kind === 'measure') {
  const { measureInWorker } = await import('./evaluation-learning/measure-all.ts')
  measureInWorker()
} else {
  await runJob(workerData as Job, message => parentPort!.postMessage(message))
  parentPort!.postMessage({ kind: 'end' } satisfies Message)
}
