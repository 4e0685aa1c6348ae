import { describe, expect, test } from 'vitest'
import { type BandStatistics, bandCount, emptyBandStatistics, gridEdges } from '../../node/dsp/bands.ts'
import { hann } from '../../node/dsp/fft.ts'
import { type Kernels, typescriptKernels, wasmKernels } from '../../node/dsp/kernels/kernels.ts'
import { frameSizeFor, StereoSpectrum } from '../../node/dsp/stereo-spectrum.ts'
import { measureBands } from '../../node/features/bands.ts'
import { onBoth, scaled, sine, stereo, uglyInputs, whiteNoise } from '../support/signals.ts'

const sampleRate = 44_100
const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
const bandOf = (hz: number) => gridEdges.findIndex((_, k) => hz >= gridEdges[k]! && hz < gridEdges[k + 1]!)
/** Relative to what a full-scale signal gives: 13 passes of double or of single precision. */
const both = [
  { name: 'typescript', kernel: typescriptKernels, rounding: 1e-12 },
  { name: 'wasm', kernel: wasmKernels, rounding: 1e-6 },
]
const oneFrame = (kernel: Kernels, left: Float32Array, right: Float32Array, size = 8192) => {
  const bands = emptyBandStatistics()
  new StereoSpectrum(size, sampleRate, kernel).accumulate(left, right, 0, bands)
  return bands
}

describe.each(both)('calibration, $name', ({ kernel, rounding }) => {
  test.each([30, 61.7, 100, 997, 4000, 12_345.6, 19_000])(
    'a full-scale %d Hz sine on both channels has mm = 0.5',
    hz => {
      const x = sine({ hz, seconds: 1, sampleRate })
      const { mm, ss, ms } = oneFrame(kernel, x, x)
      // Two bins above the grid's 20 Hz edge the foot of the Hann main lobe hangs over it: 0.013 dB.
      expect(total(mm)).toBeCloseTo(0.5, hz > 40 ? 5 : 2)
      expect(total(ss)).toBeLessThan(1e-25)
      // A rounding error times the mid.
      expect(Math.abs(total(ms))).toBeLessThan(rounding)
    },
  )

  test('a sine in the middle of a band wider than the main lobe lies in that band', () => {
    const band = bandOf(1060)
    const hz = Math.sqrt(gridEdges[band]! * gridEdges[band + 1]!)
    const x = sine({ hz, seconds: 1, sampleRate })
    expect(oneFrame(kernel, x, x).mm[band]).toBeCloseTo(0.5, 5)
  })

  test('full scale on one channel is 0.125 in mid, in side and, with the sign of the side, between them', () => {
    const x = sine({ hz: 500, seconds: 1, sampleRate })
    const zero = new Float32Array(x.length)
    const left = oneFrame(kernel, x, zero)
    const right = oneFrame(kernel, zero, x)
    expect(total(left.mm)).toBeCloseTo(0.125, 6)
    expect(total(left.ss)).toBeCloseTo(0.125, 6)
    expect(total(left.ms)).toBeCloseTo(0.125, 6)
    expect(total(right.ms)).toBeCloseTo(-0.125, 6)
  })

  test('white noise fills every band in proportion to its width', () => {
    const x = whiteNoise(sampleRate * 60, 1)
    const { mm } = measureBands(onBoth(x, sampleRate)).get('overall')!
    const density = 1 / 3 / (sampleRate / 2)
    for (let k = 0; k < bandCount; k++) {
      const width = gridEdges[k + 1]! - gridEdges[k]!
      // Four standard deviations of the estimate: about 60 s · width independent looks, but never more than a bin's.
      const deviation = 4 / Math.sqrt(60 * Math.max(width, 5.4))
      expect(Math.abs(mm[k]! / (density * width) - 1)).toBeLessThan(deviation)
    }
  })
})

