/**
 * Labelled styles of dance music as excerpts of sound; each track draws from the ranges of its style (style-table.ts). Made with
 * the demo generator's oscillators, not with its songs, and without regard to what our features measure. Cleaner than life: the
 * figures on it say that the machinery works, not how well it does on a shelf of records.
 */
import { addSupersaw, addVoice } from '../../node/adapters/demo-song/oscillators.ts'
import { between, noise, pick, type Random, stream } from '../../node/adapters/demo-song/random.ts'
import { addAt, filter, type Sound, shape, silence, sweep } from '../../node/adapters/demo-song/sound.ts'
import type { SectionType } from '../../node/features/catalogue.ts'
import { type Range, styleNames, styles } from './style-table.ts'

/** How a producer mixes, whatever the style. */
interface Producer {
  /** High shelf at 6 kHz and low shelf at 120 Hz, dB. */
  readonly highDb: number
  readonly lowDb: number
  /** On hats, pad and lead, dB. */
  readonly gainsDb: readonly [number, number, number]
  readonly widthFactor: number
  readonly drive: number
}

function producerOf(number: number): Producer {
  const random = stream(number, 'producer')
  return {
    highDb: between(random, -2.5, 2.5),
    lowDb: between(random, -2, 2),
    gainsDb: [between(random, -2, 2), between(random, -2, 2), between(random, -2, 2)],
    widthFactor: between(random, 0.75, 1.25),
    drive: between(random, 1, 2.5),
  }
}

export interface Excerpt {
  readonly section: SectionType
  readonly channels: readonly [Float32Array, Float32Array]
}

export interface StyleTrack {
  readonly style: string
  readonly seed: number
  readonly producer: number
  readonly tempo: number
  readonly excerpts: readonly Excerpt[]
}

export const sampleRate = 44_100
/**
 * The loop of every part, in bars of four beats, and how often an excerpt has it: 8 bars, 13 to 15 s. Two more rounds of the
 * same loop would double the cost and tell nothing new.
 */
const loopBars = 4
const loops = 2
const sections: readonly { readonly section: SectionType; readonly plays: readonly string[] }[] = [
  { section: 'intro', plays: ['kick', 'bass', 'hats', 'perc'] },
  { section: 'breakdown', plays: ['pad', 'lead'] },
  { section: 'drop', plays: ['kick', 'bass', 'hats', 'perc', 'pad', 'lead'] },
  { section: 'drop', plays: ['kick', 'bass', 'hats', 'perc', 'pad', 'lead 2'] },
]

