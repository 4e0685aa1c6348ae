/** The switches of the face in domain terms. */
import type { faceChoices } from '../../../device/protocol.ts'
import type { SectionType } from '../../features/catalogue.ts'
import type { Stage } from '../../gap/objective.ts'
import { stages } from '../../profile/stage.ts'
import { type RangeKind, rangeKinds } from '../capture/choose-range.ts'

/**
 * passive: shows, changes nothing. on-demand: one step a press. assist: a capture is analyzed at once, and after Apply the
 * same bars are captured again to prove what was done.
 */
export type Mode = 'passive' | 'on-demand' | 'assist'

export interface Choices {
  readonly stage: 'auto' | Stage
  /** What this is; null: a whole song. */
  readonly part: SectionType | null
  readonly mode: Mode
  readonly range: RangeKind
  /** 0 to 1. */
  readonly strength: number
  readonly panelIn: 'browser' | 'window'
}

/** Until the switches have told where they stand. */
export const firstChoices: Choices = {
  stage: 'auto',
  part: null,
  mode: 'on-demand',
  range: 'excerpts',
  strength: 1,
  panelIn: 'browser',
}

const meanings = {
  stage: ['auto', ...stages],
  part: [null, 'drop', 'breakdown', 'build'],
  mode: ['passive', 'on-demand', 'assist'],
  range: rangeKinds,
  'panel-in': ['browser', 'window'],
} as const satisfies { readonly [S in Exclude<keyof typeof faceChoices, 'compare'>]: readonly unknown[] }

export const partChoices: readonly Choices['part'][] = meanings.part

export type Switch = keyof typeof meanings | 'strength'
export const isSwitch = (control: string): control is Switch =>
  control === 'strength' || Object.hasOwn(meanings, control)

/** With the switch at `value` (index, or percent); unchanged for what the switch does not have. */
export function withSwitch(choices: Choices, control: Switch, value: number): Choices {
  if (control === 'strength') return { ...choices, strength: Math.min(100, Math.max(0, value)) / 100 }
  const meaning = (meanings[control] as readonly unknown[])[value]
  if (meaning === undefined) return choices
  return { ...choices, [control === 'panel-in' ? 'panelIn' : control]: meaning }
}
