import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Recorded, WireTap } from '../../../device/protocol.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import { assembleTake, type RecordedPass } from '../../../node/app/capture/assemble-take.ts'
import { missingWords } from '../../../node/app/capture/take-report.ts'
import { type Audio, frameCount } from '../../../node/audio/audio.ts'
import { resample } from '../../../node/audio/resample.ts'
import type { Take } from '../../../node/live/session.ts'
import type { LiveSet, TrackPath } from '../../../node/live/set.ts'
import { changeTrack, miniRate, miniSong } from '../../support/mini-song.ts'
import { type PassOptions, writePass } from '../../support/recorded-pass.ts'

/** With song in front and behind. */
const range = { fromBeats: 4, toBeats: 12 }
const playFrom = 2
/** Enough for the range, its tail and what delays it. */
const keptFrames = Math.round((16 * 60 * miniRate) / miniSong.tempo)
const start = Math.round((range.fromBeats * 60 * miniRate) / miniSong.tempo)
const frames = Math.round(((range.toBeats - range.fromBeats) * 60 * miniRate) / miniSong.tempo)

let set: LiveSet
let whole: Take
/** Nothing is the matter with it; its files are not to be changed. */
let usual: RecordedPass
let folder: string
let root: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'uplift-pass-'))
  const session = createSimulatedSet(changeTrack(miniSong, 'Pads', track => ({ ...track, volumeDb: -5, pan: -0.3 })))
  set = await session.snapshot()
  whole = await session.capture({ startSeconds: 0, endSeconds: keptFrames / miniRate })
  usual = await writePass({ folder: await mkdtemp(join(root, 'usual-')), set, take: whole, range, playFrom })
})
afterAll(() => rm(root, { recursive: true }))
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'take-'))
})
afterEach(() => rm(folder, { recursive: true }))

const pass = (options: Partial<PassOptions> = {}) =>
  writePass({ folder, set, take: whole, range, playFrom, ...options })

/** A different number of samples for every recorder, up to 512, as a vector or two of Max may be. */
const jitter = (recorder: string) => [...recorder].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 513, 7)
const latencies = [0, 64, 0, 333, 1_024]
const latency = (path: TrackPath) => latencies[Number(path.split(' ')[1])]!

/** Samples that differ from the rendered song at the range. */
const farthest = (heard: Audio, truth: Audio, at = start) =>
  Math.max(
    ...heard.channels.map((channel, c) =>
      channel.reduce((m, x, n) => Math.max(m, Math.abs(x - truth.channels[c]![at + n]!)), 0),
    ),
  )

test('recorders that began at their own time lie right to the sample, bit for bit', async () => {
  const { take, report } = await assembleTake(await pass({ still: jitter }))
  expect(frameCount(take.main)).toBe(frames)
  expect(farthest(take.main, whole.main)).toBe(0)
  expect([...take.taps.keys()]).toEqual([...whole.taps.keys()])
  for (const [path, audio] of take.taps) expect([path, farthest(audio, whole.taps.get(path)!)]).toEqual([path, 0])
  expect(take.isAligned).toBeUndefined()
  expect(report).toMatchObject({ doubts: [], warnings: [] })
  expect(report.mainLagMs).toBeCloseTo(0, 2)
})

test.each([false, true])(
  'what devices delay is taken out, also where Live corrects the position (%s)',
  async isPhaseCorrected => {
    const { take, report } = await assembleTake(await pass({ still: jitter, latency, isPhaseCorrected }))
    for (const [path, audio] of take.taps) expect([path, farthest(audio, whole.taps.get(path)!)]).toEqual([path, 0])
    // Main is moved by what it sounds later: to the nearest sample or two of where the tracks are.
    const lag = [-2, -1, 0, 1, 2].map(shift => farthest(take.main, whole.main, start + shift))
    expect(Math.min(...lag)).toBe(0)
    expect((report.mainLagMs! * miniRate) / 1000).toBeCloseTo(isPhaseCorrected ? 0 : 1_024, 0)
    expect(take.isAligned).toBeUndefined()
    expect(report.warnings).toHaveLength(isPhaseCorrected ? 1 : 0)
  },
)

