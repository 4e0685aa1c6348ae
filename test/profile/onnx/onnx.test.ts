/**
 * ONNX files read back by a reader of our own: protocol buffers field by field, then every operator by its definition in plain
 * numbers; and onnxruntime is asked too.
 */
import { describe, expect, test } from 'vitest'
import { embedRows } from '../../../node/app/onnx/metric-runner.ts'
import { styleSize } from '../../../node/features/style/layout.ts'
import { embed, fitMetric, type Metric } from '../../../node/profile/metric.ts'
import { embeddingModel, judged, judgeModel, type LogisticJudge } from '../../../node/profile/onnx/graphs.ts'
import { onnxModel } from '../../../node/profile/onnx/model.ts'
import { joined, varintField } from '../../../node/profile/onnx/protobuf.ts'
import { random } from '../../support/beats.ts'

interface Message {
  readonly numbers: ReadonlyMap<number, readonly bigint[]>
  readonly bytes: ReadonlyMap<number, readonly Uint8Array[]>
}

function parse(data: Uint8Array): Message {
  const numbers = new Map<number, bigint[]>()
  const bytes = new Map<number, Uint8Array[]>()
  let at = 0
  const varint = () => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = data[at++]!
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return BigInt.asIntN(64, value)
    }
  }
  while (at < data.length) {
    const tag = Number(varint())
    const [field, type] = [tag >> 3, tag & 7]
    if (type === 0) numbers.set(field, [...(numbers.get(field) ?? []), varint()])
    else {
      const length = type === 5 ? 4 : Number(varint())
      bytes.set(field, [...(bytes.get(field) ?? []), data.subarray(at, at + length)])
      at += length
    }
  }
  expect(at).toBe(data.length)
  return { numbers, bytes }
}
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
const messages = (message: Message, field: number) => (message.bytes.get(field) ?? []).map(parse)
const texts = (message: Message, field: number) => (message.bytes.get(field) ?? []).map(text)

/** One row through the graph. */
function evaluate(model: Uint8Array, input: Float32Array): number[] {
  const file = parse(model)
  const graph = messages(file, 7)[0]!
  const values = new Map<string, number[]>()
  const shapes = new Map<string, number[]>()
  for (const constant of messages(graph, 5)) {
    const raw = constant.bytes.get(9)![0]!.slice()
    expect(constant.numbers.get(2)).toEqual([1n])
    values.set(text(constant.bytes.get(8)![0]), [...new Float32Array(raw.buffer)])
    shapes.set(text(constant.bytes.get(8)![0]), (constant.numbers.get(1) ?? []).map(Number))
  }
  values.set(text(messages(graph, 11)[0]!.bytes.get(1)![0]), [...input])
  for (const node of messages(graph, 1)) {
    const names = texts(node, 1)
    const [a, b, c] = names.map(name => values.get(name)!)
    const other = (i: number) => b![b!.length === 1 ? 0 : i]!
    const attributes = new Map(
      messages(node, 5).map(each => [text(each.bytes.get(1)![0]), Number(each.numbers.get(3)?.[0] ?? Number.NaN)]),
    )
    const compute = (): number[] => {
      switch (text(node.bytes.get(4)![0])) {
        case 'Sub':
          return a!.map((x, i) => x - other(i))
        case 'Div':
          return a!.map((x, i) => x / other(i))
        case 'Mul':
          return a!.map((x, i) => x * other(i))
        case 'IsNaN':
          return a!.map(x => Number(Number.isNaN(x)))
        case 'Where':
          return a!.map((flag, i) => (flag ? b![0]! : c![i]!))
        case 'Clip':
          return a!.map(x => Math.max(b![0]!, Math.min(c![0]!, x)))
        case 'Sigmoid':
          return a!.map(x => 1 / (1 + Math.exp(-x)))
        case 'Concat':
          expect(attributes.get('axis')).toBe(1)
          return [...a!, ...b!]
        case 'LpNormalization': {
          expect([attributes.get('axis'), attributes.get('p')]).toEqual([1, 2])
          const length = Math.hypot(...a!)
          return a!.map(x => x / (length || 1))
        }
        case 'Gemm': {
          const [rows, columns] = shapes.get(names[1]!)!
          const transposed = attributes.get('transB') === 1
          return Array.from({ length: transposed ? rows! : columns! }, (_, j) =>
            a!.reduce((sum, x, i) => sum + x * b![transposed ? j * columns! + i : i * columns! + j]!, c?.[j] ?? 0),
          )
        }
        default:
          throw new Error(`no such operator: ${text(node.bytes.get(4)![0])}`)
      }
    }
    values.set(text(node.bytes.get(2)![0]), compute())
  }
  return values.get(text(messages(graph, 12)[0]!.bytes.get(1)![0]))!
}

