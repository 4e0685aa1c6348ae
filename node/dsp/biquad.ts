/**
 * Second-order sections after R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients",
 * normalised so that a0 = 1: y = b0·x + b1·x₁ + b2·x₂ − a1·y₁ − a2·y₂.
 */
export interface BiquadCoefficients {
  readonly b0: number
  readonly b1: number
  readonly b2: number
  readonly a1: number
  readonly a2: number
}

export interface FilterSettings {
  readonly type: 'lowpass' | 'highpass' | 'lowshelf' | 'highshelf' | 'bell' | 'notch'
  readonly hz: number
  readonly q: number
  /** Bell and shelves only, dB. */
  readonly gainDb?: number
}

/** Corners above 0.49·fs are moved there: a filter cannot sit above Nyquist. */
export function designBiquad({ type, hz, q, gainDb = 0 }: FilterSettings, sampleRate: number): BiquadCoefficients {
  if (!(hz > 0)) throw new RangeError(`filter frequency must be positive, got ${hz} Hz`)
  if (!(q > 0)) throw new RangeError(`filter Q must be positive, got ${q}`)
  const w0 = 2 * Math.PI * Math.min(hz / sampleRate, 0.49)
  const cos = Math.cos(w0)
  const alpha = Math.sin(w0) / (2 * q)
  const A = 10 ** (gainDb / 40)
  const normalised = (b0: number, b1: number, b2: number, a0: number, a1: number, a2: number) => ({
    b0: b0 / a0,
    b1: b1 / a0,
    b2: b2 / a0,
    a1: a1 / a0,
    a2: a2 / a0,
  })
  switch (type) {
    case 'lowpass':
      return normalised((1 - cos) / 2, 1 - cos, (1 - cos) / 2, 1 + alpha, -2 * cos, 1 - alpha)
    case 'highpass':
      return normalised((1 + cos) / 2, -(1 + cos), (1 + cos) / 2, 1 + alpha, -2 * cos, 1 - alpha)
    case 'notch':
      return normalised(1, -2 * cos, 1, 1 + alpha, -2 * cos, 1 - alpha)
    case 'bell':
      return normalised(1 + alpha * A, -2 * cos, 1 - alpha * A, 1 + alpha / A, -2 * cos, 1 - alpha / A)
    case 'lowshelf': {
      const s = 2 * Math.sqrt(A) * alpha
      return normalised(
        A * (A + 1 - (A - 1) * cos + s),
        2 * A * (A - 1 - (A + 1) * cos),
        A * (A + 1 - (A - 1) * cos - s),
        A + 1 + (A - 1) * cos + s,
        -2 * (A - 1 + (A + 1) * cos),
        A + 1 + (A - 1) * cos - s,
      )
    }
    case 'highshelf': {
      const s = 2 * Math.sqrt(A) * alpha
      return normalised(
        A * (A + 1 + (A - 1) * cos + s),
        -2 * A * (A - 1 + (A + 1) * cos),
        A * (A + 1 + (A - 1) * cos - s),
        A + 1 - (A - 1) * cos + s,
        2 * (A - 1 - (A + 1) * cos),
        A + 1 - (A - 1) * cos - s,
      )
    }
  }
}

/** Complex frequency response at `hz`. */
export function biquadResponse(c: BiquadCoefficients, hz: number, sampleRate: number): { re: number; im: number } {
  const w = (2 * Math.PI * hz) / sampleRate
  const c1 = Math.cos(w)
  const s1 = Math.sin(w)
  const c2 = Math.cos(2 * w)
  const s2 = Math.sin(2 * w)
  const nr = c.b0 + c.b1 * c1 + c.b2 * c2
  const ni = -(c.b1 * s1 + c.b2 * s2)
  const dr = 1 + c.a1 * c1 + c.a2 * c2
  const di = -(c.a1 * s1 + c.a2 * s2)
  const d = dr * dr + di * di
  return { re: (nr * dr + ni * di) / d, im: (ni * dr - nr * di) / d }
}

/** A running filter: double-precision state kept between blocks (transposed direct form II). */
export class Biquad {
  readonly #c: BiquadCoefficients
  #z1 = 0
  #z2 = 0

  constructor(coefficients: BiquadCoefficients) {
    this.#c = coefficients
  }

  reset(): void {
    this.#z1 = 0
    this.#z2 = 0
  }

  /** Filters `input` into `output` (may be the same array). */
  process(input: Float32Array, output: Float32Array = input): void {
    const { b0, b1, b2, a1, a2 } = this.#c
    let z1 = this.#z1
    let z2 = this.#z2
    for (let n = 0; n < input.length; n++) {
      const x = input[n]!
      const y = b0 * x + z1
      z1 = b1 * x - a1 * y + z2
      z2 = b2 * x - a2 * y
      output[n] = y
    }
    // Below this the tail is inaudible and denormal arithmetic is slow.
    this.#z1 = Math.abs(z1) < 1e-30 ? 0 : z1
    this.#z2 = Math.abs(z2) < 1e-30 ? 0 : z2
  }
}
