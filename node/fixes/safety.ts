/** What is no matter of taste: what clips, and what is gone in mono. */
import type { FeatureId } from '../features/catalogue.ts'
import type { Fix } from './fix.ts'

const isSafetyFeature = (id: FeatureId) => id === 'truePeak' || id.startsWith('monoFoldLoss')

/** Judged by the gap that a fix closes first. */
export const isSafety = ({ kind, closes: [first] }: Pick<Fix, 'kind' | 'closes'>): boolean =>
  kind === 'polarity' || (first !== undefined && isSafetyFeature(first.feature))
