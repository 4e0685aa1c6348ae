/**
 * The frequency grid that everything shares: narrow contiguous bands whose edges include the edges of the third octaves
 * (IEC 61260-1, base ten, 25 Hz to 16 kHz) and of the named bands, so that each of those is an exact sum of narrow bands.
 * The feature extractor measures on it and the mix model predicts on it.
 */

/** A contiguous run of narrow bands: grid indices from (inclusive) to (exclusive). */
export interface BandRange {
  readonly lowHz: number
  readonly highHz: number
  readonly from: number
  readonly to: number
}

/** Named bands in Hz (DESIGN 3.1). `mud` overlaps bass and lowMid on purpose. */
export const namedBandEdges = {
  sub: [20, 60],
  bass: [60, 250],
  lowMid: [250, 500],
  mid: [500, 2000],
  presence: [2000, 5000],
  brilliance: [5000, 10_000],
  air: [10_000, 20_000],
  mud: [200, 500],
} as const

export type NamedBand = keyof typeof namedBandEdges
/** The seven contiguous bands, low to high (without the overlapping `mud`). */
export const contiguousBands = ['sub', 'bass', 'lowMid', 'mid', 'presence', 'brilliance', 'air'] as const
export type ContiguousBand = (typeof contiguousBands)[number]

/** Nominal third-octave centres, Hz, with their exact base-ten index n (centre = 1000·10^(n/10)). */
export const thirdOctaveNominals = [
  25, 31.5, 40, 50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000,
  5000, 6300, 8000, 10_000, 12_500, 16_000,
] as const

const exactEdge = (n: number, half: -1 | 0 | 1) => 1000 * 10 ** ((n + half / 2) / 10)

/** Band edges in Hz, ascending; narrow band k spans edges[k]..edges[k + 1]. About a sixth of an octave each. */
export const gridEdges: Float64Array = (() => {
  const edges = new Set<number>([20, 20_000, 120])
  for (const [low, high] of Object.values(namedBandEdges)) edges.add(low).add(high)
  thirdOctaveNominals.forEach((_, i) => {
    const n = i - 16
    for (const half of [-1, 0, 1] as const) edges.add(exactEdge(n, half))
  })
  return Float64Array.from([...edges].sort((a, b) => a - b)).filter(
    (edge, i, all) => i === 0 || edge - all[i - 1]! > 1e-6,
  )
})()

export const bandCount = gridEdges.length - 1

/** Geometric centre of each narrow band, Hz. */
export const gridCentres: Float64Array = Float64Array.from({ length: bandCount }, (_, k) =>
  Math.sqrt(gridEdges[k]! * gridEdges[k + 1]!),
)

/** The grid range between two edges that are on the grid. Throws RangeError when they are not. */
export function bandRange(lowHz: number, highHz: number): BandRange {
  const at = (hz: number) => {
    const index = gridEdges.findIndex(edge => Math.abs(edge / hz - 1) < 1e-9)
    if (index < 0) throw new RangeError(`band edge must be on the grid, got ${hz} Hz`)
    return index
  }
  return { lowHz, highHz, from: at(lowHz), to: at(highHz) }
}

export const namedBands = Object.fromEntries(
  Object.entries(namedBandEdges).map(([name, [low, high]]) => [name, bandRange(low, high)]),
) as Readonly<Record<NamedBand, BandRange>>

export const thirdOctaves: readonly BandRange[] = thirdOctaveNominals.map((_, i) =>
  bandRange(exactEdge(i - 16, -1), exactEdge(i - 16, 1)),
)

/**
 * Second-order statistics of a stereo signal per narrow band: mean power of mid = (L+R)/2, of side = (L−R)/2, and the
 * real part of their cross-spectrum. Everything about level, spectrum, width, correlation and mono fold follows:
 * P_L = mm + 2·ms + ss, P_R = mm − 2·ms + ss, L·R = mm − ss. Unit: mean square (full-scale sine on both channels: mm = 0.5).
 */
export interface BandStatistics {
  readonly mm: Float64Array
  readonly ss: Float64Array
  readonly ms: Float64Array
}

export function emptyBandStatistics(): BandStatistics {
  const [mm, ss, ms] = bandArrays(3)
  return { mm: mm!, ss: ss!, ms: ms! }
}

/** So many arrays of a zero per narrow band, in one piece of memory: a search makes them by the ten thousand, and pieces are dear. */
export function bandArrays(count: number): readonly Float64Array[] {
  const bytes = bandCount * Float64Array.BYTES_PER_ELEMENT
  const memory = new ArrayBuffer(count * bytes)
  const arrays: Float64Array[] = []
  for (let n = 0; n < count; n++) arrays.push(new Float64Array(memory, n * bytes, bandCount))
  return arrays
}

export function sumRange(values: Float64Array, range: BandRange): number {
  let sum = 0
  for (let k = range.from; k < range.to; k++) sum += values[k]!
  return sum
}
