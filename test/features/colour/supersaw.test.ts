import { describe, expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import { Biquad, designBiquad } from '../../../node/dsp/biquad.ts'
import { feature } from '../../../node/features/catalogue.ts'
import { measureSupersaw } from '../../../node/features/colour/supersaw.ts'
import { addAt, duckDb, hat, kick, noise, times } from '../../support/beats.ts'
import {
  evenOffsets,
  held,
  renderStack,
  type Stack,
  type StackNote,
  sequence,
  szaboOffsets,
} from '../../support/saw-stacks.ts'
import { scaled, uglyInputs } from '../../support/signals.ts'

const sampleRate = 44_100
const seconds = 5.3
const bar = 240 / 138
const chords = sequence(
  [
    [57, 60, 64],
    [53, 57, 60],
    [55, 59, 62],
  ],
  bar,
)
const stack = (
  over: Partial<Stack> & Pick<Stack, 'offsets' | 'cents'>,
  notes: readonly StackNote[] = chords,
  tuning = 0,
) => renderStack({ stack: { spread: 0.6, sides: 0.8, ...over }, notes, seconds, sampleRate, seed: 31, tuning })
const seven = stack({ offsets: szaboOffsets, cents: 21 })

const each = (audio: Audio, change: (x: number, n: number) => number): Audio => ({
  ...audio,
  channels: audio.channels.map(channel => channel.map(change)),
})
const overall = (audio: Audio) => measureSupersaw(audio, { grid: null, ranges: [] }).get('overall')!
const voices = (audio: Audio) => overall(audio).values.supersawVoices
const detune = (audio: Audio) => overall(audio).values.supersawDetune!

describe('voices and detune', () => {
  test.each([
    ['one saw', [0], 0],
    ['3 voices ±7', evenOffsets(3), 7],
    ['5 voices ±12', evenOffsets(5), 12],
    ['7 voices ±30, even', evenOffsets(7), 30],
    ['7 voices ±21, uneven', szaboOffsets, 21],
    ['9 voices ±20', evenOffsets(9), 20],
    ['7 voices ±50', szaboOffsets, 50],
  ])('%s in chords', (_, offsets, cents) => {
    const { values, confidence } = overall(stack({ offsets, cents }))
    expect(values.supersawVoices).toBe(offsets.length)
    // The outermost of the uneven ones are −1 and 0.977 of the cents apart; a cell is half a cent.
    const expected = (cents * (offsets.at(-1)! - offsets[0]!)) / 2
    expect(Math.abs(values.supersawDetune! - expected)).toBeLessThan(0.5)
    expect(confidence!.supersawVoices).toBeGreaterThan(0.7)
  })

  test('a single note, and a melody of short ones', () => {
    expect(voices(stack({ offsets: evenOffsets(9), cents: 8 }, held([69], seconds)))).toBe(9)
    const melody = sequence([[69], [72], [76], [74], [69], [67], [72], [71], [69], [72], [76], [74]], bar / 4)
    const short = stack({ offsets: szaboOffsets, cents: 21 }, melody)
    expect(voices(short)).toBe(7)
    expect(detune(short)).toBeCloseTo(20.8, 0)
  })

  test('stays under a low-pass, noise, ducking and a kick with hats', () => {
    const dull = each(seven, x => x)
    for (const channel of dull.channels)
      new Biquad(designBiquad({ type: 'lowpass', hz: 2000, q: 0.7 }, sampleRate)).process(channel)
    const hiss = noise(seconds, sampleRate, 4, 0.05)
    const beat = bar / 4
    const shape = { depthDb: 8, attackSeconds: 0.01, recoverySeconds: 0.3 }
    const mix = each(seven, (x, n) => x * 10 ** (duckDb((n / sampleRate) % beat, shape) / 20))
    for (const channel of mix.channels) {
      addAt(channel, sampleRate, times(0, seconds, beat), late => kick(sampleRate, late), 0.8)
      addAt(channel, sampleRate, times(beat / 2, seconds, beat), () => hat(sampleRate), 0.2)
    }
    for (const audio of [dull, each(seven, (x, n) => x + hiss[n]!), mix]) {
      expect(voices(audio)).toBe(7)
      expect(detune(audio)).toBeCloseTo(20.8, 0)
    }
  })

  test('of voices about one cent apart nothing is said, and evenly spaced ones as narrow are read', () => {
    // The three inner voices of the uneven seven are 0.178 of the detune apart: one line for a window that resolves 2 cents.
    const { values, reasons } = overall(stack({ offsets: szaboOffsets, cents: 6.5, sides: 0.7 }))
    expect(values.supersawVoices).toBeNull()
    expect(reasons.supersawVoices).toMatch(/too close/)
    expect(voices(stack({ offsets: evenOffsets(5), cents: 6.5, sides: 0.7 }))).toBe(5)
  })

  test('tremolo and vibrato of one saw are no voices', () => {
    const one = stack({ offsets: [0], cents: 0 })
    expect(voices(each(one, (x, n) => x * (0.6 + 0.4 * Math.sin((2 * Math.PI * 6 * n) / sampleRate))))).toBe(1)
    // A delay that swings by a third of a millisecond, 5.5 times a second: ±20 cents.
    const vibrato = swung(heldSaw(69), { hz: 5.5, milliseconds: 0.333 })
    const row = overall({ sampleRate, channels: [vibrato] })
    expect(row.values.supersawVoices).toBeNull()
    expect(row.reasons.supersawVoices).toMatch(/told apart/)
  })
})

describe('one saw whose pitch moves leaves lines at its turning points, and they are not taken for voices', () => {
  test.each([
    // Depth in cents: 1200 · log2(1 + 2π · hz · swing): ±6.5, ±9.8, ±7.1.
    ['vibrato of 6 Hz', 67, { hz: 6, milliseconds: 0.1 }],
    ['vibrato of 5 Hz', 59, { hz: 5, milliseconds: 0.18 }],
    ['vibrato of 5.2 Hz', 64, { hz: 5.2, milliseconds: 0.126 }],
  ])('%s', (_, midi, swing) => {
    expectMoving(swung(heldSaw(midi), swing))
  })

  test.each([
    ['narrow', 64, { hz: 1, milliseconds: 1.5 }],
    ['fast', 66, { hz: 1.2, milliseconds: 2.5 }],
  ])('a %s chorus: the saw beside itself with a swinging delay', (_, midi, swing) => {
    const dry = heldSaw(midi)
    const wet = swung(dry, swing)
    expectMoving(dry.map((x, n) => 0.5 * (x + wet[n]!)))
  })

  const expectMoving = (channel: Float32Array) => {
    const { values, reasons } = overall({ sampleRate, channels: [channel] })
    expect(values).toEqual({ supersawVoices: null, supersawDetune: null, supersawWidth: null })
    expect(reasons.supersawVoices).toMatch(/moves as a whole/)
  }
})

const heldSaw = (midi: number) => stack({ offsets: [0], cents: 0 }, held([midi], seconds)).channels[0]!

/** The signal behind a delay of 8 ms that swings. */
function swung(x: Float32Array, { hz, milliseconds }: { readonly hz: number; readonly milliseconds: number }) {
  return x.map((_, n) => {
    const at = n - (8 + milliseconds * Math.sin((2 * Math.PI * hz * n) / sampleRate)) * (sampleRate / 1000)
    const i = Math.floor(at)
    return i < 0 ? 0 : x[i]! + (at - i) * ((x[i + 1] ?? 0) - x[i]!)
  })
}

describe('width', () => {
  test('a mono stack is at the floor, one on the sides only at the ceiling', () => {
    const mono = stack({ offsets: szaboOffsets, cents: 21, spread: 0 })
    expect(overall(mono).values.supersawWidth).toBe(-30)
    const sides = { sampleRate, channels: [mono.channels[0]!, scaled(mono.channels[0]!, -1)] }
    expect(overall(sides).values.supersawWidth).toBe(60)
  })

  test('two voices hard left and right have as much side as mid', () => {
    const left = stack({ offsets: [-1], cents: 15 }, held([57], seconds)).channels[0]!
    const right = stack({ offsets: [1], cents: 15 }, held([57], seconds)).channels[0]!
    // Uncorrelated channels of equal power: 0 dB, to the beats of the lines at 1.5 s.
    expect(Math.abs(overall({ sampleRate, channels: [left, right] }).values.supersawWidth!)).toBeLessThan(0.5)
  })
})

test('noise on the sides does not widen it', () => {
  const clean = overall(seven).values.supersawWidth!
  const hiss = noise(seconds, sampleRate, 12, 0.05)
  const channels = seven.channels.map((channel, c) => channel.map((x, n) => x + (c === 0 ? 1 : -1) * hiss[n]!))
  // What is left is the noise's own ripple under the lines.
  expect(Math.abs(overall({ sampleRate, channels }).values.supersawWidth! - clean)).toBeLessThan(0.7)
})

describe('invariants', () => {
  const row = overall(seven)
  test('gain, channel swap, the place in time and the tuning change nothing', () => {
    const [left, right] = seven.channels as [Float32Array, Float32Array]
    const later = [left, right].map(x => Float32Array.from({ length: x.length + 30_000 }, (_, n) => x[n - 30_000] ?? 0))
    const cases: Audio[] = [
      each(seven, x => x * 0.01),
      { sampleRate, channels: [right, left] },
      { sampleRate, channels: later },
      stack({ offsets: szaboOffsets, cents: 21 }, chords, 40),
      { sampleRate, channels: [left.map((x, n) => (x + right[n]!) / 2)] },
    ]
    for (const audio of cases) {
      expect(voices(audio)).toBe(7)
      // Other windows beat differently: a fifth of a cell.
      expect(Math.abs(detune(audio) - row.values.supersawDetune!)).toBeLessThan(0.2)
    }
    expect(overall(each(seven, x => x * 0.01)).values.supersawWidth).toBeCloseTo(row.values.supersawWidth!, 2)
    expect(overall({ sampleRate, channels: [right, left] }).values.supersawWidth).toBeCloseTo(
      row.values.supersawWidth!,
      6,
    )
  })
})

describe('sections', () => {
  const grid = { tempo: 138, firstBeatSeconds: 0, confidence: 1 }
  test('each type has its own row; overall is the one that is clearest', () => {
    const none = noise(seconds, sampleRate, 8, 0.2)
    const both = seven.channels.map(channel => Float32Array.from([...channel, ...none]))
    const rows = measureSupersaw(
      { sampleRate, channels: both },
      {
        grid,
        ranges: [
          { key: 'breakdown', startSeconds: 0, endSeconds: seconds },
          { key: 'drop', startSeconds: seconds, endSeconds: 2 * seconds },
        ],
      },
    )
    expect([...rows.keys()]).toEqual(['breakdown', 'drop', 'overall'])
    expect(rows.get('breakdown')!.values.supersawVoices).toBe(7)
    expect(rows.get('drop')!.values.supersawVoices).toBeNull()
    expect(rows.get('overall')).toBe(rows.get('breakdown'))
  })
})

describe('ugly inputs', () => {
  test.each(Object.entries(uglyInputs()))('%s: a value in range or a reason', (_, audio) => {
    const { values, reasons, confidence } = overall(audio)
    for (const id of ['supersawVoices', 'supersawDetune', 'supersawWidth'] as const) {
      const value = values[id]
      if (value === null || value === undefined) expect(reasons[id]).toBeTruthy()
      else {
        expect(value).toBeGreaterThanOrEqual(feature(id).range[0])
        expect(value).toBeLessThanOrEqual(feature(id).range[1])
        expect(confidence![id]).toBeGreaterThan(0)
        expect(confidence![id]).toBeLessThanOrEqual(1)
      }
    }
  })
})
