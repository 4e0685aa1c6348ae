/** Your sound against the one you are after: what differs by more than can be told, and which way to turn. */
import type { Estimate } from './estimate.ts'
import type { SynthSound } from './sound.ts'

export interface SoundDifference {
  /** As in the report: "filter cutoff". */
  readonly what: string
  /** Of the synth, as in the guide; null where no one knob does it. */
  readonly knob: string | null
  readonly target: number | string
  readonly mine: number | string
  readonly unit: string
  /** 1: turn up; −1: turn down; 0: choose another. */
  readonly direction: -1 | 0 | 1
  /** How many audible steps apart; the list is sorted by it. */
  readonly steps: number
}

export interface SoundComparison {
  readonly differences: readonly SoundDifference[]
  /** What is known of both and alike. */
  readonly alike: readonly string[]
  /** What cannot be told of one or both. */
  readonly unknown: readonly string[]
}

interface Row {
  readonly what: string
  readonly knob: string | null
  readonly of: (sound: SynthSound) => Estimate<number | string>
  /** Audible steps between two values: ratios for times and frequencies, differences for the rest. */
  readonly steps: (a: number, b: number) => number
}

const ratio = (step: number) => (a: number, b: number) =>
  Math.abs(Math.log(Math.max(a, 1e-6) / Math.max(b, 1e-6)) / Math.log(step))
const plain = (step: number) => (a: number, b: number) => Math.abs(a - b) / step
/** Times: a quarter longer is heard, but not below some milliseconds. */
const time = (a: number, b: number) => (Math.abs(a - b) < 0.005 ? 0 : ratio(1.25)(a, b))

const rows: readonly Row[] = [
  { what: 'pitch', knob: 'Transpose', of: s => s.pitch, steps: ratio(2 ** (0.5 / 12)) },
  { what: 'waveform', knob: 'waveform', of: s => s.oscillator.waveform, steps: () => 0 },
  { what: 'pulse width', knob: 'pulse width', of: s => s.oscillator.pulseWidth, steps: plain(5) },
  { what: 'sub level', knob: 'sub', of: s => s.oscillator.sub, steps: plain(2) },
  { what: 'unison voices', knob: 'unisonVoices', of: s => s.unison.voices, steps: plain(2) },
  { what: 'unison detune', knob: 'unisonAmount', of: s => s.unison.detune, steps: ratio(1.2) },
  { what: 'filter type', knob: 'filterType', of: s => s.filter.type, steps: () => 0 },
  { what: 'filter slope', knob: 'slope', of: s => s.filter.slope, steps: plain(12) },
  { what: 'filter cutoff', knob: 'cutoff', of: s => s.filter.cutoff, steps: ratio(2 ** 0.25) },
  { what: 'resonance', knob: 'resonance', of: s => s.filter.resonance, steps: ratio(1.4) },
  { what: 'filter envelope amount', knob: 'filterEnvelope', of: s => s.filter.envelope.amount, steps: plain(0.5) },
  { what: 'filter attack', knob: 'filterAttack', of: s => s.filter.envelope.attack, steps: time },
  { what: 'filter decay', knob: 'filterDecay', of: s => s.filter.envelope.decay, steps: time },
  { what: 'attack', knob: 'attack', of: s => s.amplitude.attack, steps: time },
  { what: 'decay', knob: 'decay', of: s => s.amplitude.decay, steps: time },
  { what: 'sustain', knob: 'sustain', of: s => s.amplitude.sustain, steps: plain(10) },
  { what: 'release', knob: 'release', of: s => s.amplitude.release, steps: time },
  { what: 'LFO target', knob: 'lfoDepth', of: s => s.lfo.target, steps: () => 0 },
  { what: 'LFO rate', knob: 'lfoRate', of: s => s.lfo.rate, steps: ratio(1.1) },
  { what: 'stereo width', knob: null, of: s => s.stereo.width, steps: plain(12) },
]

/** Words differ by this many steps: they come before small turns of a knob. */
const otherWord = 4

export function compareSounds(target: SynthSound, mine: SynthSound): SoundComparison {
  const differences: SoundDifference[] = []
  const alike: string[] = []
  const unknown: string[] = []
  for (const { what, knob, of, steps } of rows) {
    const [a, b] = [of(target), of(mine)]
    if (a.value === null || b.value === null) {
      unknown.push(what)
      continue
    }
    const numbers = typeof a.value === 'number' && typeof b.value === 'number'
    const apart = numbers ? steps(a.value as number, b.value as number) : a.value === b.value ? 0 : otherWord
    if (apart < 1) alike.push(what)
    else
      differences.push({
        what,
        knob,
        target: a.value,
        mine: b.value,
        unit: a.unit,
        direction: numbers ? (a.value > b.value ? 1 : -1) : 0,
        steps: apart,
      })
  }
  return { differences: differences.toSorted((a, b) => b.steps - a.steps), alike, unknown }
}
