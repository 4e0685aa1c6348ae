/**
 * `npm run evaluate`: known faults of known size, through the whole loop on re-rendered, re-measured audio (EVALUATION 1).
 * Songs are shared out over worker threads; the tables and the verdicts against the bars are printed at the end.
 */
import { execSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { Command } from 'commander'
import { shippedProfiles } from '../node/profile/shipped.ts'
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

type SongJob = { readonly seed: number } | { readonly folder: string }

interface Job {
  readonly song: SongJob
  readonly targets: readonly TargetName[]
  /** Keep every n-th fault, starting with `offset`: the compact run still meets every kind. */
  readonly everyNthFault: number
  readonly offset: number
}

type Message =
  | { readonly kind: 'healthy'; readonly result: HealthyResult }
  | { readonly kind: 'scenario'; readonly result: ScenarioResult }
  | { readonly kind: 'done' }

async function runJob({ song: from, targets, everyNthFault, offset }: Job, post: (message: Message) => void) {
  const song = 'seed' in from ? generatedSong(from.seed) : await stemsSong(from.folder)
  const healthy = await measureHealthy(song)
  const profile = shippedProfiles.demo()
  const applicable = targets.filter(target => target === 'twin' || song.origin === 'generated')
  if (applicable.includes('profile')) post({ kind: 'healthy', result: await runHealthy(song, healthy, profile) })
  const faults = song.faults.filter((_, i) => (i + offset) % everyNthFault === 0)
  for (const fault of faults) {
    for (const result of await runFault(song, healthy, fault, profile, applicable)) post({ kind: 'scenario', result })
  }
}

async function main() {
  const command = new Command('evaluate')
    .description('Spoils songs by known faults, lets the loop repair them, and prints how well it did.')
    .option('--songs <n>', 'generated songs', String(testSeeds.length))
    .option('--stems <folder...>', 'also folders of real stems (twin target only)', [])
    .option('--compact', 'three songs and a third of the faults: the run for CI')
    .option('--target <name>', 'twin, profile or both', 'both')
    .option('--json <file>', 'write every result to a file')
    .parse()
  const options = command.opts<{ songs: string; stems: string[]; compact?: true; target: string; json?: string }>()
  const targets: TargetName[] = options.target === 'both' ? ['twin', 'profile'] : [options.target as TargetName]
  const seeds = testSeeds.slice(0, options.compact ? 3 : Number(options.songs))
  const jobs: Job[] = [...seeds.map(seed => ({ seed })), ...options.stems.map(folder => ({ folder }))].map(
    (song, offset) => ({
      song,
      targets,
      everyNthFault: options.compact ? 3 : 1,
      offset,
    }),
  )

  const started = performance.now()
  const healthy: HealthyResult[] = []
  const scenarios: ScenarioResult[] = []
  const queue = [...jobs]
  const workerCount = Math.min(cpus().length, jobs.length)
  await Promise.all(
    Array.from({ length: workerCount }, async () => {
      const worker = new Worker(fileURLToPath(import.meta.url), { execArgv: [] })
      for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
        await new Promise<void>((resolve, reject) => {
          worker.removeAllListeners()
          worker.on('error', reject)
          worker.on('message', (message: Message) => {
            if (message.kind === 'done') return resolve()
            if (message.kind === 'healthy') healthy.push(message.result)
            else {
              scenarios.push(message.result)
              process.stderr.write(
                `\r${scenarios.length} scenarios, ${Math.round((performance.now() - started) / 1000)} s `,
              )
            }
          })
          worker.postMessage(job)
        })
      }
      await worker.terminate()
    }),
  )
  process.stderr.write('\n')

  const commit = (() => {
    try {
      return execSync('git rev-parse --short HEAD', { stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .trim()
    } catch {
      return 'no commit'
    }
  })()
  const head = `${new Date().toISOString().slice(0, 10)}, commit ${commit}, Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown CPU'}, ${Math.round((performance.now() - started) / 1000)} s`
  if (options.json) writeFileSync(options.json, JSON.stringify({ head, healthy, scenarios }, null, 1))
  const { text, passed } = evaluationText(head, healthy, scenarios)
  process.stdout.write(text)
  process.exitCode = passed ? 0 : 1
}

if (isMainThread) await main()
else {
  parentPort!.on('message', async (job: Job) => {
    await runJob(job, message => parentPort!.postMessage(message))
    parentPort!.postMessage({ kind: 'done' } satisfies Message)
  })
}