test('a delay that Live does not state is noticed in the sound, told, and not corrected', async () => {
  const late = (path: TrackPath) => (path === 'tracks 3' ? 480 : 0)
  const stated = (path: TrackPath) => (path === 'tracks 3' ? null : 0)
  const { take, report } = await assembleTake(await pass({ latency: late, statedLatency: stated }))
  expect(take.isAligned).toBe(false)
  expect(report.doubts).toEqual(['Pads: it sounds 10.9 ms later than the other tracks.'])
  expect(farthest(take.taps.get('tracks 3')!, whole.taps.get('tracks 3')!, start - 480)).toBe(0)

  // Not stated, and right: nothing to doubt.
  const silentAboutNothing = await assembleTake(await pass({ statedLatency: stated }))
  expect(silentAboutNothing.report.doubts).toEqual([])
})

test('at 48 kHz and from the very first beat, without a preroll', async () => {
  const at48 = (audio: Audio) => resample(audio, 48_000)
  const take48: Take = {
    main: at48(whole.main),
    taps: new Map([...whole.taps].slice(0, 2).map(([path, audio]) => [path, at48(audio)])),
  }
  const recordedPass = await pass({ take: take48, playFrom: 0, range: { fromBeats: 0, toBeats: 8 }, still: jitter })
  const { take, report } = await assembleTake(recordedPass)
  expect(take.main.sampleRate).toBe(48_000)
  for (const [path, audio] of take.taps) expect([path, farthest(audio, take48.taps.get(path)!, 0)]).toEqual([path, 0])
  expect(report.tracks.map(({ state }) => state)).toEqual(['heard', 'heard', 'untapped', 'untapped', 'untapped'])

  // One file of another rate: the sample rate was changed meanwhile.
  const files = new Map(recordedPass.files).set('100', usual.files.get('100')!)
  expect((await assembleTake({ ...recordedPass, files })).report.tracks[0]!.state).toBe('unplaced')
})

test('files of 16 bits place themselves as well', async () => {
  const { take, report } = await assembleTake(await pass({ format: 'int16', still: jitter }))
  expect(report.doubts).toEqual([])
  // Half a step of 16 bits.
  for (const [path, audio] of take.taps) expect(farthest(audio, whole.taps.get(path)!)).toBeLessThanOrEqual(2 ** -16)
})

/** As a crash leaves it: sizes of 0 in the header, the last block missing. */
async function leaveUnfinished(path: string, keep: number) {
  const bytes = await readFile(path)
  bytes.writeUInt32LE(0, 4)
  bytes.writeUInt32LE(0, bytes.indexOf('data') + 4)
  await writeFile(path, bytes)
  await truncate(path, Math.round(keep * bytes.length))
}

test('a header that was never finished is no fault when the range is in the file', async () => {
  const recordedPass = await pass({ still: jitter })
  await leaveUnfinished(recordedPass.files.get('101')!, 0.98)
  const { take, report } = await assembleTake(recordedPass)
  expect(farthest(take.taps.get('tracks 1')!, whole.taps.get('tracks 1')!)).toBe(0)
  expect(report.warnings).toEqual([expect.stringMatching(/^101: The recording is not finished/)])
})

test('a track whose file ends too early is named and left out; Main that does is no take', async () => {
  const recordedPass = await pass()
  await leaveUnfinished(recordedPass.files.get('101')!, 0.6)
  const { take, report } = await assembleTake(recordedPass)
  expect(take.taps.has('tracks 1')).toBe(false)
  expect(missingWords(report)).toEqual(['Bass was not recorded to the end of the range.'])

  await leaveUnfinished(recordedPass.files.get('main')!, 0.6)
  await expect(assembleTake(recordedPass)).rejects.toMatchObject({ code: 'TAKE_INCOMPLETE' })
})

