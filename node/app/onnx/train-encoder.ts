/**
 * Training on the user's computer: onnxruntime runs the step's graph again and again, in its own process. The same tracks,
 * seed and number of threads give the same weights; a broken-off run goes on from its last checkpoint.
 */
import { type Random, stream } from '../../adapters/demo-song/random.ts'
import { firstWeights, patchBands, patchFrames, patchSize, weightCount } from '../../profile/network/encoder.ts'
import { alteredPatch } from '../../profile/network/patches.ts'
import { rateAt, trainingStepModel } from '../../profile/network/training-step.ts'
import { openOnnx } from './runtime.ts'

export interface TrainingState {
  /** Steps done. */
  readonly step: number
  readonly weights: Float32Array
  readonly first: Float32Array
  readonly second: Float32Array
}

export interface TrainingProgress {
  readonly step: number
  readonly steps: number
  /** Mean of the last twenty. */
  readonly loss: number
  readonly secondsLeft: number | null
}

export interface TrainingOptions {
  readonly steps: number
  readonly seed: number
  readonly threads?: number
  readonly from?: TrainingState | null
  /** Called now and then, and when it is broken off, with what a run can go on from. */
  readonly onCheckpoint?: (state: TrainingState) => Promise<void>
  readonly onProgress?: (progress: TrainingProgress) => void
  readonly signal?: AbortSignal
}

const mostPairs = 32
const learningRate = 1e-3
const warmUp = 20
const checkpointEvery = 50
const averaged = 20

/** `tracks`: the patches of each. Throws RangeError for fewer than two, OnnxUnavailable, the signal's reason. */
export async function trainEncoder(
  tracks: readonly (readonly Float32Array[])[],
  options: TrainingOptions,
): Promise<TrainingState & { readonly loss: number }> {
  const { steps, seed, threads, signal, onCheckpoint = async () => {}, onProgress = () => {} } = options
  const usable = tracks.filter(patches => patches.length > 1)
  if (usable.length < 2) throw new RangeError(`there must be two tracks of two patches, got ${usable.length}`)
  const pairs = Math.min(mostPairs, usable.length)
  let state: TrainingState = options.from ?? start(seed)
  const runner = await openOnnx(trainingStepModel(pairs), threads === undefined ? {} : { threads })
  const losses: number[] = []
  const [began, before] = [performance.now(), state.step]
  try {
    while (state.step < steps) {
      signal?.throwIfAborted()
      const step = state.step + 1
      const [a, b] = batch(usable, pairs, stream(seed, `step ${step}`))
      // A slow start, and slower and slower towards the end.
      const rate = learningRate * Math.min(1, step / warmUp) * 0.5 * (1 + Math.cos((Math.PI * step) / (steps + 1)))
      const list = (data: Float32Array) => ({ dims: [weightCount], data })
      const patches = (data: Float32Array) => ({ dims: [pairs, 1, patchFrames, patchBands], data })
      const out = await runner.run(
        {
          weights: list(state.weights),
          first: list(state.first),
          second: list(state.second),
          rate: { dims: [], data: Float32Array.of(rateAt(step, rate)) },
          a: patches(a),
          b: patches(b),
        },
        signal,
      )
      losses.push(out['loss']!.data[0]!)
      state = { step, weights: out['weightsOut']!.data, first: out['firstOut']!.data, second: out['secondOut']!.data }
      const perStep = (performance.now() - began) / 1000 / (step - before)
      onProgress({
        step,
        steps,
        loss: lately(losses),
        secondsLeft: step - before < averaged ? null : perStep * (steps - step),
      })
      if (step % checkpointEvery === 0 && step < steps) await onCheckpoint(state)
    }
    return { ...state, loss: lately(losses) }
  } catch (error) {
    if (signal?.aborted && state.step > before) await onCheckpoint(state)
    throw error
  } finally {
    await runner.close()
  }
}

function start(seed: number): TrainingState {
  const random = stream(seed, 'weights')
  const zeros = () => new Float32Array(weightCount)
  return { step: 0, weights: firstWeights(() => normal(random)), first: zeros(), second: zeros() }
}

/** Box and Muller 1958. */
const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Two patches each of different tracks, both altered. */
function batch(tracks: readonly (readonly Float32Array[])[], pairs: number, random: Random) {
  const order = tracks.map((_, i) => i)
  const [a, b] = [new Float32Array(pairs * patchSize), new Float32Array(pairs * patchSize)]
  for (let i = 0; i < pairs; i++) {
    const swap = i + Math.floor(random() * (order.length - i))
    ;[order[i], order[swap]] = [order[swap]!, order[i]!]
    const patches = tracks[order[i]!]!
    const one = Math.floor(random() * patches.length)
    const other = (one + 1 + Math.floor(random() * (patches.length - 1))) % patches.length
    a.set(alteredPatch(patches[one]!, random), i * patchSize)
    b.set(alteredPatch(patches[other]!, random), i * patchSize)
  }
  return [a, b] as const
}

function lately(losses: readonly number[]): number {
  const last = losses.slice(-averaged)
  return last.reduce((sum, loss) => sum + loss, 0) / last.length
}
