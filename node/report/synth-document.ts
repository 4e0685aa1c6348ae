/** The answers about a sound as plain data, in the roadmap's form, with unit and confidence; printed as YAML and JSON. */
import type { Estimate } from '../synth/estimate.ts'
import type { SynthGuide } from '../synth/guide/guide.ts'
import { guidesOf } from '../synth/guide/guide.ts'
import { nearestRecipe } from '../synth/guide/recipes.ts'
import type { SynthSound } from '../synth/sound.ts'

type Answer =
  | { readonly value: number | string; readonly unit?: string; readonly confidence: number }
  | { readonly value: null; readonly reason: string }

export function synthDocument(name: string, sound: SynthSound) {
  const { oscillator, unison, filter, amplitude, lfo, stereo, effects } = sound
  const recipe = nearestRecipe(sound)
  return {
    synth_analysis: {
      file: name,
      seconds: rounded(sound.seconds),
      notes: sound.notes,
      pitch_hz: answer(sound.pitch),
      waveform: {
        primary: answer(oscillator.waveform),
        pulse_width: answer(oscillator.pulseWidth),
        sub: answer(oscillator.sub),
        interval: answer(oscillator.interval),
        noise: answer(oscillator.noise),
        unison_voices: answer(unison.voices),
        detune_amount: answer(unison.detune),
        unison_spread: answer(unison.spread),
        alternatives: oscillator.alternatives,
      },
      filter: {
        type: answer(filter.type),
        cutoff_hz: answer(filter.cutoff),
        slope: answer(filter.slope),
        resonance: answer(filter.resonance),
        key_tracking: answer(filter.keyTracking),
        envelope_amount: answer(filter.envelope.amount),
        envelope_attack_ms: milliseconds(filter.envelope.attack),
        envelope_decay_ms: milliseconds(filter.envelope.decay),
        envelope_sustain: answer(filter.envelope.sustain),
      },
      amplitude: {
        attack_ms: milliseconds(amplitude.attack),
        decay_ms: milliseconds(amplitude.decay),
        sustain: answer(amplitude.sustain),
        release_ms: milliseconds(amplitude.release),
        shape: answer(amplitude.shape),
      },
      lfo: {
        target: answer(lfo.target),
        rate_hz: answer(lfo.rate),
        depth: answer(lfo.depth),
        note_value: answer(lfo.noteValue),
      },
      stereo: { width: answer(stereo.width), correlation: answer(stereo.correlation) },
      effects: {
        reverb_decay: answer(effects.reverbDecay),
        delay_time: answer(effects.delayTime),
        drive: answer(effects.drive),
      },
      recreation_guide: {
        nearest_recipe: recipe && {
          id: recipe.recipe.id,
          match: rounded(recipe.match),
          differences: recipe.differences.map(({ quantity, value, unit, asks }) => ({
            quantity,
            value: typeof value === 'number' ? rounded(value) : value,
            unit,
            recipe: asks,
          })),
        },
        synths: guidesOf(sound).map(guideData),
      },
    },
  }
}

export type SynthDocument = ReturnType<typeof synthDocument>

function answer(given: Estimate<number | string>): Answer {
  if (given.value === null) return { value: null, reason: given.reason }
  return {
    value: typeof given.value === 'number' ? rounded(given.value) : given.value,
    ...(given.unit === '' ? {} : { unit: given.unit }),
    confidence: Math.round(100 * given.confidence) / 100,
  }
}

const milliseconds = (given: Estimate): Answer => {
  const same = answer(given)
  return same.value === null || given.value === null
    ? same
    : { ...same, value: rounded(1000 * given.value), unit: 'ms' }
}

const guideData = ({ label, verified, settings }: SynthGuide) => ({
  synth: label,
  names_verified: verified,
  settings: settings.map(({ parameter, value, note }) => `${parameter}: ${value}${note === null ? '' : ` (${note})`}`),
})

/** Four significant digits: more would pretend. */
const rounded = (value: number) => Number(value.toPrecision(4))
