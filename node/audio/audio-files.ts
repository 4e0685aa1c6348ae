/** Which files of a folder are audio, by name; what they really are is found out when they are decoded. */
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from './app-error.ts'

const extensions =
  /\.(wav|wave|rf64|bw64|aif|aiff|aifc|mp3|flac|ogg|oga|opus|m4a|mp4|aac|alac|caf|w64|au|snd|wma|ape|wv)$/i

/** True for the extensions of audio files; false for dotfiles such as the `._x.wav` that macOS leaves on other disks. */
export const isAudioFileName = (name: string) => !name.startsWith('.') && extensions.test(name)

/** Made when first asked for: ICU's tables cost 12 ms, and what decodes one file sorts none. */
let natural: Intl.Collator | null = null
const byName = (a: string, b: string) => {
  natural ??= new Intl.Collator('en', { numeric: true, sensitivity: 'base' })
  return natural.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)
}

/**
 * Paths of the audio files in `folder`, "Track 2" before "Track 10"; with `recursive` those of its folders follow, each
 * folder's together. Throws FILE_MISSING or FILE_UNREADABLE.
 */
export async function listAudioFiles(
  folder: string,
  { recursive = false }: { readonly recursive?: boolean } = {},
): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: NodeJS.ErrnoException) => {
    const isMissing = cause.code === 'ENOENT'
    throw new AppError({
      code: isMissing ? 'FILE_MISSING' : 'FILE_UNREADABLE',
      message: isMissing ? `There is no folder "${folder}".` : `The folder "${folder}" cannot be read: ${cause.code}.`,
      action: 'Check the path, or choose the folder again.',
      cause,
    })
  })
  entries.sort((a, b) => byName(a.name, b.name))
  const files: string[] = []
  for (const entry of entries) {
    if (isAudioFileName(entry.name) && (await isFile(folder, entry))) files.push(join(folder, entry.name))
  }
  if (recursive) {
    for (const entry of entries) {
      // Linked folders are not followed: a link to a parent would never end.
      if (entry.isDirectory() && !entry.name.startsWith('.')) {
        files.push(...(await listAudioFiles(join(folder, entry.name), { recursive })))
      }
    }
  }
  return files
}

async function isFile(folder: string, entry: Dirent): Promise<boolean> {
  if (!entry.isSymbolicLink()) return entry.isFile()
  return stat(join(folder, entry.name)).then(
    status => status.isFile(),
    () => false, // a broken link
  )
}
