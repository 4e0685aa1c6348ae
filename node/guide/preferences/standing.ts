/** Events that still hold: a word that was taken back counts as never said, and a fix that was undone as not taken. */
import type { Answer, PreferenceEvent } from './event.ts'

/** What an answer takes back of what was said of the same fix in the same set before. */
const takesBack: Partial<Record<Answer, readonly Answer[]>> = {
  undone: ['accepted', 'edited'],
  retracted: ['rejected'],
}

export function standing(events: readonly PreferenceEvent[]): readonly PreferenceEvent[] {
  const kept: (PreferenceEvent | null)[] = []
  for (const event of events) {
    const back = event.event === 'answer' ? takesBack[event.answer] : undefined
    if (event.event === 'answer' && back) {
      const at = kept.findLastIndex(
        each =>
          each?.event === 'answer' && back.includes(each.answer) && each.key === event.key && each.set === event.set,
      )
      // Without one, it was said before a reset.
      if (at >= 0) kept[at] = null
    }
    if (event.event !== 'answer' || event.answer !== 'retracted') kept.push(event)
  }
  return kept.filter(event => event !== null)
}
