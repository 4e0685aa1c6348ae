/** How the command line asks which fixes to apply: all, some by their numbers, or none. */
import { isCancel, text } from '@clack/prompts'
import type { Fix, Plan } from '../fixes/fix.ts'
import { printText } from './output.ts'

/** A question can be put, and its answer given. */
export const canAsk = (json: boolean | undefined) =>
  !json && process.stdin.isTTY === true && process.stdout.isTTY === true

/** The user's choice; without a terminal to ask on, nothing is applied. Ctrl-C: none. */
export async function approve({ fixes }: Plan, json: boolean | undefined): Promise<readonly Fix[]> {
  if (!canAsk(json)) {
    if (!json) printText('Nothing was applied: there is no terminal to ask on. Approve with --apply.')
    return []
  }
  const answer = await text({
    message: 'Apply fixes? [a]ll / 1,2,3 / [n]one',
    placeholder: 'n',
    validate: said => (chosenNumbers(said ?? '', fixes.length) === null ? howToAnswer(fixes.length) : undefined),
  })
  if (isCancel(answer)) return []
  const numbers = chosenNumbers(answer, fixes.length) ?? []
  return fixes.filter((_, i) => numbers.includes(i + 1))
}

const howToAnswer = (count: number) =>
  count === 1
    ? 'Say a or 1 for the fix, n for none.'
    : `Say a for all, n for none, or numbers from 1 to ${count}: 1,3 or 2-4.`

/**
 * Numbers of fixes, in rising order, from "a", "all", "n", "none", "1,3", "1 3" or "2-4". null: not an answer. Nothing said
 * is none: what nobody approved is not applied.
 */
export function chosenNumbers(answer: string, count: number): readonly number[] | null {
  const said = answer.trim().toLowerCase()
  if (said === '' || said === 'n' || said === 'none') return []
  const all = Array.from({ length: count }, (_, i) => i + 1)
  if (said === 'a' || said === 'all') return all
  const chosen = new Set<number>()
  for (const part of said
    .replace(/\s*-\s*/g, '-')
    .split(/[\s,;]+/)
    .filter(Boolean)) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part)
    if (!range) return null
    const from = Number(range[1])
    const to = Number(range[2] ?? range[1])
    if (from < 1 || to > count || to < from) return null
    for (let number = from; number <= to; number++) chosen.add(number)
  }
  return all.filter(number => chosen.has(number))
}
