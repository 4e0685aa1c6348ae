/** Events that still hold: a word that was taken back counts as never said. */
import type { PreferenceEvent } from './event.ts'

export function standing(events: readonly PreferenceEvent[]): readonly PreferenceEvent[] {
  const kept: (PreferenceEvent | null)[] = []
  for (const event of events) {
    if (event.event !== 'answer' || event.answer !== 'retracted') {
      kept.push(event)
      continue
    }
    const at = kept.findLastIndex(
      each =>
        each?.event === 'answer' && each.answer === 'rejected' && each.key === event.key && each.set === event.set,
    )
    // Without one, it was said before a reset.
    if (at >= 0) kept[at] = null
  }
  return kept.filter(event => event !== null)
}
