/** What is learned, as the panel's library page shows it: profiles, references, styles, neighbours, and whether it is any good. */
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename } from 'node:path'
import { AppError } from '../../audio/app-error.ts'
import type { Audio } from '../../audio/audio.ts'
import type { Analysis } from '../../features/analysis.ts'
import { teaches } from '../../profile/reference.ts'
import { shippedProfiles } from '../../profile/shipped.ts'
import { validateProfile } from '../../profile/validate-profile.ts'
import { validationText } from '../../report/profile-text.ts'
import { closenessWords } from '../../report/similar-text.ts'
import { formatNumber } from '../../report/words.ts'
import { type KeptReference, Library, listLibraries } from '../library.ts'
import { usualProfile } from '../profiles.ts'
import { similarTo } from '../similar.ts'
import { stylesOf } from '../styles.ts'
import type { PanelLearned, PanelLibrary, PanelProfile, PanelReference } from './data.ts'

export interface PanelLibraryOptions {
  /** The profile to tell everything of; null: the target. */
  readonly profile: string | null
  /** The profile in use; null: the one that is used when nothing is said. */
  readonly target: string | null
  readonly libraries: string
  /** Of the music to find neighbours of; null: nothing is measured. */
  readonly analysis: Analysis | null
  /** The same music, for a network of the profile; null: the metric is asked alone. */
  readonly audio?: Audio | null
}

/** Libraries that cannot be read are named with what is in the way. */
export async function panelLibrary({
  profile,
  target,
  libraries: folder,
  analysis,
  audio = null,
}: PanelLibraryOptions): Promise<PanelLibrary> {
  const used = target ?? (await usualProfile(folder))
  const learned = await Promise.all((await listLibraries(folder)).map(name => rowOf(name, folder, used)))
  const wanted = await Library.read(profile ?? used, { folder }).catch(() => null)
  return {
    profiles: [...learned, ...shipped.map(row => ({ ...row, isTarget: row.name === used }))],
    learned: wanted && (await learnedOf(wanted, folder, { analysis, audio })),
  }
}

const shippedWords = {
  prior: 'Published ranges, wide on purpose: nobody’s taste.',
  demo: 'Measured on generated songs, for the demo: nobody’s taste.',
} as const satisfies Readonly<Record<keyof typeof shippedProfiles, string>>

const shipped = (Object.keys(shippedProfiles) as (keyof typeof shippedProfiles)[]).map(
  (name): Omit<PanelProfile, 'isTarget'> => ({ name, kind: 'shipped', about: shippedWords[name] }),
)

async function rowOf(name: string, folder: string, used: string): Promise<PanelProfile> {
  const row = { name, kind: 'learned', isTarget: name === used } as const
  try {
    const library = await Library.read(name, { folder })
    const count = library?.references.filter(teaches).length ?? 0
    const outdated = library?.outdated ?? 0
    return { ...row, about: `${counted(count)}${outdated > 0 ? `, ${outdated} to be measured again` : ''}` }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...row, about: error.message }
  }
}

const counted = (count: number) => `${count} ${count === 1 ? 'reference' : 'references'}`

type Music = Required<Pick<PanelLibraryOptions, 'analysis' | 'audio'>>

async function learnedOf(library: Library, folder: string, music: Music): Promise<PanelLearned> {
  const { references, data } = library
  const teaching = references.filter(teaches)
  return {
    name: data.name,
    folders: data.folders,
    references: references.map(referenceRow),
    styles:
      teaching.length === 0
        ? []
        : stylesOf(references, data.styles).map(({ name, members, exemplar }) => ({
            name,
            size: members.length,
            exemplar: exemplar.title,
          })),
    ...(await neighboursOf(library, folder, music)),
    validation: teaching.length === 0 ? [] : validationText(validateProfile(references)).split('\n'),
    failures: data.failures.map(({ path, message, action }) => ({ file: basename(path), why: `${message} ${action}` })),
  }
}

function referenceRow(reference: KeptReference): PanelReference {
  const { title, tempo, key, findings } = reference
  return {
    title,
    about: [tempo === null ? 'no steady beat' : `${formatNumber(tempo, 1)} BPM`, key].filter(Boolean).join(', '),
    teaches: teaches(reference),
    findings: findings.map(({ words }) => words),
  }
}

/** A folder as people type it: "~" is their own, and a path that was copied may stand in quotes. */
export const typedFolder = (text: string, home = homedir()): string =>
  text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .replace(/^~(?=$|[/\\])/, () => home)

/** The audio file of a reference by its title. Throws AppError REFERENCE_GONE: numbers are kept, the audio is the user's. */
export async function referenceFile(profile: string, title: string, folder: string): Promise<string> {
  const library = await Library.read(profile, { folder })
  const hashes = new Set(library?.references.filter(each => each.title === title).map(({ hash }) => hash))
  for (const { path, hash } of library?.data.files ?? []) {
    if (hashes.has(hash) && (await stat(path).catch(() => null))) return path
  }
  throw new AppError({
    code: 'REFERENCE_GONE',
    message: `The file of "${title}" is not where it was learned from.`,
    action: 'Bring it back, or learn from its new folder; what it teaches is kept.',
  })
}

const shownNeighbours = 5

async function neighboursOf(
  { data }: Library,
  folder: string,
  { analysis, audio }: Music,
): Promise<Pick<PanelLearned, 'neighbours' | 'neighboursWhy'>> {
  if (!analysis) return { neighbours: null, neighboursWhy: 'Analyze your mix first.' }
  try {
    const { neighbours } = await similarTo(analysis, {
      profile: data.name,
      folder,
      k: shownNeighbours,
      ...(audio ? { audio: async () => audio } : {}),
    })
    return {
      neighbours: neighbours.map(({ reference, similarity, parts }) => ({
        title: reference.title,
        similarity,
        closeness: closenessWords(parts),
      })),
      neighboursWhy: '',
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { neighbours: null, neighboursWhy: `${error.message} ${error.action}` }
  }
}
