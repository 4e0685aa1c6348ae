import { describe, expect, test } from 'vitest'
import { startLimitMs } from '../../device/hub/node-link.ts'
import { createHub } from '../../device/hub.ts'
import {
  encodeLetter,
  type FaceState,
  faceChoices,
  heartbeatMs,
  hubOutlets,
  type Letter,
  LetterBox,
  lettersPerMessage,
  protocolVersion,
  ringSeconds,
  silenceMs,
  tapMeters,
  tapStatuses,
  type WireTap,
} from '../../device/protocol.ts'
import { fakeHost, smallSet } from './support/fake-live.ts'

const face: FaceState = {
  line: 'Ready.',
  detail: '',
  tone: 'neutral',
  progress: null,
  score: 83.4,
  against: 'your taste: trance 2026',
  lights: {
    loudness: 'good',
    dynamics: 'off',
    tone: 'warning',
    'low-end': 'off',
    sidechain: 'off',
    stereo: 'critical',
  },
  fixes: [{ title: 'Cut 2.8 dB at 240 Hz', track: 'Pads', effect: 'gap −12 %', state: 'offered' }],
  heard: '7 of 24 tracks heard explain 81 %',
  enabled: ['capture', 'analyze', 'apply-1', 'show-1'],
}

/** A hub on Main of the small set, with Node played by the test. */
function hubOn(set = smallSet(), { isReady = true, key = 4711 }: { isReady?: boolean; key?: number | null } = {}) {
  const hubDevice = set.device('MxDeviceAudioEffect', 'Uplift', [])
  set.live.add(set.main, 'devices', hubDevice)
  hubDevice.children['canonical_parent'] = [set.main]
  set.live.thisDevice = hubDevice
  const fake = fakeHost(set.live)
  const script = createHub(fake.host)
  const send = (word: string, ...atoms: (number | string)[]) => script.inputs[word]!(atoms)
  const box = new LetterBox()
  let letters = 0
  const node = {
    say: (word: string, ...atoms: number[]) => send(word, ...atoms),
    /** What the hub said: letters decoded, the rest as atoms. */
    heard: () =>
      fake.take(hubOutlets.node).flatMap((atoms): unknown[] => {
        if (atoms[0] !== 'letter') return [atoms]
        const letter = box.receive(atoms.slice(1).map(Number))
        return letter ? [letter] : []
      }),
    events: () =>
      node.heard().flatMap(one => ((one as Letter).kind === 'event' ? [one as Letter & { kind: 'event' }] : [])),
    post: (letter: Letter) => {
      for (const atoms of encodeLetter(letter, ++letters)) send('letter', ...atoms)
    },
    ask: (op: string, args: unknown = {}, id = 1) => {
      node.heard()
      node.post({ kind: 'request', id, op: op as never, args })
      fake.advance(150)
      return node.heard().find(one => ['reply', 'failure'].includes((one as Letter).kind)) as Letter
    },
    /** Node lives on: time in which it keeps saying so. */
    wait: (milliseconds: number) => {
      for (let left = milliseconds; left > 0; left -= 1_000) {
        send('beat', 1)
        fake.advance(Math.min(1_000, left))
      }
    },
  }
  /** A hub hears itself. */
  const echo = () => {
    for (const [selector, hubKey] of fake.take(hubOutlets.hubs)) send('hubs', selector!, hubKey!)
  }
  send('stored', ...(key === null ? [] : [key]))
  send('loaded')
  fake.advance(310)
  echo()
  fake.advance(600)
  if (isReady) {
    send('hello', protocolVersion, 1)
    fake.advance(10)
  }
  return { ...set, ...fake, send, node, script, echo, hubDevice }
}
const line = (messages: (string | number)[][]) => messages.filter(([name]) => name === 'line').at(-1)?.[2]

