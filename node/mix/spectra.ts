/**
 * Auto- and cross-spectra of everything that reaches Main, per scope and narrow band. A first look at some of the frames tells
 * which pairs and bands matter; those are measured over all of them. What was measured before of the same buffers is kept.
 */
import { type BandStatistics, bandCount, emptyBandStatistics } from '../dsp/bands.ts'
import { frameSizeFor, StereoSpectrum } from '../dsp/stereo-spectrum.ts'
import type { Section } from '../features/analysis.ts'
import type { Scope } from '../features/catalogue.ts'
import type { StereoSignal } from './devices/device-model.ts'
import { KeptBySignal } from './kept-by-signal.ts'
import { type CrossStatistics, emptyCrossStatistics, type Pair } from './model.ts'

export interface Spectra {
  /** [signal][scope] */
  readonly autos: readonly (readonly BandStatistics[])[]
  readonly pairs: readonly Pair[]
}

/** A cross term below this share of the sum's power in its band moves the sum by less than 0.1 dB. */
const relevantShare = 0.02
/** The screening pass looks at one frame in so many: enough to see which pairs and bands matter. */
const screeningStride = 5

export interface SpectraOptions {
  readonly sampleRate: number
  readonly scopes: readonly Scope[]
  readonly sections: readonly Section[]
  /** Of the first signals: the gain at which each reaches Main. Pairs are looked for among these; 1 for all when absent. */
  readonly gains?: readonly number[]
}

/**
 * Mean statistics per scope. `scopes` other than 'overall' pool the sections of their type; frames do not overlap, so this
 * costs half of the feature extractor's pass and differs from it by the estimate's noise, which the model corrects. At the edges
 * of sections it looks at all of the extractor's frames: what rings on into a section is in the first of them only.
 * All signals have one length; statistics are of the signals as given, before `gains`.
 */
export function measureSpectra(
  signals: readonly StereoSignal[],
  { sampleRate, scopes, sections, gains = signals.map(() => 1) }: SpectraOptions,
): Spectra {
  const frames = new Frames(signals, { sampleRate, scopes, sections })
  const key = JSON.stringify([sampleRate, scopes, sections.map(section => Object.values(section))])
  const levels = signals.map(signal => keptLevels.get(signal, key, () => ({ screened: null, whole: null })))
  const crossOf = (i: number, j: number) =>
    keptCross
      .get(signals[i]!, key, () => new KeptBySignal())
      .get(signals[j]!, key, () => ({ screened: emptyCross(scopes.length), whole: emptyCross(scopes.length) }))

  const paired = levels.slice(0, gains.length)
  frames.measure(screeningStride, missing(paired, 'screened', scopes.length), [])
  const possible = loudPairs(
    paired.map(({ screened }) => screened!),
    gains,
  ).map(({ i, j, bands }) => ({ i, j, bands, kept: crossOf(i, j) }))
  frames.measure(screeningStride, [], unmeasured(possible, 'screened'))
  const totals = totalsOf(
    paired.map(({ screened }) => screened!),
    gains,
  )
  const relevant = possible.flatMap(({ i, j, bands, kept }) => {
    const gain = gains[i]! * gains[j]!
    const mattering = bands.filter(k =>
      kept.screened.statistics.some((x, s) =>
        matters(totals[s]!, k, gain * Math.hypot(x.mmRe[k]!, x.mmIm[k]!), gain * Math.hypot(x.ssRe[k]!, x.ssIm[k]!)),
      ),
    )
    return mattering.length > 0 ? [{ i, j, bands: mattering, kept }] : []
  })
  frames.measure(1, missing(levels, 'whole', scopes.length), unmeasured(relevant, 'whole'))

  const { counts } = frames
  return {
    autos: levels.map(({ whole }) => whole!.map((statistics, s) => mean(statistics, counts[s]!))),
    pairs: relevant.map(({ i, j, bands, kept }) => ({
      i,
      j,
      bands,
      statistics: kept.whole.statistics.map((statistics, s) => meanIn(bands, statistics, counts[s]!)),
    })),
  }
}

/** Sums over frames, per scope; null: not measured yet. */
interface Levels {
  screened: BandStatistics[] | null
  whole: BandStatistics[] | null
}

