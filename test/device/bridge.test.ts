import { describe, expect, test } from 'vitest'
import { Bridge, type BridgeOperation } from '../../device/bridge/bridge.ts'
import { sliceMs } from '../../device/bridge/jobs.ts'
import { Refusal, refusalOf } from '../../device/bridge/refusal.ts'
import { trackChoice } from '../../device/bridge/routing.ts'
import type { Events, Operations, WireSet } from '../../device/protocol.ts'
import { chainMixerNames, mixerNames, sendName } from '../../node/live/set.ts'
import { type FakeNode, fakeHost, smallSet } from './support/fake-live.ts'

function bridgeOn(set = smallSet()) {
  const fake = fakeHost(set.live)
  const changes: Events['changed'][number][] = []
  let setChanges = 0
  const bridge = new Bridge(fake.host, {
    changed: more => void changes.push(...more),
    setChanged: () => void setChanges++,
  })
  const ask = <O extends BridgeOperation>(op: O, args: Operations[O]['args']): Operations[O]['result'] | Refusal => {
    let answer: unknown = new Refusal('failed', 'no answer')
    bridge.jobs.run(bridge.handlers[op](args) as Generator<void, unknown>, {
      done: result => void (answer = result),
      failed: error => void (answer = refusalOf(error)),
      isLong: op === 'snapshot',
    })
    fake.advance(60_000)
    return answer as Operations[O]['result']
  }
  const snapshot = () => ask('snapshot', {}) as WireSet
  return { ...set, ...fake, bridge, ask, snapshot, changes, countSetChanges: () => setChanges }
}

const gain = { track: 'tracks 1', device: 'devices 0', parameter: '1 Gain A' }

