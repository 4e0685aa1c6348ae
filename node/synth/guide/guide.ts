/** How to rebuild a sound: settings of each synth in its own parameter names and display units. */
import { z } from 'zod'
import synthsData from '../../../presets/synths.json' with { type: 'json' }
import { gainToDb } from '../../dsp/decibel.ts'
import type { SynthSound } from '../sound.ts'

const parameterSchema = z.strictObject({
  name: z.string().min(1),
  unit: z.string(),
  range: z.tuple([z.number(), z.number()]).optional(),
  'nameSince12.4': z.string().optional(),
})
const synthsSchema = z.strictObject({
  version: z.literal(1),
  synths: z.record(
    z.enum(['wavetable', 'serum', 'operator', 'analog']),
    z.strictObject({
      label: z.string(),
      verified: z.boolean(),
      source: z.string().min(1),
      parameters: z.record(z.string(), parameterSchema),
    }),
  ),
})
export type SynthId = 'wavetable' | 'serum' | 'operator' | 'analog'
export const { synths } = synthsSchema.parse(synthsData)
export const synthIds: readonly SynthId[] = ['wavetable', 'serum', 'operator', 'analog']

export interface Setting {
  /** As on the synth's panel; Wavetable's filter has two names. */
  readonly parameter: string
  readonly value: string
  /** 0 to 1. */
  readonly confidence: number
  /** What to mind, or null. */
  readonly note: string | null
}

export interface SynthGuide {
  readonly synth: SynthId
  readonly label: string
  /** Whether names and ranges come from the synth itself; written from memory otherwise. */
  readonly verified: boolean
  readonly settings: readonly Setting[]
}

export const guidesOf = (sound: SynthSound): SynthGuide[] => synthIds.map(synth => guideOf(sound, synth))

export function guideOf(sound: SynthSound, synth: SynthId): SynthGuide {
  const { label, verified, parameters } = synths[synth]
  const settings: Setting[] = []
  const set = (key: string, confidence: number, value: string, note: string | null = null) => {
    const parameter = parameters[key]
    if (!parameter) return
    const newer = parameter['nameSince12.4']
    settings.push({ parameter: newer ? `${parameter.name} (12.4: ${newer})` : parameter.name, value, confidence, note })
  }
  /** In the parameter's own unit, and inside its range. */
  const number = (key: string, confidence: number, value: number, note: string | null = null) => {
    const parameter = parameters[key]
    if (!parameter) return
    const [low, high] = parameter.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    const inside = Math.min(high, Math.max(low, value))
    const beyond = inside === value ? note : `the sound has ${shown(value, parameter.unit)}: as far as it goes`
    set(key, confidence, shown(inside, parameter.unit), beyond)
  }
  const { oscillator, unison, filter, amplitude, lfo } = sound
  if (oscillator.waveform.value !== null) {
    const width = oscillator.pulseWidth.value
    const what =
      oscillator.waveform.value === 'pulse' && width !== null
        ? `pulse, ${Math.round(width)} % wide`
        : oscillator.waveform.value
    set('waveform', oscillator.waveform.confidence, what, waveformNotes[oscillator.waveform.value] ?? null)
  }
  if (unison.voices.value !== null && unison.voices.value > 1) {
    number('unisonVoices', unison.voices.confidence, unison.voices.value)
    if (unison.detune.value !== null)
      set(
        'unisonAmount',
        unison.detune.confidence,
        `until the outermost voices are ${shown(unison.detune.value, 'cents')} apart`,
        'the knob has no cents: compare with --compare',
      )
  }
  if (oscillator.sub.value !== null)
    set(
      'sub',
      oscillator.sub.confidence,
      `on, sine, an octave below, ${shown(oscillator.sub.value, 'dB')} against the fundamental`,
    )
  if (oscillator.interval.value !== null) number('interval', oscillator.interval.confidence, oscillator.interval.value)
  if (filter.type.value !== null) {
    const type = filter.type.value
    set('filterType', filter.type.confidence, type === 'none' ? 'off, or fully open' : type)
    if (filter.slope.value !== null && type !== 'bandpass')
      set('slope', filter.slope.confidence, `${filter.slope.value} dB`)
  }
  if (filter.cutoff.value !== null) number('cutoff', filter.cutoff.confidence, filter.cutoff.value)
  if (filter.resonance.value !== null) {
    const db = gainToDb(filter.resonance.value / Math.SQRT1_2)
    set(
      'resonance',
      filter.resonance.confidence,
      db < 0.7 ? 'no peak: near 0 %' : `until the cutoff peaks ${shown(db, 'dB')} above flat`,
      db < 0.7 ? null : `Q ${filter.resonance.value.toFixed(1)}; what a percent means differs between circuits`,
    )
  }
  const { envelope } = filter
  if (envelope.amount.value !== null)
    set('filterEnvelope', envelope.amount.confidence, `${shown(envelope.amount.value, 'oct')} up from the cutoff`)
  if (envelope.attack.value !== null) number('filterAttack', envelope.attack.confidence, 1000 * envelope.attack.value)
  if (envelope.decay.value !== null) number('filterDecay', envelope.decay.confidence, 1000 * envelope.decay.value)
  if (envelope.sustain.value !== null) number('filterSustain', envelope.sustain.confidence, envelope.sustain.value)
  if (amplitude.attack.value !== null) number('attack', amplitude.attack.confidence, 1000 * amplitude.attack.value)
  if (amplitude.decay.value !== null) number('decay', amplitude.decay.confidence, 1000 * amplitude.decay.value)
  if (amplitude.sustain.value !== null)
    number(
      'sustain',
      amplitude.sustain.confidence,
      Math.max(-70, gainToDb(Math.max(1e-5, amplitude.sustain.value / 100))),
    )
  if (amplitude.release.value !== null) number('release', amplitude.release.confidence, 1000 * amplitude.release.value)
  if (amplitude.shape.value === 'linear') set('fallShape', amplitude.shape.confidence, '0 %: a straight line')
  if (lfo.rate.value !== null) {
    number('lfoRate', lfo.rate.confidence, lfo.rate.value)
    if (lfo.noteValue.value !== null) set('lfoNote', lfo.noteValue.confidence, lfo.noteValue.value)
    if (lfo.depth.value !== null && lfo.target.value !== null)
      set(
        'lfoDepth',
        lfo.depth.confidence,
        `to ${lfo.target.value}, ${lfo.target.value === 'level' ? '' : '±'}${shown(lfo.depth.value, lfo.depth.unit)}`,
      )
  }
  return { synth, label, verified, settings }
}

const waveformNotes: Readonly<Record<string, string>> = {
  complex: 'no subtractive waveform: try FM (Operator) or another wavetable',
  noise: 'the noise source; oscillators off',
}

/** "In Serum (names not verified)". */
export const guideTitle = ({ label, verified }: SynthGuide) => `In ${label}${verified ? '' : ' (names not verified)'}`

/** Three significant digits, as synths show them; kHz from 1000 Hz, s from 1000 ms. */
export function shown(value: number, unit: string): string {
  if (unit === 'Hz' && Math.abs(value) >= 1000) return shown(value / 1000, 'kHz')
  if (unit === 'ms' && Math.abs(value) >= 1000) return shown(value / 1000, 's')
  if (unit === 'dB' && value <= -69.9) return '−inf dB'
  const size = Math.abs(value)
  const digits = size >= 100 || unit === 'voices' || unit === 'st' ? 0 : size >= 10 ? 1 : 2
  const text = value
    .toFixed(digits)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
  return `${text.replace('-', '−')}${unit === '' ? '' : ` ${unit}`}`
}
