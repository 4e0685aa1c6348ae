import { expect, test } from 'vitest'
import { compareSounds } from '../../node/synth/differences.ts'
import { emptySound } from '../../node/synth/empty-sound.ts'
import { certain } from '../../node/synth/estimate.ts'
import { guideOf, guidesOf, shown } from '../../node/synth/guide/guide.ts'
import { nearestRecipe, parseRecipe, recipes } from '../../node/synth/guide/recipes.ts'
import type { SynthSound } from '../../node/synth/sound.ts'
import template from '../../presets/recipes/template.json' with { type: 'json' }

const nothing = emptySound(1, 'nothing was measured')

const acid: SynthSound = {
  ...nothing,
  pitch: certain(65.4, 'Hz'),
  oscillator: { ...nothing.oscillator, waveform: certain('saw' as const, '') },
  unison: { ...nothing.unison, voices: certain(1, 'voices') },
  filter: {
    ...nothing.filter,
    type: certain('lowpass' as const, ''),
    slope: certain(24, 'dB/oct'),
    cutoff: certain(200, 'Hz'),
    resonance: certain(5, 'Q'),
    envelope: {
      amount: certain(3, 'oct'),
      attack: certain(0.003, 's'),
      decay: certain(0.3, 's'),
      sustain: certain(0, '%'),
    },
  },
  amplitude: { ...nothing.amplitude, attack: certain(0.003, 's'), sustain: certain(100, '%') },
  stereo: { width: certain(0, '%'), correlation: certain(1, '') },
}

const settingOf = (synth: 'wavetable' | 'operator', start: string, sound = acid) =>
  guideOf(sound, synth).settings.find(({ parameter }) => parameter.startsWith(start))?.value

test("Wavetable's settings carry its own names and units", () => {
  expect(settingOf('wavetable', 'Filter 1 Freq (12.4: Flt 1 Freq)')).toBe('200 Hz')
  expect(settingOf('wavetable', 'Env 2 Decay')).toBe('300 ms')
  // A sustain of 100 % is 0 dB on Wavetable's display.
  expect(settingOf('wavetable', 'Amp Sustain')).toBe('0 dB')
  expect(settingOf('operator', 'Fe Decay')).toBe('300 ms')
})

test('a value beyond the range of a parameter is set to its end, and the setting says so', () => {
  const high = { ...acid, filter: { ...acid.filter, cutoff: certain(20_000, 'Hz') } }
  const setting = guideOf(high, 'operator').settings.find(({ parameter }) => parameter === 'Filter Freq')
  expect(setting).toMatchObject({ value: '18.5 kHz', note: expect.stringContaining('20 kHz') })
})

test('what cannot be told is no setting', () => {
  expect(guidesOf(nothing).flatMap(({ settings }) => settings)).toEqual([])
  expect(nearestRecipe(nothing)).toBeNull()
})

test('a resonant saw bass under an envelope is nearest to the acid bass', () => {
  const nearest = nearestRecipe(acid)!
  expect(nearest.recipe.id).toBe('acid-bass')
  expect(nearest.differences).toEqual([])
  const slow = nearestRecipe({ ...acid, amplitude: { ...acid.amplitude, attack: certain(0.03, 's') } })!
  expect(slow.differences.map(({ quantity }) => quantity)).toEqual(['attack'])
})

test('every shipped recipe loads, and a broken one names the fault', () => {
  expect(recipes.map(({ id }) => id)).toEqual([
    'supersaw-lead',
    'trance-pluck',
    'evolving-pad',
    'acid-bass',
    'off-beat-bass',
  ])
  expect(parseRecipe(template, 'template.json')).toEqual(template)
  const broken = { ...template, expect: { cutof: { low: 1, high: 2, unit: 'Hz', why: 'x' } } }
  expect(() => parseRecipe(broken, 'mine.json')).toThrow(/mine\.json: expect .*cutof/)
  const upside = { ...template, expect: { cutoff: { low: 2, high: 1, unit: 'Hz', why: 'x' } } }
  expect(() => parseRecipe(upside, 'mine.json')).toThrow(/expect\.cutoff/)
})

test('a comparison says which way to turn, the most audible first', () => {
  const mine: SynthSound = {
    ...acid,
    filter: { ...acid.filter, cutoff: certain(800, 'Hz'), resonance: certain(3, 'Q') },
    oscillator: { ...acid.oscillator, waveform: certain('square' as const, '') },
  }
  const { differences, unknown } = compareSounds(acid, mine)
  expect(differences.map(({ what, direction }) => [what, direction])).toEqual([
    ['filter cutoff', -1],
    ['waveform', 0],
    ['resonance', 1],
  ])
  expect(unknown).toContain('release')
  expect(compareSounds(acid, acid).differences).toEqual([])
})

test('figures read as on a synth', () => {
  expect([shown(2400, 'Hz'), shown(1500, 'ms'), shown(0.5, 'ms'), shown(-6.02, 'dB'), shown(7, 'voices')]).toEqual([
    '2.4 kHz',
    '1.5 s',
    '0.5 ms',
    '−6.02 dB',
    '7 voices',
  ])
})
