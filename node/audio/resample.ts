/** Sample rate conversion by a windowed sinc in polyphase form (Crochiere & Rabiner, 1983, ch. 4). */
import { besselI0 } from '../dsp/window.ts'
import { type Audio, frameCount } from './audio.ts'

/**
 * Zero crossings of the sinc on each side, at the lower of both rates. 64 make a transition of 5 % of that rate at
 * 100 dB: the pass band ends at 19.85 kHz for 44.1 kHz and the stop band begins at its Nyquist frequency.
 */
const crossings = 64
/** Kaiser window for 100 dB: β = 0.1102 (A − 8.7). */
const beta = 0.1102 * (100 - 8.7)
/** Kaiser's length formula solved for the transition: Δf = (A − 7.95) / (14.36 · taps), as a fraction of the lower rate. */
const transition = (100 - 7.95) / (14.36 * 2 * crossings)
/** Above this many phases (odd rates such as 44 056 Hz) rows are interpolated, at an error below −120 dB. */
const maximumPhases = 1024

/**
 * `audio` at `targetRate` Hz: every channel round(n · target / source) frames long, group delay compensated, so that
 * an event keeps its time. Beyond both ends the signal counts as silence. Returns the same object when the rates agree.
 */
export function resample(audio: Audio, targetRate: number): Audio {
  if (!(targetRate > 0 && Number.isFinite(targetRate))) {
    throw new RangeError(`targetRate must be a positive number of Hz, got ${targetRate}`)
  }
  if (targetRate === audio.sampleRate) return audio
  const filter = designFilter(audio.sampleRate, targetRate)
  const frames = Math.round((frameCount(audio) * targetRate) / audio.sampleRate)
  return { sampleRate: targetRate, channels: audio.channels.map(channel => convolve(channel, frames, filter)) }
}

interface PolyphaseFilter {
  /** Source frames per target frame, as a fraction. */
  readonly step: number
  readonly per: number
  /** Every output instant falls on a phase; otherwise it falls between two. */
  readonly isExact: boolean
  readonly taps: number
  readonly phases: number
  /** phases + 1 rows of taps; the last row is the first one shifted by a frame, for interpolation. */
  readonly rows: Float64Array
}

function designFilter(from: number, to: number): PolyphaseFilter {
  const areWhole = Number.isInteger(from) && Number.isInteger(to)
  const divisor = areWhole ? greatestCommonDivisor(from, to) : 1
  const per = to / divisor
  const isExact = areWhole && per <= maximumPhases
  const phases = isExact ? per : maximumPhases
  const lowest = Math.min(1, to / from)
  const cutoff = lowest * (1 - transition) // the middle of the transition, relative to the source's Nyquist frequency
  const half = 2 * Math.ceil(crossings / lowest / 2)
  const taps = 2 * half
  const rows = new Float64Array((phases + 1) * taps)
  for (let phase = 0; phase <= phases; phase++) {
    const row = rows.subarray(phase * taps, (phase + 1) * taps)
    let sum = 0
    for (let tap = 0; tap < taps; tap++) {
      const t = tap - (half - 1) - phase / phases // distance from the output instant, in source frames
      sum += row[tap] = cutoff * sinc(cutoff * t) * kaiser(t / half)
    }
    // A gain of exactly 1 at 0 Hz in each phase, or DC would turn into a tone at the phase rate.
    for (let tap = 0; tap < taps; tap++) row[tap]! /= sum
  }
  return { step: from / divisor, per, isExact, taps, phases, rows }
}

function convolve(x: Float32Array, frames: number, filter: PolyphaseFilter): Float32Array {
  const { step, per, isExact, taps, phases, rows } = filter
  const padding = taps >> 1
  const padded = new Float64Array(x.length + 2 * taps)
  padded.set(x, padding)
  const out = new Float32Array(frames)
  for (let n = 0; n < frames; n++) {
    const whole = Math.floor((n * step) / per)
    const phase = ((n * step - whole * per) / per) * phases
    const row = isExact ? Math.round(phase) : Math.floor(phase)
    const first = whole + 1 // of the padded signal: whole − (padding − 1) + padding
    let value = dot(padded, first, rows, row * taps, taps)
    if (!isExact) value += (phase - row) * (dot(padded, first, rows, (row + 1) * taps, taps) - value)
    out[n] = value
  }
  return out
}

/** Four running sums keep the adder busy (1.6 times as fast as one); `taps` is a multiple of 4. */
function dot(x: Float64Array, at: number, rows: Float64Array, row: number, taps: number): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  for (let i = row, j = at; i < row + taps; i += 4, j += 4) {
    a += x[j]! * rows[i]!
    b += x[j + 1]! * rows[i + 1]!
    c += x[j + 2]! * rows[i + 2]!
    d += x[j + 3]! * rows[i + 3]!
  }
  return a + b + c + d
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x))

const kaiser = (x: number) => (x * x >= 1 ? 0 : besselI0(beta * Math.sqrt(1 - x * x)) / besselI0(beta))
