import { describe, expect, test } from 'vitest'
import type { SimulatedChainSpec, SimulatedDeviceSpec, SimulatedMacroSpec } from '../../node/adapters/simulated/spec.ts'
import type { DevicePath } from '../../node/live/set.ts'
import { deviceAt, everyDevice, isInSeries } from '../../node/live/set.ts'
import {
  biggestDifference,
  dbGain,
  expectSame,
  mainOf,
  peak,
  sampleRate,
  setOf,
  stereoNoise,
} from './simulated-support.ts'

const source = stereoNoise(3)
const rack = (
  chains: readonly SimulatedChainSpec[],
  macros: readonly SimulatedMacroSpec[] = [],
): SimulatedDeviceSpec => ({
  className: 'AudioEffectGroupDevice',
  name: 'Rack',
  chains,
  macros,
})
const withDevices = (...devices: readonly SimulatedDeviceSpec[]) =>
  setOf([{ name: 'A', kind: 'audio', source, devices }])
const at = (device: DevicePath, parameter: string) => ({ track: 'tracks 0', device, parameter }) as const

const eq: SimulatedDeviceSpec = { className: 'Eq8', settings: { '2 Gain A': 6 } }
const drive: SimulatedDeviceSpec = { className: 'Saturator', settings: { Drive: 12 } }

describe('a rack', () => {
  test('of one chain is transparent, bit for bit', async () => {
    const nested = withDevices(rack([{ name: 'Only', devices: [eq, rack([{ name: 'Inner', devices: [drive] }])] }]))
    expectSame(await mainOf(nested), await mainOf(withDevices(eq, drive)))
  })

  test('without chains lets everything through', async () => {
    expectSame(await mainOf(withDevices(rack([]))), await mainOf(withDevices()))
  })

  test('puts out the sum of its chains, each over its own fader and pan', async () => {
    const gains = { dry: dbGain(-6), left: dbGain(-3) * Math.SQRT2 }
    const [left, right] = await mainOf(
      withDevices(
        rack([
          { name: 'Dry', volumeDb: -6 },
          { name: 'Left', volumeDb: -3, pan: -1, devices: [{ className: 'StereoGain' }] },
        ]),
      ),
    )
    const expected = (channel: Float32Array, gain: number) => channel.map(x => x * gain)
    // Rounding of the 32-bit faders, and of the sum.
    expect(biggestDifference(left!, expected(source.channels[0]!, gains.dry + gains.left))).toBeLessThan(1e-6)
    expect(biggestDifference(right!, expected(source.channels[1]!, gains.dry))).toBeLessThan(1e-6)
  })

  test('two chains do what the same devices on two tracks do', async () => {
    const parallel = await mainOf(
      withDevices(
        rack([
          { name: '1', devices: [eq] },
          { name: '2', devices: [drive], volumeDb: -4 },
        ]),
      ),
    )
    const tracks = await mainOf(
      setOf([
        { name: 'A', kind: 'audio', source, devices: [eq] },
        { name: 'B', kind: 'audio', source, devices: [drive], volumeDb: -4 },
      ]),
    )
    for (const [side, channel] of parallel.entries()) {
      // The second track's output is stored in 32 bits before it is summed.
      expect(biggestDifference(channel, tracks[side]!)).toBeLessThan(1e-6)
    }
  })

  test('hears no muted chain, and only the soloed ones', async () => {
    const only = await mainOf(withDevices(rack([{ name: '1', devices: [eq] }])))
    const muted = withDevices(
      rack([
        { name: '1', devices: [eq] },
        { name: '2', mute: true },
      ]),
    )
    expectSame(await mainOf(muted), only)
    expectSame(await mainOf(withDevices(rack([{ name: '1', devices: [eq], solo: true }, { name: '2' }]))), only)
    await muted.write(at('devices 0 chains 0', 'Chain Activator'), 0)
    expect(peak((await mainOf(muted))[0]!)).toBe(0)
  })

  test('switched off takes its devices with it', async () => {
    const set = withDevices(rack([{ name: '1', devices: [drive] }]))
    await set.write(at('devices 0', 'Device On'), 0)
    expectSame(await mainOf(set), await mainOf(withDevices()))
  })

  test('renders again what a change in a nested device changes, as a fresh set would', async () => {
    const nested = (gain: number) =>
      withDevices(rack([{ name: '1' }, { name: '2', devices: [{ className: 'Eq8', settings: { '3 Gain A': gain } }] }]))
    const set = nested(0)
    await set.capture()
    await set.write(at('devices 0 chains 1 devices 0', '3 Gain A'), 5)
    const fork = set.fork()
    expectSame(await mainOf(set), await mainOf(nested(5)))
    await fork.write(at('devices 0 chains 1', 'Chain Volume'), 0.4)
    expect(biggestDifference((await mainOf(fork))[0]!, (await mainOf(set))[0]!)).toBeGreaterThan(0.001)
    expectSame(await mainOf(set), await mainOf(nested(5)))
  })

  test('of instruments sounds by its chains’ own sources', async () => {
    const layers: SimulatedDeviceSpec = {
      className: 'InstrumentGroupDevice',
      chains: [
        { name: 'Low', source: stereoNoise(5) },
        { name: 'High', source: stereoNoise(6), volumeDb: -8 },
      ],
    }
    const [left] = await mainOf(setOf([{ name: 'Lead', kind: 'midi', devices: [layers, eq] }]))
    const [expected] = await mainOf(
      setOf([
        { name: 'Lead', kind: 'group', devices: [eq] },
        { name: 'Low', kind: 'midi', source: stereoNoise(5), group: 'Lead' },
        { name: 'High', kind: 'midi', source: stereoNoise(6), volumeDb: -8, group: 'Lead' },
      ]),
    )
    // A track's fader at 0 dB is 1 + 1e-7 in 32 bits, a chain's is taken as 1.
    expect(biggestDifference(left!, expected!)).toBeLessThan(1e-6)
    expect(peak(left!)).toBeGreaterThan(0.1)
    const drums = setOf([{ name: 'D', kind: 'midi', devices: [{ ...layers, className: 'DrumGroupDevice' }] }])
    expect((await drums.snapshot()).tracks[0]!.devices[0]!.chains.map(({ kind }) => kind)).toEqual(['drum', 'drum'])
  })

  test.each([
    ['chains on what is no rack', { className: 'Eq8', chains: [] }, /chains must be in a rack, got Eq8/],
    ['a plug-in without a name', { className: 'PluginDevice' }, /must have a name/],
    ['a source in an effect rack', rack([{ name: 'S', source }]), /in a rack of instruments, got chain "S"/],
    [
      'a mapping to nothing',
      rack(
        [{ name: '1' }],
        [{ macro: 1, mappings: [{ device: 'chains 0 devices 0', parameter: 'x', from: 0, to: 1 }] }],
      ),
      /must map a device/,
    ],
    ['a seventeenth macro', rack([], [{ macro: 17, mappings: [] }]), /1 to 16, got 17/],
  ] as [string, SimulatedDeviceSpec, RegExp][])('refuses %s', (_, device, message) => {
    expect(() => withDevices(device)).toThrow(message)
  })
})

