/** All references of a profile through a model that the user brings; and the query, through whatever the profile has. */
import { AppError } from '../../audio/app-error.ts'
import type { Audio } from '../../audio/audio.ts'
import { decodeAudioFile } from '../../audio/decode.ts'
import { unpackStyle } from '../../features/style/compact.ts'
import type { SegmentSounds } from '../../profile/embedding.ts'
import { teaches } from '../../profile/reference.ts'
import type { Library } from '../library.ts'
import { openEncoder, type SoundModel, type Spans } from './sound-model.ts'
import { floatsFrom, type Sounds, writeSounds } from './sound-store.ts'
import type { NetworkProgress } from './train-network.ts'
import { openUserModel } from './user-model.ts'

export interface HeardLibrary {
  readonly name: string
  readonly tracks: number
  readonly unheard: readonly { readonly title: string; readonly reason: string }[]
  readonly file: string
}

/** Throws what `openUserModel` throws, AppError LIBRARY_UNHEARD, the signal's reason. */
export async function hearWithUserModel(
  library: Library,
  manifestFile: string,
  {
    folder,
    onProgress = () => {},
    signal,
  }: { folder?: string; onProgress?: (progress: NetworkProgress) => void; signal?: AbortSignal } = {},
): Promise<HeardLibrary> {
  const model = await openUserModel(manifestFile)
  try {
    const vectors = new Map<string, SegmentSounds>()
    const unheard: { title: string; reason: string }[] = []
    const paths = new Map(library.data.files.map(({ hash, path }) => [hash, path]))
    const candidates = library.references.filter(each => teaches(each) && each.style !== undefined)
    for (const [done, { hash, title, style }] of candidates.entries()) {
      signal?.throwIfAborted()
      onProgress({ kind: 'hearing', done, total: candidates.length, title })
      const [path, segments] = [paths.get(hash), unpackStyle(style!)]
      if (path === undefined || !segments) {
        unheard.push({ title, reason: 'Its file is not known.' })
        continue
      }
      const audio = await decodeAudioFile(path).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
        unheard.push({ title, reason: error.message })
        return null
      })
      if (audio) vectors.set(hash, await model.hear(audio, segments, signal))
    }
    if (vectors.size === 0) throw nothingHeard(library.data.name)
    const { manifest, sha256, dimensions } = model
    const kept = { kind: 'user', name: manifest.name, manifest: manifestFile, sha256 } as const
    const space = { share: manifest.share, dimensions, vectors }
    const file = await writeSounds(library.data.name, { model: kept, space }, folder)
    return { name: manifest.name, tracks: vectors.size, unheard, file }
  } finally {
    await model.close()
  }
}

/** What the profile's model hears in a piece of music. Throws AppError SOUNDS_OUTDATED when the user's model is another one by now. */
export async function hearWithModelOf(
  { model }: Sounds,
  audio: Audio,
  spans: Spans,
): Promise<{ readonly sounds: SegmentSounds; readonly answeredBy: SoundModel['answeredBy'] }> {
  const opened = await openModel(model)
  try {
    return { sounds: await opened.hear(audio, spans), answeredBy: opened.answeredBy }
  } finally {
    await opened.close()
  }
}

async function openModel(model: Sounds['model']): Promise<SoundModel> {
  if (model.kind === 'network') return openEncoder(floatsFrom(model.weights))
  const opened = await openUserModel(model.manifest)
  if (opened.sha256 === model.sha256) return opened
  await opened.close()
  throw new AppError({
    code: 'SOUNDS_OUTDATED',
    message: `The model "${model.name}" is not the one that listened to the references.`,
    action: `Run uplift profile model again with ${model.manifest}.`,
  })
}

const nothingHeard = (name: string) =>
  new AppError({
    code: 'LIBRARY_UNHEARD',
    message: `None of the references of "${name}" could be listened to: their files are gone.`,
    action: 'Put the files back where they were, or run uplift learn on their new folder.',
  })
