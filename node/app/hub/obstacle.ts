/** What stands between what was heard and a plan. */
import type { Plan } from '../../fixes/fix.ts'
import type { Opened } from './open-source.ts'

/** Below this share of Main, the planner gives no amounts. */
const leastExplained = 0.7

/** Why a plan is empty that should not be; "" when there is nothing in the way. */
export function obstacleOf({ take }: Pick<Opened, 'take'>, { fixes, explained }: Plan): string {
  if (fixes.length > 0) return ''
  if (take.taps.size === 0) return 'Fixes need tracks: Capture with Taps on them, or drop an exported folder.'
  if (explained < leastExplained) {
    return `Too little heard (${Math.round(100 * explained)} %): put Taps on the missing tracks, then Capture.`
  }
  return ''
}
