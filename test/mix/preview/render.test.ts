import { beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedSet, type SimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedDeviceSpec, SimulatedSetSpec } from '../../../node/adapters/simulated/spec.ts'
import type { Take } from '../../../node/live/session.ts'
import type { LiveSet, TrackPath } from '../../../node/live/set.ts'
import type { Move } from '../../../node/mix/moves.ts'
import { renderPreview } from '../../../node/mix/preview/render.ts'
import { bell, changed, deviceMove } from '../../support/change-set.ts'
import { changeTrack, miniRate, miniSong } from '../../support/mini-song.ts'

const ducker: SimulatedDeviceSpec = {
  className: 'Compressor2',
  sidechainSource: 'Kick',
  settings: { Threshold: -20, Ratio: 4, Attack: 1, Release: 120, Knee: 3, Model: 0, Makeup: 0, 'S/C EQ On': 0 },
}

/** The mini song's first six seconds, with a ducked pad. */
const short: SimulatedSetSpec = {
  ...miniSong,
  tracks: miniSong.tracks.map(track => ({
    ...track,
    source: { ...track.source!, channels: track.source!.channels.map(channel => channel.slice(0, 6 * miniRate)) },
  })),
}
const spec: SimulatedSetSpec = {
  ...changeTrack(short, 'Pads', track => ({
    ...track,
    devices: [{ className: 'Eq8' }, ducker, { className: 'StereoGain', settings: { 'Stereo Width': 120 } }],
  })),
}
/** With a group and a return. */
const routed: SimulatedSetSpec = {
  ...spec,
  tracks: [
    ...spec.tracks.map(track => ({
      ...track,
      ...(track.name === 'Kick' || track.name === 'Hats' ? { group: 'Drums' } : {}),
      ...(track.name === 'Lead' ? { sendsDb: [-8], pan: -0.2 } : {}),
      ...(track.name === 'Pads' ? { sendsDb: [-12] } : {}),
    })),
    { name: 'Drums', kind: 'group', volumeDb: -1, devices: [{ className: 'Eq8', settings: bell(2, 200, -3) }] },
    {
      name: 'Room',
      kind: 'return',
      volumeDb: -3,
      devices: [{ className: 'StereoGain', settings: { 'Stereo Width': 150 } }],
    },
  ],
}

let session: SimulatedSet
let set: LiveSet
let take: Take
const node = (name: string): TrackPath => set.tracks.find(track => track.name === name)!.path

async function open(of: SimulatedSetSpec) {
  session = createSimulatedSet(of)
  set = await session.snapshot()
  take = await session.capture()
}

const range = { startSeconds: 2, endSeconds: 5 }

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((largest, x, n) => Math.max(largest, Math.abs(x - b[n]!)), 0)

/** dB of what the preview and the set itself disagree on, below what the moves change. */
async function errorBelowChange(moves: readonly Move[]) {
  const rendered = renderPreview({ set, take, moves, range })
  const truth = await (await changed(session, moves)).capture(range)
  let error = 0
  let change = 0
  for (const c of [0, 1]) {
    const [after, before, wanted] = [rendered.after, rendered.before, truth.main].map(audio => audio.channels[c]!)
    for (let n = 0; n < wanted!.length; n++) {
      error += (after![n]! - wanted![n]!) ** 2
      change += (wanted![n]! - before![n]!) ** 2
    }
  }
  return { db: 10 * Math.log10(error / change), rendered }
}