/** Sums over frames of the bands that have been measured, per scope. */
interface Cross {
  readonly has: Uint8Array
  readonly statistics: readonly CrossStatistics[]
}

interface PairOfSignals {
  readonly i: number
  readonly j: number
  readonly bands: readonly number[]
}

type KeptCross = Readonly<Record<'screened' | 'whole', Cross>>

const keptLevels = new KeptBySignal<Levels>()
const keptCross = new KeptBySignal<KeptBySignal<KeptCross>>()

const emptyCross = (scopeCount: number): Cross => ({
  has: new Uint8Array(bandCount),
  statistics: Array.from({ length: scopeCount }, emptyCrossStatistics),
})

/** The signals whose levels are still to be measured, and where they go. */
function missing(levels: readonly Levels[], what: keyof Levels, scopeCount: number): ToMeasure[] {
  return levels.flatMap((each, c) => {
    // The same buffers twice among the signals are measured once.
    if (each[what] !== null) return []
    const statistics = Array.from({ length: scopeCount }, emptyBandStatistics)
    each[what] = statistics
    return [{ c, statistics }]
  })
}

/** The bands of pairs that are still to be measured. */
function unmeasured(
  pairs: readonly (PairOfSignals & { readonly kept: KeptCross })[],
  what: keyof KeptCross,
): PairToMeasure[] {
  return pairs.flatMap(({ i, j, bands, kept }) => {
    const { has, statistics } = kept[what]
    const open = bands.filter(k => has[k] === 0)
    for (const k of open) has[k] = 1
    return open.length > 0 ? [{ i, j, bands: open, statistics }] : []
  })
}

interface ToMeasure {
  readonly c: number
  readonly statistics: readonly BandStatistics[]
}

interface PairToMeasure extends PairOfSignals {
  readonly statistics: readonly CrossStatistics[]
}

interface Frame {
  /** First sample. */
  readonly start: number
  /** The scopes that it lies in, and how many of the extractor's frames it stands for there. */
  readonly into: readonly { readonly scope: number; readonly weight: number }[]
}

/** Of the extractor's frames, which overlap by half: so many at each edge of a section are looked at one by one. */
const edgeFrames = 2

/**
 * Every second frame of the extractor (features/bands.ts), centred on odd multiples of `hop`; then those between them that lie at
 * the edge of a section. Inside a section one stands for two.
 */
function framesOf({ hop, length, sampleRate, scopes, sections }: FrameGrid): Frame[] {
  const into = new Map<number, Frame['into'][number][]>()
  const add = (n: number, scope: number, weight: number) => {
    if (scope >= 0) into.set(n, [...(into.get(n) ?? []), { scope, weight }])
  }
  const last = Math.max(1, Math.floor(length / hop) - 1)
  for (let n = 1; n <= last; n += 2) add(n, scopes.indexOf('overall'), 1)
  for (const { type, startSeconds, endSeconds } of sections) {
    const from = Math.max(1, Math.ceil((startSeconds * sampleRate) / hop))
    const to = Math.min(last, Math.ceil((endSeconds * sampleRate) / hop) - 1)
    const within = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
    const isEdge = (n: number) => n < from + edgeFrames || n > to - edgeFrames
    const inside = within.filter(n => !isEdge(n))
    const standing = inside.filter(n => n % 2 === 1)
    for (const n of within.filter(isEdge)) add(n, scopes.indexOf(type), 1)
    for (const n of standing) add(n, scopes.indexOf(type), inside.length / standing.length)
  }
  const inOrder = [...into.keys()].sort((a, b) => (b % 2) - (a % 2) || a - b)
  return inOrder.map(n => ({ start: (n - 1) * hop, into: into.get(n)! }))
}

interface FrameGrid extends Omit<SpectraOptions, 'gains'> {
  readonly hop: number
  /** Of the signals, samples. */
  readonly length: number
}

