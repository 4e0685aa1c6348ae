/** What is known of an isolated synth sound: every answer with its confidence, or none with the reason. */

import type { Effects } from './effects.ts'
import type { EnvelopeAnswers } from './envelope.ts'
import type { Estimate } from './estimate.ts'
import type { FilterType, WaveformName } from './models.ts'
import type { Stereo } from './stereo.ts'
import type { Unison } from './unison.ts'

export type Waveform = WaveformName | 'noise' | 'complex'

export interface Oscillator {
  readonly waveform: Estimate<Waveform>
  /** Of a pulse, up to 50 %. */
  readonly pulseWidth: Estimate
  /** An octave below, level against the fundamental. */
  readonly sub: Estimate
  /** A second oscillator's distance. */
  readonly interval: Estimate
  /** Noise beside the harmonics, against them. */
  readonly noise: Estimate
  /** What else fits nearly as well, the best first, in words. */
  readonly alternatives: readonly string[]
}

export interface FilterAnswers {
  readonly type: Estimate<FilterType>
  /** Where the envelope starts from, or the middle of an LFO's movement. */
  readonly cutoff: Estimate
  readonly slope: Estimate
  readonly resonance: Estimate
  /** 0 %: the cutoff stays; 100 %: it follows the note. */
  readonly keyTracking: Estimate
  readonly envelope: {
    readonly amount: Estimate
    readonly attack: Estimate
    readonly decay: Estimate
    readonly sustain: Estimate
  }
}

export type LfoTarget = 'level' | 'pitch' | 'filter cutoff' | 'pulse width'

export interface Lfo {
  readonly target: Estimate<LfoTarget>
  readonly rate: Estimate
  /** Level: % of the way down; pitch: ± cents; cutoff: ± octaves; pulse width: ± %. */
  readonly depth: Estimate
  /** "1/16" and the like; needs a tempo. */
  readonly noteValue: Estimate<string>
}

export interface HarmonicPoint {
  readonly hz: number
  /** Against the strongest. */
  readonly levelDb: number
  /** What the answers would give; null where nothing was fitted. */
  readonly modelDb: number | null
}

export interface SynthSound {
  readonly seconds: number
  readonly notes: number
  readonly pitch: Estimate
  readonly oscillator: Oscillator
  readonly unison: Unison
  readonly filter: FilterAnswers
  readonly amplitude: EnvelopeAnswers
  readonly lfo: Lfo
  readonly stereo: Stereo
  readonly effects: Effects
  /** Curves for plots: what was measured and what the answers would give. */
  readonly curves: {
    readonly harmonics: readonly HarmonicPoint[]
    readonly level: readonly { readonly seconds: number; readonly measured: number; readonly model: number }[]
    readonly cutoff: readonly { readonly seconds: number; readonly hz: number }[]
  }
}
