/** Max's way of writing a path ("Macintosh HD:/Users/…") as the system's. */
import { access } from 'node:fs/promises'
import { normalize } from 'node:path'

/** The first of the possible meanings that is there; the plainest where none is. */
export async function systemPath(path: string, platform: NodeJS.Platform = process.platform): Promise<string> {
  const meanings = meaningsOf(path, platform)
  for (const meaning of meanings) {
    if (
      await access(meaning).then(
        () => true,
        () => false,
      )
    )
      return meaning
  }
  return meanings[0]!
}

/** A volume's name in front is the start volume's, or that of a disk under /Volumes. */
export function meaningsOf(path: string, platform: NodeJS.Platform): readonly string[] {
  const plain = path.length > 1 ? path.replace(/\/+$/, '') : path
  if (platform === 'win32') return [normalize(plain)]
  const volume = /^([^/:]{2,}):(\/.*)$/.exec(plain)
  return volume ? [volume[2]!, `/Volumes/${volume[1]}${volume[2]}`] : [plain]
}

/** For Max: "/" between folders on every system. */
export const maxPath = (path: string) => path.replaceAll('\\', '/')
