import { expect, test } from 'vitest'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedDeviceSpec, SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { closeTheLoop } from '../../node/app/loop.ts'
import { measureSession } from '../../node/app/measure.ts'
import type { Audio } from '../../node/audio/audio.ts'
import type { LiveSession } from '../../node/live/session.ts'
import type { Device } from '../../node/live/set.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import { miniSong } from '../support/mini-song.ts'

const withMain = (devices: readonly SimulatedDeviceSpec[]): SimulatedSetSpec => ({ ...miniSong, master: { devices } })
const eq: SimulatedDeviceSpec = { className: 'Eq8' }
const utility: SimulatedDeviceSpec = { className: 'StereoGain' }
const limiter = (settings: Record<string, number>): SimulatedDeviceSpec => ({ className: 'Limiter', settings })

const hub: Device = {
  path: 'devices 9',
  kind: 'max',
  className: 'MxDeviceAudioEffect',
  name: 'Uplift',
  parameters: [],
  chains: [],
  sidechainSource: null,
}

/** The set as a hub on Main sees and hears it; `before`: as a tap first on Main hears it. */
function heardOnMainOnly(session: SimulatedSet, before: Audio | null): LiveSession {
  const capture = async () => {
    const { main } = await session.capture()
    return { main, taps: new Map(), ...(before ? { beforeMain: before } : {}) }
  }
  const snapshot = async () => {
    const set = await session.snapshot()
    const tracks = set.tracks.map(track =>
      track.kind === 'master' ? { ...track, devices: [...track.devices, hub] } : track,
    )
    return { ...set, tracks }
  }
  return new Proxy(session, {
    get: (target, name) => {
      if (name === 'capture') return capture
      if (name === 'snapshot') return snapshot
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

const enteringMain = async () => (await createSimulatedSet(withMain([])).capture()).main

interface Told {
  readonly healthy: readonly SimulatedDeviceSpec[]
  readonly spoiled: readonly SimulatedDeviceSpec[]
  readonly stage?: 'premaster' | 'master'
  readonly isInputHeard?: boolean
}

async function loopOn({ healthy, spoiled, stage = 'premaster', isInputHeard = false }: Told) {
  const original = await measureSession(createSimulatedSet(withMain(healthy)))
  const before = isInputHeard ? await enteringMain() : null
  return closeTheLoop({
    session: heardOnMainOnly(createSimulatedSet(withMain(spoiled)), before),
    profile: twinProfile(original.analysis.rows, 'the healthy original', stage),
    stage,
    ledger: Ledger.inMemory(),
    passes: 2,
    approve: async plan => plan.fixes,
  })
}

const dull: SimulatedDeviceSpec = { className: 'ChannelEq', settings: { 'High Gain': -6 } }

test('a dull mix is brightened by the EQ Eight on Main, as foretold', async () => {
  const proof = await loopOn({ healthy: [eq], spoiled: [dull, eq] })
  const [first] = proof.passes
  const [fix] = first!.plan.fixes
  expect({ on: fix!.trackName, kind: fix!.kind }).toEqual({ on: 'Main', kind: 'eq' })
  expect(fix!.amount).toBeGreaterThan(0)
  expect(proof.gapReduction).toBeGreaterThan(0.6)
  // Filters on Main are exact: a twentieth of the distance is the shape that narrow bands cannot see.
  expect(Math.abs(first!.after - first!.predicted)).toBeLessThan(0.05 * first!.before)
})

test('a narrow mix is widened by the Utility on Main', async () => {
  const narrow: SimulatedDeviceSpec = { className: 'StereoGain', settings: { 'Stereo Width': 50 } }
  const proof = await loopOn({ healthy: [utility], spoiled: [narrow] })
  const [fix] = proof.passes[0]!.plan.fixes
  expect({ on: fix!.trackName, kind: fix!.kind }).toEqual({ on: 'Main', kind: 'width' })
  expect(proof.gapReduction).toBeGreaterThan(0.8)
})

test('a limiter driven too hard is told from the sound in front of it only, and said so otherwise', async () => {
  const healthy = [limiter({ 'Input Gain': 6 })]
  const spoiled = [limiter({ 'Input Gain': 14 })]
  const told = await loopOn({ healthy, spoiled, stage: 'master', isInputHeard: true })
  const [fix] = told.passes[0]!.plan.fixes
  expect({ on: fix!.trackName, kind: fix!.kind }).toEqual({ on: 'Main', kind: 'limiter' })
  expect(fix!.amount).toBeGreaterThan(0)
  expect(told.gapReduction).toBeGreaterThan(0.5)
  const untold = await loopOn({ healthy, spoiled, stage: 'master' })
  const { fixes, refused } = untold.passes[0]!.plan
  expect(fixes.filter(({ kind }) => kind === 'limiter')).toEqual([])
  expect(refused.join(' ')).toMatch(/Limiter.*Tap first on Main/)
})

test('without the devices that would help, it says which', async () => {
  const proof = await loopOn({ healthy: [], spoiled: [dull] })
  const { fixes, refused } = proof.passes[0]!.plan
  expect(fixes.filter(({ kind }) => kind !== 'level')).toEqual([])
  expect(refused.join(' ')).toContain('Main has no EQ Eight')
})