describe('the snapshot', () => {
  test('holds tracks, groups, returns and Main with paths, kinds, outputs and names as text', () => {
    const { snapshot } = bridgeOn()
    const set = snapshot()
    expect(set).toMatchObject({
      liveVersion: '12.4.1',
      tempo: 138,
      beatsPerBar: 4,
      lengthBeats: 512,
      locators: [{ name: 'Drop 1', beats: 64 }],
    })
    expect(set.tracks.map(({ path, name, kind, group, output }) => [path, name, kind, group, output])).toEqual([
      ['tracks 0', 'Synths', 'group', null, 'Main'],
      ['tracks 1', 'Lead', 'midi', 'tracks 0', 'Synths'],
      // Max hands on a purely numeric name as a number.
      ['tracks 2', '808', 'audio', 'tracks 0', 'Synths'],
      ['return_tracks 0', 'Reverb', 'return', null, 'Main'],
      ['master_track', 'Main', 'master', null, ''],
    ])
  })

  test('names mixer parameters by their place, as the backend does, whatever Live calls them', () => {
    const { snapshot } = bridgeOn()
    const { tracks } = snapshot()
    const names = (index: number) => tracks[index]!.mixer.map(([name]) => name)
    expect(names(1)).toEqual([mixerNames.volume, mixerNames.panning, mixerNames.activator, sendName(0)])
    expect(names(4)).toEqual([mixerNames.volume, mixerNames.panning])
    const [chain] = tracks[1]!.devices[1]!.chains
    expect(chain!.mixer.map(([name]) => name)).toEqual(Object.values(chainMixerNames))
  })

  test('goes into racks, and reads no parameters of plug-ins', () => {
    const { snapshot } = bridgeOn()
    const { tracks } = snapshot()
    const [, rack] = tracks[1]!.devices
    expect(rack!.chains[0]).toMatchObject({ path: 'devices 1 chains 0', name: 'Wide', isDrum: false })
    expect(rack!.chains[0]!.devices[0]).toMatchObject({ path: 'devices 1 chains 0 devices 0', className: 'StereoGain' })
    expect(tracks[2]!.devices[0]).toMatchObject({ className: 'PluginDevice', parameters: [], latency: 64 })
  })

  test('packs state and items: an on switch is quantized, enabled, and has the texts Off and On', () => {
    const { snapshot, eq, live } = bridgeOn()
    live.change(eq.children['parameters']![1]!, 'automation_state', 2)
    live.change(eq.children['parameters']![1]!, 'is_enabled', 0)
    const { parameters } = snapshot().tracks[1]!.devices[0]!
    expect(parameters[0]).toEqual(['Device On', 1, 0, 1, 3, 'On', ['Off', 'On']])
    expect(parameters[1]).toEqual(['1 Gain A', 0, -15, 15, 8, '0 u'])
  })

  test('reads the changed name of a macro, though names are read once for other parameters', () => {
    const { snapshot, rack, live } = bridgeOn()
    snapshot()
    live.change(rack.children['parameters']![1]!, 'name', 'Width')
    expect(snapshot().tracks[1]!.devices[1]!.parameters[1]![0]).toBe('Width')
  })

  test('keeps every turn short while Live is slow, and lets it breathe between', () => {
    const set = smallSet()
    for (let i = 0; i < 40; i++) {
      const parameters = Array.from({ length: 20 }, (_, k) => set.parameter(`P${k}`))
      set.live.add(set.lead, 'devices', set.device('Eq8', 'EQ Eight', parameters))
    }
    set.live.callMs = 0.06
    const { snapshot, bridge } = bridgeOn(set)
    expect(snapshot().tracks[1]!.devices).toHaveLength(42)
    expect(bridge.jobs.longestTurn).toBeGreaterThan(sliceMs)
    expect(bridge.jobs.longestTurn).toBeLessThan(10)
  })

  test('starts over when the set changes while it is read', () => {
    const set = smallSet()
    const { snapshot, advance, bridge, device, live, pad } = bridgeOn(set)
    let seen: WireSet | Refusal | undefined
    snapshot()
    live.callMs = 0.5
    bridge.jobs.run(bridge.handlers.snapshot({}), {
      done: result => void (seen = result),
      failed: error => void (seen = refusalOf(error)),
      isLong: true,
    })
    advance(200)
    expect(seen).toBeUndefined()
    live.add(pad, 'devices', device('Limiter', 'Limiter', []), 0)
    advance(60_000)
    expect((seen as unknown as WireSet).tracks[2]!.devices.map(({ className }) => className)).toEqual([
      'Limiter',
      'PluginDevice',
      'Compressor2',
    ])
  })

  test('shows numbers for a device whose texts take Live too long, says so, and still reads the others', () => {
    const set = smallSet()
    const slow = Array.from({ length: 12 }, (_, k) => set.parameter(`P${k}`))
    const { snapshot, host, live, pad, device, posts } = bridgeOn(set)
    for (const node of slow) {
      node.functions['str_for_value'] = () => {
        live.charge(100)
        return 'slow'
      }
    }
    live.add(pad, 'devices', device('AutoFilter', 'Auto Filter', slow))
    const [, , , filter] = [null, ...snapshot().tracks[2]!.devices]
    expect(filter!.parameters.slice(1, 6).map(([, , , , , text]) => text)).toEqual([
      'slow',
      'slow',
      'slow',
      '0.5',
      '0.5',
    ])
    expect(posts).toHaveLength(1)
    const before = host.now()
    snapshot()
    expect(host.now() - before).toBe(60_000)
    expect(posts).toHaveLength(1)
  })
})

