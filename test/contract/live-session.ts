/**
 * What every door into a Live set must do alike. An adapter's test calls `testLiveSession` with a way to open a
 * session on a set that has, on its first track, a Utility; what the adapter cannot do it declares in `capabilities`.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { frameCount } from '../../node/audio/audio.ts'
import { findRow } from '../../node/live/device-table.ts'
import { type LiveSession, WriteRefused } from '../../node/live/session.ts'
import {
  chainAt,
  chainMixerNames,
  deviceAt,
  everyDevice,
  type LiveSet,
  masterOf,
  mixerNames,
  type ParameterRef,
  parameterAt,
  type Track,
  trackAt,
} from '../../node/live/set.ts'
import { parseDisplay, rawByBisection } from '../../node/live/value.ts'

const volume: ParameterRef = { track: 'tracks 0', device: null, parameter: mixerNames.volume }

const chainsOf = (track: Track) => everyDevice(track).flatMap(({ device }) => device.chains)

/** Every parameter of a track with its place: mixer, devices, chains. */
const parametersOf = (track: Track) => [
  ...track.mixer.map(parameter => ({ parameter, device: null })),
  ...everyDevice(track).flatMap(({ device }) =>
    device.parameters.map(parameter => ({ parameter, device: device.path })),
  ),
  ...chainsOf(track).flatMap(chain => chain.mixer.map(parameter => ({ parameter, device: chain.path }))),
]

