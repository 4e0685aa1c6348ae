/**
 * `npm run evaluate`: known faults of known size, through the whole loop on re-rendered, re-measured audio (EVALUATION 1).
 * Songs are shared out over worker threads; the tables and the verdicts against the bars are printed at the end.
 */
import { execSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { Command } from 'commander'
import { shippedProfiles } from '../node/profile/shipped.ts'
import { runMeasures } from './evaluation/measures/run.ts'
import {
  type HealthyResult,
  measureHealthy,
  runFault,
  runHealthy,
  type ScenarioResult,
  type TargetName,
} from './evaluation/scenario.ts'
import { generatedSong, stemsSong, testSeeds } from './evaluation/songs.ts'
import { evaluationText } from './evaluation/table.ts'

interface Job {
  /** A seed, or a folder of stems. */
  readonly song: number | string
  readonly targets: readonly TargetName[]
  /** Keep every n-th fault, starting with `offset`: the compact run still meets every kind. */
  readonly everyNthFault: number
  readonly offset: number
  /** Faults that an earlier, interrupted run has already been through; `healthy` when the original has. */
  readonly done: readonly string[]
}

type Message =
  | { readonly kind: 'healthy'; readonly result: HealthyResult }
  | { readonly kind: 'fault'; readonly id: string; readonly results: readonly ScenarioResult[] }
  | { readonly kind: 'end' }

async function runJob({ song: from, targets, everyNthFault, offset, done }: Job, post: (message: Message) => void) {
  const song = typeof from === 'number' ? generatedSong(from) : await stemsSong(from)
  const healthy = await measureHealthy(song)
  const profile = shippedProfiles.demo()
  // The demo profile says nothing about other people's music: on stems only the reasoning is judged.
  const applicable = targets.filter(target => target === 'twin' || song.origin === 'generated')
  if (applicable.includes('profile') && !done.includes('healthy')) {
    post({ kind: 'healthy', result: await runHealthy(song, healthy, profile) })
  }
  for (const [i, fault] of song.faults.entries()) {
    if ((i + offset) % everyNthFault !== 0 || done.includes(fault.id)) continue
    post({ kind: 'fault', id: fault.id, results: await runFault(song, healthy, fault, profile, applicable) })
  }
}

/** What is on disk between runs, by song. A run of another commit starts afresh. */
interface Saved {
  readonly commit: string
  readonly songs: Record<string, { healthy?: HealthyResult; faults: Record<string, readonly ScenarioResult[]> }>
}

function load(file: string, commit: string): Saved {
  const fresh: Saved = { commit, songs: {} }
  if (!existsSync(file)) return fresh
  const saved = JSON.parse(readFileSync(file, 'utf8')) as Saved
  return saved.commit === commit ? saved : fresh
}

async function main() {
  const command = new Command('evaluate')
    .description('Spoils songs by known faults, lets the loop repair them, and prints how well it did.')
    .option('--songs <n>', 'generated songs', String(testSeeds.length))
    .option('--stems <folder...>', 'also folders of real stems (twin target only)', [])
    .option('--compact', 'three songs and a sixth of the faults: the run for CI')
    .option('--target <name>', 'twin, profile or both', 'both')
    .option('--measures', 'instead: do we measure right? Every measure against known answers (EVALUATION 2)')
    .option('--only <family...>', 'with --measures: only these families', [])
    .option('--verbose', 'with --measures: every single case')
    .option('--corpus <folder>', 'with --measures: also files whose truth comes from their makers')
    .option('--print', 'run nothing: print what is already in the results')
    .option('--results <file>', 'where results are kept; an interrupted run goes on from there', 'out/evaluation.json')
    .parse()
  const options = command.opts<{
    songs: string
    stems: string[]
    compact?: true
    target: string
    print?: true
    results: string
    measures?: true
    only: string[]
    verbose?: true
    corpus?: string
  }>()
  if (options.measures) return void (process.exitCode = (await measures(options)) ? 0 : 1)
  const targets: TargetName[] = options.target === 'both' ? ['twin', 'profile'] : [options.target as TargetName]
  const seeds = testSeeds.slice(0, options.compact ? 3 : Number(options.songs))
  const commit = currentCommit()
  const saved = load(options.results, commit)
  mkdirSync(dirname(options.results), { recursive: true })
  const jobs = [...seeds, ...options.stems].map((song, offset): Job => {
    const before = saved.songs[song]
    return {
      song,
      targets,
      everyNthFault: options.compact ? 6 : 1,
      offset,
      done: [...(before?.healthy ? ['healthy'] : []), ...Object.keys(before?.faults ?? {})],
    }
  })

  const started = performance.now()
  const queue = options.print ? [] : [...jobs]
  await Promise.all(
    Array.from({ length: Math.min(cpus().length, jobs.length) }, async () => {
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
        const song = (saved.songs[job.song] ??= { faults: {} })
        await inWorker(job, message => {
          if (message.kind === 'healthy') song.healthy = message.result
          else if (message.kind === 'fault') song.faults[message.id] = message.results
          writeFileSync(options.results, JSON.stringify(saved))
          const count = Object.values(saved.songs).reduce((sum, { faults }) => sum + Object.keys(faults).length, 0)
          process.stderr.write(`\r${count} faults, ${Math.round((performance.now() - started) / 1000)} s `)
        })
      }
    }),
  )
  process.stderr.write('\n')

  const asked = jobs.flatMap(({ song }) => saved.songs[song] ?? [])
  const { text, passed } = evaluationText(
    `${runDescription(commit)}, ${Math.round((performance.now() - started) / 1000)} s`,
    asked.flatMap(({ healthy }) => healthy ?? []),
    asked.flatMap(({ faults }) => Object.values(faults).flat()),
  )
  process.stdout.write(text)
  process.exitCode = passed ? 0 : 1
}

/** "2026-11-22, commit 4d21140, Node 20.20.2, 2 × AMD EPYC". */
const runDescription = (commit: string) =>
  `${new Date().toISOString().slice(0, 10)}, commit ${commit}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}`

interface MeasuresCommand {
  readonly only: readonly string[]
  readonly verbose?: true
  readonly corpus?: string
}

function measures({ only, verbose, corpus }: MeasuresCommand): Promise<boolean> {
  const print = (line: string) => void process.stdout.write(`${line}\n`)
  print(`${runDescription(currentCommit())}\n`)
  return runMeasures({ only, verbose: verbose === true, corpus: corpus ?? null }, print)
}

/** One worker a song: its stems go with it. */
function inWorker(job: Job, onMessage: (message: Message) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(fileURLToPath(import.meta.url), { execArgv: [], workerData: job })
    worker.on('error', reject)
    worker.on('message', (message: Message) => {
      if (message.kind !== 'end') return onMessage(message)
      worker.terminate().then(() => resolve(), reject)
    })
  })
}

function currentCommit(): string {
  try {
    return execSync('git rev-parse --short HEAD', { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  } catch {
    return 'no commit'
  }
}

if (isMainThread) await main()
else {
  await runJob(workerData as Job, message => parentPort!.postMessage(message))
  parentPort!.postMessage({ kind: 'end' } satisfies Message)
}
