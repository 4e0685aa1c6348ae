import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { type Fault, faultsFor } from '../../node/adapters/demo-song/faults.ts'
import { noteNames } from '../../node/adapters/demo-song/harmony.ts'
import { addVoice } from '../../node/adapters/demo-song/oscillators.ts'
import { mulberry32 } from '../../node/adapters/demo-song/random.ts'
import { trackForRole } from '../../node/adapters/demo-song/roles.ts'
import { type DemoSong, generateSong } from '../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec, SimulatedTrackSpec } from '../../node/adapters/simulated/spec.ts'
import { Fft, hann } from '../../node/dsp/fft.ts'
import { gatedLoudness, measureLoudness } from '../../node/features/loudness.ts'

// Songs are rendered, mixed and measured in real audio: seconds each, more on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const seeds = [1, 2]
const songs: DemoSong[] = []
beforeAll(() => {
  for (const seed of seeds) songs.push(generateSong({ seed, length: 'short' }))
})

const hashOfTrack = ({ source, ...rest }: SimulatedTrackSpec) => {
  const hash = createHash('sha256')
  for (const x of source?.channels ?? []) hash.update(new Uint8Array(x.buffer, x.byteOffset, x.byteLength))
  return { samples: hash.digest('hex'), rest }
}

const trackOf = (spec: SimulatedSetSpec, name: string) => spec.tracks.find(track => track.name === name)!
const channelsOf = (track: SimulatedTrackSpec) => track.source!.channels
const withSource = (spec: SimulatedSetSpec) => spec.tracks.filter(track => track.source)
const bassOf = (spec: SimulatedSetSpec) => spec.tracks.find(track => ['Sub', 'Off-beat Bass'].includes(track.name))!

/** Hann-windowed amplitude spectrum of a stretch, `size` bins apart fs/size. */
function spectrum(x: Float32Array, from: number, size: number): Float64Array {
  const window = hann(size)
  const re = Float64Array.from({ length: size }, (_, n) => (x[from + n] ?? 0) * window[n]!)
  const im = new Float64Array(size)
  new Fft(size).transform(re, im)
  return Float64Array.from({ length: size / 2 }, (_, k) => Math.hypot(re[k]!, im[k]!))
}

/** Frequency of the highest peak between two bounds, parabola through the log of three bins. */
function peakHz(bins: Float64Array, sampleRate: number, lowHz: number, highHz: number): number {
  const perBin = sampleRate / (2 * bins.length)
  let best = Math.ceil(lowHz / perBin)
  for (let k = best; k <= highHz / perBin; k++) if (bins[k]! > bins[best]!) best = k
  const [a, b, c] = [best - 1, best, best + 1].map(k => Math.log(bins[k]! + 1e-12)) as [number, number, number]
  return (best + (0.5 * (a - c)) / (a - 2 * b + c)) * perBin
}

const pitchClass = (hz: number) => 12 * Math.log2(hz / 440) + 69
/** Cents between a frequency and the nearest pitch of these classes. */
const centsFrom = (hz: number, classes: readonly number[]) =>
  Math.min(...classes.map(c => Math.abs(((((pitchClass(hz) - c + 6) % 12) + 12) % 12) - 6))) * 100

function power(x: Float32Array): number {
  let sum = 0
  for (let n = 0; n < x.length; n++) sum += x[n]! * x[n]!
  return sum
}

/** Largest magnitude; Infinity when a sample is not a number. */
function peakOf(x: Float32Array): number {
  let peak = 0
  for (let n = 0; n < x.length; n++) {
    const magnitude = Math.abs(x[n]!)
    if (!(magnitude <= peak)) peak = magnitude >= 0 ? magnitude : Number.POSITIVE_INFINITY
  }
  return peak
}

const sideOf = ([left, right]: readonly Float32Array[]) => left!.map((l, n) => (l - right![n]!) / 2)
const midOf = ([left, right]: readonly Float32Array[]) => left!.map((l, n) => (l + right![n]!) / 2)
const ratioDb = (a: number, b: number) => 10 * Math.log10(a / b)

