/** Reports as plain text for a terminal. */
export { analysisText } from './analysis-text.ts'
export type { TextOptions } from './layout.ts'
export { type PlanTextOptions, planText } from './plan-text.ts'
export { proofText } from './proof-text.ts'
export { tracksText } from './tracks-text.ts'
