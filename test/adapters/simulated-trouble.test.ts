import { describe, expect, test } from 'vitest'
import { ReadFailed, WriteRefused } from '../../node/live/session.ts'
import { deviceAt, trackAt } from '../../node/live/set.ts'
import { biggestDifference, expectSame, mainOf, peak, setOf, stereoNoise, volume } from './simulated-support.ts'

const song = () =>
  setOf([
    { name: 'Kick', kind: 'midi', source: stereoNoise(1), devices: [{ className: 'StereoGain' }] },
    { name: 'Drums', kind: 'group' },
    { name: 'Hats', kind: 'audio', source: stereoNoise(2), group: 'Drums', volumeDb: -4 },
    {
      name: 'Pad',
      kind: 'audio',
      source: stereoNoise(3),
      devices: [
        { className: 'Compressor2', settings: { Threshold: -40 }, sidechainSource: 'Kick' },
        { className: 'Eq8' },
      ],
    },
    { name: 'Space', kind: 'return' },
  ])

const names = async (set: ReturnType<typeof song>) =>
  (await set.snapshot()).tracks.map(({ path, name }) => `${path} ${name}`)

describe('a set in trouble', () => {
  test('refuses as busy so many times, for one parameter or for all, and holds what it held', async () => {
    const set = song()
    set.trouble.busyFor(volume('tracks 0'), 2)
    for (const _ of [1, 2]) {
      const refusal = await set.write(volume('tracks 0'), 0.5).catch((error: unknown) => error)
      expect(refusal).toBeInstanceOf(WriteRefused)
      expect(refusal).toMatchObject({ reason: 'busy', ref: volume('tracks 0') })
      expect((await set.read(volume('tracks 0')))!.value).toBe(Math.fround(0.85))
    }
    expect((await set.write(volume('tracks 2'), 0.5)).value).toBe(0.5)
    expect((await set.write(volume('tracks 0'), 0.5)).value).toBe(0.5)
    set.trouble.busyFor('all', 3)
    await expect(set.insertDevice('tracks 0', 'Eq8', 0)).rejects.toMatchObject({ reason: 'busy' })
    await expect(set.setSolo('tracks 0', true)).rejects.toMatchObject({ reason: 'busy' })
    await expect(set.removeDevice('tracks 0', 'devices 0')).rejects.toMatchObject({ reason: 'busy' })
    expect(await set.setSolo('tracks 0', true)).toBe(true)
  })

  test('gives no answer so many times', async () => {
    const set = song()
    set.trouble.failReads(volume('tracks 0'), 1)
    await expect(set.read(volume('tracks 0'))).rejects.toBeInstanceOf(ReadFailed)
    expect((await set.read(volume('tracks 0')))!.value).toBe(Math.fround(0.85))
  })

  test('lets something happen right after a certain write, once', async () => {
    const set = song()
    set.trouble.afterWrites(2, () => void set.removeDevice('tracks 3', 'devices 0'))
    const classes = async () => (await set.snapshot()).tracks[3]!.devices.map(({ className }) => className)
    await set.write(volume('tracks 0'), 0.5)
    expect(await classes()).toEqual(['Compressor2', 'Eq8'])
    await set.write(volume('tracks 0'), 0.6)
    expect(await classes()).toEqual(['Eq8'])
    await set.write(volume('tracks 0'), 0.7)
    expect(await classes()).toEqual(['Eq8'])
    expect(() => set.trouble.afterWrites(0, () => {})).toThrow(RangeError)
  })

  test('is not passed on to a fork', async () => {
    const set = song()
    set.trouble.busyFor('all', 5)
    expect((await set.fork().write(volume('tracks 0'), 0.5)).value).toBe(0.5)
  })
})