describe('writes', () => {
  const write = (value: number, ref = gain) => ({ writes: [{ ref, value }] })

  test('are read back: the answer is what Live holds, with its text', () => {
    const { ask } = bridgeOn()
    expect(ask('write', write(-2.7))).toEqual({
      written: [{ parameter: ['1 Gain A', Math.fround(-2.7), -15, 15, 2, `${Math.fround(-2.7)} u`] }],
      undoSteps: 1,
    })
  })

  test('absorb float error at the end of the range, and refuse what is outside', () => {
    const { ask, eq } = bridgeOn()
    const node = eq.children['parameters']![1]!
    expect(ask('write', write(15 + 1e-7))).toMatchObject({ undoSteps: 1 })
    expect(node.properties['value']).toBe(15)
    expect(ask('write', write(15.1))).toMatchObject({ written: [{ reason: 'out-of-range' }], undoSteps: 0 })
    expect(ask('write', write(Number.NaN))).toMatchObject({ written: [{ reason: 'out-of-range' }] })
    expect(node.properties['value']).toBe(15)
  })

  test('refuse what a macro moves and what is not there, and do the rest', () => {
    const { ask, inner, eq } = bridgeOn()
    inner.children['parameters']![1]!.properties['is_enabled'] = 0
    const writes = [
      { ref: { track: 'tracks 1', device: 'devices 1 chains 0 devices 0', parameter: 'Stereo Width' }, value: 0.5 },
      { ref: { track: 'tracks 7', device: null, parameter: 'Track Volume' }, value: 0.5 },
      { ref: { track: 'tracks 1', device: 'devices 1 chains 0', parameter: 'Chain Volume' }, value: 0.5 },
      { ref: gain, value: 1 },
    ]
    const result = ask('write', { writes })
    expect(result).toMatchObject({
      written: [{ reason: 'disabled' }, { reason: 'missing' }, { parameter: { 1: 0.5 } }, { parameter: { 1: 1 } }],
      undoSteps: 2,
    })
    expect(eq.children['parameters']![1]!.properties['value']).toBe(1)
  })

  test.each(['throw', 'silent'] as const)('that Live does not take are told (refusals: %s)', refusals => {
    const { ask, eq, live } = bridgeOn()
    live.refusals = refusals
    const node = eq.children['parameters']![1]!
    // Enabled when it is looked at, and not when it is written.
    let looks = 0
    Object.defineProperty(node.properties, 'is_enabled', { get: () => (looks++ === 0 ? 1 : 0), enumerable: true })
    const result = ask('write', write(3)) as Operations['write']['result']
    expect(result.undoSteps).toBe(0)
    expect(result.written[0]).toHaveProperty('reason')
    expect(node.properties['value']).toBe(0)
  })

  test('stand in one undo step that is closed even when Live throws', () => {
    const { ask, live, eq } = bridgeOn()
    eq.children['parameters']![1]!.properties['is_enabled'] = 1
    live.song.functions['end_undo_step'] = () => undefined
    ask('write', {
      writes: [
        { ref: gain, value: 1 },
        { ref: { ...gain, parameter: 'Device On' }, value: 0 },
      ],
    })
    const steps = live.calls.filter(call => call.includes('undo_step'))
    expect(steps).toEqual(['Song begin_undo_step', 'Song end_undo_step'])
  })

  test('of more than 50 values at a time are refused as a whole', () => {
    const { ask } = bridgeOn()
    const writes = Array.from({ length: 51 }, () => ({ ref: gain, value: 1 }))
    expect(ask('write', { writes })).toMatchObject({ reason: 'out-of-range' })
  })
})

describe('reads', () => {
  test('give null for what is not there, and the rest', () => {
    const { ask } = bridgeOn()
    const refs = [gain, { ...gain, device: 'devices 9' }, { ...gain, parameter: 'nothing of the kind' }]
    expect(ask('read', { refs })).toEqual([['1 Gain A', 0, -15, 15, 2, '0 u'], null, null])
  })

  test('texts are Live’s own for values that are not written', () => {
    const { ask, eq } = bridgeOn()
    expect(ask('texts', { ref: gain, values: [-3, 4.5] })).toEqual(['-3 u', '4.5 u'])
    expect(eq.children['parameters']![1]!.properties['value']).toBe(0)
  })

  test('an object that went reads as missing, never as the one looked at before', () => {
    const { bridge, eq, live } = bridgeOn()
    const [, node] = eq.children['parameters']!
    expect(bridge.live.number(node!.id, 'max')).toBe(15)
    live.remove(eq)
    node!.isGone = true
    bridge.live.number(live.song.id, 'tempo')
    expect(() => bridge.live.number(node!.id, 'max')).toThrow(expect.objectContaining({ reason: 'missing' }))
  })
})

