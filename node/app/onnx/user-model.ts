/**
 * A model that the user brings, with a manifest beside it that says what it listens to. Nothing is guessed: what the manifest
 * and the model disagree about is refused with a sentence.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../audio/app-error.ts'
import type { Audio } from '../../audio/audio.ts'
import { LogMel } from '../../dsp/log-mel.ts'
import type { SegmentSounds } from '../../profile/embedding.ts'
import { excerptsOf } from '../../profile/network/excerpts.ts'
import { type OnnxModelRunner, openOnnx } from './runtime.ts'
import { middle, patchesPerSegment, type SoundModel, type Spans } from './sound-model.ts'

/** No model is near these: beyond them a number is a mistake, and the memory that it asks for would end the process. */
const upTo = (most: number) => z.number().int().positive().max(most)
const size = upTo(2 ** 24)
const name = z.string().min(1)
/** What each dimension of the input counts, from the outer to the inner. `one`: always 1. */
const axes = <T extends string>(...names: T[]) =>
  z
    .array(z.enum(['patches', 'one', ...names]))
    .refine(
      list =>
        names.every(axis => list.filter(each => each === axis).length === 1) &&
        list.filter(each => each === 'patches').length <= 1,
      `must name each of ${names.join(', ')} once, and patches at most once`,
    )

const inputSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('waveform'), name, sampleRate: size, samples: size, layout: axes('samples') }),
  z.strictObject({
    kind: z.literal('log-mel'),
    name,
    sampleRate: upTo(384_000),
    fft: upTo(2 ** 16),
    hop: upTo(2 ** 16),
    bands: upTo(4096),
    lowHz: z.number().min(0),
    highHz: z.number().positive(),
    scale: z.enum(['slaney', 'htk']),
    triangles: z.enum(['area', 'peak']),
    window: z.enum(['periodic', 'symmetric']),
    power: z.union([z.literal(1), z.literal(2)]),
    log: z.enum(['log10-10000', 'ln', 'db', 'none']),
    /** Of a patch. */
    frames: upTo(2 ** 16),
    layout: axes('frames', 'bands'),
  }),
])

const manifestSchema = z.strictObject({
  version: z.literal(1),
  name,
  /** Beside the manifest, or absolute. */
  file: name,
  input: inputSchema,
  /** Other inputs that the model has, each fed one number (false is 0). */
  constants: z.record(name, z.number()).default({}),
  /** Several rows for a patch become their mean. */
  output: z.strictObject({ name, dimensions: size }),
  /** Its vote beside the metric's. */
  share: z.number().min(0.05).max(1).default(0.35),
})
export type ModelManifest = z.infer<typeof manifestSchema>

export interface UserModel extends SoundModel {
  readonly manifest: ModelManifest
  /** Of the model's bytes. */
  readonly sha256: string
}

/** Throws AppError MANIFEST_INVALID, MODEL_MISMATCH, ONNX_INVALID; OnnxUnavailable. */
export async function openUserModel(file: string): Promise<UserModel> {
  const manifest = await readManifest(file)
  const path = resolve(dirname(file), manifest.file)
  const bytes = await readFile(path).catch(() => {
    throw invalid(file, `its model ${path} cannot be read`)
  })
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const runner = await openOnnx(bytes)
  try {
    checkSignature(manifest, runner)
    return new HearingModel(manifest, sha256, runner)
  } catch (error) {
    await runner.close()
    throw error
  }
}

export async function readManifest(file: string): Promise<ModelManifest> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw invalid(file, 'it cannot be read')
  })
  try {
    const manifest = manifestSchema.parse(JSON.parse(text))
    // Refuses a range beyond the sample rate and frames that are no power of two.
    if (manifest.input.kind === 'log-mel') new LogMel(manifest.input)
    return manifest
  } catch (cause) {
    if (cause instanceof z.ZodError) {
      const [issue] = cause.issues
      throw invalid(file, `${issue!.path.join('.') || 'the whole'}: ${issue!.message}`)
    }
    if (cause instanceof SyntaxError || cause instanceof RangeError) throw invalid(file, cause.message)
    throw cause
  }
}

class HearingModel implements UserModel {
  readonly answeredBy = 'onnxruntime'
  readonly manifest: ModelManifest
  readonly sha256: string
  readonly #runner: OnnxModelRunner
  readonly #mel: LogMel | null

  constructor(manifest: ModelManifest, sha256: string, runner: OnnxModelRunner) {
    this.manifest = manifest
    this.sha256 = sha256
    this.#runner = runner
    this.#mel = manifest.input.kind === 'log-mel' ? new LogMel(manifest.input) : null
  }

  get dimensions() {
    return this.manifest.output.dimensions
  }

  async hear(audio: Audio, spans: Spans, signal?: AbortSignal): Promise<SegmentSounds> {
    const { input } = this.manifest
    const samples = input.kind === 'waveform' ? input.samples : (input.frames - 1) * input.hop + input.fft
    const settings = { sampleRate: input.sampleRate, samples, perSegment: patchesPerSegment }
    const pieces = excerptsOf(audio, spans, settings)
    const heard = await this.#run(
      pieces.flat().map(piece => this.#mel?.measure(piece) ?? piece.slice()),
      signal,
    )
    let next = 0
    return pieces.map(each => middle(each.map(() => heard[next++]!)))
  }

