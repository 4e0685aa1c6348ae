/**
 * The mix model: Main as a quadratic form in the moves. Each contributor (a track's route to Main) has auto-statistics per
 * scope and narrow band; pairs that are coherent also have cross-spectra (adding powers fails by 2–3 dB exactly where kick
 * meets bass and where layers of one part meet). A move multiplies the terms of the contributors that pass its node.
 */
import { type BandStatistics, bandArrays, bandCount, emptyBandStatistics } from '../dsp/bands.ts'
import type { Scope } from '../features/catalogue.ts'
import { panGains } from '../live/pan.ts'
import type { TrackPath } from '../live/set.ts'
import { type CrossGains, crossGains, movedCross } from './cross-gains.ts'
import { addShifts, type BandGains, type DynamicEffects, gainsOf, type Move, type Shifts } from './moves.ts'

/** One route to Main. `nodes` are the tracks it passes, itself first: its track, group, return, Main. */
export interface Contributor {
  readonly track: TrackPath
  readonly nodes: readonly TrackPath[]
  /** The track's pan, −1 to 1: behind its devices, so what they do is not what Main's sides get. */
  readonly pan: number
  /** What moves have made of the two sides ahead of the pan (balance, polarity of one side). 1 and 1 as measured. */
  readonly left: number
  readonly right: number
  /** Recorded, but not in Main: its activator is off, or another track is soloed. */
  readonly silenced: 'mute' | 'solo' | null
  /** What arrives (or would arrive) at Main but for the pan, per scope (same order as the model's scopes). */
  readonly statistics: readonly BandStatistics[]
}

/**
 * Cross-spectra ⟨Mi·Mj*⟩ and ⟨Si·Sj*⟩ of two contributors ahead of their pans, and the real part of ⟨Mi·Sj* + Si·Mj*⟩, per
 * band. Of a pan they keep the common gain; its exchange of mid and side is left out (they are few and small).
 */
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

export function emptyCrossStatistics(): CrossStatistics {
  const [mmRe, mmIm, ssRe, ssIm, ms] = bandArrays(5)
  return { mmRe: mmRe!, mmIm: mmIm!, ssRe: ssRe!, ssIm: ssIm!, ms: ms! }
}

/**
 * Main as a function of one node's gains g on mid and h on side (and its pan behind them), everything else held. Without a
 * pan: mm = K + |g|²·A + 2·Re(g·X), and likewise for side; per scope.
 */
export interface NodeForm {
  /** Main: what it does, it does to what no track explains as well. */
  readonly isMain: boolean
  /** Of the node's own signal `own`; 0, 1 and 1 for buses, whose parts are panned already. */
  readonly pan: number
  readonly left: number
  readonly right: number
  readonly heard: boolean
  readonly fixed: BandStatistics
  readonly own: BandStatistics
  readonly cross: CrossStatistics
}

/**
 * Ties the model to Main as measured: power = factor · model + add. The estimate's noise (and buses that are followed as they
 * stand) is a factor; what tracks that were not heard add is a remainder that only moves on Main reach.
 */
interface Correction {
  readonly add: BandStatistics
  readonly factor: BandStatistics
}

const mainNode: TrackPath = 'master_track'

export class MixModel {
  readonly sampleRate: number
  readonly scopes: readonly Scope[]
  readonly contributors: readonly Contributor[]
  /** What the moves so far add to features that bands do not tell, per scope. */
  readonly shifts: readonly Shifts[]
  readonly #corrections: readonly Correction[]
  readonly #dynamics: DynamicEffects | null
  /** As measured, and what the moves so far have made of each contributor in them, per scope; null: nothing. */
  readonly #pairs: readonly Pair[]
  readonly #gains: readonly (readonly CrossGains[] | null)[]
  /** For the cross-spectra of one pair in one scope, while they are added up. */
  readonly #scratch = emptyCrossStatistics()
  readonly #totals: BandStatistics[] = []
  #statistics: readonly BandStatistics[] | null = null
  readonly #forms = new Map<TrackPath, readonly NodeForm[]>()

