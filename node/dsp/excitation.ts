/**
 * Excitation patterns: what each auditory filter lets through. Rounded-exponential filters W(g) = (1 + p·g)·e^(−p·g) with
 * g = |f − fc| / fc (Patterson et al. 1982; Glasberg & Moore 1990, ANSI S3.4-2007 section 3.5). Above its centre a filter's
 * slope is fixed, p = 4·fc / ERB(fc). Below, it flattens with the level of what excites it: a loud low sound spreads upwards.
 */
import { componentCentres, componentCount, erbWidth, filterCentres, filterCount } from './erb.ts'

/** Slope change per dB above 51 dB per ERB, relative to the filter at 1 kHz. */
const slopePerDb = 0.35
const referenceDb = 51
/** Very loud sounds would turn the slope over. */
const flattestSlope = 0.1
/** In p·g: 74 dB down. */
const farthest = 20
/** −20 dB SPL: no filter hears less than 3.7 dB. */
const inaudible = 0.01
const tableStep = 1 / 64

/** W over p·g, linearly interpolated: an exponential per filter and component would cost more than the FFT. */
const roex = Float64Array.from({ length: farthest / tableStep + 2 }, (_, i) => {
  const pg = i * tableStep
  return (1 + pg) * Math.exp(-pg)
})

const slopes = filterCentres.map(hz => (4 * hz) / erbWidth(hz))
const slopeAt1k = 4000 / erbWidth(1000)

/** Per filter: the first component above its centre, and the fixed weights of those, up to `farthest`. */
const firstAbove = Int32Array.from(filterCentres, hz => {
  const first = componentCentres.findIndex(centre => centre >= hz)
  return first < 0 ? componentCount : first
})
const above: readonly Float64Array[] = Array.from(filterCentres, (hz, i) =>
  componentCentres
    .slice(firstAbove[i]!)
    .map(centre => (slopes[i]! * (centre - hz)) / hz)
    .filter(pg => pg < farthest)
    .map(pg => (1 + pg) * Math.exp(-pg)),
)
/** Distances of the components below: [filter · componentCount + component] = (fc − f) / fc. */
const distances = Float64Array.from({ length: filterCount * componentCount }, (_, n) => {
  const hz = filterCentres[Math.floor(n / componentCount)]!
  return (hz - componentCentres[n % componentCount]!) / hz
})

const flattening = new Float64Array(componentCount)

/**
 * Excitation of each filter by `components` (power per component band behind the ear weighting, 1 = 0 dB SPL), written into
 * `out`. Of one sound alone: the level that flattens the filters is the sound's own.
 */
export function excitationPattern(components: Float64Array, out: Float64Array): void {
  // Level per ERB around each component: itself and one third of a bandwidth to each side.
  let lowest = componentCount
  let highest = -1
  for (let j = 0; j < componentCount; j++) {
    const own = components[j]!
    if (own < inaudible) continue
    const power = own + (components[j - 1] ?? 0) + (components[j + 1] ?? 0)
    flattening[j] = (slopePerDb * (10 * Math.log10(power) - referenceDb)) / slopeAt1k
    if (j < lowest) lowest = j
    highest = j
  }
  for (let i = 0; i < filterCount; i++) {
    const split = firstAbove[i]!
    const slope = slopes[i]!
    let sum = 0
    const end = Math.min(split - 1, highest)
    for (let j = lowest, n = i * componentCount + lowest; j <= end; j++, n++) {
      const power = components[j]!
      if (power < inaudible) continue
      const p = slope * (1 - flattening[j]!)
      const at = (Math.max(p, flattestSlope) * distances[n]!) / tableStep
      if (at >= farthest / tableStep) continue
      const cell = at | 0
      const low = roex[cell]!
      sum += power * (low + (at - cell) * (roex[cell + 1]! - low))
    }
    const weights = above[i]!
    const last = Math.min(weights.length, highest - split + 1)
    for (let w = 0; w < last; w++) sum += components[split + w]! * weights[w]!
    out[i] = sum
  }
}
