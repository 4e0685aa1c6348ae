import Meyda from 'meyda'
import { describe, expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import { halo, splitHalves } from '../../../node/dsp/decimate.ts'
import type { KnownKey } from '../../../node/features/analysis.ts'
import { analyze } from '../../../node/features/analyze.ts'
import {
  camelotOf,
  harmonyOf,
  type Key,
  keyName,
  parseKey,
  wantsOpinion,
  withHarmony,
} from '../../../node/features/harmony/harmony.ts'
import { keyFrames, measureTonality, type Tonality, tonalSignal } from '../../../node/features/harmony/tonality.ts'
import { chordSong, majorSong, minorSong } from '../../support/chords.ts'
import { onBoth, scaled, sine, uglyInputs, whiteNoise } from '../../support/signals.ts'

const harmony = (audio: Audio, opinion: Key | null = null) => harmonyOf(measureTonality(tonalSignal(audio)), opinion)

function known(audio: Audio, opinion: Key | null = null): KnownKey {
  const found = harmony(audio, opinion)
  if (found.key === null) throw new Error(found.reason)
  return found
}

test('the Camelot wheel is the published one', () => {
  const wheel =
    'G# minor/B major, D# minor/F# major, A# minor/C# major, F minor/G# major, C minor/D# major, G minor/A# major, ' +
    'D minor/F major, A minor/C major, E minor/G major, B minor/D major, F# minor/A major, C# minor/E major'
  wheel.split(', ').forEach((pair, i) => {
    const [minor, major] = pair.split('/') as [string, string]
    expect(camelotOf(parseKey(minor))).toBe(`${i + 1}A`)
    expect(camelotOf(parseKey(major))).toBe(`${i + 1}B`)
  })
})

test('flats and sharps name the same key, anything else is refused', () => {
  expect(parseKey('Bb minor')).toEqual({ tonic: 10, mode: 'minor' })
  expect(keyName(parseKey('Bb minor'))).toBe('A# minor')
  for (const wrong of ['H minor', 'C dorian', '', 'minor']) expect(() => parseKey(wrong)).toThrow(RangeError)
})

describe('known chords', () => {
  test.each(Array.from({ length: 12 }, (_, i) => i))('i – VI – III – VII on pitch class %i is minor on it', tonic => {
    const found = known(chordSong({ chords: minorSong(60 + tonic), repeats: 2 }))
    expect(found.key).toBe(keyName({ tonic, mode: 'minor' }))
    // Its relative major is hardly less plausible.
    expect(found.confidence).toBeGreaterThan(0.4)
    expect(found.second.confidence).toBeLessThan(found.confidence)
  })

  test.each([0, 5, 10])('I – IV – V – I on pitch class %i is major on it', tonic => {
    expect(known(chordSong({ chords: majorSong(60 + tonic) })).key).toBe(keyName({ tonic, mode: 'major' }))
  })

  test.each([8000, 11_025, 48_000, 96_000, 192_000])('at %i Hz they are the same', sampleRate => {
    const found = known(chordSong({ chords: minorSong(65), secondsPerChord: 1.5, repeats: 1, sampleRate }))
    expect(found.camelot).toBe('4A')
    // The same notes, other spectra: a tenth of a semitone would be 10.
    expect(Math.abs(found.tuningCents)).toBeLessThan(3)
  })
})

test.each([-45, -20, 0, 20, 37])('chords detuned by %i cents read so within 3 cents', cents => {
  // The fifth and seventh harmonics are 14 and 31 cents flat of the scale: the estimate may lean by a cent or two.
  const found = known(chordSong({ chords: minorSong(57), cents }))
  expect(found.key).toBe('A minor')
  expect(Math.abs(found.tuningCents - cents)).toBeLessThan(3)
})

test('three sines of one level share the pitch classes among them', () => {
  const tones = [440, 523.251, 659.255].map(hz => sine({ hz, seconds: 12, sampleRate: 44_100, gain: 0.2 }))
  const chord = tones[0]!.map((x, n) => x + tones[1]![n]! + tones[2]![n]!)
  const { chroma, tuningCents, tuningClarity } = measureTonality(tonalSignal(onBoth(chord, 44_100)))
  for (const note of [9, 0, 4]) expect(chroma[note]).toBeCloseTo(1 / 3, 2)
  expect(tuningCents).toBeCloseTo(0, 1)
  expect(tuningClarity).toBeCloseTo(1, 3)
})

test('spectra of another length, as of a song at 31.8 kHz, find the same pitch classes', () => {
  const song = (sampleRate: number) => tonalSignal(chordSong({ chords: minorSong(57), repeats: 1, sampleRate }))
  const [first, other] = [song(44_100), song(31_800)]
  expect(other.stretch).toBe(2 * first.stretch)
  const [{ chroma }, longer] = [measureTonality(first), measureTonality(other)]
  // Stretches of twice the length hold other chords together.
  for (const [n, share] of chroma.entries()) expect(Math.abs(longer.chroma[n]! - share)).toBeLessThan(0.02)
})

test('level, channel order and mono or stereo change nothing', () => {
  const audio = chordSong({ chords: minorSong(62), repeats: 1, sampleRate: 44_100 })
  const mono = audio.channels[0]!
  const quiet = mono.map((x, n) => x * (n % 7 === 0 ? 0.9 : 1))
  const expected = known(audio)
  const same = (other: Audio) => {
    const found = known(other)
    expect(found.key).toBe(expected.key)
    // Float32 rounding of other levels moves weights in the seventh digit.
    expect(found.confidence).toBeCloseTo(expected.confidence, 4)
    expect(found.tuningCents).toBeCloseTo(expected.tuningCents, 2)
  }
  same(onBoth(mono, 44_100))
  same({ ...audio, channels: [scaled(mono, 0.01)] })
  expect(harmony({ sampleRate: 44_100, channels: [mono, quiet] })).toEqual(
    harmony({ sampleRate: 44_100, channels: [quiet, mono] }),
  )
})

test('the second opinion moves the balance and is told', () => {
  const audio = chordSong({ chords: minorSong(57) })
  const alone = known(audio)
  const agreed = known(audio, { tonic: 9, mode: 'minor' })
  const contradicted = known(audio, { tonic: 0, mode: 'major' })
  expect(alone.secondOpinion).toBeNull()
  expect(agreed.secondOpinion).toBe('A minor')
  expect(contradicted.secondOpinion).toBe('C major')
  expect(agreed.confidence).toBeGreaterThan(alone.confidence)
  expect(contradicted.confidence).toBeLessThan(alone.confidence)
})

/** Kicks gliding to 50 Hz and noise bursts. */
function drums(): Audio {
  const rate = 44_100
  const noise = whiteNoise(rate * 24, 11, 0.4)
  const beat = Math.round((60 / 138) * rate)
  const out = noise.map((x, n) => {
    const t = (n % beat) / rate
    const hat = ((n + beat / 2) % beat) / rate
    return (
      0.8 * Math.exp(-t / 0.09) * Math.sin(2 * Math.PI * (50 * t + 5 * (1 - Math.exp(-t / 0.02)))) +
      x * Math.exp(-hat / 0.03)
    )
  })
  return onBoth(out, rate)
}

describe('no key, with a reason', () => {
  test.each<[string, () => Audio, RegExp]>([
    ['drums', drums, /no scale|nothing but noise/],
    ['white noise', () => onBoth(whiteNoise(44_100 * 20, 5, 0.5), 44_100), /no scale|nothing but noise/],
    ['one note', () => onBoth(sine({ hz: 220, seconds: 20, sampleRate: 44_100, gain: 0.5 }), 44_100), /no scale/],
    ['silence', () => onBoth(new Float32Array(44_100 * 10), 44_100), /silence/],
    ['3 s of chords', () => chordSong({ chords: [[57, 60, 64]], secondsPerChord: 3, repeats: 1 }), /shorter/],
    [
      'all twelve notes',
      () => chordSong({ chords: [Array.from({ length: 12 }, (_, i) => 60 + i)], secondsPerChord: 12 }),
      /no scale|equally/,
    ],
  ])('%s', (_, make, reason) => {
    const found = harmony(make())
    expect(found.key).toBeNull()
    expect(found).toHaveProperty('reason', expect.stringMatching(reason))
  })

  test('ugly input never throws, never gives NaN', () => {
    for (const audio of Object.values(uglyInputs())) {
      const found = harmony(audio)
      for (const value of Object.values(found)) expect(value).not.toBeNaN()
    }
  })
})

test('oracle: stretches equal the same samples of the whole signal, halved in one go', () => {
  const noise = whiteNoise(44_100 * 4, 21, 0.5)
  const { stretch, samples, sampleRate } = tonalSignal({ sampleRate: 44_100, channels: [noise] })
  expect(sampleRate).toBe(11_025)
  let whole = noise
  for (let i = 0; i < 2; i++) {
    const padded = new Float32Array(whole.length + 2 * halo)
    padded.set(whole, halo)
    const low = new Float32Array(whole.length / 2)
    splitHalves({ input: padded, from: halo, count: low.length, low, lowFrom: 0, high: new Float32Array(low.length) })
    whole = low
  }
  expect(samples.length).toBe(Math.floor(whole.length / stretch) * stretch)
  // Halved in one go, the filters' ringing before the first sample is cut off: three samples of the second filter.
  // Single precision in every stage, in another order.
  for (let n = 4; n < samples.length; n++) expect(Math.abs(samples[n]! - whole[n]!)).toBeLessThan(1e-6)
})

test('oracle: meyda hears the same three strongest pitch classes', () => {
  const audio = chordSong({ chords: [[60, 63, 67]], secondsPerChord: 8, repeats: 1, sampleRate: 11_025 })
  Meyda.bufferSize = 8192
  Meyda.sampleRate = 11_025
  const theirs = Meyda.extract('chroma', audio.channels[0]!.slice(8192, 16_384)) as unknown as number[]
  const { chroma } = measureTonality(tonalSignal(audio))
  const strongest = (values: readonly number[]) =>
    values
      .map((value, note) => ({ value, note }))
      .sort((a, b) => b.value - a.value)
      .slice(0, 3)
      .map(({ note }) => note)
      .sort((a, b) => a - b)
  expect(strongest(chroma)).toEqual([0, 3, 7])
  expect(strongest(theirs)).toEqual([0, 3, 7])
})

test('frames for the second opinion are the middles of the stretches, after half a frame of silence', () => {
  const signal = tonalSignal({ sampleRate: 44_100, channels: [whiteNoise(44_100 * 4, 2)] })
  const { frame, samples } = keyFrames(signal)
  expect(frame).toBe(4096)
  expect(samples.subarray(0, 2048).every(x => x === 0)).toBe(true)
  for (let i = 0; i < signal.samples.length / signal.stretch; i++) {
    const from = i * signal.stretch + signal.stretch / 4
    expect(samples.subarray(2048 + i * frame, 2048 + (i + 1) * frame)).toEqual(
      signal.samples.subarray(from, from + frame),
    )
  }
})

test('an hour costs no more than a few minutes: the stretches are spread over it', () => {
  const rate = 8000
  const silence = new Float32Array(rate * 900)
  silence.set(whiteNoise(rate * 300, 4), rate * 600)
  const { samples, stretch } = tonalSignal({ sampleRate: rate, channels: [silence] })
  const loud = Array.from({ length: samples.length / stretch }, (_, i) => samples[i * stretch + 5] !== 0)
  expect(loud.length).toBe(192)
  // The last third of the piece is the last third of the stretches, to one.
  expect(Math.abs(loud.filter(Boolean).length - 64)).toBeLessThanOrEqual(1)
})

test('the analysis carries the harmony, and its tuning in the row of the whole track', () => {
  const audio = chordSong({ chords: minorSong(57), repeats: 1, cents: 10 })
  const plain = analyze(audio, { name: 'x' })
  const found = withHarmony(plain, known(audio))
  expect(found.harmony).toHaveProperty('key', 'A minor')
  expect(found.rows.overall?.values.tuning).toBeCloseTo(10, -0.5)
  expect(found.rows.overall?.confidence?.tuning).toBeGreaterThan(0.5)
  const without = withHarmony(plain, { key: null, reason: 'silence' })
  expect(without.rows.overall?.values.tuning).toBeNull()
  expect(without.rows.overall?.reasons.tuning).toBe('silence')
  expect(without.rows.overall?.values.integratedLoudness).toBe(plain.rows.overall?.values.integratedLoudness)
})

describe('a second opinion is wanted', () => {
  const shares = (notes: Readonly<Partial<Record<string, number>>>) =>
    ['C', 'C#', 'D', 'D#', 'E', 'F', 'F#', 'G', 'G#', 'A', 'A#', 'B'].map(note => notes[note] ?? 0)
  const tonality = (notes: readonly string[], bass: Readonly<Partial<Record<string, number>>>): Tonality => ({
    seconds: 180,
    chroma: shares(Object.fromEntries(notes.map(note => [note, 1 / notes.length]))),
    bass: shares(bass),
    tuningCents: 0,
    tuningClarity: 0.8,
    peaksPerSecond: 25,
  })
  const white = ['C', 'D', 'E', 'F', 'G', 'A', 'B']
  /** A minor by 2.1 for minor and 4 · (0.2 − 0.6) of bass: odds of 1.6 to 1 over C major. */
  const unclear = tonality(white, { A: 0.2, C: 0.6, D: 0.2 })

  test('between a key and its relative, where a vote can turn the answer', () => {
    expect(harmonyOf(unclear, null)).toMatchObject({ key: 'A minor', second: { key: 'C major' } })
    expect(wantsOpinion(unclear)).toBe(true)
    expect(harmonyOf(unclear, parseKey('C major')).key).toBe('C major')
  })

  test('not where one of the two is twice as likely: the vote only breaks ties', () => {
    // 4 · (0.25 − 0.5): odds of 3 to 1.
    const likely = tonality(white, { A: 0.25, C: 0.5, D: 0.25 })
    expect(harmonyOf(likely, null)).toMatchObject({ key: 'A minor', second: { key: 'C major' } })
    expect(wantsOpinion(likely)).toBe(false)
    expect(harmonyOf(likely, parseKey('C major')).key).toBe('A minor')
  })

  test('not where the bass is clear: no vote for the relative would turn it', () => {
    const clear = tonality(white, { A: 1 })
    expect(wantsOpinion(clear)).toBe(false)
    expect(harmonyOf(clear, parseKey('C major')).key).toBe('A minor')
  })

  test('not where the rival is another scale, however near', () => {
    const fifth = tonality(['C', 'D', 'E', 'G', 'A', 'B'], { A: 0.4, E: 0.5, B: 0.1 })
    const found = harmonyOf(fifth, null)
    expect(found).toMatchObject({ key: 'A minor', second: { key: 'E minor' } })
    expect(wantsOpinion(fifth)).toBe(false)
  })

  test('not for silence, excerpts and drums, which have no key whatever anybody says', () => {
    expect(wantsOpinion({ ...unclear, tuningCents: null })).toBe(false)
    expect(wantsOpinion({ ...unclear, seconds: 3 })).toBe(false)
    expect(wantsOpinion(tonality(['C', 'C#', 'D', 'D#', 'E', 'F'], { C: 1 }))).toBe(false)
  })
})
