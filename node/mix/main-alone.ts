/**
 * Main as one sound: what can be told where too few tracks were heard to tell them apart. Its own devices and its fader act on
 * the whole of it, so a filter's effect on what Main puts out is exact (compressors behind it are followed where they stand,
 * as everywhere). What a compressor or limiter would do needs the sound in front of Main's devices: a tap first on Main.
 */
import { stereoOf } from '../audio/audio.ts'
import type { BandStatistics } from '../dsp/bands.ts'
import type { Analysis } from '../features/analysis.ts'
import type { Scope } from '../features/catalogue.ts'
import type { Take } from '../live/session.ts'
import type { LiveSet } from '../live/set.ts'
import type { Heard } from './contributions.ts'
import { dynamicEffects } from './dynamics.ts'
import { type Contributor, MixModel } from './model.ts'

export interface MainInput {
  readonly set: LiveSet
  readonly take: Take
  readonly analysis: Analysis
  readonly scopes: readonly Scope[]
  /** Main's statistics per scope. */
  readonly measured: readonly BandStatistics[]
}

export function mainAlone({ set, take, analysis, scopes, measured }: MainInput): MixModel {
  const track = 'master_track'
  const contributors: readonly Contributor[] = [
    { track, nodes: [track], pan: 0, left: 1, right: 1, silenced: null, statistics: measured },
  ]
  return MixModel.build({
    sampleRate: take.main.sampleRate,
    scopes,
    contributors,
    pairs: [],
    measured,
    complete: true,
    dynamics: dynamicEffects({
      set,
      take,
      analysis,
      scopes,
      contributors,
      ducking: () => null,
      enteringMain: take.beforeMain ? stereoOf(take.beforeMain) : null,
    }),
  })
}

/** Below this share of Main explained, what a track's move would do is a guess: no amounts are given (DESIGN 3.1). */
const leastExplained = 0.7

export const isMainAlone = ({ explained }: Pick<Heard, 'explained'>): boolean => explained < leastExplained

/** What amounts are solved and foretold on: the tracks where enough of them was heard, else Main by itself. */
export const solvedOn = (heard: Pick<Heard, 'explained' | 'model' | 'onMain'>): MixModel =>
  isMainAlone(heard) ? heard.onMain : heard.model
