/**
 * A network of the user's own: trained on three quarters of a profile's references, measured on the others, and taken only when
 * it finds a track's own sections sooner than the metric alone does, by more than chance.
 */
import { AppError } from '../../audio/app-error.ts'
import { decodeAudioFile } from '../../audio/decode.ts'
import { unpackStyle } from '../../features/style/compact.ts'
import { soundSize } from '../../profile/network/encoder.ts'
import type { HeldOut } from '../../profile/network/held-out.ts'
import { patchesOf } from '../../profile/network/patches.ts'
import { teaches } from '../../profile/reference.ts'
import type { Library } from '../library.ts'
import { type Heard, networkShare, tryNetwork } from './network-trial.ts'
import { patchesPerSegment } from './sound-model.ts'
import { floatsText, readSounds, type Sounds, writeSounds } from './sound-store.ts'
import type { TrainingProgress, TrainingState } from './train-encoder.ts'

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

/** Throws AppError NETWORK_FEW and SOUNDS_INVALID, OnnxUnavailable; the signal's reason when aborted. */
export async function trainNetwork(library: Library, options: NetworkOptions = {}): Promise<NetworkOutcome> {
  const { steps = 600, seed = 1, fewest = fewestForNetwork, onProgress = () => {}, signal, folder } = options
  const before = await readSounds(library.data.name, folder)
  const { heard, unheard } = await hearAll(library, fewest, onProgress, signal)
  // By content, so that the split does not depend on the order in which files were found.
  const isHeldOut = (i: number) => i % 4 === 3
  const { trained, vectors, heldOut, training } = await tryNetwork(heard, isHeldOut, {
    ...options,
    steps,
    seed,
    onProgress: progress => onProgress({ kind: 'training', ...progress }),
  })
  onProgress({ kind: 'measuring' })
  const taken = heldOut !== null && heldOut.low > 0
  const { weights, loss } = trained
  const model = { kind: 'network', weights: floatsText(weights), tracks: training, steps, seed } as const
  const space = { share: networkShare, dimensions: soundSize, vectors }
  const file = taken ? await writeSounds(library.data.name, { model, space }, folder) : null
  return { taken, tracks: heard.length, unheard, steps, loss, heldOut, before: before && nameOf(before.model), file }
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

const nameOf = (model: Sounds['model']) => (model.kind === 'user' ? model.name : 'the network that was trained before')

const few = (name: string, count: number, needed: number) =>
  new AppError({
    code: 'NETWORK_FEW',
    message: `"${name}" has ${count} references to listen to; a network learns nothing that lasts from fewer than ${needed}.`,
    action: 'The metric goes on comparing. Add references with uplift learn, and keep their files where they are.',
  })
