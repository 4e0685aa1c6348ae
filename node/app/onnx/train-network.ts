/**
 * A network of the user's own: trained on three quarters of a profile's references, measured on the others, and taken only when
 * it finds a track's own sections sooner than the metric alone does, by more than chance.
 */

import { stream } from '../../adapters/demo-song/random.ts'
import { AppError } from '../../audio/app-error.ts'
import { decodeAudioFile } from '../../audio/decode.ts'
import type { StyleSegment } from '../../features/analysis.ts'
import { unpackStyle } from '../../features/style/compact.ts'
import type { SegmentSounds } from '../../profile/embedding.ts'
import { embed, fitMetric } from '../../profile/metric.ts'
import { soundSize } from '../../profile/network/encoder.ts'
import { type HeldOut, heldOutGain } from '../../profile/network/held-out.ts'
import { patchesOf } from '../../profile/network/patches.ts'
import { teaches } from '../../profile/reference.ts'
import type { Library } from '../library.ts'
import { openEncoder, patchesPerSegment } from './sound-model.ts'
import { floatsText, readSounds, type Sounds, writeSounds } from './sound-store.ts'
import { type TrainingProgress, type TrainingState, trainEncoder } from './train-encoder.ts'

export interface NetworkOutcome {
  readonly taken: boolean
  readonly tracks: number
  /** References whose file is gone or cannot be read. */
  readonly unheard: readonly { readonly title: string; readonly reason: string }[]
  readonly steps: number
  readonly loss: number
  /** null: too few tracks were held out to tell. */
  readonly heldOut: HeldOut | null
  /** What had a vote until now: it keeps it when this network is not taken, and gives way when it is. */
  readonly before: string | null
  /** Where it is, when it was taken. */
  readonly file: string | null
}

export type NetworkProgress =
  | { readonly kind: 'hearing'; readonly done: number; readonly total: number; readonly title: string }
  | ({ readonly kind: 'training' } & TrainingProgress)
  | { readonly kind: 'measuring' }

export interface NetworkOptions {
  readonly folder?: string
  readonly steps?: number
  readonly seed?: number
  readonly threads?: number
  /** Fewer references than this are not tried. */
  readonly fewest?: number
  readonly from?: TrainingState | null
  readonly onCheckpoint?: (state: TrainingState) => Promise<void>
  readonly onProgress?: (progress: NetworkProgress) => void
  readonly signal?: AbortSignal
}

/** With fewer, a network learns these tracks by heart, and not what tells tracks apart. */
export const fewestForNetwork = 50
/** What is heard of more than these is not kept for training: 1 MB a track. */
const mostForTraining = 400
/** The network's vote beside the metric's: neither was better alone. */
export const networkShare = 0.35

/** Throws AppError NETWORK_FEW and SOUNDS_INVALID, OnnxUnavailable; the signal's reason when aborted. */
export async function trainNetwork(library: Library, options: NetworkOptions = {}): Promise<NetworkOutcome> {
  const { steps = 600, seed = 1, fewest = fewestForNetwork, onProgress = () => {}, signal, folder } = options
  const before = await readSounds(library.data.name, folder)
  const { heard, unheard } = await hearAll(library, fewest, onProgress, signal)
  // By content, so that the split does not depend on the order in which files were found.
  const held = heard.filter((_, i) => i % 4 === 3)
  const training = heard.filter((_, i) => i % 4 !== 3)
  const trained = await trainEncoder(
    training.slice(0, mostForTraining).map(({ patches }) => patches.flat()),
    {
      steps,
      seed,
      ...(options.threads === undefined ? {} : { threads: options.threads }),
      ...(options.from ? { from: options.from } : {}),
      ...(options.onCheckpoint ? { onCheckpoint: options.onCheckpoint } : {}),
      ...(signal ? { signal } : {}),
      onProgress: progress => onProgress({ kind: 'training', ...progress }),
    },
  )
  onProgress({ kind: 'measuring' })
  const encoder = await openEncoder(trained.weights)
  const vectors = new Map<string, SegmentSounds>()
  try {
    for (const { hash, patches } of heard) vectors.set(hash, await encoder.hearPatches(patches, signal))
  } finally {
    await encoder.close()
  }
  const metric = fitMetric(
    training.flatMap(({ hash, segments }) => segments.map(({ vector }) => ({ vector, track: hash }))),
  )
  const random = stream(seed, 'held out')
  const heldOut = heldOutGain(
    held.map(({ hash, segments }) => {
      const before = segments.map(({ vector }) => embed(metric, vector))
      const sounds = vectors.get(hash)!
      return { before, after: before.map((point, i) => together(point, sounds[i] ?? null)) }
    }),
    random,
  )
  const taken = heldOut !== null && heldOut.low > 0
  const { weights, loss } = trained
  const model = { kind: 'network', weights: floatsText(weights), tracks: training.length, steps, seed } as const
  const space = { share: networkShare, dimensions: soundSize, vectors }
  const file = taken ? await writeSounds(library.data.name, { model, space }, folder) : null
  return { taken, tracks: heard.length, unheard, steps, loss, heldOut, before: before && nameOf(before.model), file }
}

interface Heard {
  readonly hash: string
  readonly segments: readonly StyleSegment[]
  readonly patches: readonly Float32Array[][]
}

async function hearAll(
  library: Library,
  fewest: number,
  onProgress: (progress: NetworkProgress) => void,
  signal: AbortSignal | undefined,
) {
  const candidates = library.references
    .filter(reference => teaches(reference) && reference.style !== undefined)
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
  // As many as would be needed to hold ten out.
  const needed = Math.max(fewest, 2)
  if (candidates.length < needed) throw few(library.data.name, candidates.length, needed)
  const paths = new Map(library.data.files.map(({ hash, path }) => [hash, path]))
  const heard: Heard[] = []
  const unheard: { title: string; reason: string }[] = []
  for (const [done, { hash, title, style }] of candidates.entries()) {
    signal?.throwIfAborted()
    onProgress({ kind: 'hearing', done, total: candidates.length, title })
    const path = paths.get(hash)
    const segments = unpackStyle(style!)
    try {
      if (path === undefined || !segments)
        throw new AppError({ code: 'FILE_MISSING', message: 'Its file is not known.', action: '' })
      const audio = await decodeAudioFile(path)
      heard.push({ hash, segments, patches: patchesOf(audio, segments, patchesPerSegment) })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      unheard.push({ title, reason: error.message })
    }
  }
  if (heard.length < needed) throw few(library.data.name, heard.length, needed)
  return { heard, unheard }
}

function together(point: Float32Array, sound: Float32Array | null): Float32Array {
  const out = new Float32Array(point.length + soundSize)
  out.set(point.map(value => value * Math.sqrt(1 - networkShare)))
  if (sound)
    out.set(
      sound.map(value => value * Math.sqrt(networkShare)),
      point.length,
    )
  return out
}

const nameOf = (model: Sounds['model']) => (model.kind === 'user' ? model.name : 'the network that was trained before')

const few = (name: string, count: number, needed: number) =>
  new AppError({
    code: 'NETWORK_FEW',
    message: `"${name}" has ${count} references to listen to; a network learns nothing that lasts from fewer than ${needed}.`,
    action: 'The metric goes on comparing. Add references with uplift learn, and keep their files where they are.',
  })
