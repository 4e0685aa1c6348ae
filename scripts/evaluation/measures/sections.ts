/** Sections of generated songs: boundaries within a bar, labels, drops found against drops made. */
import { generateSong } from '../../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { analyze } from '../../../node/features/analyze.ts'
import type { MeasureFamily } from './row.ts'
import { percent } from './words.ts'

/** Never used while the detection was made. */
const seeds = [501, 502, 503, 504, 505, 506]

export const sectionRows: MeasureFamily = async () => {
  const results: { name: string; f: number; labels: number; made: number; found: number }[] = []
  for (const [i, seed] of seeds.entries()) {
    const song = generateSong({ seed, length: i % 2 === 0 ? 'full' : 'short' })
    const { main } = await createSimulatedSet(song.spec).capture()
    const { sections } = analyze(main, { name: song.spec.name })
    const beat = 60 / song.tempo
    const truth = song.sections.map(({ type, startBeats, endBeats }) => ({
      type,
      start: startBeats * beat,
      end: endBeats * beat,
    }))
    const boundaries = truth.slice(1).map(({ start }) => start)
    const guesses = sections.slice(1).map(({ startSeconds }) => startSeconds)
    const near = (a: number, b: number) => Math.abs(a - b) <= 4 * beat
    const hits = boundaries.filter(boundary => guesses.some(guess => near(guess, boundary))).length
    const right = guesses.filter(guess => boundaries.some(boundary => near(guess, boundary))).length
    const recall = hits / boundaries.length
    const precision = guesses.length === 0 ? 0 : right / guesses.length
    const typeAt = (time: number) =>
      sections.find(({ startSeconds, endSeconds }) => time >= startSeconds && time < endSeconds)?.type
    const seconds = Math.floor(truth.at(-1)!.end)
    const truthAt = (time: number) => truth.find(({ start, end }) => time >= start && time < end)?.type
    const middles = Array.from({ length: seconds }, (_, second) => second + 0.5)
    const labelled = middles.filter(time => typeAt(time) === truthAt(time)).length
    results.push({
      name: `seed ${seed}, ${truth.length} sections`,
      f: recall + precision > 0 ? (2 * recall * precision) / (recall + precision) : 0,
      labels: labelled / seconds,
      made: truth.filter(({ type }) => type === 'drop').length,
      found: sections.filter(({ type }) => type === 'drop').length,
    })
  }
  const f = results.reduce((sum, result) => sum + result.f, 0) / results.length
  const drops = results.filter(({ made, found }) => made === found).length
  return [
    {
      what: 'Section boundaries',
      against: `known boundaries of ${seeds.length} generated songs (seeds ${seeds[0]}–${seeds.at(-1)})`,
      bar: 'F ≥ 0.9 at ±1 bar; drops found = drops made',
      result: `F ${f.toFixed(2)}, drops right in ${drops} of ${results.length}, ${percent(results.reduce((sum, { labels }) => sum + labels, 0) / results.length)} of the time labelled right`,
      met: f >= 0.9 && drops === results.length,
      cases: results.map(
        ({ name, f, labels, made, found }) =>
          `F ${f.toFixed(2)}, labels ${percent(labels)}, drops ${found} of ${made}  ${name}`,
      ),
    },
  ]
}
