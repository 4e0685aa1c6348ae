import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { whiteNoise } from '../support/signals.ts'
import { Max, type MaxOptions } from './max.ts'
import { makeFolder, patcherOf, type SmallBox, writePatch } from './support/small-patch.ts'
import { readWavFile } from './wav.ts'

const sampleRate = 44_100

const makeSet = () =>
  createSimulatedSet({
    name: 'Small',
    sampleRate,
    tempo: 120,
    beatsPerBar: 4,
    locators: [],
    tracks: [
      {
        name: 'Noise',
        kind: 'audio',
        source: { sampleRate, channels: [whiteNoise(4 * sampleRate, 1, 0.1), whiteNoise(4 * sampleRate, 2, 0.1)] },
        devices: [{ className: 'StereoGain' }],
      },
    ],
    master: {},
  })

type Cords = Parameters<typeof writePatch>[2]

function run(boxes: Record<string, SmallBox>, cords: Cords, more: Partial<MaxOptions> = {}) {
  const folder = makeFolder()
  const max = new Max({ set: makeSet(), folder, ...more })
  const load = (stored = new Map<string, readonly (string | number)[]>()) =>
    max.load(writePatch(folder, boxes, cords), max.live.track('Noise'), { stored })
  return { max, folder, load }
}

/** What [print] said, by the name of the box. */
const prints = (max: Max) => max.posts

describe('order', () => {
  test('a trigger fires from right to left, and everything below one outlet before the next', () => {
    const { max, load } = run(
      {
        start: { text: 'loadbang' },
        t: { text: 't b b', outs: 2 },
        left: { text: 't b b', outs: 2 },
        a: { text: 'print a' },
        b: { text: 'print b' },
        c: { text: 'print c' },
      },
      [
        ['start', 0, 't', 0],
        ['t', 0, 'left', 0],
        ['left', 0, 'a', 0],
        ['left', 1, 'b', 0],
        ['t', 1, 'c', 0],
      ],
    )
    load()
    expect(prints(max)).toEqual(['c: bang', 'b: bang', 'a: bang'])
  })

  test('one outlet to several inlets fires the rightmost box first, however the file orders the cords', () => {
    const { max, load } = run(
      {
        start: { text: 'loadmess 5' },
        left: { text: 'print left', x: 10 },
        middle: { text: 'print middle', x: 200 },
        right: { text: 'print right', x: 300 },
      },
      [
        ['start', 0, 'middle', 0],
        ['start', 0, 'left', 0],
        ['start', 0, 'right', 0],
      ],
    )
    load()
    expect(prints(max)).toEqual(['right: 5', 'middle: 5', 'left: 5'])
  })

  test('deferlow comes after all that runs already, in the order it was asked for', () => {
    const { max, load } = run(
      {
        start: { text: 'loadbang' },
        t: { text: 't b 1 2', outs: 3 },
        low: { text: 'deferlow' },
        late: { text: 'print late' },
        now: { text: 'print now' },
      },
      [
        ['start', 0, 't', 0],
        ['t', 2, 'low', 0],
        ['t', 1, 'low', 0],
        ['t', 0, 'now', 0],
        ['low', 0, 'late', 0],
      ],
    )
    load()
    expect(prints(max)).toEqual(['now: bang', 'late: 2', 'late: 1'])
  })

  test('a delay waits its time on the clock and can be stopped', () => {
    const { max, load } = run(
      {
        start: { text: 'loadbang' },
        wait: { text: 'delay 100', ins: 2 },
        other: { text: 'delay 100', ins: 2 },
        stop: { text: 'delay 50', ins: 2 },
        word: { text: 'message:stop', ins: 2 },
        out: { text: 'print out' },
        never: { text: 'print never' },
      },
      [
        ['start', 0, 'wait', 0],
        ['start', 0, 'other', 0],
        ['start', 0, 'stop', 0],
        ['stop', 0, 'word', 0],
        ['word', 0, 'other', 0],
        ['wait', 0, 'out', 0],
        ['other', 0, 'never', 0],
      ],
    )
    load()
    max.clock.advance(99)
    expect(prints(max)).toEqual([])
    max.clock.advance(1)
    expect(prints(max)).toEqual(['out: bang'])
    max.clock.advance(500)
    expect(prints(max)).toEqual(['out: bang'])
  })
})

