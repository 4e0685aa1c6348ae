import { expect, test } from 'vitest'
import type { Audio } from '../../../node/audio/audio.ts'
import type { Section } from '../../../node/features/analysis.ts'
import { type HeardTrack, pickMoments } from '../../../node/features/masking/hearing.ts'
import { type Masking, measureMasking, mixClarityRows } from '../../../node/features/masking/masking.ts'
import { add, kick, noise, saw, silence, times } from '../../support/beats.ts'
import { onBoth, sine, stereo } from '../../support/signals.ts'

const sampleRate = 44_100
const seconds = 5
const drop: readonly Section[] = [{ type: 'drop', startSeconds: 0, endSeconds: seconds }]

const track = (name: string, signal: Float32Array): HeardTrack => ({ name, audio: onBoth(signal, sampleRate) })
const tone = (name: string, hz: number, db: number) =>
  track(name, sine({ hz, seconds, sampleRate, gain: 10 ** (db / 20) }))
const measure = (tracks: readonly HeardTrack[], sections = drop) => measureMasking(tracks, { sections })
const audible = (masking: Masking, name: string) =>
  masking.scopes.drop!.tracks.find(each => each.track === name)!.audibleShare!
const pair = (masking: Masking, masker: string, masked: string) =>
  masking.scopes.drop!.pairs.find(each => each.masker === masker && each.masked === masked)

/** The sound at each time, over the whole length. */
function pattern(sound: Float32Array, at: Iterable<number>, gain = 1): Float32Array {
  const out = silence(seconds, sampleRate)
  for (const time of at) add(out, sound, Math.round(time * sampleRate), gain)
  return out
}

/** Saw notes of a melody, one per 0.25 s. */
function melody(
  notes: readonly number[],
  settings: { highestHz?: number; tau?: number; phase?: number; shift?: number },
) {
  const out = silence(seconds, sampleRate)
  const { shift = 0, ...rest } = settings
  for (let n = 0; n < seconds / 0.25; n++) {
    const note = saw(sampleRate, { hz: notes[n % notes.length]!, seconds: 0.22, tau: 0.12, ...rest })
    add(out, note, Math.round((0.25 * n + shift) * sampleRate), 0.1)
  }
  return out
}
const tune = [440, 523.25, 659.26, 587.33, 392, 493.88, 698.46, 440]

test('a single track keeps all of its loudness', () => {
  const masking = measure([tone('Lead', 1000, -20)])
  expect(masking.scopes.drop!.mixClarity).toBeCloseTo(100, 9)
  expect(masking.scopes.drop!.pairs).toEqual([])
  expect(masking.scopes.overall!.mixClarity).toBeCloseTo(100, 9)
  expect(masking.playback).toEqual({ lufs: -18, dbSpl: 83 })
})

test('loudness alone is in sones at the stated playback level', () => {
  // −61 dB of a sine at 101 dB SPL full scale: 40 dB SPL, 1 sone; twice as loud 10 dB higher.
  const at = (db: number) => measure([tone('A', 1000, db)]).scopes.drop!.tracks[0]!.loudnessAlone
  expect(Math.abs(at(-61) - 1)).toBeLessThan(0.05)
  expect(Math.abs(at(-51) / at(-61) - 2.1)).toBeLessThan(0.1)
})

test('a tone far below another in its band is lost to it; one two octaves away is not', () => {
  const masking = measure([tone('Loud', 1000, -20), tone('Near', 1050, -45), tone('Far', 4000, -45)])
  expect(audible(masking, 'Near')).toBeLessThan(0.05)
  expect(audible(masking, 'Far')).toBeGreaterThan(0.85)
  expect(pair(masking, 'Loud', 'Near')!.lossShare).toBeGreaterThan(0.9)
  expect(pair(masking, 'Loud', 'Near')!.bands.mid.lossShare).toBeGreaterThan(0.9)
  expect(masking.scopes.drop!.slots.presence.occupants[0]!.track).toBe('Far')
})

test('turning the masker down by 20 dB gives back what it took, monotonically', () => {
  const quiet = noise(seconds, sampleRate, 2, 0.02)
  const shares = [0, -5, -10, -15, -20].map(db =>
    audible(
      measure([track('Quiet', quiet), track('Masker', noise(seconds, sampleRate, 3, 0.1 * 10 ** (db / 20)))]),
      'Quiet',
    ),
  )
  for (let n = 1; n < shares.length; n++) expect(shares[n]).toBeGreaterThan(shares[n - 1]!)
  expect(shares.at(-1)! - shares[0]!).toBeGreaterThan(0.3)
})

