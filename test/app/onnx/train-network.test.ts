import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCheckpoint, writeCheckpoint } from '../../../node/app/onnx/checkpoint.ts'
import { floatsText, readSounds, writeSounds } from '../../../node/app/onnx/sound-store.ts'
import { trainEncoder } from '../../../node/app/onnx/train-encoder.ts'
import { patchSize, soundSize, weightCount } from '../../../node/profile/network/encoder.ts'
import { heldOutGain } from '../../../node/profile/network/held-out.ts'
import { random } from '../../support/beats.ts'

const folder = mkdtempSync(join(tmpdir(), 'uplift-network-'))
const uniform = random(5)

/** Tracks whose patches share a pattern of bands. */
const tracks = Array.from({ length: 6 }, (_, track) =>
  Array.from({ length: 3 }, () =>
    Float32Array.from(
      { length: patchSize },
      (_, i) => Math.sin(((i % 64) * (track + 1)) / 5) + 0.2 * (uniform() - 0.5),
    ),
  ),
)

test('the same seed gives the same weights, and a broken-off run goes on to what it would have become', async () => {
  const file = join(folder, 'training.json')
  const run = { seed: 3, steps: 55, hashes: ['b', 'a'] }
  const whole = await trainEncoder(tracks, {
    ...run,
    threads: 1,
    onCheckpoint: state => writeCheckpoint(file, run, state),
  })
  expect(whole.loss).toBeLessThan(Math.log(6))
  const from = await readCheckpoint(file, { ...run, hashes: ['a', 'b'] })
  expect(from!.step).toBe(50)
  const resumed = await trainEncoder(tracks, { ...run, threads: 1, from })
  expect(resumed.weights).toEqual(whole.weights)
  expect(await readCheckpoint(file, { ...run, seed: 4 })).toBeNull()
  writeFileSync(file, '{"step":')
  expect(await readCheckpoint(file, run)).toBeNull()
})

test('cancelling ends a training with its reason', async () => {
  const controller = new AbortController()
  const training = trainEncoder(tracks, {
    seed: 1,
    steps: 1000,
    threads: 1,
    signal: controller.signal,
    onProgress: ({ step }) => step === 2 && controller.abort(new Error('enough')),
  })
  await expect(training).rejects.toThrow('enough')
})

test('what was heard is kept as directions, and is not used with another version', async () => {
  const vector = Float32Array.from({ length: soundSize }, () => uniform() - 0.5)
  const length = Math.hypot(...vector)
  const weights = new Float32Array(weightCount).fill(0.01)
  const model = { kind: 'network', weights: floatsText(weights), tracks: 60, steps: 10, seed: 1 } as const
  const space = { share: 0.35, dimensions: soundSize, vectors: new Map([['one', [vector, null]]]) }
  await writeSounds('mine', { model, space }, folder)
  const kept = await readSounds('mine', folder)
  const [first, second] = kept!.space.vectors.get('one')!
  expect(second).toBeNull()
  // 8 bits: half a step of 1/127 of the largest entry in each of 64.
  expect(first!.reduce((sum, value, i) => sum + (value * vector[i]!) / length, 0)).toBeGreaterThan(0.9999)
  expect(await readSounds('other', folder)).toBeNull()
  expect(kept!.model).toEqual(model)
})

test('held-out tracks tell a help from none, and too few tell nothing', () => {
  const noisy = (of: number, noise: number) =>
    Array.from({ length: 3 }, () =>
      Float32Array.from({ length: 20 }, (_, i) => (i === of ? 1 : 0) + noise * (uniform() - 0.5)),
    )
  const held = (noise: number, better: number) =>
    Array.from({ length: 16 }, (_, i) => ({ before: noisy(i, noise), after: noisy(i, better) }))
  const helped = heldOutGain(held(3, 0.1), uniform)!
  expect(helped.after).toBe(1)
  expect(helped.low).toBeGreaterThan(0)
  const same = held(3, 3).map(({ before }) => ({ before, after: before }))
  expect(heldOutGain(same, uniform)).toMatchObject({ low: 0, high: 0 })
  expect(heldOutGain(held(3, 0.1).slice(0, 9), uniform)).toBeNull()
})
