import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { openBounce } from '../../node/app/bounce.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { closeTheLoop } from '../../node/app/loop.ts'
import { measureSession } from '../../node/app/measure.ts'
import { writeWav } from '../../node/audio/write-wav.ts'
import { loadProfile } from '../../node/profile/shipped.ts'
import { miniSong } from '../support/mini-song.ts'

const folder = mkdtempSync(join(tmpdir(), 'uplift-bounce-'))
const file = join(folder, 'Song.wav')
afterAll(() => rmSync(folder, { recursive: true }))

/** Of what was bounced: nearly four times as wide as it was made. */
const widened = 400

beforeAll(async () => {
  const wide = { className: 'StereoGain', settings: { 'Stereo Width': widened } } as const
  const { main } = await createSimulatedSet({ ...miniSong, master: { devices: [wide] } }).capture()
  await writeWav(file, main, { format: 'float32' })
})

test('a bounce enters Main untouched, and no track of it is told', async () => {
  const { session, name, warnings } = await openBounce(file)
  const { main, taps, beforeMain } = await session.capture({ startSeconds: 1, endSeconds: 2 })
  expect([name, taps.size, beforeMain?.channels[0]?.length]).toEqual(['Song', 0, miniSong.sampleRate])
  // EQ Eight and Utility as they come: the same samples, but for the rounding of filters that are flat.
  const largest = Math.max(...main.channels.map((x, c) => difference(x, beforeMain!.channels[c]!)))
  expect(largest).toBeLessThan(1e-6)
  expect(warnings.join()).toMatch(/stems/)
})

test('what was done to the whole is undone on Main, and measured: no track is moved', async () => {
  const { session } = await openBounce(file)
  const measured = await measureSession(session, { declared: 'drop' })
  const proof = await closeTheLoop({
    session,
    measured,
    profile: await loadProfile('demo'),
    stage: 'premaster',
    ledger: Ledger.inMemory(),
    passes: 1,
    planOptions: { wishes: { only: ['stereo'], intended: [] } },
    approve: async ({ fixes }) => fixes,
  })
  const applied = proof.passes[0]!.applied
  expect(applied.map(({ fix }) => [fix.track, fix.kind])).toEqual([['master_track', 'width']])
  // What halves or doubles the width in a pass takes 400 % to 200 %: a part of the way.
  expect(applied[0]!.fix.amount).toBeLessThan(0)
  expect(proof.distanceAfter.total).toBeLessThan(0.85 * proof.distanceBefore.total)
  // Main's own Utility acts on what was measured itself. A tenth: figures that the model does not follow stay, in what is foretold.
  const { predicted, after } = proof.passes[0]!
  expect(Math.abs(after / predicted - 1)).toBeLessThan(0.1)
})

const difference = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, x, n) => Math.max(most, Math.abs(x - b[n]!)), 0)