describe('devices in racks', () => {
  const nested = () =>
    withDevices(
      { className: 'StereoGain' },
      rack([{ name: 'One', devices: [rack([{ name: 'Deep', devices: [eq] }])] }]),
      rack([{ name: 'Dry' }, { name: 'Wet', devices: [drive] }]),
    )

  test('are listed depth first with the racks around them', async () => {
    const track = (await nested().snapshot()).tracks[0]!
    const listed = everyDevice(track).map(
      placed =>
        `${placed.device.path} ${placed.device.kind} ${placed.within.map(({ chain }) => chain.name)} ${isInSeries(placed)}`,
    )
    expect(listed).toEqual([
      'devices 0 device  true',
      'devices 1 rack  true',
      'devices 1 chains 0 devices 0 rack One true',
      'devices 1 chains 0 devices 0 chains 0 devices 0 device One,Deep true',
      'devices 2 rack  true',
      'devices 2 chains 1 devices 0 device Wet false',
    ])
  })

  test('move up by one path when one before them is removed, also inside', async () => {
    const set = nested()
    await set.removeDevice('tracks 0', 'devices 0')
    await set.insertDevice('tracks 0', 'StereoGain', 0, 'devices 0 chains 0')
    const snapshot = await set.snapshot()
    expect(deviceAt(snapshot, { track: 'tracks 0', device: 'devices 0 chains 0 devices 0' })?.className).toBe(
      'StereoGain',
    )
    expect(
      deviceAt(snapshot, { track: 'tracks 0', device: 'devices 0 chains 0 devices 1 chains 0 devices 0' })?.className,
    ).toBe('Eq8')
    await set.removeDevice('tracks 0', 'devices 0 chains 0 devices 1')
    expect(everyDevice((await set.snapshot()).tracks[0]!).length).toBe(4)
  })

  test('duck under another track', async () => {
    const kick = { name: 'Kick', kind: 'midi', source: stereoNoise(1), output: 'none' } as const
    const ducker: SimulatedDeviceSpec = {
      className: 'Compressor2',
      settings: { Threshold: -40 },
      sidechainSource: 'Kick',
    }
    const pad = (...devices: SimulatedDeviceSpec[]) => ({ name: 'Pad', kind: 'midi', source, devices }) as const
    const inRack = setOf([kick, pad(rack([{ name: '1', devices: [ducker] }]))])
    expectSame(await mainOf(inRack), await mainOf(setOf([kick, pad(ducker)])))
    expect(() => setOf([pad(rack([{ name: '1', devices: [{ ...ducker, sidechainSource: 'Pad' }] }]))])).toThrow(
      /in a circle/,
    )
  })
})

