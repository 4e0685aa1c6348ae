import { describe, expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec, SimulatedTrackSpec } from '../../node/adapters/simulated/spec.ts'
import type { Audio } from '../../node/audio/audio.ts'
import { panGains } from '../../node/live/pan.ts'
import type { ParameterRef } from '../../node/live/set.ts'
import { testLiveSession } from '../contract/live-session.ts'
import { noise } from '../support/beats.ts'
import {
  biggestDifference,
  dbGain,
  expectSame,
  mainOf,
  peak,
  sampleRate,
  seconds,
  setOf,
  specOf,
  stereoNoise,
  volume,
} from './simulated-support.ts'

/** A song with every kind of routing, linear throughout. */
const songSpec = () =>
  specOf(
    [
      {
        name: 'Kick',
        kind: 'midi',
        source: stereoNoise(1),
        volumeDb: -3,
        group: 'Drums',
        devices: [{ className: 'StereoGain' }],
      },
      { name: 'Hats', kind: 'audio', source: stereoNoise(2), volumeDb: -12, pan: 0.4, group: 'Drums', sendsDb: [-10] },
      {
        name: 'Drums',
        kind: 'group',
        volumeDb: -1,
        pan: -0.1,
        sendsDb: [null, -20],
        devices: [{ className: 'Eq8', settings: { '2 Gain A': -3 } }],
      },
      {
        name: 'Pad',
        kind: 'midi',
        source: stereoNoise(3),
        volumeDb: -8,
        sendsDb: [-6, -12],
        devices: [{ className: 'StereoGain', settings: { 'Stereo Width': 140, 'Bass Mono': 1 } }],
      },
      { name: 'Ghost', kind: 'midi', source: stereoNoise(4), output: 'none', sendsDb: [0] },
      { name: 'Wash', kind: 'audio', source: stereoNoise(5), output: 'sends-only', sendsDb: [-3] },
      { name: 'Off', kind: 'audio', source: stereoNoise(6), mute: true, sendsDb: [0] },
      {
        name: 'Space',
        kind: 'return',
        volumeDb: -2,
        devices: [{ className: 'Eq8', settings: { '1 Filter Type A': 1, '1 Frequency A': 200 } }],
      },
      { name: 'Echo', kind: 'return', volumeDb: -5, pan: 0.2 },
    ],
    { volumeDb: -1, devices: [{ className: 'Eq8', settings: { '4 Gain A': 1 } }] },
  )
const song = () => createSimulatedSet(songSpec())

const paths = {
  kick: 'tracks 0',
  hats: 'tracks 1',
  drums: 'tracks 2',
  pad: 'tracks 3',
  ghost: 'tracks 4',
  wash: 'tracks 5',
  off: 'tracks 6',
  space: 'return_tracks 0',
  echo: 'return_tracks 1',
} as const

/** What the contract asks for: a Utility on the first track, racks in racks, a plug-in, a compressor to key. */
const contractSet = () =>
  setOf([
    {
      name: 'Kick',
      kind: 'midi',
      source: stereoNoise(1),
      group: 'Drums',
      devices: [{ className: 'StereoGain' }, { className: 'Compressor2' }],
    },
    { name: 'Drums', kind: 'group' },
    {
      name: 'Pad',
      kind: 'audio',
      source: stereoNoise(2),
      devices: [
        {
          className: 'AudioEffectGroupDevice',
          chains: [
            { name: 'Dry', devices: [{ className: 'StereoGain' }] },
            {
              name: 'Wide',
              volumeDb: -6,
              devices: [
                {
                  className: 'AudioEffectGroupDevice',
                  chains: [{ name: 'Inner', devices: [{ className: 'Eq8' }, { className: 'StereoGain' }] }],
                  macros: [
                    {
                      macro: 1,
                      mappings: [{ device: 'chains 0 devices 1', parameter: 'Stereo Width', from: 100, to: 200 }],
                    },
                  ],
                },
              ],
            },
          ],
        },
        { className: 'PluginDevice', name: 'Shaper', rawSettings: { Mix: 0.5 } },
      ],
    },
    { name: 'Space', kind: 'return' },
  ])

