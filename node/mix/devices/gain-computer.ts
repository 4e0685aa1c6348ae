/**
 * Level in, gain over time out: the static curve and the ballistics of a feed-forward compressor. After D. Giannoulis, M.
 * Massberg, J. D. Reiss, "Digital Dynamic Range Compressor Design", JAES 60(6), 2012: gain worked out in dB, then a peak hold
 * with exponential release, then the attack's smoothing ("smooth decoupled", eq. 17).
 */
import type { GainCurve } from './device-model.ts'

export interface CompressorLaw {
  readonly thresholdDb: number
  readonly kneeDb: number
  /** Change of gain per dB above the threshold: 1/ratio − 1; above 0 for upward expansion. */
  readonly slope: number
  /** Least gain in dB (Glue's Range); −∞ without. */
  readonly floorDb: number
  readonly attackMs: number
  /** "auto": a fast and a slow release together, whichever holds the gain further from 0 dB. */
  readonly releaseMs: number | 'auto'
  /** What decays exponentially: the gain in dB or its amplitude. */
  readonly smoothing: 'dB' | 'gain'
  readonly lookaheadMs: number
  /** out = (dry + wet · gain) · in. */
  readonly dry: number
  readonly wet: number
}

/** Steps of level per point of the curve: about 1 ms. */
const stepsPerPoint = 4
const autoRelease = { fastMs: 60, slowMs: 800, slowAttackMs: 150 }
/** 20·log10(x) = perNeper · ln(x). */
const perNeper = 20 / Math.LN10
/** Nearer to 0 dB than this the gain is 1. */
const negligible = 1e-5

/** Gain in dB at a level in dB, in the steady state (eq. 4 of the paper). */
export function staticGainDb({ thresholdDb, kneeDb, slope, floorDb }: CompressorLaw, levelDb: number): number {
  const over = levelDb - thresholdDb
  if (over <= -kneeDb / 2) return 0
  return Math.max(floorDb, over < kneeDb / 2 ? (slope * (over + kneeDb / 2) ** 2) / (2 * kneeDb) : slope * over)
}

/** The curve for levels in steps of `stepSeconds`, in dB before `offsetDb` is added. */
export function gainCurve(law: CompressorLaw, db: Float32Array, offsetDb: number, stepSeconds: number): GainCurve {
  const { smoothing, lookaheadMs, dry, wet } = law
  const held = wantedGains(law, db, offsetDb)
  new Ballistics(law, stepSeconds).run(held)
  const ahead = Math.round(lookaheadMs / 1000 / stepSeconds)
  const gain = new Float32Array(Math.ceil(db.length / stepsPerPoint))
  let before = ahead > 0 ? (held[ahead - 1] ?? 0) : 0
  for (let point = 0, k = ahead; point < gain.length; point++) {
    // The trapezoid rule over the point's steps.
    let sum = 0.5 * before
    for (let i = 0; i < stepsPerPoint; i++, k++) sum += before = k < held.length ? held[k]! : 0
    const mean = (sum - 0.5 * before) / stepsPerPoint
    gain[point] = dry + wet * (mean === 0 ? 1 : smoothing === 'gain' ? 1 + mean : Math.exp(mean / perNeper))
  }
  return { stepSeconds: stepsPerPoint * stepSeconds, gain }
}

/** One curve after the other is worked out, as long as a song each: their memory is used again. */
let scratch = new Float32Array(0)

/** The static curve at every level, written out for speed; in amplitude less 1 where that is what is smoothed. */
function wantedGains(
  { thresholdDb, kneeDb, slope, floorDb, smoothing }: CompressorLaw,
  db: Float32Array,
  offset: number,
) {
  if (scratch.length < db.length) scratch = new Float32Array(db.length)
  const wanted = scratch.subarray(0, db.length)
  const start = thresholdDb - kneeDb / 2 - offset
  const bend = kneeDb > 0 ? slope / (2 * kneeDb) : 0
  for (let k = 0; k < db.length; k++) {
    const over = db[k]! - start
    if (over <= 0) {
      wanted[k] = 0
      continue
    }
    const gain = Math.max(floorDb, over < kneeDb ? bend * over * over : slope * (over - kneeDb / 2))
    wanted[k] = smoothing === 'gain' ? Math.exp(gain / perNeper) - 1 : gain
  }
  return wanted
}

/** How far the gain is from 0 dB, in dB or (smoothing "gain") in amplitude: from what is wanted to what is there. */
export class Ballistics {
  readonly #attack: number
  readonly #release: number
  readonly #isAuto: boolean
  readonly #slowAttack: number
  readonly #slowRelease: number
  readonly #state = { held: 0, smooth: 0, slow: 0 }
  readonly #one = new Float32Array(1)

  constructor({ attackMs, releaseMs }: CompressorLaw, stepSeconds: number) {
    /** Share of the way that is left after one step. */
    const left = (ms: number) => Math.exp((-1000 * stepSeconds) / Math.max(ms, 1e-3))
    this.#attack = left(attackMs)
    this.#isAuto = releaseMs === 'auto'
    this.#release = left(releaseMs === 'auto' ? autoRelease.fastMs : releaseMs)
    this.#slowAttack = left(autoRelease.slowAttackMs)
    this.#slowRelease = left(autoRelease.slowMs)
  }

  /** Goes on by as many steps as there are values; each is replaced. */
  run(values: Float32Array): void {
    const attack = this.#attack
    const release = this.#release
    const isAuto = this.#isAuto
    let { held, smooth, slow } = this.#state
    for (let k = 0; k < values.length; k++) {
      const wanted = values[k]!
      const released = wanted + release * (held - wanted)
      held = Math.abs(wanted) > Math.abs(released) ? wanted : released
      smooth = held + attack * (smooth - held)
      let now = smooth
      if (isAuto) {
        slow = held + (Math.abs(held) > Math.abs(slow) ? this.#slowAttack : this.#slowRelease) * (slow - held)
        if (Math.abs(slow) > Math.abs(smooth)) now = slow
      }
      if (Math.abs(now) < negligible && Math.abs(held) < negligible) held = smooth = slow = now = 0
      values[k] = now
    }
    this.#state.held = held
    this.#state.smooth = smooth
    this.#state.slow = slow
  }

  next(wanted: number): number {
    this.#one[0] = wanted
    this.run(this.#one)
    return this.#one[0]
  }

  /** What `next` would give, without going on. */
  peek(wanted: number): number {
    const { held, smooth, slow } = this.#state
    const now = this.next(wanted)
    this.#state.held = held
    this.#state.smooth = smooth
    this.#state.slow = slow
    return now
  }
}
