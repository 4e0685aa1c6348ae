/**
 * What a model heard in the references of a profile, beside its library: numbers, and the trained weights; never audio. Figures
 * belong to the sections that one version of the analyzer found, and are not used with those of another.
 */
import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Low } from 'lowdb'
import { z } from 'zod'
import { AppError } from '../../audio/app-error.ts'
import type { SegmentSounds, SoundSpace } from '../../profile/embedding.ts'
import { unit } from '../../profile/vector-index.ts'
import { analyzerVersion } from '../analysis-cache.ts'
import { DurableFile } from '../durable-file.ts'
import { libraryFile } from '../library.ts'

const text = z.string().min(1)
const soundsSchema = z.strictObject({
  version: z.literal(1),
  analyzer: text,
  model: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('network'),
      /** Little-endian floats in base64. */
      weights: text,
      tracks: z.number(),
      steps: z.number(),
      seed: z.number(),
    }),
    z.strictObject({ kind: z.literal('user'), name: text, manifest: text, sha256: text }),
  ]),
  share: z.number().min(0).max(1),
  dimensions: z.number().int().positive(),
  /** By hash: for each segment 8 bits a number in base64, or null. */
  vectors: z.record(z.string(), z.array(z.string().nullable())),
})
type StoredSounds = z.infer<typeof soundsSchema>

export interface Sounds {
  readonly model: StoredSounds['model']
  readonly space: SoundSpace
}

export const soundsFile = (profile: string, folder?: string) =>
  join(dirname(libraryFile(profile, folder)), 'sounds.json')

/** null: there are none, or they are of another version of the analyzer. Throws AppError SOUNDS_INVALID. */
export async function readSounds(profile: string, folder?: string): Promise<Sounds | null> {
  const file = soundsFile(profile, folder)
  try {
    const data = await new DurableFile<unknown>(file).read()
    if (data === null) return null
    const { analyzer, model, share, dimensions, vectors } = soundsSchema.parse(data)
    if (analyzer !== analyzerVersion) return null
    const unpacked = Object.entries(vectors).map(([hash, segments]) => [hash, segments.map(unpacked8)] as const)
    return { model, space: { share, dimensions, vectors: new Map(unpacked) } }
  } catch (cause) {
    if (!(cause instanceof SyntaxError || cause instanceof z.ZodError)) throw cause
    throw new AppError({
      code: 'SOUNDS_INVALID',
      message: `${file} is not what Uplift wrote, or it is damaged.`,
      action: `Delete it, then run uplift profile train "${profile}" again.`,
      cause,
    })
  }
}

export async function writeSounds(profile: string, { model, space }: Sounds, folder?: string): Promise<string> {
  const file = soundsFile(profile, folder)
  await mkdir(dirname(file), { recursive: true })
  const vectors = [...space.vectors].map(([hash, segments]) => [hash, segments.map(packed8)])
  const { share, dimensions } = space
  await new Low<StoredSounds>(new DurableFile(file, 0), {
    version: 1,
    analyzer: analyzerVersion,
    model,
    share,
    dimensions,
    vectors: Object.fromEntries(vectors),
  }).write()
  return file
}

export const removeSounds = (profile: string, folder?: string) => rm(soundsFile(profile, folder), { force: true })

export const floatsText = (values: Float32Array) =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64')

export const floatsFrom = (base64: string) => new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer)

type Sound = SegmentSounds[number]

/** A direction needs no scale. */
function packed8(vector: Sound): string | null {
  if (!vector) return null
  const most = vector.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-30)
  return Buffer.from(Int8Array.from(vector, value => Math.round((127 * value) / most)).buffer).toString('base64')
}

const unpacked8 = (base64: string | null): Sound =>
  base64 === null ? null : unit(Float32Array.from(new Int8Array(Buffer.from(base64, 'base64'))))