describe('generateSong', () => {
  test('mulberry32 gives the published sequence of seed 1', () => {
    // Reference: the original one-line JavaScript version, run in Node 20.
    const original = (a: number) => () => {
      let t = (a += 0x6d2b79f5)
      t = Math.imul(t ^ (t >>> 15), t | 1)
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296
    }
    const ours = mulberry32(1)
    const theirs = original(1)
    for (let i = 0; i < 100; i++) expect(ours()).toBe(theirs())
  })

  test('the same seed gives the same samples and settings, another seed others', () => {
    const [first, second] = songs.map(song => song.spec.tracks.map(hashOfTrack))
    const again = generateSong({ seed: seeds[0]!, length: 'short' })
    expect(again.spec.tracks.map(hashOfTrack)).toEqual(first)
    expect({ ...again, spec: null }).toEqual({ ...songs[0], spec: null })
    // Groups play nothing; every stem of another seed is another sound.
    const silent = hashOfTrack({ name: '', kind: 'group' }).samples
    const heard = (tracks: typeof first) => tracks!.map(track => track.samples).filter(hash => hash !== silent)
    expect(heard(first).filter(hash => heard(second).includes(hash))).toEqual([])
  })

  test('stems have the length of the arrangement, and every sample is a number within ±1', () => {
    for (const { spec, sections, tempo } of songs) {
      const frames = Math.round((sections.at(-1)!.endBeats * 60 * spec.sampleRate) / tempo)
      for (const track of withSource(spec)) {
        for (const x of channelsOf(track)) {
          expect(x.length, track.name).toBe(frames)
          expect(peakOf(x), track.name).toBeLessThanOrEqual(1)
          expect(power(x), track.name).toBeGreaterThan(0)
        }
      }
    }
  })

  test('a short song lasts 60 to 90 s, with sections that follow each other on bar lines under their locators', () => {
    for (const { spec, sections, tempo } of songs) {
      const seconds = (sections.at(-1)!.endBeats * 60) / tempo
      expect(seconds).toBeGreaterThanOrEqual(59)
      expect(seconds).toBeLessThanOrEqual(90)
      expect(spec.locators).toEqual(sections.map(({ name, startBeats }) => ({ name, beats: startBeats })))
      expect(sections.map(section => section.startBeats)).toEqual([
        0,
        ...sections.slice(0, -1).map(section => section.endBeats),
      ])
      for (const { startBeats } of sections) expect(startBeats % spec.beatsPerBar).toBe(0)
      expect(sections.map(section => section.type)).toContain('drop')
    }
  })

  test('there are at least ten tracks, and the groups and side-chain sources they name exist', () => {
    for (const { spec } of songs) {
      expect(withSource(spec).length).toBeGreaterThanOrEqual(12)
      const groups = spec.tracks.filter(track => track.kind === 'group').map(track => track.name)
      expect(groups).toEqual(expect.arrayContaining(['Drums', 'Synths']))
      const names = spec.tracks.map(track => track.name)
      expect(new Set(names).size).toBe(names.length)
      for (const track of spec.tracks) {
        if (track.group) expect(groups).toContain(track.group)
        for (const device of track.devices ?? [])
          if (device.sidechainSource) expect(names).toContain(device.sidechainSource)
      }
      for (const name of ['Pad', 'Rolling Bass', 'Supersaw Lead'])
        expect(trackOf(spec, name).devices?.some(device => device.sidechainSource)).toBe(true)
    }
  })

  test('EQ Eight bands 5 to 8 are left free', () => {
    for (const { spec } of songs)
      for (const track of spec.tracks)
        for (const device of track.devices ?? [])
          for (const parameter of Object.keys(device.settings ?? {})) expect(parameter).not.toMatch(/^[5-8] /)
  })

  test('kick and bass are in tune with the key', () => {
    for (const { spec, key, sections, tempo } of songs) {
      const [name, mode] = key.split(' ')
      const tonic = noteNames.indexOf(name as (typeof noteNames)[number])
      const scale = (mode === 'minor' ? [0, 2, 3, 5, 7, 8, 10] : [0, 2, 4, 5, 7, 9, 11]).map(i => tonic + i)
      const drop = sections.find(section => section.type === 'drop')!
      const frame = (beats: number) => Math.round((beats * 60 * spec.sampleRate) / tempo)
      // The tail of one kick, after the sweep: tonic, fifth or fourth. 10 cents: a window of 0.2 s on a falling tone.
      const tail = frame(drop.startBeats) + Math.round(0.1 * spec.sampleRate)
      const kick = trackOf(spec, 'Kick').source!.channels[0]!.slice(tail, tail + 8192)
      const kickHz = peakHz(spectrum(kick, 0, 65_536), spec.sampleRate, 35, 70)
      expect(kickHz).toBeGreaterThan(43)
      expect(kickHz).toBeLessThan(60)
      expect(centsFrom(kickHz, [tonic, tonic + 7, tonic + 5])).toBeLessThan(40)
      const bass = spectrum(bassOf(spec).source!.channels[0]!, frame(drop.startBeats), 65_536)
      expect(centsFrom(peakHz(bass, spec.sampleRate, 38, 85), scale)).toBeLessThan(15)
    }
  })

  test('kick and sub are mono, the supersaw is stereo', () => {
    for (const { spec } of songs) {
      expect(channelsOf(trackOf(spec, 'Kick'))).toHaveLength(1)
      expect(channelsOf(bassOf(spec))).toHaveLength(1)
      const lead = channelsOf(trackOf(spec, 'Supersaw Lead'))
      const sideToMid = ratioDb(power(sideOf(lead)), power(midOf(lead)))
      expect(sideToMid).toBeGreaterThan(-20)
      expect(sideToMid).toBeLessThan(-3)
    }
  })

  test('oscillators have nothing but their partials: no aliases', () => {
    const sampleRate = 44_100
    for (const [hz, pulse] of [
      [3520.3, 0],
      [1318.5, 0.3],
      [110.1, 0],
    ] as const) {
      const size = 65_536
      const sound = [new Float32Array(size)]
      addVoice(sound, { hz, pulse, gainLeft: 1, gainRight: 1, phase: 0 }, sampleRate)
      const bins = spectrum(sound[0]!, 0, size)
      const highest = Math.max(...bins)
      const fundamental = (hz * size) / sampleRate
      bins.forEach((value, k) => {
        const partial = Math.round(k / fundamental)
        const isPartial = partial >= 1 && partial * hz < sampleRate / 2 && Math.abs(k - partial * fundamental) < 40
        // Interpolating the table leaves −102 dB.
        if (!isPartial) expect(20 * Math.log10(value / highest)).toBeLessThan(-95)
      })
    }
  })

  test('the mix is a plausible premaster: peak −6.5 to −2 dBFS, the drop 3 to 10 LU over the breakdown', async () => {
    for (const { spec, sections, tempo } of songs) {
      const { main } = await createSimulatedSet(spec).capture()
      const peak = Math.max(...main.channels.map(peakOf))
      expect(20 * Math.log10(peak)).toBeGreaterThan(-6.5)
      expect(20 * Math.log10(peak)).toBeLessThan(-2)
      const loudness = measureLoudness(main)
      expect(loudness.integrated).toBeGreaterThan(-20)
      expect(loudness.integrated).toBeLessThan(-12)
      const of = (type: string) =>
        gatedLoudness(
          loudness,
          sections
            .filter(section => section.type === type)
            .map(({ startBeats, endBeats }) => ({
              startSeconds: (startBeats * 60) / tempo,
              endSeconds: (endBeats * 60) / tempo,
            })),
        )!
      expect(of('drop') - of('breakdown')).toBeGreaterThan(3)
      expect(of('drop') - of('breakdown')).toBeLessThan(10)
    }
  })

  test('stage "master" differs from the premaster on Main only, and ends at −1 dB', async () => {
    const master = generateSong({ seed: seeds[0]!, length: 'short', stage: 'master' })
    expect({ ...master.spec, master: songs[0]!.spec.master, tracks: [] }).toEqual({ ...songs[0]!.spec, tracks: [] })
    const { main } = await createSimulatedSet(master.spec).capture()
    expect(measureLoudness(main).integrated).toBeGreaterThan(-10)
    expect(measureLoudness(main).integrated).toBeLessThan(-7.5)
    for (const x of main.channels) expect(20 * Math.log10(peakOf(x))).toBeLessThan(-0.999)
  })

  test('a producer can be chosen, and an unknown one is refused by name', () => {
    expect(() => generateSong({ seed: 1, length: 'short', producer: 'loud' })).toThrow(/bright.*got loud/)
  })
})

