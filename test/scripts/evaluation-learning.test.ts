/** The figures that `npm run evaluate -- --learning` prints, on material whose right figures can be counted by hand. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { degradations } from '../../scripts/evaluation-learning/degrade.ts'
import {
  segmentChance,
  segmentRetrieval,
  styleChance,
  stylePrecision,
} from '../../scripts/evaluation-learning/figures.ts'
import type { MeasuredExcerpt, MeasuredTrack } from '../../scripts/evaluation-learning/measured.ts'
import type { Method } from '../../scripts/evaluation-learning/methods.ts'
import { realTracks } from '../../scripts/evaluation-learning/real-music.ts'
import { styleNames, styles } from '../../scripts/evaluation-learning/style-table.ts'
import { sampleRate, styleTrack } from '../../scripts/evaluation-learning/styles.ts'
import { sine, stereo } from '../support/signals.ts'

/** An excerpt is a place on a line: `mfcc` holds it. */
const at = (place: number) => ({ section: 'drop', mfcc: Float32Array.of(place) }) as unknown as MeasuredExcerpt
const track = (name: string, style: string, places: readonly number[], query = places[0]!): MeasuredTrack => ({
  name,
  style,
  excerpts: places.map(at),
  degraded: { clean: at(places[0]!), shifted: at(query) },
  query: 0,
  copies: [],
})
const placeOf = (excerpts: readonly MeasuredExcerpt[]) =>
  excerpts.reduce((sum, { mfcc }) => sum + mfcc[0]!, 0) / excerpts.length