describe('messages', () => {
  const through = (boxes: Record<string, SmallBox>, message: string, cords: Cords) => {
    const { max, load } = run({ start: { text: `loadmess ${message}` }, out: { text: 'print out' }, ...boxes }, cords)
    load()
    return prints(max)
  }

  test('route takes its selector off, bangs when nothing is left, and lets the rest pass on the right', () => {
    const route = { route: { text: 'route a 5', ins: 3, outs: 3 }, rest: { text: 'print rest' } }
    const cords: Cords = [
      ['start', 0, 'route', 0],
      ['route', 0, 'out', 0],
      ['route', 1, 'out', 0],
      ['route', 2, 'rest', 0],
    ]
    expect(through(route, 'a b 1', cords)).toEqual(['out: b 1'])
    expect(through(route, 'a', cords)).toEqual(['out: bang'])
    expect(through(route, '5 6', cords)).toEqual(['out: 6'])
    expect(through(route, 'c a', cords)).toEqual(['rest: c a'])
  })

  test('a message box fills in arguments, and sends to names behind a semicolon', () => {
    const boxes = {
      message: { text: 'message:first $2 $1, second; elsewhere x $1', ins: 2 },
      hear: { text: 'r elsewhere' },
      far: { text: 'print far' },
    }
    expect(
      through(boxes, '7 8', [
        ['start', 0, 'message', 0],
        ['message', 0, 'out', 0],
        ['hear', 0, 'far', 0],
      ]),
    ).toEqual(['out: first 8 7', 'out: second', 'far: x 7'])
  })

  test('a path with spaces stays one symbol through prepend', () => {
    expect(
      through({ p: { text: 'prepend open' } }, '"/a folder/b.wav"', [
        ['start', 0, 'p', 0],
        ['p', 0, 'out', 0],
      ]),
    ).toEqual(['out: open /a folder/b.wav'])
  })

  test('a name with --- is another one in each device, one without reaches all', () => {
    const boxes = {
      start: { text: 'loadmess 1' },
      t: { text: 't i i', outs: 2 },
      local: { text: 's ---here' },
      global: { text: 's everywhere' },
      hearLocal: { text: 'r ---here' },
      hearGlobal: { text: 'r everywhere' },
      printLocal: { text: 'print local' },
      printGlobal: { text: 'print global' },
    }
    const { max, load } = run(boxes, [
      ['start', 0, 't', 0],
      ['t', 0, 'local', 0],
      ['t', 1, 'global', 0],
      ['hearLocal', 0, 'printLocal', 0],
      ['hearGlobal', 0, 'printGlobal', 0],
    ])
    load()
    max.posts.length = 0
    load()
    expect(prints(max)).toEqual(['global: 1', 'global: 1', 'local: 1'])
  })

  test('subpatchers let messages in and out by the places of their ports', () => {
    const inner = patcherOf(
      {
        right: { text: 'ui:inlet', ins: 0, x: 90 },
        left: { text: 'ui:inlet', ins: 0, x: 10 },
        out: { text: 'ui:outlet', outs: 0 },
        add: { text: 'prepend left' },
        other: { text: 'prepend right' },
      },
      [
        ['left', 0, 'add', 0],
        ['right', 0, 'other', 0],
        ['add', 0, 'out', 0],
        ['other', 0, 'out', 0],
      ],
    )
    const boxes = { p: { text: 'p inner', ins: 2, more: { patcher: inner } } }
    expect(
      through(boxes, '3', [
        ['start', 0, 'p', 1],
        ['p', 0, 'out', 0],
      ]),
    ).toEqual(['out: right 3'])
  })

  test('what an object does not understand, and an object nobody knows, are errors', () => {
    expect(() => through({ d: { text: 'delay 5', ins: 2 } }, 'hello', [['start', 0, 'd', 0]])).toThrow(/understand/)
    expect(() => through({ d: { text: 'nonsense~ 5' } }, '1', [])).toThrow(/does not know the object "nonsense~"/)
    expect(() => through({ d: { text: 'deferlow' } }, '1', [['start', 1, 'd', 0]])).toThrow(/has no outlet 1/)
  })
})

