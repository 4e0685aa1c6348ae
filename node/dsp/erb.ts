/**
 * The ear's own frequency scale: equivalent rectangular bandwidths of the auditory filter, Glasberg & Moore 1990
 * (Hearing Research 47, eq. 3 and 4), and the grids that the hearing model works on.
 */

/** Bandwidth of the auditory filter centred on `hz`, Hz: 24.7 (4.37 F + 1), F in kHz. */
export const erbWidth = (hz: number) => 24.7 * (0.00437 * hz + 1)

/** Number of bandwidths below `hz`: 0 at 0 Hz, 15.6 at 1 kHz, 38.9 at 15 kHz. */
export const hzToErbNumber = (hz: number) => 21.4 * Math.log10(0.00437 * hz + 1)

export const erbNumberToHz = (number: number) => (10 ** (number / 21.4) - 1) / 0.00437

/**
 * Auditory filters: ANSI S3.4-2007 has them from 1.8 to 38.9 (50 Hz to 15 kHz) at steps of 0.1. Steps of 0.5 read the same
 * loudness within 2 % (see the test) at a fifth of the cost.
 */
export const filterStep = 0.5
export const filterNumbers = Float64Array.from({ length: 75 }, (_, i) => 1.75 + filterStep * i)
export const filterCentres = filterNumbers.map(erbNumberToHz)
export const filterCount = filterCentres.length

/** What the filters are excited by: the power in bands of a third of a bandwidth from 20 Hz to 16 kHz. */
export const componentsPerErb = 3
const lowestHz = 20
const highestHz = 16_000
export const componentEdges = (() => {
  const from = hzToErbNumber(lowestHz)
  const count = Math.round((hzToErbNumber(highestHz) - from) * componentsPerErb)
  return Float64Array.from({ length: count + 1 }, (_, i) => erbNumberToHz(from + i / componentsPerErb))
})()
export const componentCount = componentEdges.length - 1
export const componentCentres = Float64Array.from({ length: componentCount }, (_, j) =>
  erbNumberToHz((hzToErbNumber(componentEdges[j]!) + hzToErbNumber(componentEdges[j + 1]!)) / 2),
)
