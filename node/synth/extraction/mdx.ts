/**
 * Separation by a model of the MDX kind: pieces of a few seconds as spectrograms through the model and back, overlapped
 * and added. The recipe is that of the models trained for UVR.
 */
import type { Audio } from '../../audio/audio.ts'
import { frameCount } from '../../audio/audio.ts'
import { type SpectrogramTensor, StereoStft } from './stereo-stft.ts'

export interface MdxModel {
  readonly bins: number
  readonly frames: number
  readonly fftSize: number
  /** Spectrogram of the mix to that of the stem, both [4][bins][frames]. */
  readonly run: (tensor: SpectrogramTensor, signal?: AbortSignal) => Promise<SpectrogramTensor>
}

export interface MdxOptions {
  /** Share of a piece that the next one repeats, 0.1 to 0.9. */
  readonly overlap?: number
  /** The model runs twice, once on the negative: what it adds of its own cancels. */
  readonly denoise?: boolean
  /** 0 to 1, after every piece. */
  readonly onProgress?: (share: number) => void
  readonly signal?: AbortSignal
}

/** All of these models were trained at it. */
export const mdxSampleRate = 44_100
export const mdxHop = 1024
/** Rumble that the models were trained without. */
const silentBins = 3

/**
 * The stem of `mix` (stereo, 44.1 kHz), as long as it. Beside mix and stem it holds one piece at a time.
 * Throws RangeError for another rate, the signal's reason when it is aborted, and what the model throws.
 */
export async function separateMdx(mix: Audio, model: MdxModel, options: MdxOptions = {}): Promise<Audio> {
  const { overlap = 0.25, denoise = false, onProgress = () => {}, signal } = options
  if (mix.sampleRate !== mdxSampleRate) throw new RangeError(`the mix must be at 44100 Hz, got ${mix.sampleRate}`)
  if (!(overlap >= 0.1 && overlap <= 0.9)) throw new RangeError(`overlap must be from 0.1 to 0.9, got ${overlap}`)
  const [left, right = left] = mix.channels
  const stft = new StereoStft({ fftSize: model.fftSize, hop: mdxHop, frames: model.frames, bins: model.bins })
  const length = stft.pieceLength
  const total = frameCount(mix)
  // Half a transform at both ends of a piece is made from mirrored sound: it is not used.
  const edge = model.fftSize / 2
  const used = length - 2 * edge
  if (used < mdxHop) throw new RangeError(`${model.frames} frames are too few for a transform of ${model.fftSize}`)
  const step = Math.max(mdxHop, Math.round((1 - overlap) * used))
  const count = Math.max(1, Math.ceil((total - used) / step) + 1)
  const sums = [new Float32Array(total), new Float32Array(total)] as const
  const weights = new Float32Array(total)
  const fade = Float64Array.from({ length: used }, (_, n) => Math.sin((Math.PI * (n + 0.5)) / used) ** 2)
  for (let i = 0; i < count; i++) {
    signal?.throwIfAborted()
    const from = i * step - edge
    const piece = (x: Float32Array) => Float32Array.from({ length }, (_, n) => x[from + n] ?? 0)
    const tensor = stft.forward(piece(left!), piece(right!))
    // Rows of each of the four planes: the lowest bins come first.
    const plane = model.bins * model.frames
    for (let p = 0; p < 4; p++) tensor.fill(0, p * plane, p * plane + silentBins * model.frames)
    const parts = stft.inverse(await answered(tensor, model, { denoise, signal }))
    for (let n = edge; n < Math.min(edge + used, total - from); n++) {
      const weight = fade[n - edge]!
      sums[0][from + n] = sums[0][from + n]! + weight * parts[0][n]!
      sums[1][from + n] = sums[1][from + n]! + weight * parts[1][n]!
      weights[from + n] = weights[from + n]! + weight
    }
    onProgress((i + 1) / count)
  }
  for (const sum of sums) for (let n = 0; n < total; n++) sum[n] = sum[n]! / weights[n]!
  return { sampleRate: mix.sampleRate, channels: sums }
}

/** What the mix holds beside the stem. */
export function withoutStem(mix: Audio, stem: Audio, gain = 1): Audio {
  const other = (x: Float32Array, c: number) => x.map((value, n) => value - gain * stem.channels[c]![n]!)
  const [left, right = left] = mix.channels
  return { sampleRate: mix.sampleRate, channels: [other(left!, 0), other(right!, 1)] }
}

async function answered(
  tensor: SpectrogramTensor,
  model: MdxModel,
  { denoise, signal }: { readonly denoise: boolean; readonly signal: AbortSignal | undefined },
): Promise<SpectrogramTensor> {
  if (!denoise) return model.run(tensor, signal)
  const negative = await model.run(
    tensor.map(value => -value),
    signal,
  )
  const positive = await model.run(tensor, signal)
  return positive.map((value, i) => (value - negative[i]!) / 2)
}
