/** Sub or off-beat bass, and the rolling bass that leaves the kick's sixteenth free. */
import type { Bar, Plan } from './arrangement.ts'
import { bassMidi, midiToHz } from './harmony.ts'
import { addSine, addVoice } from './oscillators.ts'
import { between, pick, type Random, stream } from './random.ts'
import { addAt, envelopeFrames, filter, type Sound, shape, silence, sweep } from './sound.ts'

const playsSub = (bar: Bar) =>
  bar.kind === 'drop' ||
  bar.kind === 'groove' ||
  (bar.kind === 'outro' && bar.progress < 0.5) ||
  (bar.kind === 'intro' && bar.progress >= 0.75)

const playsRolling = (bar: Bar) => bar.kind === 'drop' || (bar.kind === 'groove' && bar.progress >= 0.25)

/** Notes by pitch, rendered on first use. */
export function cached<K, V>(make: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>()
  return key => {
    const value = known.get(key) ?? make(key)
    known.set(key, value)
    return value
  }
}

/** Sine with a little drive, from the second sixteenth to the end of each beat. Mono. */
export function renderSub(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, bars, frameOf, harmony, sixteenthSeconds } = plan
  const random = stream(seed, 'sub')
  const drive = between(random, 0.6, 1.4)
  const envelope = { attack: 0.012, decay: 0.5, sustain: 0.85, gate: 2.6 * sixteenthSeconds, release: 0.012 }
  const note = cached((midi: number) => {
    const sound = silence(1, envelopeFrames(envelope, sampleRate))
    addSine(sound, midiToHz(midi), 1, sampleRate)
    for (const x of sound) for (let n = 0; n < x.length; n++) x[n] = Math.tanh(drive * x[n]!) / Math.tanh(drive)
    return shape(sound, envelope, sampleRate)
  })
  const stem = silence(1, frames)
  for (const bar of bars) {
    if (!playsSub(bar)) continue
    for (let beat = 0; beat < 4; beat++)
      addAt(stem, note(bassMidi(harmony, bar.index)), frameOf(bar.index * 4 + beat + 0.25), 0.8)
  }
  return stem
}

/** Saw over sine on every off-beat eighth. Mono. */
export function renderOffbeatBass(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, bars, frameOf, harmony, sixteenthSeconds } = plan
  const random = stream(seed, 'off-beat bass')
  const cutoffHz = between(random, 220, 420)
  const sawGain = between(random, 0.3, 0.5)
  const envelope = { attack: 0.004, decay: 0.2, sustain: 0.6, gate: 1.5 * sixteenthSeconds, release: 0.02 }
  const note = cached((midi: number) => {
    const sound = silence(1, envelopeFrames(envelope, sampleRate))
    addVoice(sound, { hz: midiToHz(midi), gainLeft: sawGain, gainRight: sawGain, phase: 0.5 }, sampleRate)
    sweep(sound, {
      cutoffHz: n => cutoffHz * (1 + 2 * Math.exp(-n / sampleRate / 0.05)),
      q: 0.8,
      sampleRate,
    })
    addSine(sound, midiToHz(midi), 0.75, sampleRate)
    return shape(sound, envelope, sampleRate)
  })
  const stem = silence(1, frames)
  for (const bar of bars) {
    if (!playsSub(bar)) continue
    for (let beat = 0; beat < 4; beat++)
      addAt(stem, note(bassMidi(harmony, bar.index)), frameOf(bar.index * 4 + beat + 0.5), 0.75)
  }
  return stem
}

/** Filtered saws on sixteenths two, three and four, an octave above the sub; detuned sides above 250 Hz only. */
export function renderRollingBass(plan: Plan, seed: number): Sound {
  const { sampleRate, frames, bars, frameOf, harmony, sixteenthSeconds } = plan
  const random: Random = stream(seed, 'rolling bass')
  const cutoffHz = between(random, 260, 520)
  const sweepOctaves = between(random, 1.6, 2.8)
  const decay = between(random, 0.05, 0.09)
  const q = between(random, 0.8, 1.8)
  const pulse = random() < 0.4 ? between(random, 0.3, 0.5) : 0
  const width = between(random, 0.12, 0.3)
  const detune = 2 ** (between(random, 7, 14) / 1200)
  const envelope = { attack: 0.002, decay: 0.12, sustain: 0.55, gate: 0.75 * sixteenthSeconds, release: 0.012 }
  const note = cached((midi: number) => {
    const hz = midiToHz(midi)
    const length = envelopeFrames(envelope, sampleRate)
    const core = silence(1, length)
    addVoice(core, { hz, gainLeft: 0.5, gainRight: 0.5, phase: 0.5, pulse }, sampleRate)
    const sides = silence(2, length)
    addVoice(sides, { hz: hz * detune, gainLeft: width, gainRight: -width, phase: random() }, sampleRate)
    addVoice(sides, { hz: hz / detune, gainLeft: -width, gainRight: width, phase: random() }, sampleRate)
    filter(sides, { type: 'highpass', hz: 250, q: 0.7 }, sampleRate)
    addAt(sides, core, 0)
    sweep(sides, { cutoffHz: n => cutoffHz * 2 ** (sweepOctaves * Math.exp(-n / sampleRate / decay)), q, sampleRate })
    return shape(sides, envelope, sampleRate)
  })
  const [accentA, accentB, accentC] = pick(random, [
    [0.8, 1, 0.85],
    [0.9, 0.8, 1],
    [0.75, 0.9, 0.9],
  ] as const)
  const octaveUp = random() < 0.35
  const stem = silence(2, frames)
  for (const bar of bars) {
    if (!playsRolling(bar)) continue
    const midi = bassMidi(harmony, bar.index) + 12
    for (let beat = 0; beat < 4; beat++) {
      ;[accentA, accentB, accentC].forEach((accent, i) => {
        const up = octaveUp && beat === 3 && i === 2
        addAt(stem, note(up ? midi + 12 : midi), frameOf(bar.index * 4 + beat + (i + 1) / 4), accent * 0.7)
      })
    }
  }
  return stem
}
