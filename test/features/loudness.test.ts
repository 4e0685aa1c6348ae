import { describe, expect, test } from 'vitest'
import type { Audio } from '../../node/audio/audio.ts'
import { gatedLoudness, measureLoudness } from '../../node/features/loudness.ts'
import { onBoth, scaled, sine, steppedTone, stereo, uglyInputs, whiteNoise } from '../support/signals.ts'

const sampleRate = 48_000

/**
 * BS.1770-4 and Tech 3342 as written: the tabulated 48 kHz coefficients, direct form I in double precision, every block
 * summed on its own, no energy grid.
 */
function reference({ channels }: Audio) {
  const filter = (x: Float64Array, b: readonly number[], a: readonly number[]) => {
    const y = new Float64Array(x.length)
    for (let n = 0; n < x.length; n++)
      y[n] =
        b[0]! * x[n]! +
        b[1]! * (x[n - 1] ?? 0) +
        b[2]! * (x[n - 2] ?? 0) -
        a[0]! * (y[n - 1] ?? 0) -
        a[1]! * (y[n - 2] ?? 0)
    return y
  }
  const weighted = channels.map(channel => {
    const head = filter(
      Float64Array.from(channel),
      [1.53512485958697, -2.69169618940638, 1.19839281085285],
      [-1.69065929318241, 0.73248077421585],
    )
    return filter(head, [1, -2, 1], [-1.99004745483398, 0.99007225036621])
  })
  const blocks = (seconds: number) => {
    const length = seconds * sampleRate
    const values: number[] = []
    for (let start = 0; start + length <= weighted[0]!.length; start += sampleRate / 10) {
      let sum = 0
      for (const z of weighted) for (let n = start; n < start + length; n++) sum += z[n]! ** 2
      values.push(sum / length)
    }
    return values
  }
  const lufs = (power: number) => -0.691 + 10 * Math.log10(power)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const momentary = blocks(0.4)
  const audible = momentary.filter(power => lufs(power) > -70)
  const gated = audible.filter(power => lufs(power) > lufs(mean(audible)) - 10)
  const shortTerm = blocks(3)
  const audibleShort = shortTerm.filter(power => lufs(power) > -70)
  const kept = audibleShort.filter(power => lufs(power) > lufs(mean(audibleShort)) - 20).sort((a, b) => a - b)
  const at = (p: number) => lufs(kept[Math.round(p * (kept.length - 1))]!)
  return { integrated: lufs(mean(gated)), range: at(0.95) - at(0.1), momentary: momentary.map(lufs) }
}

/** Noise whose level wanders over 30 dB, different on the two channels. */
function wanderingNoise(seconds: number, seed: number): Audio {
  const shape = (x: Float32Array, slow: number) =>
    x.map((value, n) => value * 10 ** ((-15 + 15 * Math.sin((2 * Math.PI * slow * n) / sampleRate)) / 20))
  const length = seconds * sampleRate
  return stereo(shape(whiteNoise(length, seed), 0.05), shape(whiteNoise(length, seed + 1), 0.07), sampleRate)
}

describe('equals a slow double-precision reference', () => {
  const kick = (hz: number) =>
    Float32Array.from({ length: 16 * sampleRate }, (_, n) => {
      const t = (n / sampleRate) % 0.45
      return 0.8 * Math.exp(-t * 8) * Math.sin(2 * Math.PI * hz * t)
    })
  const programmes: Record<string, Audio> = {
    'noise of wandering level': wanderingNoise(25, 1),
    '31 Hz kicks': onBoth(kick(31), sampleRate),
    '55 Hz kicks': onBoth(kick(55), sampleRate),
    'a 25 Hz drone': onBoth(sine({ hz: 25, seconds: 8, sampleRate, gain: 0.9 }), sampleRate),
    'treble noise': onBoth(
      whiteNoise(8 * sampleRate, 9, 0.4).map((value, n, all) => value - (all[n - 1] ?? 0)),
      sampleRate,
    ),
  }
  test.each(Object.entries(programmes))('on %s', (_, audio) => {
    const expected = reference(audio)
    const measured = measureLoudness(audio)
    // The coefficients differ by less than 1e-6, which at 25 Hz is a thousandth of a decibel.
    expect(Math.abs(measured.integrated! - expected.integrated)).toBeLessThan(0.002)
    expect(Math.abs(measured.range! - expected.range)).toBeLessThan(0.002)
    expect(measured.momentary.values.length).toBe(expected.momentary.length)
    measured.momentary.values.forEach((value, i) => {
      expect(Math.abs(value - Math.max(-120, expected.momentary[i]!))).toBeLessThan(0.002)
    })
  })
})

