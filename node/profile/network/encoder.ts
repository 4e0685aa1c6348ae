/**
 * The network that is trained on the user's computer: a patch of log-mel spectrogram to a unit vector. Four strided
 * convolutions, the mean over time, one dense layer; about 100,000 weights, 400 kB.
 */
import { onnxModel } from '../onnx/model.ts'
import { unit } from '../vector-index.ts'
import { sizeOf, Tape, type Value } from './tape.ts'

/** Of a patch: 4.1 s at the front end's hop. */
export const patchFrames = 128
export const patchBands = 64
export const patchSize = patchFrames * patchBands
export const soundSize = 64

interface Layer {
  readonly out: number
  readonly size: number
}
/** Each halves time and frequency. */
const layers: readonly Layer[] = [
  { out: 16, size: 5 },
  { out: 32, size: 3 },
  { out: 64, size: 3 },
  { out: 96, size: 3 },
]
const halvings = 2 ** layers.length
const pooledSize = (layers.at(-1)!.out * patchBands) / halvings

/** Shapes of what is learned, in the order in which the weights hold them. */
const shapes: readonly (readonly number[])[] = [
  ...layers.flatMap(({ out, size }, i) => [[out, i === 0 ? 1 : layers[i - 1]!.out, size, size], [out]]),
  [pooledSize, soundSize],
]
export const weightCount = shapes.reduce((sum, shape) => sum + sizeOf(shape), 0)

/** Patches [batch, 1, frames, bands] → unit vectors [batch, soundSize]. */
export function encode(tape: Tape, patches: Value, parameters: readonly Value[]): Value {
  let x = patches
  layers.forEach(({ size }, i) => {
    const [kernel, bias] = [parameters[2 * i]!, parameters[2 * i + 1]!]
    x = tape.relu(tape.conv(x, kernel, bias, { stride: 2, pad: (size - 1) / 2 }))
  })
  return tape.unitRows(tape.matMul(tape.flatten(tape.mean(x, 2)), parameters.at(-1)!))
}

/** The parameters as parts of one list of all weights, which may be a value of the graph. */
export function parametersIn(tape: Tape, weights: Value): readonly Value[] {
  return placesOf().map(({ from, shape }) => {
    const part = tape.reshape(tape.slice(weights, from, from + sizeOf(shape)), shape)
    return { ...part, learns: true }
  })
}

/** He et al. 2015, from standard normal numbers of the caller's; biases start at zero. */
export function firstWeights(normal: () => number): Float32Array {
  const weights = new Float32Array(weightCount)
  for (const { from, shape } of placesOf()) {
    if (shape.length === 1) continue
    const inputs = shape.length === 4 ? sizeOf(shape.slice(1)) : shape[0]!
    for (let i = 0; i < sizeOf(shape); i++) weights[from + i] = normal() * Math.sqrt(2 / inputs)
  }
  return weights
}

/** "patches" [batch, 1, frames, bands] → "sound" [batch, soundSize]. */
export function encoderModel(weights: Float32Array): Uint8Array {
  checkWeights(weights)
  const tape = new Tape()
  const patches = tape.input('patches', [1, 1, patchFrames, patchBands], { batched: true })
  const parameters = placesOf().map(({ from, shape }) =>
    tape.constant(shape, weights.slice(from, from + sizeOf(shape))),
  )
  return onnxModel(tape.graph('uplift-encoder', { sound: encode(tape, patches, parameters) }, { batched: true }))
}

/** What the encoder's graph computes, for one patch. */
export function encoded(weights: Float32Array, patch: Float32Array): Float32Array {
  checkWeights(weights)
  const places = placesOf()
  const part = (i: number) => weights.subarray(places[i]!.from, places[i]!.from + sizeOf(places[i]!.shape))
  let plane: Plane = { channels: 1, height: patchFrames, width: patchBands, values: patch }
  layers.forEach((layer, i) => {
    plane = convolved(plane, part(2 * i), part(2 * i + 1), layer)
  })
  const { channels, height, width, values } = plane
  const pooled = Float32Array.from({ length: channels * width }, (_, i) => {
    const [channel, band] = [Math.floor(i / width), i % width]
    let sum = 0
    for (let t = 0; t < height; t++) sum += values[(channel * height + t) * width + band]!
    return sum / height
  })
  const dense = part(places.length - 1)
  return unit(
    Float32Array.from({ length: soundSize }, (_, d) => {
      let sum = 0
      for (let i = 0; i < pooled.length; i++) sum += pooled[i]! * dense[i * soundSize + d]!
      return sum
    }),
  )
}

interface Plane {
  readonly channels: number
  readonly height: number
  readonly width: number
  readonly values: Float32Array
}

/** In steps of two, then without what is below zero. */
function convolved(x: Plane, kernel: Float32Array, bias: Float32Array, { out, size }: Layer): Plane {
  const [height, width, pad] = [x.height / 2, x.width / 2, (size - 1) / 2]
  const values = new Float32Array(out * height * width)
  for (let o = 0, at = 0; o < out; o++) {
    for (let row = 0; row < height; row++) {
      for (let column = 0; column < width; column++, at++) {
        let sum = bias[o]!
        for (let c = 0; c < x.channels; c++) {
          for (let i = 0; i < size; i++) {
            const r = 2 * row + i - pad
            if (r < 0 || r >= x.height) continue
            for (let j = 0; j < size; j++) {
              const s = 2 * column + j - pad
              if (s < 0 || s >= x.width) continue
              sum += kernel[((o * x.channels + c) * size + i) * size + j]! * x.values[(c * x.height + r) * x.width + s]!
            }
          }
        }
        values[at] = Math.max(0, sum)
      }
    }
  }
  return { channels: out, height, width, values }
}

function placesOf(): readonly { readonly from: number; readonly shape: readonly number[] }[] {
  let from = 0
  return shapes.map(shape => {
    const place = { from, shape }
    from += sizeOf(shape)
    return place
  })
}

function checkWeights(weights: Float32Array): void {
  if (weights.length !== weightCount)
    throw new RangeError(`weights must be ${weightCount} numbers, got ${weights.length}`)
}
