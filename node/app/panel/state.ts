/** The words and first values that every source of the panel shares. */
import type { LiveSet } from '../../live/set.ts'
import { entriesSince } from '../checkpoints.ts'
import { noLights } from '../hub/lights.ts'
import type { Findings, Proven } from '../hub/work.ts'
import type { Ledger } from '../ledger.ts'
import { readReceipts } from '../receipts.ts'
import type { PanelCheckpoint, PanelProof, PanelReceipt, PanelRemark } from './data.ts'
import type { PanelAbility, PanelKind, PanelState } from './source.ts'

export const nothingCan: Readonly<Record<PanelAbility, boolean>> = {
  capture: false,
  analyze: false,
  apply: false,
  undo: false,
  redo: false,
  preview: false,
  tell: false,
  show: false,
  learn: false,
  vote: false,
}

export const firstPanelState = (kind: PanelKind, title: string): PanelState => ({
  title,
  kind,
  honest: [remark(whatItIs[kind])],
  activity: null,
  message: null,
  score: null,
  judge: [],
  lights: noLights,
  fixes: [],
  aside: [],
  choices: {
    strength: 1,
    stage: 'auto',
    part: null,
    without: [],
    profile: null,
    target: '',
    mode: kind === 'live' ? 'on-demand' : null,
  },
  can: { ...nothingCan, analyze: true },
  proof: null,
  excerpts: null,
  checkpoints: [],
  live: null,
  view: 0,
})

const whatItIs: Readonly<Record<PanelKind, string>> = {
  simulated: 'Simulated set: Live is not connected, nothing in Live changes.',
  stems: 'Stems in a simulated mixer: Live is not connected, nothing in Live changes.',
  als: 'A set file, read only: nothing is written to it.',
  osc: 'Connected with Live by AbletonOSC, which carries no sound.',
  live: 'Connected with Live.',
}

export const remark = (words: string): PanelRemark => ({ words, tone: 'neutral' })
export const warning = (words: string): PanelRemark => ({ words, tone: 'warning' })

/** What stands in the way first, then whose taste, what was heard. */
export function honestWords(
  kind: PanelKind,
  { against, heard, stage, obstacle, missing }: Findings,
): readonly PanelRemark[] {
  const isNobodys = against.includes('not your taste')
  const warnings = [obstacle, ...missing].filter(text => text !== '').map(warning)
  const target = isNobodys ? warning(`Target: ${against}.`) : remark(`Target: ${against}.`)
  return [
    ...warnings,
    target,
    ...[`${heard}.`, stage.reason, whatItIs[kind]].filter(text => text.length > 1).map(remark),
  ]
}

export const proofOfFindings = (
  { scoreBefore, scoreAfter, before, predicted, after, spread, isWorse }: Proven,
  fixes: readonly string[],
): PanelProof => ({ fixes, scoreBefore, scoreAfter, before, predicted, after, spread, isWorse })

const shownCheckpoints = 12

/** Those that something was put in after, newest first. */
export const checkpointRows = (
  ledger: Pick<Ledger, 'entries' | 'checkpoints'>,
  set: string,
): readonly PanelCheckpoint[] =>
  ledger.checkpoints
    .filter(checkpoint => checkpoint.set === set)
    .toReversed()
    .map(checkpoint => ({
      id: checkpoint.id,
      name: checkpoint.name,
      time: checkpoint.time,
      since: entriesSince(ledger, checkpoint).map(({ title }) => title),
    }))
    .filter(({ since }) => since.length > 0)
    .slice(0, shownCheckpoints)

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
