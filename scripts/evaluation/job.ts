/** One song in one worker: measured healthy once, then every scenario of its share. */
import { shippedProfiles } from '../../node/profile/shipped.ts'
import { sampleOf } from './combinations.ts'
import { measureHealthy, runHealthy, targetsFor } from './healthy.ts'
import type { AnyResult, HealthyResult, StageName, TargetName } from './result.ts'
import { runScenario, scenariosOf } from './scenario.ts'
import { generatedSong, stemsSong } from './songs.ts'

export interface Job {
  /** Names the song in the results. */
  readonly key: string
  readonly song: { readonly seed: number; readonly stage: StageName } | { readonly folder: string }
  readonly targets: readonly TargetName[]
  /** Keep every n-th scenario, starting with `offset`: over the songs every kind is met. */
  readonly every: number
  readonly offset: number
  /** Of those every n-th goes through the controls as well. */
  readonly controlsEvery: number
  /** Scenarios that an earlier, interrupted run has already been through; `healthy` when the original has. */
  readonly done: readonly string[]
}

export type Message =
  /** The healthy original counts as a step. */
  | { readonly kind: 'begin'; readonly steps: number }
  | { readonly kind: 'healthy'; readonly results: readonly HealthyResult[] }
  | { readonly kind: 'scenario'; readonly id: string; readonly results: readonly AnyResult[] }
  | { readonly kind: 'end' }

export async function runJob(job: Job, post: (message: Message) => void): Promise<void> {
  const { song: from, every, offset } = job
  const isDone = (what: string) => job.done.includes(what)
  const song = 'seed' in from ? generatedSong(from.seed, from.stage) : await stemsSong(from.folder)
  const targets = targetsFor(song, job.targets)
  const share = sampleOf(scenariosOf(song), every, offset)
  // Songs of one run start one further on each: so does this, and every kind of fault meets the controls somewhere.
  const isControlled = (id: string) => (share.findIndex(each => each.id === id) + offset) % job.controlsEvery === 0
  const scenarios = share.filter(({ id }) => !isDone(id))
  if (targets.length === 0 || (scenarios.length === 0 && isDone('healthy'))) return
  post({ kind: 'begin', steps: scenarios.length + (isDone('healthy') ? 0 : 1) })
  const healthy = await measureHealthy(song)
  const profile = shippedProfiles.demo()
  if (!isDone('healthy')) {
    const results: HealthyResult[] = []
    for (const target of targets) results.push(await runHealthy(song, healthy, target, profile))
    post({ kind: 'healthy', results })
  }
  for (const scenario of scenarios) {
    const options = { targets, controls: isControlled(scenario.id) }
    post({ kind: 'scenario', id: scenario.id, results: await runScenario(song, healthy, scenario, profile, options) })
  }
}