describe('the handshake', () => {
  test('answers a hello of Node, and then takes requests', () => {
    const { node } = hubOn()
    expect(node.heard()).toContainEqual(['hello', protocolVersion, 0])
    expect(node.ask('capabilities')).toEqual({
      kind: 'reply',
      id: 1,
      result: { liveVersion: '12.4.1', insert: true, hubKey: 4711, last: true },
    })
  })

  test('is begun by the hub too, and takes place when Node answers', () => {
    const { node, advance, send } = hubOn(smallSet(), { isReady: false })
    advance(4_000)
    expect(node.heard()).toContainEqual(['hello', protocolVersion, 1])
    send('hello', protocolVersion, 0)
    expect(node.heard()).not.toContainEqual(['hello', protocolVersion, 0])
    expect(node.ask('taps')).toMatchObject({ kind: 'reply', result: [] })
  })

  test('waits for Live: a hello that comes before "loaded" is answered afterwards', () => {
    const set = smallSet()
    set.live.thisDevice = set.eq
    const { host, advance, take } = fakeHost(set.live)
    const { inputs } = createHub(host)
    inputs['hello']!([protocolVersion, 1])
    advance(2_000)
    expect(take(hubOutlets.node)).toEqual([])
    inputs['loaded']!([])
    advance(1_000)
    expect(take(hubOutlets.node)).toContainEqual(['hello', protocolVersion, 0])
  })

  test('tells of a device behind the hub on Main, even before the set was read', () => {
    const { node, live, main, device, advance } = hubOn()
    node.heard()
    live.add(main, 'devices', device('Limiter', 'Limiter', []))
    advance(1_000)
    expect(node.events()).toContainEqual({ kind: 'event', event: 'set-changed', data: null })
    expect(node.ask('capabilities')).toMatchObject({ result: { last: false } })
  })

  test('fails with another version, and the face says so', () => {
    const { node, take, send } = hubOn(smallSet(), { isReady: false })
    send('hello', protocolVersion + 1, 1)
    expect(line(take(hubOutlets.face))).toContain('different versions')
    expect(node.ask('taps')).toBeUndefined()
  })

  test('tells a Node that comes where the switches stand, though they spoke before it was there', () => {
    const { node, send } = hubOn(smallSet(), { isReady: false })
    send('press', 'stage', 2)
    send('press', 'strength', 60)
    send('press', 'capture', 1)
    send('hello', protocolVersion, 1)
    const presses = node.events().filter(({ event }) => event === 'press')
    expect(presses.map(({ data }) => data)).toEqual([
      { control: 'stage', value: 2 },
      { control: 'strength', value: 60 },
    ])
  })

  test('beats while it is quiet, and is over when Node says nothing for a while', () => {
    const { node, advance, take } = hubOn()
    node.heard()
    node.wait(4 * heartbeatMs)
    expect(node.heard().filter(one => Array.isArray(one) && one[0] === 'beat').length).toBeGreaterThanOrEqual(3)
    take(hubOutlets.face)
    advance(silenceMs + 2_000)
    expect(line(take(hubOutlets.face))).toContain('does not answer')
  })

  test('is not given up because Live stood still', () => {
    const { node, advance, stall, send, take } = hubOn()
    node.wait(2_000)
    // A dialog, a save: no clock runs. What Node said meanwhile waits behind the script's own turn.
    stall(20_000)
    advance(1_000)
    send('beat', 2)
    expect(line(take(hubOutlets.face))).not.toContain('does not answer')
    expect(node.ask('taps')).toMatchObject({ kind: 'reply' })
  })
})

test('a Node that does not start is named on the face after ten seconds, and started', () => {
  const { node, advance, take } = hubOn(smallSet(), { isReady: false })
  expect(line(take(hubOutlets.face))).toContain('Starting')
  advance(startLimitMs + 1_000)
  expect(line(take(hubOutlets.face))).toContain('has not started')
  expect(node.heard()).toContainEqual(['script', 'start'])
  advance(120_000)
  expect(line(take(hubOutlets.face))).toContain('again and again')
  expect(node.heard().filter(one => JSON.stringify(one) === '["script","start"]')).toHaveLength(2)
})

test.each([
  ['said nothing for a while', () => {}, silenceMs],
  ['has ended', (send: (word: string, event: string) => void) => send('process', 'terminated'), 0],
])('a Node that %s is started again after a while, unless it comes back by itself', (_, end, untilNoticed) => {
  const { node, advance, send } = hubOn()
  const starts = () => node.heard().filter(one => JSON.stringify(one) === '["script","start"]').length
  end(send)
  advance(untilNoticed + 4_000)
  send('hello', protocolVersion, 1)
  expect(starts()).toBe(0)
  end(send)
  advance(untilNoticed + 12_000)
  expect(starts()).toBe(1)
})

test('the space bar of the floating window is Live’s', () => {
  const { send, live } = hubOn()
  send('window', 'space')
  expect(live.song.properties['is_playing']).toBe(1)
  send('window', 'space')
  expect(live.song.properties['is_playing']).toBe(0)
})

