/**
 * How sure a fix is: the share of fixes like it that lowered a distance the planner never saw (presets/confidence.json, fitted by
 * the evaluation on songs that it does not report on).
 */
import { z } from 'zod'
import data from '../../presets/confidence.json' with { type: 'json' }

export interface Confidence {
  /** 0 to 1: of the fixes said to be 0.9 sure, nine in ten help. */
  readonly value: number
  readonly words: 'high' | 'medium' | 'low'
  /** What decides it, as the end of a sentence. */
  readonly reason: string
}

/** What is known about a fix before it is applied. */
export interface Evidence {
  /** Fall of the distance that it brings, over the distance there is. */
  readonly shareOfGap: number
  /** What it brings over what the best other single move on another track would; 0: as good, or less. */
  readonly lead: number
  /** Share of Main's power that the heard tracks explain, 0 to 1. */
  readonly explained: number
  readonly postChain: boolean
  /** Its effect follows from a response (filters, faders), not from a compressor's modelled answer. */
  readonly linear: boolean
}

export const evidenceNames = [
  'shareOfGap',
  'lead',
  'explained',
  'postChain',
  'linear',
] as const satisfies (keyof Evidence)[]

/** Evidence as numbers from 0 to 1, in the order of the names. */
export const evidenceVector = (evidence: Evidence): number[] =>
  evidenceNames.map(name => Math.max(0, Math.min(1, Number(evidence[name]))))

const schema = z.strictObject({
  version: z.literal(1),
  /** Logistic regression: intercept and one weight per piece of evidence. */
  intercept: z.number(),
  weights: z.strictObject({
    shareOfGap: z.number(),
    lead: z.number(),
    explained: z.number(),
    postChain: z.number(),
    linear: z.number(),
  }),
  high: z.number(),
  medium: z.number(),
  why: z.string().min(1),
})

const preset = schema.parse(data)
/** Nothing about a set that cannot be heard here is surer. */
const most = 0.97

export function confidenceOf(evidence: Evidence): Confidence {
  const { intercept, weights, high, medium } = preset
  const x = evidenceVector(evidence)
  const logit = evidenceNames.reduce((sum, name, i) => sum + weights[name] * x[i]!, intercept)
  const value = Math.min(most, 1 / (1 + Math.exp(-logit)))
  return { value, words: value >= high ? 'high' : value >= medium ? 'medium' : 'low', reason: reasonOf(evidence) }
}

function reasonOf({ postChain, explained, linear, lead, shareOfGap }: Evidence): string {
  if (!postChain) return 'a compressor, limiter or saturator behind it will answer to the change'
  if (explained < 0.9) return `the heard tracks explain ${Math.round(100 * explained)} % of Main`
  if (!linear) return 'what the device does to this signal is modelled, not measured in Live'
  if (lead < 0.1) return 'another move would close the gap about as well'
  if (shareOfGap < 0.15) return 'it closes a small part of the gap'
  return "linear and after the track's dynamics: the effect is computed, not guessed"
}
