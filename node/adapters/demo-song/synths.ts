/** Supersaw lead and pad: stereo, detuned, one render per distinct note or chord. */
import type { Bar, Plan } from './arrangement.ts'
import { cached } from './basses.ts'
import { degreeOfBar, midiToHz, voicing } from './harmony.ts'
import { addSupersaw } from './oscillators.ts'
import { between, pick, stream } from './random.ts'
import { addAt, envelopeFrames, filter, type Sound, shape, silence, sweep } from './sound.ts'

/** How much the lead plays in a bar: 0 silent, 1 full. In a breakdown it enters half-way, filtered. */
const leadLevel = (bar: Bar) =>
  bar.kind === 'drop'
    ? 1
    : bar.kind === 'rise'
      ? 0.8
      : bar.kind === 'breakdown' && bar.progress >= 0.5
        ? 0.35 + 0.35 * bar.progress
        : 0

export function renderLead(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, bars, frameOf, harmony, sixteenthSeconds } = plan
  const random = stream(seed, 'lead')
  const detuneCents = between(random, 12, 30)
  const spread = between(random, 0.4, 0.75)
  const sides = between(random, 0.7, 1)
  const octave = pick(random, [0.35, 0.5, 0.7])
  const low = between(random, 0.35, 0.6)
  const cutoffHz = between(random, 6500, 12_000)
  const note = cached((key: string) => {
    const [midi, length] = key.split(':').map(Number) as [number, number]
    const envelope = {
      attack: 0.004,
      decay: 0.25,
      sustain: 0.7,
      gate: (length - 0.35) * sixteenthSeconds,
      release: 0.045,
    }
    const sound = silence(2, envelopeFrames(envelope, sampleRate))
    for (const [shift, gain] of [
      [0, 1],
      [12, octave],
      [-12, low],
    ] as const) {
      const layer = silence(2, sound[0]!.length)
      addSupersaw(layer, { hz: midiToHz(midi + shift), detuneCents, spread, sides }, sampleRate, random)
      addAt(sound, layer, 0, 0.5 * gain)
    }
    filter(sound, { type: 'highpass', hz: midiToHz(midi - 14), q: 0.7 }, sampleRate)
    sweep(sound, {
      cutoffHz: n => cutoffHz * (1 + 0.8 * Math.exp(-n / sampleRate / 0.06)),
      q: 0.8,
      sampleRate,
    })
    return shape(sound, envelope, sampleRate)
  })
  const stem = silence(2, frames)
  for (const bar of bars) {
    const level = leadLevel(bar)
    if (level === 0) continue
    for (const n of harmony.melody) {
      if (n.bar !== bar.index % harmony.melodyBars) continue
      const beat = bar.index * 4 + n.sixteenth / 4
      addAt(stem, note(`${n.midi}:${n.lengthSixteenths}`), frameOf(beat), level * 0.6)
    }
  }
  openFilter(plan, stem)
  return stem
}

/** The filter rises from the middle of a breakdown to the drop. */
function openFilter(plan: Plan, stem: Sound): void {
  for (const section of plan.sections) {
    if (section.type !== 'breakdown') continue
    const from = plan.frameOf((section.startBeats + section.endBeats) / 2)
    const to = plan.frameOf(section.endBeats)
    sweep(stem, {
      cutoffHz: n => 900 * 10 ** ((n - from) / (to - from)),
      q: 0.75,
      sampleRate: plan.sampleRate,
      from,
      to,
    })
  }
}

const padLevel = (bar: Bar) =>
  bar.kind === 'breakdown'
    ? 0.85
    : bar.kind === 'rise'
      ? 0.8
      : bar.kind === 'drop'
        ? 0.6
        : bar.kind === 'groove' && bar.progress >= 0.5
          ? 0.45
          : 0

/** Wide chords through a slowly moving filter. */
export function renderPad(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, bars, harmony, sixteenthSeconds } = plan
  const random = stream(seed, 'pad')
  const detuneCents = between(random, 10, 22)
  const cutoffHz = between(random, 2500, 5000)
  const lfoHz = between(random, 0.06, 0.16)
  const lfoOctaves = between(random, 0.3, 0.8)
  const lowest = Math.round(between(random, 52, 57))
  const spread = between(random, 0.75, 1)
  const gate = harmony.barsPerChord * 16 * sixteenthSeconds
  const attack = between(random, 0.05, 0.2)
  const chords = new Map<number, Sound>()
  const chord = (bar: number) => {
    const degree = degreeOfBar(harmony, bar)
    const known = chords.get(degree) ?? renderChord(bar)
    chords.set(degree, known)
    return known
  }
  const renderChord = (bar: number) => {
    const envelope = { attack, decay: 1, sustain: 0.85, gate, release: 0.16 }
    const sound = silence(2, envelopeFrames(envelope, sampleRate))
    for (const midi of voicing(harmony, bar, lowest, 4))
      addSupersaw(sound, { hz: midiToHz(midi), detuneCents, spread, sides: 1 }, sampleRate, random)
    filter(sound, { type: 'highpass', hz: 140, q: 0.7 }, sampleRate)
    return shape(sound, envelope, sampleRate)
  }
  const stem = silence(2, frames)
  for (const bar of bars) {
    if (bar.index % harmony.barsPerChord !== 0) continue
    const level = padLevel(bar)
    if (level > 0) addAt(stem, chord(bar.index), bar.frame, 0.3 * level)
  }
  const first = plan.bars.find(bar => padLevel(bar) > 0)?.frame ?? 0
  sweep(stem, {
    cutoffHz: n => cutoffHz * 2 ** (lfoOctaves * Math.sin((2 * Math.PI * lfoHz * n) / sampleRate)),
    q: 0.75,
    sampleRate,
    from: first,
  })
  return stem
}