test('replies for a Node that has been restarted since are dropped', () => {
  const { node, send, advance } = hubOn()
  node.post({ kind: 'request', id: 7, op: 'snapshot', args: {} })
  send('hello', protocolVersion, 1)
  advance(5_000)
  expect(node.heard().some(one => (one as Letter).kind === 'reply')).toBe(false)
})

test('a long letter goes in parts, and a snapshot arrives whole', () => {
  const { node, out } = hubOn()
  const reply = node.ask('snapshot')
  expect(reply).toMatchObject({ kind: 'reply', result: { tracks: { length: 5 } } })
  expect(out.filter(([, word]) => word === 'letter').every(atoms => atoms.length <= lettersPerMessage + 5)).toBe(true)
})

test('no text but the fixed selectors goes to Node: new text would stay in Max for ever', () => {
  const { node, take, send } = hubOn()
  node.post({ kind: 'request', id: 1, op: 'snapshot', args: {} })
  send('tap', 'hello', 5, 10, protocolVersion)
  node.wait(5_000)
  const words = new Set(take(hubOutlets.node).flatMap(atoms => atoms.filter(atom => typeof atom === 'string')))
  expect([...words].sort()).toEqual(['beat', 'hello', 'letter'])
})

describe('several hubs', () => {
  /** A hub that has been told that 4711 was there first. */
  const second = () => {
    const set = smallSet()
    set.live.thisDevice = set.eq
    const fake = fakeHost(set.live)
    const { inputs } = createHub(fake.host)
    inputs['stored']!([99])
    inputs['loaded']!([])
    fake.advance(310)
    expect(fake.take(hubOutlets.hubs)).toEqual([['claim', 99]])
    // It hears itself first.
    inputs['hubs']!(['claim', 99])
    inputs['hubs']!(['held', 4711])
    fake.advance(600)
    return { ...fake, inputs }
  }

  test('the first one objects to whoever claims, and stays in charge', () => {
    const { send, node, take } = hubOn(smallSet(), { isReady: false })
    send('hubs', 'claim', 99)
    expect(take(hubOutlets.hubs)).toEqual([['held', 4711]])
    send('hubs', 'held', 4711)
    send('hello', protocolVersion, 1)
    expect(node.events()).toContainEqual({ kind: 'event', event: 'passive', data: { passive: false } })
  })

  test('the second says that it is passive, on the face and to its Node, and writes nothing', () => {
    const { take, inputs } = second()
    expect(line(take(hubOutlets.face))).toContain('Another Uplift')
    inputs['hello']!([protocolVersion, 1])
    const box = new LetterBox()
    const heard = () =>
      take(hubOutlets.node).flatMap(([word, ...atoms]) =>
        word === 'letter' ? (box.receive(atoms.map(Number)) ?? []) : [],
      )
    expect(heard()).toContainEqual({ kind: 'event', event: 'passive', data: { passive: true } })
    for (const atoms of encodeLetter(
      { kind: 'request', id: 1, op: 'solo', args: { track: 'tracks 0', on: true } },
      1,
    )) {
      inputs['letter']!(atoms)
    }
    expect(heard()).toMatchObject([{ kind: 'failure', reason: 'unsupported' }])
  })

  test('takes over when the one in charge has gone', () => {
    const other = second()
    other.advance(5_100)
    expect(other.take(hubOutlets.hubs)).toEqual([['claim', 99]])
    other.inputs['hubs']!(['claim', 99])
    other.advance(600)
    other.inputs['hello']!([protocolVersion, 1])
    expect(line(other.take(hubOutlets.face))).not.toContain('Another Uplift')
  })

  test('a copy with the same key gets a new one, which the set remembers', () => {
    const set = smallSet()
    set.live.thisDevice = set.eq
    const { host, advance, take } = fakeHost(set.live)
    const { inputs } = createHub(host)
    inputs['stored']!([4711])
    inputs['loaded']!([])
    advance(310)
    inputs['hubs']!(['claim', 4711])
    inputs['hubs']!(['held', 4711])
    const [[key]] = take(hubOutlets.store) as [[number]]
    expect(key).not.toBe(4711)
    expect(take(hubOutlets.hubs).at(-1)).toEqual(['claim', 4711])
    advance(6_000)
    expect(take(hubOutlets.hubs).at(-1)).toEqual(['claim', key])
  })
})

