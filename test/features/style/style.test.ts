/** Style vectors: what must not move them, and what must. */
import { describe, expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import type { Section, StyleSegment } from '../../../node/features/analysis.ts'
import { analyze } from '../../../node/features/analyze.ts'
import { packStyle, unpackStyle } from '../../../node/features/style/compact.ts'
import { writeTonality } from '../../../node/features/style/harmony.ts'
import { partOf, type StylePart, stylePartNames, styleParts, styleSize } from '../../../node/features/style/layout.ts'
import { pooledStyle } from '../../../node/features/style/pooled.ts'
import { segmentsOf } from '../../../node/features/style/segments.ts'
import { addAt, drums, every, hat, pad, times } from '../../support/beats.ts'
import { scaled, stereo } from '../../support/signals.ts'

const sampleRate = 44_100

interface Sounds {
  readonly tempo?: number
  readonly bass?: readonly number[]
  /** Of the pad, left against right. */
  readonly wide?: boolean
  readonly hats?: number
}

/** Eight bars: kick, bass, hats and a pad. */
function song({ tempo = 138, bass = every(1, 0.5), wide = true, hats = 0 }: Sounds): Audio {
  const seconds = (32 * 60) / tempo
  const beat = drums({ kick: every(1), hat: every(0.5, 0.5), bass }, { seconds, sampleRate, tempo })
  if (hats > 0) addAt(beat, sampleRate, times(0, seconds, 15 / tempo), () => hat(sampleRate, 9), hats)
  const chord = pad(seconds, sampleRate, 3)
  const other = wide ? pad(seconds, sampleRate, 4) : chord
  return stereo(
    beat.map((x, n) => 0.5 * x + chord[n]!),
    beat.map((x, n) => 0.5 * x + other[n]!),
    sampleRate,
  )
}

const styleOf = (audio: Audio, tempo = 138): Float32Array => {
  const grid = { tempo, firstBeatSeconds: 0, confidence: 1 }
  return pooledStyle(analyze(audio, { name: 'song', declared: 'drop', grid }).style!)!
}

const base = song({})
const own = styleOf(base)

/** Root mean square difference over the entries that both have. */
function difference(a: Float32Array, b: Float32Array, part: StylePart): number {
  const [x, y] = [partOf(a, part), partOf(b, part)]
  const squares = [...x].flatMap((value, i) =>
    Number.isNaN(value) || Number.isNaN(y[i]!) ? [] : [(value - y[i]!) ** 2],
  )
  return Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length)
}
const differences = (other: Float32Array) =>
  Object.fromEntries(stylePartNames.map(part => [part, difference(own, other, part)])) as Record<StylePart, number>

describe('what a style vector does not hear', () => {
  test.each([12, -12])('%d dB of gain', gainDb => {
    const louder = stereo(
      ...(base.channels.map(channel => scaled(channel, 10 ** (gainDb / 20))) as [Float32Array, Float32Array]),
      sampleRate,
    )
    // Single precision of the envelopes and the 0.1 s blocks of the loudness gate; all figures are decibels or below 1.
    for (const each of Object.values(differences(styleOf(louder)))) expect(each).toBeLessThan(0.01)
  })

  test('left and right exchanged', () => {
    const [left, right] = base.channels
    for (const each of Object.values(differences(styleOf(stereo(right!, left!, sampleRate)))))
      expect(each).toBeLessThan(1e-3)
  })

  test.each([6, -6])('a tempo other by %d percent, hardly', percent => {
    const tempo = 138 * (1 + percent / 100)
    const moved = differences(styleOf(song({ tempo }), tempo))
    const changed = differences(styleOf(song({ bass: every(0.25, 0.25), hats: 0.3, wide: false })))
    // The sounds last as long as before, so they fill more or less of a beat; another pattern is much farther away.
    expect(moved.groove).toBeLessThan(0.35 * changed.groove)
    expect(moved.tone).toBeLessThan(0.35 * changed.tone)
    expect(moved.width).toBeLessThan(0.1 * changed.width)
  })

  test('the key: pitch classes turned round', () => {
    const minor = [5, 0, 1, 3, 0, 2, 0, 4, 1, 0, 2, 0].map(share => share / 18)
    const harmonyOf = (turn: number, chroma = minor) => {
      const out = new Float32Array(styleParts.harmony).fill(Number.NaN)
      const turned = chroma.map((_, i) => chroma[(i + turn) % 12]!)
      writeTonality(
        { seconds: 10, chroma: turned, bass: turned, tuningCents: 0, tuningClarity: 0.8, peaksPerSecond: 20 },
        out,
      )
      return out
    }
    const own = harmonyOf(0)
    for (let turn = 1; turn < 12; turn++) {
      harmonyOf(turn).forEach((value, i) => {
        expect(value).toBeCloseTo(own[i]!, 6)
      })
    }
    const cluster = [6, 6, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0].map(share => share / 18)
    expect(Math.abs(harmonyOf(0, cluster)[0]! - own[0]!)).toBeGreaterThan(0.3)
  })
})

