/** Sample files that a set plays: where it says they are, and whether they are there. */
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type AlsElement, at, attributeOf, everyBelow, numberAt, valueAt } from './element.ts'

export interface AlsSample {
  readonly name: string
  /** As the set says: absolute, or relative to the project's folder; a name alone in sets of Live 8 to 10. */
  readonly path: string
  /**
   * found, or missing from its project or disk. elsewhere: in a pack, the Core Library or the User Library, or named without
   * a folder: only Live knows.
   */
  readonly state: 'found' | 'missing' | 'elsewhere'
  /** Name of the pack it comes with, if one is named. */
  readonly pack: string | null
}

/** RelativePathType, counted against the paths of real sets (als-format.md). */
const inProject = 3
const besideProject = 1

/** `file`: the set, whose folder and its parents may be the project's. */
export function samplesBelow(element: AlsElement | undefined, file: string): readonly AlsSample[] {
  return everyBelow(element, 'SampleRef').flatMap(ref => {
    const place = at(ref, 'FileRef')
    const sample = place && sampleOf(place, file)
    return sample ? [sample] : []
  })
}

function sampleOf(ref: AlsElement, file: string): AlsSample | null {
  const absolute = valueAt(ref, 'Path') ?? ''
  const folders = (at(ref, 'RelativePath')?.children ?? []).map(folder => attributeOf(folder, 'Dir') || '..')
  const ownName = valueAt(ref, 'Name') ?? ''
  const relative =
    folders.length > 0 || ownName !== '' ? [...folders, ownName].join('/') : (valueAt(ref, 'RelativePath') ?? '')
  const path = absolute || relative
  if (path === '') return null
  const pack = valueAt(ref, 'LivePackName') || null
  return { name: basename(path.replaceAll('\\', '/')), path, state: stateOf(ref, { absolute, relative, file }), pack }
}

function stateOf(
  ref: AlsElement,
  { absolute, relative, file }: { readonly absolute: string; readonly relative: string; readonly file: string },
): AlsSample['state'] {
  if (absolute !== '' && existsSync(absolute)) return 'found'
  const type = numberAt(ref, 'RelativePathType')
  const isOwn = type === inProject || type === besideProject
  if (isOwn && relative !== '' && projectFolders(file).some(folder => existsSync(join(folder, relative))))
    return 'found'
  // Where Live 8 to 10 name no folder, nothing can be said.
  return isOwn || (absolute !== '' && type === 0) ? 'missing' : 'elsewhere'
}

/** A set lies in its project's folder, or in the Backup folder below it. */
const projectFolders = (file: string) => [dirname(file), join(dirname(file), '..')]

/** One entry per path, in order of first use. */
export function uniqueSamples(samples: readonly AlsSample[]): readonly AlsSample[] {
  const byPath = new Map<string, AlsSample>()
  for (const sample of samples) if (!byPath.has(sample.path)) byPath.set(sample.path, sample)
  return [...byPath.values()]
}