describe('faults', () => {
  const spec = () => songs[0]!.spec
  const fault = (id: string): Fault => {
    const found = faultsFor(spec()).find(f => f.id === id)
    if (!found) throw new Error(`no fault ${id}`)
    return found
  }

  test('every fault changes the track that it names and nothing else', () => {
    const before = spec()
    const all = faultsFor(before)
    expect(new Set(all.map(f => f.id)).size).toBe(all.length)
    for (const { id, track: name, apply } of all) {
      const after = apply(before)
      expect({ ...after, tracks: [] }, id).toEqual({ ...before, tracks: [] })
      // Identity, not equality: comparing equals millions of samples would take minutes.
      const changed = after.tracks.filter((track, i) => track !== before.tracks[i])
      expect(
        changed.map(track => track.name),
        id,
      ).toEqual([name])
    }
  })

  test('level faults move the fader by their size, away from the move that puts it right', () => {
    for (const f of faultsFor(spec()).filter(({ family }) => family === 'level')) {
      const moved = trackOf(f.apply(spec()), f.track).volumeDb! - trackOf(spec(), f.track).volumeDb!
      expect(moved).toBeCloseTo(f.size, 6)
      expect(Math.sign(moved)).toBe(-f.inverse.sign!)
      expect(f.inverse.amount).toBe(Math.abs(f.size))
    }
  })

  /** Gain of a fault at a frequency, from the spectra of six seconds of the drop before and after. */
  function gainAt(f: Fault, hz: number): number {
    const size = 2 ** 18
    const from = 40 * spec().sampleRate
    const bins = [spec(), f.apply(spec())].map(s => spectrum(channelsOf(trackOf(s, f.track))[0]!, from, size))
    const at = Math.round((hz * size) / spec().sampleRate)
    const sum = (b: Float64Array) => b.slice(at - 60, at + 60).reduce((total, v) => total + v * v, 0)
    return ratioDb(sum(bins[1]!), sum(bins[0]!))
  }

  test('mud is +6 dB at 280 Hz and nothing at 4 kHz', () => {
    const mud = faultsFor(spec()).find(f => f.family === 'mud' && f.size === 6)!
    // ±0.1 dB: the bell varies over the measured 20 Hz.
    expect(Math.abs(gainAt(mud, 280) - 6)).toBeLessThan(0.1)
    expect(Math.abs(gainAt(mud, 4000))).toBeLessThan(0.1)
  })

  test('a dull lead has lost 8 dB far above 6 kHz, half of it at 6 kHz, and nothing at 500 Hz', () => {
    const dull = fault('brightness-lead-8')
    expect(Math.abs(gainAt(dull, 6000) + 4)).toBeLessThan(0.2)
    expect(gainAt(dull, 16_000)).toBeLessThan(-7.5)
    expect(Math.abs(gainAt(dull, 500))).toBeLessThan(0.1)
  })

  test('a pad narrowed to 25 % has 12.04 dB less side and the same mid', () => {
    const f = fault('narrow-pad-pad+25')
    const [before, after] = [spec(), f.apply(spec())].map(s => channelsOf(trackOf(s, f.track)))
    expect(ratioDb(power(sideOf(after!)), power(sideOf(before!)))).toBeCloseTo(-12.041, 2)
    expect(ratioDb(power(midOf(after!)), power(midOf(before!)))).toBeCloseTo(0, 4)
  })

  test('a wide sub has its side at the stated level below 120 Hz, the mid of before, and no bass mono', () => {
    const f = fault('wide-sub-bass-6')
    const after = trackOf(f.apply(spec()), f.track)
    const side = sideOf(channelsOf(after))
    const mid = midOf(channelsOf(after))
    const size = 2 ** 17
    const from = 45 * spec().sampleRate
    const low = (x: Float32Array) =>
      spectrum(x, from, size)
        .slice(Math.round((30 * size) / 44_100), Math.round((90 * size) / 44_100))
        .reduce((sum, v) => sum + v * v, 0)
    // ±1 dB: the low-pass already bends at 90 Hz.
    expect(Math.abs(ratioDb(low(side), low(mid)) + 6)).toBeLessThan(1)
    expect(ratioDb(power(mid), power(channelsOf(trackOf(spec(), f.track))[0]!))).toBeCloseTo(0, 4)
    for (const device of after.devices!.filter(d => d.className === 'StereoGain')) {
      expect(device.settings).toMatchObject({ 'Bass Mono': 0, 'Stereo Width': 100 })
    }
  })

  test('a panned hat, a flipped channel and a moved threshold are what they say', () => {
    const pan = fault('pan-hats-1')
    expect(trackOf(pan.apply(spec()), pan.track).pan).toBe(-1)
    const flip = fault('polarity-pad+100')
    const [left, right] = channelsOf(trackOf(flip.apply(spec()), 'Pad'))
    expect(left).toBe(channelsOf(trackOf(spec(), 'Pad'))[0])
    expect(right![2_000_000]).toBe(-channelsOf(trackOf(spec(), 'Pad'))[1]![2_000_000]!)
    const threshold = (s: SimulatedSetSpec) =>
      trackOf(s, 'Pad').devices!.find(d => d.sidechainSource)!.settings!['Threshold']!
    const more = fault('too-much-ducking-pad+8')
    expect(threshold(more.apply(spec()))).toBeCloseTo(threshold(spec()) - 8, 6)
  })

  test('parts without telling names are found by where their energy lies', () => {
    const names = new Map(spec().tracks.map((track, i) => [track.name, `Audio ${i}`]))
    const anonymous: SimulatedSetSpec = {
      ...spec(),
      tracks: spec().tracks.map(({ group, ...track }) => ({ ...track, name: names.get(track.name)! })),
    }
    const loudestLow = ['Kick', bassOf(spec()).name].map(name => names.get(name))
    expect(loudestLow).toContain(trackForRole(anonymous, 'bass')!.name)
    const hats = ['Open Hat', 'Closed Hats', 'FX', 'Ride'].map(name => names.get(name))
    expect(hats).toContain(trackForRole(anonymous, 'hats')!.name)
    expect(trackForRole(anonymous, 'lead')!.name).toBe(names.get('Supersaw Lead'))
    expect(trackForRole(anonymous, 'kick')).toBeNull()
    expect(faultsFor(anonymous).length).toBeGreaterThan(10)
  })

  test('names as stems have them are read, a bass drum is no bass, a return or an unheard track plays no role', () => {
    const tone = spec().tracks.find(track => track.name === 'Perc')!.source!
    const named = (...tracks: Partial<SimulatedTrackSpec>[]): SimulatedSetSpec => ({
      ...spec(),
      tracks: tracks.map(track => ({ name: '', kind: 'audio', source: tone, ...track })),
    })
    expect(trackForRole(named({ name: '01_Kick_L' }), 'kick')?.name).toBe('01_Kick_L')
    expect(trackForRole(named({ name: 'HH2' }, { name: 'Vox' }), 'hats')?.name).toBe('HH2')
    expect(trackForRole(named({ name: 'Bass Drum' }, { name: 'SubBass' }), 'bass')?.name).toBe('SubBass')
    expect(trackForRole(named({ name: 'Misleading' }), 'lead')?.name).toBe('Misleading')
    expect(trackForRole(named({ name: 'Pad', kind: 'return' }, { name: 'Pad 2', output: 'none' }), 'pad')).toBeNull()
  })
})