test('neither the order of the tracks nor the sides matter, and losses add up to what is missing', () => {
  const tracks = [
    { name: 'A', audio: stereo(noise(seconds, sampleRate, 2, 0.1), noise(seconds, sampleRate, 3, 0.02), sampleRate) },
    { name: 'B', audio: stereo(noise(seconds, sampleRate, 4, 0.05), noise(seconds, sampleRate, 5, 0.1), sampleRate) },
    tone('C', 700, -25),
  ]
  const swapped = tracks.map(({ name, audio }) => ({
    name,
    audio: { ...audio, channels: [...audio.channels].reverse() },
  }))
  const masking = measure(tracks)
  for (const other of [measure([...tracks].reverse()), measure(swapped)]) {
    for (const name of ['A', 'B', 'C']) expect(audible(other, name)).toBeCloseTo(audible(masking, name), 5)
    expect(other.scopes.drop!.mixClarity).toBeCloseTo(masking.scopes.drop!.mixClarity!, 4)
  }
  for (const { track: name, loudnessAlone, loudnessInMix } of masking.scopes.drop!.tracks) {
    const lost = masking.scopes.drop!.pairs.filter(({ masked }) => masked === name)
    expect(lost.reduce((sum, { lossSones }) => sum + lossSones, 0)).toBeCloseTo(loudnessAlone - loudnessInMix, 4)
    for (const each of lost) {
      const inBands = Object.values(each.bands).reduce((sum, { lossSones }) => sum + lossSones, 0)
      expect(inBands).toBeCloseTo(each.lossSones, 5) // all filters lie between 20 Hz and 20 kHz
    }
  }
})

test('gains are those of fader and pan', () => {
  const a = noise(seconds, sampleRate, 2, 0.1)
  const b = track('B', noise(seconds, sampleRate, 3, 0.1))
  const faded = measure([{ ...track('A', a), gains: { left: 0.3, right: 0.6 } }, b])
  const baked = measure([
    {
      name: 'A',
      audio: stereo(
        a.map(x => 0.3 * x),
        a.map(x => 0.6 * x),
        sampleRate,
      ),
    },
    b,
  ])
  expect(audible(faded, 'A')).toBeCloseTo(audible(baked, 'A'), 5)
})

test('kick and off-beat bass do not mask each other; together they do', () => {
  const beats = [...times(0.1, seconds - 0.6, 0.5)]
  const kicks = track('Kick', pattern(kick(sampleRate), beats, 0.5))
  const note = saw(sampleRate, { hz: 55, seconds: 0.15, highestHz: 600 })
  const offbeat = track(
    'Bass',
    pattern(
      note,
      beats.map(t => t + 0.3),
      0.3,
    ),
  )
  const onbeat = track('Bass', pattern(note, beats, 0.3))
  const apart = measure([kicks, offbeat])
  const together = measure([kicks, onbeat])
  expect(audible(apart, 'Kick')).toBeGreaterThan(0.8)
  expect(audible(together, 'Kick')).toBeLessThan(audible(apart, 'Kick') - 0.2)
  expect(pair(together, 'Bass', 'Kick')!.lossShareTogether).toBeGreaterThanOrEqual(
    pair(together, 'Bass', 'Kick')!.lossShare,
  )
  // In time they alternate, so nobody crowds the bass band.
  expect(apart.scopes.drop!.slots.bass.voices).toBeLessThan(together.scopes.drop!.slots.bass.voices)
})

test('layers of one part count as one: same notes at the same time, another sound', () => {
  const bright = track('Lead', melody(tune, { highestHz: 8000 }))
  const dark = track('Lead Layer', melody(tune, { highestHz: 3000, phase: 0.7 }))
  const late = track('Echo', melody(tune, { highestHz: 3000, phase: 0.7, shift: 0.125 }))
  const other = track(
    'Arp',
    melody(
      [...tune].reverse().map(hz => hz * 1.26),
      { highestHz: 3000 },
    ),
  )
  const layered = measure([bright, dark])
  expect(layered.layers.map(({ tracks }) => tracks)).toEqual([['Lead', 'Lead Layer']])
  expect(layered.layers[0]!.confidence).toBeGreaterThan(0.8)
  expect(layered.scopes.drop!.mixClarity).toBeCloseTo(100, 3)
  expect(layered.scopes.drop!.pairs).toEqual([])
  expect(measure([bright, late]).layers).toEqual([])
  const apart = measure([bright, other])
  expect(apart.layers).toEqual([])
  expect(apart.scopes.drop!.mixClarity).toBeLessThan(90)
})

