/** A fix in the terms in which taste is learned. */
import { type FeatureId, feature } from '../../features/catalogue.ts'
import type { Fix } from '../../fixes/fix.ts'
import { rules } from '../../fixes/rules.ts'
import type { Role } from '../../mix/roles/role.ts'
import type { Subject } from './event.ts'

/** Not a matter of taste: what clips, and what is gone in mono. */
const isSafetyFeature = (id: FeatureId) => id === 'truePeak' || id.startsWith('monoFoldLoss')

export type Described = Pick<Fix, 'kind' | 'amount' | 'closes'>

export function subjectOf({ kind, amount, closes }: Described, role: Role): Subject {
  const [first] = closes
  return {
    kind,
    role,
    category: first ? feature(first.feature).category : null,
    size: Math.min(1, Math.abs(amount) / rules.moves[kind].limitPerPass),
    isSafety: kind === 'polarity' || (first !== undefined && isSafetyFeature(first.feature)),
  }
}

/** The same for the same fix of another plan of the set, whatever its amount. */
export const fixKey = ({ kind, trackName, finding }: Pick<Fix, 'kind' | 'trackName' | 'finding'>): string =>
  `${kind} ${finding.id} ${trackName}`