const next = random(5)
const vectors = Array.from({ length: 96 }, () => Float32Array.from({ length: styleSize }, () => 6 * next() - 3))
const metricOf = (tracks: number) =>
  fitMetric(
    vectors.map((vector, i) => ({ vector, track: `${i % tracks}` })),
    { augment: false },
  )
const judge: LogisticJudge = {
  middle: Float32Array.of(1, -2, 0.5),
  spread: Float32Array.of(2, 0.5, 1),
  limit: 4,
  weights: Float32Array.of(0.7, -1.2, 0.1),
  bias: -0.3,
}

/** Single precision over 154 products. */
const tolerance = 5

describe('the embedding as ONNX', () => {
  test.each([
    ['trained', metricOf(32)],
    ['z-scores', metricOf(12)],
  ] as [Metric['kind'], Metric][])('%s: gives what the TypeScript gives', (kind, metric) => {
    expect(metric.kind).toBe(kind)
    const model = embeddingModel(metric)
    for (const vector of vectors.slice(0, 5)) {
      const wild = vector.slice()
      wild[3] = Number.NaN
      wild[70] = 1e9
      for (const each of [vector, wild]) {
        const twin = embed(metric, each)
        const found = evaluate(model, each)
        expect(found).toHaveLength(twin.length)
        found.forEach((value, i) => {
          expect(value).toBeCloseTo(twin[i]!, tolerance)
        })
      }
    }
  })

  test('onnxruntime gives the same, of hundreds of rows in one call', async () => {
    for (const metric of [metricOf(32), metricOf(12)]) {
      const wild = vectors[0]!.slice()
      wild[3] = Number.NaN
      wild[70] = -1e9
      const rows = [wild, ...vectors]
      const { points, answeredBy } = await embedRows(metric, rows)
      expect(answeredBy).toBe('onnxruntime')
      rows.forEach((row, i) => {
        const twin = embed(metric, row)
        expect(points[i]).toHaveLength(twin.length)
        points[i]!.forEach((value, d) => {
          expect(value).toBeCloseTo(twin[d]!, tolerance)
        })
      })
    }
  })

  test('where onnxruntime cannot be loaded, TypeScript answers and it is said', async () => {
    const metric = metricOf(32)
    const program = new URL('file:///nowhere/onnx-process.mjs')
    const { points, answeredBy } = await embedRows(metric, vectors.slice(0, 2), { program })
    expect(answeredBy).toBe('TypeScript')
    expect(points).toEqual(vectors.slice(0, 2).map(vector => embed(metric, vector)))
  })
})

describe('a judge as ONNX', () => {
  test('gives what the TypeScript gives, and limits what is far out', () => {
    for (const features of [Float32Array.of(0, 0, 0), Float32Array.of(3, -1, 2), Float32Array.of(900, -900, 0)]) {
      expect(evaluate(judgeModel(judge), features)[0]).toBeCloseTo(judged(judge, features), tolerance)
    }
    expect(judged(judge, Float32Array.of(900, -2, 0.5))).toBe(judged(judge, Float32Array.of(9, -2, 0.5)))
  })
})

describe('the writer', () => {
  test('integers as protocol buffers have them', () => {
    expect([...varintField(1, 150)]).toEqual([0x08, 0x96, 0x01])
    expect([...varintField(3, -1)]).toEqual([0x18, ...Array(9).fill(0xff), 0x01])
    expect([...joined([varintField(1, 0), varintField(16, 1)])]).toEqual([0x08, 0x00, 0x80, 0x01, 0x01])
    expect(() => varintField(1, 0.5)).toThrow(/integer/)
  })

  test('a graph that cannot be computed is refused', () => {
    const graph = { name: 'g', inputs: [{ name: 'x', size: 1 }], outputs: [{ name: 'y', size: 1 }], constants: [] }
    expect(() => onnxModel({ ...graph, nodes: [] })).toThrow(/"y" must be given/)
    expect(() => onnxModel({ ...graph, nodes: [{ operator: 'Add', inputs: ['x', 'z'], output: 'y' }] })).toThrow(/"z"/)
    const constants = [{ name: 'y', shape: [2], values: Float32Array.of(1) }]
    expect(() => onnxModel({ ...graph, constants, nodes: [] })).toThrow(/must have 2 values, got 1/)
  })
})
