import { expect, test } from 'vitest'
import { folded, periodicities, periodicity, phasors } from '../../node/dsp/autocorrelation.ts'
import { noise } from '../support/beats.ts'

const pulses = (length: number, period: number) => Float32Array.from({ length }, (_, n) => (n % period === 0 ? 1 : 0))

test('two curves in one transform read as each alone', () => {
  const first = noise(0.004, 44_100, 8).map(v => v + 0.2)
  const second = pulses(first.length, 9)
  const both = periodicities(first, second)
  for (const [k, alone] of [periodicity(first), periodicity(second)].entries()) {
    expect(both[k]!.size).toBe(alone.size)
    // The transform is in single precision, against magnitudes of up to 60.
    for (const [n, value] of alone.magnitude.entries()) expect(both[k]!.magnitude[n]!).toBeCloseTo(value, 5)
    for (const [n, value] of alone.correlation.entries()) expect(both[k]!.correlation[n]!).toBeCloseTo(value, 5)
  }
  expect(() => periodicities(first, new Float32Array(3))).toThrow('curves must have one length')
})

test('equals the slow sums of spectrum and autocorrelation', () => {
  const curve = noise(0.003, 44_100, 5)
  const { magnitude, size, correlation } = periodicity(curve)
  const mean = curve.reduce((a, b) => a + b, 0) / curve.length
  const x = Array.from(curve, v => v - mean)
  for (const k of [0, 1, 17, size / 2]) {
    let re = 0
    let im = 0
    x.forEach((v, n) => {
      re += v * Math.cos((2 * Math.PI * k * n) / size)
      im -= v * Math.sin((2 * Math.PI * k * n) / size)
    })
    // Single precision.
    expect(magnitude[k]!).toBeCloseTo(Math.hypot(re, im), 5)
  }
  const variance = x.reduce((sum, v) => sum + v * v, 0) / x.length
  for (const lag of [0, 1, 5, correlation.length - 1]) {
    let sum = 0
    for (let n = 0; n + lag < x.length; n++) sum += x[n]! * x[n + lag]!
    expect(correlation[lag]!).toBeCloseTo(sum / (x.length - lag) / variance, 5)
  }
})

test('pulses correlate fully at their period and its multiples, not between', () => {
  const { correlation } = periodicity(pulses(1000, 20))
  expect(correlation[20]!).toBeCloseTo(1, 6)
  expect(correlation[400]!).toBeCloseTo(1, 6)
  expect(correlation[10]!).toBeLessThan(0)
})

test('scaling and offsetting the curve leave the correlation alone', () => {
  const curve = noise(0.01, 44_100, 6)
  const a = periodicity(curve).correlation
  const b = periodicity(curve.map(v => 5 * v + 3)).correlation
  for (let lag = 0; lag < a.length; lag++) expect(b[lag]!).toBeCloseTo(a[lag]!, 4) // Float32 after the offset
})

test.each([[new Float32Array(0)], [Float32Array.of(1)], [new Float32Array(100).fill(0.7)], [new Float32Array(64)]])(
  'a curve without any change (case %#) has no correlation, and no NaN',
  curve => {
    const { magnitude, correlation } = periodicity(curve)
    for (const v of correlation) expect(v).toBe(0)
    for (const v of magnitude) expect(Number.isFinite(v)).toBe(true)
  },
)

test('phasors of stretches add up to the transform of the whole', () => {
  const curve = noise(0.02, 44_100, 7)
  const frequency = 0.0137
  const { re, im } = phasors(curve, frequency, 9)
  let wholeRe = 0
  let wholeIm = 0
  curve.forEach((v, n) => {
    wholeRe += v * Math.cos(2 * Math.PI * frequency * n)
    wholeIm -= v * Math.sin(2 * Math.PI * frequency * n)
  })
  expect(re.reduce((a, b) => a + b)).toBeCloseTo(wholeRe, 9)
  expect(im.reduce((a, b) => a + b)).toBeCloseTo(wholeIm, 9)
})

test('folding finds pulses at their phase when the period is no whole number of samples', () => {
  const period = 148.37
  const curve = new Float32Array(20_000)
  for (let k = 0; 40 + k * period < curve.length; k++) curve[Math.round(40 + k * period)] = 1
  const fold = folded(curve, period)
  const peak = fold.indexOf(Math.max(...fold))
  expect(Math.abs((peak * period) / fold.length - 40)).toBeLessThanOrEqual(1) // one phase
})

test('folding a constant gives the constant, and periods under two samples are refused', () => {
  for (const v of folded(new Float32Array(500).fill(2), 7.3)) expect(v).toBeCloseTo(2, 6)
  expect(() => folded(new Float32Array(10), 1)).toThrow('period must be at least 2 samples, got 1')
})
