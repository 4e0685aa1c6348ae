import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec, SimulatedTrackSpec } from '../../../node/adapters/simulated/spec.ts'
import { openExport } from '../../../node/app/capture/open-export.ts'
import { type Audio, frameCount } from '../../../node/audio/audio.ts'
import { resample } from '../../../node/audio/resample.ts'
import { writeWav } from '../../../node/audio/write-wav.ts'
import { dbToGain } from '../../../node/dsp/decibel.ts'
import type { Take } from '../../../node/live/session.ts'
import { type LiveSet, mixerNames } from '../../../node/live/set.ts'

const sampleRate = 44_100
const seconds = 2

function noise(seed: number): Audio {
  let state = seed * 7_919 + 1
  const channel = () =>
    Float32Array.from({ length: seconds * sampleRate }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
      return (0.05 * state) / 2 ** 31
    })
  return { sampleRate, channels: [channel(), channel()] }
}

const track = (name: string, seed: number, rest: Partial<SimulatedTrackSpec> = {}): SimulatedTrackSpec => ({
  name,
  kind: 'audio',
  source: noise(seed),
  ...rest,
})

/** A fader, a pan, a group with both, a mute, a return: what stands between a track and its file. */
const spec: SimulatedSetSpec = {
  name: 'Night Drive',
  sampleRate,
  tempo: 120,
  beatsPerBar: 4,
  locators: [
    { name: 'Drop', beats: 0 },
    { name: 'Break', beats: 2 },
  ],
  tracks: [
    track('Kick', 1, { volumeDb: -3 }),
    track('Bass', 2, { volumeDb: -9, pan: 0.4 }),
    { name: 'Synths', kind: 'group', volumeDb: -2, pan: -0.2 },
    track('Pad', 3, { volumeDb: -6, group: 'Synths' }),
    track('Lead', 4, { volumeDb: 2, group: 'Synths' }),
    track('Perc', 5, { pan: 1 }),
    track('Old idea', 6, { mute: true }),
    track('Vox', 7, { volumeDb: -12 }),
  ],
  master: { volumeDb: -1 },
}

let set: LiveSet
let take: Take
let root: string
let folder: string

/** As Live wrote it; not to be changed. */
let usual: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'uplift-export-'))
  const session = createSimulatedSet(spec)
  set = await session.snapshot()
  take = await session.capture()
  folder = usual = await mkdtemp(join(root, 'usual-'))
  await writeExport()
})
afterAll(() => rm(root, { recursive: true }))
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'export-'))
})

/** The mixer by hand: Ableton's pan law is sinusoidal with constant power, 0 dB in the middle. */
function behindFader(audio: Audio, { volumeDb = 0, pan = 0, mute = false }: Partial<SimulatedTrackSpec>): Audio {
  const angle = ((pan + 1) * Math.PI) / 4
  const gains = [Math.cos(angle), Math.sin(angle)].map(side => (mute ? 0 : Math.SQRT2 * side * dbToGain(volumeDb)))
  return { sampleRate: audio.sampleRate, channels: audio.channels.map((channel, c) => channel.map(x => gains[c]! * x)) }
}

type Change = (audio: Audio, name: string) => Audio | null

/** What Live writes: every track behind its fader, and Main. `change` null: no such file. */
async function writeExport({
  change = audio => audio,
  prefix = 'Night Drive ',
  isBefore = false,
}: {
  change?: Change
  prefix?: string
  isBefore?: boolean
} = {}) {
  const write = async (name: string, audio: Audio) => {
    const changed = change(audio, name)
    if (changed) await writeWav(join(folder, `${prefix}${name}.wav`), changed, { format: 'float32' })
  }
  for (const [index, trackSpec] of spec.tracks.entries()) {
    const tap = take.taps.get(set.tracks[index]!.path)!
    await write(trackSpec.name, isBefore ? tap : behindFader(tap, trackSpec))
  }
  await write('Main', take.main)
  return folder
}

