/** Which profile a name means: a shipped one, one that was learned, or a file. */
import { stat } from 'node:fs/promises'
import { AppError } from '../audio/app-error.ts'
import type { Profile } from '../profile/profile.ts'
import { loadProfile, shippedProfiles } from '../profile/shipped.ts'
import { Library, librariesFolder, libraryFile, listLibraries } from './library.ts'
import { type ChosenTarget, type Music, parseTarget, styleNeighbours, targetIn } from './styles.ts'

export interface ProfileSource {
  readonly name: string
  readonly profile: Profile
  /** What it was learned from; null: a shipped profile, or a file. */
  readonly library: Library | null
}

/** Throws AppError PROFILE_MISSING, PROFILE_EMPTY, PRESET_INVALID, LIBRARY_INVALID. */
export async function openProfile(nameOrFile: string, folder = librariesFolder()): Promise<ProfileSource> {
  const library = nameOrFile in shippedProfiles ? null : await Library.read(nameOrFile, { folder })
  return { name: nameOrFile, library, profile: library ? library.profile() : await loadProfile(nameOrFile) }
}

/** Throws as `openProfile`. */
export const findProfile = async (nameOrFile: string, folder = librariesFolder()): Promise<Profile> =>
  (await openProfile(nameOrFile, folder)).profile

/** What is meant when nothing is said: the profile that was learned last, otherwise the prior. */
export async function usualProfile(folder = librariesFolder()): Promise<string> {
  return (await newestLibrary(folder))?.name ?? 'prior'
}

/** The same, opened. Throws as `openProfile`. */
export async function openUsualProfile(folder = librariesFolder()): Promise<ProfileSource> {
  const newest = await newestLibrary(folder)
  return newest ? { ...newest, profile: newest.library.profile() } : openProfile('prior', folder)
}

/** By the time of the last write: only libraries that turn out to be empty or damaged are opened in vain. */
async function newestLibrary(folder: string): Promise<{ readonly name: string; readonly library: Library } | null> {
  const found = await Promise.all(
    (await listLibraries(folder)).map(async name => ({
      name,
      written: (await stat(libraryFile(name, folder)).catch(() => null))?.mtimeMs ?? 0,
    })),
  )
  for (const { name } of found.sort((a, b) => b.written - a.written)) {
    const library = await Library.read(name, { folder }).catch(() => null)
    if (library && library.references.length > 0) return { name, library }
  }
  return null
}

/**
 * The profile, or what `target` names in it ("style:2", "nearest:8", "tracks:A,B=2"; styles.ts). Throws AppError as
 * `openProfile`, and TARGET_INVALID; `music`: the mix, for its neighbours.
 */
export async function findTarget(
  nameOrFile: string,
  target: string | undefined,
  music: Music,
  folder = librariesFolder(),
): Promise<ChosenTarget> {
  return targetOf(await openProfile(nameOrFile, folder), target, music)
}

/** As `findTarget`, in what is open already. */
export function targetOf(
  { name, library, profile }: ProfileSource,
  target: string | undefined,
  music: Music,
): ChosenTarget {
  if (target === undefined) return { profile, neighbours: [] }
  const choice = parseTarget(target)
  if (choice && library) return targetIn(library, choice, music)
  throw new AppError({
    code: 'TARGET_INVALID',
    message: choice
      ? `"${name}" was not learned here, so it has no styles and no neighbours.`
      : `"${target}" is not a target.`,
    action: choice
      ? 'Learn a profile first: uplift learn <folder>; or leave --target out.'
      : 'Say style:2, nearest, nearest:8, or tracks:Song A,Song B=2.',
  })
}

/** The file of the reference that is most like this music, of those whose file is still there. null: none, or not learned here. */
export async function nearestFile(
  nameOrFile: string,
  music: Music,
  folder = librariesFolder(),
): Promise<string | null> {
  const library = nameOrFile in shippedProfiles ? null : await Library.read(nameOrFile, { folder })
  if (!library) return null
  const paths = new Map(library.data.files.map(({ hash, path }) => [hash, path]))
  for (const { reference } of styleNeighbours(library, music, library.references.length)) {
    const path = paths.get(reference.hash)
    if (path && (await stat(path).catch(() => null))) return path
  }
  return null
}
