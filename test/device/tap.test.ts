import { describe, expect, test } from 'vitest'
import { meterBands, protocolVersion, tapFilters, tapMeters, tapOutlets, tapStatuses } from '../../device/protocol.ts'
import { filterCoefficients } from '../../device/tap/filters.ts'
import { createTap } from '../../device/tap.ts'
import { namedBandEdges } from '../../node/dsp/bands.ts'
import { biquadResponse } from '../../node/dsp/biquad.ts'
import { kWeightPower } from '../../node/dsp/k-weighting.ts'
import { fakeHost } from './support/fake-live.ts'

function tapWith(stored: number | null = 5) {
  const fake = fakeHost()
  const { inputs } = createTap(fake.host)
  const send = (word: string, ...atoms: (number | string)[]) => inputs[word]!(atoms)
  send('stored', ...(stored === null ? [] : [stored]))
  send('device', 321)
  send('rate', 48_000)
  send('loaded')
  fake.advance(400)
  const hub = (...atoms: (number | string)[]) => send('hub', ...atoms)
  return { ...fake, send, hub, toHub: () => fake.take(tapOutlets.hub) }
}
const numbers = tapMeters.map((_, i) => (i + 1) / 100)

test('says hello with its key and Live’s id for it', () => {
  const { toHub, take } = tapWith()
  expect(toHub()).toEqual([['hello', 5, 321, protocolVersion]])
  expect(take(tapOutlets.store)).toEqual([])
})

test('draws a key when the set remembers none, and lets the set remember it', () => {
  const { toHub, take } = tapWith(null)
  const [[key]] = take(tapOutlets.store) as [[number]]
  expect(Number.isInteger(key) && key >= 1 && key < 2 ** 24).toBe(true)
  expect(toHub()).toEqual([['hello', key, 321, protocolVersion]])
})

test('never touches Live: its track comes from the hub', () => {
  const { host, advance } = fakeHost()
  const { inputs } = createTap({
    ...host,
    live: () => {
      throw new Error('a tap has no Live API')
    },
  })
  for (const word of ['stored', 'device', 'loaded', 'rate']) inputs[word]!([48_000])
  advance(10_000)
})

test('is known after a welcome: it answers calls briefly, and says hello again to a hub that does not know it', () => {
  const { hub, toHub, take, send } = tapWith()
  toHub()
  hub('who')
  expect(toHub()[0]![0]).toBe('hello')
  hub('welcome', 5, 'Lead')
  expect(take(tapOutlets.face)).toContainEqual(['track', 'set', 'Lead'])
  hub('who')
  expect(toHub()).toEqual([['alive', 5, 1]])
  send('enabled', 0)
  expect(toHub()).toEqual([['alive', 5, 0]])
  hub('status', 5, tapStatuses.indexOf('stale'))
  expect(toHub()).toEqual([['hello', 5, 321, protocolVersion]])
})

test('takes a new key when its id is named, and leaves other taps’ messages alone', () => {
  const { hub, toHub, take } = tapWith()
  toHub()
  hub('rekey', 999, 6)
  hub('welcome', 6, 'Bass')
  hub('listen', 6, 1)
  expect(toHub()).toEqual([])
  expect(take(tapOutlets.audio)).toEqual([])
  hub('rekey', 321, 77)
  expect(take(tapOutlets.store)).toEqual([[77]])
  expect(toHub()).toEqual([['hello', 77, 321, protocolVersion]])
})