describe('taps', () => {
  const tapped = () => {
    const session = hubOn()
    const tap = session.device('MxDeviceAudioEffect', 'Uplift Tap', [])
    session.live.add(session.lead, 'devices', tap)
    tap.children['canonical_parent'] = [session.lead]
    session.send('tap', 'hello', 5, tap.id, protocolVersion)
    session.advance(50)
    const rows = () => (session.node.ask('taps') as Letter & { kind: 'reply' }).result as WireTap[]
    return { ...session, tap, rows }
  }

  test('are welcomed with their track’s name, and Node hears of them', () => {
    const { rows, take, node, advance } = tapped()
    expect(take(hubOutlets.taps)).toEqual(
      expect.arrayContaining([
        ['welcome', 5, 'Lead'],
        ['status', 5, tapStatuses.indexOf('ready')],
      ]),
    )
    const row = { key: 5, track: 'tracks 1', trackName: 'Lead', status: 'ready', place: 'last', latency: 128 }
    advance(300)
    expect(node.events().at(-1)).toEqual({ kind: 'event', event: 'taps', data: [row] })
    expect(rows()).toEqual([row])
  })

  test.each([
    ['muted', (s: ReturnType<typeof tapped>) => s.live.change(s.lead, 'mute', 1)],
    ['muted', (s: ReturnType<typeof tapped>) => s.live.change(s.group, 'mute', 1)],
    ['frozen', (s: ReturnType<typeof tapped>) => s.live.change(s.lead, 'is_frozen', 1)],
    ['not-last', (s: ReturnType<typeof tapped>) => s.live.add(s.lead, 'devices', s.device('Eq8', 'EQ', []))],
    ['off', (s: ReturnType<typeof tapped>) => s.live.change(s.tap, 'is_active', 0)],
    ['off', (s: ReturnType<typeof tapped>) => s.send('tap', 'alive', 5, 0)],
  ] as const)('are told apart: %s', (status, change) => {
    const session = tapped()
    change(session)
    session.node.wait(2_000)
    expect(session.rows()[0]!.status).toBe(status)
    expect(session.take(hubOutlets.taps)).toContainEqual(['status', 5, tapStatuses.indexOf(status)])
  })

  test('in a rack’s chain know their track, and that they hear a chain only', () => {
    const { send, device, live, chain, rows, advance } = tapped()
    const inRack = device('MxDeviceAudioEffect', 'Uplift Tap', [])
    live.add(chain, 'devices', inRack)
    inRack.children['canonical_parent'] = [chain]
    send('tap', 'hello', 6, inRack.id, protocolVersion)
    advance(50)
    expect(rows()[1]).toMatchObject({ key: 6, track: 'tracks 1', status: 'in-rack' })
  })

  test('in front of everything on Main are the ones that hear before the limiter', () => {
    const { send, device, live, main, rows, advance } = tapped()
    const first = device('MxDeviceAudioEffect', 'Uplift Tap', [])
    live.add(main, 'devices', device('Limiter', 'Limiter', []), 0)
    live.add(main, 'devices', first, 0)
    first.children['canonical_parent'] = [main]
    send('tap', 'hello', 6, first.id, protocolVersion)
    advance(50)
    expect(rows()[1]).toMatchObject({ track: 'master_track', place: 'first', status: 'ready', latency: 0 })
  })

  test('on Main in front of Uplift itself are last: Uplift changes nothing', () => {
    const { send, device, live, main, rows, advance } = tapped()
    const beforeHub = device('MxDeviceAudioEffect', 'Uplift Tap', [])
    live.add(main, 'devices', beforeHub, 0)
    live.add(main, 'devices', device('Limiter', 'Limiter', []), 0)
    beforeHub.children['canonical_parent'] = [main]
    send('tap', 'hello', 6, beforeHub.id, protocolVersion)
    advance(50)
    expect(rows()[1]).toMatchObject({ track: 'master_track', place: 'last', status: 'ready', latency: 64 })
  })

  test('follow their track when it moves or is renamed', () => {
    const { rows, live, lead, node, take } = tapped()
    live.song.children['tracks']!.reverse()
    live.notify(live.song, 'tracks')
    live.change(lead, 'name', 'Main lead')
    node.wait(5_000)
    expect(rows()[0]).toMatchObject({ track: 'tracks 1', trackName: 'Main lead' })
    expect(take(hubOutlets.taps)).toContainEqual(['welcome', 5, 'Main lead'])
  })

  test('that are copies get a key of their own, addressed by Live’s id', () => {
    const { send, device, live, pad, take, rows, advance } = tapped()
    const copy = device('MxDeviceAudioEffect', 'Uplift Tap', [])
    live.add(pad, 'devices', copy)
    copy.children['canonical_parent'] = [pad]
    send('tap', 'hello', 5, copy.id, protocolVersion)
    const rekey = take(hubOutlets.taps).find(([word]) => word === 'rekey')!
    expect(rekey[1]).toBe(copy.id)
    send('tap', 'hello', rekey[2]!, copy.id, protocolVersion)
    advance(50)
    expect(rows().map(({ track }) => track)).toEqual(['tracks 1', 'tracks 2'])
    expect(new Set(rows().map(({ key }) => key)).size).toBe(2)
  })

  test('that come back with a new id of Live’s keep their key, since the old one is gone', () => {
    const { send, device, live, lead, tap, take, rows, advance } = tapped()
    live.remove(tap)
    const again = device('MxDeviceAudioEffect', 'Uplift Tap', [])
    live.add(lead, 'devices', again)
    again.children['canonical_parent'] = [lead]
    take(hubOutlets.taps)
    send('tap', 'hello', 5, again.id, protocolVersion)
    advance(50)
    expect(take(hubOutlets.taps).some(([word]) => word === 'rekey')).toBe(false)
    expect(rows()).toMatchObject([{ key: 5, status: 'ready' }])
  })

  test('that do not answer twice are stale, and are gone when they say goodbye', () => {
    const { rows, node, send } = tapped()
    node.wait(13_000)
    expect(rows()[0]!.status).toBe('stale')
    send('tap', 'alive', 5, 1)
    expect(rows()[0]!.status).toBe('ready')
    send('tap', 'bye', 5)
    expect(rows()).toEqual([])
  })

  test('that nobody knows are asked to introduce themselves', () => {
    const { send, take } = tapped()
    take(hubOutlets.taps)
    send('tap', 'alive', 77, 1)
    expect(take(hubOutlets.taps)).toEqual([['status', 77, tapStatuses.indexOf('stale')]])
  })

  test('of another version are named', () => {
    const { send, pad, device, live, rows, advance } = tapped()
    const old = device('MxDeviceAudioEffect', 'Uplift Tap', [])
    live.add(pad, 'devices', old)
    old.children['canonical_parent'] = [pad]
    send('tap', 'hello', 8, old.id, protocolVersion + 1)
    advance(50)
    expect(rows()[1]!.status).toBe('other-version')
  })

  test('stream to Node as numbers, and only those that it listens to', () => {
    const { send, node, take } = tapped()
    const numbers = tapMeters.map((_, i) => i / 10)
    send('tap', 'meter', 5, ...numbers)
    expect(node.heard().filter(one => Array.isArray(one) && one[0] === 'meter')).toEqual([])
    node.ask('listen', { taps: [5, 6] })
    expect(take(hubOutlets.taps)).toContainEqual(['listen', 5, 1])
    send('tap', 'meter', 5, ...numbers)
    expect(node.heard()).toContainEqual(['meter', 5, ...numbers])
    node.ask('listen', { taps: [] })
    expect(take(hubOutlets.taps)).toContainEqual(['listen', 5, 0])
  })
})

