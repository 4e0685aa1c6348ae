/** Live's devices that the simulated set renders, by class name. */
import { autoFilter, autoFilterLegacy } from './auto-filter.ts'
import { channelEq } from './channel-eq.ts'
import { compressor } from './compressor.ts'
import { delay } from './delay.ts'
import { drumBuss } from './drum-buss.ts'
import type { EffectDesign } from './effect.ts'
import { eqEight } from './eq-eight.ts'
import { eqThree } from './eq-three.ts'
import { glue } from './glue.ts'
import { limiter } from './limiter.ts'
import { multibandDynamics } from './multiband-dynamics.ts'
import { reverb } from './reverb.ts'
import { saturator } from './saturator.ts'
import { utility } from './utility.ts'

export const designs = {
  StereoGain: utility,
  Eq8: eqEight,
  Compressor2: compressor,
  GlueCompressor: glue,
  Limiter: limiter,
  Saturator: saturator,
  ChannelEq: channelEq,
  FilterEQ3: eqThree,
  AutoFilter2: autoFilter,
  AutoFilter: autoFilterLegacy,
  MultibandDynamics: multibandDynamics,
  DrumBuss: drumBuss,
  Reverb: reverb,
  Delay: delay,
} as const satisfies Record<string, EffectDesign>

export type SimulatedEffectClass = keyof typeof designs

export const isSimulatedEffect = (className: string): className is SimulatedEffectClass => className in designs

/** What can be inserted: legacy devices only come with old sets. */
export const insertable: readonly string[] = Object.keys(designs).filter(className => className !== 'AutoFilter')
