/**
 * What every door into a Live set must do alike. An adapter's test calls `testLiveSession` with a way to open a
 * session on a set that has, on its first track, a Utility; what the adapter cannot do it declares in `capabilities`.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { frameCount } from '../../node/audio/audio.ts'
import { findRow } from '../../node/live/device-table.ts'
import { type LiveSession, WriteRefused } from '../../node/live/session.ts'
import { masterOf, mixerNames, type ParameterRef, parameterAt, trackAt } from '../../node/live/set.ts'
import { parseDisplay, rawByBisection } from '../../node/live/value.ts'

const volume: ParameterRef = { track: 'tracks 0', device: null, parameter: mixerNames.volume }

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
        for (const parameter of [...track.mixer, ...track.devices.flatMap(device => device.parameters)]) {
          const where = `${track.name} ${parameter.name}`
          expect(parameter.value, where).toBeGreaterThanOrEqual(parameter.min)
          expect(parameter.value, where).toBeLessThanOrEqual(parameter.max)
          expect(parameter.display, where).not.toBe('')
          if (parameter.isQuantized) expect(Number.isInteger(parameter.value), where).toBe(true)
          else expect(parameter.valueItems, where).toEqual([])
        }
      }
    })

    test('groups and side-chain sources are tracks of the set; device paths count from 0', async () => {
      const set = await session.snapshot()
      for (const track of set.tracks) {
        if (track.group !== null) expect(trackAt(set, track.group)?.kind).toBe('group')
        expect(track.devices.map(device => device.path)).toEqual(track.devices.map((_, index) => `devices ${index}`))
        for (const { sidechainSource } of track.devices) {
          if (sidechainSource !== null) expect(trackAt(set, sidechainSource)).toBeDefined()
        }
      }
    })

    test('read returns what the snapshot holds, and undefined for what is not there', async () => {
      const set = await session.snapshot()
      for (const ref of [volume, await utilityOutput()]) expect(await session.read(ref)).toEqual(parameterAt(set, ref))
      expect(await session.read({ ...volume, parameter: 'No such thing' })).toBeUndefined()
      expect(await session.read({ ...volume, track: 'tracks 999' })).toBeUndefined()
      expect(await session.read({ ...volume, device: 'devices 99' })).toBeUndefined()
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
      for (const { className, parameters } of set.tracks.flatMap(track => track.devices)) {
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