/** dB of the difference below the signal; the mixer's raw values are 32-bit, which is −100 dB and better. */
const errorDb = (heard: Audio, truth: Audio) => {
  let difference = 0
  let power = 0
  for (const [c, channel] of heard.channels.entries()) {
    const expected = truth.channels[c]!
    for (let n = 0; n < channel.length; n++) {
      difference += (channel[n]! - expected[n]!) ** 2
      power += expected[n]! ** 2
    }
  }
  return 10 * Math.log10(difference / power)
}
const tapOf = (opened: { take: Take }, name: string) =>
  opened.take.taps.get(set.tracks.find(each => each.name === name)!.path)
const truthOf = (name: string) => tapOf({ take }, name)!
const stateOf = (opened: Awaited<ReturnType<typeof openExport>>, name: string) =>
  opened.tracks.find(each => each.name === name)!

test('fader and pan are taken off again: what comes out is what a tap hears', async () => {
  const opened = await openExport(usual, set)
  expect(opened.side).toBe('after-fader')
  expect(opened.files.every(({ confidence }) => confidence === 'certain')).toBe(true)
  for (const name of ['Kick', 'Bass', 'Synths', 'Pad', 'Lead', 'Vox']) {
    expect([name, errorDb(tapOf(opened, name)!, truthOf(name)) < -90]).toEqual([name, true])
  }
  expect(errorDb(opened.take.main, take.main)).toBe(Number.NEGATIVE_INFINITY)
  expect(opened.take.isAligned).toBeUndefined()
  expect(opened.warnings).toEqual([])
})

test('a muted track is muted, not silent; one panned to a side says what is lost', async () => {
  const opened = await openExport(usual, set)
  expect(tapOf(opened, 'Old idea')).toBeUndefined()
  expect(stateOf(opened, 'Old idea')).toMatchObject({ state: 'muted', note: 'Old idea is muted.' })
  const perc = tapOf(opened, 'Perc')!
  expect(perc.channels[0]!.every(x => x === 0)).toBe(true)
  expect(
    errorDb({ ...perc, channels: [perc.channels[1]!] }, { ...perc, channels: [truthOf('Perc').channels[1]!] }),
  ).toBeLessThan(-90)
  expect(stateOf(opened, 'Perc').note).toMatch(/panned to one side/)
})

test('files from in front of the faders are known by the sound', async () => {
  const opened = await openExport(await writeExport({ isBefore: true }), set)
  expect(opened.side).toBe('before-fader')
  for (const name of ['Kick', 'Bass', 'Lead'])
    expect(errorDb(tapOf(opened, name)!, truthOf(name))).toBe(Number.NEGATIVE_INFINITY)
})

test('tracks without a file are named; a file without a track is not used', async () => {
  await writeExport({ change: (audio, name) => (name === 'Vox' ? null : audio) })
  await writeWav(join(folder, 'Night Drive 7 Something.wav'), noise(50), { format: 'int16' })
  const opened = await openExport(folder, set)
  expect(stateOf(opened, 'Vox')).toMatchObject({ state: 'no-file', note: 'Vox has no file.' })
  expect(opened.files.find(({ name }) => /Something/.test(name))).toMatchObject({ track: null, confidence: 'none' })
})

test('a file that has a track’s name and does not sound in Main is doubted and not used, unless the user says so', async () => {
  await writeExport({ change: (audio, name) => (name === 'Vox' ? noise(99) : audio) })
  const doubted = await openExport(folder, set)
  expect(doubted.files.find(({ name }) => /Vox/.test(name))).toMatchObject({
    confidence: 'unsure',
    note: 'It does not sound in Main.',
  })
  expect(stateOf(doubted, 'Vox').state).toBe('not-in-main')
  const told = await openExport(folder, set, { told: new Map([['Night Drive Vox.wav', 'Vox']]) })
  expect(stateOf(told, 'Vox').state).toBe('heard')
})

