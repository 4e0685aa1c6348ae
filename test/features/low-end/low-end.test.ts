import { describe, expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import { stereoOf } from '../../../node/audio/audio.ts'
import { envelopesOf } from '../../../node/dsp/envelope.ts'
import type { BeatGrid } from '../../../node/features/analysis.ts'
import { kickTail } from '../../../node/features/low-end/kick-tail.ts'
import { type BeatGroup, barsOf } from '../../../node/features/low-end/kicked-bars.ts'
import { measureKickAndBass, measureLowEnd } from '../../../node/features/low-end/low-end.ts'
import { addAt, hat, silence, times } from '../../support/beats.ts'
import { uglyInputs } from '../../support/signals.ts'

const sampleRate = 44_100
const tempo = 138
const beat = 60 / tempo
const grid: BeatGrid = { tempo, firstBeatSeconds: 0, confidence: 1 }
const seconds = 48 * beat

/** A sine that falls from 200 Hz above to `hz` with time constant `tau`, and dies away with 80 ms. */
function kickAt(hz: number, tau: number, late = 0): Float32Array {
  return silence(0.3, sampleRate).map((_, n) => {
    const t = n / sampleRate + late
    const phase = 2 * Math.PI * (hz * t + 200 * tau * (1 - Math.exp(-t / tau)))
    return Math.min(1, t / 0.001) * Math.exp(-t / 0.08) * Math.sin(phase)
  })
}

function kicks(hz: number, gain = 0.8): Float32Array {
  const signal = silence(seconds, sampleRate)
  addAt(signal, sampleRate, times(0, seconds, beat), late => kickAt(hz, 0.02, late), gain)
  return signal
}

/** Sines, one note per bar, from `from` to `to` of each beat; 10 ms edges. */
function bassLine(notes: readonly number[], gain: number, from = 0.5, to = 0.98): Float32Array {
  return silence(seconds, sampleRate).map((_, n) => {
    const t = n / sampleRate
    const inBeat = ((t / beat) % 1) - from
    const edge = Math.max(0, Math.min(1, (inBeat * beat) / 0.01, ((to - from - inBeat) * beat) / 0.01))
    return gain * edge * Math.sin(2 * Math.PI * notes[Math.floor(t / beat / 4) % notes.length]! * t)
  })
}

const sum = (...parts: readonly Float32Array[]) =>
  Float32Array.from(parts[0]!, (_, n) => parts.reduce((total, part) => total + part[n]!, 0))
const both = (x: Float32Array): Audio => ({ sampleRate, channels: [x, x] })

const read = (audio: Audio, on: BeatGrid | null = grid, tuningCents = 0) =>
  measureLowEnd(audio, {
    grid: on,
    envelopes: envelopesOf(stereoOf(audio), audio.sampleRate),
    tuningCents,
  }).get('overall')!
const bars = (audio: Audio): readonly BeatGroup[] =>
  barsOf(audio, { grid, envelopes: envelopesOf(stereoOf(audio), audio.sampleRate) }).get('overall')!

const line = [43.65, 55, 55, 61.74]

describe('pitch', () => {
  test.each([45, 49, 51.91, 55, 60])('a kick that settles on %d Hz reads it within 30 cents under a bass', hz => {
    const { values } = read(both(sum(kicks(hz), bassLine(line, 0.2))))
    expect(Math.abs(1200 * Math.log2(values.kickFundamental! / hz))).toBeLessThan(30)
  })

  // Half as slow again as any sweep of a trance kick, the last one is hard to tell from its note: the bar of 30 cents.
  test.each([
    [0.012, 10],
    [0.02, 10],
    [0.035, 30],
  ])('a single hit with a sweep of %f s, within %d cents', (tau, cents) => {
    const hit = Float64Array.from(kickAt(50, tau).filter((_, n) => n % 32 === 0))
    // The click aliases at a 32nd of the rate, but it has died before the tail is read.
    const tail = kickTail(hit, sampleRate / 32, 0)!
    expect(Math.abs(1200 * Math.log2(tail.hz / 50))).toBeLessThan(cents)
  })

  test('tuning is the distance from the nearest semitone of the song', () => {
    const audio = both(sum(kicks(55 * 2 ** (20 / 1200)), bassLine(line, 0.2)))
    const plain = read(audio).values.kickTuning!
    // The kick reads within 30 cents; two readings of one kick differ by exactly the tuning.
    expect(Math.abs(plain - 20)).toBeLessThan(15)
    expect(plain - read(audio, grid, 15).values.kickTuning!).toBeCloseTo(15, 9)
  })

  test("the bass's note is the one that sounds most, harmonics or not", () => {
    expect(Math.abs(read(both(sum(kicks(50), bassLine(line, 0.2)))).values.bassFundamental! - 55)).toBeLessThan(1)
    const rich = sum(
      kicks(50),
      bassLine(line, 0.15),
      bassLine(
        line.map(hz => 2 * hz),
        0.2,
      ),
    )
    expect(Math.abs(read(both(rich)).values.bassFundamental! - 55)).toBeLessThan(1)
  })
})

describe('levels', () => {
  test('6 dB less bass is 6 dB more kick over bass', () => {
    const at = (gain: number) => read(both(sum(kicks(50), bassLine(line, gain)))).values.kickOverBass!
    // The late tail of the kick (−26 dB and falling) is all that is not the bass.
    expect(at(0.1) - at(0.2)).toBeGreaterThan(5.5)
    expect(at(0.1) - at(0.2)).toBeLessThan(6.1)
  })

  test('a steady kick-like tone over an equal bass reads 0 dB from its own tracks', () => {
    const tone = bassLine([50], 0.5, 0, 0.33)
    const bass = bassLine([50], 0.5, 0.55, 0.98)
    const every = Array.from({ length: 12 }, (_, g) => ({ first: 4 * g, kicked: [true, true, true, true] }))
    const { values } = measureKickAndBass({ kick: both(tone), bass: both(bass), grid, bars: every })
    // The loudest 23 ms of a 50 Hz sine is up to 0.8 dB over its mean; edges of the notes take some off the bass.
    expect(Math.abs(values.kickOverBass!)).toBeLessThan(1.5)
  })

  test('gain and swapped channels change nothing', () => {
    const audio = both(sum(kicks(50), bassLine(line, 0.2)))
    const quiet = both(audio.channels[0]!.map(x => x / 32))
    for (const [id, value] of Object.entries(read(audio).values))
      expect(read(quiet).values[id as 'kickOverBass']!).toBeCloseTo(value!, 3)
  })
})

describe('overlap', () => {
  const kick = kicks(50)
  const own = (bass: Float32Array) =>
    measureKickAndBass({ kick: both(kick), bass: both(bass), grid, bars: bars(both(kick)) })

  test('an off-beat bass leaves the kick alone, one that lies under it does not', () => {
    expect(own(bassLine(line, 0.2)).values.kickBassTemporalOverlap!).toBeLessThan(15)
    expect(own(bassLine(line, 0.2, 0, 1)).values.kickBassTemporalOverlap!).toBeGreaterThan(80)
  })

  test('a bass on the kick’s note shares its spectrum, one two octaves up does not', () => {
    const near = own(bassLine([50, 50.5], 0.2)).values.kickBassSpectralOverlap!
    const far = own(bassLine([196, 208], 0.2)).values.kickBassSpectralOverlap!
    expect(near).toBeGreaterThan(50)
    expect(far).toBeLessThan(15)
  })

  test('the mix reads what the tracks read', () => {
    for (const bass of [bassLine(line, 0.2), bassLine(line, 0.2, 0, 1), bassLine(line, 0.2, 0.25, 0.98)]) {
      const tracks = own(bass).values
      const mix = read(both(sum(kick, bass))).values
      // Notes that are heard in half of the bars are partly taken for kick: up to 20 points.
      expect(Math.abs(mix.kickBassTemporalOverlap! - tracks.kickBassTemporalOverlap!)).toBeLessThan(20)
      expect(Math.abs(mix.kickBassSpectralOverlap! - tracks.kickBassSpectralOverlap!)).toBeLessThan(15)
      expect(Math.abs(mix.kickOverBass! - tracks.kickOverBass!)).toBeLessThan(2)
    }
  })

  test('separation is 1 − spectral · temporal', () => {
    const { values } = own(bassLine(line, 0.2, 0, 1))
    expect(values.lowEndSeparation!).toBeCloseTo(
      100 - (values.kickBassSpectralOverlap! * values.kickBassTemporalOverlap!) / 100,
      9,
    )
  })

  test('a bass that repeats with every kick cannot be told from it in a mix', () => {
    const every = silence(seconds, sampleRate)
    const note = kickAt(55, 0.001).map(x => 0.3 * x)
    addAt(every, sampleRate, times(beat / 2, seconds, beat), () => note)
    const { values, reasons } = read(both(sum(kick, every)))
    expect(values.kickBassTemporalOverlap).toBeNull()
    expect(reasons.kickBassTemporalOverlap).toMatch(/same note under every kick/)
    expect(values.kickOverBass).not.toBeNull()
  })
})

describe('nothing to read, and why', () => {
  test('no grid, no kick, no bass', () => {
    const audio = both(sum(kicks(50), bassLine(line, 0.2)))
    expect(read(audio, null).reasons.kickFundamental).toBe('no steady beat')
    const hats = silence(seconds, sampleRate)
    addAt(hats, sampleRate, times(beat / 2, seconds, beat), () => hat(sampleRate))
    expect(read(both(hats)).reasons.kickOverBass).toMatch(/fewer than four bars/)
    const alone = read(both(kicks(50)))
    expect(alone.values.kickOverBass).toBeNull()
    expect(alone.reasons.bassFundamental).toBe('no bass is heard between the kicks')
    expect(alone.values.kickFundamental).not.toBeNull()
  })

  test.each(Object.entries(uglyInputs()))('%s', (_, audio) => {
    for (const value of Object.values(read(audio).values)) expect(value === null || Number.isFinite(value)).toBe(true)
  })
})