test('slots: nobody is free, one owns, three equals crowd', () => {
  const one = measure([track('A', noise(seconds, sampleRate, 2, 0.1))]).scopes.drop!.slots
  expect(one.mid).toMatchObject({ occupancy: 'owned', occupants: [{ track: 'A', powerShare: 1 }] })
  expect(one.mid.voices).toBeCloseTo(1, 6)
  const four = measure(['A', 'B', 'C', 'D'].map((name, i) => track(name, noise(seconds, sampleRate, 2 + i, 0.1))))
  expect(four.scopes.drop!.slots.mid.occupancy).toBe('crowded')
  expect(four.scopes.drop!.slots.mid.voices).toBeCloseTo(4, 1)
  for (const { powerShare, loudnessShare } of four.scopes.drop!.slots.mid.occupants) {
    expect(powerShare).toBeCloseTo(0.25, 1)
    expect(loudnessShare).toBeCloseTo(0.25, 1)
  }
  const bassOnly = measure([tone('Sub', 50, -20)]).scopes.drop!.slots
  expect(bassOnly.air).toEqual({ occupancy: 'free', voices: 0, occupants: [] })
})

test('moments: every section type gets its share, each moment stands for its time, no part of the beat is preferred', () => {
  const sections: readonly Section[] = [
    { type: 'drop', startSeconds: 10, endSeconds: 40 },
    { type: 'breakdown', startSeconds: 40, endSeconds: 45 },
    { type: 'drop', startSeconds: 45, endSeconds: 60 },
  ]
  const { count, starts, type, seconds: weights } = pickMoments(sections, { sampleRate, budget: 100 })
  expect(type.filter(each => each === 'drop')).toHaveLength(90)
  expect(count).toBeGreaterThan(100) // a short section type has its least number
  expect(weights.reduce((sum, w) => sum + w, 0)).toBeCloseTo(50, 6)
  // 90 moments in 45 s: evenly spaced they would all fall on the same place of a beat of 0.5 s.
  const quarters = new Float64Array(4)
  starts.forEach((start, t) => {
    const centre = (start + 2048) / sampleRate
    expect(sections.some(s => s.type === type[t] && centre >= s.startSeconds - 1e-4 && centre < s.endSeconds)).toBe(
      true,
    )
    if (type[t] === 'drop') quarters[Math.floor(((centre / 0.5) % 1) * 4)]! += 1 / 90
  })
  for (const met of quarters) expect(Math.abs(met - 0.25)).toBeLessThan(0.05)
})

test('silence, no tracks, one sample, mono, 8 kHz, 60 tracks: null with a reason or plain numbers', () => {
  const silent = measure([track('A', silence(seconds, sampleRate))])
  expect(silent.scopes.drop).toMatchObject({ mixClarity: null, reason: 'no track sounds here', pairs: [] })
  expect(silent.scopes.drop!.tracks[0]!.audibleShare).toBeNull()
  expect(mixClarityRows(silent).drop).toEqual({
    values: { mixClarity: null },
    reasons: { mixClarity: 'no track sounds here' },
  })
  expect(measure([]).scopes.drop!.mixClarity).toBeNull()
  expect(measure([tone('A', 440, -20)], []).scopes).toEqual({})
  const short: Audio = { sampleRate, channels: [Float32Array.of(0.5)] }
  const tiny = measure([{ name: 'A', audio: short }], [{ type: 'drop', startSeconds: 0, endSeconds: 1 / sampleRate }])
  expect(Number.isFinite(tiny.scopes.drop!.mixClarity)).toBe(true)
  const dc = measure([{ name: 'A', audio: onBoth(silence(1, sampleRate).fill(1), sampleRate) }])
  expect(JSON.stringify(dc)).not.toContain('NaN')
  const low = [1, 2].map(seed => ({
    name: `${seed}`,
    audio: { sampleRate: 8000, channels: [noise(3, 8000, seed, 0.1)] },
  }))
  expect(measureMasking(low, { sections: drop }).scopes.drop!.mixClarity).toBeGreaterThan(5)
  const many = Array.from({ length: 60 }, (_, i) =>
    track(`${i}`, sine({ hz: 100 + 90 * i, seconds: 1, sampleRate, gain: 0.01 })),
  )
  const crowd = measure(many, [{ type: 'drop', startSeconds: 0, endSeconds: 1 }])
  expect(crowd.scopes.drop!.pairs.length).toBeLessThanOrEqual(40 + 7 * 5)
  expect(crowd.scopes.drop!.mixClarity).toBeGreaterThan(0)
  expect(() => measure([tone('A', 440, -20), low[0]!])).toThrow(RangeError)
})

test('clarity becomes rows of the catalogue', () => {
  const rows = mixClarityRows(measure([tone('A', 440, -20)]))
  expect(rows.drop!.values.mixClarity).toBeCloseTo(100, 9)
  expect(rows.drop!.reasons).toEqual({})
  expect(rows.overall!.values.mixClarity).toBeCloseTo(100, 9)
})