  private constructor(
    parts: Pick<MixModel, 'sampleRate' | 'scopes' | 'contributors' | 'shifts'>,
    pairs: readonly Pair[],
    gains: readonly (readonly CrossGains[] | null)[],
    corrections: readonly Correction[],
    dynamics: DynamicEffects | null,
  ) {
    this.sampleRate = parts.sampleRate
    this.scopes = parts.scopes
    this.contributors = parts.contributors
    this.shifts = parts.shifts
    this.#pairs = pairs
    this.#gains = gains
    this.#corrections = corrections
    this.#dynamics = dynamics
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
    /** What compressors and limiters would do; absent: nothing that answers to level can be predicted. */
    readonly dynamics?: DynamicEffects
  }): MixModel {
    const { scopes, measured, complete, dynamics = null } = options
    const parts = { ...options, shifts: scopes.map(() => ({})) }
    const unmoved = options.contributors.map(() => null)
    const untied = new MixModel(parts, options.pairs, unmoved, [], dynamics)
    const corrections = scopes.map((_, s) => correctionOf(untied.#sum(s), measured[s]!, complete))
    return new MixModel(parts, options.pairs, unmoved, corrections, dynamics)
  }

  /** What a move does, per scope. Throws RangeError for a device that cannot be predicted. */
  gainsOf(move: Move): readonly BandGains[] {
    const { sampleRate, scopes } = this
    return gainsOf(move, { sampleRate, scopeCount: scopes.length, dynamics: this.#dynamics })
  }

  /** The model after moves. Throws RangeError for a move on a node nothing passes. */
  with(moves: readonly Move[]): MixModel {
    if (moves.length === 0) return this
    const gains = moves.map(move => {
      if (!this.contributors.some(({ nodes }) => nodes.includes(move.node))) {
        throw new RangeError(`a move must act on a track that reaches Main, got ${move.node}`)
      }
      return this.gainsOf(move)
    })
    const passing = this.contributors.map(({ nodes }) =>
      moves.flatMap((move, m) => (nodes.includes(move.node) ? [m] : [])),
    )
    const contributors: Contributor[] = []
    const crossing: (readonly CrossGains[] | null)[] = []
    for (const [c, contributor] of this.contributors.entries()) {
      let after = contributor
      let crossed = this.#gains[c]!
      for (const [m, move] of moves.entries()) {
        if (move.kind === 'solo') after = unsoloed(after)
        else if (passing[c]!.includes(m)) {
          // A bus takes what it passes from behind its pan: the pan's common gain goes into the cross-spectra.
          crossed = crossGains(crossed, gains[m]!, after.track === move.node ? 1 : sidesOf(after).p)
          after = moved(after, move.node, gains[m]!)
        }
      }
      contributors.push(after)
      crossing.push(crossed)
    }
    const shifts = this.shifts.map((before, s) => gains.reduce((sum, g) => addShifts(sum, g[s]!.shifts), before))
    const onMain = gains.filter((_, m) => moves[m]!.node === mainNode)
    const corrections = this.#corrections.map(({ add, factor }, s) => ({
      add: onMain.reduce((rest, each) => applyToAuto(rest, each[s]!), add),
      factor,
    }))
    const { sampleRate, scopes } = this
    const parts = { sampleRate, scopes, contributors, shifts }
    return new MixModel(parts, this.#pairs, crossing, corrections, this.#dynamics)
  }

  /** The pairs after the moves so far. */
  get pairs(): readonly Pair[] {
    return this.#pairs.map((pair, p) =>
      this.#gains[pair.i] === null && this.#gains[pair.j] === null
        ? pair
        : { ...pair, statistics: this.scopes.map((_, s) => copyOf(this.#crossOf(p, s), pair.bands)) },
    )
  }

  /** Of one pair in one scope, after the moves so far; holds until the next call, and in the pair's bands only. */
  #crossOf(p: number, s: number): CrossStatistics {
    const { i, j, bands, statistics } = this.#pairs[p]!
    const [a, b] = [this.#gains[i]!, this.#gains[j]!]
    if (a === null && b === null) return statistics[s]!
    return movedCross(statistics[s]!, { bands, a: a && a[s]!, b: b && b[s]! }, this.#scratch)
  }

  /** Main's predicted statistics, per scope. Worked out once. */
  statistics(): readonly BandStatistics[] {
    return (this.#statistics ??= this.scopes.map((_, s) => {
      const statistics = emptyBandStatistics()
      addTo(statistics, this.#total(s), 1)
      this.#correct(s, statistics)
      return statistics
    }))
  }

  /** What contributor `c` brings to Main, panned, in scope `s`; nothing when it is silenced. */
  arriving(c: number, s: number): BandStatistics {
    const contributor = this.contributors[c]!
    return contributor.silenced === null ? turned(contributor.statistics[s]!, sidesOf(contributor)) : silence
  }

  /** What the two of a pair have in common behind their pans; 0 when one of them is silenced. */
  commonGain({ i, j }: Pick<Pair, 'i' | 'j'>): number {
    const [a, b] = [this.contributors[i]!, this.contributors[j]!]
    return a.silenced === null && b.silenced === null ? sidesOf(a).p * sidesOf(b).p : 0
  }

  /** The quadratic form of one node, per scope. Worked out once. */
  nodeForm(node: TrackPath): readonly NodeForm[] {
    const known = this.#forms.get(node) ?? this.#formOf(node)
    this.#forms.set(node, known)
    return known
  }

  #formOf(node: TrackPath): NodeForm[] {
    const passes = this.contributors.map(({ nodes }) => nodes.includes(node))
    const passing = this.contributors.filter((_, c) => passes[c])
    // A track on its own is moved ahead of its pan; of a bus, or a track with parts in returns, the parts are summed.
    const single = passing.length === 1 && passing[0]!.track === node ? passing[0]! : null
    const isHeard = passing.some(({ silenced }) => silenced === null)
    const counts = (c: number) => this.contributors[c]!.silenced === null || (passes[c] === true && !isHeard)
    const touching = [...this.#pairs.keys()].filter(p => {
      const { i, j } = this.#pairs[p]!
      return (passes[i] || passes[j]) && counts(i) && counts(j)
    })
    const common = this.contributors.map((contributor, c) => (single && passes[c] ? 1 : sidesOf(contributor).p))
    const { pan = 0, left = 1, right = 1 } = single ?? {}
    const sides = sidesOf({ pan, left, right })
    return this.scopes.map((_, s) => {
      const own = emptyBandStatistics()
      const cross = emptyCrossStatistics()
      this.contributors.forEach((contributor, c) => {
        if (!passes[c] || !counts(c)) return
        const statistics = contributor.statistics[s]!
        addTo(own, single ? statistics : turned(statistics, sidesOf(contributor)), 1)
      })
      for (const p of touching) {
        const { i, j, bands } = this.#pairs[p]!
        const x = this.#crossOf(p, s)
        const gain = common[i]! * common[j]!
        if (passes[i] === passes[j]) {
          for (const k of bands) {
            own.mm[k]! += 2 * gain * x.mmRe[k]!
            own.ss[k]! += 2 * gain * x.ssRe[k]!
            own.ms[k]! += gain * x.ms[k]!
          }
        } else {
          // ⟨own·other*⟩: conjugate when the node's contributor is the second of the pair.
          const sign = passes[i] ? gain : -gain
          for (const k of bands) {
            cross.mmRe[k]! += gain * x.mmRe[k]!
            cross.mmIm[k]! += sign * x.mmIm[k]!
            cross.ssRe[k]! += gain * x.ssRe[k]!
            cross.ssIm[k]! += sign * x.ssIm[k]!
            cross.ms[k]! += gain * x.ms[k]!
          }
        }
      }
      // What is left of Main without the node: everything but its own part and what it has in common with the rest.
      const fixed = emptyBandStatistics()
      addTo(fixed, this.#total(s), 1)
      if (isHeard) {
        addTo(fixed, turned(own, sides), -1)
        for (let k = 0; k < bandCount; k++) {
          fixed.mm[k]! -= 2 * sides.p * cross.mmRe[k]!
          fixed.ss[k]! -= 2 * sides.p * cross.ssRe[k]!
          fixed.ms[k]! -= sides.p * cross.ms[k]!
        }
      }
      return { isMain: node === mainNode, pan, left, right, heard: isHeard, fixed, own, cross }
    })
  }

  /** Main's statistics in scope `s` with `gains` on the node of `form`, written into `out`. */
  evaluate(s: number, form: NodeForm, gains: BandGains, out: BandStatistics): void {
    const { fixed } = form
    if (!(gains.heard ?? form.heard)) {
      out.mm.set(fixed.mm)
      out.ss.set(fixed.ss)
      out.ms.set(fixed.ms)
      this.#correct(s, out)
      return
    }
    const sides = sidesOf({
      pan: gains.pan ?? form.pan,
      left: form.left * gains.left,
      right: form.right * gains.right,
    })
    if (sides.q === 0) unturned(form, gains, sides.p, out)
    else turnedForm(form, gains, sides, out)
    this.#correct(s, out, form.isMain ? gains : null)
  }

  /** Of every contributor, before the correction; worked out once. */
  #total(s: number): BandStatistics {
    return (this.#totals[s] ??= this.#sum(s))
  }

  #sum(s: number): BandStatistics {
    const sum = emptyBandStatistics()
    this.contributors.forEach((_, c) => {
      addTo(sum, this.arriving(c, s), 1)
    })
    for (const [p, pair] of this.#pairs.entries()) {
      const gain = this.commonGain(pair)
      if (gain === 0) continue
      const x = this.#crossOf(p, s)
      for (const k of pair.bands) {
        sum.mm[k]! += 2 * gain * x.mmRe[k]!
        sum.ss[k]! += 2 * gain * x.ssRe[k]!
        sum.ms[k]! += gain * x.ms[k]!
      }
    }
    return sum
  }

  /** `onMain`: what Main is about to do to all of it. */
  #correct(s: number, { mm, ss, ms }: BandStatistics, onMain: BandGains | null = null): void {
    const { add: rest, factor } = this.#corrections[s]!
    const add = onMain === null ? rest : applyToAuto(rest, onMain)
    const [mmFactor, ssFactor, mmAdd, ssAdd, msAdd] = [factor.mm, factor.ss, add.mm, add.ss, add.ms]
    for (let k = 0; k < bandCount; k++) {
      // Cross terms are estimates: a prediction can come out slightly negative where two tracks nearly cancel.
      mm[k] = Math.max(0, mm[k]! * mmFactor[k]! + mmAdd[k]!)
      ss[k] = Math.max(0, ss[k]! * ssFactor[k]! + ssAdd[k]!)
      ms[k] = ms[k]! + msAdd[k]!
    }
  }
}

