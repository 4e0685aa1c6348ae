/** Users whose preferences are known: what they answer to a fix, drawn from a seed. */
import { stream } from '../../../node/adapters/demo-song/random.ts'
import { type MoveKind, moveKinds } from '../../../node/fixes/rules.ts'
import type { AnswerEvent, Subject } from '../../../node/guide/preferences/event.ts'
import { type Role, roles } from '../../../node/mix/roles/role.ts'

export type Acceptance = (subject: Subject) => number
export type Told = Pick<AnswerEvent, 'subject' | 'answer' | 'factor'>

const categories = ['spectrum', 'stereo', 'low end', 'dynamics'] as const
const kinds: readonly MoveKind[] = moveKinds.filter(kind => kind !== 'polarity')

export const subject = (kind: MoveKind, role: Role, rest: Partial<Subject> = {}): Subject => ({
  kind,
  role,
  category: 'stereo',
  size: 0.5,
  isSafety: false,
  ...rest,
})

export function simulatedUser(seed: number, takes: Acceptance) {
  const random = stream(seed, 'user')
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!
  const offer = () =>
    subject(pick(kinds.slice(0, 4)), pick(roles.slice(0, 5)), { category: pick(categories), size: random() })
  const answer = (to: Subject): Told => ({
    subject: to,
    answer: random() < takes(to) ? 'accepted' : 'rejected',
    factor: null,
  })
  return {
    random,
    offer,
    answer,
    answers: (count: number): Told[] => Array.from({ length: count }, () => answer(offer())),
  }
}
