import { beforeAll, describe, expect, test } from 'vitest'
import { type Fault, faultsFor } from '../../node/adapters/demo-song/faults.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedDeviceSpec, SimulatedSetSpec, SimulatedTrackSpec } from '../../node/adapters/simulated/spec.ts'
import { truePeak } from '../../node/dsp/true-peak.ts'
import { measureLoudness } from '../../node/features/loudness.ts'
import type { Take } from '../../node/live/session.ts'
import { sine, whiteNoise } from '../support/signals.ts'

const sampleRate = 44_100
const seconds = 3
const kickHz = 52

/** Beats of a decaying sine: a key for the duckers. */
const kick = sine({ hz: kickHz, seconds, sampleRate, gain: 0.7 }).map(
  (x, n) => x * Math.exp(-((n / sampleRate) % 0.5) / 0.1),
)
const noise = (seed: number) => whiteNoise(seconds * sampleRate, seed, 0.1)
const ducker: SimulatedDeviceSpec = {
  className: 'Compressor2',
  sidechainSource: 'Kick',
  settings: { Threshold: -20, Ratio: 4, Model: 0, Makeup: 0, 'S/C EQ On': 0 },
}
const track = (name: string, channels: readonly Float32Array[], more: Partial<SimulatedTrackSpec> = {}) =>
  ({ name, kind: 'audio', source: { sampleRate, channels }, ...more }) satisfies SimulatedTrackSpec

const premaster: SimulatedSetSpec = {
  name: 'Faulty',
  sampleRate,
  tempo: 120,
  beatsPerBar: 4,
  locators: [],
  tracks: [
    { name: 'Drums', kind: 'group' },
    track('Kick', [kick], { group: 'Drums', sendsDb: [-6] }),
    track('Hats', [noise(6).map(x => 0.2 * x)], { group: 'Drums' }),
    track('Bass', [sine({ hz: kickHz, seconds, sampleRate, gain: 0.2 })], { devices: [ducker] }),
    track('Lead', [noise(1), noise(2)]),
    track('Pad', [noise(3), noise(4)], { devices: [ducker] }),
    { name: 'Parallel Drums', kind: 'return', devices: [] },
  ],
  master: {},
}
const master: SimulatedSetSpec = {
  ...premaster,
  master: {
    devices: [
      { className: 'GlueCompressor', settings: { Threshold: -10 } },
      { className: 'Limiter', settings: { 'Input Gain': 12, Ceiling: -1 } },
    ],
  },
}

const faultOf = (spec: SimulatedSetSpec, id: string): Fault => {
  const found = faultsFor(spec).find(fault => fault.id === id)
  if (!found) throw new Error(`no fault ${id} among ${faultsFor(spec).map(fault => fault.id)}`)
  return found
}
const capture = (spec: SimulatedSetSpec) => createSimulatedSet(spec).capture()
const tapOf = (take: Take, spec: SimulatedSetSpec, name: string) =>
  take.taps.get(
    spec.tracks[spec.tracks.findIndex(one => one.name === name)]!.kind === 'return'
      ? 'return_tracks 0'
      : `tracks ${spec.tracks.findIndex(one => one.name === name)}`,
  )!.channels

