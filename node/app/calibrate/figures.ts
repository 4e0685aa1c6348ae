/** What a recording of the calibration signal says of the device it went through: the laws' own numbers, in closed form. */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import { gainToDb, powerToDb } from '../../dsp/decibel.ts'
import { Fft, hann } from '../../dsp/fft.ts'
import type { FigureKind } from './rows.ts'
import { bursts, calibrationRate, loudDb, noise, type Stretch, softDb, stairs } from './signal.ts'

export interface Figure {
  readonly name: string
  readonly unit: 'dB' | 'Hz' | 'ms' | 'dB/octave' | ':1' | ''
  /** null: not to be read out of this recording. */
  readonly value: number | null
}

type Channels = readonly [Float32Array, Float32Array]

/** Both begin at the signal's first sample. */
export function figuresOf(kind: FigureKind, signal: Audio, recording: Audio): Figure[] {
  const [sent, got] = [stereoOf(signal), stereoOf(recording)]
  if (kind === 'dynamics') return dynamics(got)
  const mid = response(sent, got, 1)
  const side = response(sent, got, -1)
  const dB = (name: string, value: number | null): Figure => ({ name, unit: 'dB', value })
  const Hz = (name: string, value: number | null): Figure => ({ name, unit: 'Hz', value })
  switch (kind) {
    case 'level':
      return [dB('gain', mean(mid, 100, 10_000))]
    case 'width':
      return [dB('mid', mean(mid, 100, 10_000)), dB('side', mean(side, 100, 10_000))]
    case 'bass-mono':
      return [Hz('corner (side −6 dB)', crossing(side, -6, 20, 2000)), slopeOf(side, 40)]
    case 'low-cut':
      return [Hz('corner (−3 dB)', crossing(mid, -3, 20, 2000)), slopeOf(mid, 60)]
    case 'shelf': {
      const plateau = mean(mid, 20, 40)
      return [dB('shelf', plateau), Hz('half way', plateau === null ? null : crossing(mid, plateau / 2, 40, 5000))]
    }
    case 'bell':
      return bellOf(mid)
  }
}

const size = 16_384
const hzPerBin = calibrationRate / size

/** Gain in dB per bin, smoothed over a twelfth of an octave; `sign`: mid or side. */
function response(sent: Channels, got: Channels, sign: 1 | -1): Float64Array {
  const fft = new Fft(size)
  const window = hann(size)
  const cross = new Float64Array(size / 2)
  const power = new Float64Array(size / 2)
  for (let start = noise.from; start + size <= noise.to; start += size / 2) {
    const [x, y] = [sent, got].map(([left, right]) => {
      const re = Float64Array.from(
        { length: size },
        (_, n) => window[n]! * (left[start + n]! + sign * right[start + n]!),
      )
      const im = new Float64Array(size)
      fft.transform(re, im)
      return { re, im }
    }) as [Spectrum, Spectrum]
    for (let k = 0; k < size / 2; k++) {
      power[k]! += x.re[k]! ** 2 + x.im[k]! ** 2
      cross[k]! += y.re[k]! ** 2 + y.im[k]! ** 2
    }
  }
  return Float64Array.from({ length: size / 2 }, (_, k) => {
    const reach = Math.max(1, Math.round(k * (2 ** (1 / 24) - 1)))
    let [above, below] = [0, 0]
    for (let j = Math.max(1, k - reach); j <= Math.min(size / 2 - 1, k + reach); j++) {
      above += cross[j]!
      below += power[j]!
    }
    return powerToDb(above / below)
  })
}

interface Spectrum {
  readonly re: Float64Array
  readonly im: Float64Array
}

const bin = (hz: number) => Math.round(hz / hzPerBin)

function mean(curve: Float64Array, fromHz: number, toHz: number): number | null {
  const part = curve.subarray(bin(fromHz), bin(toHz) + 1)
  const value = part.reduce((sum, db) => sum + db, 0) / part.length
  return Number.isFinite(value) ? value : null
}

/** Hz where the curve first passes a level; null: it does not. */
function crossing(curve: Float64Array, db: number, fromHz: number, toHz: number): number | null {
  for (let k = bin(fromHz); k < bin(toHz); k++) {
    const [a, b] = [curve[k]!, curve[k + 1]!]
    if (a < db !== b < db) return (k + (db - a) / (b - a)) * hzPerBin
  }
  return null
}

