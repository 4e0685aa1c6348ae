/**
 * What a user's answers say about fixes of a kind: how likely one is taken, by how much that differs from their fixes in
 * general, and what amount they make of it. Follows from the events alone.
 */
import { moveKinds } from '../../fixes/rules.ts'
import { roles } from '../../mix/roles/role.ts'
import type { AnswerEvent, PreferenceEvent, Subject } from './event.ts'
import { OnlineLogistic, probabilityOf } from './logistic.ts'
import { standing } from './standing.ts'
import { wilson } from './wilson.ts'

/** Events after which half is forgotten: a few dozen sessions. */
const halfLife = 300
/**
 * Before anything is known: variances of the log-odds of taste in general and of its distinctions. Chosen on simulated users
 * 200 to 209 as the widest with which a random user's leanings stay below 0.1.
 */
const priorVariances: Readonly<Record<string, number>> = {
  general: 0.5,
  kind: 0.15,
  role: 0.1,
  category: 0.1,
  pair: 0.3,
  size: 0.1,
}

/** [yes, how much it says]. Passing over is hardly a no; having heard it and taken it back is a plain one. */
const meanings: Readonly<Record<AnswerEvent['answer'], readonly [isYes: boolean, count: number] | null>> = {
  accepted: [true, 1],
  edited: [true, 1],
  rejected: [false, 1],
  undone: [false, 1],
  ignored: [false, 0.15],
  preferred: [true, 1],
  'not-preferred': [false, 1],
  'no-preference': null,
  retracted: null,
}

/** Answers about a kind of fix on a role before they count, and before they may silence. */
export const leastEvidence = 6
export const leastToSilence = 10
/** Answers on other roles say half as much about this one. */
const elsewhere = 0.5
/** Amounts: how many answers the offer itself is worth. */
const amountPrior = 3
const amountRange = [0.25, 1.5] as const
/** Log of a factor: how far one answer is from the next before anything is known, half as much again or two thirds. */
const amountSpread = Math.log(1.5)
/**
 * Standard errors within which a factor may be chance; it is looked at after every answer, hence three. Of the simulated users
 * 200 to 239, whose factors mean nothing, one has a habit for a while within 30 answers, and none at the end.
 */
const amountErrors = 3
/** Nearer to 1 than this, a factor changes nothing that is worth a sentence. */
const smallestHabit = 0.15

export interface Opinion {
  /** That such a fix is taken, 0 to 1. */
  readonly probability: number
  /** Log-odds beyond the user's own average, shrunk by what chance alone would do; 0: nothing is known. */
  readonly leaning: number
  /** That a fix of this sort is turned down nearly always, and not by chance. */
  readonly isUnwanted: boolean
  /** What the user makes of the offered amount; 1: as offered. */
  readonly factor: number
  /** Answers that this rests on, older ones counting less. */
  readonly evidence: number
}

/** What the user makes of the amounts of a kind of fix on a role; there is none where they take what is offered. */
export interface Habit {
  readonly kind: Subject['kind']
  readonly role: Subject['role']
  readonly factor: number
}

interface Tally {
  answers: number
  /** Of those that were taken: how many, and of the logarithms of their factors the sum and the sum of squares. */
  taken: number
  logFactors: number
  squares: number
}
const emptyTally = (): Tally => ({ answers: 0, taken: 0, logFactors: 0, squares: 0 })

