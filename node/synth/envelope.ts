/**
 * Attack, decay, sustain and release of a level over time. The model passes through the same window as the measurement,
 * so that an attack much shorter than a period of the note is not read as one period.
 */
import { type Estimate, estimate, ramp, unknown } from './estimate.ts'
import { minimise } from './minimise.ts'
import type { Tail } from './tail.ts'

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
/** What is left of a fall after the share `x` of its time. */
function fall(x: number, shape: FallShape): number {
  if (x <= 0) return 1
  return shape === 'linear' ? Math.max(0, 1 - x) : Math.exp(-exponentialLength * x)
}

/** Level at a time, 0 to 1. */
export function envelopeAt(e: EnvelopeShape, seconds: number): number {
  return levelAt(e, heldAt(e, e.gateSeconds - e.startSeconds), seconds)
}

/** `atGate` is the level when the key is let go. */
function levelAt(e: EnvelopeShape, atGate: number, seconds: number): number {
  const t = seconds - e.startSeconds
  if (t <= 0) return 0
  return seconds <= e.gateSeconds ? heldAt(e, t) : atGate * fall((seconds - e.gateSeconds) / e.release, e.shape)
}

/** While the key is down. */
function heldAt({ attack, decay, sustain, shape }: EnvelopeShape, t: number): number {
  return t < attack ? t / attack : sustain + (1 - sustain) * fall((t - attack) / decay, shape)
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

/** A held note, a pluck that dies by itself, or everything: the freer one has to be clearly better. */
const families = [
  { free: [] as readonly ('decay' | 'sustain')[], handicap: 1 },
  { free: ['decay'] as const, handicap: 1.08 },
  { free: ['decay', 'sustain'] as const, handicap: 1.2 },
] as const

export function fitEnvelope(track: LevelTrack, onsetSeconds: number): EnvelopeFit {
  const { values, hopSeconds } = track
  const loudest = values.reduce((most, each) => Math.max(most, each), 0)
  const lastAbove = (share: number) => values.findLastIndex(value => value >= share * loudest) * hopSeconds
  const end = Math.max(onsetSeconds + 0.02, lastAbove(0.004))
  const length = end - onsetSeconds
  const atPeak = values.findIndex(value => value >= 0.9 * loudest) * hopSeconds
  const attack = Math.min(0.8 * length, Math.max(0.002, atPeak - onsetSeconds))
  const middle = values[Math.round((onsetSeconds + attack + 0.4 * (length - attack)) / hopSeconds)]! / loudest
  const points = pointsOf(track, onsetSeconds, end + 0.05)
  let best: (EnvelopeFit & { readonly rank: number }) | null = null
  for (const { free, handicap } of families)
    for (const shape of ['linear', 'exponential'] as const) {
      // Nothing is left to explain.
      if (best && best.error < exact) continue
      // Straight lines are what the eye sees in an editor: an exponential has to be clearly better.
      const factor = handicap * (shape === 'linear' ? 1 : 1.1)
      const shapeFrom = (p: readonly number[]) => shapeOf(p, { shape, free, onsetSeconds, length })
      const cost = (p: readonly number[]) => costOf(points, track.windowSeconds, shapeFrom(p), loudest).cost
      for (const [decay, sustain, gate, release] of startsOf(free, {
        length,
        middle,
        letGo: lastAbove(0.6 * middle) - onsetSeconds,
      })) {
        const start = [0, Math.log(attack), Math.log(gate), Math.log(release), Math.log(decay), sustain]
        const used = start.slice(0, 4 + free.length)
        const coarse = minimise(cost, used, [0.003, 0.4, -0.1, 0.5, 0.5, 0.15].slice(0, used.length), 120)
        const { at } = minimise(cost, coarse.at, [0.001, 0.2, 0.03, 0.2, 0.2, -0.05].slice(0, used.length), 120)
        const found = shapeFrom(at)
        const { cost: error, gain } = costOf(points, track.windowSeconds, found, loudest)
        const rank = (error + 0.004) * factor
        if (!best || rank < best.rank) best = { ...found, error, peak: gain, rank }
      }
    }
  return asPluck(best!, end, track.windowSeconds)
}

/** A key held for no time and a long release is a pluck whose key was held: the usual reading of the same curve. */
function asPluck(fit: EnvelopeFit, end: number, windowSeconds: number): EnvelopeFit {
  const held = fit.gateSeconds - fit.startSeconds - fit.attack
  const dies = fit.startSeconds + fit.attack + fit.decay
  // Or a release that only goes on where the decay was heading.
  if (fit.sustain < 0.05 && Math.abs(fit.gateSeconds + fit.release - dies) < 0.12 * fit.decay && dies > fit.gateSeconds)
    return { ...fit, gateSeconds: Math.max(end, dies), release: 0.05 }
  const single = fit.sustain > 0.9 || fit.decay > 3 * Math.max(0.001, held)
  // Held no longer than the window of the level can show, or hardly against the fall.
  if (!single || held > Math.max(0.12 * fit.release, 2 * windowSeconds)) return fit
  // Let go before the attack was over: the attack ends there.
  const attack = Math.min(fit.attack, fit.gateSeconds - fit.startSeconds)
  const peak = fit.peak * (attack / fit.attack)
  return { ...fit, attack, peak, decay: fit.release + Math.max(0, held), sustain: 0, gateSeconds: end, release: 0.05 }
}

/** Error of a fit that needs no freer one: half a percent of the level. */
const exact = 0.006

type Start = readonly [decay: number, sustain: number, gate: number, release: number]

function startsOf(
  free: readonly string[],
  { length, middle, letGo }: { readonly length: number; readonly middle: number; readonly letGo: number },
): Start[] {
  const gate = Math.max(0.3 * length, letGo)
  const release = Math.max(0.01, length - gate)
  if (free.length === 0)
    return [
      [1, 1, gate, release],
      [1, 1, 0.6 * length, 0.4 * length],
    ]
  if (free.length === 1)
    return [
      [length, 0, 1.2 * length, 0.05],
      [0.8 * length, 0, 0.7 * length, 0.1],
    ]
  return [
    [0.15 * length, Math.min(0.9, middle), gate, release],
    [0.5 * length, Math.min(0.8, 0.6 * middle), 0.8 * length, 0.2 * length],
    [0.15 * length, 0.4, 0.5 * length, 0.5 * length],
  ]
}

interface ShapeContext {
  readonly shape: FallShape
  readonly free: readonly string[]
  readonly onsetSeconds: number
  readonly length: number
}

function shapeOf(p: readonly number[], { shape, free, onsetSeconds, length }: ShapeContext): EnvelopeShape {
  const seconds = (log: number) => Math.max(shortest, Math.exp(Math.min(Math.log(3 * length), log)))
  const startSeconds = onsetSeconds + Math.min(0.03, Math.max(-0.03, p[0]!))
  return {
    startSeconds,
    attack: Math.min(length, seconds(p[1]!)),
    decay: free.length > 0 ? Math.max(0.004, seconds(p[4]!)) : 1,
    sustain: free.length === 0 ? 1 : free.length === 1 ? 0 : Math.min(1, Math.max(0, p[5]!)),
    gateSeconds: startSeconds + seconds(p[2]!),
    release: seconds(p[3]!),
    shape,
  }
}

/** Arrays, not objects: a fit walks over them some thousand times. */
interface Points {
  readonly seconds: Float64Array
  /** Compressed. */
  readonly levels: Float64Array
  /** Of the model; written anew by every step of the fit. */
  readonly model: readonly [before: Float64Array, at: Float64Array, after: Float64Array]
}

/** Every millisecond around the onset, then some hundred evenly. */
function pointsOf({ values, hopSeconds }: LevelTrack, onset: number, end: number): Points {
  const used: number[] = []
  const early = onset + 0.05
  const stride = Math.max(1, Math.floor((end - early) / hopSeconds / 350))
  for (let i = 0; i < values.length && i * hopSeconds <= end; i += i * hopSeconds < early ? 1 : stride) used.push(i)
  return {
    seconds: Float64Array.from(used, i => i * hopSeconds),
    levels: Float64Array.from(used, i => compressed(values[i]!)),
    model: [new Float64Array(used.length), new Float64Array(used.length), new Float64Array(used.length)],
  }
}

/** RMS difference of the compressed levels at the best gain, relative to it. */
function costOf({ seconds, levels, model }: Points, windowSeconds: number, e: EnvelopeShape, loudest: number) {
  const half = windowSeconds / 2
  const [before, at, after] = model
  fill(before, e, seconds, -half)
  fill(at, e, seconds, 0)
  fill(after, e, seconds, half)
  let xy = 0
  let yy = 0
  let xx = 0
  for (let i = 0; i < seconds.length; i++) {
    const x = levels[i]!
    const y = compressed(
      isStraight(before[i]!, at[i]!, after[i]!)
        ? meanOfLine(before[i]!, at[i]!, after[i]!)
        : meanOfBend(e, seconds[i]!, half),
    )
    xy += x * y
    yy += y * y
    xx += x * x
  }
  if (!(yy > 0)) return { cost: 1, gain: 0 }
  const gain = xy / yy
  // A peak far above everything measured would be a spike that the window hides.
  const spike = Math.max(0, gain ** 2 / loudest - 1.4)
  return {
    cost: Math.sqrt(Math.max(0, xx - gain * xy) / seconds.length) / Math.max(1e-12, gain) + spike,
    gain: gain ** 2,
  }
}

/** The envelope at every time, `offset` seconds later. */
function fill(out: Float64Array, e: EnvelopeShape, seconds: Float64Array, offset: number): void {
  const atGate = heldAt(e, e.gateSeconds - e.startSeconds)
  for (let i = 0; i < out.length; i++) out[i] = levelAt(e, atGate, seconds[i]! + offset)
}

/** RMS of the model over the window, by eight points where it bends. */
function windowed(e: EnvelopeShape, t: number, half: number): number {
  const [before, at, after] = [envelopeAt(e, t - half), envelopeAt(e, t), envelopeAt(e, t + half)]
  return isStraight(before, at, after) ? meanOfLine(before, at, after) : meanOfBend(e, t, half)
}

const isStraight = (before: number, at: number, after: number) => Math.abs(before + after - 2 * at) < 1e-3
/** The mean square of a line. */
const meanOfLine = (before: number, at: number, after: number) => Math.sqrt(at ** 2 + (after - before) ** 2 / 12)

function meanOfBend(e: EnvelopeShape, t: number, half: number): number {
  let power = 0
  for (let j = -3.5; j <= 3.5; j++) power += envelopeAt(e, t + (j / 4) * half) ** 2
  return Math.sqrt(power / 8)
}

/** Of the peak: what is softer when the key is let go has died before. */
const leastAtGate = 0.06

/** RMS error of the fit over its release and half as long again, compressed, against the level when the key is let go. */
export function releaseError({ values, hopSeconds, windowSeconds }: LevelTrack, fit: EnvelopeFit): number {
  const atGate = compressed(fit.peak * envelopeAt(fit, fit.gateSeconds))
  const last = Math.min(values.length - 1, Math.round((fit.gateSeconds + 1.5 * fit.release) / hopSeconds))
  let [sum, count] = [0, 0]
  for (let i = Math.max(0, Math.round(fit.gateSeconds / hopSeconds)); i <= last; i++) {
    const model = compressed(fit.peak * windowed(fit, i * hopSeconds, windowSeconds / 2))
    sum += (compressed(values[i]!) - model) ** 2
    count++
  }
  // A sound that has died before has no release to judge.
  return count > 0 && envelopeAt(fit, fit.gateSeconds) > leastAtGate ? Math.sqrt(sum / count) / atGate : 0
}

export interface EnvelopeAnswers {
  readonly attack: Estimate
  readonly decay: Estimate
  readonly sustain: Estimate
  readonly release: Estimate
  readonly shape: Estimate<FallShape>
}

/** What can be said of the fitted envelope. `trust`, 0 to 1: less where the level moves for other reasons too. */
export function envelopeAnswers(
  fit: EnvelopeFit,
  {
    endSeconds,
    windowSeconds,
    trust,
    moves,
    tail,
    unlikeRelease,
    attackSure,
    bleedDb = null,
  }: {
    readonly endSeconds: number
    readonly windowSeconds: number
    readonly trust: number
    /** The filter moves. */
    readonly moves: boolean
    readonly tail: Tail
    /** `releaseError`. */
    readonly unlikeRelease: number
    /** Where the attack was read period by period: how sure; null: from the level. */
    readonly attackSure: number | null
    /** What is known to leak in from others; null: nothing is known. */
    readonly bleedDb?: number | null
  },
): EnvelopeAnswers {
  const steady = 0.95 * trust * ramp(fit.error, 0.02, 0.3)
  const leaks = Math.max(
    ramp(tail.foreign, 0.5, 0.2),
    // A release ends in silence; what does not is not alone.
    ramp(unlikeRelease, 0.055, 0.03),
    bleedDb === null ? 0 : ramp(bleedDb, -12, -18),
  )
  const rooms = tail.reverb ? ramp(tail.reverb.sure, 0.45, 0.2) : 0
  const covers = leaks > rooms ? 'another sound goes on under it' : 'a room or a soft release: its fall covers the end'
  const uncovered = 1 - Math.max(leaks, rooms)
  const gate = fit.gateSeconds - fit.startSeconds
  const atGate = envelopeAt(fit, fit.gateSeconds)
  const held = fit.sustain + (1 - fit.sustain) * fall((gate - fit.attack) / fit.decay, fit.shape)
  const wavering = 'the level wavers too much to see it'
  // A window longer than the tolerance leaves the attack open by as much.
  const seen = Math.max(ramp(windowSeconds, 0.012, 0.05), ramp(fit.attack, 4 * windowSeconds, windowSeconds))
  const attack = estimate(
    fit.attack,
    's',
    attackSure === null ? steady * seen : 0.95 * attackSure,
    windowSeconds > 0.02 ? 'the note is too low for so short an attack' : wavering,
  )
  const longest = tail.reverb?.seconds ?? 0
  const decays = fit.sustain < 0.92 && held < 0.92
  const settled =
    held < 0.05 ||
    (fit.shape === 'linear' ? fit.attack + fit.decay <= 1.02 * gate : fit.attack + 0.7 * fit.decay <= gate)
  const decay = !decays
    ? unknown('s', 'no decay is heard: the level holds')
    : estimate(
        fit.decay,
        's',
        // A filter that shuts and a level that falls look alike. A room lengthens every fall that is shorter than its own.
        steady *
          (moves ? 0.4 : 1) *
          (settled ? 1 : 0.5) *
          (1 - Math.max(leaks, rooms * ramp(fit.decay, longest / 4, longest))),
        !settled
          ? 'the key is let go before the decay ends'
          : moves
            ? 'the filter moves at the same time'
            : uncovered < 0.5
              ? covers
              : wavering,
      )
  const sustain =
    decays && !settled
      ? unknown('%', 'the key is let go before the level settles')
      : estimate(100 * (decays ? fit.sustain : 1), '%', steady * (decays ? 1 - 0.4 * rooms : 1), wavering)
  const heard = fit.gateSeconds < endSeconds - 0.01 && atGate > leastAtGate
  const ends = fit.gateSeconds + 0.6 * fit.release < endSeconds
  const release = !heard
    ? unknown(
        's',
        atGate > leastAtGate
          ? 'the sound is cut off before the key is let go'
          : 'the sound has died before the key is let go',
      )
    : estimate(
        fit.release,
        's',
        ends ? steady * uncovered : 0,
        uncovered < 0.5 ? covers : 'the recording ends before the release does',
      )
  const falls = decay.value !== null || release.value !== null
  return {
    attack,
    decay,
    sustain,
    release,
    shape: falls ? estimate(fit.shape, '', steady * 0.9, wavering) : unknown('', 'no fall is heard'),
  }
}
