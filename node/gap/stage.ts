/** Premaster or master: decided from the signal and the chain, never from the chain alone (an idle limiter does nothing). */
import type { Rows } from '../features/catalogue.ts'
import type { LiveSet } from '../live/set.ts'
import { masterOf } from '../live/set.ts'
import type { Stage } from './objective.ts'

export interface StageDecision {
  readonly stage: Stage
  /** A sentence for the user. */
  readonly reason: string
}

/** A finished master peaks here or above … */
const masterTruePeak = -2
/** … and is denser than an unlimited trance mix: premasters measure PLR 12 and more, masters 7 to 11 (facts 4.1). */
const masterPlr = 12
/** With a limiter or clipper on Main the signal needs to be less clear-cut. */
const masterPlrWithLimiter = 14

const limiters = new Set(['Limiter'])

export function decideStage(rows: Rows, set: LiveSet | null = null): StageDecision {
  const truePeak = rows.overall?.values.truePeak ?? null
  const plr = rows.overall?.values.peakToLoudnessRatio ?? null
  if (truePeak === null || plr === null) {
    return {
      stage: 'premaster',
      reason: 'Loudness cannot be measured here, so it is not scored: treated as a premaster.',
    }
  }
  const chain = set ? masterOf(set).devices : []
  const limited = chain.some(
    device => limiters.has(device.className) && device.parameters.find(({ name }) => name === 'Device On')?.value !== 0,
  )
  const figures = `true peak ${truePeak.toFixed(1)} dBTP, PLR ${plr.toFixed(1)} dB`
  if (truePeak >= masterTruePeak && plr <= (limited ? masterPlrWithLimiter : masterPlr)) {
    return { stage: 'master', reason: `Treated as a master: ${figures}${limited ? ', a limiter on Main' : ''}.` }
  }
  const idle = limited ? '; the limiter on Main hardly works' : ''
  return { stage: 'premaster', reason: `Treated as a premaster: ${figures}${idle}. Loudness and crest are not scored.` }
}