/** Four excerpts of one track. The same arguments give the same samples. */
export function styleTrack(name: string, seed: number, producer: number): StyleTrack {
  const style = styles[name]
  if (!style) throw new RangeError(`style must be one of ${styleNames}, got ${name}`)
  const random = stream(seed, name)
  const draw = ([low, high]: Range) => between(random, low, high)
  const tempo = draw(style.tempo)
  const beatFrames = (60 / tempo) * sampleRate
  const frames = Math.round(4 * loopBars * beatFrames)
  const mixer = producerOf(producer)
  const decibels = (db: number) => 10 ** (db / 20)
  const root = 45 + Math.floor(12 * random())
  const chords = pick(random, progressions).map(degree => root + degree)
  const scale = random() < style.minorSecond ? phrygian : minor
  const duck = duckCurve(frames, beatFrames, draw(style.duckDb))
  const at = (beat: number) => Math.round(beat * beatFrames)

  const kickSound = kick(random)
  const kicks = silence(1, frames)
  for (let beat = 0; beat < 4 * loopBars; beat++) addAt(kicks, kickSound, at(beat), 0.9)

  const bass = silence(1, frames)
  const pattern = pick(random, style.basses)
  const bassSeconds = draw(style.bassSeconds)
  const bassCutoff = draw(style.bassCutoffHz)
  chords.forEach((note, bar) => {
    const sound = plucked({ midi: note - 12, seconds: bassSeconds, cutoffHz: bassCutoff, q: 1, pulse: random() < 0.5 })
    for (let beat = 0; beat < 4; beat++)
      for (const sixteenth of pattern) addAt(bass, sound, at(4 * bar + beat + sixteenth / 4), 0.6)
  })

  const hats = silence(1, frames)
  const [closed, open] = [hat(random, 0.03), hat(random, between(random, 0.1, 0.25))]
  const [closedGain, openGain] = [draw(style.hatGain), draw(style.openHatGain)]
  const closedOn = pick(random, style.hats)
  for (let beat = 0; beat < 4 * loopBars; beat++) {
    addAt(hats, open, at(beat + 0.5), openGain)
    for (const sixteenth of closedOn)
      addAt(hats, closed, at(beat + sixteenth / 4), closedGain * between(random, 0.7, 1))
  }

  const perc = silence(2, frames)
  const percGain = draw(style.percGain)
  const claps = filter([noise(random, 6000)], { type: 'bell', hz: 1500, q: 1, gainDb: 12 }, sampleRate)
  shape(claps, { attack: 0.001, decay: 0.05, sustain: 0, gate: 0.13, release: 0.01 }, sampleRate)
  const hits = Array.from({ length: 5 }, () => Math.floor(16 * random()) / 4)
  for (let bar = 0; bar < loopBars; bar++) {
    addAt(perc, claps, at(4 * bar + 1), 0.12 + percGain / 3)
    addAt(perc, claps, at(4 * bar + 3), 0.12 + percGain / 3)
    hits.forEach((hit, i) => {
      addAt(perc, claps, at(4 * bar + hit), percGain / 3, i % 2 === 0 ? 0.6 : -0.6)
    })
  }

  const spread = Math.min(1, draw(style.spread) * mixer.widthFactor)
  const pad = silence(2, frames)
  const detuneCents = between(random, 8, 24)
  chords.forEach((note, bar) => {
    const chord = silence(2, Math.round(4 * beatFrames))
    for (const step of [12, 15, 19])
      addSupersaw(chord, { hz: hertz(note + step), detuneCents, spread, sides: 0.8 }, sampleRate, random)
    addAt(pad, chord, at(4 * bar), 1)
  })
  filter(pad, { type: 'lowpass', hz: draw(style.padCutoffHz), q: 0.7 }, sampleRate)
  const padGain = draw(style.padGain)

  const leadGain = draw(style.leadGain)
  const leadSound = {
    seconds: draw(style.leadSeconds),
    cutoffHz: draw(style.leadCutoffHz),
    q: draw(style.resonance),
    pulse: random() < 0.3,
  }
  const step = pick(random, style.leadSteps)
  const leadOf = () => {
    const lead = silence(2, frames)
    const melody = Array.from({ length: 8 }, () => pick(random, scale))
    for (let n = 0, sixteenth = 0; sixteenth < 16 * loopBars; n++, sixteenth += step) {
      const chord = chords[Math.floor(sixteenth / 16)]!
      const sound = plucked({ ...leadSound, midi: chord + 24 + melody[n % 8]!, spread, random })
      addAt(lead, sound, at(sixteenth / 4), 0.8)
    }
    return lead
  }
  const [hatsDb, padDb, leadDb] = mixer.gainsDb
  const parts: Readonly<Record<string, { readonly sound: Sound; readonly gain: number; readonly ducked: boolean }>> = {
    kick: { sound: kicks, gain: 1, ducked: false },
    bass: { sound: bass, gain: 1, ducked: true },
    hats: { sound: hats, gain: decibels(hatsDb), ducked: false },
    perc: { sound: perc, gain: 1, ducked: false },
    pad: { sound: pad, gain: 0.45 * padGain * decibels(padDb), ducked: true },
    lead: { sound: leadOf(), gain: 0.6 * leadGain * decibels(leadDb), ducked: true },
    'lead 2': { sound: leadOf(), gain: 0.6 * leadGain * decibels(leadDb), ducked: true },
  }
  const excerpts = sections.map(({ section, plays }): Excerpt => {
    const loop = silence(2, frames)
    for (const name of plays) {
      const { sound, gain, ducked } = parts[name]!
      for (const [c, into] of loop.entries()) {
        const from = sound[c] ?? sound[0]!
        const byDuck = ducked && plays.includes('kick')
        for (let n = 0; n < frames; n++) into[n]! += gain * from[n]! * (byDuck ? duck[n]! : 1)
      }
    }
    filter(loop, { type: 'highshelf', hz: 6000, q: 0.7, gainDb: mixer.highDb }, sampleRate)
    filter(loop, { type: 'lowshelf', hz: 120, q: 0.7, gainDb: mixer.lowDb }, sampleRate)
    const [left, right] = loop.map(channel => {
      const whole = new Float32Array(loops * frames)
      const driven = channel.map(x => Math.tanh(0.6 * mixer.drive * x) / mixer.drive)
      for (let i = 0; i < loops; i++) whole.set(driven, i * frames)
      return whole
    })
    return { section, channels: [left!, right!] }
  })
  return { style: name, seed, producer, tempo, excerpts }
}

