import { expect, test } from 'vitest'
import { type Frame, harmonicPlaces } from '../../node/synth/harmonics.ts'
import { filterGainDb, pulse } from '../../node/synth/models.ts'
import { fitTimbre } from '../../node/synth/timbre.ts'

const rate = 44_100
const places = harmonicPlaces(110, rate)
const lowpass = { type: 'lowpass', slopeDbPerOctave: 12, q: Math.SQRT1_2 } as const

/** Exact levels of a pulse, through a low-pass where a cutoff is given. */
function frameOf(width: number, cutoff: number | null): Frame {
  const power = Float64Array.from(places.numbers, (k, i) => {
    const filtered = cutoff === null ? 0 : filterGainDb(lowpass, cutoff, places.hz[i]!, rate)
    return 10 ** ((pulse(width).levelDb(k) + filtered) / 10)
  })
  return { atSeconds: 0, power, floor: new Float64Array(power.length) }
}

// Widths between those of the models, whose missing harmonics are others.
test.each([0.07, 0.15, 0.213, 0.35, 0.431])('a pulse of width %d is one, not a complex sound', width => {
  const [best] = fitTimbre([frameOf(width, null)], places, rate)
  expect([best!.waveform.waveform, best!.filter.type]).toEqual(['pulse', 'none'])
  expect(Math.abs(best!.waveform.pulseWidth! - width)).toBeLessThan(0.002)
})

test('so is one behind a low-pass, and the cutoff is found with it', () => {
  const [best] = fitTimbre([frameOf(0.23, 1800)], places, rate)
  expect([best!.waveform.waveform, best!.filter.type]).toEqual(['pulse', 'lowpass'])
  expect(Math.abs(best!.waveform.pulseWidth! - 0.23)).toBeLessThan(0.002)
  // A quarter octave is what the evaluation asks.
  expect(Math.abs(Math.log2(best!.cutoffs[0]! / 1800))).toBeLessThan(0.25)
})
