/** What was learned, in words: "You usually halve width fixes on pads." */
import { roleWords } from '../../mix/roles/role-sentences.ts'
import type { Subject } from './event.ts'
import type { Opinion } from './taste.ts'

type Told = Pick<Opinion, 'leaning' | 'factor' | 'isUnwanted'>

/** "": nothing that matters. */
export function adviceWords(subject: Pick<Subject, 'kind' | 'role'>, { leaning, factor, isUnwanted }: Told): string {
  const what = `${kindWords[subject.kind]} on ${pluralOf(subject.role)}`
  if (isUnwanted) return `You hardly ever take ${what}.`
  const amount = amountWords(factor)
  if (amount !== null) return `You usually ${amount} ${what}.`
  if (leaning >= telling) return `You take ${what} more often than others.`
  if (leaning <= -telling) return `You take ${what} less often than others.`
  return ''
}

/** Log-odds from which a leaning is worth a sentence: half as many again. */
const telling = Math.log(1.5)

/** null: about as offered. */
function amountWords(factor: number): string | null {
  if (factor < 0.35) return 'quarter'
  if (factor < 0.65) return 'halve'
  if (factor < 0.85) return 'reduce'
  return factor > 1.15 ? 'increase' : null
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

const unchanged: readonly Subject['role'][] = ['bass', 'hats', 'fx', 'other', 'sub']
const pluralOf = (role: Subject['role']) => {
  if (role === 'other') return 'other tracks'
  const words = roleWords[role]
  return unchanged.includes(role) || words.endsWith('s') ? words : `${words}s`
}
