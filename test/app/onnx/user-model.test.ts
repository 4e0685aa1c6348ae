/** Graphs that we write ourselves, with the inputs and outputs of models that people have. */
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openUserModel } from '../../../node/app/onnx/user-model.ts'
import { type Graph, onnxModel } from '../../../node/profile/onnx/model.ts'
import { random } from '../../support/beats.ts'
import { mtgMel } from '../../support/mtg-mel.ts'

const folder = mkdtempSync(join(tmpdir(), 'uplift-models-'))
const ofMel = { ...mtgMel, kind: 'log-mel' } as const

/** Each output is a matrix of random numbers times the mean over time. */
function pooling(name: string, dims: readonly (number | string)[], over: number, wide: number, out: number): Graph {
  const uniform = random(3)
  return {
    name: 'same-signature',
    inputs: [{ name, dims }],
    outputs: [{ name: 'embeddings', dims: [dims[0] === 1 ? 1 : 'batch', out] }],
    constants: [
      { name: 'w', shape: [wide, out], values: Float32Array.from({ length: wide * out }, () => uniform() - 0.5) },
    ],
    nodes: [
      { operator: 'ReduceMean', inputs: [name], output: 'mean', attributes: { axes: [over], keepdims: 0 } },
      { operator: 'Flatten', inputs: ['mean'], output: 'flat', attributes: { axis: 1 } },
      { operator: 'MatMul', inputs: ['flat', 'w'], output: 'embeddings' },
    ],
  }
}

const effnet = pooling('melspectrogram', ['batch', 128, 96], 1, 96, 1280)
const musicnn: Graph = {
  ...pooling('model/Placeholder', ['batch', 187, 96], 1, 96, 200),
  inputs: [
    { name: 'model/Placeholder', dims: ['batch', 187, 96] },
    { name: 'model/Placeholder_1', dims: [], type: 'bool' },
  ],
}
const openl3 = pooling('melspectrogram', ['batch', 1, 128, 199], 3, 128, 512)
const waveform = pooling('audio', [1, 16_000, 1], 2, 16_000, 8)

const manifests = {
  effnet: {
    input: { ...ofMel, name: 'melspectrogram', frames: 128, layout: ['patches', 'frames', 'bands'] },
    output: { name: 'embeddings', dimensions: 1280 },
  },
  musicnn: {
    input: { ...ofMel, name: 'model/Placeholder', frames: 187, layout: ['patches', 'frames', 'bands'] },
    constants: { 'model/Placeholder_1': 0 },
    output: { name: 'embeddings', dimensions: 200 },
  },
  openl3: {
    input: {
      ...ofMel,
      name: 'melspectrogram',
      sampleRate: 48_000,
      fft: 2048,
      hop: 242,
      bands: 128,
      highHz: 24_000,
      log: 'db',
      frames: 199,
      layout: ['patches', 'one', 'bands', 'frames'],
    },
    output: { name: 'embeddings', dimensions: 512 },
  },
  waveform: {
    input: { kind: 'waveform', name: 'audio', sampleRate: 16_000, samples: 16_000, layout: ['one', 'samples', 'one'] },
    output: { name: 'embeddings', dimensions: 8 },
  },
} as const

function written(name: string, graph: Graph, manifest: object): string {
  writeFileSync(join(folder, `${name}.onnx`), onnxModel(graph))
  const file = join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify({ version: 1, name, file: `${name}.onnx`, ...manifest }))
  return file
}

const uniform = random(11)
/** Two seconds each of a low and a high tone in noise. */
const audio = {
  sampleRate: 44_100,
  channels: [0, 1].map(() =>
    Float32Array.from({ length: 8 * 44_100 }, (_, n) => {
      const hz = n < 4 * 44_100 ? 110 : 3000
      return 0.5 * Math.sin((2 * Math.PI * hz * n) / 44_100) + 0.02 * (uniform() - 0.5)
    }),
  ),
}
const spans = [
  { startSeconds: 0, endSeconds: 4 },
  { startSeconds: 0, endSeconds: 4 },
  { startSeconds: 4, endSeconds: 8 },
]
const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

test.each([
  ['effnet', effnet],
  ['musicnn', musicnn],
  ['openl3', openl3],
  ['waveform', waveform],
] as const)('a model with the signature of %s hears each section as a unit vector', async (name, graph) => {
  const model = await openUserModel(written(name, graph, manifests[name]))
  const sounds = await model.hear(audio, spans)
  await model.close()
  expect(sounds).toHaveLength(3)
  for (const sound of sounds) {
    expect(sound).toHaveLength(model.dimensions)
    expect(Math.hypot(...sound!)).toBeCloseTo(1, 4)
  }
  expect(cosine(sounds[0]!, sounds[1]!)).toBeCloseTo(1, 5)
  expect(cosine(sounds[0]!, sounds[2]!)).toBeLessThan(0.99)
})

test('audio that is shorter than what the model listens to is not heard', async () => {
  const model = await openUserModel(written('effnet', effnet, manifests.effnet))
  const short = { sampleRate: 44_100, channels: [new Float32Array(10_000)] }
  expect(await model.hear(short, [{ startSeconds: 0, endSeconds: 0.2 }])).toEqual([null])
  await model.close()
})

test.each([
  ['another input', { input: { ...manifests.effnet.input, name: 'mel' } }, /no input "mel", but "melspectrogram"/],
  ['another rank', { input: { ...manifests.effnet.input, layout: ['frames', 'bands'] } }, /3 dimensions, the layout 2/],
  ['another size', { input: { ...manifests.effnet.input, frames: 64 } }, /wants 128 frames, the manifest says 64/],
  ['another output', { output: { name: 'activations', dimensions: 400 } }, /no output "activations"/],
  ['another dimension', { output: { name: 'embeddings', dimensions: 400 } }, /1280 dimensions, the manifest says 400/],
  ['an unknown constant', { constants: { training: 0 } }, /no input "training"/],
] as const)('%s than the model has is refused with both figures', async (_, change, words) => {
  const file = written('refused', effnet, { ...manifests.effnet, ...change })
  await expect(openUserModel(file)).rejects.toMatchObject({
    code: 'MODEL_MISMATCH',
    message: expect.stringMatching(words),
  })
})

test('numbers that are none are refused, whatever they would do to the neighbours', async () => {
  const broken: Graph = {
    ...effnet,
    nodes: [
      ...effnet.nodes.slice(0, 2),
      { operator: 'MatMul', inputs: ['flat', 'w'], output: 'product' },
      { operator: 'Sub', inputs: ['product', 'product'], output: 'zero' },
      { operator: 'Div', inputs: ['zero', 'zero'], output: 'embeddings' },
    ],
  }
  const model = await openUserModel(written('nan', broken, manifests.effnet))
  await expect(model.hear(audio, spans)).rejects.toMatchObject({
    code: 'MODEL_MISMATCH',
    message: expect.stringMatching(/NaN/),
  })
  await model.close()
})

test.each([
  ['no such file', { file: 'nowhere.onnx' }, /cannot be read/],
  ['a range beyond the rate', { input: { ...manifests.effnet.input, highHz: 9000 } }, /8000 Hz/],
  ['a layout without bands', { input: { ...manifests.effnet.input, layout: ['patches', 'frames'] } }, /input\.layout/],
  ['a word too many', { pooling: 'max' }, /Unrecognized key/],
] as const)('a manifest with %s is refused', async (_, change, words) => {
  const file = written('faulty', effnet, { ...manifests.effnet, ...change })
  await expect(openUserModel(file)).rejects.toMatchObject({
    code: 'MANIFEST_INVALID',
    message: expect.stringMatching(words),
  })
})
