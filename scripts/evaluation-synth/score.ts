/** One sound's answers against the truth, parameter by parameter. */
import type { Estimate } from '../../node/synth/estimate.ts'
import type { SynthSound } from '../../node/synth/sound.ts'
import type { SynthTruth } from './truth.ts'

export const parameters = [
  'pitch',
  'waveform',
  'pulse width',
  'voices',
  'detune',
  'filter type',
  'slope',
  'cutoff',
  'resonance',
  'envelope amount',
  'filter attack',
  'filter decay',
  'attack',
  'decay',
  'sustain',
  'release',
  'LFO target',
  'LFO rate',
  'LFO depth',
] as const
export type Parameter = (typeof parameters)[number]

export interface Score {
  readonly parameter: Parameter
  /** right, wrong, silent ("cannot tell"), or invented: answered where there is nothing. */
  readonly kind: 'right' | 'wrong' | 'silent' | 'invented'
  /** In the parameter's own measure; null for words and silence. */
  readonly error: number | null
  readonly confidence: number | null
}

/** No score where the parameter is neither in the truth nor answered. */
export function scoresOf(sound: SynthSound, truth: SynthTruth): Score[] {
  const { number, text } = truth
  const scores: Score[] = []
  const add = (
    parameter: Parameter,
    given: Estimate<number | string>,
    expected: number | string | null,
    judge: (value: number, expected: number) => { error: number; right: boolean } = () => ({ error: 0, right: false }),
  ) => {
    if (given.value === null) {
      if (expected !== null) scores.push({ parameter, kind: 'silent', error: null, confidence: null })
      return
    }
    const { value, confidence } = given
    if (expected === null) scores.push({ parameter, kind: 'invented', error: null, confidence })
    else if (typeof value === 'string' || typeof expected === 'string')
      scores.push({ parameter, kind: value === expected ? 'right' : 'wrong', error: null, confidence })
    else {
      const { error, right } = judge(value, expected)
      scores.push({ parameter, kind: right ? 'right' : 'wrong', error, confidence })
    }
  }
  const within = (limit: number) => (value: number, expected: number) => ({
    error: Math.abs(value - expected),
    right: Math.abs(value - expected) <= limit,
  })
  const octaves = (limit: number) => (value: number, expected: number) => {
    const error = Math.abs(Math.log2(Math.max(value, 1e-9) / expected))
    return { error, right: error <= limit }
  }
  const share = (limit: number) => (value: number, expected: number) => {
    const error = Math.abs(value - expected) / expected
    return { error, right: error <= limit }
  }
  /** EVALUATION 2: within 20 % or 5 ms. */
  const time = (value: number, expected: number) => {
    const off = Math.abs(value - expected)
    return { error: off / Math.max(expected, 0.025), right: off <= Math.max(0.2 * expected, 0.005) }
  }
  const positive = (value: number) => (value > 0 ? value : null)
  const wave = text('waveform')
  const filter = text('filter')
  const moves = number('env_oct') !== 0
  const target = text('lfo_target')
  const pulse = wave === 'pulse' && target !== 'pulse_width'
  add('pitch', sound.pitch, positive(number('f0_hz')), octaves(1 / 24))
  add('waveform', sound.oscillator.waveform, wave === 'fm' ? 'complex' : wave)
  add(
    'pulse width',
    sound.oscillator.pulseWidth,
    pulse ? 100 * number('pulse_width') : wave === 'square' ? 50 : null,
    within(3),
  )
  if (wave !== 'noise') {
    add('voices', sound.unison.voices, number('voices'), within(1))
    // One voice has no distance to judge.
    if (number('voices') > 1) add('detune', sound.unison.detune, number('detune_cents_total'), share(0.2))
  }
  // A sine has nothing that a filter could show itself on; what shapes the harmonics of FM is no filter.
  if (wave !== 'sine') add('filter type', sound.filter.type, wave === 'fm' ? null : filter)
  if (filter !== 'none' || wave === 'fm') {
    const has = filter !== 'none'
    add('slope', sound.filter.slope, has ? number('slope_db_oct') : null, within(0.1))
    add('cutoff', sound.filter.cutoff, has ? number('cutoff_hz') : null, octaves(0.25))
    add('resonance', sound.filter.resonance, has ? number('q') : null, octaves(0.5))
  }
  add('envelope amount', sound.filter.envelope.amount, moves ? number('env_oct') : null, within(0.5))
  add('filter attack', sound.filter.envelope.attack, moves ? number('f_att') : null, time)
  add('filter decay', sound.filter.envelope.decay, moves ? positive(number('f_dec')) : null, time)
  const [attack, decay, sustain, gate] = [number('amp_att'), number('amp_dec'), number('amp_sus'), number('gate_s')]
  add('attack', sound.amplitude.attack, attack, time)
  // A tremolo or a ducker leaves no level that one could call the sustain.
  if (target !== 'amp' && target !== 'duck') {
    add('decay', sound.amplitude.decay, sustain < 1 ? decay : null, time)
    add('sustain', sound.amplitude.sustain, 100 * sustain, within(10))
  }
  const letGo = attack + decay >= gate && decay > 0 ? 1 + ((sustain - 1) * (gate - attack)) / decay : sustain
  add('release', sound.amplitude.release, letGo > 0.06 ? number('amp_rel') : null, time)
  const targets: Readonly<Record<string, string>> = {
    amp: 'level',
    duck: 'level',
    pitch_cents: 'pitch',
    cutoff_oct: 'filter cutoff',
    pulse_width: 'pulse width',
  }
  const depths: Readonly<Record<string, number>> = { amp: 100, pitch_cents: 1, cutoff_oct: 1, pulse_width: 100 }
  add('LFO target', sound.lfo.target, targets[target] ?? null)
  add('LFO rate', sound.lfo.rate, target === 'none' ? null : number('lfo_hz'), share(0.05))
  if (target !== 'duck')
    add(
      'LFO depth',
      sound.lfo.depth,
      target === 'none' ? null : number('lfo_depth') * (depths[target] ?? 1),
      share(0.25),
    )
  return scores
}
