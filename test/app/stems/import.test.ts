import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { importStems, unknownStems } from '../../../node/app/stems/import.ts'
import { parseStemName, stemWords, toolOfNames } from '../../../node/app/stems/import-names.ts'
import { writeStems } from '../../../node/app/stems/import-write.ts'
import { decodeAudioFile } from '../../../node/audio/decode.ts'
import { writeWav } from '../../../node/audio/write-wav.ts'
import { whiteNoise } from '../../support/signals.ts'

const rate = 44_100
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-stems-'))
})
afterEach(() => rm(folder, { recursive: true }))

const noise = (seed: number, seconds = 0.5) => whiteNoise(Math.round(seconds * rate), seed, 0.1)
async function put(path: string, x: Float32Array, sampleRate = rate) {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeWav(join(folder, path), { sampleRate, channels: [x, x] }, { format: 'float32' })
}
const said = (names: readonly string[]) => {
  const found = toolOfNames(names)
  return [found?.tool.id ?? null, found?.stems.map(stem => stem && stemWords(stem))] as const
}

test.each([
  ['lalalai', ['My Song_vocals_split_by_lalalai', 'My Song_no_vocals_split_by_lalalai'], ['vocals', 'without vocals']],
  ['lalalai', ['a_b_electric_guitar_split_by_lalalai', 'a_b_synthesizer_split_by_lalalai'], ['guitar', 'synth']],
  [
    'ableton',
    ['Song (Mix) [2026-04-18 054729] (Others)', 'Song (Mix) [2026-04-18 054729] (Drums)'],
    ['other', 'drums'],
  ],
  ['uvr5', ['1_Song_(Vocals)', '1_Song_(Instrumental)'], ['vocals', 'without vocals']],
  ['audio-separator', ['Song_(Bass)_htdemucs_6s', 'Song_(No Bass)_htdemucs_6s'], ['bass', 'without bass']],
  ['demucs', ['drums', 'bass', 'other', 'vocals'], ['drums', 'bass', 'other', 'vocals']],
  ['demucs', ['vocals', 'no_vocals'], ['vocals', 'without vocals']],
  ['rx', ['Song Voice', 'Song Percussion', 'Song Bass', 'Song Other'], ['vocals', 'drums', 'bass', 'other']],
  [null, ['take 1', 'take 2'], undefined],
] as const)('%s: %j are told by their names', (tool, names, stems) => {
  expect(said(names)).toEqual([tool, stems])
})

test('of one file that is named otherwise nothing is said', () => {
  expect(said(['drums', 'bass', 'sum'])).toEqual(['demucs', ['drums', 'bass', null]])
})

test("the song's name is read as it was", () => {
  const { stems } = toolOfNames(['no_limit_vocals_split_by_lalalai'])!
  expect(stems[0]!.song).toBe('no_limit')
})

test.each([
  ['Bass', { kind: 'bass', isRest: false }],
  ['without vocals', { kind: 'vocals', isRest: true }],
  ['kazoo', null],
])('%j says %j', (text, stem) => {
  expect(parseStemName(text)).toEqual(stem)
})

test("Demucs's folders are entered; the song is the folder's name", async () => {
  for (const [i, stem] of ['drums', 'bass', 'other', 'vocals'].entries())
    await put(`htdemucs/My Song/${stem}.wav`, noise(i + 1))
  const { tool, song, stems } = await importStems(folder)
  expect([tool!.id, song, stems.length]).toEqual(['demucs', 'My Song', 4])
})

test('lengths and rates are brought together, and it says so', async () => {
  await put('S_vocals_split_by_lalalai.wav', noise(1, 1))
  await put('S_drum_split_by_lalalai.wav', noise(2, 0.6))
  await put('S_bass_split_by_lalalai.wav', noise(3, 0.5), 48_000)
  const { stems, sampleRate, frames, notes } = await importStems(folder)
  expect([sampleRate, frames]).toEqual([rate, rate])
  expect(stems.every(({ audio }) => audio.channels.every(x => x.length === rate))).toBe(true)
  expect(notes.join('\n')).toMatch(/drum.* is 0\.60 s long, 0\.40 s shorter: silence was added/)
  expect(notes.join('\n')).toMatch(/bass.* resampled from 48000 to 44100 Hz/)
})

test('beside the song a late stem is moved to its place; the song itself is no stem', async () => {
  const [drums, bass] = [noise(5, 1), noise(6, 1)]
  await put(
    'S.wav',
    drums.map((x, n) => x + bass[n]!),
  )
  await put(
    'S_drum_split_by_lalalai.wav',
    drums.map((_, n) => drums[n - 1105] ?? 0),
  )
  await put('S_bass_split_by_lalalai.wav', bass)
  const { stems, mix, notes } = await importStems(folder)
  expect(mix!.path).toBe(join(folder, 'S.wav'))
  expect(stems.map(({ name }) => name)).toEqual(['S_bass_split_by_lalalai', 'S_drum_split_by_lalalai'])
  expect(stems[1]!.audio.channels[0]!.slice(100, 110)).toEqual(drums.slice(100, 110))
  expect(notes.join('\n')).toMatch(/drum.* came 25\.1 ms too late/)
})

test('what nobody says is asked for, and the user has the last word', async () => {
  await put('take 1.wav', noise(1))
  await put('take 2.wav', noise(2))
  const open = await importStems(folder)
  expect(unknownStems(open)).toMatch(/"take 1", "take 2" are.*--as "take 1=synth"/)
  const told = await importStems(folder, {
    as: new Map([
      ['take 2.wav', parseStemName('synth')!],
      ['take 1', parseStemName('bass')!],
    ]),
  })
  expect(told.stems.map(({ stem, saidBy }) => [stemWords(stem!), saidBy])).toEqual([
    ['bass', 'user'],
    ['synth', 'user'],
  ])
  expect(unknownStems(told)).toBeNull()
})

test.each([
  ['an empty folder', async () => {}, /no readable audio/],
  [
    'two songs',
    async () => {
      await put('A_bass_split_by_lalalai.wav', noise(1))
      await put('B_bass_split_by_lalalai.wav', noise(2))
    },
    /2 songs: A, B/,
  ],
  [
    'two folders',
    async () => {
      await put('A/bass.wav', noise(1))
      await put('B/bass.wav', noise(2))
    },
    /2 folders/,
  ],
] as const)('%s is refused with what to do', async (_, make, message) => {
  await make()
  await expect(importStems(folder)).rejects.toThrow(message)
})

test('a file that is not there cannot be named', async () => {
  await put('take 1.wav', noise(1))
  await expect(importStems(folder, { as: new Map([['take 9', parseStemName('bass')!]]) })).rejects.toMatchObject({
    code: 'STEM_UNKNOWN',
    action: expect.stringContaining('"take 1"'),
  })
})

test('stems are written by what they are; the rest of a stem that is there would count twice', async () => {
  for (const [i, stem] of ['drums', 'bass', 'no_bass'].entries()) await put(`${stem}.wav`, noise(i + 1))
  const out = join(folder, 'out')
  const written = await writeStems(await importStems(folder), out)
  expect(written).toEqual(['Bass.wav', 'Drums.wav'].map(name => join(out, name)))
  // 24 bits.
  const back = (await decodeAudioFile(written[0]!)).channels[0]![1000]!
  expect(Math.abs(back - noise(2)[1000]!)).toBeLessThan(2 ** -23)
})
