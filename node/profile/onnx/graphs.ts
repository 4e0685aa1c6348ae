/** Our models as ONNX graphs. The same arithmetic in TypeScript is `embed` (metric.ts) and, for the judge, `judged`. */
import { styleSize } from '../../features/style/layout.ts'
import { farthest, type Metric, soundShare, voteOf } from '../metric.ts'
import { type Graph, type GraphConstant, onnxModel } from './model.ts'

/** "style" [batch, styleSize], NaN where unmeasured → "embedding" [batch, styleSize + rows]. */
export function embeddingModel(metric: Metric): Uint8Array {
  const { middle, spread, projection, rows } = metric
  const trained = rows > 0
  const graph: Graph = {
    name: 'uplift-embedding',
    inputs: [{ name: 'style', size: styleSize }],
    outputs: [{ name: 'embedding', size: styleSize + rows }],
    constants: [
      row('middle', middle),
      row('spread', spread),
      row('zero', Float32Array.of(0)),
      ...bounds(farthest),
      row('vote', voteOf),
      ...(trained
        ? [
            row('styleShare', Float32Array.of(Math.sqrt(1 - soundShare))),
            row('soundShare', Float32Array.of(Math.sqrt(soundShare))),
            { name: 'projection', shape: [rows, styleSize], values: projection },
          ]
        : []),
    ],
    nodes: [
      { operator: 'Sub', inputs: ['style', 'middle'], output: 'centred' },
      { operator: 'Div', inputs: ['centred', 'spread'], output: 'scaled' },
      { operator: 'IsNaN', inputs: ['scaled'], output: 'unmeasured' },
      { operator: 'Where', inputs: ['unmeasured', 'zero', 'scaled'], output: 'measured' },
      { operator: 'Clip', inputs: ['measured', 'low', 'high'], output: 'z' },
      { operator: 'Mul', inputs: ['z', 'vote'], output: 'votes' },
      { operator: 'LpNormalization', inputs: ['votes'], output: trained ? 'styleUnit' : 'embedding', attributes: unit },
      ...(trained
        ? [
            { operator: 'Gemm', inputs: ['z', 'projection'], output: 'projected', attributes: { transB: 1 } },
            { operator: 'LpNormalization', inputs: ['projected'], output: 'soundUnit', attributes: unit },
            { operator: 'Mul', inputs: ['styleUnit', 'styleShare'], output: 'styleHalf' },
            { operator: 'Mul', inputs: ['soundUnit', 'soundShare'], output: 'soundHalf' },
            {
              operator: 'Concat',
              inputs: ['styleHalf', 'soundHalf'],
              output: 'embedding',
              attributes: { axis: 1 },
            },
          ]
        : []),
    ],
  }
  return onnxModel(graph)
}

/** A logistic judge on robust z-scores. */
export interface LogisticJudge {
  readonly middle: Float32Array
  readonly spread: Float32Array
  /** z-scores count up to this. */
  readonly limit: number
  readonly weights: Float32Array
  readonly bias: number
}

/** "features" [batch, n] → "probability" [batch, 1]. */
export function judgeModel({ middle, spread, limit, weights, bias }: LogisticJudge): Uint8Array {
  return onnxModel({
    name: 'uplift-judge',
    inputs: [{ name: 'features', size: weights.length }],
    outputs: [{ name: 'probability', size: 1 }],
    constants: [
      row('middle', middle),
      row('spread', spread),
      ...bounds(limit),
      { name: 'weights', shape: [weights.length, 1], values: weights },
      row('bias', Float32Array.of(bias)),
    ],
    nodes: [
      { operator: 'Sub', inputs: ['features', 'middle'], output: 'centred' },
      { operator: 'Div', inputs: ['centred', 'spread'], output: 'scaled' },
      { operator: 'Clip', inputs: ['scaled', 'low', 'high'], output: 'z' },
      { operator: 'Gemm', inputs: ['z', 'weights', 'bias'], output: 'logit' },
      { operator: 'Sigmoid', inputs: ['logit'], output: 'probability' },
    ],
  })
}

/** What the judge's graph computes. */
export function judged({ middle, spread, limit, weights, bias }: LogisticJudge, features: Float32Array): number {
  let logit = bias
  features.forEach((value, i) => {
    logit += weights[i]! * Math.max(-limit, Math.min(limit, (value - middle[i]!) / spread[i]!))
  })
  return 1 / (1 + Math.exp(-logit))
}

const unit = { axis: 1, p: 2 }
const row = (name: string, values: Float32Array): GraphConstant => ({ name, shape: [values.length], values })
/** Clip takes its bounds as scalars. */
const bounds = (limit: number): GraphConstant[] => [
  { name: 'low', shape: [], values: Float32Array.of(-limit) },
  { name: 'high', shape: [], values: Float32Array.of(limit) },
]