test('the user’s word counts more than names: a file becomes another track, Main, or nothing', async () => {
  await writeExport({ prefix: '' })
  await writeWav(join(folder, 'Bounce 3.wav'), behindFader(truthOf('Vox'), { volumeDb: -12 }), { format: 'float32' })
  const told = new Map([
    ['Bounce 3.wav', 'Vox'],
    ['Vox.wav', null],
  ])
  const opened = await openExport(folder, set, { told })
  expect(errorDb(tapOf(opened, 'Vox')!, truthOf('Vox'))).toBeLessThan(-90)
  expect(opened.files.find(({ name }) => name === 'Vox.wav')).toMatchObject({
    track: null,
    confidence: 'told',
    note: null,
  })
  await expect(openExport(folder, set, { told: new Map([['Vox.wav', 'Choir']]) })).rejects.toMatchObject({
    code: 'TRACK_MISSING',
  })
})

test('another rate is resampled, another length is told and doubted', async () => {
  const change: Change = (audio, name) => {
    if (name === 'Vox') return resample(audio, 48_000)
    if (name === 'Kick')
      return { ...audio, channels: audio.channels.map(channel => channel.subarray(0, 1.5 * sampleRate)) }
    return audio
  }
  const opened = await openExport(await writeExport({ change }), set)
  expect(new Set([opened.take.main, ...opened.take.taps.values()].map(frameCount)).size).toBe(1)
  expect(opened.warnings).toEqual([
    'Night Drive Vox.wav was resampled from 48000 to 44100 Hz.',
    'Night Drive Kick.wav lasts 1.5 s, 2.0 s are used.',
  ])
  expect(opened.files.find(({ name }) => /Kick/.test(name))).toMatchObject({
    confidence: 'unsure',
    note: 'It lasts 1.5 s, unlike Main.',
  })
})

test('a track that lies elsewhere in time than the others is doubted, and nothing rests on phase then', async () => {
  const late: Change = (audio, name) =>
    name !== 'Lead'
      ? audio
      : {
          ...audio,
          channels: audio.channels.map(channel => Float32Array.from(channel, (_, n) => channel[n - 441] ?? 0)),
        }
  const opened = await openExport(await writeExport({ change: late }), set)
  expect(opened.take.isAligned).toBe(false)
  expect(opened.warnings).toEqual(['Lead: it sounds 10.0 ms later than the other tracks.'])
})

test('Main that was bounced with a delay is moved to the tracks', async () => {
  const late: Change = (audio, name) =>
    name !== 'Main'
      ? audio
      : {
          ...audio,
          channels: audio.channels.map(channel => Float32Array.from(channel, (_, n) => channel[n - 529] ?? 0)),
        }
  const opened = await openExport(await writeExport({ change: late }), set)
  const kept = (audio: Audio) => ({
    ...audio,
    channels: audio.channels.map(channel => channel.subarray(0, 1.5 * sampleRate)),
  })
  expect(errorDb(kept(opened.take.main), kept(take.main))).toBe(Number.NEGATIVE_INFINITY)
})

test('without Main the sum stands for it only when nothing on Main changes it', async () => {
  const opened = await openExport(await writeExport({ change: (audio, name) => (name === 'Main' ? null : audio) }), set)
  expect(errorDb(opened.take.main, take.main)).toBeLessThan(-90)
  expect(opened.warnings).toEqual([expect.stringMatching(/no file of Main/)])

  const limited = await createSimulatedSet({ ...spec, master: { devices: [{ className: 'Limiter' }] } }).snapshot()
  await expect(openExport(folder, limited)).rejects.toMatchObject({ code: 'EXPORT_WITHOUT_MAIN' })
  await rm(join(folder, 'Night Drive Vox.wav'))
  await expect(openExport(folder, set)).rejects.toMatchObject({ code: 'EXPORT_WITHOUT_MAIN' })
})

test('one bounced file is Main alone', async () => {
  const path = join(folder, 'Night Drive v12.wav')
  await writeWav(path, take.main, { format: 'int24' })
  const opened = await openExport(path, set)
  expect(opened.take.taps.size).toBe(0)
  expect(frameCount(opened.take.main)).toBe(frameCount(take.main))
  expect(opened.tracks.every(({ state }) => state === 'no-file')).toBe(true)
})

