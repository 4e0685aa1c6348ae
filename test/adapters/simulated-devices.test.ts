/** The simulated devices against closed forms. What they cannot show: that Live's devices do the same (device/FACTS.md). */
import { describe, expect, test } from 'vitest'
import type { FilterSettings } from '../../node/dsp/biquad.ts'
import { findRow } from '../../node/live/device-table.ts'
import { displayForRaw, rawForDisplay } from '../../node/live/value.ts'
import { noise } from '../support/beats.ts'
import {
  both,
  device,
  expectedDb,
  frequencies,
  gainDbAt,
  impulse,
  mid,
  type Pair,
  peak,
  rmsDb,
  sampleRate,
  samples,
  side,
  sine,
  through,
} from './device-response.ts'

describe('EQ Eight', () => {
  // Frequencies and Q are held in 32 bits as positions: 1e-6 of an octave, far below 0.001 dB.
  test.each([
    ['bell', 3],
    ['lowshelf', 2],
    ['highshelf', 5],
    ['notch', 4],
    ['highpass', 1],
    ['lowpass', 6],
  ] as const)('a %s has the cookbook response', async (type, index) => {
    const settings = { '2 Filter Type A': index, '2 Frequency A': 400, '2 Gain A': -6, '2 Q A': 1.5 }
    const [response] = await through([device('Eq8', settings)], both(impulse()))
    for (const hz of frequencies) {
      expect(gainDbAt(response, hz), `${hz} Hz`).toBeCloseTo(expectedDb([{ type, hz: 400, q: 1.5, gainDb: -6 }], hz), 2)
    }
  })

  test('bands, Scale and Output add up', async () => {
    const settings = {
      Output: -2,
      Scale: 50,
      '1 Gain A': 4,
      '1 Frequency A': 90,
      '3 Gain A': -8,
      '3 Frequency A': 2000,
      '3 Q A': 3,
      '8 Filter On A': 1,
      '8 Filter Type A': 3,
      '8 Frequency A': 9000,
      '8 Gain A': 6,
    }
    const [response] = await through([device('Eq8', settings)], both(impulse()))
    const filters: FilterSettings[] = [
      { type: 'lowshelf', hz: 90, q: Math.SQRT1_2, gainDb: 2 },
      { type: 'bell', hz: 2000, q: 3, gainDb: -4 },
      { type: 'bell', hz: 9000, q: Math.SQRT1_2, gainDb: 3 },
    ]
    for (const hz of frequencies) expect(gainDbAt(response, hz), `${hz} Hz`).toBeCloseTo(expectedDb(filters, hz) - 2, 2)
  })

  test('a 48 dB filter is Butterworth at Q 0.71 and falls by 48 dB per octave', async () => {
    for (const [type, octave] of [
      [0, -1],
      [7, 1],
    ] as const) {
      const settings = { '1 Filter Type A': type, '1 Frequency A': 1000, '1 Q A': Math.SQRT1_2 }
      const [response] = await through([device('Eq8', settings)], both(impulse()))
      expect(gainDbAt(response, 1000)).toBeCloseTo(-3.01, 1)
      // Octaves two and three away from the corner; the bilinear transform bends only the top.
      expect(gainDbAt(response, 1000 * 2 ** octave) - gainDbAt(response, 1000 * 4 ** octave)).toBeGreaterThan(46)
      expect(gainDbAt(response, 1000 * 4 ** -octave)).toBeCloseTo(0, 1)
    }
  })

  test('a 48 dB filter’s corner rises to Q', async () => {
    const settings = { '1 Filter Type A': 0, '1 Frequency A': 1000, '1 Q A': 4 }
    const [response] = await through([device('Eq8', settings)], both(impulse()))
    expect(gainDbAt(response, 1000)).toBeCloseTo(20 * Math.log10(4), 1)
  })

  test('switched-off bands and bands at 0 dB leave the samples alone', async () => {
    const input = both(noise(0.2, sampleRate))
    const [left] = await through([device('Eq8', { '2 Filter On A': 0, '2 Gain A': 12 })], input)
    expect(left).toBe(input[0])
  })

  test('one side is filtered while the other is silent', async () => {
    const silence = new Float32Array(65536)
    const bell = { '2 Gain A': -6, '2 Frequency A': 400 }
    const alone = await through([device('Eq8', bell)], [silence, impulse()])
    expect(alone[1]).toEqual((await through([device('Eq8', bell)], both(impulse())))[1])
    expect(peak(alone[0])).toBe(0)
  })

  test('a click through a filter dies away to silence', async () => {
    const [response] = await through([device('Eq8', { '1 Filter Type A': 1, '1 Frequency A': 30 })], both(impulse()))
    expect(response.at(-1)).toBe(0)
    expect(response[100]).not.toBe(0)
  })
})