describe.each(both)('one frame, $name', ({ kernel, rounding }) => {
  const left = whiteNoise(256, 2)
  const right = whiteNoise(256, 3)
  const window = hann(256)
  const mid = Float64Array.from(left, (l, n) => 0.5 * (l + right[n]!) * window[n]!)
  const side = Float64Array.from(left, (l, n) => 0.5 * (l - right[n]!) * window[n]!)
  const bin = (x: Float64Array, k: number) => {
    let re = 0
    let im = 0
    x.forEach((value, n) => {
      re += value * Math.cos((2 * Math.PI * k * n) / 256)
      im -= value * Math.sin((2 * Math.PI * k * n) / 256)
    })
    return { re, im }
  }

  test('has the spectra of the windowed mid and side, by the definition', () => {
    const spectrum = new StereoSpectrum(256, sampleRate, kernel)
    expect(spectrum.frame(left, right, 0)).toBeCloseTo(1, 12)
    for (let k = 0; k <= 128; k++) {
      const m = bin(mid, k)
      const s = bin(side, k)
      // The largest bin is about 15.
      expect(Math.abs(spectrum.mRe[k]! - m.re)).toBeLessThan(20 * rounding)
      expect(Math.abs(spectrum.mIm[k]! - m.im)).toBeLessThan(20 * rounding)
      expect(Math.abs(spectrum.sRe[k]! - s.re)).toBeLessThan(20 * rounding)
      expect(Math.abs(spectrum.sIm[k]! - s.im)).toBeLessThan(20 * rounding)
    }
  })

  test('has the power of the windowed samples (Parseval)', () => {
    const spectrum = new StereoSpectrum(256, sampleRate, kernel)
    spectrum.frame(left, right, 0)
    const energy = total(window.map(w => w * w))
    for (const [re, im, x] of [
      [spectrum.mRe, spectrum.mIm, mid],
      [spectrum.sRe, spectrum.sIm, side],
    ] as const) {
      const power =
        re.reduce((sum, r, k) => sum + (k % 128 === 0 ? 0.5 : 1) * (r * r + im[k]! * im[k]!), 0) * spectrum.powerScale
      expect(Math.abs(power - total(x.map(value => value * value)) / energy)).toBeLessThan(rounding)
    }
  })

  test('gives each band its bins, those on an edge in proportion', () => {
    const bands = emptyBandStatistics()
    const spectrum = new StereoSpectrum(256, sampleRate, kernel)
    spectrum.accumulate(left, right, 0, bands)
    const binHz = sampleRate / 256
    for (let b = 0; b < bandCount; b++) {
      const expected = { mm: 0, ss: 0, ms: 0 }
      for (let k = 0; k <= 128; k++) {
        const from = Math.max(gridEdges[b]!, (k - 0.5) * binHz)
        const to = Math.min(gridEdges[b + 1]!, (k + 0.5) * binHz)
        const share = (Math.max(0, to - from) / binHz) * spectrum.powerScale
        const m = bin(mid, k)
        const s = bin(side, k)
        expected.mm += share * (m.re * m.re + m.im * m.im)
        expected.ss += share * (s.re * s.re + s.im * s.im)
        expected.ms += share * (m.re * s.re + m.im * s.im)
      }
      expect(Math.abs(bands.mm[b]! - expected.mm)).toBeLessThan(rounding * expected.mm + rounding * expected.ss)
      expect(Math.abs(bands.ss[b]! - expected.ss)).toBeLessThan(rounding * expected.mm + rounding * expected.ss)
      expect(Math.abs(bands.ms[b]! - expected.ms)).toBeLessThan(rounding * expected.mm + rounding * expected.ss)
    }
  })

  test('accumulate adds to what is there and leaves the spectra of its frame; addBands adds the same', () => {
    const bands = emptyBandStatistics()
    const spectrum = new StereoSpectrum(256, sampleRate, kernel)
    spectrum.accumulate(left, right, 0, bands)
    const once = bands.mm.slice()
    const re = spectrum.mRe.slice()
    spectrum.accumulate(left, right, 0, bands)
    expect(bands.mm).toEqual(once.map(value => 2 * value))
    spectrum.frame(left, right, 0)
    expect(spectrum.mRe).toEqual(re)
    const added = emptyBandStatistics()
    spectrum.addBands(left, right, 0, added)
    expect(added.mm).toEqual(once)
  })

  test('is zero outside of the audio and says how much of the window was inside', () => {
    const spectrum = new StereoSpectrum(256, sampleRate, kernel)
    expect(spectrum.frame(left, right, 256)).toBe(0)
    expect(spectrum.mRe.every(value => value === 0)).toBe(true)
    expect(spectrum.frame(left, right, -300)).toBe(0)
    expect(spectrum.frame(left, right, 128)).toBeCloseTo(total(window.subarray(0, 128).map(w => w * w)) / 96, 12)
    const early = spectrum.frame(left, right, -64)
    const padded = new Float32Array(256)
    padded.set(left.subarray(0, 192), 64)
    const paddedRight = new Float32Array(256)
    paddedRight.set(right.subarray(0, 192), 64)
    const re = spectrum.mRe.slice()
    spectrum.frame(padded, paddedRight, 0)
    expect(spectrum.mRe).toEqual(re)
    expect(early).toBeCloseTo(total(window.subarray(64).map(w => w * w)) / 96, 12)
  })
})