export function testLiveSession(name: string, makeSession: () => Promise<LiveSession> | LiveSession): void {
  describe(`${name} as a live session`, () => {
    let session: LiveSession
    beforeEach(async () => {
      session = await makeSession()
    })
    afterEach(() => session.close())

    const utilityOutput = async (): Promise<ParameterRef> => {
      const set = await session.snapshot()
      const device = set.tracks[0]!.devices.find(candidate => candidate.className === 'StereoGain')!
      return { track: 'tracks 0', device: device.path, parameter: 'Output' }
    }

    test('a snapshot holds tracks, then returns, then one Main', async () => {
      const set = await session.snapshot()
      expect(set.tempo).toBeGreaterThan(0)
      expect(set.beatsPerBar).toBeGreaterThan(0)
      expect(set.liveVersion).toMatch(/^\d+\.\d+/)
      const kinds = set.tracks.map(track => track.kind)
      expect(kinds.filter(kind => kind === 'master')).toEqual(['master'])
      expect(kinds.at(-1)).toBe('master')
      const rank = { audio: 0, midi: 0, group: 0, return: 1, master: 2 } as const
      expect(kinds.map(kind => rank[kind])).toEqual(kinds.map(kind => rank[kind]).sort())
      expect(masterOf(set).path).toBe('master_track')
      expect(new Set(set.tracks.map(track => track.path)).size).toBe(set.tracks.length)
    })

    test('every parameter of a snapshot lies in its range and shows a text', async () => {
      const set = await session.snapshot()
      for (const track of set.tracks) {
        for (const { parameter } of parametersOf(track)) {
          const where = `${track.name} ${parameter.name}`
          expect(parameter.value, where).toBeGreaterThanOrEqual(parameter.min)
          expect(parameter.value, where).toBeLessThanOrEqual(parameter.max)
          expect(parameter.display, where).not.toBe('')
          if (parameter.isQuantized) expect(Number.isInteger(parameter.value), where).toBe(true)
          else expect(parameter.valueItems, where).toEqual([])
        }
      }
    })

    test('groups and side-chain sources are tracks of the set; paths of devices and chains count from 0', async () => {
      const set = await session.snapshot()
      for (const track of set.tracks) {
        if (track.group !== null) expect(trackAt(set, track.group)?.kind).toBe('group')
        expect(track.devices.map(device => device.path)).toEqual(track.devices.map((_, index) => `devices ${index}`))
        for (const { path, chains } of everyDevice(track).map(({ device }) => device)) {
          expect(chains.map(chain => chain.path)).toEqual(chains.map((_, index) => `${path} chains ${index}`))
          for (const chain of chains) {
            const expected = chain.devices.map((_, index) => `${chain.path} devices ${index}`)
            expect(chain.devices.map(device => device.path)).toEqual(expected)
          }
        }
        for (const { sidechainSource } of everyDevice(track).map(({ device }) => device)) {
          if (sidechainSource !== null) expect(trackAt(set, sidechainSource)).toBeDefined()
        }
      }
    })

    test('read returns what the snapshot holds, and undefined for what is not there', async () => {
      const set = await session.snapshot()
      for (const track of set.tracks) {
        for (const { parameter, device } of parametersOf(track)) {
          const ref = { track: track.path, device, parameter: parameter.name }
          expect(parameterAt(set, ref)).toEqual(parameter)
          expect(await session.read(ref)).toEqual(parameter)
        }
      }
      expect(await session.read({ ...volume, parameter: 'No such thing' })).toBeUndefined()
      expect(await session.read({ ...volume, track: 'tracks 999' })).toBeUndefined()
      for (const device of ['devices 99', 'devices 0 chains 99', 'devices 0 chains 0 devices 99'] as const) {
        expect(await session.read({ ...volume, device })).toBeUndefined()
        expect(parameterAt(set, { ...volume, device })).toBeUndefined()
      }
    })

    test('the text of a value is the text that is shown once it is written', async () => {
      const output = await utilityOutput()
      const { value, display } = (await session.read(output))!
      expect(await session.displayText(output, value)).toBe(display)
      if (!session.capabilities.write) return
      const text = await session.displayText(output, -0.1)
      expect((await session.write(output, -0.1)).display).toBe(text)
    })

    test('bisection over the session’s own text finds −3 dB on a fader and on a Utility', async () => {
      for (const ref of [volume, await utilityOutput()]) {
        const { min, max } = (await session.read(ref))!
        const found = await rawByBisection(raw => session.displayText(ref, raw), -3, { min, max })
        expect(parseDisplay(await session.displayText(ref, found!.raw))).toEqual({ value: -3, unit: 'dB' })
      }
    })

    test('parameter names are those of Live 12.4', async () => {
      const set = await session.snapshot()
      for (const { className, kind, parameters } of set.tracks.flatMap(everyDevice).map(({ device }) => device)) {
        if (kind !== 'device') continue // A rack's macros carry the user's names, a plug-in's parameters its own.
        for (const { name } of parameters) expect(findRow(className, name)?.name ?? name).toBe(name)
      }
    })

    test('writes', async () => {
      if (!session.capabilities.write) {
        await expect(session.write(volume, 0.5)).rejects.toMatchObject({ reason: 'unsupported' })
        return
      }
      const written = await session.write(volume, 0.7)
      // Live holds 32-bit floats.
      expect(written.value).toBe(Math.fround(0.7))
      expect(parseDisplay(written.display)).toEqual({ value: -6, unit: 'dB' })
      expect(await session.read(volume)).toEqual(written)
      expect(parameterAt(await session.snapshot(), volume)).toEqual(written)
    })

    test('refuses values outside the range, not a number, and what is missing; the set stays as it was', async () => {
      if (!session.capabilities.write) return
      const before = await session.read(volume)
      for (const value of [1.001, -0.001, Number.NaN, Number.POSITIVE_INFINITY]) {
        const refusal = await session.write(volume, value).catch((error: unknown) => error)
        expect(refusal).toBeInstanceOf(WriteRefused)
        expect(refusal).toMatchObject({ reason: 'out-of-range', ref: volume })
      }
      await expect(session.write({ ...volume, parameter: 'No such thing' }, 0)).rejects.toMatchObject({
        reason: 'missing',
      })
      await expect(session.write({ ...volume, track: 'tracks 999' }, 0)).rejects.toMatchObject({ reason: 'missing' })
      expect(await session.read(volume)).toEqual(before)
    })

    const racks = (set: LiveSet) =>
      set.tracks.flatMap(track => everyDevice(track).map(({ device }) => ({ track: track.path, device })))

    test('racks hold chains with mixers, other devices none', async () => {
      const set = await session.snapshot()
      for (const { track, device } of racks(set)) {
        if (device.kind !== 'rack') expect(device.chains).toEqual([])
        expect(deviceAt(set, { track, device: device.path })).toBe(device)
        for (const chain of device.chains) {
          expect(chainAt(set, { track, device: chain.path })).toBe(chain)
          const names = chain.mixer.map(({ name }) => name)
          for (const name of Object.values(chainMixerNames)) expect(names).toContain(name)
        }
      }
    })

    test('parameters in racks are written like others; macro-mapped ones refuse and say which macro, if it is known', async () => {
      if (!session.capabilities.write) return
      const set = await session.snapshot()
      for (const { track, device } of racks(set)) {
        for (const chain of device.chains) {
          const ref = { track, device: chain.path, parameter: chainMixerNames.volume }
          expect(parseDisplay((await session.write(ref, 0.7)).display)).toEqual({ value: -6, unit: 'dB' })
          expect(parameterAt(await session.snapshot(), ref)!.value).toBe(Math.fround(0.7))
        }
        for (const { name, isEnabled, macro, min } of device.parameters) {
          if (isEnabled) continue
          const ref = { track, device: device.path, parameter: name }
          await expect(session.write(ref, min)).rejects.toMatchObject({ reason: 'disabled', ref })
          if (!macro) continue
          const knob = { track, device: macro.device, parameter: macro.parameter }
          await session.write(knob, parameterAt(set, knob)!.max)
          expect((await session.read(ref))!.value).toBeCloseTo(macro.to, 5)
          await session.write(knob, parameterAt(set, knob)!.min)
          expect((await session.read(ref))!.value).toBeCloseTo(macro.from, 5)
        }
      }
    })

    test('a device is inserted where it was asked for, and taken away again', async () => {
      const [className] = session.capabilities.canInsert
      if (className === undefined) {
        await expect(session.insertDevice('tracks 0', 'StereoGain', 0)).rejects.toMatchObject({ reason: 'unsupported' })
        return
      }
      const before = await session.snapshot()
      const count = before.tracks[0]!.devices.length
      for (const index of [0, count]) {
        const path = await session.insertDevice('tracks 0', className, index)
        expect(path).toBe(`devices ${index}`)
        const inserted = await session.snapshot()
        expect(deviceAt(inserted, { track: 'tracks 0', device: path })).toMatchObject({ className, kind: 'device' })
        expect(inserted.tracks[0]!.devices.length).toBe(count + 1)
        await session.removeDevice('tracks 0', path)
        expect((await session.snapshot()).tracks).toEqual(before.tracks)
      }
      const chain = before.tracks.flatMap(track => chainsOf(track).map(({ path }) => ({ track: track.path, path })))[0]
      if (chain) {
        const path = await session.insertDevice(chain.track, className, 0, chain.path)
        expect(path).toBe(`${chain.path} devices 0`)
        expect(deviceAt(await session.snapshot(), { track: chain.track, device: path })?.className).toBe(className)
        await session.removeDevice(chain.track, path)
      }
      expect((await session.snapshot()).tracks).toEqual(before.tracks)
    })

    test('refuses to insert or remove what it cannot', async () => {
      if (session.capabilities.canInsert.length === 0) return
      const known = session.capabilities.canInsert[0]!
      for (const className of ['PluginDevice', 'AudioEffectGroupDevice', 'No such thing']) {
        await expect(session.insertDevice('tracks 0', className, 0)).rejects.toMatchObject({ reason: 'unsupported' })
      }
      await expect(session.insertDevice('tracks 0', known, 99)).rejects.toMatchObject({ reason: 'out-of-range' })
      await expect(session.insertDevice('tracks 999', known, 0)).rejects.toMatchObject({ reason: 'missing' })
      await expect(session.removeDevice('tracks 0', 'devices 99')).rejects.toMatchObject({ reason: 'missing' })
    })

    test('a side-chain source is chosen, shown and taken away; other devices refuse', async () => {
      const set = await session.snapshot()
      const { canSetSidechainSource: classes } = session.capabilities
      const placed = racks(set).find(({ device }) => classes.includes(device.className))
      if (placed) {
        const ref = { track: placed.track, device: placed.device.path }
        // The last track of the list feeds nothing that comes before it.
        const source = set.tracks.findLast(({ kind, path }) => kind === 'audio' && path !== ref.track)!.path
        await session.setSidechainSource(ref, source)
        expect(deviceAt(await session.snapshot(), ref)!.sidechainSource).toBe(source)
        await session.setSidechainSource(ref, null)
        expect(deviceAt(await session.snapshot(), ref)!.sidechainSource).toBeNull()
      }
      const other = racks(set).find(({ device }) => !classes.includes(device.className))!
      await expect(
        session.setSidechainSource({ track: other.track, device: other.device.path }, null),
      ).rejects.toMatchObject({ reason: 'unsupported' })
    })

    test('solo is shown in the snapshot and can be taken back', async () => {
      if (!session.capabilities.solo) {
        await expect(session.setSolo('tracks 0', true)).rejects.toMatchObject({ reason: 'unsupported' })
        return
      }
      for (const on of [true, false]) {
        expect(await session.setSolo('tracks 0', on)).toBe(on)
        expect((await session.snapshot()).tracks[0]!.solo).toBe(on)
      }
      await expect(session.setSolo('tracks 999', true)).rejects.toMatchObject({ reason: 'missing' })
    })

    test('observe calls back with the new value until it is stopped', async () => {
      if (!session.capabilities.observe || !session.capabilities.write) return
      const heard: number[] = []
      const stop = session.observe(volume, parameter => heard.push(parameter.value))
      await session.write(volume, 0.5)
      await session.write(await utilityOutput(), 0.1)
      stop()
      await session.write(volume, 0.6)
      expect(heard).toEqual([0.5])
    })

    test('a take has one length for Main and every tap', async () => {
      if (!session.capabilities.capture) return
      const { lengthSeconds } = await session.snapshot()
      const whole = await session.capture()
      expect(frameCount(whole.main) / whole.main.sampleRate).toBeCloseTo(lengthSeconds, 3)
      const part = await session.capture({ startSeconds: lengthSeconds / 4, endSeconds: lengthSeconds / 2 })
      expect(frameCount(part.main) / part.main.sampleRate).toBeCloseTo(lengthSeconds / 4, 3)
      for (const take of [whole, part]) {
        expect(take.main.channels.length).toBe(2)
        expect(take.taps.size).toBeGreaterThan(0)
        for (const tap of take.taps.values()) {
          expect(frameCount(tap)).toBe(frameCount(take.main))
          expect(tap.sampleRate).toBe(take.main.sampleRate)
        }
      }
    })
  })
}
