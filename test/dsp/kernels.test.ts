import { afterEach, describe, expect, test, vi } from 'vitest'
import { emptyBandStatistics } from '../../node/dsp/bands.ts'
import { kernels, typescriptKernels, wasmKernels } from '../../node/dsp/kernels/kernels.ts'
import { emptyBins } from '../../node/dsp/mid-side.ts'
import { octaveTree } from '../../node/dsp/octave-tree.ts'
import { gridBend, groupPoints, groupSize } from '../../node/dsp/peak-grid.ts'
import { frameSizeFor, StereoSpectrum } from '../../node/dsp/stereo-spectrum.ts'
import { truePeak, truePeakCurve } from '../../node/dsp/true-peak.ts'
import { random } from '../support/beats.ts'
import { fade, scaled, sine, uglyInputs, whiteNoise } from '../support/signals.ts'

/** A kick, a saw and hats: loud lows beside quiet highs, as music has them. */
function musicLike(length: number, seed: number): Float32Array {
  const next = random(seed)
  return Float32Array.from({ length }, (_, n) => {
    const beat = n % 19_171
    const kick = Math.sin(0.007 * beat + 6 * Math.exp(-beat / 900)) * Math.exp(-beat / 5000)
    const saw = ((n * 0.00499) % 1) - 0.5
    return 0.7 * kick + 0.3 * saw + 0.2 * (next() - 0.5) * Math.exp(-(beat % 9585) / 700)
  })
}

const largest = (values: ArrayLike<number>) =>
  Array.from(values).reduce((max, value) => Math.max(max, Math.abs(value)), 0)

/** Every pair of values differs by at most `share` of the largest of all. */
function expectAlike(actual: ArrayLike<number>, expected: ArrayLike<number>, share: number): void {
  expect(actual.length).toBe(expected.length)
  const limit = share * Math.max(1e-30, largest(expected))
  for (let i = 0; i < expected.length; i++) {
    const off = Math.abs(actual[i]! - expected[i]!)
    if (!(off <= limit)) expect.fail(`value ${i} is ${actual[i]}, not ${expected[i]} ± ${limit}`)
  }
}

describe('the choice', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.unstubAllGlobals()
  })
  const chosen = async () => {
    vi.resetModules()
    return (await import('../../node/dsp/kernels/kernels.ts')).kernels().name
  }

  test('is WebAssembly here, TypeScript when the environment says so', async () => {
    vi.stubEnv('UPLIFT_KERNELS', '')
    expect(await chosen()).toBe('wasm')
    vi.stubEnv('UPLIFT_KERNELS', 'ts')
    expect(await chosen()).toBe('typescript')
  })

  test('is TypeScript where there is no WebAssembly, or none that takes SIMD', async () => {
    vi.stubEnv('UPLIFT_KERNELS', '')
    vi.stubGlobal('WebAssembly', undefined)
    expect(await chosen()).toBe('typescript')
    vi.stubGlobal('WebAssembly', { validate: () => false })
    expect(await chosen()).toBe('typescript')
    const { instantiate } = await import('../../node/dsp/kernels/wasm-module.ts')
    expect(() => instantiate({ x: ['f32', 4] })).toThrow('must have WebAssembly with SIMD')
  })

  test('stays the same in a thread', () => {
    expect(kernels()).toBe(kernels())
  })
})

