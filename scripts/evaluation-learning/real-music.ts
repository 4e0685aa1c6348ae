/** Real mixes for the retrieval of segments: nobody made them for us, and their labels are only which track they are from. */
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { frameCount } from '../../node/audio/audio.ts'
import { listAudioFiles } from '../../node/audio/audio-files.ts'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { type MeasuredTrack, measureTrack } from './measured.ts'

const excerptSeconds = 30
const mostExcerpts = 6
const fewestExcerpts = 3

/** `mix.*` in any folder under `folder`, or every audio file when there is none; six excerpts of 30 s each, evenly spread. */
export async function measureRealMusic(folder: string, print: (line: string) => void): Promise<MeasuredTrack[]> {
  const files = await listAudioFiles(folder, { recursive: true })
  const mixes = files.filter(file => /^mix\.\w+$/.test(basename(file)))
  const tracks: MeasuredTrack[] = []
  for (const file of mixes.length > 0 ? mixes : files) {
    const name = mixes.length > 0 ? basename(dirname(file)) : basename(file)
    const audio = await decodeAudioFile(file)
    const length = excerptSeconds * audio.sampleRate
    const count = Math.min(mostExcerpts, Math.floor(frameCount(audio) / length))
    if (count < fewestExcerpts) {
      print(`  ${name}: shorter than ${fewestExcerpts * excerptSeconds} s, left out`)
      continue
    }
    const step = (frameCount(audio) - length) / (count - 1)
    const excerpts = Array.from({ length: count }, (_, i) => {
      const from = Math.floor(i * step)
      return {
        // No word on sections: all are compared with all.
        section: 'drop' as const,
        audio: {
          sampleRate: audio.sampleRate,
          channels: audio.channels.map(channel => channel.slice(from, from + length)),
        },
      }
    })
    tracks.push(measureTrack(name, null, excerpts, { degrade: true }))
  }
  return tracks
}

/** Whether there is anything to measure. */
export const hasMusic = async (folder: string): Promise<boolean> =>
  (await readdir(join(folder)).catch(() => [])).length > 0
