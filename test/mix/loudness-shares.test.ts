import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedTrackSpec } from '../../node/adapters/simulated/spec.ts'
import { loudnessShares } from '../../node/mix/loudness-shares.ts'
import { noise } from '../support/beats.ts'
import { onBoth, sine } from '../support/signals.ts'

const sampleRate = 44_100

async function sharesOf(tracks: readonly SimulatedTrackSpec[]) {
  const spec = { name: 'Shares', sampleRate, tempo: 120, beatsPerBar: 4, locators: [], tracks, master: {} }
  const session = createSimulatedSet(spec)
  const set = await session.snapshot()
  const shares = loudnessShares(set, await session.capture())
  return set.tracks.map(({ path }) => shares.get(path) ?? null)
}

const tone = (hz: number) => onBoth(sine({ hz, seconds: 6, sampleRate, gain: 0.1 }), sampleRate)

test('6 dB more is four times the share; muted tracks have none, groups are not counted beside their tracks', async () => {
  const source = onBoth(noise(6, sampleRate, 1), sampleRate)
  const [quiet, loud, muted, group, main] = await sharesOf([
    { name: 'Quiet', kind: 'audio', source, volumeDb: -6 },
    { name: 'Loud', kind: 'audio', source },
    { name: 'Muted', kind: 'audio', source, mute: true },
    { name: 'Group', kind: 'group' },
  ])
  // 6 dB are a factor of 3.98.
  expect(loud! / quiet!).toBeCloseTo(10 ** 0.6, 2)
  expect(loud! + quiet!).toBeCloseTo(1, 9)
  expect([muted, group, main]).toEqual([0, null, null])
})

test('a group’s fader counts for what is in it', async () => {
  const [, inside, outside] = await sharesOf([
    { name: 'Group', kind: 'group', volumeDb: -12 },
    { name: 'Inside', kind: 'audio', source: tone(1000), group: 'Group' },
    { name: 'Outside', kind: 'audio', source: tone(1000) },
  ])
  expect(10 * Math.log10(outside! / inside!)).toBeCloseTo(12, 1)
})

test('it is loudness that is shared: 38 Hz counts 6.6 dB less than 1 kHz, 4 kHz 3.1 dB more', async () => {
  const [low, middle, high] = await sharesOf([
    { name: 'Low', kind: 'audio', source: tone(38.1) },
    { name: 'Middle', kind: 'audio', source: tone(1000) },
    { name: 'High', kind: 'audio', source: tone(4000) },
  ])
  // BS.1770-4's high-pass has its corner at 38.1 Hz with a Q of 0.5 (−6.0 dB), and 1 kHz reads +0.7 dB; bands are a sixth of an
  // octave wide and judged at their centres: 0.6 dB on that slope.
  expect(Math.abs(10 * Math.log10(low! / middle!) + 6.7)).toBeLessThan(0.6)
  expect(Math.abs(10 * Math.log10(high! / middle!) - 3.1)).toBeLessThan(0.3)
})

test('silence is nobody’s', async () => {
  const silent = onBoth(new Float32Array(sampleRate), sampleRate)
  expect(await sharesOf([{ name: 'A', kind: 'audio', source: silent }])).toEqual([0, null])
})