describe('K-weighted energy', () => {
  const energies = (
    { addKWeightedEnergy }: typeof wasmKernels,
    channels: readonly Float32Array[],
    sampleRate: number,
    boundaries: Uint32Array,
    weights: readonly number[] = channels.map(() => 1),
  ) => {
    const into = new Float64Array(boundaries.length - 1).fill(0.25)
    addKWeightedEnergy(channels, sampleRate, { boundaries, weights, into })
    return into
  }
  const grid = (sampleRate: number, length: number) =>
    Uint32Array.from({ length: Math.floor((length * 100) / sampleRate) + 1 }, (_, i) =>
      Math.round((i * sampleRate) / 100),
    )

  // Double precision in both, in another order: the high-pass's poles, a thousandth from 1, multiply rounding a millionfold.
  const share = 1e-9

  test.each([8000, 44_100, 48_000, 192_000, 768_000])('at %i Hz, one and two channels', sampleRate => {
    const left = musicLike(sampleRate / 2, 1)
    const right = whiteNoise(sampleRate / 2, 2, 0.3)
    const boundaries = grid(sampleRate, left.length)
    for (const channels of [[left], [left, right], [right, left]])
      expectAlike(
        energies(wasmKernels, channels, sampleRate, boundaries),
        energies(typescriptKernels, channels, sampleRate, boundaries),
        share,
      )
  })

  test('six channels of which one weighs nothing, and NaN in that one', () => {
    const channels = Array.from({ length: 6 }, (_, c) => whiteNoise(9000, c + 1))
    channels[3]!.fill(Number.NaN)
    const weights = [1, 1, 1, 0, 1.41, 1.41]
    const boundaries = grid(48_000, 9000)
    expectAlike(
      energies(wasmKernels, channels, 48_000, boundaries, weights),
      energies(typescriptKernels, channels, 48_000, boundaries, weights),
      share,
    )
  })

  test.each([
    ['blocks longer than a call', [0, 20_000, 20_001, 40_000]],
    ['blocks of nothing', [7, 7, 7, 600, 600, 4800, 4800]],
    ['as many as fit a call exactly', [0, 2400, 4800, 9600]],
    ['no block', [5]],
    ['many small blocks', Array.from({ length: 3000 }, (_, i) => 3 * i)],
  ])('%s', (_, boundaries) => {
    const x = whiteNoise(40_000, 3)
    const at = Uint32Array.from(boundaries)
    expectAlike(energies(wasmKernels, [x], 44_100, at), energies(typescriptKernels, [x], 44_100, at), share)
  })

  test('NaN and Infinity come out as what they are', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const x = whiteNoise(4410, 4)
      x[2000] = value
      const found = energies(wasmKernels, [x, x], 44_100, grid(44_100, 4410))
      expect(found.slice(0, 4).every(Number.isFinite)).toBe(true)
      expect(Number.isFinite(found[4])).toBe(false)
    }
  })
})

