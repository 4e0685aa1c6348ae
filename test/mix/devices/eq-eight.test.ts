import { describe, expect, test } from 'vitest'
import type { Settings } from '../../../node/mix/devices/device-model.ts'
import { eqEight } from '../../../node/mix/devices/eq-eight.ts'
import { manyFrequencies, sampleRate, settingsOf, worstDifferenceDb } from './rendered.ts'

const types = { highPass48: 0, highPass12: 1, lowShelf: 2, bell: 3, notch: 4, highShelf: 5, lowPass12: 6, lowPass48: 7 }
const fresh = Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map(band => [`${band} Filter On A`, 0]))

/** An EQ Eight with nothing but band 3. */
const band = (type: keyof typeof types, frequency: number, gain = 0, q = 0.71, others: Settings = {}) =>
  settingsOf('Eq8', {
    ...fresh,
    '3 Filter On A': 1,
    '3 Filter Type A': types[type],
    '3 Frequency A': frequency,
    '3 Gain A': gain,
    '3 Q A': q,
    ...others,
  })

const dbAt = (settings: Settings, hz: number) => {
  const { mRe, mIm } = eqEight.response(settings, sampleRate, [hz])
  return 10 * Math.log10(mRe[0]! ** 2 + mIm[0]! ** 2)
}

describe('EQ Eight', () => {
  test('a bell has its gain at its centre and next to nothing three octaves away', () => {
    const settings = band('bell', 1000, -6, 2)
    expect(dbAt(settings, 1000)).toBeCloseTo(-6, 2)
    expect(Math.abs(dbAt(settings, 125))).toBeLessThan(0.1)
    expect(Math.abs(dbAt(settings, 8000))).toBeLessThan(0.1)
  })

  test('shelves have their gain at their end, half of it at the corner, none at the other end', () => {
    expect(dbAt(band('lowShelf', 200, 4), 10)).toBeCloseTo(4, 1)
    expect(dbAt(band('lowShelf', 200, 4), 200)).toBeCloseTo(2, 1)
    expect(dbAt(band('lowShelf', 200, 4), 15_000)).toBeCloseTo(0, 2)
    expect(dbAt(band('highShelf', 4000, -5), 20_000)).toBeCloseTo(-5, 1)
    expect(dbAt(band('highShelf', 4000, -5), 4000)).toBeCloseTo(-2.5, 1)
    expect(dbAt(band('highShelf', 4000, -5), 40)).toBeCloseTo(0, 2)
  })

  test('passes fall by 12 or 48 dB per octave from −3 dB at the corner', () => {
    const q = Math.SQRT1_2
    expect(dbAt(band('highPass12', 400, 0, q), 400)).toBeCloseTo(-3.01, 1)
    expect(dbAt(band('highPass12', 400, 0, q), 50) - dbAt(band('highPass12', 400, 0, q), 100)).toBeCloseTo(-12, 0)
    expect(dbAt(band('highPass48', 400, 0, q), 400)).toBeCloseTo(-3.01, 1)
    expect(dbAt(band('highPass48', 400, 0, q), 100) - dbAt(band('highPass48', 400, 0, q), 200)).toBeCloseTo(-48, 0)
    expect(dbAt(band('lowPass12', 2000, 0, q), 2000)).toBeCloseTo(-3.01, 1)
    expect(dbAt(band('lowPass48', 2000, 0, q), 2000)).toBeCloseTo(-3.01, 1)
    expect(dbAt(band('lowPass48', 2000, 0, q), 4000)).toBeLessThan(-47)
  })

  test('a Q of 4 lifts the corner of a 12 dB filter to +12 dB, and that of a 48 dB filter as well', () => {
    expect(dbAt(band('highPass12', 400, 0, 4), 400)).toBeCloseTo(12.04, 1)
    expect(dbAt(band('lowPass48', 400, 0, 4), 400)).toBeCloseTo(12.04, 1)
  })

  test('a notch removes its frequency', () => {
    expect(dbAt(band('notch', 500, 0, 3), 500)).toBeLessThan(-60)
  })

  test('Scale multiplies the gains, Output comes on top, a band that is off and a device that is off do nothing', () => {
    expect(dbAt(band('bell', 1000, 6, 1, { Scale: 50 }), 1000)).toBeCloseTo(3, 2)
    expect(dbAt(band('bell', 1000, 6, 1, { Scale: -100 }), 1000)).toBeCloseTo(-6, 2)
    expect(dbAt(band('bell', 1000, 6, 1, { Output: -2 }), 1000)).toBeCloseTo(4, 2)
    expect(dbAt(band('bell', 1000, 6, 1, { '3 Filter On A': 0 }), 1000)).toBe(0)
    expect(dbAt(band('bell', 1000, 6, 1, { 'Device On': 0, Output: 3 }), 1000)).toBe(0)
  })

  const cases = [
    ...(Object.keys(types) as (keyof typeof types)[]).flatMap(type =>
      (
        [
          [90, 0.71],
          [2500, 3],
        ] as const
      ).map(([hz, q]) => [`${type} ${hz} Hz Q ${q}`, band(type, hz, 7, q)] as const),
    ),
    [
      'all bands together',
      settingsOf('Eq8', {
        ...Object.fromEntries(
          [1, 2, 3, 4, 5, 6, 7, 8].flatMap(b => [
            [`${b} Filter On A`, 1],
            [`${b} Filter Type A`, b - 1],
            [`${b} Frequency A`, [30, 60, 150, 400, 1200, 6000, 15_000, 19_000][b - 1]!],
            [`${b} Gain A`, b % 2 ? 3 : -4],
          ]),
        ),
        Scale: 80,
        Output: -1.5,
      }),
    ] as const,
  ] as const
  test.each(cases)('does what the rendered EQ Eight does: %s', async (_, settings) => {
    const worst = await worstDifferenceDb('Eq8', settings, hz => eqEight.response(settings, sampleRate, hz), {
      wanted: manyFrequencies.filter(f => f > 25),
    })
    // Single-precision samples; 40 dB under the pass band the rest of the impulse response is noise.
    expect(worst).toBeLessThan(0.05)
  })
})