describe('analytic levels', () => {
  test('a full-scale 997 Hz sine in one channel reads −3.01 LUFS, in both 0', () => {
    const x = sine({ hz: 997, seconds: 5, sampleRate })
    const zero = new Float32Array(x.length)
    expect(measureLoudness(stereo(x, zero, sampleRate)).integrated).toBeCloseTo(-3.01, 2)
    expect(measureLoudness(stereo(zero, x, sampleRate)).integrated).toBeCloseTo(-3.01, 2)
    expect(measureLoudness({ sampleRate, channels: [x] }).integrated).toBeCloseTo(-3.01, 2)
    expect(measureLoudness(onBoth(x, sampleRate)).integrated).toBeCloseTo(0, 2)
  })

  test.each([8000, 22_050, 32_000, 44_100, 88_200, 96_000, 192_000])('a 997 Hz sine reads the same at %i Hz', rate => {
    const x = sine({ hz: 997, seconds: 5, sampleRate: rate, gain: 0.1 })
    // Below 32 kHz the bilinear transform bends the shelf, which is already rising at 997 Hz.
    const tolerance = rate < 16_000 ? 0.25 : rate < 32_000 ? 0.03 : 0.02
    expect(Math.abs(measureLoudness(onBoth(x, rate)).integrated! + 20)).toBeLessThan(tolerance)
  })

  test('a steady tone has no loudness range', () => {
    expect(measureLoudness(onBoth(sine({ hz: 500, seconds: 10, sampleRate }), sampleRate)).range).toBeCloseTo(0, 3)
  })
})

describe('invariants', () => {
  const audio = wanderingNoise(12, 3)
  const loudness = measureLoudness(audio)
  const [left, right] = audio.channels as [Float32Array, Float32Array]

  test('half the gain is 6.02 LU less, and the same range', () => {
    const half = measureLoudness(stereo(scaled(left, 0.5), scaled(right, 0.5), sampleRate))
    for (const key of ['integrated', 'momentaryMax', 'shortTermMax'] as const)
      expect(half[key]! - loudness[key]!).toBeCloseTo(-6.0206, 4)
    expect(half.range).toBeCloseTo(loudness.range!, 6)
  })

  test('swapping or inverting channels changes nothing', () => {
    expect(measureLoudness(stereo(right, left, sampleRate)).integrated).toBeCloseTo(loudness.integrated!, 9)
    expect(measureLoudness(stereo(left, scaled(right, -1), sampleRate)).integrated).toBe(loudness.integrated)
  })

  test('silence before and after changes neither I nor the maxima', () => {
    const padded = (x: Float32Array) => {
      const longer = new Float32Array(x.length + 6 * sampleRate)
      longer.set(x, 3 * sampleRate)
      return longer
    }
    const measured = measureLoudness(stereo(padded(left), padded(right), sampleRate))
    expect(measured.momentaryMax).toBeCloseTo(loudness.momentaryMax!, 6)
    expect(measured.shortTermMax).toBeCloseTo(loudness.shortTermMax!, 6)
    // Blocks that overlap the ends are added: a few of about 120.
    expect(Math.abs(measured.integrated! - loudness.integrated!)).toBeLessThan(0.1)
  })

  test('the maxima are at least the curves’ maxima, and M at least S', () => {
    expect(loudness.momentaryMax!).toBeGreaterThanOrEqual(Math.max(...loudness.momentary.values) - 1e-5)
    expect(loudness.shortTermMax!).toBeGreaterThanOrEqual(Math.max(...loudness.shortTerm.values) - 1e-5)
    expect(loudness.momentaryMax!).toBeGreaterThan(loudness.shortTermMax!)
  })
})

test('a curve’s value stands at the middle of its window', () => {
  const { momentary, shortTerm } = measureLoudness(
    onBoth(
      steppedTone(
        [
          [-60, 5],
          [-10, 5],
        ],
        sampleRate,
      ),
      sampleRate,
    ),
  )
  // The mean of both levels is 3 dB under the louder one: there, half of the window is loud.
  const crossing = (values: Float32Array, start: number) => start + 0.1 * values.findIndex(value => value > -13.1)
  expect(crossing(momentary.values, momentary.startSeconds)).toBeCloseTo(5, 6)
  expect(crossing(shortTerm.values, shortTerm.startSeconds)).toBeCloseTo(5, 6)
})

