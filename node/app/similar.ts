/** The references of a learned profile that a piece of music sounds like. */
import { AppError } from '../audio/app-error.ts'
import type { Audio } from '../audio/audio.ts'
import type { Analysis, StyleSegment } from '../features/analysis.ts'
import { compareRows, type RowComparison } from '../profile/compare-rows.ts'
import type { SegmentSounds, SimilarOptions, SimilarTrack } from '../profile/embedding.ts'
import type { Metric } from '../profile/metric.ts'
import { rowsOf, teaches } from '../profile/reference.ts'
import { type KeptReference, Library } from './library.ts'
import { laidOut } from './library-layout.ts'
import { hearWithModelOf } from './onnx/hear-library.ts'
import { type Answerer, embedRows } from './onnx/metric-runner.ts'
import { readSounds, type Sounds } from './onnx/sound-store.ts'

export interface Similar {
  readonly profile: string
  /** Who answered: a metric trained on the library, or plain z-scores because it is small. */
  readonly metric: Metric
  readonly answeredBy: Answerer
  /** A network that had its vote, or why the one that the profile has did not vote; null: it has none. */
  readonly sound: SoundVote | null
  readonly neighbours: readonly SimilarNeighbour[]
}

export type SoundVote =
  | {
      readonly kind: 'network' | 'user'
      readonly name: string
      readonly share: number
      readonly answeredBy: Answerer
      /** References that it has not heard: they were added since. */
      readonly unheard: number
    }
  | { readonly kind: 'silent'; readonly reason: string }

export type SimilarNeighbour = SimilarTrack<KeptReference> & {
  /** The measured figures of the two beside each other, at equal loudness. */
  readonly comparison: RowComparison
}

/** Throws AppError PROFILE_MISSING, STYLE_MISSING (what was learned is of an older version), SECTION_MISSING. */
export async function similarTo(
  analysis: Analysis,
  {
    profile,
    folder,
    audio,
    ...options
  }: SimilarOptions & {
    readonly profile: string
    readonly folder?: string
    /** Gives what was measured, if a network of the profile is there to listen to it. */
    readonly audio?: () => Promise<Audio>
  },
): Promise<Similar> {
  const library = await Library.read(profile, folder === undefined ? {} : { folder })
  if (!library) {
    throw new AppError({
      code: 'PROFILE_MISSING',
      message: `"${profile}" is not a profile that was learned, and only learned references can be searched.`,
      action: 'uplift learn <folder> makes one; uplift profile list shows what there is.',
    })
  }
  if (!library.references.some(({ style }) => style !== undefined)) {
    throw new AppError({
      code: 'STYLE_MISSING',
      message: `The references of "${profile}" were measured by a version that did not keep how they sound.`,
      action: `Run uplift learn on their folder again: ${library.data.folders.join(', ')}.`,
    })
  }
  const { section } = options
  const segments = analysis.style ?? []
  if (!segments.some(segment => section === undefined || segment.section === section)) {
    throw new AppError({
      code: 'SECTION_MISSING',
      message: section === undefined ? `"${analysis.name}" is too quiet.` : `"${analysis.name}" has no ${section}.`,
      action: 'Leave --section out to compare whole tracks.',
    })
  }
  const kept = options.parts || !audio ? null : await readSounds(profile, folder)
  const heard = kept && (await voteOf(kept, audio!, segments, library.references))
  const embedding = laidOut(library, { sound: kept && heard && heard.vote.kind !== 'silent' ? kept.space : null })
  let answeredBy: Answerer = 'TypeScript'
  if (!options.parts) {
    await embedding.embedWith(async rows => {
      const embedded = await embedRows(embedding.metric, rows)
      answeredBy = embedded.answeredBy
      return embedded.points
    }, segments)
  }
  return {
    profile: library.data.name,
    metric: embedding.metric,
    answeredBy,
    sound: heard?.vote ?? null,
    neighbours: embedding.similar(segments, options, heard?.sounds).map(found => ({
      ...found,
      comparison: compareRows(analysis.rows, rowsOf(found.reference)),
    })),
  }
}

/** A network that cannot be asked does not keep the metric from answering. */
async function voteOf(
  { model, space }: Sounds,
  audio: () => Promise<Audio>,
  segments: readonly StyleSegment[],
  references: readonly KeptReference[],
): Promise<{ readonly vote: SoundVote; readonly sounds: SegmentSounds }> {
  try {
    const { sounds, answeredBy } = await hearWithModelOf({ model, space }, await audio(), segments)
    const unheard = references.filter(each => teaches(each) && !space.vectors.has(each.hash)).length
    const name = model.kind === 'user' ? model.name : 'your network'
    return { vote: { kind: model.kind, name, share: space.share, answeredBy, unheard }, sounds }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { vote: { kind: 'silent', reason: `${error.message} ${error.action}` }, sounds: [] }
  }
}