testLiveSession('the simulated set', contractSet)

describe('a simulated set', () => {
  test('is declared by names and display units', async () => {
    const set = await song().snapshot()
    expect(set.tracks.map(track => `${track.path} ${track.name} ${track.kind} ${track.output}`)).toEqual([
      'tracks 0 Kick midi group',
      'tracks 1 Hats audio group',
      'tracks 2 Drums group main',
      'tracks 3 Pad midi main',
      'tracks 4 Ghost midi none',
      'tracks 5 Wash audio sends-only',
      'tracks 6 Off audio main',
      'return_tracks 0 Space return main',
      'return_tracks 1 Echo return main',
      'master_track Main master main',
    ])
    expect(set.tracks[1]!.group).toBe('tracks 2')
    expect(set.tracks[1]!.mixer.map(({ name, display }) => `${name} ${display}`)).toEqual([
      'Track Volume -12.0 dB',
      'Track Panning 20R',
      'Track Activator On',
      'Send A -10.0 dB',
      'Send B -inf dB',
    ])
    expect(set.tracks[3]!.devices[0]!.parameters.find(({ name }) => name === 'Stereo Width')!.display).toBe('140 %')
    expect(set.tracks.at(-1)!.mixer.map(({ name }) => name)).toEqual(['Track Volume', 'Track Panning'])
    expect(set.lengthSeconds).toBe(seconds)
  })

  test.each([
    [
      'a setting the device lacks',
      { devices: [{ className: 'StereoGain', settings: { Width: 120 } }] },
      /must not set "Width"/,
    ],
    [
      'a setting out of range',
      { devices: [{ className: 'Eq8', settings: { '1 Gain A': 20 } }] },
      /"1 Gain A" of Eq8 on "A" must be in the parameter's range, got 20 dB/,
    ],
    ['a volume out of range', { volumeDb: 8 }, /volume of "A"/],
    ['an unknown group', { group: 'Nowhere' }, /group of "A" must name one track, got "Nowhere"/],
    [
      'an unknown side-chain source',
      { devices: [{ className: 'Compressor2', sidechainSource: 'Nobody' }] },
      /side-chain source/,
    ],
    [
      'a source at another rate',
      { source: { sampleRate: 48000, channels: [new Float32Array(8)] } },
      /44100 Hz, got 48000/,
    ],
    ['too many sends', { sendsDb: [0] }, /at most 0/],
    [
      'ducking under itself',
      { devices: [{ className: 'Compressor2', sidechainSource: 'A' }] },
      /run in a circle, got A ← A/,
    ],
  ] as [string, Partial<SimulatedTrackSpec>, RegExp][])('refuses %s', (_, track, message) => {
    expect(() => setOf([{ name: 'A', kind: 'audio', ...track }])).toThrow(message)
  })

  test('refuses a group within itself', () => {
    const groups = [
      { name: 'A', kind: 'group', group: 'B' },
      { name: 'B', kind: 'group', group: 'A' },
    ] as const
    expect(() => setOf(groups)).toThrow(/must not contain it/)
  })

  test('rounds quantized values as Live does', async () => {
    const set = song()
    const type = { track: paths.drums, device: 'devices 0', parameter: '1 Filter Type A' } as const
    expect(await set.write(type, 5.6)).toMatchObject({ value: 6, display: 'Low Pass 12dB' })
  })

  test('understands older parameter names', async () => {
    const set = song()
    const ref = { track: paths.kick, device: 'devices 0', parameter: 'Gain' } as const
    expect((await set.write(ref, 0.1)).name).toBe('Output')
  })

  test('an automated parameter is overridden by a write, and says so', async () => {
    const set = song()
    set.setAutomation(volume(paths.kick), 'playing')
    expect((await set.read(volume(paths.kick)))!.automation).toBe('playing')
    expect((await set.write(volume(paths.kick), 0.5)).automation).toBe('overridden')
  })

  test('a macro-mapped parameter refuses writes', async () => {
    const set = song()
    set.setEnabled(volume(paths.kick), false)
    await expect(set.write(volume(paths.kick), 0.5)).rejects.toMatchObject({ reason: 'disabled' })
    expect((await set.read(volume(paths.kick)))!.isEnabled).toBe(false)
  })

  test('a write can be made to have no effect, which reading back shows', async () => {
    const set = song()
    const before = await set.read(volume(paths.kick))
    set.ignoreWrites(volume(paths.kick))
    expect(await set.write(volume(paths.kick), 0.5)).toEqual(before)
    set.ignoreWrites(volume(paths.kick), false)
    expect((await set.write(volume(paths.kick), 0.5)).value).toBe(0.5)
  })

  test('a renamed track and a removed device show in the next snapshot', async () => {
    const set = setOf([{ name: 'A', kind: 'audio', devices: [{ className: 'StereoGain' }, { className: 'Eq8' }] }])
    set.renameTrack('tracks 0', 'B')
    await set.removeDevice('tracks 0', 'devices 0')
    const track = (await set.snapshot()).tracks[0]!
    expect(track.name).toBe('B')
    expect(track.devices.map(({ path, className }) => `${path} ${className}`)).toEqual(['devices 0 Eq8'])
    expect(await set.read({ track: 'tracks 0', device: 'devices 0', parameter: 'Stereo Width' })).toBeUndefined()
    await expect(set.removeDevice('tracks 0', 'devices 3')).rejects.toMatchObject({ reason: 'missing' })
  })

  test('a fork goes its own way', async () => {
    const set = song()
    const before = await mainOf(set)
    const fork = set.fork()
    await fork.write(volume(paths.pad), 0.2)
    fork.renameTrack(paths.pad, 'Other')
    await fork.removeDevice(paths.drums, 'devices 0')
    await set.write(volume(paths.hats), 0.9)
    expect((await set.read(volume(paths.pad)))!.display).toBe('-8.0 dB')
    expect((await set.snapshot()).tracks[3]!.name).toBe('Pad')
    expect((await set.snapshot()).tracks[2]!.devices.length).toBe(1)
    expect((await fork.read(volume(paths.hats)))!.display).toBe('-12.0 dB')
    expect(biggestDifference((await mainOf(fork))[0]!, before[0]!)).toBeGreaterThan(0.001)
    await set.write(volume(paths.hats), 0.55)
    expectSame(await mainOf(set), before)
  })
})

