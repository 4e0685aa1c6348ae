/**
 * Attack, decay, sustain and release of a level over time. The model passes through the same window as the measurement,
 * so that an attack much shorter than a period of the note is not read as one period.
 */
import { type Estimate, estimate, ramp, unknown } from './estimate.ts'
import { minimise } from './minimise.ts'

/** Falls either in a straight line or as e^(−t/τ); the times of the latter run until 5 % is left, 3τ. */
export type FallShape = 'linear' | 'exponential'

export interface EnvelopeShape {
  readonly startSeconds: number
  readonly attack: number
  readonly decay: number
  /** 0 to 1. */
  readonly sustain: number
  /** When the key is let go. */
  readonly gateSeconds: number
  readonly release: number
  readonly shape: FallShape
}

export interface EnvelopeFit extends EnvelopeShape {
  /** RMS error relative to the peak. */
  readonly error: number
  /** Level of a sustain of 1. */
  readonly peak: number
}

const exponentialLength = 3
const fall = (x: number, shape: FallShape) =>
  x <= 0 ? 1 : shape === 'linear' ? Math.max(0, 1 - x) : Math.exp(-exponentialLength * x)

/** Level at a time, 0 to 1. */
export function envelopeAt(e: EnvelopeShape, seconds: number): number {
  const t = seconds - e.startSeconds
  if (t <= 0) return 0
  const gate = e.gateSeconds - e.startSeconds
  const held = (at: number) =>
    at < e.attack ? at / e.attack : e.sustain + (1 - e.sustain) * fall((at - e.attack) / e.decay, e.shape)
  return t <= gate ? held(t) : held(gate) * fall((t - gate) / e.release, e.shape)
}

const shortest = 0.0005
/** Levels are compared as their square roots: a tail at 1 % weighs a third of what it would in dB, ten times more than raw. */
const compressed = Math.sqrt

export interface LevelTrack {
  /** Linear levels, value i at i · hopSeconds. */
  readonly values: Float64Array
  readonly hopSeconds: number
  /** Length of the window they were measured with. */
  readonly windowSeconds: number
}

export function fitEnvelope(track: LevelTrack, onsetSeconds: number): EnvelopeFit {
  const { values, hopSeconds } = track
  const end = (values.length - 1) * hopSeconds
  const loudest = values.reduce((most, each) => Math.max(most, each), 0)
  const atPeak = values.findIndex(value => value >= 0.9 * loudest) * hopSeconds
  const attack = Math.max(0.001, atPeak - onsetSeconds)
  const lastAbove = (share: number) => values.findLastIndex(value => value >= share * loudest) * hopSeconds
  const middle = (onsetSeconds + lastAbove(0.05)) / 2
  const level = values[Math.round(middle / hopSeconds)]! / loudest
  const length = Math.max(0.02, lastAbove(0.02) - onsetSeconds)
  const starts: (readonly [decay: number, sustain: number, gate: number, release: number])[] = [
    // A held note; a pluck that dies by itself; a stab.
    [0.1 * length, Math.max(0.05, level), Math.max(middle, lastAbove(0.7 * level)), Math.max(0.01, lastAbove(0.03) - lastAbove(0.7 * level))],
    [length, 0.01, end, 0.05],
    [0.3 * length, Math.max(0.05, level), onsetSeconds + 0.8 * length, 0.2 * length],
    [0.5 * length, Math.max(0.05, 0.7 * level), onsetSeconds + 0.6 * length, 0.4 * length],
  ]
  const stride = Math.max(1, Math.floor(values.length / 1500))
  let best: EnvelopeFit | null = null
  for (const shape of ['linear', 'exponential'] as const)
    for (const [decay, sustain, gate, release] of starts) {
      const cost = (p: readonly number[]) => costOf(track, shapeOf(p, shape), stride).cost
      const start = [onsetSeconds, Math.log(attack), Math.log(decay), sustain, gate, Math.log(release)]
      const steps = [0.003, 0.5, 0.5, -0.1, -0.05 * length, 0.5]
      const coarse = minimise(cost, start, steps, 160)
      const { at } = minimise(cost, coarse.at, [0.001, 0.2, 0.2, 0.05, 0.02 * length, 0.2], 160)
      const found = shapeOf(at, shape)
      const { cost: error, gain } = costOf(track, found, 1)
      const fit = { ...found, error, peak: gain }
      // Straight lines are what the eye sees in an editor: an exponential has to be clearly better.
      if (!best || fit.error < best.error * (fit.shape === best.shape ? 1 : 0.9)) best = fit
    }
  return best!
}