describe('a take', () => {
  const take1 = { take: 3, folder: '/takes/3', taps: [], fromBeats: 4, toBeats: 8, prerollBeats: 4 }
  const playing = (session: ReturnType<typeof hubOn>, seconds: number) => {
    const { live } = session
    for (let i = 0; i < seconds * 20; i++) {
      if (live.song.properties['is_playing']) {
        live.song.properties['current_song_time'] =
          (live.song.properties['current_song_time'] as number) + (138 / 60) * 0.05
      }
      if (i % 20 === 0) session.send('beat', 1)
      session.advance(50)
    }
  }

  test('records Main over the range and puts the transport back', () => {
    const session = hubOn()
    const { node, live, take } = session
    live.song.properties['current_song_time'] = 99
    node.heard()
    node.post({ kind: 'request', id: 9, op: 'record', args: take1 })
    playing(session, 8)
    const heard = node.heard()
    expect(heard).toContainEqual({ kind: 'reply', id: 9, result: null })
    const ended = heard.find(one => (one as { event?: string }).event === 'recorded')
    expect(ended).toMatchObject({ data: { take: 3, end: 'complete', startedAt: { main: 0 }, sampleRate: 44_100 } })
    expect(take(hubOutlets.audio).map(([word]) => word)).toEqual([
      'ring-run',
      'record-open',
      'record-start',
      'record-stop',
    ])
    expect(live.song.properties).toMatchObject({ is_playing: 0, current_song_time: 99 })
  })

  test('with a hand on a control is no take: the selected parameter moved', () => {
    const session = hubOn()
    const { node, live, eq } = session
    const parameter = eq.children['parameters']![1]!
    live.view.children['selected_parameter'] = [parameter]
    node.post({ kind: 'request', id: 9, op: 'record', args: take1 })
    playing(session, 1)
    live.change(parameter, 'value', 3)
    playing(session, 2)
    const ended = node.heard().find(one => (one as { event?: string }).event === 'recorded')
    expect(ended).toMatchObject({ data: { end: 'edited', detail: '"1 Gain A" was moved' } })
  })

  test('is none the worse for a control that is only selected', () => {
    const session = hubOn()
    const { node, live, eq } = session
    const [first, second] = eq.children['parameters']!
    live.view.children['selected_parameter'] = [first!]
    node.post({ kind: 'request', id: 9, op: 'record', args: take1 })
    playing(session, 1)
    live.view.children['selected_parameter'] = [second!]
    playing(session, 7)
    const ended = node.heard().find(one => (one as { event?: string }).event === 'recorded')
    expect(ended).toMatchObject({ data: { end: 'complete' } })
  })

  test('with a track muted meanwhile is no take', () => {
    const session = hubOn()
    const { node, live, lead, device, send } = session
    const tap = device('MxDeviceAudioEffect', 'Uplift Tap', [])
    live.add(lead, 'devices', tap)
    tap.children['canonical_parent'] = [lead]
    send('tap', 'hello', 5, tap.id, protocolVersion)
    session.advance(1_000)
    node.post({ kind: 'request', id: 9, op: 'record', args: take1 })
    playing(session, 1)
    live.change(lead, 'mute', 1)
    playing(session, 2)
    const ended = node.heard().find(one => (one as { event?: string }).event === 'recorded')
    expect(ended).toMatchObject({ data: { end: 'edited', detail: 'the tap on "Lead" is muted' } })
  })

  test('that is under way when the device goes is closed, and nothing of Live stays observed', () => {
    const session = hubOn()
    const { node, live, script, take } = session
    node.ask('snapshot')
    node.post({ kind: 'request', id: 9, op: 'record', args: take1 })
    playing(session, 1)
    take(hubOutlets.audio)
    script.deleted()
    expect(take(hubOutlets.audio)).toContainEqual(['record-stop'])
    expect(live.song.properties['is_playing']).toBe(0)
    expect(live.observing).toBe(0)
  })

  test('ends when the Node that asked for it has gone', () => {
    const session = hubOn()
    const { node, live, send } = session
    node.post({ kind: 'request', id: 9, op: 'record', args: { ...take1, toBeats: 400 } })
    playing(session, 2)
    expect(live.song.properties['is_playing']).toBe(1)
    send('process', 'terminated')
    expect(live.song.properties['is_playing']).toBe(0)
  })
})

