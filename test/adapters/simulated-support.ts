/** Small simulated sets of noise, and comparing what they sound like. */
import { expect } from 'vitest'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec, SimulatedTrackSpec } from '../../node/adapters/simulated/spec.ts'
import type { Audio } from '../../node/audio/audio.ts'
import type { ParameterRef, TrackPath } from '../../node/live/set.ts'
import { noise } from '../support/beats.ts'

export const sampleRate = 44100
export const seconds = 1

export const stereoNoise = (seed: number): Audio => ({
  sampleRate,
  channels: [noise(seconds, sampleRate, seed), noise(seconds, sampleRate, seed + 1000)],
})

export const specOf = (
  tracks: readonly SimulatedTrackSpec[],
  master: SimulatedSetSpec['master'] = {},
): SimulatedSetSpec => ({
  name: 'Test',
  sampleRate,
  tempo: 138,
  beatsPerBar: 4,
  locators: [{ name: 'Drop', beats: 0 }],
  tracks,
  master,
})

export const setOf = (tracks: readonly SimulatedTrackSpec[], master: SimulatedSetSpec['master'] = {}) =>
  createSimulatedSet(specOf(tracks, master))

/** Every kind of place that a parameter can be at: mixer, device, rack, chain, macro, group, return, side-chain, plug-in. */
export const setOfEveryPlace = () =>
  setOf([
    {
      name: 'Bass',
      kind: 'audio',
      group: 'Low',
      source: stereoNoise(1),
      devices: [
        { className: 'StereoGain' },
        { className: 'Compressor2', sidechainSource: 'Kick' },
        {
          className: 'AudioEffectGroupDevice',
          chains: [
            { name: 'Dry', devices: [{ className: 'StereoGain' }] },
            { name: 'Wide', volumeDb: -6, devices: [{ className: 'Eq8' }, { className: 'StereoGain' }] },
          ],
          macros: [
            { macro: 1, mappings: [{ device: 'chains 1 devices 1', parameter: 'Stereo Width', from: 100, to: 200 }] },
          ],
        },
      ],
    },
    { name: 'Kick', kind: 'audio', output: 'none', source: stereoNoise(2) },
    { name: 'Pad', kind: 'audio', output: 'sends-only', source: stereoNoise(3), sendsDb: [-6] },
    { name: 'Low', kind: 'group' },
    { name: 'Space', kind: 'return' },
  ])

export const volume = (track: TrackPath): ParameterRef => ({ track, device: null, parameter: 'Track Volume' })
export const dbGain = (db: number) => 10 ** (db / 20)

export const mainOf = async (set: SimulatedSet) => (await set.capture()).main.channels
export const peak = (samples: Float32Array) => samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0)

export function expectSame(a: readonly Float32Array[], b: readonly Float32Array[]): void {
  expect(a.length).toBe(b.length)
  // Compared as bytes: bit for bit, and quicker than element by element.
  for (const [i, channel] of a.entries()) {
    expect(Buffer.compare(Buffer.from(channel.buffer), Buffer.from(b[i]!.buffer)), `channel ${i}`).toBe(0)
  }
}

export const biggestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, x, n) => Math.max(most, Math.abs(x - b[n]!)), 0)
