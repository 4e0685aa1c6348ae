/** The songs of the evaluation: generated ones that the profile has never seen, and folders of stems that nobody here made. */
import { generateSong } from '../../node/adapters/demo-song/song.ts'
import { openStems } from '../../node/app/stems/stems.ts'
import type { SongUnderTest } from './healthy.ts'

/** Seeds of the references behind the demo profile. Test songs use others. */
export const referenceSeeds = Array.from({ length: 24 }, (_, i) => i + 1)
/** Every third reference is a full arrangement, so that long songs are not strangers to the profile. */
export const referenceLength = (seed: number) => (seed % 3 === 0 ? 'full' : 'short')
export const testSeeds = Array.from({ length: 12 }, (_, i) => 101 + i)

export function generatedSong(seed: number, stage: SongUnderTest['stage']): SongUnderTest {
  const { spec } = generateSong({ seed, length: 'short', stage })
  return { name: `${spec.name}${stage === 'master' ? ', master' : ''}`, origin: 'generated', stage, spec, seed }
}

/** Stems longer than this are cut: the evaluation asks whether the loop closes, not whether it lasts. */
const longestSeconds = 90

export async function stemsSong(folder: string): Promise<SongUnderTest> {
  const { spec } = await openStems(folder)
  const frames = Math.min(longestSeconds * spec.sampleRate, spec.tracks[0]!.source!.channels[0]!.length)
  const cut = {
    ...spec,
    tracks: spec.tracks.map(track =>
      track.source
        ? { ...track, source: { ...track.source, channels: track.source.channels.map(c => c.subarray(0, frames)) } }
        : track,
    ),
  }
  // The number of frames is a seed as good as any: the same folder draws the same combinations.
  return { name: spec.name, origin: 'stems', stage: 'premaster', spec: cut, seed: frames }
}