describe('a track that was not heard as it sounds is left out and told why', () => {
  const reasonOf = async (change: (recordedPass: RecordedPass) => RecordedPass | Promise<RecordedPass>) => {
    const { take, report } = await assembleTake(await change(usual))
    expect(take.taps.has('tracks 2')).toBe(false)
    expect(report.tracks[2]!.note).toBe(missingWords(report)[0])
    return report.tracks[2]!.state
  }
  const tapOf = (change: Partial<WireTap>) => (recordedPass: RecordedPass) => ({
    ...recordedPass,
    taps: recordedPass.taps.map(tap => (tap.key === 102 ? { ...tap, ...change } : tap)),
  })

  test.each(['stale', 'off', 'in-rack', 'not-last', 'frozen', 'other-version'] as const)('%s', async status => {
    expect(await reasonOf(tapOf({ status }))).toBe(status)
  })

  test('a tap that did not answer, has no file, or no song position in it', async () => {
    const withoutAnswer = (recordedPass: RecordedPass) => {
      const { 102: _, ...startedAt } = recordedPass.recorded.startedAt
      return { ...recordedPass, recorded: { ...recordedPass.recorded, startedAt } }
    }
    expect(await reasonOf(withoutAnswer)).toBe('not-recorded')
    const withFile = (path: string) => (recordedPass: RecordedPass) => ({
      ...recordedPass,
      files: new Map(recordedPass.files).set('102', path),
    })
    expect(await reasonOf(withFile(join(folder, 'no such file.wav')))).toBe('unreadable')
    const faster = { ...set, tempo: 150 }
    const other = await writePass({ folder, set: faster, take: { ...whole, taps: new Map() }, range, playFrom })
    expect(await reasonOf(withFile(other.files.get('main')!))).toBe('unplaced')
  })

  test('a muted track is in the take when its tap hears it, and muted when it does not', async () => {
    const muted = await pass({ status: path => (path === 'tracks 2' ? 'muted' : 'ready') })
    expect((await assembleTake(muted)).report.tracks[2]!.state).toBe('heard')
    const silence = {
      sampleRate: miniRate,
      channels: whole.main.channels.map(channel => new Float32Array(channel.length)),
    }
    const take = { ...whole, taps: new Map(whole.taps).set('tracks 2', silence) }
    const silent = await pass({ take, status: path => (path === 'tracks 2' ? 'muted' : 'ready') })
    expect((await assembleTake(silent)).report.tracks[2]!.state).toBe('muted')
  })
})

test('a tap first on Main is what enters its devices, and no track', async () => {
  const recordedPass = usual
  const taps = recordedPass.taps.map(
    (tap): WireTap => (tap.key === 104 ? { ...tap, track: 'master_track', place: 'first' } : tap),
  )
  const { take } = await assembleTake({ ...recordedPass, taps })
  expect(farthest(take.beforeMain!, whole.taps.get('tracks 4')!)).toBe(0)
  expect(take.taps.size).toBe(4)
})

test('a song position between two samples of the common clock is doubted', async () => {
  const { take, report } = await assembleTake(await pass({ phaseError: recorder => (recorder === '102' ? 0.4 : 0) }))
  expect(report.doubts).toEqual(['Lead: its song position lies -0.40 samples beside the clock.'])
  expect(take.isAligned).toBe(false)
})

test('a recorder that counts from another beat than the rest is doubted', async () => {
  const recordedPass = usual
  const startedAt = { ...recordedPass.recorded.startedAt, 103: playFrom + 0.5 }
  const { report } = await assembleTake({ ...recordedPass, recorded: { ...recordedPass.recorded, startedAt } })
  expect(report.doubts).toContain('Pads: it is not certain on which beat its recording begins.')
})

test.each([
  ['stopped', /^Live stopped before the end/],
  ['jumped', /^The song position jumped/],
  ['tempo-changed', /^The tempo changed/],
  ['edited', /^The set was changed meanwhile: "Pad" was muted/],
  ['cancelled', /cancelled/],
  ['device-off', /switched off/],
] as const)('a pass that ended as "%s" is no take', async (end, message) => {
  const recordedPass = usual
  const recorded: Recorded = { ...recordedPass.recorded, end, detail: end === 'edited' ? '"Pad" was muted' : '' }
  await expect(assembleTake({ ...recordedPass, recorded })).rejects.toMatchObject({
    code: 'TAKE_BROKEN',
    message: expect.stringMatching(message),
  })
})
