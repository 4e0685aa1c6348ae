/** Models that hear a track: the encoder that was trained here, or one that the user brings. */
import type { Audio } from '../../audio/audio.ts'
import type { SegmentSounds } from '../../profile/embedding.ts'
import { encoded, encoderModel, patchBands, patchFrames, patchSize, soundSize } from '../../profile/network/encoder.ts'
import { patchesOf } from '../../profile/network/patches.ts'
import { unit } from '../../profile/vector-index.ts'
import type { Answerer } from './metric-runner.ts'
import { type OnnxOptions, type OnnxRunner, OnnxUnavailable, openOnnx } from './runtime.ts'

export type Spans = readonly { readonly startSeconds: number; readonly endSeconds: number }[]

export interface SoundModel {
  readonly answeredBy: Answerer
  readonly dimensions: number
  /** A unit vector for each span, null where the audio is too short for one. */
  hear(audio: Audio, spans: Spans, signal?: AbortSignal): Promise<SegmentSounds>
  close(): Promise<void>
}

/** Patches of a section that are listened to: a third more changes little. */
export const patchesPerSegment = 3

/** The trained encoder; TypeScript computes it where onnxruntime cannot be loaded. */
export async function openEncoder(weights: Float32Array, options: OnnxOptions = {}): Promise<EncoderSounds> {
  const runner = await openOnnx(encoderModel(weights), options).catch((error: unknown) => {
    if (error instanceof OnnxUnavailable) return null
    throw error
  })
  return new EncoderSounds(weights, runner)
}

class EncoderSounds implements SoundModel {
  readonly dimensions = soundSize
  readonly answeredBy: Answerer
  readonly #weights: Float32Array
  readonly #runner: OnnxRunner | null

  constructor(weights: Float32Array, runner: OnnxRunner | null) {
    this.#weights = weights
    this.#runner = runner
    this.answeredBy = runner?.answeredBy ?? 'TypeScript'
  }

  hear(audio: Audio, spans: Spans, signal?: AbortSignal): Promise<SegmentSounds> {
    return this.hearPatches(patchesOf(audio, spans, patchesPerSegment), signal)
  }

  async hearPatches(patches: readonly (readonly Float32Array[])[], signal?: AbortSignal): Promise<SegmentSounds> {
    const sounds = await this.#encode(patches.flat(), signal)
    let next = 0
    return patches.map(each => middle(each.map(() => sounds[next++]!)))
  }

  async close(): Promise<void> {
    await this.#runner?.close()
  }

  async #encode(patches: readonly Float32Array[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    if (patches.length === 0) return []
    if (!this.#runner) return patches.map(patch => encoded(this.#weights, patch))
    const data = new Float32Array(patches.length * patchSize)
    patches.forEach((patch, i) => {
      data.set(patch, i * patchSize)
    })
    const feeds = { patches: { dims: [patches.length, 1, patchFrames, patchBands], data } }
    const { sound } = await this.#runner.run(feeds, signal)
    return patches.map((_, i) => sound!.data.subarray(i * soundSize, (i + 1) * soundSize))
  }
}

/** The direction of their mean; null of none. */
export function middle(vectors: readonly Float32Array[]): Float32Array | null {
  const [first] = vectors
  if (!first) return null
  const sum = new Float32Array(first.length)
  for (const vector of vectors) {
    vector.forEach((value, d) => {
      sum[d]! += value
    })
  }
  return unit(sum)
}
