import { afterEach, expect, test, vi } from 'vitest'
import { wire } from '../../../device/protocol.ts'
import { Preferences, preferencesFile } from '../../../node/app/preferences.ts'
import { volume } from '../../adapters/simulated-support.ts'
import { frameOf } from '../../guide/frames.ts'
import { changeTrack, miniSong } from '../../support/mini-song.ts'
import { makeRig } from './hub-rig.ts'

let rig: Awaited<ReturnType<typeof makeRig>>
afterEach(() => rig.close())
const patience = { timeout: 20_000 }

/** One report of every tap, and of the transport. */
function block({ device, taps }: typeof rig, beats: number, loudness = -14): void {
  device.say(wire.transport, 1, beats, 138)
  for (const { key } of taps) device.say(wire.meter, key, ...frameOf({ loudness }))
}

test('Passive listens to the taps and says what it hears; On demand listens to none and says nothing', async () => {
  rig = await makeRig(miniSong)
  const { hub, done, asked, face } = rig
  rig.device.handlers.listen = () => null
  expect(asked('listen')).toEqual([])
  await done('mode', 0)
  expect(asked('listen').at(-1)).toEqual({ taps: rig.taps.map(({ key }) => key) })
  for (let i = 0; i < 3; i++) block(rig, i / 2)
  await vi.waitFor(() => expect(hub.model.guide).toMatchObject({ transport: 'playing', main: null }), patience)
  expect(hub.model.guide!.tracks).toHaveLength(rig.taps.length)
  expect(hub.model.guide!.tracks[0]!.momentary!.loudness).toBeCloseTo(-14, 6)
  await vi.waitFor(() => expect(face.now!.line).toMatch(/5 of 5 tracks heard\.$/), patience)
  await done('mode', 1)
  expect(asked('listen').at(-1)).toEqual({ taps: [] })
  expect(hub.model.guide).toBeNull()
})

test('a fader that is moved makes the measurement one of another mix; put back, it is as measured', async () => {
  rig = await makeRig(
    changeTrack(miniSong, 'Lead', track => ({ ...track, volumeDb: 3 })),
    { healthy: miniSong },
  )
  const { hub, done, session } = rig
  rig.device.handlers.listen = () => null
  await done('mode', 0)
  await done('capture')
  await done('analyze')
  block(rig, 0)
  await vi.waitFor(() => expect(hub.model.guide!.lights).toEqual(hub.model.findings!.lights), patience)
  const before = (await session.read(volume('tracks 2')))!.value
  await session.write(volume('tracks 2'), 0.5)
  await vi.waitFor(() => expect(new Set(Object.values(hub.model.guide!.lights))).toEqual(new Set(['off'])), patience)
  await session.write(volume('tracks 2'), before)
  await vi.waitFor(() => expect(hub.model.guide!.lights).toEqual(hub.model.findings!.lights), patience)
})

test('what is applied, undone and called intended is learned; what it brought is kept beside what was foretold', async () => {
  rig = await makeRig(
    changeTrack(miniSong, 'Lead', track => ({ ...track, volumeDb: 3 })),
    { healthy: miniSong },
  )
  const { done, folder } = rig
  const kept = async () =>
    (await Preferences.open(preferencesFile(folder))).events.map(event =>
      event.event === 'answer' ? `${event.answer} ${event.subject.kind} ${event.subject.role}` : event.event,
    )
  await done('capture')
  await done('analyze')
  await done('apply-1')
  expect(await kept()).toEqual(['accepted level lead'])
  await done('undo')
  expect(await kept()).toEqual(['accepted level lead', 'undone level lead'])
  await done('intended-1')
  await done('undo')
  expect((await kept()).slice(2)).toEqual(['rejected level lead', 'retracted level lead'])
  await done('apply-1')
  await done('capture')
  await done('analyze')
  expect((await kept()).slice(4, 5)).toEqual(['accepted level lead'])
  expect(await kept()).toContain('measured')
})