describe('faults of a premaster', () => {
  let healthy: Take
  beforeAll(async () => {
    healthy = await capture(premaster)
  })

  test('a track that does not duck at all passes its ducker as it came', async () => {
    const pad = premaster.tracks.find(one => one.name === 'Pad')!.source!.channels[0]!
    expect(tapOf(healthy, premaster, 'Pad')[0]![200]!).not.toBeCloseTo(pad[200]!, 4)
    const fault = faultOf(premaster, 'no-ducking-pad+6')
    const spoiled = tapOf(await capture(fault.apply(premaster)), premaster, 'Pad')[0]!
    // To the sample: no reduction is a gain of one.
    expect(spoiled.findIndex((x, n) => Math.abs(x - pad[n]!) > 1e-7)).toBe(-1)
    expect(fault.inverse).toMatchObject({ kinds: ['ducking'], sign: 1, amount: 26 })
  })

  test("a bass that covers the kick is lifted by its size at the kick's own pitch", async () => {
    const fault = faultOf(premaster, 'bass-masks-kick-bass+8')
    // The nearest sixth octave; a tone within its half is lifted by nearly all of a bell of Q 1.4.
    const hz = Number(/at (\d+) Hz/.exec(fault.title)![1])
    expect(Math.abs(Math.log2(hz / kickHz))).toBeLessThan(1 / 12)
    const power = (x: Float32Array) => x.subarray(sampleRate).reduce((sum, v) => sum + v * v, 0)
    const source = (spec: SimulatedSetSpec) => spec.tracks.find(one => one.name === 'Bass')!.source!.channels[0]!
    const liftDb = 10 * Math.log10(power(source(fault.apply(premaster))) / power(source(premaster)))
    expect(liftDb).toBeGreaterThan(7.5)
    expect(liftDb).toBeLessThan(8.01)
  })

  test('without a kick nothing can cover it', () => {
    const without = { ...premaster, tracks: [track('Lead', [noise(1)]), track('Bass', [noise(5)])] }
    expect(faultsFor(without).some(({ family }) => family === 'bass-masks-kick')).toBe(false)
  })

  test('a flipped parallel return is the negative of itself, in both channels', async () => {
    const fault = faultOf(premaster, 'polarity-parallel-return+200')
    const before = tapOf(healthy, premaster, 'Parallel Drums')
    const after = tapOf(await capture(fault.apply(premaster)), premaster, 'Parallel Drums')
    for (const channel of [0, 1]) expect(after[channel]![30]).toBe(-before[channel]![30]!)
    expect(before[0]![30]).not.toBe(0)
  })

  test('a muted track is out of the mix, a soloed one must be soloed by who makes the set', async () => {
    const muted = faultOf(premaster, 'muted-lead+0')
    const after = muted.apply(premaster)
    const gone = { ...premaster, tracks: premaster.tracks.filter(one => one.name !== 'Lead') }
    const [left, expected] = [(await capture(after)).main.channels[0]!, (await capture(gone)).main.channels[0]!]
    expect(left.findIndex((x, n) => Math.abs(x - expected[n]!) > 1e-7)).toBe(-1)
    expect(
      faultsFor(premaster)
        .filter(({ solo }) => solo)
        .map(({ id }) => id),
    ).toEqual(['soloed-kick+1'])
  })

  test('a flattened drum bus has lost crest, and about half of its size in peaks: the other half is given back', async () => {
    const levels = async (spec: SimulatedSetSpec) => {
      const [drums] = tapOf(await capture(spec), premaster, 'Drums')
      const rmsDb = 10 * Math.log10(drums!.reduce((sum, x) => sum + x * x, 0) / drums!.length)
      const peakDb = 20 * Math.log10(drums!.reduce((peak, x) => Math.max(peak, Math.abs(x)), 0))
      return { peakDb, crest: peakDb - rmsDb }
    }
    const before = await levels(premaster)
    for (const size of [8, 14]) {
      const after = await levels(faultOf(premaster, `bus-over-compressed-drum-group+${size}`).apply(premaster))
      expect(before.crest - after.crest).toBeGreaterThan(1.5)
      // These drums peak at −3.5, not −6 dBFS, and the attack lets the first milliseconds through.
      expect(Math.abs(before.peakDb - after.peakDb - size / 2)).toBeLessThan(2)
    }
  })

  test('nothing on Main is spoiled', () => {
    expect(faultsFor(premaster).every(({ stage, track: name }) => stage === 'premaster' && name !== 'Main')).toBe(true)
  })
})

describe('faults of a master', () => {
  const loudnessOf = async (spec: SimulatedSetSpec) => {
    const { main } = await capture(spec)
    return { integrated: measureLoudness(main).integrated!, truePeak: 20 * Math.log10(truePeak(main.channels)) }
  }
  let healthy: Awaited<ReturnType<typeof loudnessOf>>
  beforeAll(async () => {
    healthy = await loudnessOf(master)
  })
  const spoiled = (id: string) => loudnessOf(faultOf(master, id).apply(master))
  const plr = ({ integrated, truePeak: peak }: typeof healthy) => peak - integrated

  test('all are on Main, and leave the tracks alone', () => {
    const all = faultsFor(master)
    expect(new Set(all.map(({ family }) => family))).toEqual(
      new Set(['over-limited', 'clipped', 'too-loud', 'too-quiet', 'over-compressed']),
    )
    for (const fault of all) {
      expect(fault).toMatchObject({ track: 'Main', stage: 'master', inverse: { track: 'Main' } })
      expect(fault.apply(master).tracks).toBe(master.tracks)
      expect(fault.apply(master).master).not.toEqual(master.master)
    }
  })

  test('over-limited is louder with less peak over loudness, by more for more', async () => {
    const [four, eight] = [await spoiled('over-limited-main+4'), await spoiled('over-limited-main+8')]
    expect(four.integrated).toBeGreaterThan(healthy.integrated)
    expect(plr(four)).toBeLessThan(plr(healthy) - 0.5)
    expect(plr(eight)).toBeLessThan(plr(four))
  })

  test('the fader behind the limiter clips or starves Main by exactly its size, and leaves the dynamics', async () => {
    const [clipped, quiet] = [await spoiled('clipped-main+4'), await spoiled('too-quiet-main-8')]
    expect(clipped.truePeak).toBeGreaterThan(0)
    // 32-bit samples.
    expect(clipped.integrated - healthy.integrated).toBeCloseTo(4, 3)
    expect(quiet.integrated - healthy.integrated).toBeCloseTo(-8, 3)
    expect(plr(quiet)).toBeCloseTo(plr(healthy), 3)
    expect(faultOf(master, 'too-quiet-main-8').inverse).toEqual({ track: 'Main', kinds: ['level'], sign: 1, amount: 8 })
  })

  test('a limiter or glue that has no room for the fault does not get it', () => {
    const full = { ...master, master: { devices: [{ className: 'Limiter', settings: { 'Input Gain': 19 } } as const] } }
    const ids = faultsFor(full).map(({ id }) => id)
    expect(ids).toContain('over-limited-main+4')
    expect(ids).not.toContain('over-limited-main+8')
    expect(ids.some(id => id.startsWith('over-compressed'))).toBe(false)
  })
})