describe('sound', () => {
  test('an excerpt is refused while Live plays, and stops when Live starts', () => {
    const { node, live, take, advance } = hubOn()
    expect(node.ask('audition', { file: '/a.wav' })).toMatchObject({ kind: 'reply' })
    take(hubOutlets.audio)
    take(hubOutlets.face)
    live.change(live.song, 'is_playing', 1)
    advance(100)
    expect(take(hubOutlets.audio)).toEqual([['audition-play', 0]])
    expect(take(hubOutlets.face)).toContainEqual(['compare', 'set', faceChoices.compare.indexOf('Now')])
    expect(node.events()).toContainEqual({ kind: 'event', event: 'press', data: { control: 'compare', value: 0 } })
    expect(node.ask('audition', { file: '/a.wav' })).toMatchObject({ kind: 'failure' })
  })

  test('a comparison only ever lowers', () => {
    const { node, take } = hubOn()
    node.ask('attenuate', { db: 6 })
    const [, amount] = take(hubOutlets.audio).find(([word]) => word === 'attenuate')!
    // 1 + k is the gain: 6 dB lower.
    expect(20 * Math.log10(1 + Number(amount))).toBeCloseTo(-6, 10)
    node.ask('attenuate', { db: 0 })
    expect(take(hubOutlets.audio)).toContainEqual(['attenuate', 0])
    expect(node.ask('attenuate', { db: -1 })).toMatchObject({ kind: 'failure', reason: 'out-of-range' })
  })

  test.each([
    [5, 0.25, 5],
    [60, 0.4, ringSeconds],
  ])('the ring after %d s that stopped at %d holds %d s', (running, endsAt, seconds) => {
    const { node, send, take } = hubOn()
    node.wait(running * 1_000)
    take(hubOutlets.audio)
    node.heard()
    node.post({ kind: 'request', id: 2, op: 'ring', args: { file: '/ring.wav' } })
    expect(take(hubOutlets.audio)).toEqual([['ring-run', 0]])
    send('audio', 'ring-at', endsAt)
    expect(take(hubOutlets.audio)).toEqual([['ring-write', '/ring.wav']])
    send('audio', 'ring-written')
    expect(node.heard()).toContainEqual({ kind: 'reply', id: 2, result: { seconds, endsAt } })
    expect(take(hubOutlets.audio)).toEqual([['ring-run', 1]])
    // No time-out is left behind.
    node.wait(20_000)
    expect(take(hubOutlets.audio)).toEqual([])
  })
})

