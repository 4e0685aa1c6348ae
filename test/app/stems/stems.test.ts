import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Ledger } from '../../../node/app/ledger.ts'
import { closeTheLoop } from '../../../node/app/loop.ts'
import { measureSession } from '../../../node/app/measure.ts'
import { openStems } from '../../../node/app/stems/stems.ts'
import { type Audio, frameCount } from '../../../node/audio/audio.ts'
import { resample } from '../../../node/audio/resample.ts'
import { writeWav } from '../../../node/audio/write-wav.ts'
import { dbToGain } from '../../../node/dsp/decibel.ts'
import { twinProfile } from '../../../node/profile/learn.ts'
import { miniSong } from '../../support/mini-song.ts'

let healthy: string
let spoiled: string

const sourceOf = (name: string) => miniSong.tracks.find(track => track.name === name)!.source!
const louder = (audio: Audio, db: number): Audio => ({
  ...audio,
  channels: audio.channels.map(channel => channel.map(x => dbToGain(db) * x)),
})
const shorter = (audio: Audio, seconds: number): Audio => ({
  ...audio,
  channels: audio.channels.map(channel => channel.subarray(0, seconds * audio.sampleRate)),
})
const mono = (audio: Audio): Audio => ({ ...audio, channels: [audio.channels[0]!] })

/** Stems as people have them: another rate, mono beside stereo, one that ends early, a bounce, a text file. */
async function writeStems(folder: string, leadDb: number) {
  await writeWav(join(folder, 'Kick.wav'), mono(sourceOf('Kick')), { format: 'int24' })
  await writeWav(join(folder, 'Bass.wav'), mono(sourceOf('Bass')), { format: 'int16' })
  await writeWav(join(folder, 'Lead.wav'), louder(sourceOf('Lead'), leadDb), { format: 'float32' })
  await writeWav(join(folder, 'Pads.wav'), resample(sourceOf('Pads'), 48_000), { format: 'float32' })
  await writeWav(join(folder, 'Hats.wav'), shorter(sourceOf('Hats'), 12), { format: 'int24' })
  await writeWav(join(folder, 'My Song Mix.wav'), sourceOf('Lead'), { format: 'int16' })
  await writeFile(join(folder, 'Notes.wav'), 'not audio at all')
}

beforeAll(async () => {
  ;[healthy, spoiled] = [await mkdtemp(join(tmpdir(), 'stems-')), await mkdtemp(join(tmpdir(), 'stems-'))]
  await writeStems(healthy, 0)
  await writeStems(spoiled, 5)
})
afterAll(async () => {
  await rm(healthy, { recursive: true })
  await rm(spoiled, { recursive: true })
})

test('a folder of stems becomes a set with a mixer, an EQ Eight and a Utility on each track', async () => {
  const { session, warnings } = await openStems(healthy)
  const set = await session.snapshot()
  const names = set.tracks.filter(({ kind }) => kind === 'audio').map(({ name }) => name)
  expect(names).toEqual(['Bass', 'Hats', 'Kick', 'Lead', 'Pads'])
  expect(set.tracks[0]!.devices.map(({ className }) => className)).toEqual(['Eq8', 'StereoGain'])
  expect(warnings.join('\n')).toMatch(/"My Song Mix.wav" is taken for a bounce/)
  expect(warnings.join('\n')).toMatch(/Left out: .*Notes\.wav/)
  expect(warnings.join('\n')).toMatch(/Pads was resampled from 48000 to 44100 Hz/)
})

test('all stems play from the same start over the longest one', async () => {
  const { session } = await openStems(healthy)
  const { main, taps } = await session.capture()
  expect(new Set([main, ...taps.values()].map(frameCount)).size).toBe(1)
})

test('on stems of mixed rates, channels and lengths the loud one is found and the measured gap shrinks', async () => {
  const reference = await measureSession((await openStems(healthy)).session)
  const { session } = await openStems(spoiled)
  const proof = await closeTheLoop({
    session,
    profile: twinProfile(reference.analysis.rows, 'healthy', 'premaster'),
    stage: 'premaster',
    ledger: Ledger.inMemory(),
    passes: 2,
    approve: async plan => plan.fixes,
  })
  expect(proof.passes[0]!.plan.fixes[0]).toMatchObject({ trackName: 'Lead', kind: 'level', amount: -3 })
  expect(proof.gapReduction).toBeGreaterThan(0.7)
})

test('a folder without stems is refused in one sentence that says what to do', async () => {
  const empty = await mkdtemp(join(tmpdir(), 'stems-'))
  await expect(openStems(empty)).rejects.toMatchObject({
    code: 'STEMS_TOO_FEW',
    action: expect.stringContaining('All Individual Tracks'),
  })
  await rm(empty, { recursive: true })
})