describe('Utility', () => {
  const input: Pair = [noise(0.5, sampleRate, 1), noise(0.5, sampleRate, 2)]
  const utility = (settings: Record<string, number>) => through([device('StereoGain', settings)], input)
  const difference = (a: Float32Array, b: Float32Array) => peak(a.map((x, n) => x - b[n]!))

  test('width 0 % is mono', async () => {
    const output = await utility({ 'Stereo Width': 0 })
    expect(output[0]).toEqual(output[1])
    expect(difference(output[0], mid(input))).toBeLessThan(1e-7)
  })

  test('width 200 % doubles the side and leaves the mid', async () => {
    const output = await utility({ 'Stereo Width': 200 })
    expect(difference(mid(output), mid(input))).toBeLessThan(1e-7)
    expect(
      difference(
        side(output),
        side(input).map(x => 2 * x),
      ),
    ).toBeLessThan(1e-6)
  })

  test('Mono has no side, whatever the width', async () => {
    const output = await utility({ 'Stereo Width': 200, Mono: 1 })
    expect(peak(side(output))).toBe(0)
  })

  test('Output is gain, Mute silence', async () => {
    const [left] = await utility({ Output: -6 })
    expect(
      difference(
        left,
        input[0].map(x => x * 10 ** (-6 / 20)),
      ),
    ).toBeLessThan(1e-6)
    expect(peak((await utility({ Mute: 1 }))[1])).toBe(0)
  })

  test('channel modes and inversion', async () => {
    expect(await utility({ 'Channel Mode': 3 })).toEqual([input[1], input[0]])
    expect(await utility({ 'Channel Mode': 0 })).toEqual([input[0], input[0]])
    expect(await utility({ 'Channel Mode': 2 })).toEqual([input[1], input[1]])
    const inverted = await utility({ 'Left Inv': 1 })
    expect(
      difference(
        inverted[0],
        input[0].map(x => -x),
      ),
    ).toBe(0)
    expect(inverted[1]).toEqual(input[1])
  })

  test('Balance moves towards one side', async () => {
    const [left, right] = await utility({ Balance: 1 })
    expect(peak(left)).toBeLessThan(1e-7)
    expect(rmsDb(right, 0, 0.5) - rmsDb(input[1], 0, 0.5)).toBeCloseTo(3.01, 2)
  })

  test('bass mono takes the side away below its frequency, as a Linkwitz-Riley filter does, and leaves the mid', async () => {
    const silence = new Float32Array(65536)
    const [left, right] = await through(
      [device('StereoGain', { 'Bass Mono': 1, 'Bass Freq': 200 })],
      [impulse(), silence],
    )
    for (const hz of [25, 50, 100, 200, 400, 2000]) {
      const x4 = (hz / 200) ** 4
      // 6 dB: mid and side each carry half of one channel. The bilinear transform bends by less than 0.05 dB here.
      expect(
        Math.abs(gainDbAt(side([left, right]), hz) + 6.02 - 20 * Math.log10(x4 / (1 + x4))),
        `${hz} Hz`,
      ).toBeLessThan(0.05)
      expect(gainDbAt(mid([left, right]), hz)).toBeCloseTo(-6.02, 2)
    }
  })

  test('the DC filter takes away a constant and nothing audible', async () => {
    const constant = both(new Float32Array(sampleRate).fill(0.5))
    expect(Math.abs((await through([device('StereoGain', { 'DC Filter': 1 })], constant))[0].at(-1)!)).toBeLessThan(
      1e-6,
    )
    const [response] = await through([device('StereoGain', { 'DC Filter': 1 })], both(impulse()))
    expect(gainDbAt(response, 40)).toBeGreaterThan(-0.1)
  })

  test('a neutral Utility hands the samples through', async () => {
    expect((await utility({}))[0]).toBe(input[0])
  })
})

/** The side-chain filter is on in Live's default; the static curve is checked without it. */
const plain = { 'S/C EQ On': 0 }