test('a request that no device knows is refused', () => {
  expect(hubOn().node.ask('dance')).toMatchObject({ kind: 'failure', reason: 'unsupported' })
})

describe('the face', () => {
  test('shows what Node says, and then only what differs', () => {
    const { node, take } = hubOn()
    node.ask('face', face)
    const first = take(hubOutlets.face)
    expect(first).toEqual(
      expect.arrayContaining([
        ['line', 'set', 'Ready.'],
        ['score', 83],
        ['light-tone', 3],
        ['light-stereo', 4],
        ['fix-1-title', 'set', 'Cut 2.8 dB at 240 Hz'],
        ['apply-1', 'hidden', 0],
        ['apply-1', 'active', 1],
        ['capture', 'active', 1],
      ]),
    )
    node.ask('face', { ...face, score: 84, enabled: ['capture', 'analyze', 'show-1'] })
    expect(take(hubOutlets.face)).toEqual([
      ['score', 84],
      ['apply-1', 'active', 0],
    ])
  })

  test('keeps the findings readable when Node is gone, but nothing can be pressed', () => {
    const { node, take, send } = hubOn()
    node.ask('face', face)
    take(hubOutlets.face)
    send('process', 'terminated')
    const messages = take(hubOutlets.face)
    expect(line(messages)).toContain('Node has stopped')
    expect(messages).toContainEqual(['capture', 'active', 0])
    expect(messages.some(([name]) => name === 'score' || name === 'fix-1-title')).toBe(false)
  })

  test('says that the device is switched off, and what Node says when it is on again', () => {
    const { node, take, send } = hubOn()
    node.ask('face', face)
    send('enabled', 0)
    expect(line(take(hubOutlets.face))).toContain('switched off')
    send('enabled', 1)
    expect(line(take(hubOutlets.face))).toBe('Ready.')
  })

  test('names a Live that is too old', () => {
    const set = smallSet()
    set.live.thisDevice = set.eq
    set.live.app.functions['get_minor_version'] = () => 1
    const { host, advance, take } = fakeHost(set.live)
    createHub(host).inputs['loaded']!([])
    advance(10_000)
    expect(line(take(hubOutlets.face))).toContain('12.2')
    expect(take(hubOutlets.node)).toEqual([])
  })
})

test('a fault in one message is told and does not end the script', () => {
  const { live, send, posts, node } = hubOn()
  const { properties } = live.song
  const playing = properties['is_playing']
  Object.defineProperty(properties, 'is_playing', {
    configurable: true,
    get: () => {
      throw new Error('Live stumbled')
    },
  })
  node.wait(2_000)
  expect(posts.some(text => text.includes('Live stumbled'))).toBe(true)
  Object.defineProperty(properties, 'is_playing', { configurable: true, value: playing, writable: true })
  send('enabled', 1)
  expect(node.ask('transport', { do: 'look' })).toMatchObject({ kind: 'reply', result: { playing: false } })
})