describe.each(both)('invariants of the statistics, $name', ({ kernel, rounding }) => {
  const expectAlike = (a: Float64Array, b: Float64Array, scale: number) => {
    for (let k = 0; k < bandCount; k++) expect(Math.abs(a[k]! - b[k]!)).toBeLessThan(rounding * scale)
  }
  const left = whiteNoise(8192, 4)
  const right = left.map((value, n) => 0.4 * value + whiteNoise(8192, 5)[n % 100]!)
  const bands = oneFrame(kernel, left, right)
  const negated = (values: Float64Array) => values.map(value => -value)

  test('gain scales all by its square', () => {
    const louder = oneFrame(kernel, scaled(left, 2), scaled(right, 2))
    for (const key of ['mm', 'ss', 'ms'] as const)
      expectAlike(
        louder[key],
        bands[key].map(value => 4 * value),
        10,
      )
  })

  test('swapping the channels turns the sign of ms only', () => {
    const swapped = oneFrame(kernel, right, left)
    expectAlike(swapped.mm, bands.mm, 1)
    expectAlike(swapped.ss, bands.ss, 1)
    expectAlike(swapped.ms, negated(bands.ms), 1)
  })

  test('inverting the right channel swaps mid and side', () => {
    const inverted = oneFrame(kernel, left, scaled(right, -1))
    expectAlike(inverted.mm, bands.ss, 1)
    expectAlike(inverted.ss, bands.mm, 1)
    expectAlike(inverted.ms, bands.ms, 1)
  })

  test('the powers of left and right follow: mm ± 2·ms + ss', () => {
    const l = oneFrame(kernel, left, left).mm
    const r = oneFrame(kernel, right, right).mm
    expectAlike(
      l,
      bands.mm.map((mm, k) => mm + 2 * bands.ms[k]! + bands.ss[k]!),
      10,
    )
    expectAlike(
      r,
      bands.mm.map((mm, k) => mm - 2 * bands.ms[k]! + bands.ss[k]!),
      10,
    )
  })
})

