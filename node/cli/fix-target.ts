/** What every door of `uplift fix` needs: the stage, the target, and what the user wants of this set. */
import { dataFolder } from '../app/data-folder.ts'
import { UserTaste } from '../app/hub/taste.ts'
import { likedAmounts } from '../app/liked-amounts.ts'
import { findTarget, usualProfile } from '../app/profiles.ts'
import { targetLike } from '../app/reference-target.ts'
import type { RememberedSet, SetMemory } from '../app/set-memory.ts'
import type { Music } from '../app/styles.ts'
import { wishesFor } from '../app/wishes.ts'
import type { Rows } from '../features/catalogue.ts'
import type { Fix } from '../fixes/fix.ts'
import type { PlanOptions } from '../fixes/plan.ts'
import type { Stage } from '../gap/objective.ts'
import { decideStage, type StageDecision } from '../gap/stage.ts'
import type { Habit } from '../guide/preferences/taste.ts'
import type { LiveSet } from '../live/set.ts'
import type { Profile } from '../profile/profile.ts'
import { neighboursText } from '../report/style-text.ts'
import type { FixOptions, FixSettings } from './fix-settings.ts'
import { wrongUsage } from './options.ts'
import { printText } from './output.ts'

export const stageOf = (wanted: FixSettings['stage'], rows: Rows, set: LiveSet): StageDecision =>
  wanted === 'auto' ? decideStage(rows, set) : { stage: wanted, reason: `Treated as a ${wanted}, as asked.` }

export async function targetOf(
  { like, profile, target, sim, json }: FixOptions,
  music: Music,
  stage: Stage,
  step: (text: string) => void,
): Promise<Profile> {
  if (!like) {
    const found = await findTarget(profile ?? (sim ? 'demo' : await usualProfile()), target, music)
    if (found.neighbours.length > 0 && !json) printText(neighboursText('The mix', found.neighbours))
    return found.profile
  }
  step(`Measuring ${like.length === 1 ? 'the track' : `${like.length} tracks`} to come near to`)
  return targetLike(like, { stage, cache: {} })
}

/** Remembers what the user calls intended, and returns all that is remembered of the set. */
export async function rememberIntended(
  memory: SetMemory,
  set: LiveSet,
  { intended }: FixSettings,
): Promise<RememberedSet> {
  for (const finding of intended) await memory.intend(set.name, finding, true)
  return memory.of(set.name)
}

/** What was learned of the user, of this set. The simulated set is nobody's music: what is learned on it stays beside it. */
export async function tasteOf(
  set: LiveSet,
  remembered: RememberedSet,
  { sim }: FixOptions,
  out: string,
): Promise<UserTaste> {
  const folder = sim ? out : dataFolder()
  const taste = new UserTaste({ folder, log: words => process.stderr.write(`${words}\n`) })
  await taste.open(remembered, set)
  return taste
}

/** What the user is told about their taste and these fixes, each sentence once. */
export const tasteText = (taste: UserTaste, fixes: readonly Fix[]): string =>
  [...new Set(taste.advise(fixes).flatMap(({ words }) => (words === '' ? [] : [words])))].join('\n')

export const planOptionsOf = (
  set: LiveSet,
  remembered: RememberedSet,
  { strength, only, without, lockedParameters }: FixSettings,
  {
    lock = [],
    habits = [],
  }: { readonly lock?: readonly string[] | undefined; readonly habits?: readonly Habit[] } = {},
): PlanOptions => ({
  strength,
  ...likedAmounts(set, remembered, { habits }),
  ...wishesFor(set, remembered, {
    ...(only ? { only } : {}),
    ...(without ? { without } : {}),
    lockedTracks: lock.map(track => existing(set, track)),
    lockedParameters,
  }),
})

/** The track's own name; wrong usage, with those that there are, otherwise. */
function existing({ tracks }: LiveSet, wanted: string): string {
  const found = tracks.find(({ name }) => name.toLowerCase() === wanted.toLowerCase())
  return (
    found?.name ?? wrongUsage(`no track is called "${wanted}"; there are ${tracks.map(({ name }) => name).join(', ')}`)
  )
}