/** The frames of all signals side by side, and the scopes each lies in. */
class Frames {
  /** Sum of the frames' weights, per scope. */
  readonly counts: readonly number[]
  readonly #signals: readonly StereoSignal[]
  readonly #spectrum: StereoSpectrum
  readonly #frames: readonly Frame[]
  /** Spectra of the current frame by signal; null: silent. */
  readonly #bins = new Map<number, Bins | null>()
  readonly #spare = new Map<number, Bins>()
  readonly #bands = emptyBandStatistics()

  constructor(signals: readonly StereoSignal[], { sampleRate, scopes, sections }: Omit<SpectraOptions, 'gains'>) {
    this.#signals = signals
    this.#spectrum = new StereoSpectrum(frameSizeFor(sampleRate), sampleRate)
    const { size } = this.#spectrum
    this.#frames = framesOf({ hop: size / 2, length: signals[0]?.[0].length ?? 0, sampleRate, scopes, sections })
    const weightOf = (frame: Frame, s: number) => frame.into.find(({ scope }) => scope === s)?.weight ?? 0
    this.counts = scopes.map((_, s) => this.#frames.reduce((sum, frame) => sum + weightOf(frame, s), 0))
  }

  /** Adds levels and cross-spectra of every `stride`-th frame to the statistics given. */
  measure(stride: number, levels: readonly ToMeasure[], pairs: readonly PairToMeasure[]): void {
    if (levels.length === 0 && pairs.length === 0) return
    const statisticsOf = new Map(levels.map(({ c, statistics }) => [c, statistics]))
    const inPairs = new Set(pairs.flatMap(({ i, j }) => [i, j]))
    const needed = [...new Set([...statisticsOf.keys(), ...inPairs])].sort((a, b) => a - b)
    for (let f = 0; f < this.#frames.length; f += stride) {
      for (const c of needed) this.#transform(f, c, statisticsOf.get(c), inPairs.has(c))
      for (const pair of pairs) this.#addPair(f, pair)
    }
  }

  #transform(f: number, c: number, statistics: readonly BandStatistics[] | undefined, isInPair: boolean): void {
    const [left, right] = this.#signals[c]!
    const spectrum = this.#spectrum
    const { start, into: perScope } = this.#frames[f]!
    if (isSilent(left, right, start, spectrum.size)) {
      if (isInPair) this.#bins.set(c, null)
      return
    }
    if (statistics) {
      const bands = this.#bands
      bands.mm.fill(0)
      bands.ss.fill(0)
      bands.ms.fill(0)
      if (isInPair) spectrum.accumulate(left, right, start, bands)
      else spectrum.addBands(left, right, start, bands)
      for (const { scope, weight } of perScope) addBands(statistics[scope]!, bands, weight)
    } else spectrum.frame(left, right, start)
    if (!isInPair) return
    const into = this.#spare.get(c) ?? emptyBins(spectrum.size / 2 + 1)
    this.#spare.set(c, into)
    into.mRe.set(spectrum.mRe)
    into.mIm.set(spectrum.mIm)
    into.sRe.set(spectrum.sRe)
    into.sIm.set(spectrum.sIm)
    this.#bins.set(c, into)
  }

  #addPair(f: number, { i, j, bands, statistics }: PairToMeasure): void {
    const a = this.#bins.get(i)
    const b = this.#bins.get(j)
    if (!a || !b) return
    addCross(this.#spectrum, { a, b, bands }, statistics, this.#frames[f]!.into)
  }
}

interface Bins {
  readonly mRe: Float64Array
  readonly mIm: Float64Array
  readonly sRe: Float64Array
  readonly sIm: Float64Array
}

const emptyBins = (count: number): Bins => ({
  mRe: new Float64Array(count),
  mIm: new Float64Array(count),
  sRe: new Float64Array(count),
  sIm: new Float64Array(count),
})

interface BinsOfPair {
  readonly a: Bins
  readonly b: Bins
  readonly bands: readonly number[]
}

