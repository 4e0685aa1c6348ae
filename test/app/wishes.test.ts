import { expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { wishesFor } from '../../node/app/wishes.ts'
import { changeTrack, miniSong } from '../support/mini-song.ts'

const spec = changeTrack(miniSong, 'Lead', track => ({
  ...track,
  devices: [
    {
      className: 'AudioEffectGroupDevice',
      name: 'Rack',
      chains: [{ name: 'Chain', devices: [{ className: 'StereoGain' }] }],
    },
  ],
}))
const set = await createSimulatedSet(spec).snapshot()
const lead = set.tracks.find(({ name }) => name === 'Lead')!
const nothing = { lockedTracks: [], lockedParameters: [], intended: [] }

test('a lock by names is found wherever the device now is, in racks too; of what is gone nothing is made', () => {
  const lock = (deviceClass: string | null, parameter: string, track = 'Lead') => ({ track, deviceClass, parameter })
  const { locks } = wishesFor(set, {
    ...nothing,
    lockedParameters: [
      lock(null, 'Track Volume'),
      lock('StereoGain', 'Stereo Width'),
      lock(null, 'Track Volume', 'Gone'),
    ],
  })
  expect(locks.parameters).toEqual([
    { track: lead.path, device: null, parameter: 'Track Volume' },
    { track: lead.path, device: 'devices 0 chains 0 devices 0', parameter: 'Stereo Width' },
  ])
})

test('what is asked for now adds to what is remembered', () => {
  const { locks, wishes } = wishesFor(
    set,
    { ...nothing, lockedTracks: ['Kick'], intended: [{ feature: 'widthMid', scope: 'drop', track: null }] },
    { only: ['stereo'], lockedTracks: ['Lead'] },
  )
  expect(locks.tracks).toEqual(['Kick', 'Lead'])
  expect(wishes).toEqual({ only: ['stereo'], intended: [{ feature: 'widthMid', scope: 'drop' }] })
})

test('an intention about a figure that no longer exists is passed over', () => {
  const { wishes } = wishesFor(set, { ...nothing, intended: [{ feature: 'oldFeature', scope: null, track: null }] })
  expect(wishes.intended).toEqual([])
})
