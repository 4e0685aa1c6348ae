/**
 * Mel spectrograms as networks were trained on them: triangles on a mel scale over the power (or magnitude) of windowed frames,
 * in the logarithm that the network expects. Which of each is the model's choice, so all of it is settings.
 */
import { Fft } from './fft.ts'

export interface LogMelSettings {
  readonly sampleRate: number
  /** Samples per frame, a power of two; the window is a Hann of this length. */
  readonly fft: number
  readonly hop: number
  readonly bands: number
  readonly lowHz: number
  readonly highHz: number
  /** Slaney: linear below 1 kHz (Auditory Toolbox, 1998). HTK: 2595 log10(1 + f / 700) throughout. */
  readonly scale: 'slaney' | 'htk'
  /** `area`: triangles of equal area, 2 / (high − low); `peak`: all as high as one. */
  readonly triangles: 'area' | 'peak'
  /** `periodic` (÷ N) or `symmetric` (÷ N − 1) Hann. */
  readonly window: 'periodic' | 'symmetric'
  readonly power: 1 | 2
  /** `log10(1 + 10000 x)`; `ln(x + 1e-6)`; `10 log10(max(x, 1e-10))`; or nothing. */
  readonly log: 'log10-10000' | 'ln' | 'db' | 'none'
}

/** Frames one behind the other, each of `bands` values from low to high; nothing is padded. Throws RangeError. */
export class LogMel {
  readonly settings: LogMelSettings
  readonly #fft: Fft
  readonly #window: Float64Array
  readonly #triangles: readonly Triangle[]
  readonly #re: Float64Array
  readonly #im: Float64Array

  constructor(settings: LogMelSettings) {
    const { sampleRate, fft, hop, bands, lowHz, highHz } = settings
    if (!(Number.isInteger(hop) && hop > 0)) throw new RangeError(`hop must be a positive integer, got ${hop}`)
    if (!(Number.isInteger(bands) && bands > 0)) throw new RangeError(`bands must be a positive integer, got ${bands}`)
    if (!(lowHz >= 0 && highHz > lowHz && highHz <= sampleRate / 2))
      throw new RangeError(`the range must lie within 0 and ${sampleRate / 2} Hz, got ${lowHz} to ${highHz}`)
    this.settings = settings
    this.#fft = new Fft(fft)
    const span = settings.window === 'periodic' ? fft : fft - 1
    this.#window = Float64Array.from({ length: fft }, (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / span))
    this.#triangles = trianglesOf(settings)
    this.#re = new Float64Array(fft)
    this.#im = new Float64Array(fft)
  }

  /** Frames that fit into so many samples. */
  framesIn(samples: number): number {
    const { fft, hop } = this.settings
    return samples < fft ? 0 : 1 + Math.floor((samples - fft) / hop)
  }

  /** Of one channel at the settings' sample rate. */
  measure(samples: Float32Array): Float32Array {
    const { fft, hop, bands, power } = this.settings
    const frames = this.framesIn(samples.length)
    const out = new Float32Array(frames * bands)
    const spectrum = new Float64Array(fft / 2 + 1)
    for (let frame = 0; frame < frames; frame++) {
      const from = frame * hop
      for (let n = 0; n < fft; n++) this.#re[n] = samples[from + n]! * this.#window[n]!
      this.#im.fill(0)
      this.#fft.transform(this.#re, this.#im)
      for (let k = 0; k < spectrum.length; k++) {
        const energy = this.#re[k]! ** 2 + this.#im[k]! ** 2
        spectrum[k] = power === 2 ? energy : Math.sqrt(energy)
      }
      this.#triangles.forEach(({ first, weights }, band) => {
        let sum = 0
        for (let i = 0; i < weights.length; i++) sum += weights[i]! * spectrum[first + i]!
        out[frame * bands + band] = this.#compressed(sum)
      })
    }
    return out
  }

  #compressed(x: number): number {
    switch (this.settings.log) {
      case 'log10-10000':
        return Math.log10(1 + 10_000 * x)
      case 'ln':
        return Math.log(x + 1e-6)
      case 'db':
        return 10 * Math.log10(Math.max(x, 1e-10))
      case 'none':
        return x
    }
  }
}

interface Triangle {
  /** First bin that it weighs. */
  readonly first: number
  readonly weights: Float64Array
}

function trianglesOf({ sampleRate, fft, bands, lowHz, highHz, scale, triangles }: LogMelSettings): readonly Triangle[] {
  const { toMel, toHz } = scales[scale]
  const [low, high] = [toMel(lowHz), toMel(highHz)]
  const edges = Array.from({ length: bands + 2 }, (_, i) => toHz(low + ((high - low) * i) / (bands + 1)))
  return Array.from({ length: bands }, (_, band) => {
    const [left, centre, right] = [edges[band]!, edges[band + 1]!, edges[band + 2]!]
    const height = triangles === 'area' ? 2 / (right - left) : 1
    const first = Math.max(0, Math.ceil((left * fft) / sampleRate))
    const last = Math.min(fft / 2, Math.floor((right * fft) / sampleRate))
    const weights = Float64Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => {
      const hz = ((first + i) * sampleRate) / fft
      return height * Math.max(0, Math.min((hz - left) / (centre - left), (right - hz) / (right - centre)))
    })
    return { first, weights }
  })
}

/** Slaney's: 3 mel per 200 Hz up to 1 kHz, then 27 mel for every factor of 6.4. */
const perHz = 3 / 200
const bend = 1000
const step = Math.log(6.4) / 27
const scales = {
  slaney: {
    toMel: (hz: number) => (hz < bend ? hz * perHz : bend * perHz + Math.log(hz / bend) / step),
    toHz: (mel: number) => (mel < bend * perHz ? mel / perHz : bend * Math.exp(step * (mel - bend * perHz))),
  },
  htk: {
    toMel: (hz: number) => 2595 * Math.log10(1 + hz / 700),
    toHz: (mel: number) => 700 * (10 ** (mel / 2595) - 1),
  },
} as const
