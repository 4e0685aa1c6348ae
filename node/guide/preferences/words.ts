/** What was learned, in words: "You usually halve width fixes on pads." */
import type { Subject } from './event.ts'
import type { Opinion, Taste } from './taste.ts'

type Told = Pick<Opinion, 'leaning' | 'factor' | 'isUnwanted'>

/** "": nothing that matters. */
export function adviceWords(subject: Pick<Subject, 'kind' | 'role'>, { leaning, factor, isUnwanted }: Told): string {
  const what = `${kindWords[subject.kind]} on ${plurals[subject.role]}`
  if (isUnwanted) return `You hardly ever take ${what}.`
  const amount = amountWords(factor)
  if (amount !== null) return `You usually ${amount} ${what}.`
  if (leaning >= telling) return `You take ${what} more often than others.`
  if (leaning <= -telling) return `You take ${what} less often than others.`
  return ''
}

/** All that was learned and matters, a sentence each; kinds with the most answers first. */
export function tasteSentences(taste: Taste): string[] {
  return taste.pairs().flatMap(({ kind, role }) => {
    const subject = { kind, role, category: null, size: 0.5, isSafety: kind === 'polarity' }
    const opinion = taste.opinion(subject)
    const words = adviceWords(subject, subject.isSafety ? { leaning: 0, factor: 1, isUnwanted: false } : opinion)
    return words === '' ? [] : [words]
  })
}

/** Log-odds from which a leaning is worth a sentence: it outweighs a fifth more of effect. */
const telling = Math.log(1.2)

/** null: as offered. */
function amountWords(factor: number): string | null {
  if (factor < 0.35) return 'quarter'
  if (factor < 0.65) return 'halve'
  if (factor < 1) return 'reduce'
  return factor > 1 ? 'increase' : null
}

const kindWords: Readonly<Record<Subject['kind'], string>> = {
  level: 'level fixes',
  eq: 'EQ fixes',
  width: 'width fixes',
  'bass-mono': 'bass mono fixes',
  pan: 'pan fixes',
  polarity: 'polarity fixes',
  ducking: 'ducking fixes',
  compression: 'compression fixes',
  limiter: 'limiter fixes',
  mute: 'mutes',
}

const plurals: Readonly<Record<Subject['role'], string>> = {
  kick: 'kicks',
  sub: 'subs',
  bass: 'basses',
  lead: 'leads',
  pad: 'pads',
  pluck: 'plucks',
  arp: 'arpeggios',
  vocal: 'vocals',
  hats: 'hats',
  clap: 'claps',
  fx: 'effects',
  bus: 'buses',
  other: 'other tracks',
}
