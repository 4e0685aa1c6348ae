/** A separation model of the user's, an ONNX file of the MDX kind, run by onnxruntime. */
import { basename } from 'node:path'
import { toStereo } from '../../audio/align.ts'
import { AppError } from '../../audio/app-error.ts'
import type { Audio } from '../../audio/audio.ts'
import { resample } from '../../audio/resample.ts'
import { type MdxModel, type MdxOptions, mdxSampleRate, separateMdx, withoutStem } from '../../synth/extraction/mdx.ts'
import { type OnnxModelRunner, openOnnx } from '../onnx/runtime.ts'

export interface ModelSettings extends MdxOptions {
  /** Points of the transform that the model was trained with; left out: as its number of bins tells, if it does. */
  readonly fftSize?: number
  /** What the stem is multiplied by before it is taken from the mix; models differ (UVR's list has it). */
  readonly compensate?: number
}

export interface SeparatedByModel {
  readonly stem: Audio
  /** mix − compensate · stem. */
  readonly rest: Audio
  /** Sentences: what was assumed or changed. */
  readonly notes: readonly string[]
}

/**
 * Stem and rest of a mix, both at 44.1 kHz. Throws AppError: ONNX_UNAVAILABLE, ONNX_INVALID, MODEL_UNSUPPORTED (not of
 * the MDX kind), MODEL_FFT_UNKNOWN; the signal's reason when it is aborted.
 */
export async function separateByModel(
  mix: Audio,
  file: string,
  { fftSize, compensate = 1, ...options }: ModelSettings = {},
): Promise<SeparatedByModel> {
  const notes: string[] = []
  const runner = await openOnnx(file)
  try {
    const model = mdxModelOf(runner, { file: basename(file), fftSize, notes })
    if (mix.sampleRate !== mdxSampleRate)
      notes.push(`The mix was resampled from ${mix.sampleRate} to ${mdxSampleRate} Hz, the rate of these models.`)
    const { sampleRate, channels } = toStereo(resample(mix, mdxSampleRate))
    const stereo = { sampleRate, channels }
    const stem = await separateMdx(stereo, model, options)
    return { stem, rest: withoutStem(stereo, stem, compensate), notes }
  } finally {
    // Waits for the call that it is in; a cancelled run has been answered already.
    void runner.close()
  }
}

/** Sizes that only one transform goes with, among the models whose settings are public. */
const fftSizes: Readonly<Record<number, number>> = { 2048: 6144, 2560: 5120 }

interface ModelContext {
  readonly file: string
  readonly fftSize: number | undefined
  readonly notes: string[]
}

function mdxModelOf(runner: OnnxModelRunner, { file, fftSize, notes }: ModelContext): MdxModel {
  const [input, output] = [runner.inputs[0], runner.outputs[0]]
  const { dims = [] } = runner.inputSignatures[0] ?? {}
  const [, planes, bins, frames] = dims
  if (
    runner.inputs.length !== 1 ||
    runner.outputs.length !== 1 ||
    !input ||
    !output ||
    dims.length !== 4 ||
    planes !== 4
  )
    throw new AppError({
      code: 'MODEL_UNSUPPORTED',
      message: `${file} is no model of the MDX kind: its inputs are ${runner.inputSignatures.map(each => `[${each.dims.join(', ')}]`).join(', ')}, expected one of [1, 4, bins, frames].`,
      action: 'Use a UVR MDX-NET model, or run Demucs models by demucs itself: uplift stems song.wav --tool demucs.',
    })
  if (typeof bins !== 'number' || typeof frames !== 'number')
    throw new AppError({
      code: 'MODEL_UNSUPPORTED',
      message: `${file} does not say how many bins and frames it takes.`,
      action: 'Use the model file as it was published.',
    })
  const known = fftSize ?? fftSizes[bins]
  if (known === undefined)
    throw new AppError({
      code: 'MODEL_FFT_UNKNOWN',
      message: `${file} takes ${bins} bins, which models of several transform sizes do.`,
      action: "Say --fft-size: 6144 or 7680 are usual, UVR shows it as n_fft among the model's settings.",
    })
  if (bins > known / 2 + 1)
    throw new AppError({
      code: 'MODEL_UNSUPPORTED',
      message: `${file} takes ${bins} bins, a transform of ${known} has only ${known / 2 + 1}.`,
      action: 'Say a larger --fft-size.',
    })
  if (fftSize === undefined)
    notes.push(`The model's transform size is taken to be ${known}, as for its kind (--fft-size says otherwise).`)
  const highest = (bins * mdxSampleRate) / known
  if (highest < 0.9 * (mdxSampleRate / 2))
    notes.push(`The model hears nothing above ${(highest / 1000).toFixed(1)} kHz: what is higher stays in the rest.`)
  return {
    bins,
    frames,
    fftSize: known,
    run: async (tensor, signal) => {
      const answers = await runner.run({ [input]: { dims: [1, 4, bins, frames], data: tensor } }, signal)
      const { data } = answers[output]!
      if (data.length !== tensor.length)
        throw new AppError({
          code: 'MODEL_UNSUPPORTED',
          message: `${file} answers with ${data.length} numbers, expected ${tensor.length}.`,
          action: 'Use a model that gives one stem of the size of its input.',
        })
      return data
    },
  }
}