describe('what a style vector hears, each in its own part', () => {
  test('a rolling bass in place of an off-beat one is groove, not width', () => {
    const rolling = differences(styleOf(song({ bass: [0.25, 0.5, 0.75].flatMap(at => every(1, at)) })))
    // Decibels of the fold on the beat: half of the low band's steps change from rest to note.
    expect(rolling.groove).toBeGreaterThan(1)
    expect(rolling.width).toBeLessThan(1)
  })

  test('a mono pad is width alone', () => {
    const narrow = differences(styleOf(song({ wide: false })))
    expect(narrow.width).toBeGreaterThan(5)
    expect(narrow.groove).toBeLessThan(1)
  })

  test('hats on every sixteenth are tone and groove', () => {
    const busy = differences(styleOf(song({ hats: 0.4 })))
    expect(busy.tone).toBeGreaterThan(1)
    expect(busy.groove).toBeGreaterThan(1)
  })
})

describe('segments', () => {
  const section = (type: Section['type'], startSeconds: number, endSeconds: number) => ({
    type,
    startSeconds,
    endSeconds,
  })

  test('lie in one section each, about 30 s long, and cover all sections of 8 s or more', () => {
    const sections = [section('intro', 0, 29), section('build', 29, 34), section('drop', 34, 129)]
    expect(segmentsOf(sections).map(({ section, startSeconds }) => [section, Math.round(startSeconds)])).toEqual([
      ['intro', 0],
      ['drop', 34],
      ['drop', 66],
      ['drop', 97],
    ])
    expect(segmentsOf([section('drop', 0, 5)])).toHaveLength(1)
  })

  test('silence has none', () => {
    const silent = new Float32Array(4 * sampleRate)
    expect(analyze(stereo(silent, silent, sampleRate), { name: 'silence' }).style).toEqual([])
  })

  test('the parts add up to the vector, and every entry of a song with a beat is measured', () => {
    expect(stylePartNames.reduce((sum, part) => sum + styleParts[part], 0)).toBe(styleSize)
    expect(own).toHaveLength(styleSize)
    expect([...own].filter(Number.isNaN)).toHaveLength(0)
  })
})

describe('packed', () => {
  const vector = Float32Array.from({ length: styleSize }, (_, i) => (i === 3 ? Number.NaN : (i - 40) * 0.73))
  const segments: StyleSegment[] = [
    { section: 'drop', startSeconds: 12.3, endSeconds: 45.6, vector },
    { section: 'outro', startSeconds: 45.6, endSeconds: 60, vector: vector.map(value => -value) },
  ]

  test('comes back as it was, to three digits', () => {
    const back = unpackStyle(packStyle(segments))!
    expect(back.map(({ vector: _, ...rest }) => rest)).toEqual(segments.map(({ vector: _, ...rest }) => rest))
    back.forEach(({ vector }, row) => {
      vector.forEach((value, i) => {
        const was = segments[row]!.vector[i]!
        // Eight bits of mantissa, rounded: half of 2^-8.
        if (Number.isNaN(was)) expect(value).toBeNaN()
        else expect(Math.abs(value - was)).toBeLessThanOrEqual(Math.abs(was) / 256)
      })
    })
    expect(unpackStyle(packStyle([]))).toEqual([])
  })

  test.each(['', 'drop 1 2|', 'drop 1 2|AAAA', 'nonsense', `drop 2 1|${packStyle(segments).split('|')[1]}`])(
    'what is no style is none: "%.12s"',
    text => expect(unpackStyle(text)).toBeNull(),
  )
})
