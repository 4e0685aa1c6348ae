/**
 * One step of training as one ONNX graph: both patches of each pair through the encoder, the contrast, the way back, and Adam
 * (Kingma & Ba 2015). State goes in and comes out, so that whoever runs it only passes it on.
 */
import { onnxModel } from '../onnx/model.ts'
import { encode, parametersIn, patchBands, patchFrames, weightCount } from './encoder.ts'
import { Tape, type Value } from './tape.ts'

/** How sharply the likeness of a pair is told from that of others: Chen et al. 2020 found 0.1 for unit vectors. */
const temperature = 0.1
const beta1 = 0.9
const beta2 = 0.999
const epsilon = 1e-8

/**
 * "weights", "first", "second" (Adam's moments), "rate" (see `rateAt`), "a" and "b" [pairs, 1, frames, bands]
 * → "loss", "weightsOut", "firstOut", "secondOut", and "gradient".
 */
export function trainingStepModel(pairs: number): Uint8Array {
  if (!(Number.isInteger(pairs) && pairs > 1)) throw new RangeError(`pairs must be an integer above 1, got ${pairs}`)
  const tape = new Tape()
  const list = [weightCount]
  const patch = [pairs, 1, patchFrames, patchBands]
  const weights = tape.input('weights', list)
  const first = tape.input('first', list)
  const second = tape.input('second', list)
  const rate = tape.input('rate', [])
  const parameters = parametersIn(tape, weights)
  const [a, b] = ['a', 'b'].map(name => encode(tape, tape.input(name, patch), parameters))
  const loss = tape.contrast(a!, b!, temperature)
  const parts = tape
    .gradients(loss, parameters)
    .map(each => tape.reshape(each, [each.shape.reduce((x, y) => x * y, 1)]))
  const gradient = tape.plain('Concat', parts, list, { axis: 0 })
  const blended = (before: Value, now: Value, keep: number) =>
    tape.add(tape.scaled(before, keep), tape.scaled(now, 1 - keep))
  const firstOut = blended(first, gradient, beta1)
  const secondOut = blended(second, tape.mul(gradient, gradient), beta2)
  const spread = tape.add(tape.plain('Sqrt', [secondOut], list), tape.scalar(epsilon))
  const change = tape.mul(tape.plain('Div', [firstOut, spread], list), rate)
  const weightsOut = tape.plain('Sub', [weights, change], list)
  return onnxModel(tape.graph('uplift-training-step', { loss, weightsOut, firstOut, secondOut, gradient }))
}

/** Adam's bias correction, for steps counted from 1. */
export const rateAt = (step: number, rate: number) => (rate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step)
