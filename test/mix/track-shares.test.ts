import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec, SimulatedTrackSpec } from '../../node/adapters/simulated/spec.ts'
import { measureSession } from '../../node/app/measure.ts'
import { buildMixModel } from '../../node/mix/contributions.ts'
import { heardTracks } from '../../node/mix/heard-tracks.ts'
import { trackShares } from '../../node/mix/track-shares.ts'
import { noise } from '../support/beats.ts'
import { onBoth } from '../support/signals.ts'

const sampleRate = 44_100
const source = (seed: number, gain = 0.1) => onBoth(noise(6, sampleRate, seed, gain), sampleRate)

const specOf = (tracks: readonly SimulatedTrackSpec[]): SimulatedSetSpec => ({
  name: 'Shares',
  sampleRate,
  tempo: 120,
  beatsPerBar: 4,
  locators: [{ name: 'Drop', beats: 0 }],
  tracks,
  master: {},
})

async function sharesOf(tracks: readonly SimulatedTrackSpec[]) {
  const { set, take, analysis } = await measureSession(createSimulatedSet(specOf(tracks)))
  return trackShares(set, buildMixModel(set, take, analysis).model).drop!
}

test('shares are powers at Main: 6 dB more is four times the share, in every band, and they sum to one', async () => {
  const bands = await sharesOf([
    { name: 'Quiet', kind: 'audio', source: source(1), volumeDb: -6 },
    { name: 'Loud', kind: 'audio', source: source(2) },
    { name: 'Muted', kind: 'audio', source: source(3), mute: true },
  ])
  for (const { tracks, interactionDb } of Object.values(bands)) {
    expect(tracks.map(({ track }) => track)).toEqual(['Loud', 'Quiet'])
    expect(tracks.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
    // Two noises of 6 s: the sub band has 250 degrees of freedom, 6 % each way on the ratio.
    expect(Math.abs(tracks[0]!.share - 0.8)).toBeLessThan(0.06)
    expect(Math.abs(interactionDb!)).toBeLessThan(1)
  }
})

test('two equal coherent layers share half and half, and the 3 dB they add are told apart; opposed they cancel', async () => {
  const layer: SimulatedTrackSpec = { name: 'A', kind: 'audio', source: source(1) }
  const twice = await sharesOf([layer, { ...layer, name: 'B' }])
  const flipped = { sampleRate, channels: layer.source!.channels.map(channel => channel.map(x => -0.9 * x)) }
  const opposed = await sharesOf([layer, { ...layer, name: 'B', source: flipped }])
  for (const band of ['bass', 'mid', 'mud', 'air'] as const) {
    for (const { share } of twice[band].tracks) expect(share).toBeCloseTo(0.5, 6)
    expect(twice[band].interactionDb).toBeCloseTo(3.01, 1)
    expect(opposed[band].interactionDb).toBeLessThan(-15)
    expect(opposed[band].tracks.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9)
  }
})

test('two tracks of one name stay two, and silence has no shares', async () => {
  const same = await sharesOf([
    { name: 'Pad', kind: 'audio', source: source(1) },
    { name: 'Pad', kind: 'audio', source: source(2) },
  ])
  expect(same.mid.tracks).toHaveLength(2)
  const silent = await sharesOf([
    { name: 'A', kind: 'audio', source: source(1, 0) },
    { name: 'B', kind: 'audio', source: source(1, 0) },
  ])
  expect(silent.mid).toEqual({ tracks: [], interactionDb: null })
})

test('heard tracks carry the gains of fader, pan and groups; muted tracks, groups and Main are left out', async () => {
  const spec = specOf([
    { name: 'Group', kind: 'group', volumeDb: -6, pan: 0.5 },
    { name: 'In', kind: 'audio', source: source(1), group: 'Group', volumeDb: -4 },
    { name: 'Out', kind: 'audio', source: source(2), pan: -1 },
    { name: 'Muted', kind: 'audio', source: source(3), mute: true },
  ])
  const session = createSimulatedSet(spec)
  const [set, take] = [await session.snapshot(), await session.capture()]
  const heard = heardTracks(set, take)
  expect(heard.map(({ name }) => name)).toEqual(['In', 'Out'])
  // What is heard, with its gains, is Main.
  for (const [c, side] of (['left', 'right'] as const).entries()) {
    let error = 0
    for (let n = 0; n < 5000; n++) {
      const sum = heard.reduce(
        (x, { audio, gains }) => x + gains![side] * (audio.channels[c] ?? audio.channels[0]!)[n]!,
        0,
      )
      error = Math.max(error, Math.abs(sum - take.main.channels[c]![n]!))
    }
    expect(error).toBeLessThan(1e-5) // single precision along the way
  }
})