describe('Compressor', () => {
  const reduction = async (settings: Record<string, number>, peakDb: number, hz = 1000) => {
    const input = sine(hz, 10 ** (peakDb / 20))
    const [output] = await through([device('Compressor2', { ...plain, ...settings })], both(input))
    return rmsDb(input) - rmsDb(output)
  }

  test.each([
    [-20, 4, 0],
    [-30, 2, 0],
    [-12, 10, 6],
    [-24, Number.POSITIVE_INFINITY, 0],
  ])('threshold %d dB, ratio %d: a sine above settles (L − T)(1 − 1/R) lower', async (threshold, ratio, knee) => {
    const settings = { Threshold: threshold, Ratio: ratio, Knee: knee, Attack: 1, Release: 300 }
    const aboveBy = (levelDb: number) => (levelDb - threshold) * (1 - 1 / ratio)
    // ±0.3 dB: the gain follows the ripple of the detector.
    expect(Math.abs((await reduction({ ...settings, Model: 0 }, -4)) - aboveBy(-4))).toBeLessThan(0.3)
    // RMS: a sine reads 3.01 dB below its peak.
    expect(Math.abs((await reduction({ ...settings, Model: 1 }, -4)) - aboveBy(-4 - 3.01))).toBeLessThan(0.3)
  })

  test('a sine below the threshold passes unchanged', async () => {
    expect(await reduction({ Threshold: -12, Knee: 0, Model: 0 }, -14)).toBeCloseTo(0, 5)
  })

  test('in the middle of the knee an eighth of the knee’s slope is taken', async () => {
    // Paper, eq. 4 at x = T: (1 − 1/R)·K/8.
    const settings = { Threshold: -20, Ratio: 4, Knee: 12, Model: 0, Attack: 1, Release: 300 }
    expect(Math.abs((await reduction(settings, -20)) - (0.75 * 12) / 8)).toBeLessThan(0.1)
  })

  test('Expand raises what is above the threshold', async () => {
    const settings = { Threshold: -30, 'Expansion Ratio': 1.5, Knee: 0, Model: 2, Attack: 1, Release: 300 }
    expect(Math.abs((await reduction(settings, -20)) + 5)).toBeLessThan(0.3)
  })

  test('Output, Makeup and Dry/Wet', async () => {
    const settings = { Threshold: -20, Ratio: 4, Knee: 0, Model: 0, Attack: 1, Release: 300 }
    const reduced = await reduction(settings, 0)
    expect((await reduction({ ...settings, Output: 5 }, 0)) - reduced).toBeCloseTo(-5, 2)
    expect(Math.abs(await reduction({ ...settings, Makeup: 1 }, 0))).toBeLessThan(0.3)
    const half = 20 * Math.log10((1 + 10 ** (-reduced / 20)) / 2)
    expect(await reduction({ ...settings, 'Dry/Wet': 50 }, 0)).toBeCloseTo(-half, 1)
    expect(await reduction({ ...settings, 'Dry/Wet': 0 }, 0)).toBe(0)
  })

  test('Attack and Release are the times in which the gain goes 63 % of its way', async () => {
    // A loud square second half between quiet parts; DC, so that the detector has no ripple.
    const input = new Float32Array(samples(1.2)).map((_, n) => (n >= samples(0.2) && n < samples(0.7) ? 1 : 0.01))
    const settings = { ...plain, Threshold: -30, Ratio: 4, Knee: 0, Model: 0, Attack: 20, Release: 100 }
    const [output] = await through([device('Compressor2', settings)], both(input))
    const gainDb = output.map((x, n) => 20 * Math.log10(x / input[n]!))
    const full = -30 * 0.75
    const after = (start: number, share: number) =>
      gainDb.findIndex((db, n) => n >= samples(start) && (share < 1 ? db <= share * full : db >= full * (1 - 0.63)))
    expect((after(0.2, 0.63) - samples(0.2)) / sampleRate).toBeCloseTo(0.02, 3)
    // The attack smoothing follows the release: (100·e^(−t/100) − 20·e^(−t/20)) / 80 = 0.37 at t = 121.5 ms.
    expect((after(0.7, 1) - samples(0.7)) / sampleRate).toBeCloseTo(0.1215, 3)
  })

  test('with a side-chain only the key decides', async () => {
    const pad = sine(300, 0.9)
    const key = sine(1000, 1).map((x, n) => (n < samples(0.5) ? 0 : x))
    const settings = { ...plain, Threshold: -20, Ratio: 4, Knee: 0, Model: 0, Attack: 1, Release: 50 }
    const [ducked] = await through([device('Compressor2', settings, 'Key')], both(pad), key)
    expect(ducked.subarray(0, samples(0.5))).toEqual(pad.subarray(0, samples(0.5)))
    expect(Math.abs(rmsDb(pad, 0.6, 0.9) - rmsDb(ducked, 0.6, 0.9) - 15)).toBeLessThan(0.3)
    const [quiet] = await through([device('Compressor2', { ...settings, 'S/C Gain': -8 }, 'Key')], both(pad), key)
    expect(Math.abs(rmsDb(pad, 0.6, 0.9) - rmsDb(quiet, 0.6, 0.9) - 9)).toBeLessThan(0.3)
    const [unkeyed] = await through([device('Compressor2', { ...settings, 'S/C On': 1 })], both(pad))
    expect(unkeyed).toEqual(pad)
  })

  test('the side-chain filter decides what of the key counts', async () => {
    const pad = sine(300, 0.5)
    const settings = {
      Threshold: -20,
      Knee: 0,
      Model: 0,
      'S/C EQ On': 1,
      'S/C EQ Type': 5,
      'S/C EQ Freq': 2000,
      'S/C EQ Q': 0.71,
    }
    const [bass] = await through([device('Compressor2', settings, 'Key')], both(pad), sine(50, 1))
    const [treble] = await through([device('Compressor2', settings, 'Key')], both(pad), sine(9000, 1))
    expect(rmsDb(pad) - rmsDb(bass)).toBeCloseTo(0, 2)
    expect(rmsDb(pad) - rmsDb(treble)).toBeGreaterThan(10)
  })

  test('LookAhead acts before the key does', async () => {
    const pad = sine(300, 0.5)
    const key = new Float32Array(sampleRate).fill(1, samples(0.5))
    const settings = { ...plain, Threshold: -20, Knee: 0, Model: 0, Attack: 1 }
    const firstChange = async (LookAhead: number) => {
      const [output] = await through([device('Compressor2', { ...settings, LookAhead }, 'Key')], both(pad), key)
      return output.findIndex((x, n) => Math.abs(x - pad[n]!) > 1e-4) / sampleRate
    }
    expect(await firstChange(0)).toBeGreaterThanOrEqual(0.4999)
    expect(await firstChange(2)).toBeCloseTo(0.49, 3)
  })
})