/** Steepness in the octave above `hz`. */
function slopeOf(curve: Float64Array, hz: number): Figure {
  return { name: 'slope', unit: 'dB/octave', value: curve[bin(2 * hz)]! - curve[bin(hz)]! }
}

/** Centre, gain, and Q from the width at half the gain in dB (the cookbook's definition). */
function bellOf(curve: Float64Array): Figure[] {
  let top = bin(30)
  for (let k = top; k < bin(20_000); k++) if (curve[k]! > curve[top]!) top = k
  const gain = curve[top]!
  let [low, high] = [top, top]
  while (low > 1 && curve[low]! > gain / 2) low--
  while (high < curve.length - 1 && curve[high]! > gain / 2) high++
  const octaves = Math.log2(high / low)
  // RBJ: 1/Q = 2·sinh(ln 2/2 · octaves).
  const q = 1 / (2 * Math.sinh((Math.LN2 / 2) * octaves))
  const centre = Math.sqrt(low * high) * hzPerBin
  return [
    { name: 'centre', unit: 'Hz', value: centre },
    { name: 'gain', unit: 'dB', value: gain },
    { name: 'Q', unit: '', value: q },
  ]
}

/** Peak level of a tone over a stretch of whole periods, dBFS. */
const levelOf = ([left]: Channels, { from, to }: Stretch): number => {
  let sum = 0
  for (let n = from; n < to; n++) sum += left[n]! ** 2
  return gainToDb(Math.sqrt((2 * sum) / (to - from)))
}

const ms = calibrationRate / 1000

/** Threshold, ratio and knee from the staircase; attack and release from the bursts, to 63 % of the way in dB. */
function dynamics(got: Channels): Figure[] {
  const gains = stairs.map(({ db, from, to }) => levelOf(got, { from: to - Math.round((to - from) / 3), to }) - db)
  const free = gains[0]!
  const slope = (gains.at(-1)! - gains.at(-3)!) / 6 + 1
  const top = stairs.at(-2)!.db
  // Where the line through the top meets the untouched gain.
  const threshold = slope < 0.99 ? top - (gains.at(-2)! - free) / (slope - 1) : null
  const knee = threshold === null ? null : (8 * (free - at(gains, threshold))) / (1 - slope)
  return [
    { name: 'gain below', unit: 'dB', value: free },
    { name: 'threshold of a tone', unit: 'dB', value: threshold },
    { name: 'ratio', unit: ':1', value: slope > 0.01 ? 1 / slope : null },
    { name: 'knee', unit: 'dB', value: knee },
    { name: 'attack', unit: 'ms', value: timeOf(got, 'loud') },
    { name: 'release', unit: 'ms', value: timeOf(got, 'soft') },
  ]
}

/** Between two steps, straight. */
function at(gains: readonly number[], db: number): number {
  const place = Math.min(gains.length - 1.001, Math.max(0, (db - stairs[0]!.db) / 3))
  const k = Math.floor(place)
  return gains[k]! + (place - k) * (gains[k + 1]! - gains[k]!)
}

/** Mean over the bursts behind the first. null: the gain hardly moves. */
function timeOf(got: Channels, part: 'loud' | 'soft'): number | null {
  const times = bursts.slice(1).map(burst => {
    const { from, to } = burst[part]
    const input = part === 'loud' ? loudDb : softDb
    const gain = (n: number) => levelOf(got, { from: n, to: n + ms }) - input
    const end = gain(to - 20 * ms)
    const begin = part === 'loud' ? gainBefore(got, from) : gainAtEnd(got, burst.loud)
    if (Math.abs(end - begin) < 1) return null
    const goal = begin + (1 - Math.exp(-1)) * (end - begin)
    let before = begin
    for (let n = from; n + ms <= to; n += ms) {
      const now = gain(n)
      if (end < begin ? now <= goal : now >= goal) return (n - from) / ms + (goal - before) / (now - before || 1)
      before = now
    }
    return null
  })
  const known = times.filter(time => time !== null)
  return known.length === 0 ? null : known.reduce((sum, time) => sum + time, 0) / known.length
}

const gainBefore = (got: Channels, n: number) => levelOf(got, { from: n - 20 * ms, to: n - ms }) - softDb
const gainAtEnd = (got: Channels, { to }: Stretch) => levelOf(got, { from: to - 20 * ms, to: to - ms }) - loudDb