describe('spectra of mid and side', () => {
  const sizes = Array.from({ length: 10 }, (_, i) => 64 << i)

  // Single precision: the noise of up to 8 passes of products, a millionth of the largest bin.
  test.each(sizes)('%i samples: spectra and band sums', size => {
    const left = musicLike(size + 300, 5)
    const right = whiteNoise(size + 300, 6, 0.2)
    for (const start of [0, 123, -size / 4, 200 + size / 2, -size, 2 * size]) {
      const [wasm, twin] = [wasmKernels, typescriptKernels].map(kernel => {
        const spectrum = new StereoSpectrum(size, 44_100, kernel)
        const bands = emptyBandStatistics()
        return { spectrum, bands, inside: spectrum.accumulate(left, right, start, bands) }
      })
      expect(wasm!.inside).toBe(twin!.inside)
      // Against the largest of mid or side: a part of its own may be next to nothing.
      for (const part of ['mRe', 'mIm', 'sRe', 'sIm'] as const)
        expectAlike(
          [...wasm!.spectrum[part], largest(twin!.spectrum.mRe)],
          [...twin!.spectrum[part], largest(twin!.spectrum.mRe)],
          1e-6,
        )
      for (const part of ['mm', 'ss'] as const) expectAlike(wasm!.bands[part], twin!.bands[part], 2e-6)
      const power = largest(twin!.bands.mm) + largest(twin!.bands.ss)
      expectAlike([...wasm!.bands.ms, power], [...twin!.bands.ms, power], 2e-6)
    }
  })

  test('frames of a rate are as long as that rate wants, down to 8 kHz and up to 192 kHz', () => {
    for (const rate of [8000, 22_050, 96_000, 192_000]) {
      const x = musicLike(40_000, 7)
      const [wasm, twin] = [wasmKernels, typescriptKernels].map(kernel => {
        const bands = emptyBandStatistics()
        new StereoSpectrum(frameSizeFor(rate), rate, kernel).addBands(x, x, 0, bands)
        return bands
      })
      expectAlike(wasm!.mm, twin!.mm, 2e-6)
    }
  })

  test('the side of a mono signal is nothing at all, and so is the mid of its opposite', () => {
    const x = whiteNoise(8192, 8)
    const spectrum = new StereoSpectrum(8192, 44_100, wasmKernels)
    spectrum.frame(x, x, 0)
    expect([...spectrum.sRe, ...spectrum.sIm].every(value => value === 0)).toBe(true)
    spectrum.frame(x, scaled(x, -1), 0)
    expect([...spectrum.mRe, ...spectrum.mIm].every(value => value === 0)).toBe(true)
    expect(largest(spectrum.sRe)).toBeGreaterThan(1)
  })

  test('a right channel 80 dB below the left keeps its power: mm − 2·ms + ss', () => {
    const left = whiteNoise(8192, 19)
    const right = scaled(whiteNoise(8192, 20), 1e-4)
    const powerOf = (a: Float32Array, b: Float32Array) => {
      const { mm, ss, ms } = emptyBandStatistics()
      new StereoSpectrum(8192, 44_100, wasmKernels).addBands(a, b, 0, { mm, ss, ms })
      return mm.map((value, k) => value - 2 * ms[k]! + ss[k]!)
    }
    const expected = powerOf(right, right)
    // Rounding of mid and side is 130 dB below the left channel: 50 dB below the right, 0.6 % of its power.
    powerOf(left, right).forEach((power, k) => {
      expect(Math.abs(power / expected[k]! - 1)).toBeLessThan(0.01)
    })
  })

  test('two of one size and of different rates do not disturb each other', () => {
    const a = musicLike(2048, 9)
    const b = whiteNoise(2048, 10)
    const first = new StereoSpectrum(2048, 8000, wasmKernels)
    const second = new StereoSpectrum(2048, 11_025, wasmKernels)
    const bandsOf = (spectrum: StereoSpectrum, x: Float32Array) => {
      const bands = emptyBandStatistics()
      spectrum.accumulate(x, x, 0, bands)
      return bands.mm
    }
    const alone = bandsOf(first, a)
    const spectrumAlone = first.mRe.slice()
    bandsOf(second, b)
    expect(first.mRe).toEqual(spectrumAlone)
    expect(bandsOf(first, a)).toEqual(alone)
  })

  test('NaN reaches the bands', () => {
    const x = whiteNoise(8192, 11)
    x[4000] = Number.NaN
    const bands = emptyBandStatistics()
    new StereoSpectrum(8192, 44_100, wasmKernels).addBands(x, x, 0, bands)
    expect(bands.mm.every(Number.isNaN)).toBe(true)
  })

  test.each([48, 100, 3])('a size of %i is refused by both', size => {
    for (const kernel of [wasmKernels, typescriptKernels])
      expect(() => kernel.midSideTransform(size)).toThrow(`FFT size must be a power of two ≥ 4, got ${size}`)
  })

  test('sizes too small for vectors are done by the twin', () => {
    const spectra = [wasmKernels, typescriptKernels].map(kernel => {
      const bins = emptyBins(16)
      const transform = kernel.midSideTransform(16)
      transform.transform(whiteNoise(16, 12), whiteNoise(16, 13), 0)
      transform.read(bins)
      return bins
    })
    expect(spectra[0]).toEqual(spectra[1])
  })
})