describe('the mixer', () => {
  test('the fader scales by what it shows, pan by the pan law', async () => {
    const source = stereoNoise(9)
    const [left, right] = await mainOf(setOf([{ name: 'A', kind: 'audio', source, volumeDb: -7.3, pan: -0.3 }]))
    const gains = panGains(-0.3)
    for (const [channel, input, gain] of [
      [left, source.channels[0], gains.left],
      [right, source.channels[1], gains.right],
    ] as const) {
      const expected = input!.map(x => x * dbGain(-7.3) * gain)
      // Two faders stored in 32 bits: 40 dB per unit · 6e-8.
      expect(biggestDifference(channel!, expected)).toBeLessThan(1e-6)
    }
  })

  test('a mono source sounds alike on both sides, also through a device', async () => {
    const source: Audio = { sampleRate, channels: [noise(seconds, sampleRate, 3)] }
    const [left, right] = await mainOf(
      setOf([{ name: 'A', kind: 'audio', source, devices: [{ className: 'Eq8', settings: { '2 Gain A': 6 } }] }]),
    )
    expectSame([left!], [right!])
    expect(biggestDifference(left!, source.channels[0]!)).toBeGreaterThan(0.01)
  })

  test('any number of tracks is summed', async () => {
    for (const count of [1, 2, 3, 4, 5, 7, 9]) {
      const sources = Array.from({ length: count }, (_, i) => stereoNoise(20 + i))
      const tracks = sources.map((source, i) => ({ name: `T${i}`, kind: 'audio', source, volumeDb: -i }) as const)
      const [left, right] = await mainOf(setOf(tracks))
      for (const [side, channel] of [left!, right!].entries()) {
        const expected = channel.map((_, n) =>
          sources.reduce((sum, { channels }, i) => sum + dbGain(-i) * channels[side]![n]!, 0),
        )
        expect(biggestDifference(channel, expected), `${count} tracks`).toBeLessThan(1e-6)
      }
    }
  })

  // The song without its Main devices is linear in every track: the parts must add up to the whole.
  test('the contributions of all tracks sum to Main', async () => {
    const whole = await mainOf(song())
    const sum = whole.map(channel => new Float64Array(channel.length))
    for (const heard of [paths.kick, paths.hats, paths.pad, paths.wash]) {
      const part = song()
      for (const other of [paths.kick, paths.hats, paths.pad, paths.wash]) {
        if (other !== heard) await part.write({ track: other, device: null, parameter: 'Track Activator' }, 0)
      }
      const channels = await mainOf(part)
      for (const [i, channel] of channels.entries()) {
        for (const [n, x] of channel.entries()) sum[i]![n] = sum[i]![n]! + x
      }
    }
    for (const [i, channel] of whole.entries()) {
      const residue = channel.reduce((most, x, n) => Math.max(most, Math.abs(x - sum[i]![n]!)), 0)
      // −120 dB: every bus is stored in 32 bits.
      expect(residue).toBeLessThan(1e-6)
      expect(peak(channel)).toBeGreaterThan(0.05)
    }
  })

  test('a send feeds its return after the fader', async () => {
    const source = stereoNoise(7)
    const tracks = (sendDb: number | null): SimulatedTrackSpec[] => [
      { name: 'A', kind: 'audio', source, volumeDb: -6, output: 'sends-only', sendsDb: [sendDb] },
      { name: 'R', kind: 'return', volumeDb: -3 },
    ]
    const [left] = await mainOf(setOf(tracks(-4)))
    expect(
      biggestDifference(
        left!,
        source.channels[0]!.map(x => x * dbGain(-6 - 4 - 3)),
      ),
    ).toBeLessThan(1e-6)
    expect(peak((await mainOf(setOf(tracks(null))))[0]!)).toBe(0)
  })

  test('muted, unrouted and unsent tracks do not reach Main, and are still heard at their tap', async () => {
    const set = song()
    const take = await set.capture()
    for (const path of [paths.ghost, paths.off]) expect(peak(take.taps.get(path)!.channels[0]!)).toBeGreaterThan(0.05)
    const without = song()
    await without.write(volume(paths.ghost), 0)
    await without.write(volume(paths.off), 0)
    expectSame(await mainOf(without), take.main.channels)
  })

  test('taps hear each track after its devices and before its fader, groups and returns included', async () => {
    const set = song()
    const before = await set.capture()
    expect([...before.taps.keys()]).toEqual(Object.values(paths))
    await set.write(volume(paths.drums), 0.3)
    await set.write(volume(paths.space), 0.3)
    const after = await set.capture()
    for (const path of [paths.kick, paths.drums, paths.space]) {
      expectSame(after.taps.get(path)!.channels, before.taps.get(path)!.channels)
    }
    // The bus of a group holds its children.
    const kick = before.taps.get(paths.kick)!.channels[0]!
    expect(peak(before.taps.get(paths.drums)!.channels[0]!)).toBeGreaterThan(0.3 * peak(kick))
  })

  test('a muted group silences its children, and what the group sends', async () => {
    const set = song()
    for (const path of [paths.pad, paths.wash])
      await set.write({ track: path, device: null, parameter: 'Track Activator' }, 0)
    await set.write(volume(paths.hats), 0)
    expect(peak((await mainOf(set))[0]!)).toBeGreaterThan(0.01)
    await set.write({ track: paths.drums, device: null, parameter: 'Track Activator' }, 0)
    expect(peak((await mainOf(set))[0]!)).toBe(0)
  })

  test('solo keeps the soloed track, its group and the returns', async () => {
    const set = song()
    await set.setSolo(paths.hats, true)
    const soloed = await mainOf(set)
    const expected = song()
    for (const path of [paths.kick, paths.pad, paths.wash]) await expected.write(volume(path), 0)
    expectSame(soloed, await mainOf(expected))
    await set.setSolo(paths.hats, false)
    expectSame(await mainOf(set), await mainOf(song()))
    // A soloed group keeps its children.
    await set.setSolo(paths.drums, true)
    await expected.write(volume(paths.kick), (await set.read(volume(paths.kick)))!.value)
    expectSame(await mainOf(set), await mainOf(expected))
  })

  test('a device switched off leaves the signal alone', async () => {
    const set = setOf([
      {
        name: 'A',
        kind: 'audio',
        source: stereoNoise(1),
        devices: [{ className: 'Saturator', settings: { Drive: 20, 'Device On': 0 } }],
      },
    ])
    const plain = setOf([{ name: 'A', kind: 'audio', source: stereoNoise(1) }])
    expectSame(await mainOf(set), await mainOf(plain))
  })

  test('a source shorter than the song is followed by silence', async () => {
    const short: Audio = { sampleRate, channels: [noise(0.3, sampleRate, 5)] }
    const set = setOf([
      { name: 'A', kind: 'audio', source: short },
      { name: 'B', kind: 'audio', source: { sampleRate, channels: [new Float32Array(sampleRate)] } },
    ])
    const take = await set.capture()
    expect(take.taps.get('tracks 0')!.channels[0]!.length).toBe(sampleRate)
    expect(peak(take.main.channels[0]!.subarray(Math.round(0.3 * sampleRate)))).toBe(0)
    expect(peak(take.main.channels[0]!)).toBeGreaterThan(0.05)
  })

  test('a set without sound has an empty take', async () => {
    const take = await setOf([{ name: 'A', kind: 'audio' }]).capture()
    expect(take.main.channels.map(channel => channel.length)).toEqual([0, 0])
  })
})

