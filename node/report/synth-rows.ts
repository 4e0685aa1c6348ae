/** What a sound is made of, in words: the rows of the terminal and of the page. */
import type { Estimate } from '../synth/estimate.ts'
import { shown } from '../synth/guide/guide.ts'
import type { SynthSound } from '../synth/sound.ts'

export interface SoundRows {
  readonly title: string
  readonly rows: readonly (readonly [label: string, value: string, sure: string])[]
}

export function soundRows({
  pitch,
  oscillator,
  unison,
  filter,
  amplitude,
  lfo,
  stereo,
  effects,
}: SynthSound): readonly SoundRows[] {
  return [
    inWords('Oscillators', [
      ['Pitch', pitch],
      ['Waveform', oscillator.waveform],
      ['Pulse width', oscillator.pulseWidth],
      ['Sub', oscillator.sub],
      ['Unison voices', unison.voices],
      ['Detune, outermost', unison.detune],
      ['Noise', oscillator.noise],
    ]),
    inWords('Filter', [
      ['Type', filter.type],
      ['Cutoff', filter.cutoff],
      ['Slope', filter.slope],
      ['Resonance', filter.resonance],
      ['Envelope amount', filter.envelope.amount],
      ['Envelope attack', filter.envelope.attack],
      ['Envelope decay', filter.envelope.decay],
      ['Envelope sustain', filter.envelope.sustain],
    ]),
    inWords('Amplitude', [
      ['Attack', amplitude.attack],
      ['Decay', amplitude.decay],
      ['Sustain', amplitude.sustain],
      ['Release', amplitude.release],
    ]),
    inWords('Movement', [
      ['LFO target', lfo.target],
      ['LFO rate', lfo.rate],
      ['LFO depth', lfo.depth],
      ['Note value', lfo.noteValue],
    ]),
    inWords('Space', [
      ['Width', stereo.width],
      ['Correlation', stereo.correlation],
      ['Reverb decay', effects.reverbDecay],
      ['Delay', effects.delayTime],
    ]),
  ]
}

const inWords = (
  title: string,
  rows: readonly (readonly [label: string, given: Estimate<number | string>])[],
): SoundRows => ({ title, rows: rows.map(([label, given]) => [label, valueWords(given), sureWords(given)]) })

function valueWords(given: Estimate<number | string>): string {
  if (given.value === null) return 'cannot tell'
  if (typeof given.value === 'string') return given.value
  return given.unit === 's' ? shown(1000 * given.value, 'ms') : shown(given.value, given.unit)
}

/** "sure", "likely" or "a guess" with the figure, or the reason. */
function sureWords(given: Estimate<number | string>): string {
  if (given.value === null) return given.reason
  const word = given.confidence >= 0.8 ? 'sure' : given.confidence >= 0.55 ? 'likely' : 'a guess'
  return `${word} (${Math.round(100 * given.confidence)} %)`
}