describe('what the set stores', () => {
  const key: Record<string, SmallBox> = {
    pattr: { text: 'pattr key', outs: 3, more: { saved_object_attributes: { parameter_enable: 1 } } },
    out: { text: 'print out' },
    menu: {
      text: 'ui:live.menu',
      outs: 3,
      more: {
        parameter_enable: 1,
        saved_attribute_attributes: {
          valueof: {
            parameter_longname: 'Stage',
            parameter_type: 2,
            parameter_enum: ['A', 'B', 'C'],
            parameter_mmax: 2,
          },
        },
      },
    },
    chosen: { text: 'print menu' },
    set: { text: 'r set' },
  }
  const cords: Cords = [
    ['set', 0, 'pattr', 0],
    ['pattr', 0, 'out', 0],
    ['menu', 0, 'chosen', 0],
  ]

  test('a pattr and a menu come back with what they held', () => {
    const { max, load } = run(key, cords)
    const device = load()
    expect(prints(max)).toEqual([])
    max.sendTo('set', [4711])
    device.use('menu', 2)
    max.posts.length = 0
    load(device.stored)
    expect(prints(max)).toEqual(['out: 4711', 'menu: 2'])
  })

  test('a patch that moves a stored parameter fills the undo history, and that is noticed', () => {
    const { max, load } = run({ ...key, change: { text: 'loadmess 1' } }, [...cords, ['change', 0, 'menu', 0]])
    load()
    expect(max.undoFlood).toEqual(['menu 1'])
  })
})

describe('scripts', () => {
  const boxes = (text: string): Record<string, SmallBox> => ({
    v8: { text, ins: 1, outs: 2 },
    low: { text: 'deferlow' },
    ready: { text: 'live.thisdevice', outs: 3 },
    say: { text: 'prepend loaded' },
    hear: { text: 'r to-script' },
    out: { text: 'print out' },
    other: { text: 'print other' },
  })
  const cords: Cords = [
    ['ready', 0, 'say', 0],
    ['say', 0, 'low', 0],
    ['hear', 0, 'low', 0],
    ['low', 0, 'v8', 0],
    ['v8', 0, 'out', 0],
    ['v8', 1, 'other', 0],
  ]
  const script = (source: string) => {
    const folder = makeFolder()
    writeFileSync(join(folder, 'test.js'), `var inlets = 1, outlets = 2, autowatch = 0\n${source}`)
    const max = new Max({ set: makeSet(), folder })
    const load = () => max.load(writePatch(folder, boxes('v8 test.js ---name'), cords), max.live.track('Noise'))
    return { max, load }
  }

  test('a script has Max and ECMAScript, and nothing of Node', () => {
    const { max, load } = script(`
      function loaded() {
        outlet(0, typeof setTimeout, typeof TextEncoder, typeof console, typeof process, typeof require, typeof Map)
        outlet(1, jsarguments[0])
      }`)
    load()
    max.clock.advance(100)
    expect(max.errors).toEqual([])
    expect(prints(max)).toEqual(['out: undefined undefined undefined undefined undefined function', 'other: test.js'])
  })

  test('an atom must be a finite number or a symbol', () => {
    const { max, load } = script('function loaded() { outlet(0, [1, { a: 1 }]) }')
    load()
    max.clock.advance(100)
    expect(max.errors.map(error => error.message).join()).toContain('an atom must be a finite number or a symbol')
  })

  test('the Live API is refused before live.thisdevice, and answers with arrays afterwards', () => {
    const { max, load } = script(`
      let early = 'fine'
      try { new LiveAPI(null, 'live_set') } catch (error) { early = 'refused' }
      function loaded() {
        const api = new LiveAPI(() => {}, 'live_set tracks 0')
        outlet(0, [early, ...api.get('name'), api.type, Number(new LiveAPI('live_set tracks 7').id)])
        api.path = 'live_set tracks 0 mixer_device volume'
        api.set('value', 0.5)
        let refusal = 'none'
        try { api.set('value', 1.5) } catch (error) { refusal = 'refused' }
        outlet(1, [api.get('value')[0], refusal, api.call('str_for_value', 0.85)])
      }`)
    load()
    max.clock.advance(100)
    expect(max.errors).toEqual([])
    expect(prints(max)).toEqual(['out: refused Noise Track 0', 'other: 0.5 refused 0.0 dB'])
  })

  test('an observer hears once at the beginning and at every change, and cannot write', () => {
    const { max, load } = script(`
      const api = []
      function loaded() {
        api[0] = new LiveAPI(atoms => {
          outlet(0, ['heard', ...atoms])
          try { api[1]?.set('value', 0) } catch (error) { outlet(1, 'refused') }
        }, 'live_set tracks 0 mixer_device volume')
        api[1] = new LiveAPI(null, 'live_set tracks 0 mixer_device panning')
        api[0].property = 'value'
      }`)
    load()
    max.clock.advance(100)
    expect(prints(max)).toEqual([
      expect.stringMatching(/^out: heard id [1-9]/),
      'out: heard value 0.8500000238418579',
      'other: refused',
    ])
    max.live.track('Noise').mixer[0]!.value = 0.25
    max.live.changed()
    expect(prints(max).slice(3)).toEqual(['out: heard value 0.25', 'other: refused'])
  })

  test('a Task runs on the clock; what a script throws fails the test', async () => {
    const { max, load } = script(`
      const task = new Task(() => { throw new Error('from a Task') })
      function loaded() { task.schedule(200) }`)
    load()
    await max.pass(200)
    await expect(max.pass(100)).rejects.toThrow('from a Task')
  })

  test('a new symbol is counted once, numbers never', () => {
    const { max, load } = script(`
      function loaded() { for (let i = 0; i < 50; i++) outlet(0, ['percent', i, 'p' + (i % 5)]) }`)
    const before = max.symbols.size
    load()
    max.clock.advance(100)
    expect(max.symbols.since(before).filter(symbol => symbol !== 'to-script')).toEqual([
      'percent',
      'p0',
      'p1',
      'p2',
      'p3',
      'p4',
    ])
  })
})

