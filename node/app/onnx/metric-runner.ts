/** Style vectors through the metric's own ONNX graph, and who computed it. */
import { styleSize } from '../../features/style/layout.ts'
import { embed, type Metric } from '../../profile/metric.ts'
import { embeddingModel } from '../../profile/onnx/graphs.ts'
import { type OnnxOptions, OnnxUnavailable, openOnnx } from './runtime.ts'

/** Who computed a model of ours: onnxruntime, or the twin in TypeScript where the native module cannot be loaded. */
export type Answerer = 'onnxruntime' | 'TypeScript'

export interface EmbeddedRows {
  /** What `embed` gives for each row. */
  readonly points: readonly Float32Array[]
  readonly answeredBy: Answerer
}

export async function embedRows(
  metric: Metric,
  rows: readonly Float32Array[],
  options: OnnxOptions = {},
): Promise<EmbeddedRows> {
  try {
    const runner = await openOnnx(embeddingModel(metric), options)
    try {
      const data = new Float32Array(rows.length * styleSize)
      rows.forEach((row, i) => {
        data.set(row, i * styleSize)
      })
      const { embedding } = await runner.run({ style: { dims: [rows.length, styleSize], data } })
      const size = styleSize + metric.rows
      const points = rows.map((_, i) => embedding!.data.slice(i * size, (i + 1) * size))
      return { points, answeredBy: runner.answeredBy }
    } finally {
      await runner.close()
    }
  } catch (error) {
    if (!(error instanceof OnnxUnavailable)) throw error
    return { points: rows.map(row => embed(metric, row)), answeredBy: 'TypeScript' }
  }
}
