/**
 * Arithmetic that is written down instead of done: each call adds operators to an ONNX graph, and `gradients` adds those of the
 * way back (reverse-mode differentiation; Griewank & Walther, "Evaluating Derivatives", 2008). What onnxruntime then runs is
 * the whole computation. Shapes are settled when it is written.
 */
import type { Graph, GraphConstant, GraphNode, GraphTensor } from '../onnx/model.ts'

export interface Value {
  readonly name: string
  readonly shape: readonly number[]
  /** Whether anything that is learned goes into it. */
  readonly learns: boolean
}

interface Step {
  readonly output: Value
  readonly inputs: readonly Value[]
  /** Gradients of the inputs from that of the output; only of those that learn. */
  readonly back: (gradient: Value) => readonly (Value | null)[]
}

export interface Stride {
  readonly stride: number
  /** Zeros on every side. */
  readonly pad: number
}

export class Tape {
  readonly #nodes: GraphNode[] = []
  readonly #constants: GraphConstant[] = []
  readonly #inputs: GraphTensor[] = []
  readonly #steps: Step[] = []
  #names = 0

  /** `batched`: a graph for any number of rows, of which this tape sees `shape[0]`. */
  input(name: string, shape: readonly number[], { learns = false, batched = false } = {}): Value {
    this.#inputs.push({ name, dims: batched ? ['batch', ...shape.slice(1)] : shape })
    return { name, shape, learns }
  }

  constant(shape: readonly number[], values: Float32Array | BigInt64Array, learns = false): Value {
    const name = this.#name('constant')
    this.#constants.push({ name, shape, values })
    return { name, shape, learns }
  }

  scalar = (value: number): Value => this.constant([], Float32Array.of(value))

  /** Equal shapes, or one of them a number. */
  add(a: Value, b: Value): Value {
    return this.#step('Add', [a, b], wider(a, b), {}, g => [this.#fitting(g, a), this.#fitting(g, b)])
  }