describe('audio', () => {
  const recorder: Record<string, SmallBox> = {
    in: { text: 'plugin~', ins: 2, outs: 2, signals: [0, 1] },
    out: { text: 'plugout~', ins: 2, outs: 2, signals: [0, 1] },
    phase: { text: 'plugphasor~', outs: 2, signals: [0] },
    rec: { text: 'sfrecord~ 3', ins: 3, outs: 1, signals: [0] },
    hear: { text: 'r recorder' },
  }
  const cords: Cords = [
    ['in', 0, 'out', 0],
    ['in', 1, 'out', 1],
    ['in', 0, 'rec', 0],
    ['in', 1, 'rec', 1],
    ['phase', 0, 'rec', 2],
    ['hear', 0, 'rec', 0],
  ]

  test('a recorder writes what its track plays, with the song position beside it', async () => {
    const { max, folder, load } = run(recorder, cords)
    load()
    const path = join(folder, 'take.wav')
    max.sendTo('recorder', ['open', path])
    max.sendTo('recorder', ['samptype', 'float32'])
    await max.pass(100)
    max.sendTo('recorder', [1])
    await max.pass(100)
    max.live.transport.jump(1)
    max.live.transport.play()
    await max.pass(1000)
    max.sendTo('recorder', [0])
    const { channels } = readWavFile(path)!
    const [left, , phase] = channels as [Float32Array, Float32Array, Float32Array]
    const moving = phase.findIndex((value, n) => value !== phase[n + 1])
    // It began to roll within one vector of what was asked.
    expect(moving).toBeGreaterThan(0.1 * sampleRate - 1024)
    expect(moving).toBeLessThan(0.1 * sampleRate + 1024)
    const source = (await max.live.set.capture()).taps.get('tracks 0')!.channels[0]!
    // Half a second a beat: beat 1 is at frame 22 050.
    const at = sampleRate / 2
    const start = left.findIndex(value => value !== 0)
    expect(left.subarray(start, start + 10_000)).toEqual(source.subarray(at, at + 10_000))
    // Float phase of 10 000 frames: 32-bit rounding of positions around 2.
    expect(phase[start + 10_000]! - phase[start]!).toBeCloseTo((10_000 / sampleRate) * 2, 5)
  })

  test('the signal leaves as it came, and a device that is gone leaves an open file behind', async () => {
    const { max, folder, load } = run(recorder, cords)
    const device = load()
    const path = join(folder, 'take.wav')
    max.sendTo('recorder', ['open', path])
    max.sendTo('recorder', [1])
    max.live.transport.play()
    await max.pass(500)
    const source = (await max.live.set.capture()).taps.get('tracks 0')!.channels[0]!
    const vector = device.output[0]
    expect(source.indexOf(vector[0]!)).toBeGreaterThan(0)
    expect([...vector]).toEqual([...source.subarray(source.indexOf(vector[0]!)).subarray(0, vector.length)])
    max.remove(device)
    expect(readWavFile(path)!.channels[0]).toHaveLength(0)
  })
})
