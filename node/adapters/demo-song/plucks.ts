/** Pluck and arpeggio: short filtered notes on sixteenths. */
import type { Bar, Plan } from './arrangement.ts'
import { cached } from './basses.ts'
import { midiToHz, voicing } from './harmony.ts'
import { addVoice } from './oscillators.ts'
import { between, pick, type Random, stream } from './random.ts'
import { addAt, envelopeFrames, filter, type Sound, shape, silence, sweep } from './sound.ts'

interface PluckSound {
  readonly detune: number
  readonly pulse: number
  readonly baseHz: number
  readonly octaves: number
  readonly filterDecay: number
  readonly q: number
  readonly decay: number
  readonly width: number
}

const makeSound = (random: Random, base: readonly [number, number]): PluckSound => ({
  detune: 2 ** (between(random, 4, 10) / 1200),
  pulse: random() < 0.5 ? between(random, 0.25, 0.5) : 0,
  baseHz: between(random, base[0], base[1]),
  octaves: between(random, 2.2, 3.4),
  filterDecay: between(random, 0.03, 0.07),
  q: between(random, 0.8, 1.6),
  decay: between(random, 0.07, 0.14),
  width: between(random, 0.35, 0.6),
})

function pluckNotes(plan: Plan, sound: PluckSound, random: Random): (midi: number) => Sound {
  const { sampleRate } = plan
  const envelope = { attack: 0.0015, decay: sound.decay, sustain: 0, gate: 0.22, release: 0.03 }
  return cached((midi: number) => {
    const note = silence(2, envelopeFrames(envelope, sampleRate))
    const hz = midiToHz(midi)
    const near = (1 + sound.width) / 4
    const far = (1 - sound.width) / 4
    const voices = [
      { hz: hz * sound.detune, gainLeft: near, gainRight: far },
      { hz: hz / sound.detune, gainLeft: far, gainRight: near },
      { hz, gainLeft: 0.3, gainRight: 0.3 },
    ]
    for (const voice of voices) addVoice(note, { ...voice, phase: random(), pulse: sound.pulse }, sampleRate)
    filter(note, { type: 'highpass', hz: 0.8 * hz, q: 0.7 }, sampleRate)
    sweep(note, {
      cutoffHz: n => sound.baseHz * 2 ** (sound.octaves * Math.exp(-n / sampleRate / sound.filterDecay)),
      q: sound.q,
      sampleRate,
    })
    return shape(note, envelope, sampleRate)
  })
}

const playsPluck = (bar: Bar) =>
  bar.kind === 'breakdown' || bar.kind === 'rise' || (bar.kind === 'drop' && bar.barInSection >= 8)

/** Chord tones in a syncopated pattern that repeats every bar. */
export function renderPluck(plan: Plan, seed: number): Sound {
  const { frames, bars, frameOf, harmony } = plan
  const random = stream(seed, 'pluck')
  const note = pluckNotes(plan, makeSound(random, [600, 1200]), random)
  const rhythm = pick(random, [
    [0, 3, 6, 9, 12, 14],
    [0, 2, 5, 8, 10, 13],
    [0, 3, 4, 7, 10, 11, 14],
  ])
  const order = rhythm.map(() => Math.floor(random() * 4))
  const lowest = Math.round(between(random, 62, 67))
  const stem = silence(2, frames)
  for (const bar of bars) {
    if (!playsPluck(bar)) continue
    const chord = voicing(harmony, bar.index, lowest, 4)
    const level = bar.kind === 'breakdown' ? 0.7 : 0.8
    rhythm.forEach((s, i) => {
      const frame = frameOf(bar.index * 4 + s / 4)
      addAt(stem, note(chord[order[i]!]!), frame, level * between(random, 0.85, 1), i % 2 === 0 ? 0.2 : -0.2)
    })
  }
  return stem
}

const arpLevel = (bar: Bar) =>
  bar.kind === 'drop'
    ? 0.8
    : bar.kind === 'rise'
      ? 0.5 + 0.4 * bar.progress
      : bar.kind === 'groove' && bar.progress >= 0.25
        ? 0.6
        : bar.kind === 'breakdown' && bar.progress >= 0.25
          ? 0.35
          : 0

/** Straight sixteenths up or down the chord. */
export function renderArp(plan: Plan, seed: number): Sound {
  const { frames, bars, frameOf, harmony } = plan
  const random = stream(seed, 'arp')
  const note = pluckNotes(plan, makeSound(random, [1200, 2200]), random)
  const lowest = Math.round(between(random, 72, 77))
  const order = pick(random, [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [0, 2, 1, 3],
    [0, 1, 2, 3, 2, 1],
  ])
  const stem = silence(2, frames)
  for (const bar of bars) {
    const level = arpLevel(bar)
    if (level === 0) continue
    const chord = voicing(harmony, bar.index, lowest, 4)
    for (let s = 0; s < 16; s++) {
      const accent = s % 4 === 0 ? 1 : 0.75
      addAt(stem, note(chord[order[s % order.length]!]!), frameOf(bar.index * 4 + s / 4), level * accent * 0.8)
    }
  }
  return stem
}