describe('rendering again', () => {
  const changes: readonly [ParameterRef, number][] = [
    [volume(paths.pad), 0.7],
    [{ track: paths.drums, device: 'devices 0', parameter: '3 Gain A' }, 4],
    [{ track: paths.hats, device: null, parameter: 'Send A' }, 0.2],
    [{ track: paths.kick, device: 'devices 0', parameter: 'Output' }, -0.2],
    [{ track: paths.wash, device: null, parameter: 'Track Activator' }, 0],
    [{ track: 'master_track', device: 'devices 0', parameter: '1 Gain A' }, -2],
  ]

  test('only what changed gives bit for bit what a full render gives', async () => {
    const incremental = song()
    await incremental.capture()
    const full = song()
    for (const [ref, value] of changes) {
      await incremental.write(ref, value)
      await full.write(ref, value)
      const take = await incremental.capture()
      const reference = await full.fork().capture()
      const fresh = song()
      for (const [otherRef, otherValue] of changes.slice(0, changes.findIndex(([r]) => r === ref) + 1)) {
        await fresh.write(otherRef, otherValue)
      }
      const expected = await fresh.capture()
      expectSame(take.main.channels, expected.main.channels)
      expectSame(reference.main.channels, expected.main.channels)
      for (const [path, tap] of expected.taps) expectSame(take.taps.get(path)!.channels, tap.channels)
    }
  })

  test('a compressor follows its key when only the key’s track changed', async () => {
    const ducked = () =>
      setOf([
        { name: 'Kick', kind: 'midi', source: stereoNoise(1), output: 'none', devices: [{ className: 'StereoGain' }] },
        {
          name: 'Pad',
          kind: 'midi',
          source: stereoNoise(2),
          devices: [{ className: 'Compressor2', settings: { Threshold: -40 }, sidechainSource: 'Kick' }],
        },
      ])
    const quieterKick = [{ track: 'tracks 0', device: 'devices 0', parameter: 'Output' }, -0.3] as const
    const set = ducked()
    const before = await mainOf(set)
    await set.write(...quieterKick)
    const fresh = ducked()
    await fresh.write(...quieterKick)
    expectSame(await mainOf(set), await mainOf(fresh))
    expect(biggestDifference((await mainOf(set))[0]!, before[0]!)).toBeGreaterThan(0.001)
  })

  test('what a fork renders does not displace what the set has rendered', async () => {
    const set = song()
    const first = await set.capture()
    const fork = set.fork()
    await fork.write(volume(paths.pad), 0.3)
    expect((await fork.capture()).taps.get(paths.pad)!.channels[0]).toBe(first.taps.get(paths.pad)!.channels[0])
    expect((await set.capture()).main.channels[0]).toBe(first.main.channels[0])
  })

  test('what did not change is not rendered again', async () => {
    const set = song()
    const first = await set.capture()
    await set.write(volume(paths.pad), 0.7)
    const second = await set.capture()
    expect(second.taps.get(paths.drums)!.channels[0]).toBe(first.taps.get(paths.drums)!.channels[0])
    expect(second.taps.get(paths.pad)!.channels[0]).toBe(first.taps.get(paths.pad)!.channels[0])
    expect(second.main.channels[0]).not.toBe(first.main.channels[0])
    expect((await set.capture()).main.channels[0]).toBe(second.main.channels[0])
  })

  test('a set like another shares what both render alike, and sounds bit for bit as if it stood alone', async () => {
    const spec = songSpec()
    const original = createSimulatedSet(spec)
    const first = await original.capture()
    const louder = (track: SimulatedTrackSpec) => (track.name === 'Pad' ? { ...track, volumeDb: -2 } : track)
    const spoiled = { ...spec, tracks: spec.tracks.map(louder) }
    const shared = await createSimulatedSet(spoiled, original).capture()
    const alone = await createSimulatedSet(spoiled).capture()
    expectSame(shared.main.channels, alone.main.channels)
    for (const [path, tap] of alone.taps) expectSame(shared.taps.get(path)!.channels, tap.channels)
    expect(shared.taps.get(paths.drums)!.channels[0]).toBe(first.taps.get(paths.drums)!.channels[0])
    expect(shared.main.channels[0]).not.toBe(first.main.channels[0])
  })

  test('a set like one of another tempo, or with other stems, shares nothing that differs', async () => {
    const [one, other] = [stereoNoise(1), stereoNoise(2)]
    const delayed = (tempo: number, source: Audio): SimulatedSetSpec => ({
      ...specOf([{ name: 'A', kind: 'audio', source, devices: [{ className: 'Delay', settings: { 'Dry/Wet': 50 } }] }]),
      tempo,
    })
    const original = createSimulatedSet(delayed(138, one))
    const before = await mainOf(original)
    for (const spec of [delayed(128, one), delayed(138, other)]) {
      const shared = await mainOf(createSimulatedSet(spec, original))
      expectSame(shared, await mainOf(createSimulatedSet(spec)))
      expect(biggestDifference(shared[0]!, before[0]!)).toBeGreaterThan(0.001)
    }
  })

  test('going back to an earlier state renders nothing', async () => {
    const set = song()
    const first = await set.capture()
    const before = (await set.read(volume(paths.pad)))!.value
    await set.write(volume(paths.pad), 0.3)
    await set.capture()
    await set.write(volume(paths.pad), before)
    expect((await set.capture()).main.channels[0]).toBe(first.main.channels[0])
  })

  test('the same set renders to the same samples', async () => {
    expectSame(await mainOf(song()), await mainOf(song()))
  })

  test('a range is that part of the whole', async () => {
    const set = song()
    const whole = await set.capture()
    const part = await set.capture({ startSeconds: 0.25, endSeconds: 0.75 })
    const [from, to] = [0.25 * sampleRate, 0.75 * sampleRate]
    expect(biggestDifference(part.main.channels[1]!, whole.main.channels[1]!.slice(from, to))).toBe(0)
    await expect(set.capture({ startSeconds: 0.5, endSeconds: 0.2 })).rejects.toThrow(RangeError)
  })
})
