import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedDeviceSpec } from '../../node/adapters/simulated/spec.ts'
import { applyFix } from '../../node/app/apply.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { compareMeasured, measureSession } from '../../node/app/measure.ts'
import { plan } from '../../node/fixes/plan.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import { changeTrack, miniSong } from '../support/mini-song.ts'

/** The pads' width hangs on a macro of the rack that its Utility is in. */
const rack = (mappings: 1 | 2): SimulatedDeviceSpec => ({
  className: 'AudioEffectGroupDevice',
  name: 'Pad Rack',
  chains: [{ name: 'Chain', devices: [{ className: 'StereoGain', settings: { 'Stereo Width': 40 } }] }],
  macros: [
    {
      macro: 1,
      // Straight in raw values, and width is the square of its raw value: about 40 %.
      value: 57,
      mappings: [
        { device: 'chains 0 devices 0', parameter: 'Stereo Width', from: 0, to: 200 } as const,
        ...(mappings === 2 ? [{ device: 'chains 0 devices 0', parameter: 'Output', from: -12, to: 0 } as const] : []),
      ],
    },
  ],
})
const withRack = (mappings: 1 | 2) => changeTrack(miniSong, 'Pads', track => ({ ...track, devices: [rack(mappings)] }))

const healthySpec = changeTrack(miniSong, 'Pads', track => ({ ...track, devices: [{ className: 'StereoGain' }] }))

async function planned(mappings: 1 | 2) {
  const healthy = await measureSession(createSimulatedSet(healthySpec))
  const session = createSimulatedSet(withRack(mappings))
  const { sections, grid } = healthy.analysis
  const measured = await measureSession(session, { sections, grid })
  const compared = compareMeasured(measured, twinProfile(healthy.analysis.rows, 'healthy', 'premaster'), 'premaster')
  // Every other way to the same width is barred.
  const others = measured.set.tracks.map(({ name }) => name).filter(name => name !== 'Pads')
  const { fixes } = plan({ ...compared, profileName: 'healthy', locks: { tracks: others } })
  return { session, measured, fix: fixes.find(({ kind, trackName }) => kind === 'width' && trackName === 'Pads') }
}

test('a parameter that a macro holds alone is moved by the macro, and read back', async () => {
  const { session, measured, fix } = await planned(1)
  expect(fix!.changes.map(({ ref }) => ref.device)).toEqual(['devices 0'])
  expect((await applyFix(session, measured.set, fix!, Ledger.inMemory())).kind).toBe('applied')
  const ref = { track: fix!.track, device: 'devices 0 chains 0 devices 0', parameter: 'Stereo Width' } as const
  // A macro has 127 steps to Live's eye, but moves freely: what it shows is within a percent of what was asked for.
  expect(Number.parseFloat((await session.read(ref))!.display)).toBeCloseTo(fix!.changes[0]!.to, 0)
})

test('a macro that also moves something else is left alone', async () => {
  expect((await planned(2)).fix).toBeUndefined()
})
