/** A fix in the terms in which taste is learned. */
import { feature } from '../../features/catalogue.ts'
import type { Fix } from '../../fixes/fix.ts'
import { rules } from '../../fixes/rules.ts'
import { isSafety } from '../../fixes/safety.ts'
import type { Role } from '../../mix/roles/role.ts'
import type { Subject } from './event.ts'

export type Described = Pick<Fix, 'kind' | 'amount' | 'closes'>

export function subjectOf({ kind, amount, closes }: Described, role: Role): Subject {
  const [first] = closes
  return {
    kind,
    role,
    category: first ? feature(first.feature).category : null,
    size: Math.min(1, Math.abs(amount) / rules.moves[kind].limitPerPass),
    isSafety: isSafety({ kind, closes }),
  }
}

/** The same for the same fix of another plan of the set, whatever its amount. */
export const fixKey = ({ kind, trackName, finding }: Pick<Fix, 'kind' | 'trackName' | 'finding'>): string =>
  `${kind} ${finding.id} ${trackName}`