const byPlace: Method = items => (query, k) =>
  items
    .map((item, index) => ({ index, distance: Math.abs(placeOf(item) - placeOf(query)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, k)
    .map(({ index }) => index)

describe('figures', () => {
  const tracks = [
    track('a#1', 'x', [0, 1, 2]),
    track('b#1', 'x', [10, 11, 12], 31),
    track('c#2', 'x', [20, 21, 22]),
    track('d#2', 'y', [30, 31, 32]),
    track('e#3', 'y', [40, 41, 42]),
  ]

  test('a query finds its track, and one that has moved finds another', () => {
    expect(segmentRetrieval(tracks, byPlace)('clean').first).toMatchObject({ share: 1, queries: 5 })
    // Of five queries, b's lies on d's segments; d's three and then e's and c's are nearest.
    const { first, hit } = segmentRetrieval(tracks, byPlace)('shifted')
    expect(first.share).toBe(0.8)
    expect(hit.share).toBe(0.8)
    expect(hit.interval!.low).toBeLessThan(0.8)
  })

  test('the query itself is not among what it finds', () => {
    const torn = [track('a#1', 'x', [0, 100, 101]), track('b#2', 'x', [3, 4, 5])]
    expect(segmentRetrieval(torn, byPlace)('clean').first.share).toBe(0.5)
  })

  test('chance is what a random order gives', () => {
    const { first, hit } = segmentChance(tracks)
    expect(first).toBeCloseTo(2 / 14, 12)
    // None of five drawn from 14 is one of the two right ones.
    expect(hit).toBeCloseTo(1 - (12 * 11 * 10 * 9 * 8) / (14 * 13 * 12 * 11 * 10), 12)
  })

  test('style precision leaves out tracks of the same producer', () => {
    const isSameArtist = (a: MeasuredTrack, b: MeasuredTrack) => a.name.split('#')[1] === b.name.split('#')[1]
    const query = ({ excerpts }: MeasuredTrack) => excerpts
    // Of five nearest there are only three or four: a has c of {c, d, e}, b and c alike, d has e of {a, b, e}, e has d of four.
    const share = (0.2 + 0.2 + 0.4 + 0.2 + 0.2) / 5
    expect(stylePrecision(tracks, byPlace, isSameArtist)(query).share).toBeCloseTo(share, 12)
    const chance = (1 / 3 + 1 / 3 + 2 / 3 + 1 / 3 + 1 / 4) / 5
    expect(styleChance(tracks, isSameArtist)).toBeCloseTo(chance, 12)
  })
})

const rms = (x: Float32Array) => Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / x.length)

describe('degraded copies', () => {
  const tone = (hz: number) => {
    const x = sine({ hz, seconds: 0.5, sampleRate, gain: 0.5 })
    return stereo(x, x, sampleRate)
  }
  const changeDb = (name: string, hz: number) => {
    const before = tone(hz)
    // The filters' onset is left out.
    const middle = (x: Float32Array) => x.subarray(2000, 18_000)
    return 20 * Math.log10(rms(middle(degradations[name]!(before).channels[0]!)) / rms(middle(before.channels[0]!)))
  }

  test('do what their names say', () => {
    expect(changeDb('gain −12 dB', 1000)).toBeCloseTo(-12, 5)
    expect(changeDb('mud +8 dB at 280 Hz', 280)).toBeCloseTo(8, 1)
    expect(changeDb('mud +8 dB at 280 Hz', 5000)).toBeCloseTo(0, 1)
    // Butterworth of fourth order: −3 dB at the corner.
    expect(changeDb('low-pass 4 kHz', 4000)).toBeCloseTo(-3, 1)
    expect(changeDb('low-pass 4 kHz', 12_000)).toBeLessThan(-35)
    // Uncorrelated power of a hundredth is added.
    expect(changeDb('noise −20 dB', 1000)).toBeCloseTo(10 * Math.log10(1.01), 1)
    const { length } = tone(1000).channels[0]!
    expect(degradations['speed +6 %']!(tone(1000)).channels[0]!.length).toBeCloseTo(length / 1.06, -1)
    expect(changeDb('speed +6 %', 1000)).toBeCloseTo(0, 1)
  })
})

describe('generated styles', () => {
  test('a track has its sections, a tempo of its style, and finite sound in both channels', () => {
    const track = styleTrack('progressive', 7, 1)
    expect(track.excerpts.map(({ section }) => section)).toEqual(['intro', 'breakdown', 'drop', 'drop'])
    const [slowest, fastest] = styles['progressive']!.tempo
    expect(track.tempo >= slowest && track.tempo <= fastest).toBe(true)
    // A sum is finite only where every sample is.
    for (const level of track.excerpts.flatMap(({ channels }) => channels.map(rms)))
      expect(level > 0.01 && Number.isFinite(level)).toBe(true)
    expect(() => styleTrack('polka', 1, 1)).toThrow(new RegExp(styleNames[0]!))
  })
})

describe('real music', () => {
  const folder = mkdtempSync(join(tmpdir(), 'uplift-real-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const put = (path: string, text = path) => {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    writeFileSync(join(folder, path), text)
  }

  test('styles are what subfolders say, unless a manifest says better; artists are what stands before the dash', async () => {
    put('psy/Ann - One.wav')
    put('psy/Bob.wav')
    put('Loose.flac')
    const found = async () =>
      (await realTracks(folder, false)).map(({ job, style, artist }) => [job.title, style, artist])
    expect(await found()).toEqual([
      ['Loose', null, 'Loose'],
      ['Ann - One', 'psy', 'Ann'],
      ['Bob', 'psy', 'Bob'],
    ])
    put('manifest.tsv', 'file\ttempo\tstyle\npsy/Bob.wav\t140\ttechno 140\n')
    expect((await found())[2]).toEqual(['Bob', 'techno', 'Bob'])
    // Where there are mixes, the other files are their stems.
    put('lmms/Ann-Two/mix.flac')
    expect(await found()).toEqual([['Ann-Two', null, 'Ann']])
  })

  test('what was measured is known by its content and not by its name', async () => {
    put('again/mix.wav', 'lmms/Ann-Two/mix.flac')
    const [one, other] = (await realTracks(folder, false)).map(({ job }) => job.hash)
    expect(one).toBe(other)
  })
})
