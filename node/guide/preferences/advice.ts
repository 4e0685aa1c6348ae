/** What taste does to a plan: the order, the default amounts, and what is not spoken of. Never to the target, never to safety. */
import type { Fix } from '../../fixes/fix.ts'
import type { Role } from '../../mix/roles/role.ts'
import type { Subject } from './event.ts'
import { subjectOf } from './subject.ts'
import type { Habit, Taste } from './taste.ts'
import { adviceWords } from './words.ts'

export interface Advised {
  readonly fix: Fix
  readonly subject: Subject
  /** What the user makes of such amounts, which is in its amount already: where its slider stands at first. 1: as solved. */
  readonly factor: number
  /** Unwanted, hence not offered. */
  readonly isSilent: boolean
  /** "You usually halve width fixes on pads."; "": nothing is known that matters. */
  readonly words: string
}

export interface AdviceOptions {
  readonly taste: Taste
  /** The habits that the plan was solved with; absent: none. */
  readonly habits?: readonly Habit[]
  readonly roleOf: (fix: Fix) => Role
  /** 0 to 1, a new one each time: lets what is unwanted be heard of now and then, or a taste could never change. */
  readonly draw: () => number
}

/** A threefold gain is the most that taste can make up for. */
const mostLeaning = Math.log(3)
/** Of what is unwanted, this share is offered all the same (facts: 5 % keeps the counterfactual known). */
const explored = 0.05

/** In the order in which to offer them; what is silent comes last. */
export function advise(fixes: readonly Fix[], { taste, habits = [], roleOf, draw }: AdviceOptions): readonly Advised[] {
  return fixes
    .map(fix => {
      const subject = subjectOf(fix, roleOf(fix))
      const opinion = taste.opinion(subject)
      const leaning = Math.max(-mostLeaning, Math.min(mostLeaning, opinion.leaning))
      // Safety may rise, and never falls.
      const shift = subject.isSafety ? Math.max(0, leaning) : leaning
      const isSilent = opinion.isUnwanted && !subject.isSafety && draw() >= explored
      const hasAmount = !subject.isSafety && fix.unit !== 'switch'
      const usual = habits.find(({ kind, role }) => kind === subject.kind && role === subject.role)
      const factor = hasAmount ? (usual?.factor ?? 1) : 1
      const worth = fix.predictedReduction * Math.exp(shift)
      const words = adviceWords(subject, { ...opinion, leaning: shift, factor, isUnwanted: isSilent })
      return { worth, advised: { fix, subject, factor, isSilent, words } }
    })
    .sort((a, b) => Number(a.advised.isSilent) - Number(b.advised.isSilent) || b.worth - a.worth)
    .map(({ advised }) => advised)
}