describe('the 4x grid of the true peak', () => {
  const wasm = wasmKernels.peakGrid()
  const twin = typescriptKernels.peakGrid()
  // Single precision: 24 products.
  const share = 1e-6

  test.each([0, 1, 15, 16, 17, 31, 4095, 4096, 4097, 4096 + 12, 8200])('%i samples', length => {
    for (const x of [whiteNoise(length, 14), musicLike(length, 15)]) {
      expectAlike(wasm.groupPeaks(x), twin.groupPeaks(x), share)
      const last = Math.max(0, Math.ceil(length / groupSize) - 1)
      for (const group of [0, Math.floor(last / 2), last]) {
        const points = [new Float32Array(groupPoints), new Float32Array(groupPoints)]
        wasm.readGroup(x, group, points[0]!)
        twin.readGroup(x, group, points[1]!)
        expectAlike(points[0]!, points[1]!, share)
      }
    }
  })

  test('a sample that is not finite shows in its group, wherever it is', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      for (let at = 4070; at < 4120; at++) {
        const x = whiteNoise(5000, 16)
        x[at] = value
        for (const grid of [wasm, twin])
          expect(Number.isFinite(grid.groupPeaks(x)[Math.floor(at / groupSize)])).toBe(false)
      }
  })

  test('gives both the same true peak and curve', () => {
    for (let seed = 1; seed <= 12; seed++) {
      const channels = [musicLike(30_000, seed), fade(whiteNoise(30_000, seed + 50, 0.1 * seed), 2000)]
      const [a, b] = [truePeakCurve(channels, 44_100, wasm), truePeakCurve(channels, 44_100, twin)]
      expect(a.peak).toBeCloseTo(b.peak, 6)
      expect(a.peak).toBe(truePeak(channels, wasm))
      expectAlike(a.steps, b.steps, share)
    }
  })
})

describe('the octave tree', () => {
  // Single precision in every stage.
  const share = 3e-6

  test.each([16, 32, 64, 128, 256, 512, 1024])('hop %i, whole and broken stretches', hop => {
    for (const frames of [1, 2, 63, 64, 65, 150]) {
      // Some frames end inside of the signal, some after it.
      const left = musicLike(frames * hop - hop / 3, 17)
      const right = whiteNoise(left.length, 18, 0.1)
      for (const channels of [[left], [left, right]]) {
        const expected = octaveTree(channels, hop, frames)
        const found = wasmKernels.octaveTree(channels, hop, frames)
        expect(found.powers).toHaveLength(Math.log2(hop) - 1)
        expectAlike(found.lowest, expected.lowest, share)
        found.powers.forEach((power, stage) => {
          expectAlike(power, expected.powers[stage]!, share)
        })
      }
    }
  })

  test('one sample, no sample, silence', () => {
    for (const x of [Float32Array.of(1), new Float32Array(0), new Float32Array(1000)]) {
      const frames = x.length === 0 ? 0 : 8
      const expected = octaveTree([x], 128, frames)
      const found = wasmKernels.octaveTree([x], 128, frames)
      expectAlike(found.lowest, expected.lowest, share)
      found.powers.forEach((power, stage) => {
        expectAlike(power, expected.powers[stage]!, share)
      })
    }
  })

  test('a hop that is no power of two is refused', () => {
    expect(() => wasmKernels.octaveTree([new Float32Array(10)], 100, 1)).toThrow(
      'hop must be a power of two ≥ 8, got 100',
    )
  })
})

