/** Results as a run would keep them, for the tests of figures and tables. */
import type { HeldOutDistances } from '../../../scripts/evaluation/held-out.ts'
import type { OfferedFix, ScenarioResult } from '../../../scripts/evaluation/result.ts'

export const heldOut = (bark: number, references: number | null = null): HeldOutDistances => ({
  bark,
  convergence: bark / 10,
  references,
})

export const offered = (confidence: number | string, bark: number, more: Partial<OfferedFix> = {}): OfferedFix => ({
  title: `a fix to ${bark}`,
  kind: 'level',
  confidence,
  predictedReduction: 0.1,
  refused: false,
  heldOut: heldOut(bark),
  ...more,
})

const control = (before: number, after: number, bark: number) => ({ before, after, moves: 1, heldOut: heldOut(bark) })

/** D from 1 to 0.2, held-out distance from 1 to 0.1; the controls end where their D says. */
export const result = (more: Partial<ScenarioResult> = {}): ScenarioResult => ({
  song: 'Song 1',
  origin: 'generated',
  stage: 'premaster',
  scenario: 'level-lead+6',
  title: 'Lead 6 dB too loud',
  family: 'level',
  faults: 1,
  target: 'twin',
  raised: 1,
  detectable: true,
  before: 1,
  after: 0.2,
  gapReduction: 0.8,
  gapLeft: 'drop Mid level 1.2 σ',
  topFix: 'Lead −6.0 dB',
  cause: true,
  found: 1,
  wrongDirections: [],
  amountError: 0.1,
  predictionDb: 0.05,
  predictionSigma: 0.02,
  passes: 2,
  moves: 1,
  firstThree: 1,
  offeredAgain: 0,
  brokenGuards: [],
  heldOut: { before: heldOut(1), after: heldOut(0.1) },
  offered: [offered(0.95, 0.4)],
  controls: { random: control(1, 1.5, 2), first: control(1, 0.3, 0.2), peer: control(1, 0.9, 1.1) },
  ...more,
})
