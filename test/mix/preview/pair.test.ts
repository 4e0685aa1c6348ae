import { beforeAll, expect, test } from 'vitest'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { Audio } from '../../../node/audio/audio.ts'
import type { BeatGrid, Section } from '../../../node/features/analysis.ts'
import { measureLoudness } from '../../../node/features/loudness.ts'
import type { Take } from '../../../node/live/session.ts'
import type { LiveSet, TrackPath } from '../../../node/live/set.ts'
import { chooseExcerpt } from '../../../node/mix/preview/excerpt.ts'
import { levelMatched } from '../../../node/mix/preview/level-match.ts'
import { previewPair } from '../../../node/mix/preview/preview-pair.ts'
import { miniSong } from '../../support/mini-song.ts'
import { decibels, sine, whiteNoise } from '../../support/signals.ts'

const sampleRate = 44_100
let set: LiveSet
let take: Take
const node = (name: string): TrackPath => set.tracks.find(track => track.name === name)!.path

beforeAll(async () => {
  const session = createSimulatedSet(miniSong)
  set = await session.snapshot()
  take = await session.capture()
})

const tone = (gain: number, seconds = 3): Audio => {
  const channel = sine({ hz: 997, seconds, sampleRate, gain })
  return { sampleRate, channels: [channel, channel] }
}
const loudness = (audio: Audio) => measureLoudness(audio).integrated!

test('the louder one is turned down to the quieter one, and how much is told', () => {
  const { audios, attenuation, loudness: was } = levelMatched([tone(0.2), tone(0.4), tone(0.1)])
  expect(attenuation[2]).toBe(0)
  // A sine's level is its gain: 6.02 and 12.04 dB.
  expect(attenuation[0]).toBeCloseTo(-6.02, 1)
  expect(attenuation[1]).toBeCloseTo(-12.04, 1)
  expect(was[1]! - was[2]!).toBeCloseTo(12.04, 1)
  for (const audio of audios) expect(Math.abs(loudness(audio) - loudness(audios[2]!))).toBeLessThan(0.1)
})

test('what passes full scale turns all of them down alike, so that no file clips', () => {
  const { audios, attenuation } = levelMatched([tone(1.6), tone(1.5)])
  for (const { channels } of audios)
    for (const channel of channels) expect(channel.every(sample => Math.abs(sample) <= 1)).toBe(true)
  expect(Math.abs(loudness(audios[0]!) - loudness(audios[1]!))).toBeLessThan(0.1)
  expect(Math.max(...attenuation)).toBeLessThan(-3)
})

test('loudness with pauses is matched too, where the gate depends on level', () => {
  const half = tone(0.5, 6)
  const faint = half.channels[0]!.map((x, n) => (n < 3 * sampleRate ? x : 0.00042 * x))
  const { audios } = levelMatched([{ sampleRate, channels: [faint, faint] }, tone(0.01, 6)])
  expect(Math.abs(loudness(audios[0]!) - loudness(audios[1]!))).toBeLessThan(0.1)
})

test('silence stays silence and moves nobody', () => {
  const silent: Audio = { sampleRate, channels: [new Float32Array(sampleRate), new Float32Array(sampleRate)] }
  const { loudness: was, attenuation } = levelMatched([silent, tone(0.3, 1)])
  expect(was[0]).toBeNull()
  expect(attenuation).toEqual([0, 0])
})

test('before, after and reference: equal length, equal loudness, nothing louder, soft ends', () => {
  const noise = whiteNoise(5 * sampleRate, 3, 0.6).map((x, n) => (n < 2 * sampleRate ? decibels(-30) * x : x))
  const pair = previewPair({
    set,
    take,
    moves: [{ kind: 'level', node: node('Lead'), db: -8 }],
    range: { startSeconds: 2, endSeconds: 5 },
    reference: { sampleRate, channels: [noise] },
  })
  const all = [pair.before, pair.after, pair.reference!]
  for (const { audio, attenuation } of all) {
    expect(audio.channels.map(({ length }) => length)).toEqual([3 * sampleRate, 3 * sampleRate])
    expect(Math.abs(loudness(audio) - loudness(pair.after.audio))).toBeLessThan(0.1)
    expect(attenuation).toBeLessThanOrEqual(0)
    expect(audio.channels[0]![0]).toBe(0)
    expect(Math.abs(audio.channels[0]!.at(-1)!)).toBe(0)
  }
  expect(pair.after.loudness!).toBeLessThan(pair.before.loudness!)
  expect(pair.before.attenuation).toBeCloseTo(pair.after.loudness! - pair.before.loudness!, 1)
  expect(Math.abs(pair.levelDifference!)).toBeLessThan(0.1)
  // The last three seconds of the noise are 30 dB louder than its first two.
  expect(pair.reference!.loudness!).toBeGreaterThan(-10)
})

const bar = (4 * 60) / 138
const grid: BeatGrid = { tempo: 138, firstBeatSeconds: 0.1, confidence: 1, downbeat: 2 }
const downbeat = 0.1 + (2 * 60) / 138
const sections: Section[] = [
  { type: 'breakdown', startSeconds: downbeat, endSeconds: downbeat + 16 * bar },
  { type: 'drop', startSeconds: downbeat + 16 * bar, endSeconds: downbeat + 32 * bar },
]
const seconds = downbeat + 32 * bar
const silentFor = (sounding: (time: number) => boolean): Audio => {
  const channel = Float32Array.from({ length: Math.ceil(seconds * 1000) }, (_, n) => Number(sounding(n / 1000)))
  return { sampleRate: 1000, channels: [channel] }
}
const heard = (sounding: (time: number) => boolean) => ({
  analysis: { grid, sections, seconds },
  take: { main: silentFor(() => true), taps: new Map([['tracks 0', silentFor(sounding)]] as const) },
  moves: [{ kind: 'level', node: 'tracks 0', db: 1 }] as const,
})

test('eight bars of the drop from a bar line, where the moved track plays', () => {
  const excerpt = chooseExcerpt(heard(time => time > downbeat + 24 * bar))
  expect(excerpt).toMatchObject({ section: 'drop', bars: 8 })
  expect(excerpt.startSeconds).toBeCloseTo(downbeat + 24 * bar, 6)
  expect(excerpt.endSeconds - excerpt.startSeconds).toBeCloseTo(8 * bar, 6)
})

test('a track that is silent in the drop is heard where it plays, unless a section is asked for', () => {
  const breakdownOnly = heard(time => time < downbeat + 8 * bar)
  expect(chooseExcerpt(breakdownOnly).section).toBe('breakdown')
  expect(chooseExcerpt({ ...breakdownOnly, section: 'drop' }).section).toBe('drop')
})

test('a section shorter than wanted gives the bars it has', () => {
  const short = heard(() => true)
  expect(chooseExcerpt({ ...short, bars: 64 })).toMatchObject({ section: 'drop', bars: 16 })
})

test('without a grid or sections something is still heard', () => {
  const { analysis, ...rest } = heard(() => true)
  const excerpt = chooseExcerpt({ ...rest, analysis: { ...analysis, grid: null, sections: [] } })
  expect(excerpt).toMatchObject({ section: null, bars: null })
  expect(excerpt.endSeconds - excerpt.startSeconds).toBeCloseTo(16, 6)
})

test('a section that the song does not have is refused with those it has', () => {
  expect(() => chooseExcerpt({ ...heard(() => true), section: 'outro' })).toThrow('The song has no outro.')
})
