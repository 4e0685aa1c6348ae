/**
 * Halves the sample rate with a 15-tap half-band filter (linear phase, every second tap zero): one sum of products gives
 * both the lower and the upper half of the spectrum. Kaiser window, β = 4: what folds back is at least 45 dB down
 * outside 0.16 to 0.34 of the rate.
 */
import { copyAround } from './copy-around.ts'
import { besselI0 } from './window.ts'

/** Samples needed before and after a stretch. */
export const halo = 7

/** Weights of the pairs of samples at ±1, ±3, ±5 and ±7; the centre has ½. */
export const halfBandTaps = designHalfBand()
const [h1, h3, h5, h7] = halfBandTaps

export interface Stretch {
  /** Source; `halo` samples before `from` and after the stretch's end must exist. */
  readonly input: Float32Array
  readonly from: number
  /** Samples written to each output; twice as many are read. */
  readonly count: number
  readonly low: Float32Array
  readonly lowFrom: number
  readonly high: Float32Array
}

/** Writes low and high halves; sample n of both stands at input sample from + 2n: no delay. */
export function splitHalves({ input, from, count, low, lowFrom, high }: Stretch): void {
  // The eight odd neighbours slide through locals: two loads per output instead of nine.
  let b7 = input[from - 7]!
  let b5 = input[from - 5]!
  let b3 = input[from - 3]!
  let b1 = input[from - 1]!
  let a1 = input[from + 1]!
  let a3 = input[from + 3]!
  let a5 = input[from + 5]!
  for (let n = 0, at = from; n < count; n++, at += 2) {
    const a7 = input[at + 7]!
    const middle = 0.5 * input[at]!
    const around = h1 * (b1 + a1) + h3 * (b3 + a3) + h5 * (b5 + a5) + h7 * (b7 + a7)
    low[lowFrom + n] = middle + around
    high[n] = middle - around
    b7 = b5
    b5 = b3
    b3 = b1
    b1 = a1
    a1 = a3
    a3 = a5
    a5 = a7
  }
}

export interface Decimation {
  readonly left: Float32Array
  readonly right: Float32Array
  readonly leftGain: number
  readonly rightGain: number
  /** Sample that the first output stands at; may lie outside of the channels: zeros there. */
  readonly from: number
  readonly halvings: number
}

/**
 * leftGain · left + rightGain · right, its rate halved so many times: output n stands at sample from + n · 2^halvings. The
 * reference for the kernel that `kernels()` hands out.
 */
export function decimate({ left, right, leftGain, rightGain, from, halvings }: Decimation, into: Float32Array): void {
  let margin = marginOf(halvings)
  let signal = new Float32Array(into.length * 2 ** halvings + 2 * margin)
  const other = new Float32Array(signal.length)
  copyAround(left, from - margin, signal)
  copyAround(right, from - margin, other)
  for (let n = 0; n < signal.length; n++) signal[n] = leftGain * signal[n]! + rightGain * other[n]!
  for (let k = 1; k <= halvings; k++) {
    margin = marginOf(halvings - k)
    const count = into.length * 2 ** (halvings - k) + 2 * margin
    const low = new Float32Array(count)
    splitHalves({ input: signal, from: halo, count, low, lowFrom: 0, high: new Float32Array(count) })
    signal = low
  }
  into.set(signal)
}

/** Samples needed on both sides for so many halvings: each takes a halo of its own input. */
export const marginOf = (halvings: number) => halo * (2 ** halvings - 1)

function designHalfBand(): [number, number, number, number] {
  const tap = (k: number) => (Math.sin((Math.PI * k) / 2) / (Math.PI * k)) * besselI0(4 * Math.sqrt(1 - (k / 8) ** 2))
  const taps = [tap(1), tap(3), tap(5), tap(7)] as const
  // The four pairs carry half of the gain at DC, the centre tap the other half.
  const scale = 0.25 / taps.reduce((sum, h) => sum + h, 0)
  return [scale * taps[0], scale * taps[1], scale * taps[2], scale * taps[3]]
}
