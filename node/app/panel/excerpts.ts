/** What the panel plays: the excerpts of some fixes, and the blind trial on them. What X1 is stays in the votes. */
import { randomInt } from 'node:crypto'
import type { Fix } from '../../fixes/fix.ts'
import type { Excerpts } from '../hub/work.ts'
import { type JudgedFix, preferences, type Trial, type Votes } from '../votes.ts'
import type { BlindAnswer, ExcerptSide, PanelExcerpts } from './data.ts'

export class PanelPlayback {
  #ids = 0
  #asked = 0
  #now: { readonly id: number; readonly key: string; readonly fixes: readonly Fix[]; readonly files: Excerpts } | null =
    null
  #trial: { readonly trial: Trial; readonly answer: BlindAnswer | null; readonly tally: string } | null = null

  /** What was rendered for this key is what plays. */
  holds(key: string): boolean {
    return this.#now?.key === key
  }

  show(key: string, fixes: readonly Fix[], files: Excerpts): void {
    this.#now = { id: ++this.#ids, key, fixes, files }
    this.#trial = null
  }

  /** Somebody wants to hear what is shown. */
  ask(): void {
    this.#asked++
  }

  get excerpts(): PanelExcerpts | null {
    if (!this.#now) return null
    const { id, files } = this.#now
    // Nothing was moved: before and after are one.
    const sides = this.#now.fixes.length === 0 ? (['before', 'reference'] as const) : ownSides
    const own = sides.filter(side => files[side] !== null)
    return {
      id,
      asked: this.#asked,
      title: files.title,
      sides: this.#trial ? [...own, 'x1', 'x2'] : own,
      startSeconds: files.range.startSeconds,
      endSeconds: files.range.endSeconds,
      trial: this.#trial && {
        id: this.#trial.trial.id,
        answer: this.#trial.answer,
        x1: this.#trial.answer === null ? null : this.#trial.trial.x,
        tally: this.#trial.tally,
      },
    }
  }

  file(id: number, side: ExcerptSide): string | null {
    if (this.#now?.id !== id) return null
    const { files } = this.#now
    if (side !== 'x1' && side !== 'x2') return files[side]
    if (!this.#trial) return null
    const { x } = this.#trial.trial
    return files[side === 'x1' ? x : x === 'before' ? 'after' : 'before']
  }

  /** Draws what X1 is. `heard`: the fixes as taste is learned of them. Returns false where nothing plays. */
  async startTrial(
    votes: Votes,
    set: string,
    heard: (fixes: readonly Fix[]) => readonly JudgedFix[],
  ): Promise<boolean> {
    if (!this.#now || this.#now.fixes.length === 0) return false
    const { fixes, files } = this.#now
    const trial = await votes.start({
      set,
      titles: fixes.map(({ title }) => title),
      kinds: fixes.map(({ kind }) => kind),
      fixes: [...heard(fixes)],
      question: 'preference',
      x: randomInt(2) === 0 ? 'before' : 'after',
      levelDifference: files.levelDifference,
      approximate: files.approximate,
    })
    this.#trial = { trial, answer: null, tally: '' }
    return true
  }

  /** Returns the trial with its vote; null: there is none to vote on. Throws AppError as `Votes.vote`. */
  async vote(votes: Votes, answer: BlindAnswer): Promise<Trial | null> {
    if (!this.#now || !this.#trial || this.#trial.answer !== null) return null
    const trial = await votes.vote(this.#trial.trial.id, answer)
    this.#trial = { trial, answer, tally: tallyWords(votes) }
    return trial
  }
}

const ownSides = ['before', 'after', 'reference'] as const

/** "So far: after 3, before 1, no preference 2." */
function tallyWords({ trials }: Votes): string {
  const all = preferences(trials).find(({ kind }) => kind === 'all')
  return all ? `So far: after ${all.after}, before ${all.before}, no preference ${all.noPreference}.` : ''
}
