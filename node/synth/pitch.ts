/**
 * The fundamental of a piece of one note. Candidates are the strongest spectral peaks and their whole fractions; each is
 * scored by the share of the peaks (weighted by amplitude^0.6) near its harmonics, less the share that chance would put
 * there. The highest fundamental that explains nearly as much as the best is taken: a fraction of it explains no less.
 */
import { PieceReader, type PieceSpectrum } from './spectrum.ts'

export interface Pitch {
  readonly hz: number
  /** Share of the peaks that are its harmonics, chance taken off, 0 to 1. */
  readonly explained: number
}

const lowestHz = 24
const highestHz = 2600
const mostPeaks = 100
const weakestDb = -55
/** Nearly as much as the best. */
const nearlyBest = 0.9
const fractions = 9

interface Peak {
  readonly hz: number
  readonly weight: number
}

/** null: no harmonic series. */
export function pitchOf(spectrum: PieceSpectrum): Pitch | null {
  const peaks = peaksOf(spectrum)
  if (peaks.length === 0) return null
  const strongest = peaks.toSorted((a, b) => b.weight - a.weight).slice(0, 8)
  const candidates = strongest.flatMap(({ hz }) =>
    Array.from({ length: fractions }, (_, i) => hz / (i + 1)).filter(each => each >= lowestHz && each <= highestHz),
  )
  const scored = candidates.map(hz => refined(peaks, hz, spectrum.binHz))
  const best = scored.reduce((most, { explained }) => Math.max(most, explained), 0)
  if (!(best > 0)) return null
  const found = scored.filter(({ explained }) => explained >= nearlyBest * best).reduce((a, b) => (b.hz > a.hz ? b : a))
  return { ...found, hz: isSub(spectrum, found.hz) ? 2 * found.hz : found.hz }
}

/** A sub-oscillator an octave below a note: of the odd harmonics only the first is there. */
function isSub(spectrum: PieceSpectrum, hz: number): boolean {
  const power = (k: number) => spectrum.between((k - 0.3) * hz, (k + 0.3) * hz)
  const even = power(2) + power(4) + power(6)
  return power(1) > 0.001 * even && power(3) + power(5) + power(7) < 0.002 * even
}

function peaksOf(spectrum: PieceSpectrum): Peak[] {
  const step = spectrum.binHz
  const top = Math.min(spectrum.highestHz, 12_000)
  const power = Float64Array.from({ length: Math.floor(top / step) }, (_, i) =>
    spectrum.between((i - 0.5) * step, (i + 0.5) * step),
  )
  const loudest = power.reduce((most, each) => Math.max(most, each), 0)
  const peaks: Peak[] = []
  for (let i = 2; i < power.length - 2; i++) {
    const here = power[i]!
    if (!(here > loudest * 10 ** (weakestDb / 10))) continue
    if (here < power[i - 1]! || here <= power[i + 1]! || here < power[i - 2]! || here < power[i + 2]!) continue
    const [a, b, c] = [Math.log(power[i - 1]! + 1e-30), Math.log(here), Math.log(power[i + 1]! + 1e-30)]
    const curvature = a - 2 * b + c
    const offset = curvature < 0 ? (0.5 * (a - c)) / curvature : 0
    const hz = (i + offset) * step
    if (hz >= lowestHz) peaks.push({ hz, weight: here ** 0.3 })
  }
  return peaks.toSorted((x, y) => y.weight - x.weight).slice(0, mostPeaks)
}

/** Voices and vibrato spread harmonic k over a share of its frequency; the reading itself over a bin. */
const reachOf = (hz: number, f0: number, binHz: number) => Math.min(0.3 * f0, Math.max(1.5 * binHz, 0.02 * hz))

/** Moves the candidate to where the low harmonics fit, then the higher ones, and scores it. */
function refined(peaks: readonly Peak[], candidate: number, binHz: number): Pitch {
  let f0 = candidate
  for (const highest of [4, 12, 40]) {
    let top = 0
    let bottom = 0
    for (const { hz, weight } of peaks) {
      const k = Math.round(hz / f0)
      if (k < 1 || k > highest || Math.abs(hz - k * f0) > reachOf(hz, f0, binHz)) continue
      // Voices and moving filters blur a harmonic in proportion to its number.
      top += weight * hz
      bottom += weight * k
    }
    if (bottom > 0) f0 = top / bottom
  }
  let inside = 0
  let chance = 0
  let all = 0
  for (const { hz, weight } of peaks) {
    const k = Math.max(1, Math.round(hz / f0))
    const reach = reachOf(hz, f0, binHz)
    if (Math.abs(hz - k * f0) <= reach) inside += weight
    chance += weight * Math.min(1, (2 * reach) / f0)
    all += weight
  }
  const explained = (inside - chance) / Math.max(1e-12, all - chance)
  return { hz: f0, explained: Math.max(0, Math.min(1, explained)) }
}

/** The fundamental from the longest piece of the note's first second and a half, near what is known of it. */
export function refinePitch(
  channels: readonly Float32Array[],
  sampleRate: number,
  hz: number,
  startSeconds: number,
  seconds: number,
): number {
  const length = Math.round(Math.min(1.2, Math.max(0.1, 0.9 * seconds)) * sampleRate)
  const spectrum = new PieceReader(length, sampleRate).read(channels, Math.round((startSeconds + 0.01) * sampleRate))
  const { hz: found } = refined(peaksOf(spectrum), hz, spectrum.binHz)
  return Math.abs(12 * Math.log2(found / hz)) < 0.6 ? found : hz
}
