import { describe, expect, test } from 'vitest'
import { type BeatSpectra, phases } from '../../../node/features/sidechain/beat-spectra.ts'
import {
  gainOf,
  lateFrom,
  lateTo,
  placesWithoutClap,
  sustainedGains,
} from '../../../node/features/sidechain/sustained-gain.ts'
import { random } from '../../support/beats.ts'

const bins = 40
const stepHz = 43
const firstHz = 1610
/** Squared gain: −9 dB on the beat, back after a third of it. */
const gain = Float64Array.from({ length: phases }, (_, p) => Math.min(1, 0.125 + (0.875 * p) / 16))

/** Bars whose partials stand in random bins, mid and side alike; `hit` is added to the power of every bin. */
function bars(
  count: number,
  { hit = () => 0, scale = 1 }: { hit?: (beat: number, phase: number, bin: number) => number; scale?: number } = {},
): BeatSpectra[] {
  const next = random(5)
  return Array.from({ length: count }, () => {
    const partials = Array.from({ length: bins }, () => 10 ** (-3 * next()))
    const power = new Float32Array(4 * phases * 2 * bins)
    for (let beat = 0; beat < 4; beat++)
      for (let p = 0; p < phases; p++)
        for (let k = 0; k < 2 * bins; k++)
          power[(beat * phases + p) * 2 * bins + k] = scale * (gain[p]! * partials[k % bins]! + hit(beat, p, k % bins))
    return { bins, firstHz, stepHz, kicked: [true, true, true, true], power }
  })
}

const everywhere = () => true
// Spectra are stored with 24 bits, partials span 30 dB.
const expectGain = (found: Float64Array, digits = 4) =>
  found.forEach((value, p) => {
    expect(value).toBeCloseTo(gain[p]!, digits)
  })

describe('the slope over the pattern is the squared gain', () => {
  test('of partials alone', () => {
    const found = sustainedGains(bars(4))
    expect(found.map(({ isSide }) => isSide)).toEqual([true, true, false, false])
    for (const band of found) expectGain(gainOf(band, everywhere))
  })

  test('under a hit as loud as the loudest partial, in all bins alike', () => {
    for (const band of sustainedGains(bars(4, { hit: (_, p) => (p < 6 ? 1 : 0) }))) expectGain(gainOf(band, everywhere))
  })

  test('at any level, and in each fold and place', () => {
    for (const band of sustainedGains(bars(8, { scale: 1e-6 })))
      for (let cell = 0; cell < 16; cell++) expectGain(gainOf(band, (fold, place) => 4 * fold + place === cell))
  })
})

test('equals a weighted regression with an intercept (normal equations, one beat)', () => {
  const next = random(8)
  const [bar] = bars(1, { hit: () => 0.2 * next() })
  const band = sustainedGains([bar!])[2]!
  // The lower band: bins below 2400 Hz.
  const count = Math.ceil((2400 - firstHz) / stepHz)
  const at = (beat: number, p: number, k: number) => bar!.power[(beat * phases + p) * 2 * bins + k]!
  const late = (beat: number, k: number) => {
    let sum = 0
    for (let p = lateFrom; p < lateTo; p++) sum += at(beat, p, k)
    return sum / (lateTo - lateFrom)
  }
  const beat = 2
  const pattern = Array.from({ length: count }, (_, k) => Math.cbrt(late(0, k) * late(1, k) * late(3, k)))
  const middle = [...pattern].sort((a, b) => a - b)[count >> 1]!
  const slope = (y: (k: number) => number) => {
    let [s, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0]
    pattern.forEach((x, k) => {
      const w = 1 / (x + middle) ** 2
      s += w
      sx += w * x
      sy += w * y(k)
      sxx += w * x * x
      sxy += w * x * y(k)
    })
    return (s * sxy - sx * sy) / (s * sxx - sx * sx)
  }
  const found = gainOf(band, (_, place) => place === beat)
  const whole = slope(k => late(beat, k))
  // The pattern has a floor at −40 dB of the band's mean, which the plain sums have not.
  for (const p of [0, 5, 20, 40]) expect(found[p]!).toBeCloseTo(slope(k => at(beat, p, k)) / whole, 2)
})

describe('the beats that are read', () => {
  const clap = (strength: number, places: readonly number[]) => (beat: number, p: number) =>
    places.includes(beat) && p < 8 ? strength : 0

  test('are those without a clap', () => {
    expect(placesWithoutClap(sustainedGains(bars(4, { hit: clap(1, [1, 3]) })))).toEqual([true, false, true, false])
    expect(placesWithoutClap(sustainedGains(bars(4, { hit: clap(1, [0, 2]) })))).toEqual([false, true, false, true])
  })

  test('are all where none or all have one, and in silence', () => {
    expect(placesWithoutClap(sustainedGains(bars(4)))).toEqual([true, true, true, true])
    expect(placesWithoutClap(sustainedGains(bars(4, { hit: clap(1, [0, 1, 2, 3]) })))).toEqual([true, true, true, true])
    expect(placesWithoutClap(sustainedGains(bars(4, { scale: 0 })))).toEqual([true, true, true, true])
  })
})

test('silence and flat spectra have no gain, and break nothing', () => {
  for (const spectra of [bars(4, { scale: 0 }), bars(4).map(bar => ({ ...bar, power: bar.power.map(() => 1) }))])
    for (const { late, sums } of sustainedGains(spectra)) {
      expect(Array.from(late).every(Number.isFinite)).toBe(true)
      expect(sums.every(sum => sum.every(Number.isFinite))).toBe(true)
    }
})
