/** The words and first values that every source of the panel shares. */
import type { LiveSet } from '../live/set.ts'
import { noLights } from './hub/lights.ts'
import type { Findings, Proven } from './hub/work.ts'
import type { PanelProof, PanelReceipt, PanelState } from './panel-source.ts'
import { readReceipts } from './receipts.ts'

export const firstPanelState = (kind: PanelState['kind'], title: string): PanelState => ({
  title,
  kind,
  honest: [whatItIs[kind]],
  activity: null,
  message: null,
  score: null,
  lights: noLights,
  fixes: [],
  choices: { strength: 1, stage: 'auto', part: null },
  can: { capture: false, analyze: true, apply: false, undo: false, preview: false, tell: false },
  proof: null,
  excerpts: null,
  view: 0,
})

const whatItIs = {
  simulated: 'Simulated set: Live is not connected, nothing in Live changes.',
  stems: 'Stems in a simulated mixer: Live is not connected, nothing in Live changes.',
  live: 'Connected with Live.',
} as const

/** Whose taste, what was heard, what stands in the way: in sentences. */
export function honestWords(
  kind: PanelState['kind'],
  { against, heard, stage, obstacle, missing }: Findings,
): readonly string[] {
  const sentences = [whatItIs[kind], `Target: ${against}.`, `${heard}.`, stage.reason, obstacle, ...missing]
  return sentences.filter(text => text !== '' && text !== '.')
}

export const proofOfFindings = (
  { scoreBefore, scoreAfter, before, predicted, after, spread, isWorse }: Proven,
  fixes: readonly string[],
): PanelProof => ({ fixes, scoreBefore, scoreAfter, before, predicted, after, spread, isWorse })

const shownReceipts = 20

/** Of this set, newest first. */
export async function receiptRows(folder: string, set: LiveSet): Promise<readonly PanelReceipt[]> {
  const { receipts } = await readReceipts({ folder })
  return receipts
    .filter(receipt => receipt.set === set.name)
    .slice(-shownReceipts)
    .toReversed()
    .map(({ time, score, passes }) => ({
      time,
      applied: passes.flatMap(({ fixes }) =>
        fixes.flatMap(({ outcome, title }) => (outcome === 'applied' ? [title] : [])),
      ),
      scoreBefore: score.before,
      scoreAfter: score.after,
    }))
}