  mul(a: Value, b: Value): Value {
    return this.#step('Mul', [a, b], wider(a, b), {}, g => [
      a.learns ? this.#fitting(this.mul(g, b), a) : null,
      b.learns ? this.#fitting(this.mul(g, a), b) : null,
    ])
  }

  scaled = (a: Value, factor: number): Value => this.mul(a, this.scalar(factor))

  /** Without a way back. */
  plain(
    operator: string,
    inputs: readonly Value[],
    shape: readonly number[],
    attributes: GraphNode['attributes'] = {},
  ) {
    return this.#step(operator, inputs, shape, attributes, () => inputs.map(() => null))
  }

  transpose(a: Value, order: readonly number[]): Value {
    const shape = order.map(axis => a.shape[axis]!)
    const inverse = order.map((_, axis) => order.indexOf(axis))
    return this.#step('Transpose', [a], shape, { perm: order }, g => [this.transpose(g, inverse)])
  }

  reshape(a: Value, shape: readonly number[]): Value {
    return this.#step('Reshape', [a, this.#whole(shape)], shape, {}, g => [this.reshape(g, a.shape), null])
  }

  /** All dimensions but the first as one. */
  flatten(a: Value): Value {
    const shape = [a.shape[0]!, sizeOf(a.shape.slice(1))]
    return this.#step('Flatten', [a], shape, { axis: 1 }, g => [this.reshape(g, a.shape)])
  }

  /** Entries [from, to) of a list. */
  slice(a: Value, from: number, to: number): Value {
    return this.plain('Slice', [a, this.#whole([from]), this.#whole([to]), this.#whole([0])], [to - from])
  }

  matMul(a: Value, b: Value): Value {
    const shape = [a.shape[0]!, b.shape[1]!]
    return this.#step('MatMul', [a, b], shape, {}, g => [
      a.learns ? this.matMul(g, this.transpose(b, [1, 0])) : null,
      b.learns ? this.matMul(this.transpose(a, [1, 0]), g) : null,
    ])
  }

  relu(a: Value): Value {
    const output: Value = this.#step('Relu', [a], a.shape, {}, g => [
      this.mul(g, this.plain('Sign', [output], output.shape)),
    ])
    return output
  }

  /** Mean over one dimension, which goes. */
  mean(a: Value, axis: number): Value {
    const shape = a.shape.filter((_, i) => i !== axis)
    return this.#step('ReduceMean', [a], shape, { axes: [axis], keepdims: 0 }, g => {
      const thin = this.reshape(
        g,
        a.shape.map((size, i) => (i === axis ? 1 : size)),
      )
      const wide = this.plain('Expand', [thin, this.#whole(a.shape)], a.shape)
      return [this.scaled(wide, 1 / a.shape[axis]!)]
    })
  }

  /**
   * `x` [batch, in, height, width] by `kernel` [out, in, size, size], and `bias` [out]. Heights and widths must be multiples
   * of the stride, and size = 2 · pad + 1.
   */
  conv(x: Value, kernel: Value, bias: Value, { stride, pad }: Stride): Value {
    const [batch, , height, width] = x.shape as [number, number, number, number]
    const [out, , size] = kernel.shape as [number, number, number]
    if (height % stride !== 0 || width % stride !== 0 || size !== 2 * pad + 1)
      throw new RangeError(`${height} × ${width} by ${size} in steps of ${stride} must come out even`)
    const shape = [batch, out, height / stride, width / stride]
    const pads = [pad, pad, pad, pad]
    const strides = [stride, stride]
    return this.#step('Conv', [x, kernel, bias], shape, { strides, pads }, g => [
      x.learns
        ? this.plain('ConvTranspose', [g, kernel], x.shape, { strides, pads, output_padding: [stride - 1, stride - 1] })
        : null,
      this.#kernelGradient(x, g, kernel, { stride, pad }),
      this.plain('ReduceSum', [g, this.#whole([0, 2, 3])], bias.shape, { keepdims: 0 }),
    ])
  }

  /** The input against the output's gradient, in the input's steps; batch and channels have changed places. */
  #kernelGradient(x: Value, g: Value, kernel: Value, { stride, pad }: Stride): Value {
    const size = kernel.shape[2]!
    const turned = this.plain(
      'Conv',
      [this.transpose(x, [1, 0, 2, 3]), this.transpose(g, [1, 0, 2, 3])],
      [kernel.shape[1]!, kernel.shape[0]!, size + stride - 1, size + stride - 1],
      { dilations: [stride, stride], pads: [pad, pad, pad, pad] },
    )
    const cut = [turned, this.#whole([0, 0]), this.#whole([size, size]), this.#whole([2, 3])]
    const kept = this.plain('Slice', cut, [kernel.shape[1]!, kernel.shape[0]!, size, size])
    return this.transpose(kept, [1, 0, 2, 3])
  }

  /** Rows of length 1. */
  unitRows(a: Value): Value {
    const [rows] = a.shape
    const sumRows = (of: Value) => this.plain('ReduceSum', [of, this.#whole([1])], [rows!, 1], { keepdims: 1 })
    const square = this.plain('Mul', [a, a], a.shape)
    const length = this.plain(
      'Sqrt',
      [this.plain('Add', [sumRows(square), this.scalar(1e-12)], [rows!, 1])],
      [rows!, 1],
    )
    const output: Value = this.#step('Div', [a, length], a.shape, {}, g => {
      const along = this.plain('Mul', [output, sumRows(this.plain('Mul', [g, output], a.shape))], a.shape)
      return [this.plain('Div', [this.plain('Sub', [g, along], a.shape), length], a.shape), null]
    })
    return output
  }

  /**
   * How badly each row of `a` is told from the other rows by its partner in `b`, and the other way round (InfoNCE; van den
   * Oord et al. 2018, symmetric as in Radford et al. 2021); rows are unit vectors.
   */
  contrast(a: Value, b: Value, temperature: number): Value {
    const rows = a.shape[0]!
    const square = [rows, rows]
    const similarities = this.scaled(this.matMul(a, this.transpose(b, [1, 0])), 1 / temperature)
    const pairs = this.constant(
      square,
      Float32Array.from({ length: rows * rows }, (_, i) => (i % (rows + 1) === 0 ? 1 : 0)),
    )
    const own = ([0, 1] as const).map(axis =>
      this.plain('Mul', [this.plain('LogSoftmax', [similarities], square, { axis }), pairs], square),
    )
    const both = this.plain('Add', own, square)
    const total = this.plain('ReduceSum', [both], [], { keepdims: 0 })
    return this.#step('Mul', [total, this.scalar(-1 / (2 * rows))], [], {}, () => [null, null], {
      inputs: [similarities],
      back: g => {
        const [columns, across] = ([0, 1] as const).map(axis => this.plain('Softmax', [similarities], square, { axis }))
        const mean = this.scaled(this.plain('Add', [columns!, across!], square), 0.5)
        const error = this.scaled(this.plain('Sub', [mean, pairs], square), 1 / rows)
        return [this.plain('Mul', [error, g], square)]
      },
    })
  }

  /** Of one number, with respect to each of `wanted`. */
  gradients(of: Value, wanted: readonly Value[]): readonly Value[] {
    const found = new Map<string, Value>([[of.name, this.scalar(1)]])
    for (const { output, inputs, back } of [...this.#steps].reverse()) {
      const gradient = found.get(output.name)
      if (!gradient) continue
      back(gradient).forEach((each, i) => {
        const { name, learns } = inputs[i]!
        if (!each || !learns) return
        const before = found.get(name)
        found.set(name, before ? this.plain('Add', [before, each], each.shape) : each)
      })
    }
    return wanted.map(({ name, shape }) => {
      const gradient = found.get(name)
      if (!gradient) throw new RangeError(`"${name}" must go into what is differentiated`)
      return this.reshape(gradient, shape)
    })
  }

  graph(name: string, outputs: Readonly<Record<string, Value>>, { batched = false } = {}): Graph {
    const named = Object.entries(outputs)
    return {
      name,
      inputs: this.#inputs,
      outputs: named.map(([output, { shape }]) => ({
        name: output,
        dims: batched ? ['batch', ...shape.slice(1)] : shape,
      })),
      constants: this.#constants,
      nodes: [
        ...this.#nodes,
        ...named.map(([output, { name: input }]) => ({ operator: 'Identity', inputs: [input], output })),
      ],
    }
  }

  #step(
    operator: string,
    inputs: readonly Value[],
    shape: readonly number[],
    attributes: GraphNode['attributes'] = {},
    back: Step['back'] = () => [],
    through: Pick<Step, 'inputs' | 'back'> = { inputs, back },
  ): Value {
    const learns = through.inputs.some(each => each.learns)
    const output: Value = { name: this.#name(operator), shape, learns }
    this.#nodes.push({ operator, inputs: inputs.map(({ name }) => name), output: output.name, attributes })
    if (learns) this.#steps.push({ output, ...through })
    return output
  }

  /** A gradient summed to a number where the value was one. */
  #fitting(gradient: Value, value: Value): Value {
    if (gradient.shape.length === value.shape.length) return gradient
    return this.plain('ReduceSum', [gradient], [], { keepdims: 0 })
  }

  #whole = (values: readonly number[]): Value =>
    this.constant(
      [values.length],
      BigInt64Array.from(values, value => BigInt(value)),
    )

  #name = (of: string) => `${of.toLowerCase()}${this.#names++}`
}

const wider = (a: Value, b: Value) => (a.shape.length >= b.shape.length ? a.shape : b.shape)

export const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1)
