/**
 * What listeners said without knowing which was which, and which fixes they took. On disk (lowdb, written whole): the key of a
 * running trial is here and nowhere else.
 */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { rollup, sum } from 'd3-array'
import { Low, Memory } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { z } from 'zod'
import { AppError } from '../audio/app-error.ts'
import { subjectSchema } from '../guide/preferences/event.ts'

const side = z.enum(['before', 'after'])
const choice = z.enum(['before', 'after', 'none'])

/** A fix that is voted on, in the terms in which taste is learned. `key` names it within its set. */
const judgedSchema = z.strictObject({ key: z.string(), subject: subjectSchema })

const trialSchema = z.strictObject({
  id: z.string(),
  time: z.string(),
  set: z.string(),
  titles: z.array(z.string()),
  kinds: z.array(z.string()),
  /** [] where the vote is to teach nothing: on the demo's song, and by older versions of Uplift. */
  fixes: z.array(judgedSchema),
  /** preference: X1 and X2, which is better? which: X is before or after, which? */
  question: z.enum(['preference', 'which']),
  /** What X1, or X, is. */
  x: side,
  /** Loudness of after less before as played, LU; null: one is silent. */
  levelDifference: z.number().nullable(),
  approximate: z.boolean(),
  /** none: no preference, or cannot tell. */
  vote: z.strictObject({ time: z.string(), choice }).nullable(),
})

const votesSchema = z.strictObject({
  version: z.literal(3),
  trials: z.array(trialSchema),
})

/** Before 3 there was room for what was offered; nothing ever wrote into it, the taste keeps that (guide/preferences). */
const secondVotesSchema = votesSchema.extend({ version: z.literal(2), offers: z.tuple([]) })

/** Before 2, a trial did not say which fixes were heard. */
const firstVotesSchema = secondVotesSchema.extend({
  version: z.literal(1),
  trials: z.array(trialSchema.omit({ fixes: true })),
})

type Data = z.infer<typeof votesSchema>
export type JudgedFix = Readonly<z.infer<typeof judgedSchema>>
export type Side = z.infer<typeof side>
export type Choice = z.infer<typeof choice>
export type Question = Trial['question']
export type Trial = Readonly<z.infer<typeof trialSchema>>

const empty = (): Data => ({ version: 3, trials: [] })

/** Throws ZodError for what is neither. */
function parseVotes(found: unknown): Data {
  const { data: first } = firstVotesSchema.safeParse(found)
  if (first) return { version: 3, trials: first.trials.map(trial => ({ ...trial, fixes: [] })) }
  const { data: second } = secondVotesSchema.safeParse(found)
  return second ? { version: 3, trials: second.trials } : votesSchema.parse(found)
}

export class Votes {
  readonly #db: Low<Data>
  readonly #now: () => Date

  private constructor(db: Low<Data>, now: () => Date) {
    this.#db = db
    this.#now = now
  }

  /** Opens or creates the file. Throws AppError VOTES_INVALID for one that holds something else (it is left untouched). */
  static async open(file: string, now: () => Date = () => new Date()): Promise<Votes> {
    await mkdir(dirname(file), { recursive: true })
    const db = new Low<Data>(new JSONFile(file), empty())
    try {
      await db.read()
      db.data = parseVotes(db.data)
    } catch (cause) {
      if (!(cause instanceof SyntaxError || cause instanceof z.ZodError)) throw cause
      throw new AppError({
        code: 'VOTES_INVALID',
        message: `${file} does not hold votes of Uplift.`,
        action: 'Name another file, or move this one away.',
        cause,
      })
    }
    return new Votes(db, now)
  }

  static inMemory(now: () => Date = () => new Date()): Votes {
    return new Votes(new Low<Data>(new Memory(), empty()), now)
  }

  get trials(): readonly Trial[] {
    return this.#db.data.trials
  }