function shapeOf(p: readonly number[], shape: FallShape): EnvelopeShape {
  const [startSeconds, attack, decay, sustain, gateSeconds, release] = p as [number, number, number, number, number, number]
  return {
    startSeconds,
    attack: Math.max(shortest, Math.exp(Math.min(4, attack))),
    decay: Math.max(shortest, Math.exp(Math.min(4, decay))),
    sustain: Math.min(1, Math.max(0, sustain)),
    gateSeconds: Math.max(startSeconds + shortest, gateSeconds),
    release: Math.max(shortest, Math.exp(Math.min(4, release))),
    shape,
  }
}

/** RMS difference of the compressed levels at the best gain. */
function costOf({ values, hopSeconds, windowSeconds }: LevelTrack, e: EnvelopeShape, stride: number) {
  const half = windowSeconds / 2
  let xy = 0
  let yy = 0
  let xx = 0
  let count = 0
  for (let i = 0; i < values.length; i += stride) {
    const t = i * hopSeconds
    const x = compressed(values[i]!)
    const y = compressed(windowed(e, t, half))
    xy += x * y
    yy += y * y
    xx += x * x
    count++
  }
  if (!(yy > 0)) return { cost: 1, gain: 0 }
  const gain = xy / yy
  return { cost: Math.sqrt(Math.max(0, xx - gain * xy) / count) / Math.max(1e-12, gain), gain: gain ** 2 }
}

/** RMS of the model over the window, by eight points. */
function windowed(e: EnvelopeShape, t: number, half: number): number {
  let power = 0
  for (let j = -3.5; j <= 3.5; j++) power += envelopeAt(e, t + (j / 4) * half) ** 2
  return Math.sqrt(power / 8)
}

export interface EnvelopeAnswers {
  readonly attack: Estimate
  readonly decay: Estimate
  readonly sustain: Estimate
  readonly release: Estimate
  readonly shape: Estimate<FallShape>
}

/** What can be said of the fitted envelope. `unsteady`: how much the level wavers for other reasons (beating), 0 to 1. */
export function envelopeAnswers(fit: EnvelopeFit, { endSeconds, windowSeconds }: { readonly endSeconds: number; readonly windowSeconds: number }): EnvelopeAnswers {
  const steady = 0.95 * ramp(fit.error, 0.02, 0.3)
  const gate = fit.gateSeconds - fit.startSeconds
  const atGate = envelopeAt(fit, fit.gateSeconds)
  const held = fit.sustain + (1 - fit.sustain) * fall((gate - fit.attack) / fit.decay, fit.shape)
  const wavering = 'the level wavers too much to see it'
  // A window longer than the tolerance leaves the attack open by as much.
  const attack = estimate(fit.attack, 's', steady * Math.max(ramp(windowSeconds, 0.012, 0.05), ramp(fit.attack, 4 * windowSeconds, windowSeconds)), windowSeconds > 0.02 ? 'the note is too low for so short an attack' : wavering)
  const decays = fit.sustain < 0.92 && held < 0.92
  const settled = fit.shape === 'linear' ? fit.attack + fit.decay <= 1.02 * gate : fit.attack + 0.7 * fit.decay <= gate
  const decay = !decays
    ? unknown('s', 'no decay is heard: the level holds')
    : estimate(fit.decay, 's', steady * (settled ? 1 : 0.5), settled ? wavering : 'the key is let go before the decay ends')
  const sustain = decays && !settled
    ? unknown('%', 'the key is let go before the level settles')
    : estimate(100 * (decays ? fit.sustain : 1), '%', steady, wavering)
  const heard = fit.gateSeconds < endSeconds - 0.01 && atGate > 0.06
  const ends = fit.gateSeconds + 0.6 * fit.release < endSeconds
  const release = !heard
    ? unknown('s', atGate > 0.06 ? 'the sound is cut off before the key is let go' : 'the sound has died before the key is let go')
    : estimate(fit.release, 's', ends ? steady : 0, 'the recording ends before the release does')
  const falls = decay.value !== null || release.value !== null
  return { attack, decay, sustain, release, shape: falls ? estimate(fit.shape, '', steady * 0.9, wavering) : unknown('', 'no fall is heard') }
}