  close = () => this.#runner.close()

  async #run(patches: readonly Float32Array[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    const { input } = this.manifest
    const isBatched = (input.layout as readonly string[]).includes('patches')
    const out: Float32Array[] = []
    const step = isBatched ? mostPatches : 1
    for (let from = 0; from < patches.length; from += step) {
      out.push(...(await this.#call(patches.slice(from, from + step), signal)))
    }
    return out
  }

  async #call(patches: readonly Float32Array[], signal?: AbortSignal): Promise<readonly Float32Array[]> {
    const { input, constants, output } = this.manifest
    const ordered = patches.map(patch => inOrder(patch, input))
    const data = new Float32Array(ordered.reduce((sum, { length }) => sum + length, 0))
    ordered.forEach((patch, i) => {
      data.set(patch, i * patch.length)
    })
    const sizes = { patches: patches.length, one: 1, ...sizesOf(input) }
    const dims = input.layout.map(axis => sizes[axis as keyof typeof sizes] as number)
    const others = Object.entries(constants).map(([name, value]) => {
      const { dims } = this.#runner.inputSignatures[this.#runner.inputs.indexOf(name)]!
      return [name, { dims: dims.map(() => 1), data: Float32Array.of(value) }]
    })
    const found = (await this.#runner.run({ ...Object.fromEntries(others), [input.name]: { dims, data } }, signal))[
      output.name
    ]
    const { dimensions } = output
    const rows = found!.data.length / dimensions
    if (found!.dims.at(-1) !== dimensions || rows % patches.length !== 0)
      throw mismatch(this.manifest, `"${output.name}" came as ${found!.dims.join(' × ')}, not in rows of ${dimensions}`)
    if (found!.data.some(value => !Number.isFinite(value)))
      throw mismatch(this.manifest, `"${output.name}" holds numbers that are none (NaN or infinite)`)
    const perPatch = rows / patches.length
    return patches.map((_, i) => {
      const vectors = Array.from({ length: perPatch }, (_, row) =>
        found!.data.subarray((i * perPatch + row) * dimensions, (i * perPatch + row + 1) * dimensions),
      )
      return middle(vectors)!
    })
  }
}

/** Patches in one call: 64 of 2 s at 16 kHz are 8 MB. */
const mostPatches = 64

const sizesOf = (input: ModelManifest['input']): Readonly<Record<string, number>> =>
  input.kind === 'waveform' ? { samples: input.samples } : { frames: input.frames, bands: input.bands }

/** Mel patches are measured frame by frame; some models want them band by band. */
function inOrder(patch: Float32Array, input: ModelManifest['input']): Float32Array {
  if (input.kind === 'waveform' || input.layout.indexOf('frames') < input.layout.indexOf('bands')) return patch
  const { frames, bands } = input
  return Float32Array.from({ length: patch.length }, (_, i) => patch[(i % frames) * bands + Math.floor(i / frames)]!)
}

function checkSignature(manifest: ModelManifest, runner: OnnxModelRunner): void {
  const { input, constants, output } = manifest
  const has = (names: readonly string[]) => names.map(each => `"${each}"`).join(', ')
  const at = runner.inputs.indexOf(input.name)
  if (at < 0) throw mismatch(manifest, `it has no input "${input.name}", but ${has(runner.inputs)}`)
  if (!runner.outputs.includes(output.name))
    throw mismatch(manifest, `it has no output "${output.name}", but ${has(runner.outputs)}`)
  const fed = [input.name, ...Object.keys(constants)]
  const extra = runner.inputs.filter(each => !fed.includes(each))
  if (extra.length > 0) throw mismatch(manifest, `it also wants ${has(extra)}; give them in "constants"`)
  const unknown = Object.keys(constants).filter(each => !runner.inputs.includes(each))
  if (unknown.length > 0) throw mismatch(manifest, `it has no input ${has(unknown)}`)
  const { dims } = runner.inputSignatures[at]!
  if (dims.length !== input.layout.length)
    throw mismatch(manifest, `"${input.name}" has ${dims.length} dimensions, the layout ${input.layout.length}`)
  const sizes = { one: 1, ...sizesOf(input) } as Readonly<Record<string, number>>
  input.layout.forEach((axis, i) => {
    const [wanted, given] = [dims[i], sizes[axis]]
    if (typeof wanted === 'number' && given !== undefined && wanted !== given)
      throw mismatch(manifest, `"${input.name}" wants ${wanted} ${axis}, the manifest says ${given}`)
  })
  const last = runner.outputSignatures[runner.outputs.indexOf(output.name)]!.dims.at(-1)
  if (typeof last === 'number' && last !== output.dimensions)
    throw mismatch(manifest, `"${output.name}" has ${last} dimensions, the manifest says ${output.dimensions}`)
}

const invalid = (file: string, reason: string) =>
  new AppError({
    code: 'MANIFEST_INVALID',
    message: `${file} does not describe a model: ${reason.replace(/\.$/, '')}.`,
    action: 'docs/models.md shows whole manifests.',
  })

const mismatch = ({ name: model, file }: ModelManifest, reason: string) =>
  new AppError({
    code: 'MODEL_MISMATCH',
    message: `"${model}" (${file}) is not what its manifest says: ${reason}.`,
    action: 'Correct the manifest; docs/models.md shows whole ones.',
  })
