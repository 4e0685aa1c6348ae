/** Auto- and cross-spectra of everything that reaches Main, per scope and narrow band, in two passes over the audio. */
import { type BandStatistics, bandCount, emptyBandStatistics } from '../dsp/bands.ts'
import { frameSizeFor, StereoSpectrum } from '../dsp/stereo-spectrum.ts'
import type { Section } from '../features/analysis.ts'
import type { Scope } from '../features/catalogue.ts'
import type { StereoSignal } from './devices/device-model.ts'
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

/** Spectra of the last frame of one signal. */
interface Bins {
  readonly mRe: Float64Array
  readonly mIm: Float64Array
  readonly sRe: Float64Array
  readonly sIm: Float64Array
  silent: boolean
}

export interface SpectraOptions {
  readonly sampleRate: number
  readonly scopes: readonly Scope[]
  readonly sections: readonly Section[]
  /** Of the first signals: the gain at which each reaches Main. Pairs are looked for among these; 1 for all when absent. */
  readonly gains?: readonly number[]
}

/**
 * Mean statistics per scope. `scopes` other than 'overall' pool the sections of their type; frames do not overlap, so this
 * costs half of the feature extractor's pass and differs from it by the estimate's noise, which the model corrects.
 * All signals have one length; statistics are of the signals as given, before `gains`.
 */
export function measureSpectra(
  signals: readonly StereoSignal[],
  { sampleRate, scopes, sections, gains = signals.map(() => 1) }: SpectraOptions,
): Spectra {
  const paired = gains.length
  const spectrum = new StereoSpectrum(frameSizeFor(sampleRate), sampleRate)
  const { size, powerScale } = spectrum
  const frames = Math.max(1, Math.floor((signals[0]?.[0].length ?? 0) / size))
  const bins: Bins[] = signals.map(() => ({
    mRe: new Float64Array(size / 2 + 1),
    mIm: new Float64Array(size / 2 + 1),
    sRe: new Float64Array(size / 2 + 1),
    sIm: new Float64Array(size / 2 + 1),
    silent: true,
  }))
  const scopeOfFrame = Array.from({ length: frames }, (_, f) => {
    const seconds = ((f + 0.5) * size) / sampleRate
    const section = sections.find(({ startSeconds, endSeconds }) => seconds >= startSeconds && seconds < endSeconds)
    return section === undefined ? -1 : scopes.indexOf(section.type)
  })
  const overall = scopes.indexOf('overall')
  const scopesOf = (f: number) => [...new Set([scopeOfFrame[f]!, overall])].filter(s => s >= 0)
  const frameBands = emptyBandStatistics()

  /** Transforms frame f of the first `count` signals and hands the bands of each to `visit`. */
  const transform = (f: number, count: number, visit: (c: number, bands: BandStatistics) => void) => {
    for (let c = 0; c < count; c++) {
      const [left, right] = signals[c]!
      const into = bins[c]!
      into.silent = isSilent(left, right, f * size, size)
      if (into.silent) continue
      frameBands.mm.fill(0)
      frameBands.ss.fill(0)
      frameBands.ms.fill(0)
      spectrum.accumulate(left, right, f * size, frameBands)
      into.mRe.set(spectrum.mRe)
      into.mIm.set(spectrum.mIm)
      into.sRe.set(spectrum.sRe)
      into.sIm.set(spectrum.sIm)
      visit(c, frameBands)
    }
  }

  const relevant = screen()
  const autos = signals.map(() => scopes.map(emptyBandStatistics))
  const pairs = relevant.map(pair => ({ ...pair, statistics: scopes.map(emptyCrossStatistics) }))
  const counts = scopes.map(() => 0)
  for (let f = 0; f < frames; f++) {
    const into = scopesOf(f)
    for (const s of into) counts[s]!++
    transform(f, signals.length, (c, bands) => {
      for (const s of into) addBands(autos[c]![s]!, bands)
    })
    relevant.forEach(({ i, j, bands }, p) => {
      if (bins[i]!.silent || bins[j]!.silent) return
      for (const k of bands) addCross(i, j, k, pairs[p]!.statistics, into)
    })
  }
  for (const perScope of [...autos, ...pairs.map(({ statistics }) => statistics)]) {
    for (const [s, statistics] of perScope.entries()) scale(Object.values(statistics), counts[s]!)
  }
  return { autos, pairs }

  /** Adds the cross-spectra of one band of the current frame to the given scopes. */
  function addCross(i: number, j: number, band: number, perScope: readonly CrossStatistics[], into: readonly number[]) {
    const { firstBin, firstWeight, binWeights } = spectrum
    const a = bins[i]!
    const b = bins[j]!
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
    for (const s of into) {
      const x = perScope[s]!
      x.mmRe[band]! += mmRe * powerScale
      x.mmIm[band]! += mmIm * powerScale
      x.ssRe[band]! += ssRe * powerScale
      x.ssIm[band]! += ssIm * powerScale
      x.ms[band]! += ms * powerScale
    }
  }

  /**
   * The pairs and bands whose cross term matters to mid or to side in some scope. First by power (a quiet partner cannot
   * matter), then by the cross-spectrum itself.
   */
  function screen(): { i: number; j: number; bands: number[] }[] {
    const powers = signals.slice(0, paired).map(() => scopes.map(emptyBandStatistics))
    for (let f = 0; f < frames; f += screeningStride) {
      const into = scopesOf(f)
      transform(f, paired, (c, bands) => {
        for (const s of into) addBands(powers[c]![s]!, bands, gains[c]! ** 2)
      })
    }
    const totals = scopes.map((_, s) => {
      const total = emptyBandStatistics()
      for (const perScope of powers) addBands(total, perScope[s]!)
      return total
    })
    const bands = Array.from({ length: bandCount }, (_, k) => k)
    const matters = (mid: number, side: number, s: number, k: number) =>
      2 * mid > relevantShare * totals[s]!.mm[k]! || 2 * side > relevantShare * totals[s]!.ss[k]!
    const possible: { i: number; j: number; bands: number[]; perScope: CrossStatistics[] }[] = []
    for (let i = 0; i < paired; i++) {
      for (let j = i + 1; j < paired; j++) {
        const loud = bands.filter(k =>
          scopes.some((_, s) => {
            const [a, b] = [powers[i]![s]!, powers[j]![s]!]
            return matters(Math.sqrt(a.mm[k]! * b.mm[k]!), Math.sqrt(a.ss[k]! * b.ss[k]!), s, k)
          }),
        )
        if (loud.length > 0) possible.push({ i, j, bands: loud, perScope: scopes.map(emptyCrossStatistics) })
      }
    }
    for (let f = 0; f < frames; f += screeningStride) {
      const into = scopesOf(f)
      transform(f, paired, () => {})
      for (const { i, j, bands, perScope } of possible) {
        if (bins[i]!.silent || bins[j]!.silent) continue
        for (const k of bands) addCross(i, j, k, perScope, into)
      }
    }
    return possible
      .map(({ i, j, bands, perScope }) => ({
        i,
        j,
        bands: bands.filter(k =>
          perScope.some((x, s) =>
            matters(
              gains[i]! * gains[j]! * Math.hypot(x.mmRe[k]!, x.mmIm[k]!),
              gains[i]! * gains[j]! * Math.hypot(x.ssRe[k]!, x.ssIm[k]!),
              s,
              k,
            ),
          ),
        ),
      }))
      .filter(({ bands }) => bands.length > 0)
  }
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

function scale(arrays: readonly Float64Array[], count: number): void {
  if (count === 0) return
  for (const values of arrays) for (let k = 0; k < values.length; k++) values[k]! /= count
}
