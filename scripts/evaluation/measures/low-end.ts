/** Kick and bass: pitch against the generator's score, the mix's reading against that of the two tracks. Seeds from 500 up. */
import { bassMidi, makeHarmony, midiToHz } from '../../../node/adapters/demo-song/harmony.ts'
import { stream } from '../../../node/adapters/demo-song/random.ts'
import { stereoOf } from '../../../node/audio/audio.ts'
import { envelopesOf } from '../../../node/dsp/envelope.ts'
import type { FeatureRow, Scope } from '../../../node/features/catalogue.ts'
import type { TimeRange } from '../../../node/features/loudness.ts'
import { barsOf } from '../../../node/features/low-end/kicked-bars.ts'
import { measureKickAndBass, measureLowEnd } from '../../../node/features/low-end/low-end.ts'
import { renderParts, sum } from './ducked-mix.ts'
import type { MeasureRow } from './row.ts'
import { evaluationSeeds } from './sidechain.ts'

interface Song {
  readonly seed: number
  readonly kickHz: number
  /** Roots of the bass line, most frequent first; all with the same count as the first are right. */
  readonly bassHz: readonly number[]
  readonly mix: FeatureRow
  readonly tracks: FeatureRow
}

export async function measureKickBass(): Promise<readonly MeasureRow[]> {
  const songs: Song[] = []
  for (const seed of evaluationSeeds) songs.push(await songOf(seed))
  const cents = (found: number | null | undefined, truth: readonly number[]) =>
    found ? Math.min(...truth.map(hz => Math.abs(1200 * Math.log2(found / hz)))) : null
  return [
    row('Kick fundamental in the full mix', 'Notes of generated kicks', '±30 cents', 30, songs, song =>
      cents(song.mix.values.kickFundamental, [song.kickHz]),
    ),
    row(
      'Bass fundamental in the full mix',
      'Most frequent roots of generated bass lines',
      '±30 cents',
      30,
      songs,
      song => cents(song.mix.values.bassFundamental, song.bassHz),
    ),
    row(
      'Kick over bass, mix against tracks',
      'The same figure from the two tracks',
      '±1.5 dB',
      1.5,
      songs,
      difference('kickOverBass'),
    ),
    row(
      'Kick and bass overlap in frequency, mix against tracks',
      'The same figure from the two tracks',
      '±10 points',
      10,
      songs,
      difference('kickBassSpectralOverlap'),
    ),
    row(
      'Kick and bass overlap in time, mix against tracks',
      'The same figure from the two tracks',
      '±10 points',
      10,
      songs,
      difference('kickBassTemporalOverlap'),
    ),
  ]
}

const difference =
  (id: 'kickOverBass' | 'kickBassSpectralOverlap' | 'kickBassTemporalOverlap') =>
  ({ mix, tracks }: Song): number | null => {
    const [a, b] = [mix.values[id], tracks.values[id]]
    return typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) : null
  }

function row(
  what: string,
  against: string,
  bar: string,
  limit: number,
  songs: readonly Song[],
  errorOf: (song: Song) => number | null,
): MeasureRow {
  const errors = songs.map(errorOf)
  const read = errors.filter(error => error !== null).sort((a, b) => a - b)
  const within = read.filter(error => error <= limit).length
  return {
    what,
    against,
    bar,
    result: `${within} of ${songs.length}, median error ${(read[read.length >> 1] ?? 0).toFixed(1)}, worst ${(read.at(-1) ?? 0).toFixed(1)}`,
    met: within === songs.length,
    cases: songs.map((song, k) => `${song.seed}: ${errors[k]?.toFixed(1) ?? 'not read'}`),
  }
}

async function songOf(seed: number): Promise<Song> {
  const { grid, drops, kick, drums, bass, sustained, others } = await renderParts(seed)
  const mix = sum([kick, drums, bass, sustained, others])
  const ranges = new Map<Scope, readonly TimeRange[]>([['drop', drops]])
  const envelopes = envelopesOf(stereoOf(mix), mix.sampleRate)
  const bars = barsOf(mix, { grid, envelopes, ranges }).get('drop')!
  const harmony = makeHarmony(stream(seed, 'harmony'))
  const counts = new Map<number, number>()
  for (const { first } of bars) {
    const midi = bassMidi(harmony, Math.floor(first / 4))
    counts.set(midi, (counts.get(midi) ?? 0) + 1)
  }
  const most = Math.max(...counts.values())
  return {
    seed,
    kickHz: midiToHz(harmony.kickMidi),
    bassHz: [...counts].filter(([, count]) => count === most).map(([midi]) => midiToHz(midi)),
    mix: measureLowEnd(mix, { grid, envelopes, ranges }).get('drop')!,
    tracks: measureKickAndBass({ kick, bass, grid, bars }),
  }
}