describe('what the user does meanwhile', () => {
  test('a moved track takes its path along, groups and side-chains follow, and it sounds as before', async () => {
    const set = song()
    const before = await set.capture()
    set.moveTrack('tracks 0', 3)
    expect(await names(set)).toEqual([
      'tracks 0 Drums',
      'tracks 1 Hats',
      'tracks 2 Pad',
      'tracks 3 Kick',
      'return_tracks 0 Space',
      'master_track Main',
    ])
    const snapshot = await set.snapshot()
    expect(trackAt(snapshot, 'tracks 1')!.group).toBe('tracks 0')
    expect(deviceAt(snapshot, { track: 'tracks 2', device: 'devices 0' })!.sidechainSource).toBe('tracks 3')
    const after = await set.capture()
    // The order of summing changed: rounding only.
    expect(biggestDifference(after.main.channels[0]!, before.main.channels[0]!)).toBeLessThan(1e-6)
    expect(after.taps.get('tracks 2')!.channels[0]).toBe(before.taps.get('tracks 3')!.channels[0])
    expect(() => set.moveTrack('return_tracks 0', 0)).toThrow(RangeError)
    expect(() => set.moveTrack('tracks 0', 4)).toThrow(RangeError)
  })

  test('an inserted track shifts the others and is heard', async () => {
    const set = song()
    const before = await mainOf(set)
    set.insertTrack({ name: 'Vox', kind: 'audio', source: stereoNoise(9), group: 'Drums' }, 1)
    expect((await names(set)).slice(0, 3)).toEqual(['tracks 0 Kick', 'tracks 1 Vox', 'tracks 2 Drums'])
    expect(trackAt(await set.snapshot(), 'tracks 1')!.group).toBe('tracks 2')
    expect(biggestDifference((await mainOf(set))[0]!, before[0]!)).toBeGreaterThan(0.01)
    await set.write(volume('tracks 1'), 0)
    expectSame(await mainOf(set), before)
    expect(() => set.insertTrack({ name: 'X', kind: 'audio', group: 'Kick' }, 0)).toThrow(/must be one, got "Kick"/)
    expect(() => set.insertTrack({ name: 'X', kind: 'return' }, 0)).toThrow(RangeError)
  })

  test('mute is the activator, and observers hear of it', async () => {
    const set = song()
    const activator = { track: 'tracks 2', device: null, parameter: 'Track Activator' } as const
    const heard: number[] = []
    set.observe(activator, ({ value }) => heard.push(value))
    set.setMute('tracks 2', true)
    expect((await set.read(activator))!.display).toBe('Off')
    set.setMute('tracks 2', false)
    expect(heard).toEqual([0, 1])
    expect(() => set.setMute('master_track', true)).toThrow(RangeError)
  })
})

describe('structure changed through the session', () => {
  test('an inserted device stands at its defaults: a Utility there changes nothing', async () => {
    const set = song()
    const before = await mainOf(set)
    expect(await set.insertDevice('tracks 3', 'StereoGain', 2)).toBe('devices 2')
    expectSame(await mainOf(set), before)
    await set.write({ track: 'tracks 3', device: 'devices 2', parameter: 'Output' }, -0.2)
    expect(biggestDifference((await mainOf(set))[0]!, before[0]!)).toBeGreaterThan(0.01)
  })

  test('whatever can be inserted sounds at its defaults; legacy devices only come with old sets', async () => {
    const set = song()
    expect(set.capabilities.canInsert).toContain('AutoFilter2')
    expect(set.capabilities.canInsert).not.toContain('AutoFilter')
    for (const className of set.capabilities.canInsert) await set.insertDevice('tracks 3', className, 0)
    const { taps } = await set.capture()
    for (const channel of taps.get('tracks 3')!.channels) {
      expect(peak(channel)).toBeGreaterThan(0.01)
      expect(channel.every(Number.isFinite)).toBe(true)
    }
  })

  test('choosing a side-chain source is heard; a circle is refused and nothing changes', async () => {
    const set = song()
    const before = await mainOf(set)
    const ref = { track: 'tracks 3', device: 'devices 0' } as const
    await set.setSidechainSource(ref, 'tracks 2')
    expect(biggestDifference((await mainOf(set))[0]!, before[0]!)).toBeGreaterThan(0.001)
    await expect(set.setSidechainSource(ref, 'tracks 3')).rejects.toMatchObject({ reason: 'unsupported' })
    await expect(set.setSidechainSource(ref, 'tracks 99')).rejects.toMatchObject({ reason: 'missing' })
    expect(deviceAt(await set.snapshot(), ref)!.sidechainSource).toBe('tracks 2')
    await set.setSidechainSource(ref, 'tracks 0')
    expectSame(await mainOf(set), before)
  })

  test('a side-chain source that is gone leaves the key silent', async () => {
    const set = song()
    await set.insertDevice('tracks 0', 'Compressor2', 1)
    await set.setSidechainSource({ track: 'tracks 0', device: 'devices 1' }, 'tracks 2')
    expect((await set.capture()).main.channels.length).toBe(2)
    await expect(set.setSolo('master_track', true)).rejects.toMatchObject({ reason: 'unsupported' })
  })
})