const progressions = [
  [0, -4, 3, -2],
  [0, 3, -2, -4],
  [0, -4, -2, 0],
  [0, 0, -4, -2],
  [0, 5, 3, -2],
]
const minor = [0, 2, 3, 5, 7, 10, 12]
const phrygian = [0, 1, 3, 5, 7, 8, 12]
const hertz = (midi: number) => 440 * 2 ** ((midi - 69) / 12)

function kick(random: Random): Sound {
  const [low, high, fall] = [between(random, 44, 58), between(random, 150, 400), between(random, 0.015, 0.04)]
  const tail = between(random, 0.08, 0.16)
  const sound = new Float32Array(Math.round(0.35 * sampleRate))
  let phase = 0
  for (let n = 0; n < sound.length; n++) {
    const t = n / sampleRate
    phase += (low + (high - low) * Math.exp(-t / fall)) / sampleRate
    sound[n] = Math.sin(2 * Math.PI * phase) * Math.exp(-t / tail) * Math.min(1, (0.35 - t) / 0.01)
  }
  return [sound]
}

function hat(random: Random, seconds: number): Sound {
  const sound = filter(
    [noise(random, Math.round(4 * seconds * sampleRate))],
    { type: 'highpass', hz: between(random, 5000, 9000), q: 0.8 },
    sampleRate,
  )
  return shape(sound, { attack: 0.001, decay: seconds, sustain: 0, gate: 3.5 * seconds, release: 0.005 }, sampleRate)
}

interface Pluck {
  readonly midi: number
  readonly seconds: number
  readonly cutoffHz: number
  readonly q: number
  readonly pulse: boolean
  /** Stereo with detuned voices; mono otherwise. */
  readonly spread?: number
  readonly random?: Random
}

function plucked({ midi, seconds, cutoffHz, q, pulse, spread, random }: Pluck): Sound {
  const frames = Math.round(1.8 * seconds * sampleRate)
  const sound = silence(spread === undefined ? 1 : 2, frames)
  if (spread !== undefined && random && !pulse)
    addSupersaw(sound, { hz: hertz(midi), detuneCents: 12, spread, sides: 0.6 }, sampleRate, random)
  else
    addVoice(sound, { hz: hertz(midi), gainLeft: 0.5, gainRight: 0.5, phase: 0.1, pulse: pulse ? 0.4 : 0 }, sampleRate)
  const decay = 0.4 * seconds * sampleRate
  sweep(sound, { cutoffHz: n => 60 + cutoffHz * (0.3 + 0.7 * Math.exp(-n / decay)), q, sampleRate })
  return shape(
    sound,
    { attack: 0.002, decay: seconds, sustain: 0.2, gate: seconds, release: 0.15 * seconds },
    sampleRate,
  )
}

/** Gain over the loop: down on every beat, back by three quarters of it. */
function duckCurve(frames: number, beatFrames: number, depthDb: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, n) => {
    const place = (n % beatFrames) / beatFrames / 0.75
    return place >= 1 ? 1 : 10 ** ((-depthDb * 0.5 * (1 + Math.cos(Math.PI * place))) / 20)
  })
}
