import { expect, test } from 'vitest'
import { characterise } from '../../node/synth/characterise.ts'
import { whiteNoise } from '../support/signals.ts'
import { adsr, lowpass, saw, square, synthNote, triangle } from '../support/synth-note.ts'

const c3 = 130.8128

test.each([
  ['saw', saw],
  ['square', square],
  ['triangle', triangle],
  ['sine', (k: number) => (k === 1 ? 1 : 0)],
] as const)('a plain %s is named', (name, wave) => {
  const { oscillator, pitch } = characterise(
    synthNote({ hz: c3, wave, seconds: 0.5, envelope: adsr(0.005, 0, 1, 0.4, 0.05) }),
  )
  expect(oscillator.waveform.value).toBe(name)
  // A twentieth of a semitone is beyond hearing.
  expect(Math.abs(1200 * Math.log2(pitch.value! / c3))).toBeLessThan(5)
})

test('the cutoff of a filtered saw is found within a quarter octave, and its slope', () => {
  const { filter, oscillator } = characterise(synthNote({ hz: c3, filter: lowpass(1500) }))
  expect(oscillator.waveform.value).toBe('saw')
  expect([filter.type.value, filter.slope.value]).toEqual(['lowpass', 12])
  expect(Math.abs(Math.log2(filter.cutoff.value! / 1500))).toBeLessThan(0.25)
})

test('a resonant peak is told from a flat filter', () => {
  const q = (resonance: number) =>
    characterise(
      synthNote({ hz: 110, seconds: 0.5, envelope: adsr(0.005, 0, 1, 0.4, 0.05), filter: lowpass(1200, resonance) }),
    ).filter.resonance.value!
  expect(q(6) / q(Math.SQRT1_2)).toBeGreaterThan(5)
})

test('attack, decay, sustain and release come back within 20 % or 5 ms', () => {
  const { amplitude } = characterise(synthNote({ hz: 220, seconds: 1.6, envelope: adsr(0.04, 0.3, 0.5, 1, 0.25) }))
  const near = (value: number | null, truth: number) =>
    expect(Math.abs(value! - truth)).toBeLessThanOrEqual(Math.max(0.2 * truth, 0.005))
  near(amplitude.attack.value, 0.04)
  near(amplitude.decay.value, 0.3)
  near(amplitude.release.value, 0.25)
  expect(amplitude.sustain.value).toBeGreaterThan(45)
  expect(amplitude.sustain.value).toBeLessThan(55)
})

test('a pluck has a decay, no sustain, and a release that cannot be told', () => {
  const { amplitude } = characterise(synthNote({ hz: 220, envelope: adsr(0.001, 0.3, 0, 1, 0.1) }))
  expect(amplitude.decay.value).toBeGreaterThan(0.24)
  expect(amplitude.decay.value).toBeLessThan(0.36)
  expect(amplitude.sustain.value).toBeLessThan(5)
  expect(amplitude.release.value).toBeNull()
})

test('a low-pass that an envelope shuts is followed', () => {
  const cutoffAt = (t: number) => 300 * 2 ** (3 * Math.max(0, 1 - t / 0.4))
  const { filter } = characterise(synthNote({ hz: 65.4, filter: (hz, t) => lowpass(cutoffAt(t))(hz) }))
  expect(filter.type.value).toBe('lowpass')
  expect(Math.abs(filter.envelope.amount.value! - 3)).toBeLessThan(0.5)
  expect(Math.abs(filter.envelope.decay.value! - 0.4)).toBeLessThan(0.08)
  expect(Math.abs(Math.log2(filter.cutoff.value! / 300))).toBeLessThan(0.25)
})