describe('faders, pans, activators, groups and sends', () => {
  beforeAll(() => open(routed))

  test.each<[string, () => readonly Move[]]>([
    ['a fader', () => [{ kind: 'level', node: node('Bass'), db: -3.5 }]],
    ['a pan that feeds a return', () => [{ kind: 'pan', node: node('Lead'), to: 0.5 }]],
    ['a mute', () => [{ kind: 'mute', node: node('Lead'), on: false }]],
    ['a group fader with an EQ on the group', () => [{ kind: 'level', node: node('Drums'), db: 2 }]],
    ['a track in that group', () => [{ kind: 'level', node: node('Hats'), db: 4 }]],
    ['a return', () => [{ kind: 'level', node: node('Room'), db: -6 }]],
    ['a width on a return', () => [deviceMove(set, 'Room', 'StereoGain', { 'Stereo Width': 60 })]],
    ["Main's fader", () => [{ kind: 'level', node: 'master_track', db: -2 }]],
    [
      'several at once',
      () => [
        { kind: 'level', node: node('Lead'), db: 1.5 },
        { kind: 'pan', node: node('Hats'), to: -0.3 },
        { kind: 'level', node: 'master_track', db: -1 },
      ],
    ],
  ])('%s: what the set itself then plays, to rounding', async (_, moves) => {
    const { db, rendered } = await errorBelowChange(moves())
    // Single precision in every sum; an EQ on the way is cut off 90 dB down.
    expect(db).toBeLessThan(-80)
    expect(rendered.approximate).toBe(false)
    expect(rendered.leftOut).toEqual([])
  })

  test('a stretch is the same stretch of the whole song', () => {
    const moves: Move[] = [
      { kind: 'level', node: node('Bass'), db: -3 },
      deviceMove(set, 'Lead', 'Eq8', bell(5, 80, 6, 2)),
    ]
    const whole = renderPreview({ set, take, moves }).after.channels[0]!
    const part = renderPreview({ set, take, moves, range }).after.channels[0]!
    const from = range.startSeconds * take.main.sampleRate
    expect(part.length).toBe(3 * take.main.sampleRate)
    expect(largestDifference(part, whole.subarray(from))).toBeLessThan(1e-5)
  })

  test('solo off: what it silenced is heard again', async () => {
    const soloed = createSimulatedSet(routed)
    soloed.setSolo(node('Bass'), true)
    const snapshot = await soloed.snapshot()
    const moves: Move[] = [{ kind: 'solo', node: node('Bass'), on: false }]
    const { after } = renderPreview({ set: snapshot, take: await soloed.capture(), moves, range })
    const wanted = (await session.capture(range)).main.channels[0]!
    // The kick comes back through the group's EQ, whose impulse is cut off 90 dB down.
    expect(largestDifference(after.channels[0]!, wanted)).toBeLessThan(1e-4)
  })

  test('nothing is written to what was recorded', () => {
    const before = take.main.channels[0]!.slice()
    renderPreview({ set, take, moves: [{ kind: 'level', node: node('Bass'), db: 6 }] })
    expect(take.main.channels[0]).toEqual(before)
  })

  test('a track that was not heard is named, and its move left out', () => {
    const taps = new Map(take.taps)
    taps.delete(node('Bass'))
    const moves: Move[] = [{ kind: 'level', node: node('Bass'), db: -3 }]
    const { before, after, leftOut } = renderPreview({ set, take: { ...take, taps }, moves, range })
    expect(leftOut.map(({ reason }) => reason)).toEqual(['Bass was not heard: put a Tap on it or import its stem.'])
    expect(after.channels[0]).toEqual(before.channels[0])
  })

  test('a return of unknown devices follows the level of what is sent to it, and says so', async () => {
    const room = set.tracks.find(({ name }) => name === 'Room')!
    const reverb = {
      ...room.devices[0]!,
      kind: 'plugin' as const,
      className: 'PluginDevice',
      name: 'Big Hall',
      parameters: [],
    }
    const plugged = {
      ...set,
      tracks: set.tracks.map(track => (track === room ? { ...room, devices: [reverb] } : track)),
    }
    const moves: Move[] = [
      { kind: 'level', node: node('Lead'), db: -4 },
      { kind: 'level', node: node('Pads'), db: -4 },
    ]
    const rendered = renderPreview({ set: plugged, take, moves, range })
    expect(rendered.notes).toEqual(['Big Hall on Room follows the level of what is sent to it, not its sound.'])
    const wanted = (await (await changed(session, moves)).capture(range)).main.channels[0]!
    // All senders fall alike, so the return must fall as they do.
    expect(largestDifference(rendered.after.channels[0]!, wanted)).toBeLessThan(1e-4)
  })
})