describe('peak and energy of steps', () => {
  const bounds = (...steps: readonly number[]) =>
    Uint32Array.from([0, ...steps.map((_, i) => steps.slice(0, i + 1).reduce((a, b) => a + b, 0))])
  const noise = whiteNoise(20_011, 5, 0.8)

  test.each([
    ['of 10 ms at 44.1 kHz', bounds(...Array.from({ length: 45 }, () => 441), 166)],
    ['of lengths that fill no vector, one of them empty', bounds(1, 2, 3, 0, 5, 7, 1000, 1001, 4003)],
    // Longer than what the kernel takes at a time.
    ['of more than a call', bounds(441, 15_000)],
    ['of none', new Uint32Array(0)],
  ])('%s: the twins agree', (_, boundaries) => {
    const ours = wasmKernels.levelSteps(noise, boundaries)
    const reference = typescriptKernels.levelSteps(noise, boundaries)
    expect(ours.peaks).toEqual(reference.peaks)
    expect(ours.energies).toHaveLength(reference.energies.length)
    // Both sum in double precision, in another order.
    reference.energies.forEach((energy, i) => {
      expect(ours.energies[i]).toBeCloseTo(energy, 9)
    })
  })

  test('a NaN is no peak, and shows in its step alone', () => {
    const x = noise.slice(0, 300)
    x[150] = Number.NaN
    for (const { levelSteps } of [wasmKernels, typescriptKernels]) {
      const { peaks, energies } = levelSteps(x, bounds(100, 100, 100))
      expect([...energies].map(Number.isNaN)).toEqual([false, true, false])
      expect(peaks[1]).toBe(Math.max(...[...x.subarray(100, 200)].filter(v => !Number.isNaN(v)).map(Math.abs)))
    }
  })
})

describe('ugly input', () => {
  test.each(Object.entries(uglyInputs()))('%s: all kernels agree with their twins', (_, { channels, sampleRate }) => {
    const finite = channels.every(channel => channel.every(Number.isFinite))
    const left = channels[0] ?? new Float32Array(0)
    const right = channels[1] ?? left
    if (!finite) return
    expectAlike(wasmKernels.peakGrid().groupPeaks(left), typescriptKernels.peakGrid().groupPeaks(left), 1e-6)
    const frames = Math.ceil(left.length / 128)
    const [wasm, twin] = [wasmKernels.octaveTree([left, right], 128, frames), octaveTree([left, right], 128, frames)]
    // Against the input's own power: the octaves of a constant are rounding alone.
    const power = Math.max(largest(left), largest(right)) ** 2
    wasm.powers.forEach((values, stage) => {
      expectAlike([...values, power], [...twin.powers[stage]!, power], 3e-6)
    })
    const bands = [wasmKernels, typescriptKernels].map(kernel => {
      const into = emptyBandStatistics()
      new StereoSpectrum(1024, sampleRate, kernel).addBands(left, right, 0, into)
      return into
    })
    expectAlike([...bands[0]!.mm, power], [...bands[1]!.mm, power], 2e-6)
    expectAlike([...bands[0]!.ss, power], [...bands[1]!.ss, power], 2e-6)
  })
})

test('a steady tone gives the same statistics wherever its frame lies', () => {
  const x = sine({ hz: 1000, seconds: 1, sampleRate: 44_100 })
  const powers = [0, 1, 777, 4096].map(start => {
    const bands = emptyBandStatistics()
    new StereoSpectrum(8192, 44_100, wasmKernels).addBands(x, x, start, bands)
    return bands.mm.reduce((sum, value) => sum + value, 0)
  })
  for (const power of powers) expect(power).toBeCloseTo(0.5, 5)
})

describe('complex transforms', () => {
  test.each([16, 32, 64, 128, 1024, 2048, 8192, 32_768, 65_536])('%i values', size => {
    const [wasm, twin] = [wasmKernels.complexTransform(size), typescriptKernels.complexTransform(size)]
    // Twice: the second one finds what the first has left behind.
    for (const seed of [21, 22]) {
      for (const { re, im } of [wasm, twin]) {
        re.set(musicLike(size, seed))
        im.set(whiteNoise(size, seed + 10, 0.3))
      }
      wasm.transform()
      twin.transform()
      // Single precision: up to 9 passes of products.
      expectAlike([...wasm.outRe, ...wasm.outIm], [...twin.outRe, ...twin.outIm], 1e-6)
    }
  })

  test('sizes that are no power of two are refused by both, small ones done by the twin', () => {
    for (const kernel of [wasmKernels, typescriptKernels]) {
      expect(() => kernel.complexTransform(48)).toThrow('FFT size must be a power of two ≥ 4, got 48')
      const { re, outRe, transform } = kernel.complexTransform(4)
      re.set([1, 0, 0, 0])
      transform()
      expect([...outRe]).toEqual([1, 1, 1, 1])
    }
  })
})