describe('changes', () => {
  test('of observed values come once, with the value and its text; the first call of an observer is none', () => {
    const { ask, changes, live, eq, advance } = bridgeOn()
    ask('observe', { refs: [gain, { ...gain, parameter: 'Device On' }] })
    expect(changes).toEqual([])
    const node = eq.children['parameters']![1]!
    for (const value of [1, 2, 3]) live.change(node, 'value', value)
    advance(200)
    expect(changes).toEqual([{ ref: gain, parameter: ['1 Gain A', 3, -15, 15, 2, '3 u'] }])
  })

  test('that are taken back before they could be told are none', () => {
    const { ask, changes, live, eq, advance } = bridgeOn()
    ask('observe', { refs: [gain] })
    for (const value of [1, 0]) live.change(eq.children['parameters']![1]!, 'value', value)
    advance(200)
    expect(changes).toEqual([])
  })

  test('are observed with the same objects when others are asked for, and no longer for the first', () => {
    const { ask, changes, live, eq, advance } = bridgeOn()
    ask('observe', { refs: [gain] })
    const { observing } = live
    ask('observe', { refs: [{ ...gain, parameter: 'Device On' }] })
    expect(live.observing).toBe(observing)
    live.change(eq.children['parameters']![1]!, 'value', 7)
    advance(200)
    expect(changes).toEqual([])
  })

  test.each([
    ['a device put in', (s: ReturnType<typeof bridgeOn>) => s.live.add(s.pad, 'devices', s.device('Eq8', 'EQ', []))],
    [
      'a device in a chain',
      (s: ReturnType<typeof bridgeOn>) => s.live.add(s.chain, 'devices', s.device('Eq8', 'EQ', [])),
    ],
    ['a track removed', (s: ReturnType<typeof bridgeOn>) => s.live.remove(s.pad)],
    [
      'devices that change places',
      (s: ReturnType<typeof bridgeOn>) => {
        s.pad.children['devices']!.reverse()
        s.live.notify(s.pad, 'devices')
      },
    ],
  ])('of the structure are told: %s', (_, change) => {
    const session = bridgeOn()
    session.snapshot()
    session.advance(1_000)
    expect(session.countSetChanges()).toBe(0)
    change(session)
    session.advance(1_000)
    expect(session.countSetChanges()).toBe(1)
  })

  test('of a name are no change of the structure', () => {
    const { snapshot, live, lead, advance, countSetChanges } = bridgeOn()
    snapshot()
    live.change(lead, 'name', 'Solo')
    advance(1_000)
    expect(countSetChanges()).toBe(0)
  })
})