export class Taste {
  readonly #model = new OnlineLogistic({
    priorVariance: name => priorVariances[name.split(':')[0]!]!,
    halfLife,
  })
  readonly #tallies = new Map<string, Tally>()

  static of(events: readonly PreferenceEvent[]): Taste {
    const taste = new Taste()
    for (const event of standing(events)) if (event.event === 'answer') taste.learn(event)
    return taste
  }

  learn({ subject, answer, factor }: Pick<AnswerEvent, 'subject' | 'answer' | 'factor'>): void {
    const meaning = meanings[answer]
    if (!meaning) return
    const [isYes, count] = meaning
    this.#model.learn(namesOf(subject), isYes, count)
    for (const tally of this.#tallies.values()) decay(tally)
    const taken = answer === 'accepted' || answer === 'edited'
    for (const name of [kindOf(subject), pairOf(subject)]) {
      const tally = this.#tallies.get(name) ?? emptyTally()
      tally.answers += count
      if (taken) {
        const log = Math.log(Math.max(amountRange[0] / 2, factor ?? 1))
        tally.taken += 1
        tally.logFactors += log
        tally.squares += log ** 2
      }
      this.#tallies.set(name, tally)
    }
  }

  opinion(subject: Subject): Opinion {
    const names = namesOf(subject)
    const all = this.#model.predict(names)
    const own = this.#model.predict(names.filter(name => name !== general))
    const [ofKind, ofPair] = [this.#tally(kindOf(subject)), this.#tally(pairOf(subject))]
    const evidence = ofPair.answers + elsewhere * (ofKind.answers - ofPair.answers)
    // Log-odds of n answers at even odds have the standard error 2/√n; what lies within it may be chance.
    const error = 2 / Math.sqrt(Math.max(evidence, 1))
    const leaning = evidence < leastEvidence ? 0 : Math.sign(own.mean) * Math.max(0, Math.abs(own.mean) - error)
    return {
      probability: probabilityOf(all),
      leaning,
      // By the plain count, which chance moves least: silence must never be a fluke of the model.
      isUnwanted: ofPair.answers >= leastToSilence && wilson(ofPair.taken, ofPair.answers).high < unwanted,
      factor: factorOf(ofKind, ofPair),
      evidence,
    }
  }

  /** Pairs of kind and role with enough answers to be spoken of, most answers first. */
  pairs(): readonly { readonly kind: Subject['kind']; readonly role: Subject['role']; readonly answers: number }[] {
    return [...this.#tallies]
      .filter(([name, { answers }]) => name.startsWith('pair:') && answers >= leastEvidence)
      .sort(([, a], [, b]) => b.answers - a.answers)
      .map(([name, { answers }]) => {
        const [, kind, role] = name.split(':')
        return { kind: kind as Subject['kind'], role: role as Subject['role'], answers }
      })
  }

  /** Of every kind on every role; [] while nothing is known. */
  habits(): readonly Habit[] {
    if (this.#tallies.size === 0) return []
    return moveKinds.flatMap(kind =>
      roles.flatMap(role => {
        const factor = factorOf(this.#tally(kindOf({ kind })), this.#tally(pairOf({ kind, role })))
        return factor === 1 ? [] : [{ kind, role, factor }]
      }),
    )
  }

  #tally(name: string): Tally {
    return this.#tallies.get(name) ?? emptyTally()
  }
}

/** Taken less often than this, even giving chance its due: not worth the user's eyes. */
const unwanted = 0.25

const general = 'general'
const kindOf = ({ kind }: Pick<Subject, 'kind'>) => `kind:${kind}`
const pairOf = ({ kind, role }: Pick<Subject, 'kind' | 'role'>) => `pair:${kind}:${role}`
const sizeOf = ({ size }: Subject) => (size < 1 / 3 ? 'small' : size < 2 / 3 ? 'medium' : 'large')

const namesOf = (subject: Subject): readonly string[] => [
  general,
  kindOf(subject),
  `role:${subject.role}`,
  ...(subject.category === null ? [] : [`category:${subject.category}`]),
  pairOf(subject),
  `size:${subject.kind}:${sizeOf(subject)}`,
]

function decay(tally: Tally): void {
  const kept = 0.5 ** (1 / halfLife)
  tally.answers *= kept
  tally.taken *= kept
  tally.logFactors *= kept
  tally.squares *= kept
}

/** Mean of the logarithms, shrunk from the pair to the kind and from there to the offer; 1 for what is little or may be chance. */
function factorOf(ofKind: Tally, ofPair: Tally): number {
  const others = { taken: ofKind.taken - ofPair.taken, logFactors: ofKind.logFactors - ofPair.logFactors }
  const count = ofPair.taken + elsewhere * others.taken
  if (count < leastEvidence) return 1
  const kindMean = others.logFactors / (others.taken + amountPrior)
  const mean = (ofPair.logFactors + amountPrior * kindMean) / (ofPair.taken + amountPrior)
  const squares = ofPair.squares + elsewhere * (ofKind.squares - ofPair.squares)
  const sum = ofPair.logFactors + elsewhere * others.logFactors
  const variance = (squares - sum ** 2 / count + amountPrior * amountSpread ** 2) / (count + amountPrior)
  const factor = Math.min(amountRange[1], Math.max(amountRange[0], Math.exp(mean)))
  const mayBeChance = Math.abs(mean) < amountErrors * Math.sqrt(variance / count)
  return mayBeChance || Math.abs(factor - 1) <= smallestHabit ? 1 : factor
}
