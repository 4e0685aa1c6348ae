import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OnnxRunner, openOnnx } from '../../../node/app/onnx/runtime.ts'
import {
  encoded,
  encoderModel,
  firstWeights,
  patchBands,
  patchFrames,
  patchSize,
  soundSize,
  weightCount,
} from '../../../node/profile/network/encoder.ts'
import { rateAt, trainingStepModel } from '../../../node/profile/network/training-step.ts'
import { random } from '../../support/beats.ts'

const pairs = 4
const uniform = random(7)
/** Close enough to normal for weights and patches. */
const normal = () => uniform() + uniform() + uniform() - uniform() - uniform() - uniform()
const weights: Float32Array = firstWeights(normal)
const dims = [pairs, 1, patchFrames, patchBands]
const noise = () => Float32Array.from({ length: pairs * patchSize }, normal)
const [a, b] = [noise(), noise()]

let step: OnnxRunner
beforeAll(async () => {
  step = await openOnnx(trainingStepModel(pairs), { threads: 1 })
})
afterAll(() => step.close())

const list = (data: Float32Array) => ({ dims: [weightCount], data })
const zeros: Float32Array = new Float32Array(weightCount)
const once = (at: Float32Array, rate = 0, first = zeros, second = zeros) =>
  step.run({
    weights: list(at),
    first: list(first),
    second: list(second),
    rate: { dims: [], data: Float32Array.of(rate) },
    a: { dims, data: a },
    b: { dims, data: b },
  })

const rowsOf = (data: Float32Array, size: number) =>
  Array.from({ length: data.length / size }, (_, i) => data.subarray(i * size, (i + 1) * size))
const largest = (x: ArrayLike<number>, y: ArrayLike<number>) =>
  Math.max(...Array.from({ length: x.length }, (_, i) => Math.abs(x[i]! - y[i]!)))

describe('the encoder', () => {
  test('onnxruntime and the twin in TypeScript agree', async () => {
    const runner = await openOnnx(encoderModel(weights), { threads: 1 })
    const { sound } = await runner.run({ patches: { dims, data: a } })
    await runner.close()
    expect(sound!.dims).toEqual([pairs, soundSize])
    rowsOf(a, patchSize).forEach((patch, i) => {
      const twin = encoded(weights, patch)
      // Single precision, over sums of up to 576 products.
      expect(largest(twin, rowsOf(sound!.data, soundSize)[i]!)).toBeLessThan(1e-5)
      expect(Math.hypot(...twin)).toBeCloseTo(1, 5)
    })
  })
})

describe('a training step', () => {
  test('the loss is the contrast of what the twin encodes', async () => {
    const { loss } = await once(weights)
    const [x, y] = [a, b].map(patches => rowsOf(patches, patchSize).map(patch => encoded(weights, patch)))
    const likeness = x!.map(u => y!.map(v => u.reduce((sum, value, d) => sum + value * v[d]!, 0) / 0.1))
    const crossEntropy = (rows: readonly (readonly number[])[]) =>
      rows.reduce((sum, row, i) => sum + Math.log(row.reduce((all, s) => all + Math.exp(s), 0)) - row[i]!, 0) / pairs
    const columns = likeness.map((_, j) => likeness.map(row => row[j]!))
    expect(loss!.data[0]).toBeCloseTo((crossEntropy(likeness) + crossEntropy(columns)) / 2, 3)
  })

  test('the gradient is the slope of the loss, layer by layer', async () => {
    const { gradient } = await once(weights)
    // Kernel and bias of each layer, then the dense one.
    const ends = [400, 416, 5024, 5056, 23488, 23552, 78848, 78944, weightCount]
    let from = 0
    for (const to of ends) {
      const direction = zeros.slice()
      for (let i = from; i < to; i++) direction[i] = gradient!.data[i]!
      const length = Math.hypot(...direction.subarray(from, to))
      expect(length).toBeGreaterThan(0)
      const along = async (distance: number) =>
        (await once(weights.map((w, i) => w + (distance * direction[i]!) / length))).loss!.data[0]!
      // Small enough for a straight line, large enough for single precision; a ReLU that turns in between costs a little.
      const h = 0.002
      const slope = ((await along(h)) - (await along(-h))) / (2 * h)
      expect(Math.abs(slope - length) / length).toBeLessThan(0.05)
      from = to
    }
  })

  test('the first step of Adam goes by the rate, against the gradient, whatever its size', async () => {
    const { gradient, weightsOut, firstOut, secondOut } = await once(weights, rateAt(1, 1e-3))
    for (let i = 0; i < weightCount; i += 997) {
      const g = gradient!.data[i]!
      if (Math.abs(g) < 1e-4) continue
      expect(weights[i]! - weightsOut!.data[i]!).toBeCloseTo(1e-3 * Math.sign(g), 5)
      expect(firstOut!.data[i]).toBeCloseTo(0.1 * g, 6)
      expect(secondOut!.data[i]).toBeCloseTo(0.001 * g * g, 6)
    }
  })

  test('steps on the same pairs learn them', async () => {
    let state: Record<'at' | 'first' | 'second', Float32Array> = { at: weights, first: zeros, second: zeros }
    const losses: number[] = []
    for (let i = 1; i <= 12; i++) {
      const out = await once(state.at, rateAt(i, 2e-3), state.first, state.second)
      losses.push(out.loss!.data[0]!)
      state = { at: out.weightsOut!.data, first: out.firstOut!.data, second: out.secondOut!.data }
    }
    expect(losses.at(-1)!).toBeLessThan(losses[0]! / 2)
  })
})