/** Adds the cross-spectra of a frame to the given scopes. */
function addCross(
  { firstBin, firstWeight, binWeights, powerScale }: StereoSpectrum,
  { a, b, bands }: BinsOfPair,
  perScope: readonly CrossStatistics[],
  into: Frame['into'],
): void {
  for (const band of bands) {
    let mmRe = 0
    let mmIm = 0
    let ssRe = 0
    let ssIm = 0
    let ms = 0
    for (let w = firstWeight[band]!, k = firstBin[band]!; w < firstWeight[band + 1]!; w++, k++) {
      const weight = binWeights[w]!
      mmRe += weight * (a.mRe[k]! * b.mRe[k]! + a.mIm[k]! * b.mIm[k]!)
      mmIm += weight * (a.mIm[k]! * b.mRe[k]! - a.mRe[k]! * b.mIm[k]!)
      ssRe += weight * (a.sRe[k]! * b.sRe[k]! + a.sIm[k]! * b.sIm[k]!)
      ssIm += weight * (a.sIm[k]! * b.sRe[k]! - a.sRe[k]! * b.sIm[k]!)
      ms += weight * (a.mRe[k]! * b.sRe[k]! + a.mIm[k]! * b.sIm[k]! + a.sRe[k]! * b.mRe[k]! + a.sIm[k]! * b.mIm[k]!)
    }
    for (const { scope, weight } of into) {
      const x = perScope[scope]!
      const scale = weight * powerScale
      x.mmRe[band]! += mmRe * scale
      x.mmIm[band]! += mmIm * scale
      x.ssRe[band]! += ssRe * scale
      x.ssIm[band]! += ssIm * scale
      x.ms[band]! += ms * scale
    }
  }
}

/** What all of them have in power at Main, per scope. */
function totalsOf(powers: readonly (readonly BandStatistics[])[], gains: readonly number[]): BandStatistics[] {
  return (powers[0] ?? []).map((_, s) => {
    const total = emptyBandStatistics()
    for (const [c, perScope] of powers.entries()) addBands(total, perScope[s]!, gains[c]! ** 2)
    return total
  })
}

const matters = (total: BandStatistics, k: number, mid: number, side: number) =>
  2 * mid > relevantShare * total.mm[k]! || 2 * side > relevantShare * total.ss[k]!

/** The pairs and bands that matter if they are coherent: a quiet partner cannot. */
function loudPairs(powers: readonly (readonly BandStatistics[])[], gains: readonly number[]): PairOfSignals[] {
  const totals = totalsOf(powers, gains)
  const everyBand = Array.from({ length: bandCount }, (_, k) => k)
  const possible: PairOfSignals[] = []
  for (let i = 0; i < powers.length; i++) {
    for (let j = i + 1; j < powers.length; j++) {
      const gain = gains[i]! * gains[j]!
      const bands = everyBand.filter(k =>
        totals.some((total, s) => {
          const [a, b] = [powers[i]![s]!, powers[j]![s]!]
          return matters(total, k, gain * Math.sqrt(a.mm[k]! * b.mm[k]!), gain * Math.sqrt(a.ss[k]! * b.ss[k]!))
        }),
      )
      if (bands.length > 0) possible.push({ i, j, bands })
    }
  }
  return possible
}

function isSilent(left: Float32Array, right: Float32Array, start: number, size: number): boolean {
  const end = Math.min(left.length, start + size)
  for (let n = start; n < end; n++) if (left[n] !== 0 || right[n] !== 0) return false
  return true
}

function addBands(into: BandStatistics, bands: BandStatistics, factor = 1): void {
  for (let k = 0; k < bandCount; k++) {
    into.mm[k]! += factor * bands.mm[k]!
    into.ss[k]! += factor * bands.ss[k]!
    into.ms[k]! += factor * bands.ms[k]!
  }
}

const mean = ({ mm, ss, ms }: BandStatistics, count: number): BandStatistics => {
  const divided = (values: Float64Array) => (count === 0 ? values.slice() : values.map(x => x / count))
  return { mm: divided(mm), ss: divided(ss), ms: divided(ms) }
}

/** Of these bands; zero elsewhere, though more may have been measured. */
function meanIn(bands: readonly number[], sums: CrossStatistics, count: number): CrossStatistics {
  const out = emptyCrossStatistics()
  for (const key of ['mmRe', 'mmIm', 'ssRe', 'ssIm', 'ms'] as const) {
    for (const k of bands) out[key][k] = count === 0 ? sums[key][k]! : sums[key][k]! / count
  }
  return out
}