describe('Glue Compressor', () => {
  test.each([2, 4, 10])('ratio %d: a sine above the threshold settles (L − T)(1 − 1/R) lower', async ratio => {
    const input = sine(1000, 10 ** (-4 / 20))
    const settings = { ...plain, Threshold: -24, Ratio: ratio, Attack: 0.3, Release: 1.2 }
    const [output] = await through([device('GlueCompressor', settings)], both(input))
    expect(Math.abs(rmsDb(input) - rmsDb(output) - 20 * (1 - 1 / ratio))).toBeLessThan(0.3)
  })

  test('Range ends the reduction, Output adds gain', async () => {
    const input = sine(1000, 1)
    const [output] = await through([device('GlueCompressor', { Threshold: -30, Range: 5, Output: 3 })], both(input))
    expect(Math.abs(rmsDb(input) - rmsDb(output) - 2)).toBeLessThan(0.3)
  })

  test('Peak Clip In never passes −0.5 dBFS', async () => {
    const [output] = await through([device('GlueCompressor', { Output: 20, 'Peak Clip In': 1 })], both(sine(100, 1)))
    expect(peak(output)).toBeLessThanOrEqual(10 ** (-0.5 / 20))
    expect(peak(output)).toBeGreaterThan(0.9)
  })
})

describe('Limiter', () => {
  const bursts = noise(1, sampleRate, 4, 1).map((x, n) => (n % 9000 < 700 ? 3 * x : 0.2 * x))

  test.each([
    { 'Input Gain': 12, Ceiling: -0.3 },
    { 'Input Gain': 24, Ceiling: -6, Lookahead: 2, Release: 5 },
    { 'Input Gain': 0, Ceiling: -1, Link: 0, Lookahead: 1 },
    { 'Input Gain': 6, Ceiling: 0, Auto: 1, Link: 40 },
    { 'Input Gain': 3, 'Maximize On': 1, Threshold: -8, Output: -0.5 },
  ])('%o holds its ceiling at every sample', async settings => {
    const [left, right] = await through([device('Limiter', settings)], [bursts, noise(1, sampleRate, 5, 0.5)])
    const name = 'Ceiling' in settings ? 'Ceiling' : 'Output'
    const row = findRow('Limiter', name)!
    // The setting as Live holds it: a 32-bit position.
    const held = displayForRaw(row, Math.fround(rawForDisplay(row, settings[name]!)!))!
    const ceiling = 10 ** (held / 20)
    // With Maximize the output gain rounds once more.
    expect(Math.max(peak(left), peak(right))).toBeLessThanOrEqual(name === 'Ceiling' ? ceiling : ceiling * (1 + 1e-6))
    expect(Math.max(peak(left), peak(right))).toBeGreaterThan(ceiling * 0.97)
  })

  test('what stays below the ceiling passes unchanged', async () => {
    const input = both(noise(0.5, sampleRate, 6, 0.9))
    expect((await through([device('Limiter', { Ceiling: -0.3 })], input))[0]).toEqual(input[0])
  })

  test('the gain recovers after a peak, and moves before it', async () => {
    const input = sine(1000, 0.4, 1)
    input[samples(0.5)] = 2
    const [output] = await through([device('Limiter', { Ceiling: 0, Release: 50 })], both(input))
    const gainAt = (time: number) => rmsDb(output, time, time + 0.005) - rmsDb(input, time, time + 0.005)
    expect(gainAt(0.49)).toBeCloseTo(0, 3)
    expect(gainAt(0.502)).toBeLessThan(-4)
    expect(gainAt(0.8)).toBeGreaterThan(-0.1)
    expect(output[samples(0.5)]).toBeLessThanOrEqual(1)
  })

  test.each([0, 50, 100])('link %d %%: the gain moves by at most one look-ahead’s share per sample', async link => {
    const input: Pair = [bursts, noise(1, sampleRate, 5, 2)]
    const output = await through([device('Limiter', { Ceiling: -3, Link: link, Lookahead: 0, Release: 20 })], input)
    const width = Math.round(0.0015 * sampleRate)
    for (const side of [0, 1] as const) {
      let biggestStep = 0
      let before: number | null = null
      for (const [n, x] of input[side].entries()) {
        if (Math.abs(x) < 0.05) continue
        const gain: number = output[side][n]! / x
        biggestStep = Math.max(biggestStep, Math.abs(gain - (before ?? gain)))
        before = gain
      }
      // Samples near zero are skipped, so a step may span a few of them.
      expect(biggestStep).toBeLessThan(6 / width)
      expect(biggestStep).toBeGreaterThan(0.01 / width)
    }
  })

  test('linked channels keep the image', async () => {
    const quiet = noise(1, sampleRate, 5, 0.2)
    const [left, right] = await through([device('Limiter', { 'Input Gain': 6, Release: 20 })], [bursts, quiet])
    const gain = (output: Float32Array, input: Float32Array) =>
      output.map((x, n) => (Math.abs(input[n]!) > 0.01 ? x / input[n]! : 0))
    const [gl, gr] = [gain(left, bursts), gain(right, quiet)]
    const apart = gl.map((g, n) => (g === 0 || gr[n] === 0 ? 0 : Math.abs(g - gr[n]!)))
    expect(peak(apart)).toBeLessThan(1e-4)
  })
})