describe('a macro', () => {
  const knob = at('devices 0', 'Stereo Width')
  const width = at('devices 0 chains 0 devices 0', 'Stereo Width')
  const mapped = (others: SimulatedMacroSpec['mappings'] = []) =>
    withDevices(
      rack(
        [{ name: '1', devices: [{ className: 'StereoGain' }, { className: 'Eq8' }] }],
        [
          {
            macro: 2,
            mappings: [{ device: 'chains 0 devices 0', parameter: 'Stereo Width', from: 100, to: 200 }, ...others],
          },
        ],
      ),
    )

  test('takes the name and the text of the one parameter it moves, and moves it straight in raw values', async () => {
    const set = mapped()
    expect((await set.read(knob))!).toMatchObject({ value: 0, max: 127, display: '100 %', isEnabled: true })
    const { min, max } = (await set.read(knob))!
    expect(await set.displayText(knob, (min + max) / 2)).toBe('146 %')
    await set.write(knob, 63.5)
    // Half-way between raw 1 (100 %) and √2 (200 %): (1 + √2)²/4 = 145.7 %.
    expect(await set.read(width)).toMatchObject({
      value: Math.fround((1 + Math.SQRT2) / 2),
      isEnabled: false,
      macro: { device: 'devices 0', parameter: 'Stereo Width', from: 1, to: Math.SQRT2 },
    })
    await set.write(knob, 127)
    const plain = withDevices({ className: 'StereoGain', settings: { 'Stereo Width': 200 } })
    expectSame(await mainOf(set), await mainOf(plain))
  })

  test('of several parameters keeps its own name; observers of what it moves are called', async () => {
    const set = mapped([{ device: 'chains 0 devices 1', parameter: '2 Filter On A', from: 1, to: 0 }])
    const macro = at('devices 0', 'Macro 2')
    const heard: string[] = []
    set.observe(width, ({ display }) => heard.push(display))
    set.observe(at('devices 0 chains 0 devices 1', '2 Filter On A'), ({ display }) => heard.push(display))
    expect((await set.write(macro, 127)).display).toBe('127')
    expect(heard).toEqual(['200 %', 'Off'])
    await expect(set.write(width, 1)).rejects.toMatchObject({ reason: 'disabled' })
  })

  test('of a fork leaves the original alone', async () => {
    const set = mapped()
    const fork = set.fork()
    await fork.write(knob, 127)
    expect((await fork.read(width))!.display).toBe('200 %')
    expect((await set.read(width))!.display).toBe('100 %')
  })

  test('of an outer rack moves a macro of an inner one, and through it what that moves', async () => {
    const inner = rack(
      [{ name: 'in', devices: [{ className: 'StereoGain' }] }],
      [{ macro: 1, name: 'Gain', mappings: [{ device: 'chains 0 devices 0', parameter: 'Output', from: 0, to: 7 }] }],
    )
    const set = withDevices(
      rack(
        [{ name: 'out', devices: [inner] }],
        [{ macro: 1, name: 'All', mappings: [{ device: 'chains 0 devices 0', parameter: 'Gain', from: 127, to: 0 }] }],
      ),
    )
    const output = at('devices 0 chains 0 devices 0 chains 0 devices 0', 'Output')
    expect((await set.read(output))!.display).toBe('7.00 dB')
    await set.write(at('devices 0', 'All'), 127)
    expect((await set.read(output))!.display).toBe('0.00 dB')
  })
})

describe('a plug-in', () => {
  test('lists parameters that say nothing, and does what it is said to do', async () => {
    const set = withDevices({
      className: 'PluginDevice',
      name: 'Trim',
      rawSettings: { Amount: 0.25 },
      effect: { kind: 'gain', db: -6 },
    })
    const device = (await set.snapshot()).tracks[0]!.devices[0]!
    expect(device).toMatchObject({ kind: 'plugin', name: 'Trim' })
    expect(device.parameters.map(({ name, value }) => `${name} ${value}`)).toEqual(['Device On 1', 'Amount 0.25'])
    const [left] = await mainOf(set)
    expect(
      biggestDifference(
        left!,
        source.channels[0]!.map(x => x * dbGain(-6)),
      ),
    ).toBeLessThan(1e-7)
    await set.write(at('devices 0', 'Device On'), 0)
    expectSame(await mainOf(set), await mainOf(withDevices()))
  })

  test('can be a ducker that dips on every beat and is back in time', async () => {
    const steady = { sampleRate, channels: [new Float32Array(sampleRate).fill(0.5)] }
    const set = setOf([
      {
        name: 'Pad',
        kind: 'audio',
        source: steady,
        devices: [
          { className: 'PluginDevice', name: 'Shaper', effect: { kind: 'ducker', depthDb: 20, recoveryBeats: 0.5 } },
        ],
      },
    ])
    const [left] = await mainOf(set)
    const beat = (60 / 138) * sampleRate
    for (const at of [0, 1, 2]) {
      // Full depth on the beat; one sample of rounding when a beat falls between two.
      expect(left![Math.ceil(at * beat)]! / 0.5).toBeCloseTo(dbGain(-20), 3)
      // Half the way in amplitude at half the recovery.
      expect(left![Math.round((at + 0.25) * beat)]! / 0.5).toBeCloseTo((1 + dbGain(-20)) / 2, 3)
      if (at < 2) expect(left![Math.round((at + 0.6) * beat)]).toBeCloseTo(0.5, 6)
    }
  })
})
