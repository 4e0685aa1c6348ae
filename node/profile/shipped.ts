/** Profiles by name or file: the shipped ones, or one the user exported. */
import { readFile } from 'node:fs/promises'
import demo from '../../presets/profiles/demo.json' with { type: 'json' }
import prior from '../../presets/profiles/trance-prior.json' with { type: 'json' }
import { AppError } from '../audio/app-error.ts'
import { type Profile, parseProfile } from './profile.ts'

export const shippedProfiles = {
  prior: () => parseProfile(prior, 'presets/profiles/trance-prior.json'),
  demo: () => parseProfile(demo, 'presets/profiles/demo.json'),
} as const

/** "prior", "demo", or the path of a profile file. Throws AppError PROFILE_MISSING or PRESET_INVALID. */
export async function loadProfile(nameOrFile: string): Promise<Profile> {
  if (nameOrFile in shippedProfiles) return shippedProfiles[nameOrFile as keyof typeof shippedProfiles]()
  const text = await readFile(nameOrFile, 'utf8').catch(() => {
    throw new AppError({
      code: 'PROFILE_MISSING',
      message: `There is no profile "${nameOrFile}".`,
      action: `Name one of ${Object.keys(shippedProfiles).join(', ')}, or a profile file.`,
    })
  })
  try {
    return parseProfile(JSON.parse(text), nameOrFile)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new AppError({
      code: 'PRESET_INVALID',
      message: `${nameOrFile} is not JSON: ${error.message}.`,
      action: 'Name a profile file that Uplift wrote.',
    })
  }
}
