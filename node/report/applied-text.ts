/** What was written into a set that makes no sound here, fix by fix, and how it is to be proved. */
import type { AppliedFix } from '../fixes/proof.ts'
import { affectedWords, readBackWords } from './fix-words.ts'
import { join, painter, printableData, type TextOptions, wrap } from './layout.ts'

export interface AppliedPage {
  readonly applied: readonly AppliedFix[]
  readonly distanceBefore: number
  readonly distanceForetold: number
  /** The copy of the set file that holds the fixes; null: they are in the open set. */
  readonly copy: { readonly path: string; readonly backup: string | null } | null
}

export function appliedText(page: AppliedPage, { color }: TextOptions): string {
  const paint = painter(color)
  const { applied, distanceBefore, distanceForetold, copy } = printableData(page)
  const held = applied.filter(({ outcome }) => outcome.kind === 'applied').length
  const lines = applied.flatMap(({ fix, outcome }) =>
    outcome.kind === 'applied'
      ? [
          `${paint('green', 'Applied')}  ${fix.title} (${affectedWords(fix)})`,
          ...outcome.readBack.map(each => `         ${readBackWords(each)}`),
        ]
      : [`${paint('red', 'Refused')}  ${fix.title}`, ...wrap(outcome.reason, '         ')],
  )
  const foretold = `Foretold: gap ${distanceBefore.toFixed(2)} → ${distanceForetold.toFixed(2)}. Nothing was heard yet: `
  const next = copy
    ? `open the copy in Live, export its tracks, then run: uplift fix --als "${copy.path}" --stems "<that export>". It sets what is measured beside what was foretold here.`
    : 'export the tracks again and run this again to measure it; uplift undo --osc takes fixes back.'
  return join([
    lines,
    held === 0 ? [] : wrap(`${foretold}${next}`),
    copy
      ? [
          `Copy: ${copy.path}`,
          ...(copy.backup === null ? [] : [`What had that name before: ${copy.backup}`]),
          'Your set itself is as it was.',
        ]
      : [],
  ])
}
