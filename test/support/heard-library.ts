/** A profile on disk whose references have files to listen to: two sections each, just long enough for a patch. */
import { join } from 'node:path'
import { analyzerVersion } from '../../node/app/analysis-cache.ts'
import { Library } from '../../node/app/library.ts'
import { writeWav } from '../../node/audio/write-wav.ts'
import type { StyleSegment } from '../../node/features/analysis.ts'
import { packStyle } from '../../node/features/style/compact.ts'
import { styleSize } from '../../node/features/style/layout.ts'
import { referenceLike, trance } from '../profile/references.ts'
import { random } from './beats.ts'

interface HeardLibraryOptions {
  readonly name: string
  readonly count: number
  /** What both sections of a track have in common, and no other track has. */
  readonly tells: 'sound' | 'style'
  /** For the audio. */
  readonly folder: string
  /** For the profile: `librariesFolder`. */
  readonly profiles: string
}

const sampleRate = 16_000
/** A patch is 4.13 s long. */
const sectionSeconds = 4.2

export async function heardLibrary({ name, count, tells, folder, profiles }: HeardLibraryOptions): Promise<Library> {
  const library = await Library.open(name, { folder: profiles })
  const tracks = Array.from({ length: count }, (_, i) => ({
    reference: { ...referenceLike(trance, i), analyzer: analyzerVersion, style: packStyle(segmentsOf(i, tells)) },
    path: join(folder, `${name} ${i}.wav`),
  }))
  for (const [i, { path }] of tracks.entries())
    await writeWav(path, { sampleRate, channels: [soundOf(i, tells)] }, { format: 'int16' })
  library.change({
    references: tracks.map(({ reference }) => reference),
    files: tracks.map(({ reference: { hash }, path }) => ({ path, stamp: '1', hash })),
  })
  await library.save()
  await library.close()
  return library
}

export function segmentsOf(track: number, tells: HeardLibraryOptions['tells']): readonly StyleSegment[] {
  const common = random(31 * track + 7)
  const own = Float32Array.from({ length: styleSize }, () => (tells === 'style' ? 6 * (common() - 0.5) : 0))
  return (['breakdown', 'drop'] as const).map((section, i) => {
    const next = random(1000 + 2 * track + i)
    const vector = own.map(value => value + next() - 0.5)
    return { section, startSeconds: i * sectionSeconds, endSeconds: (i + 1) * sectionSeconds, vector }
  })
}

/** Noise, rung at two pitches of the track's own where the sound tells. */
function soundOf(track: number, tells: HeardLibraryOptions['tells']): Float32Array {
  const next = random(500 + track)
  const noise = Float32Array.from({ length: 2 * sectionSeconds * sampleRate }, () => 0.2 * (2 * next() - 1))
  if (tells === 'style') return noise
  const out = new Float32Array(noise.length)
  for (const hz of [150 * 1.055 ** track, 6000 / 1.07 ** ((track * 17) % 41)]) {
    const [pole, cosine] = [0.995, 2 * 0.995 * Math.cos((2 * Math.PI * hz) / sampleRate)]
    for (let n = 0, y1 = 0, y2 = 0; n < noise.length; n++) {
      const y = 0.03 * noise[n]! + cosine * y1 - pole * pole * y2
      y2 = y1
      y1 = y
      out[n]! += y
    }
  }
  return out
}
