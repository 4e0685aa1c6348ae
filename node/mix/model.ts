/**
 * The mix model: Main as a quadratic form in the moves. Each contributor (a track's route to Main) has auto-statistics per
 * scope and narrow band; pairs that are coherent also have cross-spectra (adding powers fails by 2–3 dB exactly where kick
 * meets bass and where layers of one part meet). A move multiplies the terms of the contributors that pass its node.
 */
import { type BandStatistics, bandCount, emptyBandStatistics } from '../dsp/bands.ts'
import type { Scope } from '../features/catalogue.ts'
import type { TrackPath } from '../live/set.ts'
import { type BandGains, gainsOf, type Move } from './moves.ts'

/** One route to Main. `nodes` are the tracks it passes, itself first: its track, group, return, Main. */
export interface Contributor {
  readonly track: TrackPath
  readonly nodes: readonly TrackPath[]
  /** What arrives at Main, per scope (same order as the model's scopes). */
  readonly statistics: readonly BandStatistics[]
}

/** Cross-spectra ⟨Mi·Mj*⟩ and ⟨Si·Sj*⟩ of two contributors, and the real part of ⟨Mi·Sj* + Si·Mj*⟩, per band. */
export interface CrossStatistics {
  readonly mmRe: Float64Array
  readonly mmIm: Float64Array
  readonly ssRe: Float64Array
  readonly ssIm: Float64Array
  readonly ms: Float64Array
}

export interface Pair {
  readonly i: number
  readonly j: number
  /** The bands whose cross term matters; elsewhere the statistics are zero. */
  readonly bands: readonly number[]
  readonly statistics: readonly CrossStatistics[]
}

export const emptyCrossStatistics = (): CrossStatistics => ({
  mmRe: new Float64Array(bandCount),
  mmIm: new Float64Array(bandCount),
  ssRe: new Float64Array(bandCount),
  ssIm: new Float64Array(bandCount),
  ms: new Float64Array(bandCount),
})

/**
 * Main as a function of one node's gains g on mid and h on side, everything else held:
 * mm = K + |g|²·A + 2·Re(g·X), and likewise for side; per scope.
 */
export interface NodeForm {
  readonly fixed: BandStatistics
  readonly own: BandStatistics
  readonly cross: CrossStatistics
}

/**
 * Ties the model to Main as measured: power = factor · model + add. The estimate's noise (and buses that are followed as they
 * stand) is a factor; what tracks that were not heard add is a remainder that no move reaches.
 */
interface Correction {
  readonly add: BandStatistics
  readonly factor: BandStatistics
}

export class MixModel {
  readonly sampleRate: number
  readonly scopes: readonly Scope[]
  readonly contributors: readonly Contributor[]
  readonly pairs: readonly Pair[]
  readonly #corrections: readonly Correction[]

  private constructor(
    sampleRate: number,
    scopes: readonly Scope[],
    contributors: readonly Contributor[],
    pairs: readonly Pair[],
    corrections: readonly Correction[],
  ) {
    this.sampleRate = sampleRate
    this.scopes = scopes
    this.contributors = contributors
    this.pairs = pairs
    this.#corrections = corrections
  }

