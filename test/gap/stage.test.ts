import { describe, expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { Rows } from '../../node/features/catalogue.ts'
import { decideStage } from '../../node/gap/stage.ts'
import { type Device, type LiveSet, masterOf } from '../../node/live/set.ts'
import { miniSong } from '../support/mini-song.ts'

const rows = (truePeak: number | null, peakToLoudnessRatio: number | null): Rows => ({
  overall: { values: { truePeak, peakToLoudnessRatio }, reasons: {} },
})
const limited = await createSimulatedSet({ ...miniSong, master: { devices: [{ className: 'Limiter' }] } }).snapshot()

const withMain = (devices: readonly Device[]): LiveSet => ({
  ...limited,
  tracks: limited.tracks.map(track => (track.kind === 'master' ? { ...track, devices } : track)),
})
const [limiter] = masterOf(limited).devices as readonly [Device]
const foreign = (kind: Device['kind'], name: string): Device => ({
  path: 'devices 0',
  kind,
  className: kind === 'plugin' ? 'PluginDevice' : 'MxDeviceAudioEffect',
  name,
  parameters: [],
  chains: [],
  sidechainSource: null,
})
const off: Device = {
  ...limiter,
  parameters: limiter.parameters.map(each => (each.name === 'Device On' ? { ...each, value: 0 } : each)),
}
const rack: Device = {
  ...foreign('rack', 'Mastering'),
  className: 'AudioEffectGroupDevice',
  chains: [{ path: 'devices 0 chains 0', name: 'Chain', kind: 'chain', solo: false, mixer: [], devices: [limiter] }],
}

test.each([
  ['a dense mix at the ceiling', rows(-0.3, 8), null, 'master'],
  ['a mix with headroom', rows(-5, 14), null, 'premaster'],
  ['a loud mix with its transients intact', rows(-0.5, 15), null, 'premaster'],
  ['a mix through a limiter that works', rows(-1, 13), limited, 'master'],
  ['a mix through a limiter that does nothing', rows(-5, 15), limited, 'premaster'],
  ['a mix through a limiter that is switched off', rows(-1, 13), withMain([off]), 'premaster'],
  ['a mix through a limiter in a rack', rows(-1, 13), withMain([rack]), 'master'],
  ['a mix through a plug-in that clips', rows(-1, 13), withMain([foreign('plugin', 'StandardCLIP')]), 'master'],
  ['a mix through a plug-in that may do anything', rows(-1, 13), withMain([foreign('plugin', 'Sausage')]), 'premaster'],
  ['silence', rows(null, null), null, 'premaster'],
] as const)('%s is told by signal and chain', (_, measured, set, stage) => {
  const decision = decideStage(measured, set)
  expect(decision.stage).toBe(stage)
  expect(decision.reason).toMatch(/\.$/)
})

describe('where a Tap first on Main hears what enters the chain', () => {
  test('what the chain does counts, whatever its devices are called', () => {
    const unknown = withMain([foreign('plugin', 'Sausage')])
    expect(decideStage(rows(-1, 13), unknown, { enteringPlr: 17 })).toEqual({
      stage: 'master',
      reason: 'Treated as a master: true peak -1.0 dBTP, PLR 13.0 dB, what is on Main takes 4.0 dB off the peaks.',
    })
  })

  test('a limiter that takes nothing off makes no master of a dense mix', () => {
    const { stage, reason } = decideStage(rows(-1, 13), limited, { enteringPlr: 13.2 })
    expect([stage, reason]).toEqual(['premaster', expect.stringContaining('takes 0.2 dB off the peaks')])
  })

  test('a mix that is dense before Main is as finished as one that Main made dense', () => {
    expect(decideStage(rows(-0.3, 8), limited, { enteringPlr: 8 }).stage).toBe('master')
  })
})

describe('what Uplift records on Main', () => {
  const hub = foreign('max', 'Uplift')

  test('has not gone through a limiter behind it', () => {
    expect(decideStage(rows(-1, 13), withMain([hub, limiter]), { isAtUplift: true }).stage).toBe('premaster')
    expect(decideStage(rows(-1, 13), withMain([limiter, hub]), { isAtUplift: true }).stage).toBe('master')
  })

  test('an export has', () => {
    expect(decideStage(rows(-1, 13), withMain([hub, limiter])).stage).toBe('master')
  })
})
