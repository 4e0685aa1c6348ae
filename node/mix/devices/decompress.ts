/**
 * The gain of a compressor from what comes out of it. Step by step: the state is known, so the gain of this step is the one that,
 * taken back from the output's level, makes the compressor answer with itself. After S. Gorlow, J. D. Reiss, "Model-based
 * inversion of dynamic range compression", IEEE TASLP 21(7), 2013, on the level grid instead of samples.
 */
import { type Detection, heardOwn, rmsShare } from './detector.ts'
import type { GainCurve, StereoSignal } from './device-model.ts'
import { Ballistics, type CompressorLaw, staticGainDb } from './gain-computer.ts'
import { peakSteps, powerSteps, silentDb, stepSamples } from './level-steps.ts'
import type { Read } from './settings.ts'

/** Nearer to an ∞ : 1 ratio than this (20 : 1) a change of the input is lost in the output. */
const steepest = -0.95
/** dB; the state goes on from what was found, so that it does not add up. */
const tolerance = 5e-3
const mostRounds = 4

/** null where the output does not tell the input. */
export function decompressed(
  read: Read,
  law: CompressorLaw,
  detection: Detection,
  output: StereoSignal,
  sampleRate: number,
): GainCurve | null {
  if (law.slope < steepest) return null
  const stepSeconds = stepSamples(sampleRate) / sampleRate
  const heard = heardOwn(read, output, sampleRate)
  const levels = detection === 'peak' ? new PeakLevels(heard, sampleRate) : new RmsLevels(heard, sampleRate)
  const ballistics = new Ballistics(law, stepSeconds)
  const gain = new Float32Array(levels.count).fill(1)
  // With look-ahead the gain of a moment hangs on levels that come later: their own gain is taken to be this one.
  const ahead = Math.round(law.lookaheadMs / 1000 / stepSeconds)
  let db = 0
  for (let k = 0; k < levels.count; k++) {
    db = solved(db, guess => totalDb(law, ballistics.peek(wanted(law, levels.at(k, guess)))))
    const level = levels.take(k, db)
    db = totalDb(law, ballistics.next(wanted(law, level)))
    if (k >= ahead) gain[k - ahead] = 10 ** (db / 20)
  }
  return { stepSeconds, gain }
}

/** The fixed point of `answer` near `start`, by Steffensen's method: exact in one round where `answer` is a straight line. */
function solved(start: number, answer: (guess: number) => number): number {
  let guess = start
  for (let round = 0; round < mostRounds; round++) {
    const first = answer(guess)
    if (Math.abs(first - guess) < tolerance) return first
    const second = answer(first)
    const bend = second - 2 * first + guess
    guess = Math.abs(bend) > 1e-9 ? guess - (first - guess) ** 2 / bend : second
  }
  return guess
}

function wanted(law: CompressorLaw, levelDb: number): number {
  const db = staticGainDb(law, levelDb)
  return law.smoothing === 'gain' && db !== 0 ? 10 ** (db / 20) - 1 : db
}

/** Gain of the device in dB from what the ballistics hold. */
function totalDb({ dry, wet, smoothing }: CompressorLaw, held: number): number {
  if (dry === 0 && wet === 1 && smoothing === 'dB') return held
  const gain = smoothing === 'gain' ? 1 + held : 10 ** (held / 20)
  return 20 * Math.log10(Math.max(1e-3, dry + wet * gain))
}

/** The input's level in dB at a step, if the gain there is `gainDb`. */
class PeakLevels {
  readonly count: number
  readonly #db: Float32Array

  constructor(output: StereoSignal, sampleRate: number) {
    this.#db = peakSteps(output, sampleRate).map(peak => (peak > 1e-10 ? 20 * Math.log10(peak) : silentDb))
    this.count = this.#db.length
  }

  at(k: number, gainDb: number): number {
    return this.#db[k]! - gainDb
  }

  take(k: number, gainDb: number): number {
    return this.at(k, gainDb)
  }
}

class RmsLevels {
  readonly count: number
  readonly #left: Float32Array
  readonly #right: Float32Array
  readonly #share: number
  #leftPower = 0
  #rightPower = 0

  constructor(output: StereoSignal, sampleRate: number) {
    const [left, right] = powerSteps(output, sampleRate)
    this.#left = left
    this.#right = right
    this.#share = rmsShare(sampleRate)
    this.count = left.length
  }

  at(k: number, gainDb: number): number {
    const { left, right } = this.#after(k, gainDb)
    return powerDb(Math.max(left, right))
  }

  take(k: number, gainDb: number): number {
    const { left, right } = this.#after(k, gainDb)
    this.#leftPower = left
    this.#rightPower = right
    return powerDb(Math.max(left, right))
  }

  #after(k: number, gainDb: number) {
    const input = Math.exp(-gainDb * neperPower)
    return {
      left: this.#leftPower + this.#share * (this.#left[k]! * input - this.#leftPower),
      right: this.#rightPower + this.#share * (this.#right[k]! * input - this.#rightPower),
    }
  }
}

/** 10^(x/10) = e^(x · neperPower). */
const neperPower = Math.LN10 / 10

const powerDb = (power: number) => (power > 1e-20 ? 10 * Math.log10(power) : silentDb)
