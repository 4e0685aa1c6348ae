/** The references of a learned profile that a piece of music sounds like. */
import { AppError } from '../audio/app-error.ts'
import type { Analysis } from '../features/analysis.ts'
import { compareRows, type RowComparison } from '../profile/compare-rows.ts'
import { LibraryEmbedding, type SimilarOptions, type SimilarTrack } from '../profile/embedding.ts'
import type { Metric } from '../profile/metric.ts'
import { rowsOf } from '../profile/reference.ts'
import { type KeptReference, Library } from './library.ts'
import { type Answerer, embedRows } from './onnx/metric-runner.ts'

export interface Similar {
  readonly profile: string
  /** Who answered: a metric trained on the library, or plain z-scores because it is small. */
  readonly metric: Metric
  readonly answeredBy: Answerer
  readonly neighbours: readonly SimilarNeighbour[]
}

export type SimilarNeighbour = SimilarTrack<KeptReference> & {
  /** The measured figures of the two beside each other, at equal loudness. */
  readonly comparison: RowComparison
}

/** Throws AppError PROFILE_MISSING, STYLE_MISSING (what was learned is of an older version), SECTION_MISSING. */
export async function similarTo(
  analysis: Analysis,
  { profile, folder, ...options }: SimilarOptions & { readonly profile: string; readonly folder?: string },
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
  const embedding = new LibraryEmbedding(library.references)
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
    neighbours: embedding.similar(segments, options).map(found => ({
      ...found,
      comparison: compareRows(analysis.rows, rowsOf(found.reference)),
    })),
  }
}
