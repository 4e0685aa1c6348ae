/** Risers, impacts, crashes and downlifters, and the room all wet parts share. */
import type { Plan } from './arrangement.ts'
import { cached } from './basses.ts'
import { midiToHz } from './harmony.ts'
import { addSupersaw } from './oscillators.ts'
import { between, noise, stream } from './random.ts'
import { addAt, filter, type Sound, shape, silence, sweep } from './sound.ts'

export function renderEffects(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, sections, frameOf, harmony } = plan
  const random = stream(seed, 'effects')
  const stem = silence(2, frames)
  const wideNoise = (length: number): Sound => [noise(random, length), noise(random, length)]
  const riserTop = between(random, 6000, 9500)

  const riserSound = cached((lengthBeats: number) => {
    const length = frameOf(lengthBeats)
    const rise = (n: number) => n / length
    const sound = wideNoise(length)
    sweep(sound, { cutoffHz: n => 500 * (riserTop / 500) ** rise(n), q: 1.4, output: 'band', sampleRate })
    const tone = silence(2, length)
    addSupersaw(tone, { hz: midiToHz(harmony.tonic + 60), detuneCents: 25, spread: 0.8, sides: 1 }, sampleRate, random)
    sweep(tone, { cutoffHz: n => 300 * (5000 / 300) ** rise(n), q: 1.2, sampleRate })
    addAt(sound, tone, 0, 0.25)
    for (const x of sound) for (let n = 0; n < length; n++) x[n] = x[n]! * rise(n) ** 1.5
    shape(sound, { attack: 0.02, decay: 10, sustain: 1, gate: length / sampleRate, release: 0.01 }, sampleRate)
    return sound
  })
  const riser = (startBeats: number, endBeats: number, gain: number) =>
    addAt(stem, riserSound(endBeats - startBeats), frameOf(startBeats), gain)
  const crash = (beats: number, gain: number) => {
    const sound = wideNoise(Math.round(2.2 * sampleRate))
    filter(sound, { type: 'highpass', hz: 3500, q: 0.7 }, sampleRate)
    shape(sound, { attack: 0.001, decay: 0.5, sustain: 0, gate: 2, release: 0.04 }, sampleRate)
    addAt(stem, sound, frameOf(beats), gain)
  }
  const impact = (beats: number) => {
    const boom = silence(1, Math.round(1.2 * sampleRate))
    for (const x of boom) {
      let phase = 0
      for (let n = 0; n < x.length; n++) {
        phase += (midiToHz(harmony.kickMidi + 12) * (1 + 1.5 * Math.exp(-n / sampleRate / 0.08))) / sampleRate
        x[n] = Math.sin(2 * Math.PI * phase)
      }
    }
    shape(boom, { attack: 0.002, decay: 0.3, sustain: 0, gate: 1, release: 0.03 }, sampleRate)
    addAt(stem, boom, frameOf(beats), 0.25)
    crash(beats, 0.35)
  }
  const fallSound = cached((lengthBeats: number) => {
    const length = frameOf(lengthBeats)
    const sound = wideNoise(length)
    sweep(sound, { cutoffHz: n => 7000 * (250 / 7000) ** (n / length), q: 1.2, output: 'band', sampleRate })
    for (const x of sound) for (let n = 0; n < length; n++) x[n] = x[n]! * (1 - n / length) ** 1.5
    return sound
  })
  const downlifter = (beats: number, gain: number) => addAt(stem, fallSound(16), frameOf(beats), gain)

  sections.forEach((section, s) => {
    const next = sections[s + 1]
    const bars = (section.endBeats - section.startBeats) / 4
    if (section.type === 'drop') {
      impact(section.startBeats)
      for (let bar = 8; bar < bars; bar += 8) crash(section.startBeats + 4 * bar, 0.22)
    } else if (s > 0) downlifter(section.startBeats, section.type === 'breakdown' ? 0.3 : 0.2)
    if (next?.type === 'drop') riser(section.endBeats - Math.min(32, 4 * bars), section.endBeats, 0.5)
    else if (next) riser(section.endBeats - 16, section.endBeats, 0.22)
  })
  return stem
}
