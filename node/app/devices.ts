/**
 * Puts the Live devices into the User Library, checks them there, and takes them away. Only files of the manifest are ours:
 * what else lies in the folder is never touched, and a file of ours that was changed there is kept under another name.
 */
import { copyFile, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../audio/app-error.ts'
import { type DeviceFile, type DeviceManifest, manifestName, readManifest, sha256Of } from './device-manifest.ts'

/** Below the User Library: where Live keeps audio effects made with Max. */
export const devicesPlace = ['Presets', 'Audio Effects', 'Max Audio Effect', 'Uplift'] as const
export const devicesFolder = (userLibrary: string): string => join(userLibrary, ...devicesPlace)

export interface Installed {
  readonly folder: string
  readonly version: string
  /** null: nothing was installed before. */
  readonly previous: string | null
  readonly written: readonly string[]
  /** Files of older versions. */
  readonly removed: readonly string[]
  /** Our files that had been changed: under these names now. */
  readonly kept: readonly string[]
}

/** `from`: the built folder (dist/Uplift). A folder of the same version is completed. Throws AppError. */
export async function installDevices({ from, userLibrary }: { from: string; userLibrary: string }): Promise<Installed> {
  const manifest = await builtManifest(from)
  const folder = devicesFolder(userLibrary)
  const before = await readManifest(folder)
  await refuseForeign(folder, manifest, before)
  return busyAsSentence(folder, async () => {
    const written: string[] = []
    const kept: string[] = []
    for (const file of manifest.files) {
      const target = join(folder, file.path)
      const there = await sha256Of(target)
      if (there === file.sha256) continue
      if (there !== null && there !== shaOf(before, file.path)) kept.push(await keepAside(folder, file.path))
      await mkdir(dirname(target), { recursive: true })
      await copyWhole(join(from, file.path), target)
      written.push(file.path)
    }
    const stale = (before?.files ?? []).filter(({ path }) => !manifest.files.some(file => file.path === path))
    const removed = await removeOurs(folder, stale)
    removed.push(...(await removeOlderScripts(folder, manifest)))
    // Last: until then a broken copy is still known as the version before, and is completed by the next install.
    await copyWhole(join(from, manifestName), join(folder, manifestName))
    return { folder, version: manifest.version, previous: before?.version ?? null, written, removed, kept }
  })
}

export interface Checked {
  readonly folder: string
  /** null: not installed. */
  readonly version: string | null
  /** Of the built folder; null where there is none. */
  readonly built: string | null
  readonly missing: readonly string[]
  readonly changed: readonly string[]
  /** Lie in the folder and are not ours. */
  readonly foreign: readonly string[]
  /** Installed, whole, and of the built version. */
  readonly isRight: boolean
}

export async function checkDevices({ from, userLibrary }: { from: string; userLibrary: string }): Promise<Checked> {
  const folder = devicesFolder(userLibrary)
  const built = (await readManifest(from))?.version ?? null
  const manifest = await readManifest(folder)
  const files = manifest?.files ?? []
  const sums = await Promise.all(files.map(async file => ({ ...file, there: await sha256Of(join(folder, file.path)) })))
  const missing = sums.filter(({ there }) => there === null).map(({ path }) => path)
  const changed = sums.filter(({ there, sha256 }) => there !== null && there !== sha256).map(({ path }) => path)
  const known = new Set([manifestName, ...files.map(({ path }) => path)])
  const foreign = (await allFiles(folder)).filter(path => !known.has(path))
  const version = manifest?.version ?? null
  const isWhole = version !== null && missing.length === 0 && changed.length === 0
  return {
    folder,
    version,
    built,
    missing,
    changed,
    foreign,
    isRight: isWhole && (built === null || built === version),
  }
}

export interface Uninstalled {
  readonly folder: string
  /** null: nothing was installed. */
  readonly version: string | null
  readonly removed: readonly string[]
  /** What is left: not ours, or changed since. */
  readonly left: readonly string[]
}

export async function uninstallDevices({ userLibrary }: { userLibrary: string }): Promise<Uninstalled> {
  const folder = devicesFolder(userLibrary)
  const manifest = await readManifest(folder)
  if (manifest === null) return { folder, version: null, removed: [], left: await allFiles(folder) }
  return busyAsSentence(folder, async () => {
    const removed = await removeOurs(folder, manifest.files)
    await rm(join(folder, manifestName))
    await removeIfEmpty(folder)
    return { folder, version: manifest.version, removed, left: await allFiles(folder) }
  })
}

async function builtManifest(from: string): Promise<DeviceManifest> {
  const manifest = await readManifest(from)
  const broken = []
  for (const file of manifest?.files ?? [])
    if ((await sha256Of(join(from, file.path))) !== file.sha256) broken.push(file.path)
  if (manifest !== null && broken.length === 0) return manifest
  const what =
    manifest === null ? `${from} does not hold the built devices` : `${from} is damaged: ${broken.join(', ')}`
  throw new AppError({
    code: 'DEVICES_NOT_BUILT',
    message: `${what}.`,
    action: 'Run npm run build, or name the folder with --from.',
  })
}

/** A file that has one of our names and was never ours is somebody's work. */
async function refuseForeign(folder: string, manifest: DeviceManifest, before: DeviceManifest | null): Promise<void> {
  for (const { path, sha256 } of manifest.files) {
    const there = await sha256Of(join(folder, path))
    if (there === null || there === sha256 || shaOf(before, path) !== undefined) continue
    throw new AppError({
      code: 'DEVICES_FOREIGN',
      message: `${join(folder, path)} is there already and was not installed by Uplift.`,
      action: 'Move it somewhere else, then install again.',
    })
  }
}

const shaOf = (manifest: DeviceManifest | null, path: string) =>
  manifest?.files.find(file => file.path === path)?.sha256

/** Next to its place, under a name that nothing has. Returns the new name. */
async function keepAside(folder: string, path: string): Promise<string> {
  for (let count = 1; ; count++) {
    const name = `${path}.changed-${count}`
    if ((await sha256Of(join(folder, name))) !== null) continue
    await rename(join(folder, path), join(folder, name))
    return name
  }
}

/** Removes what is as it was installed. Returns the paths; what was changed stays. */
async function removeOurs(folder: string, files: readonly DeviceFile[]): Promise<string[]> {
  const removed: string[] = []
  for (const { path, sha256 } of files) {
    if ((await sha256Of(join(folder, path))) !== sha256) continue
    await rm(join(folder, path))
    removed.push(path)
  }
  const folders = new Set(files.map(({ path }) => dirname(path)).filter(name => name !== '.'))
  for (const name of [...folders].toSorted((a, b) => b.length - a.length)) await removeIfEmpty(join(folder, name))
  return removed
}

/**
 * Scripts of other versions that no manifest knows, from a folder that was copied over by hand: their names are ours alone, and
 * they must go, since Max finds files by name.
 */
async function removeOlderScripts(folder: string, { version }: DeviceManifest): Promise<string[]> {
  const names = await readdir(folder).catch(() => [])
  const stale = names.filter(name => {
    const own = /^uplift-(?:hub|tap|node)-(\d+\.\d+\.\d+[^/]*?)(?:\.js)?$/.exec(name)?.[1]
    return own !== undefined && own !== version
  })
  const removed: string[] = []
  for (const name of stale) {
    // A folder of ours holds programs only; with anything else in it, somebody uses it.
    const inside = await allFiles(join(folder, name))
    if (inside.some(path => !/\.([cm]?js|wasm)$/.test(path))) continue
    await rm(join(folder, name), { recursive: true })
    removed.push(name)
  }
  return removed
}

async function allFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const inside = (path: string) => path.slice(folder.length + 1).replaceAll('\\', '/')
  return entries
    .filter(entry => entry.isFile())
    .map(entry => inside(join(entry.parentPath, entry.name)))
    .toSorted()
}

async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  })
}

/** There whole or not at all. */
async function copyWhole(from: string, to: string): Promise<void> {
  const draft = `${to}.part-${process.pid}`
  try {
    await copyFile(from, draft)
    await rename(draft, to)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Windows holds the files of a running Live; a library on a read-only drive cannot be written. */
async function busyAsSentence<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const { code = '' } = cause as NodeJS.ErrnoException
    if (!['EBUSY', 'EPERM', 'EACCES', 'EROFS', 'ENOSPC'].includes(code)) throw cause
    throw new AppError({
      code: 'DEVICES_NOT_WRITTEN',
      message: `${folder} cannot be written (${code}).`,
      action: 'Quit Live, check that you may write there and that there is room, then try again.',
      cause,
    })
  }
}
