/**
 * Where Live's User Library is. Live writes its place into Library.cfg of its preferences, one for each version that was ever
 * used; the one written last is of the Live that ran last. Without any, it is in Live's usual place.
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
}

export const thisMachine = (): Machine => ({ platform: process.platform, home: homedir(), env: process.env })

export interface UserLibrary {
  readonly folder: string
  /** How it was found: "Live 12.2.1" (its preferences), or "usual place". */
  readonly from: string
}

/** Folders that exist, the most likely first; empty where Live is not installed for this user. */
export async function findUserLibraries(machine: Machine = thisMachine()): Promise<UserLibrary[]> {
  const named = await fromPreferences(machine)
  const usual = usualPlace(machine)
  const all = [...named, ...(usual === null ? [] : [{ folder: usual, from: 'usual place' }])]
  const found: UserLibrary[] = []
  for (const library of all) {
    if (found.some(({ folder }) => folder === library.folder) || !(await isFolder(library.folder))) continue
    found.push(library)
  }
  return found
}

function usualPlace({ platform, home }: Machine): string | null {
  if (platform === 'darwin') return join(home, 'Music', 'Ableton', 'User Library')
  return platform === 'win32' ? join(home, 'Documents', 'Ableton', 'User Library') : null
}

async function fromPreferences({ platform, home, env }: Machine): Promise<UserLibrary[]> {
  const isWindows = platform === 'win32'
  const roaming = env['APPDATA'] || join(home, 'AppData', 'Roaming')
  const folder = isWindows ? join(roaming, 'Ableton') : join(home, 'Library', 'Preferences', 'Ableton')
  const versions = (await readdir(folder).catch(() => [])).filter(name => /^Live \d/.test(name))
  const files = await Promise.all(
    versions.map(async version => {
      const path = join(folder, version, ...(isWindows ? ['Preferences'] : []), 'Library.cfg')
      const written = await stat(path).catch(() => null)
      return written === null ? [] : [{ version, path, time: written.mtimeMs }]
    }),
  )
  const newest = files.flat().toSorted((a, b) => b.time - a.time)
  const libraries = await Promise.all(
    newest.map(async ({ version, path }) =>
      libraryPlaces(await readFile(path, 'utf8')).map(place => ({ folder: place, from: version })),
    ),
  )
  return libraries.flat()
}

/** Library.cfg is XML: UserLibrary holds a ProjectPath and the ProjectName below it; some name the library itself as path. */
export function libraryPlaces(config: string): string[] {
  const block = /<UserLibrary>([\s\S]*?)<\/UserLibrary>/.exec(config)?.[1] ?? ''
  const value = (tag: string) => {
    const text = new RegExp(`<${tag} Value="([^"]*)"`).exec(block)?.[1] ?? ''
    return Object.entries(entities).reduce((words, [entity, sign]) => words.replaceAll(entity, sign), text)
  }
  const [path, name] = [value('ProjectPath'), value('ProjectName')]
  if (path === '') return []
  return [...(name === '' ? [] : [join(path, name)]), ...(/User Library[/\\]?$/.test(path) ? [join(path)] : [])]
}
/** "&amp;" last, so that nothing is unescaped twice. */
const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' }

const isFolder = async (path: string) => (await stat(path).catch(() => null))?.isDirectory() ?? false