/** The form with gains on its node whose two sides are alike: most moves. */
function unturned({ fixed, own, cross }: NodeForm, { mRe, mIm, sRe, sIm }: BandGains, p: number, out: BandStatistics) {
  const { mm, ss, ms } = out
  const [fixedMm, fixedSs, fixedMs] = [fixed.mm, fixed.ss, fixed.ms]
  const [ownMm, ownSs, ownMs] = [own.mm, own.ss, own.ms]
  const { mmRe, mmIm, ssRe, ssIm, ms: crossMs } = cross
  const pp = p * p
  for (let k = 0; k < bandCount; k++) {
    const gr = mRe[k]!
    const gi = mIm[k]!
    const hr = sRe[k]!
    const hi = sIm[k]!
    mm[k] = fixedMm[k]! + pp * (gr * gr + gi * gi) * ownMm[k]! + 2 * p * (gr * mmRe[k]! - gi * mmIm[k]!)
    ss[k] = fixedSs[k]! + pp * (hr * hr + hi * hi) * ownSs[k]! + 2 * p * (hr * ssRe[k]! - hi * ssIm[k]!)
    ms[k] = fixedMs[k]! + pp * (gr * hr + gi * hi) * ownMs[k]! + p * 0.5 * (gr + hr) * crossMs[k]!
  }
}