describe('measureBands', () => {
  const second = (hz: number, gain: number) => sine({ hz, seconds: 1, sampleRate, gain })
  /** A second each of 200 Hz, silence, 2 kHz at half gain, silence. */
  const parts = Float32Array.from([...second(200, 1), ...second(200, 0), ...second(2000, 0.5), ...second(200, 0)])
  const audio = onBoth(parts, sampleRate)
  const range = (key: string, startSeconds: number, endSeconds: number) => ({ key, startSeconds, endSeconds })

  test('gives each key the mean power of its ranges, and the whole its own', () => {
    const bands = measureBands(audio, [
      range('low', 0.15, 0.85),
      range('high', 2.15, 2.85),
      range('silent', 1.15, 1.85),
      range('both', 0.15, 0.85),
      range('both', 2.15, 2.85),
    ])
    expect([...bands.keys()].sort()).toEqual(['both', 'high', 'low', 'overall', 'silent'])
    const power = (key: string) => total(bands.get(key)!.mm)
    expect(power('low')).toBeCloseTo(0.5, 4)
    expect(power('high')).toBeCloseTo(0.125, 4)
    expect(power('silent')).toBe(0)
    // As many frames of one as of the other, give or take one in eight.
    expect(power('both')).toBeCloseTo(0.3125, 1)
    // The ends of a sine that starts and stops at once have half a frame either side.
    expect(power('overall')).toBeCloseTo((0.5 + 0.125) / 4, 1)
  })

  test('counts a frame once where ranges of one key overlap, and for each of several keys', () => {
    const once = measureBands(audio, [range('a', 0, 1)]).get('a')!
    const twice = measureBands(audio, [range('a', 0, 1), range('b', 0, 1), range('a', 0, 1)])
    expect(twice.get('a')!.mm).toEqual(once.mm)
    expect(twice.get('b')!.mm).toEqual(once.mm)
  })

  test('measures a range shorter than a frame, and a range outside of the audio as empty', () => {
    const bands = measureBands(audio, [range('short', 0.5, 0.52), range('late', 10, 20), range('reversed', 0.9, 0.8)])
    expect(total(bands.get('short')!.mm)).toBeCloseTo(0.5, 4)
    expect(total(bands.get('late')!.mm)).toBe(0)
    expect(total(bands.get('reversed')!.mm)).toBe(0)
  })

  test.each([441, 2000, 8192, 9000])(
    'a tone of %i samples has its power, however little of a frame it fills',
    length => {
      const x = sine({ hz: 2000, seconds: 1, sampleRate }).slice(0, length)
      // The cut ends spread a per cent or so of the power beyond 20 kHz and below 20 Hz.
      expect(total(measureBands(onBoth(x, sampleRate)).get('overall')!.mm)).toBeCloseTo(0.5, 1)
    },
  )

  test('a single sample is measured, nothing is nothing', () => {
    expect(total(measureBands(onBoth(Float32Array.of(1), sampleRate)).get('overall')!.mm)).toBeGreaterThan(0.8)
    expect(total(measureBands(onBoth(new Float32Array(0), sampleRate)).get('overall')!.mm)).toBe(0)
  })

  test('mono audio is heard on both sides', () => {
    const x = whiteNoise(30_000, 6)
    const mono = measureBands({ sampleRate, channels: [x] }).get('overall')!
    expect(mono).toEqual(measureBands(onBoth(x, sampleRate)).get('overall'))
  })

  test('DC is below the grid', () => {
    const dc = onBoth(new Float32Array(sampleRate * 2).fill(1), sampleRate)
    const { mm } = measureBands(dc, [range('inside', 0.5, 1.5)]).get('inside')!
    // −140 dB: the noise of single precision.
    expect(total(mm)).toBeLessThan(1e-14)
  })

  test.each([8000, 22_050, 48_000, 96_000, 192_000])('at %i Hz a tone has the power it has at 44.1 kHz', rate => {
    const x = sine({ hz: 1500, seconds: 2, sampleRate: rate })
    const bands = measureBands(onBoth(x, rate), [range('inside', 0.5, 1.5)]).get('inside')!
    expect(total(bands.mm)).toBeCloseTo(0.5, 5)
    const nyquist = bandOf(rate / 2)
    if (nyquist >= 0) expect(total(bands.mm.subarray(nyquist + 1))).toBe(0)
  })

  test('frames last 0.17 to 0.35 s at any rate', () => {
    expect([8000, 44_100, 48_000, 88_200, 96_000, 192_000].map(frameSizeFor)).toEqual([
      2048, 8192, 8192, 16_384, 16_384, 32_768,
    ])
  })

  test('statistics are finite, and mm and ss never negative, on anything', () => {
    for (const [name, ugly] of Object.entries(uglyInputs())) {
      const bands = measureBands(ugly, [range('a', 0, 1), range('b', 0.1, 0.2)])
      for (const { mm, ss, ms } of bands.values() as Iterable<BandStatistics>) {
        expect(
          [...mm, ...ss].every(value => value >= 0 && value < 100),
          name,
        ).toBe(true)
        // Cauchy and Schwarz, to rounding.
        expect(
          ms.every((value, k) => value * value <= mm[k]! * ss[k]! * (1 + 1e-9) + 1e-40),
          name,
        ).toBe(true)
      }
    }
  })

  test('NaN, a key called overall and an impossible rate are refused', () => {
    const bad = new Float32Array(5000)
    bad[77] = Number.NaN
    expect(() => measureBands(onBoth(bad, sampleRate))).toThrow('audio must not contain NaN or Infinity')
    expect(() => measureBands(audio, [range('overall', 0, 1)])).toThrow(RangeError)
    expect(() => measureBands(onBoth(parts, 0))).toThrow('sampleRate must be positive, got 0')
    expect(() => new StereoSpectrum(1000, sampleRate)).toThrow(RangeError)
    expect(() => new StereoSpectrum(1024, -1)).toThrow(RangeError)
  })

  test('stereo keeps its sides', () => {
    const audio2 = stereo(second(100, 1), second(5000, 1), sampleRate)
    const { ms } = measureBands(audio2).get('overall')!
    expect(ms[bandOf(100)]).toBeGreaterThan(0)
    expect(ms[bandOf(5000)]).toBeLessThan(0)
  })
})