  /**
   * `measured`: Main's own statistics per scope; the model is tied to them so that "no move" predicts what was measured.
   * `complete`: every track that reaches Main is among the contributors.
   */
  static build(options: {
    readonly sampleRate: number
    readonly scopes: readonly Scope[]
    readonly contributors: readonly Contributor[]
    readonly pairs: readonly Pair[]
    readonly measured: readonly BandStatistics[]
    readonly complete: boolean
  }): MixModel {
    const { sampleRate, scopes, contributors, pairs, measured, complete } = options
    const untied = new MixModel(sampleRate, scopes, contributors, pairs, [])
    const corrections = scopes.map((_, s) => correctionOf(untied.#sum(s), measured[s]!, complete))
    return new MixModel(sampleRate, scopes, contributors, pairs, corrections)
  }

  /** The model after moves. Throws RangeError for a move on a node nothing passes. */
  with(moves: readonly Move[]): MixModel {
    if (moves.length === 0) return this
    const gains = moves.map(move => {
      if (!this.contributors.some(({ nodes }) => nodes.includes(move.node))) {
        throw new RangeError(`a move must act on a track that reaches Main, got ${move.node}`)
      }
      return gainsOf(move, this.sampleRate)
    })
    const passing = this.contributors.map(({ nodes }) => gains.filter((_, m) => nodes.includes(moves[m]!.node)))
    const contributors = this.contributors.map((contributor, c) =>
      passing[c]!.length === 0
        ? contributor
        : {
            ...contributor,
            statistics: contributor.statistics.map(statistics => passing[c]!.reduce(applyToAuto, statistics)),
          },
    )
    const pairs = this.pairs.map(pair => {
      const onI = passing[pair.i]!
      const onJ = passing[pair.j]!
      if (onI.length === 0 && onJ.length === 0) return pair
      return {
        ...pair,
        statistics: pair.statistics.map(cross => {
          const afterI = onI.reduce((c, g) => applyToCross(c, pair.bands, g, 'first'), cross)
          return onJ.reduce((c, g) => applyToCross(c, pair.bands, g, 'second'), afterI)
        }),
      }
    })
    return new MixModel(this.sampleRate, this.scopes, contributors, pairs, this.#corrections)
  }

  /** Main's predicted statistics, per scope. */
  statistics(): BandStatistics[] {
    return this.scopes.map((_, s) => this.#corrected(s, this.#sum(s)))
  }

  /** The quadratic form of one node, per scope. */
  nodeForm(node: TrackPath): NodeForm[] {
    const passes = this.contributors.map(({ nodes }) => nodes.includes(node))
    return this.scopes.map((_, s) => {
      const fixed = emptyBandStatistics()
      const own = emptyBandStatistics()
      const cross = emptyCrossStatistics()
      this.contributors.forEach(({ statistics }, c) => {
        addTo(passes[c] ? own : fixed, statistics[s]!, 1)
      })
      for (const { i, j, bands, statistics } of this.pairs) {
        const x = statistics[s]!
        if (passes[i] === passes[j]) {
          const into = passes[i] ? own : fixed
          for (const k of bands) {
            into.mm[k]! += 2 * x.mmRe[k]!
            into.ss[k]! += 2 * x.ssRe[k]!
            into.ms[k]! += x.ms[k]!
          }
        } else {
          // ⟨own·other*⟩: conjugate when the node's contributor is the second of the pair.
          const sign = passes[i] ? 1 : -1
          for (const k of bands) {
            cross.mmRe[k]! += x.mmRe[k]!
            cross.mmIm[k]! += sign * x.mmIm[k]!
            cross.ssRe[k]! += x.ssRe[k]!
            cross.ssIm[k]! += sign * x.ssIm[k]!
            cross.ms[k]! += x.ms[k]!
          }
        }
      }
      return { fixed, own, cross }
    })
  }

  /** Main's statistics in scope `s` with `gains` on the node of `form`, written into `out`. */
  evaluate(s: number, form: NodeForm, gains: BandGains, out: BandStatistics): void {
    const { fixed, own, cross } = form
    const { mRe, mIm, sRe, sIm, p, q } = gains
    for (let k = 0; k < bandCount; k++) {
      let mm = own.mm[k]!
      let ss = own.ss[k]!
      let ms = own.ms[k]!
      if (q !== 0) {
        const [a, b, c] = [mm, ss, ms]
        mm = p * p * a + 2 * p * q * c + q * q * b
        ss = q * q * a + 2 * p * q * c + p * p * b
        ms = p * q * (a + b) + (p * p + q * q) * c
      }
      const gr = mRe[k]!
      const gi = mIm[k]!
      const hr = sRe[k]!
      const hi = sIm[k]!
      out.mm[k] = fixed.mm[k]! + (gr * gr + gi * gi) * mm + 2 * p * (gr * cross.mmRe[k]! - gi * cross.mmIm[k]!)
      out.ss[k] = fixed.ss[k]! + (hr * hr + hi * hi) * ss + 2 * p * (hr * cross.ssRe[k]! - hi * cross.ssIm[k]!)
      out.ms[k] = fixed.ms[k]! + (gr * hr + gi * hi) * ms + p * 0.5 * (gr + hr) * cross.ms[k]!
    }
    this.#correct(s, out)
  }

  #sum(s: number): BandStatistics {
    const sum = emptyBandStatistics()
    for (const { statistics } of this.contributors) addTo(sum, statistics[s]!, 1)
    for (const { bands, statistics } of this.pairs) {
      const x = statistics[s]!
      for (const k of bands) {
        sum.mm[k]! += 2 * x.mmRe[k]!
        sum.ss[k]! += 2 * x.ssRe[k]!
        sum.ms[k]! += x.ms[k]!
      }
    }
    return sum
  }

  #corrected(s: number, sum: BandStatistics): BandStatistics {
    this.#correct(s, sum)
    return sum
  }

  #correct(s: number, statistics: BandStatistics): void {
    const { add, factor } = this.#corrections[s]!
    for (let k = 0; k < bandCount; k++) {
      // Cross terms are estimates: a prediction can come out slightly negative where two tracks nearly cancel.
      statistics.mm[k] = Math.max(0, statistics.mm[k]! * factor.mm[k]! + add.mm[k]!)
      statistics.ss[k] = Math.max(0, statistics.ss[k]! * factor.ss[k]! + add.ss[k]!)
      statistics.ms[k] = statistics.ms[k]! + add.ms[k]!
    }
  }
}

/** With every track heard, a band that still differs by more than this holds something else (leakage, noise of a device). */
const mostFactor = 4

function correctionOf(sum: BandStatistics, measured: BandStatistics, complete: boolean): Correction {
  const add = emptyBandStatistics()
  const factor = emptyBandStatistics()
  const most = complete ? mostFactor : 1
  for (const key of ['mm', 'ss'] as const) {
    for (let k = 0; k < bandCount; k++) {
      factor[key][k] = sum[key][k]! > 0 ? Math.min(most, measured[key][k]! / sum[key][k]!) : 1
      add[key][k] = Math.max(0, measured[key][k]! - factor[key][k]! * sum[key][k]!)
    }
  }
  for (let k = 0; k < bandCount; k++) add.ms[k] = measured.ms[k]! - sum.ms[k]!
  return { add, factor }
}

function addTo(into: BandStatistics, from: BandStatistics, factor: number): void {
  for (let k = 0; k < bandCount; k++) {
    into.mm[k]! += factor * from.mm[k]!
    into.ss[k]! += factor * from.ss[k]!
    into.ms[k]! += factor * from.ms[k]!
  }
}

function applyToAuto(statistics: BandStatistics, { mRe, mIm, sRe, sIm, p, q }: BandGains): BandStatistics {
  const out = emptyBandStatistics()
  for (let k = 0; k < bandCount; k++) {
    const a = statistics.mm[k]!
    const b = statistics.ss[k]!
    const c = statistics.ms[k]!
    const g2 = mRe[k]! ** 2 + mIm[k]! ** 2
    const h2 = sRe[k]! ** 2 + sIm[k]! ** 2
    out.mm[k] = g2 * (p * p * a + 2 * p * q * c + q * q * b)
    out.ss[k] = h2 * (q * q * a + 2 * p * q * c + p * p * b)
    out.ms[k] = (mRe[k]! * sRe[k]! + mIm[k]! * sIm[k]!) * (p * q * (a + b) + (p * p + q * q) * c)
  }
  return out
}

/** Pan's exchange of mid and side is left out of cross terms (they are few and small); its common part p is kept. */
function applyToCross(
  cross: CrossStatistics,
  bands: readonly number[],
  gains: BandGains,
  side: 'first' | 'second',
): CrossStatistics {
  const out = emptyCrossStatistics()
  const sign = side === 'first' ? 1 : -1
  const { mRe, mIm, sRe, sIm, p } = gains
  for (const k of bands) {
    const mi = sign * mIm[k]!
    const si = sign * sIm[k]!
    out.mmRe[k] = p * (mRe[k]! * cross.mmRe[k]! - mi * cross.mmIm[k]!)
    out.mmIm[k] = p * (mRe[k]! * cross.mmIm[k]! + mi * cross.mmRe[k]!)
    out.ssRe[k] = p * (sRe[k]! * cross.ssRe[k]! - si * cross.ssIm[k]!)
    out.ssIm[k] = p * (sRe[k]! * cross.ssIm[k]! + si * cross.ssRe[k]!)
    out.ms[k] = p * 0.5 * (mRe[k]! + sRe[k]!) * cross.ms[k]!
  }
  return out
}
