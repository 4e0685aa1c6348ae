/** The answers about a file in which there is nothing to measure. */
import { unknown } from './estimate.ts'
import { allUnknown } from './filter-answers.ts'
import type { SynthSound } from './sound.ts'

export function emptySound(seconds: number, reason: string): SynthSound {
  const [s, percent] = [unknown('s', reason), unknown('%', reason)]
  return {
    seconds,
    notes: 0,
    pitch: unknown('Hz', reason),
    oscillator: {
      waveform: unknown('', reason),
      pulseWidth: percent,
      sub: unknown('dB', reason),
      interval: unknown('semitones', reason),
      noise: unknown('dB', reason),
      alternatives: [],
    },
    unison: { voices: unknown('voices', reason), detune: unknown('cents', reason), spread: percent },
    filter: allUnknown(reason, percent),
    amplitude: { attack: s, decay: s, sustain: percent, release: s, shape: unknown('', reason) },
    lfo: {
      target: unknown('', reason),
      rate: unknown('Hz', reason),
      depth: unknown('', reason),
      noteValue: unknown('', reason),
    },
    stereo: { width: percent, correlation: unknown('', reason) },
    effects: { reverbDecay: s, delayTime: s, drive: unknown('dB', reason) },
    curves: { harmonics: [], level: [], cutoff: [] },
  }
}
