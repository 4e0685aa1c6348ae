/**
 * K-weighting of ITU-R BS.1770-4, Annex 1: a high shelf (the head) and a second-order high-pass ("RLB").
 *
 * The standard tabulates both filters at 48 kHz only. The analogue prototypes below are the ones whose bilinear transform at
 * 48 kHz gives that table back; for any other rate they are transformed again.
 */
import { type BiquadCoefficients, biquadResponse } from './biquad.ts'

const shelf = { hz: 1681.974450955533, q: 0.7071752369554196, gainDb: 3.999843853973347 }
/** Exponent of the shelf's gain at its corner; an exact half would be the symmetric shelf. */
const cornerExponent = 0.4996667741545416
const highpass = { hz: 38.13547087602444, q: 0.5003270373238773 }
const standardRate = 48_000

export interface KWeighting {
  readonly shelf: BiquadCoefficients
  readonly highpass: BiquadCoefficients
}

const prewarped = (hz: number, sampleRate: number) => Math.tan((Math.PI * hz) / sampleRate)

function highpassDenominator(sampleRate: number): number {
  const k = prewarped(highpass.hz, sampleRate)
  return 1 + k / highpass.q + k * k
}

/** Throws RangeError below 8 kHz, where the shelf would not fit under Nyquist. */
export function kWeighting(sampleRate: number): KWeighting {
  if (!(sampleRate >= 8000)) throw new RangeError(`sampleRate must be at least 8000 Hz, got ${sampleRate}`)
  const k = prewarped(shelf.hz, sampleRate)
  const high = 10 ** (shelf.gainDb / 20)
  const corner = high ** cornerExponent
  const a0 = 1 + k / shelf.q + k * k

  const kh = prewarped(highpass.hz, sampleRate)
  const ah0 = highpassDenominator(sampleRate)
  // The standard's numerator is 1, −2, 1, unnormalised: 0.04 dB of pass-band gain at 48 kHz. Other rates keep that gain.
  const gain = highpassDenominator(standardRate) / ah0
  return {
    shelf: {
      b0: (high + (corner * k) / shelf.q + k * k) / a0,
      b1: (2 * (k * k - high)) / a0,
      b2: (high - (corner * k) / shelf.q + k * k) / a0,
      a1: (2 * (k * k - 1)) / a0,
      a2: (1 - k / shelf.q + k * k) / a0,
    },
    highpass: {
      b0: gain,
      b1: -2 * gain,
      b2: gain,
      a1: (2 * (kh * kh - 1)) / ah0,
      a2: (1 - kh / highpass.q + kh * kh) / ah0,
    },
  }
}

const standard = kWeighting(standardRate)

/** |H(f)|² of the weighting as the standard tabulates it (48 kHz), for frequencies below 24 kHz. */
export function kWeightPower(hz: number): number {
  const a = biquadResponse(standard.shelf, hz, standardRate)
  const b = biquadResponse(standard.highpass, hz, standardRate)
  return (a.re * a.re + a.im * a.im) * (b.re * b.re + b.im * b.im)
}

export interface KWeightedBlocks {
  /** Block i spans the samples boundaries[i] … boundaries[i + 1], which every channel has. */
  readonly boundaries: Uint32Array
  /** Per channel; a channel of weight 0 is left out. */
  readonly weights: readonly number[]
  /** One per block; what is there is added to. */
  readonly into: Float64Array
}

/**
 * Adds the channels' K-weighted energies (sums of squares), each times its weight, of consecutive blocks to `into`.
 * The reference for the kernel that `kernels()` hands out.
 */
export function addKWeightedEnergy(
  channels: readonly Float32Array[],
  sampleRate: number,
  { boundaries, weights, into }: KWeightedBlocks,
): void {
  const filter = kWeighting(sampleRate)
  channels.forEach((channel, c) => {
    if (weights[c]) addChannel(channel, filter, { boundaries, weight: weights[c], into })
  })
}

function addChannel(
  input: Float32Array,
  filter: KWeighting,
  { boundaries, weight, into }: { boundaries: Uint32Array; weight: number; into: Float64Array },
): void {
  const {
    shelf: { b0, b1, b2, a1, a2 },
    highpass: { b0: g, a1: c1, a2: c2 },
  } = filter
  let y1 = 0
  let y2 = 0
  let z1 = 0
  let z2 = 0
  for (let block = 0; block + 1 < boundaries.length; block++) {
    const end = boundaries[block + 1]!
    let energy = 0
    for (let n = boundaries[block]!; n < end; n++) {
      // Two transposed direct forms II; the high-pass's numerator is g·(1, −2, 1).
      const x = input[n]!
      const y = b0 * x + y1
      y1 = b1 * x - a1 * y + y2
      y2 = b2 * x - a2 * y
      const u = g * y
      const z = u + z1
      z1 = z2 - 2 * u - c1 * z
      z2 = u - c2 * z
      energy += z * z
    }
    into[block] = into[block]! + weight * energy
    // In silence the states decay towards denormal numbers, which are slow.
    if (Math.abs(y1) + Math.abs(y2) + Math.abs(z1) + Math.abs(z2) < 1e-30) y1 = y2 = z1 = z2 = 0
  }
}
