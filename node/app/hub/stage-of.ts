/** The stage of what was heard: as the user chose, or by the chain and the signal in front of it and behind it. */

import type { Audio } from '../../audio/audio.ts'
import { gainToDb } from '../../dsp/decibel.ts'
import { truePeak } from '../../dsp/true-peak.ts'
import { measureLoudness } from '../../features/loudness.ts'
import type { Stage } from '../../gap/objective.ts'
import { decideStage, type StageDecision } from '../../gap/stage.ts'
import type { Measured } from '../measure.ts'
import type { Source } from './source.ts'

export interface Heard {
  readonly set: Measured['set']
  readonly take: Measured['take']
  readonly analysis: Pick<Measured['analysis'], 'rows'>
}

export function stageOf(choice: 'auto' | Stage, { analysis, set, take }: Heard, source: Source['kind']): StageDecision {
  if (choice !== 'auto') return { stage: choice, reason: `Treated as a ${choice}, as chosen.` }
  // An export or a bounce has gone through all of Main.
  const isAtUplift = source === 'taps' || source === 'ring'
  return decideStage(analysis.rows, set, { isAtUplift, enteringPlr: take.beforeMain ? plrOf(take.beforeMain) : null })
}

/** Asked for again with every other wish, of the same recording. */
const known = new WeakMap<Audio, number | null>()

function plrOf(audio: Audio): number | null {
  const found = known.get(audio)
  if (found !== undefined) return found
  const { integrated } = measureLoudness(audio)
  const peak = truePeak(audio.channels)
  const plr = integrated === null || !(peak > 0) ? null : gainToDb(peak) - integrated
  known.set(audio, plr)
  return plr
}