describe('gated loudness of ranges', () => {
  const loudness = measureLoudness(
    onBoth(
      steppedTone(
        [
          [-30, 5],
          [-20, 5],
          [-50, 5],
          [-20, 5],
        ],
        sampleRate,
      ),
      sampleRate,
    ),
  )
  const range = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds })

  test('is that of the range alone: no block reaches over its edges', () => {
    // 0.007 LU: the weighting at 1 kHz against 997 Hz.
    expect(gatedLoudness(loudness, [range(0, 5)])).toBeCloseTo(-30, 1)
    expect(gatedLoudness(loudness, [range(5, 10)])).toBeCloseTo(-20, 1)
    expect(gatedLoudness(loudness, [range(10.1, 15)])).toBeCloseTo(-50, 1)
  })

  test('of several ranges is gated as one programme', () => {
    expect(gatedLoudness(loudness, [range(5, 10), range(15, 20)])).toBeCloseTo(-20, 1)
    // −30 is 7.4 under the mean of the two and stays, −50 goes.
    const power = (10 ** -3 + 10 ** -2) / 2
    expect(gatedLoudness(loudness, [range(0, 5), range(5, 10)])).toBeCloseTo(10 * Math.log10(power), 1)
    expect(gatedLoudness(loudness, [range(5, 10), range(10.1, 15)])).toBeCloseTo(-20, 1)
  })

  test('of the whole is the integrated loudness', () => {
    expect(gatedLoudness(loudness, [range(0, 20)])).toBe(loudness.integrated)
  })

  test('a range on a 0.1 s boundary holds its first and last block', () => {
    // 0.3 is 0.30000000000000004 − ε in doubles, depending on how it was made.
    expect(gatedLoudness(loudness, [range(0.1 + 0.2, 0.7)])).toBeCloseTo(-30, 1)
  })

  test('is null for ranges too short for a block, silent, or outside', () => {
    expect(gatedLoudness(loudness, [range(1, 1.39)])).toBeNull()
    expect(gatedLoudness(loudness, [])).toBeNull()
    expect(gatedLoudness(loudness, [range(30, 40)])).toBeNull()
    const silent = measureLoudness(onBoth(new Float32Array(sampleRate), sampleRate))
    expect(gatedLoudness(silent, [range(0, 1)])).toBeNull()
  })
})

test('blocks below −70 LUFS are never counted, even where the relative gate would let them pass', () => {
  const measured = measureLoudness(
    onBoth(
      steppedTone(
        [
          [-62, 10],
          [-72, 10],
        ],
        sampleRate,
      ),
      sampleRate,
    ),
  )
  // Two or three blocks on the step pass as well.
  expect(Math.abs(measured.integrated! + 62)).toBeLessThan(0.1)
  expect(measured.range).toBeLessThan(8)
  const quiet = measureLoudness(onBoth(steppedTone([[-72, 10]], sampleRate), sampleRate))
  expect([quiet.integrated, quiet.momentaryMax, quiet.shortTermMax, quiet.range]).toEqual([null, null, null, null])
})

describe('ugly inputs', () => {
  test.each(Object.entries(uglyInputs()))(
    '%s: values are finite or null, curves finite and not below −120',
    (_, audio) => {
      const { momentary, shortTerm, blocks, ...values } = measureLoudness(audio)
      for (const value of Object.values(values)) expect(value === null || Number.isFinite(value)).toBe(true)
      for (const value of [...momentary.values, ...shortTerm.values]) {
        expect(value).toBeGreaterThanOrEqual(-120)
        expect(value).toBeLessThan(30)
      }
      expect(blocks.every(Number.isFinite)).toBe(true)
    },
  )

  test('silence has no loudness', () => {
    const { integrated, momentaryMax, shortTermMax, range, momentary } = measureLoudness(
      onBoth(new Float32Array(4 * sampleRate), sampleRate),
    )
    expect([integrated, momentaryMax, shortTermMax, range]).toEqual([null, null, null, null])
    expect(momentary.values.every(value => value === -120)).toBe(true)
  })

  test('silence after loud noise is silence', () => {
    const x = new Float32Array(12 * sampleRate)
    x.set(whiteNoise(5 * sampleRate, 4))
    const { shortTerm } = measureLoudness(onBoth(x, sampleRate))
    expect(shortTerm.values.at(-1)).toBe(-120)
  })

  test('audio shorter than a window has no value for it', () => {
    const x = sine({ hz: 997, seconds: 1, sampleRate })
    const { integrated, momentaryMax, shortTermMax, range } = measureLoudness(onBoth(x, sampleRate))
    expect(integrated).toBeCloseTo(0, 1)
    expect(momentaryMax).toBeCloseTo(0, 1)
    expect([shortTermMax, range]).toEqual([null, null])
    expect(measureLoudness(onBoth(x.slice(0, 480), sampleRate)).momentaryMax).toBeNull()
  })

  test('NaN is refused', () => {
    const x = new Float32Array(sampleRate)
    x[100] = Number.NaN
    expect(() => measureLoudness(onBoth(x, sampleRate))).toThrow('audio must not contain NaN or Infinity')
  })
})
