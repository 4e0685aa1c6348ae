import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { OnnxUnavailable, openOnnx } from '../../../node/app/onnx/runtime.ts'
import { onnxModel } from '../../../node/profile/onnx/model.ts'

const doubling = onnxModel({
  name: 'doubling',
  inputs: [{ name: 'x', size: 3 }],
  outputs: [{ name: 'y', size: 3 }],
  constants: [{ name: 'two', shape: [1], values: Float32Array.of(2) }],
  nodes: [{ operator: 'Mul', inputs: ['x', 'two'], output: 'y' }],
})
const row = (...data: number[]) => ({ dims: [1, data.length], data: Float32Array.from(data) })

/** A product that takes long enough to be interrupted: 2 · 1500³ operations. */
const size = 1500
const slow = onnxModel({
  name: 'slow',
  inputs: [{ name: 'x', size }],
  outputs: [{ name: 'y', size }],
  constants: [{ name: 'w', shape: [size, size], values: new Float32Array(size * size) }],
  nodes: [{ operator: 'MatMul', inputs: ['x', 'w'], output: 'y' }],
})
const much = { x: { dims: [size, size], data: new Float32Array(size * size) } }

test('a model of bytes or in a file answers, and says what it takes and gives', async () => {
  const file = join(tmpdir(), `uplift-runtime-${process.pid}.onnx`)
  writeFileSync(file, doubling)
  for (const model of [doubling, file]) {
    const runner = await openOnnx(model, { threads: 1 })
    expect([runner.inputs, runner.outputs, runner.answeredBy]).toEqual([['x'], ['y'], 'onnxruntime'])
    expect(runner.inputSignatures[0]).toMatchObject({ type: 'float32', dims: ['batch', 3] })
    const x = row(1, -2, 0.5)
    const { y } = await runner.run({ x })
    expect([y!.dims, [...y!.data]]).toEqual([
      [1, 3],
      [2, -4, 1],
    ])
    // The caller's array is still its own.
    expect([...x.data]).toEqual([1, -2, 0.5])
    await runner.close()
  }
})

test('several models are open at once, one is opened after another was closed, and answers keep their order', async () => {
  const [a, b] = await Promise.all([openOnnx(doubling), openOnnx(doubling)])
  const asked = Array.from({ length: 20 }, (_, i) => (i % 2 ? a : b).run({ x: row(i, i, i) }))
  expect((await Promise.all(asked)).map(({ y }) => y!.data[0])).toEqual(Array.from({ length: 20 }, (_, i) => 2 * i))
  await a.close()
  const c = await openOnnx(doubling)
  expect((await c.run({ x: row(1, 1, 1) })).y!.data[0]).toBe(2)
  await Promise.all([b.close(), c.close()])
})

test('what the model refuses is a rejection with a sentence, and the next question is answered', async () => {
  const runner = await openOnnx(doubling)
  const refused = { code: 'ONNX_FAILED', message: expect.stringMatching(/^The model gave no answer: .+\.$/) }
  await expect(runner.run({ z: row(1, 2, 3) })).rejects.toMatchObject(refused)
  await expect(runner.run({})).rejects.toMatchObject(refused)
  await expect(runner.run({ x: { dims: [3], data: new Float32Array(3) } })).rejects.toMatchObject(refused)
  await expect(runner.run({ x: { dims: [2, 3], data: new Float32Array(3) } })).rejects.toMatchObject(refused)
  expect((await runner.run({ x: row(1, 2, 3) })).y!.data[2]).toBe(6)
  await runner.close()
})

test('what is no model is refused', async () => {
  await expect(openOnnx(new Uint8Array(100))).rejects.toMatchObject({ code: 'ONNX_INVALID' })
  await expect(openOnnx(doubling.slice(0, doubling.length / 2))).rejects.toMatchObject({ code: 'ONNX_INVALID' })
  await expect(openOnnx('nowhere.onnx')).rejects.toMatchObject({ code: 'ONNX_INVALID' })
})

test('aborting rejects with the reason, before and during a call, and the runner goes on', async () => {
  const runner = await openOnnx(slow, { threads: 1 })
  await expect(runner.run(much, AbortSignal.abort('stop'))).rejects.toBe('stop')
  const controller = new AbortController()
  const running = runner.run(much, controller.signal)
  controller.abort('enough')
  await expect(running).rejects.toBe('enough')
  const { y } = await runner.run({ x: { dims: [1, size], data: new Float32Array(size) } })
  expect(y!.dims).toEqual([1, size])
  await runner.close()
})

test('closing rejects what is under way and everything after', async () => {
  const runner = await openOnnx(slow, { threads: 1 })
  const running = expect(runner.run(much)).rejects.toMatchObject({ code: 'ONNX_CLOSED' })
  await runner.close()
  await running
  await expect(runner.run(much)).rejects.toMatchObject({ code: 'ONNX_CLOSED' })
})

const program = (name: string, text: string) => {
  const file = join(tmpdir(), `uplift-${name}-${process.pid}.mjs`)
  writeFileSync(file, text)
  return pathToFileURL(file)
}

test('a native crash while a model is asked rejects, and this process lives on', async () => {
  const crashing = program(
    'crashing',
    `process.on('message', ({ kind }) => kind === 'open'
      ? process.send({ kind: 'opened', inputs: [], outputs: [] })
      : process.kill(process.pid, 'SIGSEGV'))`,
  )
  const runner = await openOnnx(doubling, { program: crashing })
  await expect(runner.run({})).rejects.toMatchObject({
    code: 'ONNX_FAILED',
    message: expect.stringContaining('SIGSEGV'),
  })
  await expect(runner.run({})).rejects.toMatchObject({ code: 'ONNX_FAILED' })
  await runner.close()
})

test('without the native module, and without the program, it is said what is missing', async () => {
  const without = program(
    'without',
    `process.on('message', () => process.send({ kind: 'unavailable', reason: "Cannot find package 'onnxruntime-node'" }))`,
  )
  for (const url of [without, pathToFileURL('/nowhere/at-all.mjs')]) {
    const opened = openOnnx(doubling, { program: url })
    await expect(opened).rejects.toBeInstanceOf(OnnxUnavailable)
    await expect(opened).rejects.toMatchObject({
      code: 'ONNX_UNAVAILABLE',
      message: /^onnxruntime could not be loaded/,
    })
  }
})
