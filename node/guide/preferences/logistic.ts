/**
 * Online Bayesian logistic regression with a diagonal Gaussian over weights that are there or not: one event, one update.
 * The update is the Gaussian approximation of Spiegelhalter and Lauritzen (1990), "Sequential updating of conditional
 * probabilities on directed graphical structures", section 5, projected to its diagonal; the prediction uses MacKay's (1992)
 * κ = 1/√(1 + π·v/8).
 */

/** The mean and the variance of one weight. */
export interface Weight {
  readonly mean: number
  readonly variance: number
}

export interface LogisticOptions {
  /** Variance of a weight before anything is known; its mean is 0. */
  readonly priorVariance: (name: string) => number
  /** Events after which half of what was learned is forgotten. */
  readonly halfLife: number
}

export class OnlineLogistic {
  readonly #priorVariance: LogisticOptions['priorVariance']
  /** Of a mean, per event. */
  readonly #kept: number
  readonly #weights = new Map<string, Weight>()

  constructor({ priorVariance, halfLife }: LogisticOptions) {
    if (!(halfLife > 0)) throw new RangeError(`halfLife must be a positive number of events, got ${halfLife}`)
    this.#priorVariance = priorVariance
    this.#kept = 0.5 ** (1 / halfLife)
  }

  weight(name: string): Weight {
    return this.#weights.get(name) ?? { mean: 0, variance: this.#priorVariance(name) }
  }

  /** Log-odds: mean and variance of the sum of these weights. */
  predict(names: readonly string[]): Weight {
    let [mean, variance] = [0, 0]
    for (const name of names) {
      const weight = this.weight(name)
      mean += weight.mean
      variance += weight.variance
    }
    return { mean, variance }
  }

  /** `count`: how much the event says, 1 for a plain yes or no. */
  learn(names: readonly string[], isYes: boolean, count = 1): void {
    this.#forget()
    const { mean, variance } = this.predict(names)
    const p = sigmoid(mean)
    const information = count * p * (1 - p)
    const step = 1 + information * variance
    for (const name of names) {
      const weight = this.weight(name)
      this.#weights.set(name, {
        mean: weight.mean + (weight.variance * count * (Number(isYes) - p)) / step,
        variance: weight.variance - (weight.variance ** 2 * information) / step,
      })
    }
  }

  /** Back towards what was before anything was known (an Ornstein-Uhlenbeck step): with no news, all is forgotten. */
  #forget(): void {
    const kept = this.#kept ** 2
    for (const [name, weight] of this.#weights) {
      this.#weights.set(name, {
        mean: weight.mean * this.#kept,
        variance: kept * weight.variance + (1 - kept) * this.#priorVariance(name),
      })
    }
  }
}

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** Probability of a yes under a Gaussian belief in the log-odds. */
export const probabilityOf = ({ mean, variance }: Weight) => sigmoid(mean / Math.sqrt(1 + (Math.PI * variance) / 8))