describe('devices', () => {
  beforeAll(() => open(spec))

  test.each<[string, () => readonly Move[]]>([
    ['an EQ', () => [deviceMove(set, 'Lead', 'Eq8', bell(5, 300, -4))]],
    ['a low, narrow bell', () => [deviceMove(set, 'Bass', 'Eq8', bell(5, 45, 5, 4))]],
    ['a width', () => [deviceMove(set, 'Lead', 'StereoGain', { 'Stereo Width': 55 })]],
    ['Bass Mono', () => [deviceMove(set, 'Lead', 'StereoGain', { 'Bass Mono': 1, 'Bass Freq': 250 })]],
    ['one side inverted', () => [deviceMove(set, 'Lead', 'StereoGain', { 'Right Inv': 1 })]],
    [
      'an EQ and a width of one track',
      () => [
        deviceMove(set, 'Lead', 'Eq8', bell(5, 300, -4)),
        deviceMove(set, 'Lead', 'StereoGain', { 'Stereo Width': 60 }),
      ],
    ],
  ])('%s is heard as the set renders it', async (_, moves) => {
    const { db, rendered } = await errorBelowChange(moves())
    // The models' and the set's filters follow one law; what differs is the length of the impulses.
    expect(db).toBeLessThan(-60)
    expect(rendered.approximate).toBe(false)
  })

  test('an EQ in front of a ducker is heard within 35 dB of the change', async () => {
    const { db } = await errorBelowChange([deviceMove(set, 'Pads', 'Eq8', bell(5, 400, -5))])
    // The filter and the fast gain change places.
    expect(db).toBeLessThan(-35)
  })

  test('a deeper side-chain is heard within 30 dB of the change, by its model', async () => {
    const { db, rendered } = await errorBelowChange([deviceMove(set, 'Pads', 'Compressor2', { Threshold: -28 })])
    expect(db).toBeLessThan(-30)
    expect(rendered.notes).toEqual(['Compressor on Pads answers as its model says.'])
  })

  test('an EQ in front of a compressor that hears its own track: the compressor answers', async () => {
    const compressor: SimulatedDeviceSpec = { className: 'Compressor2', settings: { Threshold: -24, Makeup: 0 } }
    await open(changeTrack(short, 'Lead', track => ({ ...track, devices: [{ className: 'Eq8' }, compressor] })))
    const { db, rendered } = await errorBelowChange([deviceMove(set, 'Lead', 'Eq8', bell(5, 1500, -5))])
    // Taken back to what entered it, and through it again: the model's error twice.
    expect(db).toBeLessThan(-30)
    expect(rendered.approximate).toBe(true)
    await open(spec)
  })

  test('a limiter that works hides what entered it: its own move is left out, with the reason', async () => {
    const limiter: SimulatedDeviceSpec = { className: 'Limiter', settings: { 'Input Gain': 12 } }
    await open(changeTrack(short, 'Lead', track => ({ ...track, devices: [limiter] })))
    const moves = [deviceMove(set, 'Lead', 'Limiter', { 'Input Gain': 4 })]
    const { leftOut, before, after } = renderPreview({ set, take, moves, range })
    expect(leftOut).toEqual([
      { move: moves[0], reason: 'What enters Limiter on Lead cannot be told from what leaves it.' },
    ])
    expect(after.channels[0]).toEqual(before.channels[0])
    await open(spec)
  })

  test('what a key’s own EQ changes is heard in what ducks under it', async () => {
    const { db, rendered } = await errorBelowChange([deviceMove(set, 'Kick', 'Eq8', { Output: 6 })])
    expect(db).toBeLessThan(-40)
    expect(rendered.approximate).toBe(true)
  })

  test('a device that is yet to be put on the track is heard at the end of its chain', async () => {
    const { path } = set.tracks.find(({ name }) => name === 'Lead')!
    const eq = deviceMove(set, 'Lead', 'Eq8', bell(5, 300, -4))
    const inserted: Move = { ...eq, device: 'devices 2' }
    const a = renderPreview({ set, take, moves: [inserted], range }).after.channels[0]!
    const b = renderPreview({ set, take, moves: [eq], range }).after.channels[0]!
    expect(path).toBe(eq.node)
    // An EQ of both channels alike may sit anywhere among filters.
    expect(largestDifference(a, b)).toBeLessThan(1e-5)
  })

  test('width where nothing is: the preview says that it cannot bring back a side', async () => {
    await open(
      changeTrack(spec, 'Lead', track => ({
        ...track,
        devices: [{ className: 'StereoGain', settings: { 'Stereo Width': 0 } }],
      })),
    )
    const { notes, before, after } = renderPreview({
      set,
      take,
      moves: [deviceMove(set, 'Lead', 'StereoGain', { 'Stereo Width': 100 })],
      range,
    })
    expect(notes).toEqual(['What Utility on Lead took away in the recording cannot be brought back.'])
    expect(largestDifference(after.channels[0]!, before.channels[0]!)).toBeLessThan(1e-5)
  })
})

describe('a chain on Main that answers to level', () => {
  beforeAll(() =>
    open({
      ...spec,
      master: { devices: [{ className: 'Limiter', settings: { 'Input Gain': 8, Ceiling: -1, Release: 40 } }] },
    }),
  )

  test("the limiter's answer to a quieter kick is heard within 25 dB of the change, and the preview is approximate", async () => {
    const { db, rendered } = await errorBelowChange([{ kind: 'level', node: node('Kick'), db: -4 }])
    expect(db).toBeLessThan(-25)
    expect(rendered.approximate).toBe(true)
    expect(rendered.notes).toEqual(['Limiter on Main answers as its model says.'])
  })

  test("less of the limiter's own gain is heard within 25 dB of the change", async () => {
    const { db } = await errorBelowChange([deviceMove(set, 'Main', 'Limiter', { 'Input Gain': 3 })])
    expect(db).toBeLessThan(-25)
  })

  test('an unknown device on Main keeps the gain that was measured', async () => {
    await open({ ...spec, master: { devices: [{ className: 'StereoGain', settings: { Output: -6 } }] } })
    const main = set.tracks.at(-1)!
    const plugin = {
      ...main.devices[0]!,
      kind: 'plugin' as const,
      className: 'PluginDevice',
      name: 'Loud',
      parameters: [],
    }
    const plugged = {
      ...set,
      tracks: set.tracks.map(track => (track === main ? { ...main, devices: [plugin] } : track)),
    }
    const moves: Move[] = [{ kind: 'level', node: node('Hats'), db: 3 }]
    const { after, notes } = renderPreview({ set: plugged, take, moves, range })
    expect(notes).toEqual(['Loud on Main keeps the gain that was measured.'])
    const wanted = (await (await changed(session, moves)).capture(range)).main.channels[0]!
    expect(largestDifference(after.channels[0]!, wanted)).toBeLessThan(1e-4)
  })
})
