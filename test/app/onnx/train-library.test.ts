/** From files to a vote: what a library must be for a network, and when it gets one. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { networkShare } from '../../../node/app/onnx/network-trial.ts'
import { readSounds, soundsFile } from '../../../node/app/onnx/sound-store.ts'
import type { TrainingState } from '../../../node/app/onnx/train-encoder.ts'
import { trainNetwork } from '../../../node/app/onnx/train-network.ts'
import { similarTo } from '../../../node/app/similar.ts'
import { decodeAudioFile } from '../../../node/audio/decode.ts'
import type { Analysis } from '../../../node/features/analysis.ts'
import { heardLibrary, segmentsOf } from '../../support/heard-library.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-train-'))
})
afterAll(() => rm(folder, { recursive: true }))

const library = (name: string, count: number, tells: 'sound' | 'style') =>
  heardLibrary({ name, count, tells, folder, profiles: folder })
/** Of 44 tracks 11 are held out: ten are needed. */
const enough = 44

test('below fifty references nothing is trained, and files that are gone do not count', async () => {
  await expect(trainNetwork(await library('few', 49, 'style'), { folder })).rejects.toMatchObject({
    code: 'NETWORK_FEW',
    message: expect.stringMatching(/has 49 references.*fewer than 50/),
  })
  const gone = await library('gone', 4, 'style')
  gone.change({ files: gone.data.files.slice(1) })
  await expect(trainNetwork(gone, { folder, fewest: 4 })).rejects.toMatchObject({
    message: expect.stringContaining('has 3 references'),
  })
})

test('cancelled, it leaves what was trained, and goes on to what it would have become', async () => {
  const small = await library('small', 8, 'sound')
  const options = { folder, fewest: 8, steps: 5, threads: 1 }
  const whole = await trainNetwork(small, options)
  expect(whole).toMatchObject({ taken: false, heldOut: null, tracks: 8, file: null })
  const controller = new AbortController()
  const kept: TrainingState[] = []
  const broken = trainNetwork(small, {
    ...options,
    signal: controller.signal,
    onCheckpoint: async state => void kept.push(state),
    onProgress: each => each.kind === 'training' && each.step === 3 && controller.abort(new Error('enough')),
  })
  await expect(broken).rejects.toThrow('enough')
  expect(kept.map(({ step }) => step)).toEqual([3])
  const seen: number[] = []
  const resumed = await trainNetwork(small, {
    ...options,
    from: kept[0]!,
    onProgress: each => each.kind === 'training' && seen.push(each.step),
  })
  expect(seen).toEqual([4, 5])
  expect(resumed).toMatchObject({ steps: 5, heldOut: null })
})

test('where only the sound tells tracks apart the network is taken, and votes on a query', async () => {
  const sounding = await library('sounding', enough, 'sound')
  const outcome = await trainNetwork(sounding, { folder, fewest: enough, steps: 10, threads: 1 })
  expect(outcome).toMatchObject({ taken: true, file: soundsFile('sounding', folder), before: null })
  expect(outcome.heldOut!.low).toBeGreaterThan(0)
  expect(outcome.heldOut!.after).toBeGreaterThan(outcome.heldOut!.before)
  const { path, hash } = sounding.data.files[20]!
  // Nothing of the style was measured: only the file can tell whose it is.
  const style = segmentsOf(0, 'sound').map(each => ({ ...each, vector: each.vector.map(() => Number.NaN) }))
  const analysis = { name: 'mine.wav', style, rows: {} } as unknown as Analysis
  const ask = (audio?: () => ReturnType<typeof decodeAudioFile>) =>
    similarTo(analysis, { profile: 'sounding', folder, k: 3, ...(audio ? { audio } : {}) })
  const heard = await ask(() => decodeAudioFile(path))
  expect(heard.sound).toEqual({
    kind: 'network',
    name: 'your network',
    share: networkShare,
    answeredBy: 'onnxruntime',
    unheard: 0,
  })
  expect(heard.neighbours[0]!.reference.hash).toBe(hash)
  expect((await ask()).sound).toBeNull()
  const gone = await ask(() => decodeAudioFile(join(folder, 'gone.wav')))
  expect(gone.sound).toMatchObject({ kind: 'silent', reason: expect.stringContaining('gone.wav') })
  expect(gone.neighbours).toHaveLength(3)
})

test('where the sound says nothing the metric stays, with the figures why', async () => {
  const styled = await library('styled', enough, 'style')
  const options = { folder, fewest: enough, steps: 2, threads: 1 }
  const outcome = await trainNetwork(styled, options)
  expect(outcome).toMatchObject({ taken: false, file: null, before: null })
  expect(outcome.heldOut!.before).toBe(1)
  expect(outcome.heldOut!.low).toBeLessThanOrEqual(0)
  expect(await readSounds('styled', folder)).toBeNull()
})