describe('Saturator', () => {
  const types = [
    'Analog Clip',
    'Soft Sine',
    'Bass Shaper',
    'Medium Curve',
    'Hard Curve',
    'Sinoid Fold',
    'Digital Clip',
    'Waveshaper',
  ]

  test.each(types.map((name, type) => ({ name, type })))(
    '$name never exceeds full scale and is odd',
    async ({ type }) => {
      const [positive, negative] = await through(
        [device('Saturator', { Type: type, Drive: 24 })],
        [sine(100, 1), sine(100, -1)],
      )
      expect(peak(positive)).toBeLessThanOrEqual(1)
      expect(peak(positive)).toBeGreaterThan(0.95)
      expect(peak(positive.map((x, n) => x + negative[n]!))).toBeLessThan(1e-6)
    },
  )

  test('quiet signals pass Analog Clip straight, loud ones bend', async () => {
    const quiet = sine(100, 0.4)
    expect((await through([device('Saturator', {})], both(quiet)))[0]).toEqual(quiet)
    const [loud] = await through([device('Saturator', { Drive: 12 })], both(sine(100, 1)))
    expect(rmsDb(loud)).toBeGreaterThan(rmsDb(sine(100, 1)))
  })

  test('Output and Dry/Wet', async () => {
    const input = sine(100, 0.3)
    const [lower] = await through([device('Saturator', { Output: -6 })], both(input))
    expect(rmsDb(input) - rmsDb(lower)).toBeCloseTo(6, 3)
    expect((await through([device('Saturator', { Drive: 20, 'Dry/Wet': 0 })], both(input)))[0]).toEqual(input)
  })
})
