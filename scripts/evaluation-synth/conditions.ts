/** The same sound as it comes: alone, in a room, with another part leaking in. */
import type { Audio } from '../../node/audio/audio.ts'
import { stereoOf } from '../../node/audio/audio.ts'
import { Fft } from '../../node/dsp/fft.ts'

export const conditions = ['dry', 'reverb', 'bleed'] as const
export type Condition = (typeof conditions)[number]

const reverbSeconds = 1.2
/** Power of the reverberation against the direct sound. */
const wetDb = -9
const bleedDb = -20

/** `other` is what leaks in, looped to the sound's length. */
export function inCondition(audio: Audio, condition: Condition, other: Audio, seed: number): Audio {
  if (condition === 'dry') return audio
  const own = stereoOf(audio)
  if (condition === 'bleed') {
    const leak = stereoOf(other)
    const gain = 10 ** (bleedDb / 20) * (rms(own) / Math.max(1e-9, rms(leak)))
    return { ...audio, channels: own.map((x, c) => x.map((value, n) => value + gain * leak[c]![n % leak[c]!.length]!)) }
  }
  const tail = Math.round(reverbSeconds * audio.sampleRate)
  const channels = own.map((x, c) => {
    const dry = new Float32Array(x.length + tail)
    dry.set(x)
    const wet = convolved(x, impulse(tail, seed + c))
    const gain = 10 ** (wetDb / 20) * (rms([dry]) / Math.max(1e-9, rms([wet])))
    return dry.map((value, n) => value + gain * (wet[n] ?? 0))
  })
  return { ...audio, channels }
}

function rms(channels: readonly (Float32Array | Float64Array)[]): number {
  let sum = 0
  let count = 0
  for (const x of channels) {
    for (const value of x) sum += value * value
    count += x.length
  }
  return Math.sqrt(sum / Math.max(1, count))
}

/** Noise that falls by 60 dB over its length, after 12 ms. */
function impulse(length: number, seed: number): Float64Array {
  let state = (seed * 2654435761 + 12345) >>> 0
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
  const first = Math.round(length / 100)
  return Float64Array.from({ length }, (_, n) => (n < first ? 0 : next() * 10 ** ((-3 * n) / length)))
}

function convolved(x: Float32Array, h: Float64Array): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(x.length + h.length))
  const fft = new Fft(size)
  const [ar, ai, br, bi] = Array.from({ length: 4 }, () => new Float64Array(size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  ar.set(x)
  br.set(h)
  fft.transform(ar, ai)
  fft.transform(br, bi)
  for (let k = 0; k < size; k++) {
    const re = ar[k]! * br[k]! - ai[k]! * bi[k]!
    const im = ar[k]! * bi[k]! + ai[k]! * br[k]!
    ar[k] = re
    // Conjugated: the forward transform of the conjugate is the inverse.
    ai[k] = -im
  }
  fft.transform(ar, ai)
  return Float64Array.from({ length: x.length + h.length }, (_, n) => ar[n]! / size)
}