test('sections come from the locators when the files begin with the song, or when it is said where they begin', async () => {
  const opened = await openExport(usual, set)
  expect(opened.sections).toEqual([
    { type: 'drop', startSeconds: 0, endSeconds: 1 },
    { type: 'breakdown', startSeconds: 1, endSeconds: 2 },
  ])
  const longer = { ...set, lengthSeconds: 60 }
  const part = await openExport(usual, longer)
  expect(part).toMatchObject({ startSeconds: null, sections: null })
  const placed = await openExport(usual, longer, { startBeats: 1 })
  expect(placed.sections).toEqual([
    { type: 'drop', startSeconds: 0, endSeconds: 0.5 },
    { type: 'breakdown', startSeconds: 0.5, endSeconds: 2 },
  ])
})

test('an export with Normalize on is refused: its levels mean nothing', async () => {
  const normalized: Change = (audio, name) => {
    const peak = Math.max(...audio.channels.map(channel => channel.reduce((m, x) => Math.max(m, Math.abs(x)), 0)))
    return name === 'Main' || peak === 0 ? audio : { ...audio, channels: audio.channels.map(c => c.map(x => x / peak)) }
  }
  await expect(openExport(await writeExport({ change: normalized }), set)).rejects.toMatchObject({
    code: 'EXPORT_NORMALIZED',
  })
})

test('an automated fader is heard as it sounds, and named; a fader at the bottom is not silence', async () => {
  const session = createSimulatedSet(spec)
  session.setAutomation({ track: 'tracks 0', device: null, parameter: mixerNames.volume }, 'playing')
  await session.write({ track: 'tracks 1', device: null, parameter: mixerNames.volume }, 0)
  const changed = await session.snapshot()
  const silence = (audio: Audio) => ({
    ...audio,
    channels: audio.channels.map(channel => new Float32Array(channel.length)),
  })
  await writeExport({ change: (audio, name) => (name === 'Bass' ? silence(audio) : audio) })
  const opened = await openExport(folder, changed)
  expect(stateOf(opened, 'Kick')).toMatchObject({
    state: 'heard',
    note: expect.stringMatching(/volume or pan automated/),
  })
  expect(stateOf(opened, 'Bass').state).toBe('fader-down')
})

test('24 tracks, some unreadable, some not audio at all', async () => {
  const many: SimulatedSetSpec = {
    ...spec,
    tracks: Array.from({ length: 24 }, (_, k) => ({
      ...track(`Synth ${k + 1}`, 1),
      source: { sampleRate, channels: noise(k + 1).channels.map(channel => channel.subarray(0, sampleRate)) },
    })),
    master: {},
  }
  const session = createSimulatedSet(many)
  const [manySet, manyTake] = [await session.snapshot(), await session.capture()]
  for (const [path, audio] of manyTake.taps) {
    const { name } = manySet.tracks.find(each => each.path === path)!
    await writeWav(join(folder, `Big ${name}.wav`), audio, { format: 'float32' })
  }
  await writeWav(join(folder, 'Big Main.wav'), manyTake.main, { format: 'float32' })
  await writeFile(join(folder, 'Big Synth 9.wav'), 'no audio')
  await writeFile(join(folder, 'Big Synth 3.asd'), 'Live’s own notes')
  const opened = await openExport(folder, manySet)
  expect(opened.take.taps.size).toBe(23)
  expect(opened.tracks[8]).toMatchObject({ state: 'no-file' })
  expect(opened.warnings).toEqual([expect.stringMatching(/^Left out: "Big Synth 9.wav"/)])
  expect(errorDb(opened.take.taps.get('tracks 10')!, manyTake.taps.get('tracks 10')!)).toBeLessThan(-90)
})

test('an empty folder, and one with nothing to read, say what to do', async () => {
  await expect(openExport(folder, set)).rejects.toMatchObject({
    code: 'EXPORT_EMPTY',
    action: expect.stringMatching(/All Individual Tracks/),
  })
  await mkdir(join(folder, 'Kick.wav'))
  await expect(openExport(folder, set)).rejects.toMatchObject({ code: 'EXPORT_EMPTY' })
  await expect(openExport(join(folder, 'gone'), set)).rejects.toMatchObject({ code: 'FILE_MISSING' })
})
