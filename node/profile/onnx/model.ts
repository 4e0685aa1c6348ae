/**
 * ONNX files: a graph of named tensors through operators, as onnxruntime, Python and others read them
 * (github.com/onnx/onnx, onnx.proto: the field numbers are its).
 */
import { bytesField, type Field, floatField, joined, messageField, textField, varintField } from './protobuf.ts'

/** An input or output: rows of `size` in a batch of any size, or `dims`, in which a name stands for any size. */
export type GraphTensor = {
  readonly name: string
  /** Floats otherwise. */
  readonly type?: keyof typeof elementTypes
} & ({ readonly size: number } | { readonly dims: readonly (number | string)[] })

export interface GraphConstant {
  readonly name: string
  readonly shape: readonly number[]
  /** Whole numbers are what shapes, axes and indices are made of. */
  readonly values: Float32Array | BigInt64Array
}

export interface GraphNode {
  readonly operator: string
  readonly inputs: readonly string[]
  readonly output: string
  /** Integers and lists of them are written as such; `{ float }` as a float. */
  readonly attributes?: Readonly<Record<string, number | readonly number[] | { readonly float: number }>>
}

export interface Graph {
  readonly name: string
  readonly inputs: readonly GraphTensor[]
  readonly outputs: readonly GraphTensor[]
  readonly constants: readonly GraphConstant[]
  /** In the order in which they are computed. */
  readonly nodes: readonly GraphNode[]
}

/** Understood by every runtime since 2021, and has every operator that is used here. */
const operatorSet = 14
const formatVersion = 7
/** TensorProto.DataType. */
const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 } as const
const attributeTypes = { float: 1, integer: 2, integers: 7 } as const

/** The bytes of a model. Throws RangeError for a name that nothing gives, and for constants that do not fill their shape. */
export function onnxModel(graph: Graph): Uint8Array {
  const { name, inputs, outputs, constants, nodes } = graph
  check(graph)
  return joined([
    varintField(1, formatVersion),
    textField(2, 'Uplift'),
    messageField(7, [
      ...nodes.map(node => messageField(1, nodeFields(node))),
      textField(2, name),
      ...constants.map(constant => messageField(5, constantFields(constant))),
      ...inputs.map(tensor => messageField(11, tensorFields(tensor))),
      ...outputs.map(tensor => messageField(12, tensorFields(tensor))),
    ]),
    messageField(8, [textField(1, ''), varintField(2, operatorSet)]),
  ])
}

function check({ inputs, outputs, constants, nodes }: Graph): void {
  const known = new Set([...inputs, ...constants].map(({ name }) => name))
  const need = (name: string) => {
    if (!known.has(name)) throw new RangeError(`"${name}" must be given before it is used`)
  }
  for (const { inputs: used, output } of nodes) {
    used.forEach(need)
    known.add(output)
  }
  for (const { name } of outputs) need(name)
  for (const { name, shape, values } of constants) {
    const size = shape.reduce((product, each) => product * each, 1)
    if (size !== values.length) throw new RangeError(`"${name}" must have ${size} values, got ${values.length}`)
  }
}

const nodeFields = ({ operator, inputs, output, attributes = {} }: GraphNode): Field[] => [
  ...inputs.map(name => textField(1, name)),
  textField(2, output),
  textField(3, output),
  textField(4, operator),
  ...Object.entries(attributes).map(([name, value]) =>
    messageField(5, [textField(1, name), ...attributeFields(value)]),
  ),
]

function attributeFields(value: NonNullable<GraphNode['attributes']>[string]): Field[] {
  if (typeof value === 'number') return [varintField(3, value), varintField(20, attributeTypes.integer)]
  if ('float' in value) return [floatField(2, value.float), varintField(20, attributeTypes.float)]
  return [...value.map(each => varintField(8, each)), varintField(20, attributeTypes.integers)]
}

function constantFields({ name, shape, values }: GraphConstant): Field[] {
  const isWhole = values instanceof BigInt64Array
  const width = values.BYTES_PER_ELEMENT
  const bytes = new Uint8Array(width * values.length)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < values.length; i++) {
    if (isWhole) view.setBigInt64(width * i, values[i]!, true)
    else view.setFloat32(width * i, values[i]!, true)
  }
  const type = isWhole ? elementTypes.int64 : elementTypes.float32
  return [...shape.map(each => varintField(1, each)), varintField(2, type), textField(8, name), bytesField(9, bytes)]
}

function tensorFields({ name, type = 'float32', ...rest }: GraphTensor): Field[] {
  const dims = 'dims' in rest ? rest.dims : ['batch', rest.size]
  const dimFields = dims.map(dim =>
    messageField(1, [typeof dim === 'string' ? textField(2, dim) : varintField(1, dim)]),
  )
  const tensorType = [varintField(1, elementTypes[type]), messageField(2, dimFields)]
  return [textField(1, name), messageField(2, [messageField(1, tensorType)])]
}