describe('decimation', () => {
  test.each([0, 1, 2, 3, 5, 7])('%i halvings, inside, across and beyond the ends', halvings => {
    const left = musicLike(60_000, 23)
    const right = whiteNoise(60_000, 24, 0.2)
    for (const from of [0, 1001, -300, 59_000, 70_000, -200_000])
      for (const count of [0, 1, 7, 64, 300, 1100])
        for (const gains of [
          [0.5, 0.5],
          [0.5, -0.5],
        ] as const) {
          const decimation = { left, right, leftGain: gains[0], rightGain: gains[1], from, halvings }
          const [found, expected] = [new Float32Array(count), new Float32Array(count)]
          wasmKernels.decimate(decimation, found)
          typescriptKernels.decimate(decimation, expected)
          // Single precision in every stage, against the input.
          expectAlike([...found, 1], [...expected, 1], 1e-6)
        }
  })

  test('one channel twice is that channel', () => {
    const x = musicLike(20_000, 25)
    const found = new Float32Array(1000)
    wasmKernels.decimate({ left: x, right: x, leftGain: 0.5, rightGain: 0.5, from: 100, halvings: 3 }, found)
    const expected = new Float32Array(1000)
    const copy = x.slice()
    typescriptKernels.decimate({ left: x, right: copy, leftGain: 1, rightGain: 0, from: 100, halvings: 3 }, expected)
    expectAlike(found, expected, 1e-6)
  })
})

test('grid points stay within the weighted mean of two samples and the bends around', () => {
  const x = whiteNoise(4000, 26)
  const bends = x.map((value, n) => Math.abs((x[n - 1] ?? 0) - 2 * value + (x[n + 1] ?? 0)))
  const points = new Float32Array(groupPoints)
  const peakGrid = typescriptKernels.peakGrid()
  let tightest = 0
  for (let group = 2; group < 240; group++) {
    peakGrid.readGroup(x, group, points)
    for (let i = 0; i < groupSize; i++) {
      const at = group * groupSize + i
      const bend = largest(bends.subarray(at - 10, at + 12))
      const most = Math.max(Math.abs(x[at]!), Math.abs(x[at + 1]!)) + gridBend * bend
      for (let j = 1; j < 4; j++) tightest = Math.max(tightest, points[1 + 4 * i + j]! / most)
    }
  }
  expect(tightest).toBeLessThan(1)
  // It is a bound worth having.
  expect(tightest).toBeGreaterThan(0.5)
})

test('groups that are of no use to the steps or the peak are passed over, the others read exactly', () => {
  const x = fade(musicLike(200_000, 27), 20_000)
  const exact = wasmKernels.peakGrid().groupPeaks(x)
  const stepsPerGroup = 1 / 27.5625
  const needs = { steps: new Float32Array(500), stepsPerGroup, highest: 0, share: 0.85 }
  const found = wasmKernels.peakGrid().groupPeaks(x, needs)
  const steps = new Float32Array(500)
  exact.forEach((peak, group) => {
    const step = Math.floor(group * stepsPerGroup)
    steps[step] = Math.max(steps[step]!, peak)
  })
  expect(needs.steps).toEqual(steps)
  expect(needs.highest).toBe(largest(exact))
  let passedOver = 0
  exact.forEach((peak, group) => {
    expect(found[group]).toBeLessThanOrEqual(peak)
    if (found[group] === peak) return
    passedOver++
    expect(peak).toBeLessThan(0.85 * needs.highest)
    expect(peak).toBeLessThanOrEqual(steps[Math.floor(group * stepsPerGroup)]!)
  })
  expect(passedOver).toBeGreaterThan(0.3 * exact.length)
})