  /** On disk before it is heard. */
  async start(trial: Omit<Trial, 'id' | 'time' | 'vote'>): Promise<Trial> {
    const started = { ...trial, id: `${this.trials.length + 1}`, time: this.#now().toISOString(), vote: null }
    const { titles, kinds, fixes } = trial
    this.#db.data.trials.push({ ...started, titles: [...titles], kinds: [...kinds], fixes: [...fixes] })
    await this.#db.write()
    return started
  }

  /**
   * `answer` in the listener's words: X1 or X2 for a preference, A or B for which, "none" for neither. Throws AppError
   * TRIAL_MISSING, VOTE_GIVEN (a second vote would be cast with the key known), VOTE_UNKNOWN.
   */
  async vote(id: string, answer: string): Promise<Trial> {
    const trial = this.#db.data.trials.find(each => each.id === id)
    if (!trial) {
      throw new AppError({
        code: 'TRIAL_MISSING',
        message: `There is no trial ${id}.`,
        action: this.trials.length > 0 ? `Trials go from 1 to ${this.trials.length}.` : 'Start one with --blind.',
      })
    }
    if (trial.vote) {
      throw new AppError({
        code: 'VOTE_GIVEN',
        message: `Trial ${id} has been voted on, and its answer is known.`,
        action: 'Start another one with --blind.',
      })
    }
    trial.vote = { time: this.#now().toISOString(), choice: choiceOf(trial, answer) }
    await this.#db.write()
    return trial
  }
}

/** Answers by question, in lower case. */
export const answersTo = (question: Question): readonly string[] =>
  question === 'preference' ? ['X1', 'X2', 'none'] : ['A', 'B', 'none']

function choiceOf({ question, x }: Trial, answer: string): Choice {
  const other: Side = x === 'before' ? 'after' : 'before'
  const choices: Readonly<Record<string, Choice>> =
    question === 'preference' ? { x1: x, x2: other, none: 'none' } : { a: 'before', b: 'after', none: 'none' }
  const found = choices[answer.toLowerCase()]
  if (found) return found
  throw new AppError({
    code: 'VOTE_UNKNOWN',
    message: `"${answer}" is not an answer.`,
    action: `Answer ${answersTo(question).join(', ')}.`,
  })
}

export interface PreferenceCount {
  /** A fix's kind; "together" for several kinds at once; "all" for every trial. */
  readonly kind: string
  readonly after: number
  readonly before: number
  readonly noPreference: number
  /** Two-sided, of the two counts if both were equally likely; those without a preference count for neither. */
  readonly p: number
}

/** Preferences by kind of fix, then all of them. [] without votes. */
export function preferences(trials: readonly Trial[]): PreferenceCount[] {
  return byKind(trials, 'preference', (kind, voted) => {
    const count = (wanted: Choice) => sum(voted, ({ vote }) => Number(vote!.choice === wanted))
    const [after, before] = [count('after'), count('before')]
    return { kind, after, before, noPreference: count('none'), p: binomialTwoSided(after, after + before) }
  })
}

export interface IdentificationCount {
  readonly kind: string
  readonly right: number
  readonly wrong: number
  readonly cannotTell: number
  readonly p: number
}

/** How often X was told from the other. */
export function identifications(trials: readonly Trial[]): IdentificationCount[] {
  return byKind(trials, 'which', (kind, voted) => {
    const cannotTell = sum(voted, ({ vote }) => Number(vote!.choice === 'none'))
    const right = sum(voted, ({ vote, x }) => Number(vote!.choice === x))
    const wrong = voted.length - right - cannotTell
    return { kind, right, wrong, cannotTell, p: binomialTwoSided(right, right + wrong) }
  })
}

function byKind<T>(
  trials: readonly Trial[],
  question: Question,
  count: (kind: string, voted: readonly Trial[]) => T,
): T[] {
  const voted = trials.filter(trial => trial.question === question && trial.vote !== null)
  if (voted.length === 0) return []
  const kindOf = ({ kinds }: Trial) => (new Set(kinds).size === 1 ? kinds[0]! : 'together')
  return [...rollup(voted, group => count(kindOf(group[0]!), group), kindOf).values(), count('all', voted)]
}

/** Probability of a count at least as far from n/2 as `k`, of n fair coins: exact, in logarithms. 1 for n = 0. */
export function binomialTwoSided(k: number, n: number): number {
  if (!(Number.isInteger(n) && Number.isInteger(k) && k >= 0 && k <= n))
    throw new RangeError(`k must be a whole number from 0 to n, got ${k} of ${n}`)
  const far = Math.max(k, n - k)
  // The two sides meet or overlap: every split is at least this uneven.
  if (far - (n - far) <= 1) return 1
  let log = -n * Math.LN2
  let tail = 0
  // Downwards from all n, C(n, n) = 1: C(n, i − 1) = C(n, i) · i / (n − i + 1).
  for (let i = n; i >= far; i--) {
    tail += Math.exp(log)
    log += Math.log(i) - Math.log(n - i + 1)
  }
  return Math.min(1, 2 * tail)
}
