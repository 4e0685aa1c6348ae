/**
 * A song by its name: the folder that is called so, and in it by convention the set, the stems and the bounce of the mix. What
 * is taken is said with its reason; where two could be meant, nothing is guessed.
 */
import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { AppError } from '../audio/app-error.ts'
import { isAudioFileName } from '../audio/audio-files.ts'

export interface SongFolder {
  readonly folder: string
  /** Absolute; null: there is none. */
  readonly als: string | null
  readonly stems: string | null
  readonly mix: string | null
  /** "Stems: My Song Stems (its name says so)". */
  readonly taken: readonly string[]
}

/**
 * `name`: a folder below `songs`, with or without Live's " Project" behind it, whatever its capitals; or a path. Throws
 * AppError SONG_MISSING, SONG_AMBIGUOUS.
 */
export async function findSong(name: string, songs = '.'): Promise<SongFolder> {
  const folder = await folderOf(name, resolve(songs))
  const entries = await readdir(folder, { withFileTypes: true })
  const files = entries.filter(entry => entry.isFile() && !entry.name.startsWith('.')).map(entry => entry.name)
  const folders = entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(entry => entry.name)
  const song = titleOf(basename(folder))

  const als = oneOf(folder, 'Live set', 'als', [
    { reason: 'called like the song', names: files.filter(file => isAls(file) && isCalled(file, song)) },
    { reason: 'the only set', names: files.filter(isAls) },
  ])
  const stems = oneOf(folder, 'Stems', 'stems', [
    { reason: 'its name says so', names: await withAudio(folder, folders.filter(isStemsName)) },
  ])
  const mixes = files.filter(file => isAudioFileName(file))
  const mix = oneOf(folder, 'Mix', 'audio', [
    { reason: 'its name says so', names: mixes.filter(isMixName) },
    { reason: 'called like the song', names: mixes.filter(file => isCalled(file, song)) },
    { reason: 'the only audio file', names: mixes },
  ])
  const taken = [als, stems, mix].flatMap(found => (found ? [found.words] : []))
  if (taken.length === 0) {
    throw new AppError({
      code: 'SONG_MISSING',
      message: `${folder} holds no Live set, no folder of stems and no mix.`,
      action: 'Put the export of its tracks into a folder "Stems" there, or name the parts with --als and --stems.',
    })
  }
  return { folder, als: als?.path ?? null, stems: stems?.path ?? null, mix: mix?.path ?? null, taken }
}

async function folderOf(name: string, songs: string): Promise<string> {
  const direct = resolve(songs, name)
  if (await isFolder(direct)) return direct
  const entries = await readdir(songs, { withFileTypes: true }).catch(() => [])
  const wanted = titleOf(basename(name)).toLowerCase()
  const folders = entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(entry => entry.name)
  const same = folders.filter(each => titleOf(each).toLowerCase() === wanted)
  const meant = same.length > 0 ? same : folders.filter(each => titleOf(each).toLowerCase().startsWith(wanted))
  if (meant.length > 1) throw ambiguous(songs, `"${name}" could be`, meant)
  if (meant[0] !== undefined) return join(songs, meant[0])
  throw new AppError({
    code: 'SONG_MISSING',
    message: `There is no song folder "${name}" in ${songs}.`,
    action: 'Name its path, or say where your songs are: --songs <folder>, or uplift config set songs <folder>.',
  })
}

interface Rule {
  readonly reason: string
  readonly names: readonly string[]
}

/** By the first rule that speaks. Throws AppError SONG_AMBIGUOUS when it speaks for several. */
function oneOf(folder: string, label: string, what: 'als' | 'stems' | 'audio', rules: readonly Rule[]) {
  const rule = rules.find(({ names }) => names.length > 0)
  if (!rule) return null
  const [name, ...others] = rule.names
  if (others.length > 0) {
    // A mix beside the stems is welcome, not needed: several are no reason to stop.
    if (what === 'audio') return null
    throw ambiguous(folder, `${label}: it could be`, rule.names, `Name it with --${what}.`)
  }
  return { path: join(folder, name!), words: `${label}: ${name} (${rule.reason})` }
}

const ambiguous = (folder: string, what: string, names: readonly string[], action = 'Name its path.') =>
  new AppError({
    code: 'SONG_AMBIGUOUS',
    message: `${folder}: ${what} ${names.map(each => `"${each}"`).join(' or ')}.`,
    action,
  })

/** Live puts a set into a folder "My Song Project". */
const titleOf = (folder: string) => folder.replace(/ project$/i, '')
const stemOf = (file: string) => basename(file, extname(file)).toLowerCase()
const isCalled = (file: string, song: string) => stemOf(file) === song.toLowerCase()
const isAls = (file: string) => extname(file).toLowerCase() === '.als'
const isStemsName = (folder: string) => /(^|[^a-z])(stems?|tracks|individual tracks|export|exports)$/i.test(folder)
const isMixName = (file: string) => /(^|[^a-z])(mix|mixdown|master|premaster|bounce|main)([^a-z]|$)/i.test(stemOf(file))

async function withAudio(folder: string, names: readonly string[]): Promise<string[]> {
  const counts = await Promise.all(
    names.map(async name => (await readdir(join(folder, name))).filter(isAudioFileName).length),
  )
  return names.filter((_, i) => counts[i]! > 0)
}

const isFolder = async (path: string) => (await stat(path).catch(() => null))?.isDirectory() ?? false
