/** What stands between what was heard and a plan. */
import type { Plan } from '../../fixes/fix.ts'
import { isMainAlone } from '../../mix/main-alone.ts'
import type { Opened } from './open-source.ts'

/** Why a plan is empty that should not be; "" when there is nothing in the way. */
export function obstacleOf({ take }: Pick<Opened, 'take'>, { fixes, explained }: Plan): string {
  if (fixes.length > 0) return ''
  if (!isMainAlone({ explained })) return ''
  if (take.taps.size === 0) return 'Capture with Taps, or drop an export: nothing on Main alone helps.'
  return `Put Taps on more tracks: those heard explain ${Math.round(100 * explained)} %.`
}
