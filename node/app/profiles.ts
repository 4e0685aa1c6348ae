/** Which profile a name means: a shipped one, one that was learned, or a file. */
import { stat } from 'node:fs/promises'
import { AppError } from '../audio/app-error.ts'
import type { Rows } from '../features/catalogue.ts'
import type { Profile } from '../profile/profile.ts'
import { loadProfile, shippedProfiles } from '../profile/shipped.ts'
import { StyleSpace } from '../profile/style.ts'
import { Library, librariesFolder, listLibraries } from './library.ts'
import { type ChosenTarget, parseTarget, targetIn } from './styles.ts'

/** Throws AppError PROFILE_MISSING, PROFILE_EMPTY, PRESET_INVALID, LIBRARY_INVALID. */
export async function findProfile(nameOrFile: string, folder = librariesFolder()): Promise<Profile> {
  if (nameOrFile in shippedProfiles) return loadProfile(nameOrFile)
  const library = await Library.read(nameOrFile, { folder })
  return library ? library.profile() : loadProfile(nameOrFile)
}

/** What is meant when nothing is said: the profile that was learned last, otherwise the prior. */
export async function usualProfile(folder = librariesFolder()): Promise<string> {
  const found = await Promise.all(
    (await listLibraries(folder)).map(async name => ({
      name,
      library: await Library.read(name, { folder }).catch(() => null),
    })),
  )
  const usable = found.flatMap(({ name, library }) =>
    library && library.references.length > 0 ? [{ name, updated: library.data.updated }] : [],
  )
  return usable.sort((a, b) => (a.updated < b.updated ? 1 : -1))[0]?.name ?? 'prior'
}

/**
 * The profile, or what `target` names in it ("style:2", "nearest:8", "tracks:A,B=2"; styles.ts). Throws AppError as
 * `findProfile`, and TARGET_INVALID; `rows`: of the mix, for its neighbours.
 */
export async function findTarget(
  nameOrFile: string,
  target: string | undefined,
  rows: Rows,
  folder = librariesFolder(),
): Promise<ChosenTarget> {
  if (target === undefined) return { profile: await findProfile(nameOrFile, folder), neighbours: [] }
  const choice = parseTarget(target)
  const library = nameOrFile in shippedProfiles ? null : await Library.read(nameOrFile, { folder })
  if (choice && library) return targetIn(library, choice, rows)
  throw new AppError({
    code: 'TARGET_INVALID',
    message: choice
      ? `"${nameOrFile}" was not learned here, so it has no styles and no neighbours.`
      : `"${target}" is not a target.`,
    action: choice
      ? 'Learn a profile first: uplift learn <folder>; or leave --target out.'
      : 'Say style:2, nearest, nearest:8, or tracks:Song A,Song B=2.',
  })
}

/** The file of the reference that is most like these rows, of those whose file is still there. null: none, or not learned here. */
export async function nearestFile(nameOrFile: string, rows: Rows, folder = librariesFolder()): Promise<string | null> {
  const library = nameOrFile in shippedProfiles ? null : await Library.read(nameOrFile, { folder })
  if (!library) return null
  const paths = new Map(library.data.files.map(({ hash, path }) => [hash, path]))
  for (const { reference } of new StyleSpace(library.references).nearest(rows, library.references.length)) {
    const path = paths.get(reference.hash)
    if (path && (await stat(path).catch(() => null))) return path
  }
  return null
}