describe('meters', () => {
  test('stand still until somebody listens; then they have the coefficients first, and go on as numbers', () => {
    const { hub, send, toHub, take } = tapWith()
    toHub()
    send('meters', ...numbers)
    expect(toHub()).toEqual([])
    hub('listen', 5, 1)
    const orders = take(tapOutlets.audio)
    expect(orders.map(([word]) => word)).toEqual([...tapFilters.map(() => 'coefficients'), 'meters'])
    send('meters', ...numbers)
    expect(toHub()).toEqual([['meter', 5, ...numbers]])
    hub('listen', 5, 0)
    expect(take(tapOutlets.audio)).toEqual([['meters', 0]])
    send('meters', ...numbers)
    expect(toHub()).toEqual([])
  })

  test('follow the sample rate', () => {
    const { hub, send, take } = tapWith()
    hub('listen', 5, 1)
    const before = take(tapOutlets.audio)
    send('rate', 96_000)
    const after = take(tapOutlets.audio)
    expect(after).toHaveLength(tapFilters.length)
    expect(after[0]).not.toEqual(before[0])
  })

  test('show the peak on the face in dB', () => {
    const { hub, send, take } = tapWith()
    hub('listen', 5, 1)
    send('meters', ...numbers.with(tapMeters.indexOf('peakLeft'), 0.5))
    expect(take(tapOutlets.face)).toContainEqual(['level', -6])
    send('meters', ...tapMeters.map(() => 0))
    expect(take(tapOutlets.face)).toContainEqual(['level', -70])
  })

  test('stop by themselves when the hub is gone', () => {
    const { hub, take, advance } = tapWith()
    hub('listen', 5, 1)
    take(tapOutlets.audio)
    advance(30_000)
    expect(take(tapOutlets.audio)).toEqual([['meters', 0]])
    expect(take(tapOutlets.face)).toContainEqual(['status', 'set', expect.stringContaining('Put Uplift on Main')])
  })
})

describe('recording', () => {
  test('opens, runs and closes the file of its take, and says so', () => {
    const { hub, toHub, take, advance } = tapWith()
    toHub()
    hub('arm', 5, 3, '/takes/3/5.wav')
    hub('start', 2)
    expect(take(tapOutlets.audio)).toEqual([['record-open', '/takes/3/5.wav']])
    hub('start', 3)
    expect(take(tapOutlets.audio)).toEqual([['record-start']])
    expect(toHub()).toEqual([['recording', 5, 3]])
    hub('stop', 3)
    expect(take(tapOutlets.audio)).toEqual([['record-stop']])
    expect(toHub()).toEqual([])
    advance(1_000)
    expect(toHub()).toEqual([['recorded', 5, 3]])
  })

  test('a file that was opened for a take that never began is closed', () => {
    const { hub, take } = tapWith()
    hub('arm', 5, 3, '/a.wav')
    hub('stop', 3)
    expect(take(tapOutlets.audio).at(-1)).toEqual(['record-stop'])
  })
})

describe('filters', () => {
  /** |H|² of the two sections as Max applies them: forward a0 a1 a2, back b1 b2. */
  const power = (filter: (typeof tapFilters)[number], hz: number, rate: number) => {
    const c = filterCoefficients(filter, rate)
    return [0, 5].reduce((product, i) => {
      const [b0, b1, b2, a1, a2] = c.slice(i, i + 5) as [number, number, number, number, number]
      const { re, im } = biquadResponse({ b0, b1, b2, a1, a2 }, hz, rate)
      return product * (re * re + im * im)
    }, 1)
  }

  test('K-weighting is the backend’s, at the standard’s rate exactly and at others closely', () => {
    for (const hz of [30, 100, 1_000, 8_000]) {
      expect(power('k', hz, 48_000)).toBeCloseTo(kWeightPower(hz), 10)
      // The bilinear transform differs between rates near Nyquist: 0.1 dB at 8 kHz.
      expect(10 * Math.log10(power('k', hz, 96_000) / kWeightPower(hz))).toBeCloseTo(0, 0)
    }
  })

  test.each(meterBands)('%s is 3 dB down at its edges, level between, and falls outside', band => {
    const name = band === 'low-mid' ? 'lowMid' : band
    const [low, high] = namedBandEdges[name]
    const db = (hz: number) => 10 * Math.log10(power(band, hz, 48_000))
    // Narrow bands lose a little to the other edge.
    for (const edge of [low, high]) expect(db(edge)).toBeGreaterThan(-5.5)
    for (const edge of [low, high]) expect(db(edge)).toBeLessThan(-2.9)
    expect(db(Math.sqrt(low * high))).toBeGreaterThan(-2.6)
    expect(db(low / 4)).toBeLessThan(-20)
    if (high * 2 < 24_000) expect(db(high * 2)).toBeLessThan(-11)
  })
})
