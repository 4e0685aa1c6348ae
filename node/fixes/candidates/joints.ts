/** Which candidates one cause can ask for at once. */
import type { Candidate, Joint } from './candidate.ts'

/**
 * A lost or too loud side-chain signal shows on every track that ducks: each track's share of it can be too little to be offered,
 * and to be seen at all in how deep the mix ducks.
 */
export function jointsOf(candidates: readonly Candidate[]): Joint[] {
  const duckers = candidates.filter(({ kind }) => kind === 'ducking')
  const existing = duckers.filter(({ inserts }) => inserts === null)
  return [
    { id: 'duckers', members: existing },
    { id: 'all duckers', members: existing.length < duckers.length ? duckers : [] },
  ].filter(({ members }) => members.length > 1)
}
