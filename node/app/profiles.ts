/** Which profile a name means: a shipped one, one that was learned, or a file. */
import type { Profile } from '../profile/profile.ts'
import { loadProfile, shippedProfiles } from '../profile/shipped.ts'
import { Library, librariesFolder, listLibraries } from './library.ts'

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