describe('devices', () => {
  const insertInto = (track: FakeNode, session: ReturnType<typeof bridgeOn>, className: string) => {
    track.functions['insert_device'] = (_name, index) => {
      session.live.add(track, 'devices', session.device(className, 'new', []), index as number | undefined)
    }
    track.functions['delete_device'] = index => session.live.remove(track.children['devices']![Number(index)]!)
  }
  const args = { track: 'tracks 2', chain: null, name: 'EQ Eight', className: 'Eq8', index: 1 }

  test('are put in where asked, and taken out again', () => {
    const session = bridgeOn()
    insertInto(session.pad, session, 'Eq8')
    expect(session.ask('insert', args)).toBe('devices 1')
    expect(session.ask('remove', { track: 'tracks 2', device: 'devices 1' })).toBeNull()
    expect(session.pad.children['devices']).toHaveLength(2)
  })

  test('of the wrong class are taken out again, and silence is no success', () => {
    const session = bridgeOn()
    insertInto(session.pad, session, 'Limiter')
    expect(session.ask('insert', args)).toMatchObject({ reason: 'failed' })
    expect(session.pad.children['devices']).toHaveLength(2)
    session.pad.functions['insert_device'] = () => undefined
    expect(session.ask('insert', args)).toMatchObject({ reason: 'unsupported' })
  })

  test('side-chain: the named track after its devices, by whichever form Live takes; others are refused', () => {
    const session = bridgeOn()
    const { compressor, live, ask } = session
    const json = (property: string, value: unknown) => JSON.stringify({ [property]: value })
    const types = [
      { display_name: 'No Input', identifier: 0 },
      { display_name: '2-Lead', identifier: 5 },
    ]
    Object.assign(compressor.properties, {
      available_input_routing_types: json('available_input_routing_types', types),
      input_routing_type: json('input_routing_type', types[0]),
      available_input_routing_channels: json('available_input_routing_channels', [
        { display_name: 'Pre FX', identifier: 1 },
        { display_name: 'Post FX', identifier: 2 },
      ]),
      input_routing_channel: json('input_routing_channel', { display_name: 'Pre FX', identifier: 1 }),
    })
    const change = live.change.bind(live)
    // Takes the bare dictionary only.
    live.change = (node, property, value) => {
      if (!property.startsWith('input_routing')) return change(node, property, value)
      const { identifier } = JSON.parse(String(value))
      if (identifier === undefined) return
      const list = JSON.parse(String(node.properties[`available_${property}s`]))[`available_${property}s`]
      const chosen = list.find((one: { identifier: number }) => one.identifier === identifier)
      change(node, property, json(property, chosen))
    }
    const source = { track: 'tracks 2', device: 'devices 1', source: 'tracks 1' }
    expect(ask('sidechain', source)).toBeNull()
    expect(compressor.properties['input_routing_channel']).toContain('Post FX')
    expect((ask('snapshot', {}) as WireSet).tracks[2]!.devices[1]!.sidechain).toBe('2-Lead')
    expect(ask('sidechain', { ...source, source: null })).toBeNull()
    expect((ask('snapshot', {}) as WireSet).tracks[2]!.devices[1]!.sidechain).toBeNull()
    expect(ask('sidechain', { ...source, source: 'return_tracks 0' })).toMatchObject({ reason: 'unsupported' })
    expect(ask('sidechain', { ...source, device: 'devices 0' })).toMatchObject({ reason: 'unsupported' })
  })

  test('a track is found in a chooser by number and name, or by a name that is there once', () => {
    const types = ['1-Kick', '2-Kick', '3-Bass', 'A-Hall'].map((text, identifier) => ({ text, identifier }))
    expect(trackChoice(types, { name: 'Kick', number: 2 })?.identifier).toBe(1)
    expect(trackChoice(types, { name: 'Kick', number: 7 })).toBeUndefined()
    expect(trackChoice(types, { name: 'Bass', number: 9 })?.identifier).toBe(2)
    expect(trackChoice(types, { name: 'Hall', number: 1 })?.identifier).toBe(3)
  })
})

test('play from a beat stops first and moves; the answer says where Live stands', () => {
  const { ask, live } = bridgeOn()
  live.change(live.song, 'is_playing', 1)
  expect(ask('transport', { do: 'play', beats: 64 })).toEqual({
    playing: true,
    beats: 64,
    tempo: 138,
    loop: { on: false, startBeats: 0, lengthBeats: 16 },
  })
  expect(live.calls.filter(call => call.startsWith('Song '))).toEqual(['Song stop_playing', 'Song continue_playing'])
})

test('short requests pass a long one that is under way', () => {
  const { bridge, advance, live } = bridgeOn()
  live.callMs = 0.3
  const order: string[] = []
  const tools = (name: string) => ({
    done: () => void order.push(name),
    failed: () => void order.push(`${name} failed`),
  })
  bridge.jobs.run(bridge.handlers.snapshot({}), { ...tools('snapshot'), isLong: true })
  advance(5)
  bridge.jobs.run(bridge.handlers.read({ refs: [gain] }), tools('read'))
  advance(60_000)
  expect(order).toEqual(['read', 'snapshot'])
})
