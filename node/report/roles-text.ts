/** The tracks of a set, for a terminal and for programs: role with its reason, share of the loudness, lock. */
import { z } from 'zod'
import type { TrackPath } from '../live/set.ts'
import type { RoleGuess } from '../mix/roles/guess-roles.ts'
import { roles } from '../mix/roles/role.ts'
import { columns, join, painter, printableData, type TextOptions, wrap } from './layout.ts'
import { formatShare } from './words.ts'

/** A track as it is shown. */
export interface TrackRow extends RoleGuess {
  readonly path: TrackPath
  readonly name: string
  /** Name of the group it is in. */
  readonly group: string | null
  /** 0 to 1: share of the mix's loudness; null: not heard by itself. */
  readonly share: number | null
  readonly isLocked: boolean
  /** "Track Volume", "Eq8/1 Gain A". */
  readonly lockedParameters: readonly string[]
}

/** A table, and below it why each track is taken for what it is. */
export function rolesText(set: string, tracks: readonly TrackRow[], { color }: TextOptions): string {
  const paint = painter(color)
  const rows = printableData(tracks)
  const table = columns(
    [
      ['track', 'role', 'sure', 'share', ''],
      ...rows.map(({ name, role, confidence, share, isLocked, lockedParameters }) => [
        name,
        role,
        formatShare(confidence < 1 ? Math.min(mostGuessed, confidence) : 1),
        share === null ? '' : formatShare(share),
        isLocked ? 'locked' : lockedParameters.map(parameter => `${parameter} locked`).join(', '),
      ]),
    ],
    [2, 3],
  )
  return join([
    [paint('bold', `Tracks of ${printableData(set)}`), ...table],
    [
      paint('bold', 'Why'),
      ...rows.flatMap(({ name, because, role, candidates }) =>
        wrap(`${name}: ${because}${alternatives(role, candidates)}`, '  '),
      ),
    ],
  ])
}

/** No guess is shown as certain: only the user's word is. */
const mostGuessed = 0.99
/** Below this a role is said together with what else it may be. */
const doubtful = 0.75

function alternatives(role: string, candidates: TrackRow['candidates']): string {
  const [first, ...others] = candidates
  if (!first || first.confidence >= doubtful || others.length === 0) return ''
  return ` If it is not ${role}: ${others.map(each => `${each.role} ${formatShare(each.confidence)}`).join(', ')}.`
}

export const tracksDocumentSchema = z.strictObject({
  uplift: z.literal(1),
  command: z.literal('tracks'),
  set: z.string(),
  tracks: z.array(
    z.strictObject({
      track: z.string(),
      name: z.string(),
      group: z.string().nullable(),
      role: z.enum(roles),
      /** 0 to 1; 1: the user said so. */
      confidence: z.number(),
      because: z.string(),
      candidates: z.array(z.strictObject({ role: z.enum(roles), confidence: z.number() })),
      /** 0 to 1, of the mix's loudness; null: not heard by itself. */
      share: z.number().nullable(),
      locked: z.boolean(),
      /** Of the mixer by name, of a device as class/name. */
      lockedParameters: z.array(z.string()),
    }),
  ),
})
export type TracksDocument = z.infer<typeof tracksDocumentSchema>

export const tracksDocument = (set: string, tracks: readonly TrackRow[]): TracksDocument => ({
  uplift: 1,
  command: 'tracks',
  set,
  tracks: tracks.map(
    ({ path, name, group, role, confidence, because, candidates, share, isLocked, lockedParameters }) => ({
      track: path,
      name,
      group,
      role,
      confidence: rounded(confidence),
      because,
      candidates: candidates.map(each => ({ role: each.role, confidence: rounded(each.confidence) })),
      share: share === null ? null : rounded(share),
      locked: isLocked,
      lockedParameters: [...lockedParameters],
    }),
  ),
})

const rounded = (value: number) => Math.round(value * 1e4) / 1e4
