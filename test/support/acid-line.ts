/**
 * A bass line after the TB-303 with known slides, accents and filter travel: saw or square, a four-pole ladder with
 * resonance (trapezoidal integration, feedback one sample late), an envelope per note, sixteenth steps. Seeded.
 */
import type { Audio } from '../../node/audio/audio.ts'
import { random } from './beats.ts'

export interface AcidSettings {
  readonly tempo: number
  readonly bars: number
  readonly sampleRate: number
  readonly seed: number
  readonly wave?: 'saw' | 'square'
  /** Filter cutoff at rest, Hz, and how far the envelope lifts it, octaves. */
  readonly cutoffHz?: number
  readonly octaves?: number
  /** 0 none to 4 self-oscillation. */
  readonly resonance?: number
  readonly decaySeconds?: number
  /** Level of accented notes over the others, dB. */
  readonly accentDb?: number
  /** Share of the steps that slide into the next. */
  readonly slides?: number
  /** Lowest note. */
  readonly midi?: number
}

export interface AcidLine {
  readonly audio: Audio
  /** Slides to another pitch, per bar. */
  readonly glidesPerBar: number
  /** From the 10th to the 90th percentile of the cutoff while notes sound, octaves. */
  readonly sweepOctaves: number
}

interface Step {
  readonly midi: number
  readonly isRest: boolean
  readonly isAccent: boolean
  readonly slidesOn: boolean
}

const intervals = [0, 0, 0, 12, 3, 7, 10, 12, 5, -2]

export function renderAcid(settings: AcidSettings): AcidLine {
  const { tempo, bars, sampleRate, seed, wave = 'saw', cutoffHz = 300, octaves = 3, resonance = 3.4 } = settings
  const { decaySeconds = 0.18, accentDb = 6, slides = 0.25, midi = 36 } = settings
  const next = random(seed)
  const steps = Array.from({ length: 16 }, (): Step => {
    const isRest = next() < 0.12
    const interval = intervals[Math.floor(next() * intervals.length)]!
    const isAccent = next() < 0.3
    return { midi: midi + interval, isRest, isAccent, slidesOn: !isRest && next() < slides }
  })
  const stepSeconds = 15 / tempo
  const output = new Float32Array(Math.round(bars * 16 * stepSeconds * sampleRate))
  const poles = [0, 0, 0, 0]
  const cutoffs: number[] = []
  let phase = 0
  let hz = midiHz(steps[0]!.midi)
  let envelopeStart = -10
  let isAccented = false
  let level = 0
  let glides = 0
  let previous = -1
  for (let n = 0; n < output.length; n++) {
    const time = n / sampleRate
    const index = Math.floor(time / stepSeconds)
    const step = steps[index % 16]!
    const before = steps[(index + 15) % 16]!
    const isTied = index > 0 && before.slidesOn && !step.isRest
    if (index !== previous) {
      previous = index
      if (!step.isRest && !isTied) {
        envelopeStart = time
        isAccented = step.isAccent
      }
      if (isTied && before.midi !== step.midi) glides++
    }
    // The slide of the original is an RC of about 22 ms: done after 60 to 80 ms.
    hz = isTied
      ? hz + (midiHz(step.midi) - hz) * (1 - Math.exp(-1 / (0.022 * sampleRate)))
      : step.isRest
        ? hz
        : midiHz(step.midi)
    const inStep = time - index * stepSeconds
    const isOn = !step.isRest && (step.slidesOn || inStep < 0.55 * stepSeconds)
    const target = isOn ? (isAccented ? 10 ** (accentDb / 20) : 1) : 0
    level += (target - level) * (1 - Math.exp(-1 / (0.003 * sampleRate)))
    phase += hz / sampleRate
    if (phase >= 1) phase -= 1
    const raw =
      wave === 'saw'
        ? blepSaw(phase, hz / sampleRate)
        : blepSaw(phase, hz / sampleRate) - blepSaw((phase + 0.5) % 1, hz / sampleRate)
    const decay = isAccented ? 0.7 * decaySeconds : decaySeconds
    const lift = octaves * (isAccented ? 1.15 : 1) * Math.exp(-(time - envelopeStart) / decay)
    const cutoff = Math.min(0.4 * sampleRate, cutoffHz * 2 ** lift)
    if (isOn && n % 64 === 0) cutoffs.push(Math.log2(cutoff))
    output[n] = 0.25 * level * ladder(poles, raw, cutoff / sampleRate, resonance)
  }
  cutoffs.sort((a, b) => a - b)
  const at = (p: number) => cutoffs[Math.floor(p * (cutoffs.length - 1))]!
  return { audio: { sampleRate, channels: [output] }, glidesPerBar: glides / bars, sweepOctaves: at(0.9) - at(0.1) }
}

const midiHz = (midi: number) => 440 * 2 ** ((midi - 69) / 12)

/** Saw from −1 to 1 with polynomial steps at the edge. */
function blepSaw(phase: number, step: number): number {
  const value = 2 * phase - 1
  if (phase < step) return value - (phase / step) * (2 - phase / step) + 1
  if (phase > 1 - step) return value - ((phase - 1) / step + 1) ** 2
  return value
}

function ladder(poles: number[], input: number, cutoff: number, feedback: number): number {
  const g = Math.tan(Math.PI * cutoff)
  const G = g / (1 + g)
  let x = Math.tanh(input - feedback * Math.tanh(poles[4] ?? 0))
  for (let i = 0; i < 4; i++) {
    const v = (x - poles[i]!) * G
    const y = v + poles[i]!
    poles[i] = y + v
    x = y
  }
  poles[4] = x
  return x * (1 + 0.5 * feedback)
}