test('vibrato is a pitch movement at its rate and depth, not a unison', () => {
  const { lfo, unison } = characterise(
    synthNote({
      hz: 440,
      seconds: 2,
      bend: t => 25 * Math.sin(2 * Math.PI * 5 * t),
      envelope: adsr(0.005, 0, 1, 1.9, 0.05),
    }),
    { tempo: 150 },
  )
  expect(lfo.target.value).toBe('pitch')
  expect(Math.abs(lfo.rate.value! - 5)).toBeLessThan(0.25)
  expect(Math.abs(lfo.depth.value! - 25)).toBeLessThan(6)
  // 5 Hz at 150 BPM is half a beat.
  expect(lfo.noteValue.value).toBe('1/8')
  expect(unison.voices.value === null || unison.voices.value === 1).toBe(true)
})

test('tremolo is a level movement, and one voice', () => {
  const level = (t: number) => 0.75 + 0.25 * Math.sin(2 * Math.PI * 6 * t)
  const { lfo, unison } = characterise(
    synthNote({ hz: c3, seconds: 1.8, wave: square, envelope: t => level(t) * adsr(0.005, 0, 1, 1.7, 0.05)(t) }),
  )
  expect(lfo.target.value).toBe('level')
  expect(Math.abs(lfo.rate.value! - 6)).toBeLessThan(0.3)
  expect(unison.voices.value).toBe(1)
})

test('noise is noise and has no pitch', () => {
  const { oscillator, pitch } = characterise({ sampleRate: 44_100, channels: [whiteNoise(44_100, 231, 0.3)] })
  expect(oscillator.waveform.value).toBe('noise')
  expect(pitch.value).toBeNull()
})

test('the level of the file changes nothing', () => {
  const at = (gain: number) =>
    characterise(
      synthNote({ hz: 220, gain, seconds: 0.7, filter: lowpass(2000), envelope: adsr(0.01, 0.2, 0.6, 0.5, 0.1) }),
    )
  const [loud, quiet] = [at(0.2), at(0.2 / 64)]
  expect(quiet.oscillator.waveform.value).toBe(loud.oscillator.waveform.value)
  expect(quiet.filter.cutoff.value!).toBeCloseTo(loud.filter.cutoff.value!, 0)
  expect(quiet.amplitude.decay.value!).toBeCloseTo(loud.amplitude.decay.value!, 3)
})

test('left and right swapped are the same sound', () => {
  const [a, b] = [
    synthNote({ hz: 220, seconds: 0.6, envelope: adsr(0.005, 0, 1, 0.5, 0.05) }),
    synthNote({ hz: 220, seconds: 0.6, wave: square, envelope: adsr(0.005, 0, 1, 0.5, 0.05) }),
  ]
  const channels = [a.channels[0]!, b.channels[0]!]
  const one = characterise({ sampleRate: 44_100, channels })
  const other = characterise({ sampleRate: 44_100, channels: channels.toReversed() })
  expect(other.stereo).toEqual(one.stereo)
  expect(other.oscillator.waveform.value).toBe(one.oscillator.waveform.value)
  expect(other.amplitude.release.value!).toBeCloseTo(one.amplitude.release.value!, 6)
})

test('two lines of a detuned pair are counted and measured', () => {
  const pair = [-9, 9].map(
    cents =>
      synthNote({ hz: 220 * 2 ** (cents / 1200), seconds: 2.2, envelope: adsr(0.005, 0, 1, 2.1, 0.05) }).channels[0]!,
  )
  const { unison } = characterise({ sampleRate: 44_100, channels: [pair[0]!.map((each, n) => each + pair[1]![n]!)] })
  expect(unison.voices.value).toBe(2)
  expect(unison.detune.value).toBeGreaterThan(14.4)
  expect(unison.detune.value).toBeLessThan(21.6)
})

test.each([
  ['silence', new Float32Array(44_100)],
  ['nothing', new Float32Array(0)],
  ['a click', Float32Array.from({ length: 4410 }, (_, n) => (n === 2000 ? 1 : 0))],
])('%s has no answers, each with its reason', (_, x) => {
  const { oscillator, amplitude } = characterise({ sampleRate: 44_100, channels: [x] })
  expect(oscillator.waveform.value).toBeNull()
  expect(amplitude.attack).toMatchObject({ value: null, reason: expect.stringMatching(/\w/) })
})
