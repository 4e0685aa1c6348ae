import { beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { type Measured, measureSession } from '../../node/app/measure.ts'
import { SetMemory } from '../../node/app/set-memory.ts'
import { listTracks, lockNamed, trackNamed } from '../../node/app/track-list.ts'
import { miniSong } from '../support/mini-song.ts'

let measured: Measured
beforeAll(async () => {
  measured = await measureSession(createSimulatedSet(miniSong))
})

test('lists every track but Main in Live’s order, with shares that sum to one', () => {
  const rows = listTracks(measured, SetMemory.inMemory().of(measured.set.name))
  const names = measured.set.tracks.filter(({ kind }) => kind !== 'master').map(({ name }) => name)
  expect(rows.map(({ name }) => name)).toEqual(names)
  expect(rows.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 9)
  expect(rows.every(({ isLocked }) => !isLocked)).toBe(true)
})

test('what is remembered shows: roles and locks by name', async () => {
  const memory = SetMemory.inMemory()
  const { name } = measured.set
  const [first, second] = measured.set.tracks
  await memory.setRole(name, first!.name, 'fx')
  await memory.lockTrack(name, second!.name, true)
  await memory.lockTrack(name, 'Gone', true)
  const rows = listTracks(measured, memory.of(name))
  expect(rows[0]).toMatchObject({ role: 'fx', confidence: 1, because: 'You said so.', isLocked: false })
  expect(rows[1]).toMatchObject({ isLocked: true })
  expect(memory.of(name).lockedTracks).toContain('Gone')
})

describe('a track named by the user', () => {
  test('is found, whatever the capitals; the exact name wins', () => {
    const set = {
      name: 'S',
      tracks: [{ name: 'kick' }, { name: 'Kick' }].map(each => ({ ...measured.set.tracks[0]!, ...each })),
    }
    expect(trackNamed(set, 'Kick')).toBe('Kick')
    expect(trackNamed(set, 'KICK')).toBe('kick')
  })

  test('that is not in the set is refused with the tracks that are', () => {
    expect(() => trackNamed(measured.set, 'Trombone')).toThrow(
      expect.objectContaining({ code: 'TRACK_MISSING', action: expect.stringContaining(measured.set.tracks[0]!.name) }),
    )
    expect(() => trackNamed(measured.set, 'Main')).toThrow(expect.objectContaining({ code: 'TRACK_MISSING' }))
  })

  test('a parameter that is locked is one that the track has', () => {
    const { set } = measured
    const gain = { track: 'lead', deviceClass: 'Eq8', parameter: '1 Gain A' }
    expect(lockNamed(set, gain)).toEqual({ ...gain, track: 'Lead' })
    const fader = { track: 'Lead', deviceClass: null, parameter: 'Track Volume' }
    expect(lockNamed(set, fader)).toEqual(fader)
    const missing = expect.objectContaining({ code: 'PARAMETER_MISSING' })
    expect(() => lockNamed(set, { ...gain, parameter: '9 Gain A' })).toThrow(missing)
    expect(() => lockNamed(set, { ...gain, deviceClass: 'Compressor2' })).toThrow(missing)
  })
})
