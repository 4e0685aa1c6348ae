/** What the user does with fixes, told to the preferences; and what follows from them for the next plan. */
import { randomInt } from 'node:crypto'
import type { Fix } from '../../fixes/fix.ts'
import type { AppliedFix } from '../../fixes/proof.ts'
import { type Advised, advise } from '../../guide/preferences/advice.ts'
import type { Answer } from '../../guide/preferences/event.ts'
import { fixKey, subjectOf } from '../../guide/preferences/subject.ts'
import { type Habit, Taste } from '../../guide/preferences/taste.ts'
import type { LiveSet } from '../../live/set.ts'
import type { Role } from '../../mix/roles/role.ts'
import { isSameMove, moveSubject, type ToldAmount } from '../liked-amounts.ts'
import { Preferences, preferencesFile } from '../preferences.ts'
import type { RememberedSet } from '../set-memory.ts'
import { trackRole } from '../track-role.ts'
import { votedEvents } from '../voted-events.ts'
import type { JudgedFix, Trial } from '../votes.ts'
import type { Slot } from './model.ts'
import type { Proven } from './work.ts'

export interface UserTasteOptions {
  readonly folder: string
  readonly log: (message: string) => void
}

export class UserTaste {
  readonly #folder: string
  readonly #log: (message: string) => void
  #preferences: Preferences | null = null
  #roles: RememberedSet['roles'] = []
  /** As handed out for the plan that is being offered, and what they made of its fixes. */
  #habits: readonly Habit[] = []
  #usual: ReadonlyMap<Fix, number> = new Map()
  #set: LiveSet | null = null
  #name = ''

  constructor({ folder, log }: UserTasteOptions) {
    this.#folder = folder
    this.#log = log
  }

  /** Reads what is kept. A file that cannot be read costs the learning, and nothing else: it is logged. */
  async open(remembered: RememberedSet, set: LiveSet | null): Promise<void> {
    this.#roles = remembered.roles
    this.#set = set
    this.#name = remembered.name
    await this.#quietly(async () => {
      this.#preferences = await Preferences.open(preferencesFile(this.#folder))
    })
  }

  /** For the planner: what the user makes of amounts. The next advice is on the plan that is solved with them. */
  habits(): readonly Habit[] {
    this.#habits = this.#preferences?.taste.habits() ?? []
    return this.#habits
  }

  /** The fixes of a plan in the order in which to offer them. */
  advise(fixes: readonly Fix[]): readonly Advised[] {
    const taste = this.#preferences?.taste ?? new Taste()
    const draw = () => randomInt(1000) / 1000
    const advised = advise(fixes, { taste, habits: this.#habits, roleOf: fix => this.#roleOf(fix), draw })
    this.#usual = new Map(advised.map(({ fix, factor }) => [fix, factor]))
    return advised
  }

  /** Applied, at the amount that the user told (of what was solved), or as it was offered: with their habit in it. */
  async taken(fixes: readonly Fix[], told: readonly ToldAmount[]): Promise<void> {
    for (const fix of fixes) {
      const usual = this.#usual.get(fix) ?? 1
      const { factor } = told.find(each => isSameMove(each, moveSubject(fix))) ?? { factor: usual }
      await this.answered([fix], factor === usual ? 'accepted' : 'edited', factor === 1 && usual === 1 ? null : factor)
    }
  }

  /** `factor`: what the user made of the solved amount; null: as solved. */
  async answered(fixes: readonly Fix[], answer: Answer, factor: number | null = null): Promise<void> {
    await this.#add(preferences =>
      preferences.add(
        this.subjects(fixes).map(heard => ({
          event: 'answer' as const,
          set: this.#name,
          ...heard,
          answer,
          factor,
        })),
      ),
    )
  }

  /** Fixes as they are learned of. */
  subjects(fixes: readonly Fix[]): readonly JudgedFix[] {
    return fixes.map(fix => ({ key: fixKey(fix), subject: subjectOf(fix, this.#roleOf(fix)) }))
  }

  /** A blind vote on what was heard. */
  async voted(trial: Trial): Promise<void> {
    await this.#add(preferences => preferences.add(votedEvents(trial)))
  }

  /** What the user chose of a plan; what they left was passed over where they took something. */
  async chosen(offered: readonly Fix[], approved: readonly Fix[]): Promise<void> {
    if (approved.length === 0) return
    await this.taken(approved, [])
    await this.answered(
      offered.filter(fix => !approved.includes(fix)),
      'ignored',
    )
  }

  /** A plan is replaced: where some of its fixes were taken, the others were passed over. */
  async replaced(slots: readonly Slot[]): Promise<void> {
    if (!slots.some(({ state }) => state === 'applied')) return
    await this.answered(
      slots.flatMap(({ fix, state }) => (state === 'offered' ? [fix] : [])),
      'ignored',
    )
  }

  /** What applied fixes brought. */
  async proven(
    applied: readonly AppliedFix[],
    { before, predicted, after, spread }: Pick<Proven, 'before' | 'predicted' | 'after' | 'spread'>,
  ): Promise<void> {
    const fixes = applied.flatMap(({ fix, outcome }) =>
      outcome.kind === 'applied'
        ? [{ subject: subjectOf(fix, this.#roleOf(fix)), predictedReduction: fix.predictedReduction }]
        : [],
    )
    if (fixes.length === 0) return
    await this.#add(preferences =>
      preferences.add([
        {
          event: 'measured',
          set: this.#name,
          before,
          predicted,
          after,
          spread,
          fixes: fixes as [(typeof fixes)[0] & {}],
        },
      ]),
    )
  }

  /** Keys of what the user has turned down in this set. */
  turnedDown(): readonly string[] {
    return (this.#preferences?.standing ?? []).flatMap(event =>
      event.event === 'answer' && event.answer === 'rejected' && event.set === this.#name ? [event.key] : [],
    )
  }

  /** When everything that was told is on disk. */
  async idle(): Promise<void> {
    await this.#preferences?.idle()
  }

  #roleOf({ track, trackName }: Fix): Role {
    const kind = this.#set?.tracks.find(({ path }) => path === track)?.kind ?? null
    return trackRole({ name: trackName, kind }, { roles: this.#roles })
  }

  async #add(add: (preferences: Preferences) => Promise<void>): Promise<void> {
    const preferences = this.#preferences
    if (preferences) await this.#quietly(() => add(preferences))
  }

  /** Learning must never stand in the way of the work. */
  async #quietly(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      this.#log(`What you like is not learned from: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