function turnedForm(
  { fixed, own, cross }: NodeForm,
  { mRe, mIm, sRe, sIm }: BandGains,
  { p, q }: Sides,
  out: BandStatistics,
) {
  for (let k = 0; k < bandCount; k++) {
    const gr = mRe[k]!
    const gi = mIm[k]!
    const hr = sRe[k]!
    const hi = sIm[k]!
    const a = (gr * gr + gi * gi) * own.mm[k]!
    const b = (hr * hr + hi * hi) * own.ss[k]!
    const c = (gr * hr + gi * hi) * own.ms[k]!
    out.mm[k] =
      fixed.mm[k]! + p * p * a + 2 * p * q * c + q * q * b + 2 * p * (gr * cross.mmRe[k]! - gi * cross.mmIm[k]!)
    out.ss[k] =
      fixed.ss[k]! + q * q * a + 2 * p * q * c + p * p * b + 2 * p * (hr * cross.ssRe[k]! - hi * cross.ssIm[k]!)
    out.ms[k] = fixed.ms[k]! + p * q * (a + b) + (p * p + q * q) * c + p * 0.5 * (gr + hr) * cross.ms[k]!
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

function addTo({ mm, ss, ms }: BandStatistics, from: BandStatistics, factor: number): void {
  const [fromMm, fromSs, fromMs] = [from.mm, from.ss, from.ms]
  for (let k = 0; k < bandCount; k++) {
    mm[k]! += factor * fromMm[k]!
    ss[k]! += factor * fromSs[k]!
    ms[k]! += factor * fromMs[k]!
  }
}

const silence = emptyBandStatistics()

/** Gains of left and right on mid and side: M' = p·M + q·S, S' = q·M + p·S. */
interface Sides {
  readonly p: number
  readonly q: number
}

function sidesOf({ pan, left, right }: Pick<Contributor, 'pan' | 'left' | 'right'>): Sides {
  const sides = panGains(pan)
  const l = left * sides.left
  const r = right * sides.right
  return { p: (l + r) / 2, q: (l - r) / 2 }
}

function turned(statistics: BandStatistics, { p, q }: Sides): BandStatistics {
  if (p === 1 && q === 0) return statistics
  const out = emptyBandStatistics()
  const { mm, ss, ms } = out
  const [fromMm, fromSs, fromMs] = [statistics.mm, statistics.ss, statistics.ms]
  for (let k = 0; k < bandCount; k++) {
    const a = fromMm[k]!
    const b = fromSs[k]!
    const c = fromMs[k]!
    mm[k] = p * p * a + 2 * p * q * c + q * q * b
    ss[k] = q * q * a + 2 * p * q * c + p * p * b
    ms[k] = p * q * (a + b) + (p * p + q * q) * c
  }
  return out
}

/** A contributor after a move on one of its nodes. */
function moved(contributor: Contributor, node: TrackPath, perScope: readonly BandGains[]): Contributor {
  const { left, right, pan, heard } = perScope[0]!
  // A bus acts behind the track's pan, the track's own devices ahead of it. A pan elsewhere than on the track itself (a
  // send that is post-pan, a panned group) is not followed: what it shifts is small beside the track.
  const own = contributor.track === node
  const before = own ? contributor : behindPan(contributor)
  return {
    ...before,
    pan: own ? (pan ?? before.pan) : before.pan,
    left: before.left * left,
    right: before.right * right,
    silenced: heard === null ? before.silenced : heard ? null : 'mute',
    statistics: before.statistics.map((each, s) => applyToAuto(each, perScope[s]!)),
  }
}

const unsoloed = (contributor: Contributor): Contributor =>
  contributor.silenced === 'solo' ? { ...contributor, silenced: null } : contributor

const behindPan = (contributor: Contributor): Contributor => ({
  ...contributor,
  statistics: contributor.statistics.map(each => turned(each, sidesOf(contributor))),
  pan: 0,
  left: 1,
  right: 1,
})

function applyToAuto(statistics: BandStatistics, { mRe, mIm, sRe, sIm }: BandGains): BandStatistics {
  const out = emptyBandStatistics()
  const { mm, ss, ms } = out
  const [fromMm, fromSs, fromMs] = [statistics.mm, statistics.ss, statistics.ms]
  for (let k = 0; k < bandCount; k++) {
    const gr = mRe[k]!
    const gi = mIm[k]!
    const hr = sRe[k]!
    const hi = sIm[k]!
    mm[k] = (gr ** 2 + gi ** 2) * fromMm[k]!
    ss[k] = (hr ** 2 + hi ** 2) * fromSs[k]!
    ms[k] = (gr * hr + gi * hi) * fromMs[k]!
  }
  return out
}

function copyOf(cross: CrossStatistics, bands: readonly number[]): CrossStatistics {
  const out = emptyCrossStatistics()
  for (const key of ['mmRe', 'mmIm', 'ssRe', 'ssIm', 'ms'] as const) for (const k of bands) out[key][k] = cross[key][k]!
  return out
}
