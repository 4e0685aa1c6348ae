/** What a blind vote teaches of the user's taste: the same wherever it was cast. */
import type { Answer, AnswerEvent } from '../guide/preferences/event.ts'
import type { Choice, Trial } from './votes.ts'

/** [] before the vote, and for "which is which?": who can tell two sounds apart has not said which is better. */
export function votedEvents({ set, question, fixes, vote }: Trial): readonly Omit<AnswerEvent, 'time'>[] {
  if (question !== 'preference' || vote === null) return []
  return fixes.map(({ key, subject }) => ({
    event: 'answer',
    set,
    key,
    subject,
    answer: answers[vote.choice],
    factor: null,
  }))
}

const answers = {
  after: 'preferred',
  before: 'not-preferred',
  none: 'no-preference',
} as const satisfies Readonly<Record<Choice, Answer>>
