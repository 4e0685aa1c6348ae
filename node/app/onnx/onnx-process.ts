/**
 * Program of a process: one model in onnxruntime, asked over the channel to the process that started it. The native module
 * may be imported nowhere else (see runtime.ts).
 */
import { availableParallelism } from 'node:os'
import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { OnnxSignature, OnnxTensor } from './runtime.ts'

export type ToOnnx =
  /** First and once. Bytes, or an absolute path. */
  | { readonly kind: 'open'; readonly model: Uint8Array | string; readonly threads: number | null }
  | { readonly kind: 'run'; readonly id: number; readonly feeds: Readonly<Record<string, OnnxTensor>> }

type Named = OnnxSignature & { readonly name: string }

export type FromOnnx =
  | { readonly kind: 'opened'; readonly inputs: readonly Named[]; readonly outputs: readonly Named[] }
  | { readonly kind: 'unavailable' | 'invalid'; readonly reason: string }
  | { readonly kind: 'done'; readonly id: number; readonly outputs: Readonly<Record<string, OnnxTensor>> }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }

type Runtime = typeof import('onnxruntime-node')
type Answer = (question: Extract<ToOnnx, { kind: 'run' }>) => Promise<FromOnnx>

const tell = (message: FromOnnx) => process.send?.(message)

// The user's Ctrl-C is for the program that asks; it ends this one as it likes.
process.on('SIGINT', () => {})
process.on('disconnect', () => process.exit())

let ready: Promise<Answer | null> = Promise.resolve(null)
let last: Promise<unknown> = Promise.resolve()
process.on('message', (message: ToOnnx) => {
  if (message.kind === 'open') {
    ready = open(message)
    return
  }
  last = last.then(async () => {
    const answer = await ready
    if (answer) tell(await answer(message))
  })
})

async function load(): Promise<Runtime | null> {
  try {
    const loaded = await import('onnxruntime-node')
    // Its warnings go past Node to the terminal; what matters comes as an error.
    loaded.env.logLevel = 'error'
    return loaded
  } catch (cause) {
    tell({ kind: 'unavailable', reason: reasonOf(cause) })
    return null
  }
}

async function open({ model, threads }: Extract<ToOnnx, { kind: 'open' }>): Promise<Answer | null> {
  const runtime = await load()
  if (!runtime) return null
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads ?? Math.max(1, Math.floor(availableParallelism() / 2)),
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  }
  try {
    const { InferenceSession } = runtime
    const session = await (typeof model === 'string'
      ? InferenceSession.create(model, options)
      : InferenceSession.create(model, options))
    const inputs = session.inputMetadata.map(signature)
    tell({ kind: 'opened', inputs, outputs: session.outputMetadata.map(signature) })
    return answerOf(runtime, session, new Map(inputs.map(({ name, type }) => [name, type])))
  } catch (cause) {
    tell({ kind: 'invalid', reason: reasonOf(cause) })
    return null
  }
}

function answerOf(runtime: Runtime, session: InferenceSession, types: ReadonlyMap<string, string>): Answer {
  return async ({ id, feeds }) => {
    try {
      const given = Object.entries(feeds).map(([name, tensor]) => [name, fed(runtime, tensor, types.get(name), name)])
      const found = await session.run(Object.fromEntries(given))
      const outputs = Object.entries(found).map(([name, tensor]) => [name, floats(tensor, name)])
      return { kind: 'done', id, outputs: Object.fromEntries(outputs) }
    } catch (cause) {
      return { kind: 'failed', id, reason: reasonOf(cause) }
    }
  }
}

const signature = (each: InferenceSession.ValueMetadata): Named => ({
  name: each.name,
  type: each.isTensor ? each.type : 'sequence',
  // The binding gives an empty name for a size that has none.
  dims: each.isTensor ? each.shape.map(size => (size === '' || size === undefined ? null : size)) : [],
})

/** As the input wants it. Throws for numbers that are not exactly what they become. */
function fed({ Tensor }: Runtime, { dims, data }: OnnxTensor, type: string | undefined, name: string): Tensor {
  switch (type) {
    case 'float32':
      return new Tensor('float32', data, dims)
    case 'float64':
      return new Tensor('float64', Float64Array.from(data), dims)
    case 'int32':
    case 'int64':
      if (!data.every(Number.isInteger)) throw new RangeError(`"${name}" takes whole numbers`)
      return type === 'int32'
        ? new Tensor('int32', Int32Array.from(data), dims)
        : new Tensor('int64', BigInt64Array.from(data, BigInt), dims)
    case 'bool':
      return new Tensor(
        'bool',
        Uint8Array.from(data, value => (value === 0 ? 0 : 1)),
        dims,
      )
    case undefined:
      throw new RangeError(`the model has no input "${name}"`)
    default:
      throw new RangeError(`"${name}" takes ${type}, which is not supported`)
  }
}

function floats({ type, data, dims }: Tensor, name: string): OnnxTensor {
  if (data instanceof Float32Array) return { dims, data }
  if (!numbers.has(type)) throw new RangeError(`"${name}" gives ${type}, which is not supported`)
  return { dims, data: Float32Array.from(data as ArrayLike<number | bigint>, Number) }
}

/** Types whose values are what JavaScript shows; float16 arrives as bits. */
const numbers = new Set(['float64', 'int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'bool'])

/** One line without a full stop. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause)
  return (text.split('\n')[0] ?? text).trim().replace(/\.$/, '')
}
