/** Levels of the harmonics of a note, frame by frame, or of the bands of a noise. */
import type { PieceSpectrum } from './spectrum.ts'
import { PieceReader } from './spectrum.ts'

/** Frequencies at which a sound is read: harmonics, or bands where it has none. */
export interface Places {
  /** Fundamental; null for bands. */
  readonly f0: number | null
  /** Harmonic numbers; for bands 1, 1, … */
  readonly numbers: readonly number[]
  readonly hz: readonly number[]
}

export interface Frame {
  /** Middle of the window, seconds. */
  readonly atSeconds: number
  /** Power at each place; a full-scale sine reads 0.5. */
  readonly power: Float64Array
  /** What lies between the places, scaled to their width: noise, other parts. */
  readonly floor: Float64Array
}

const highestHz = 16_000
const allUpTo = 20
const perOctave = 6

/** Every harmonic up to the 20th, then neighbouring pairs (odd and even differ), six to the octave. */
export function harmonicPlaces(f0: number, sampleRate: number): Places {
  const top = Math.floor(Math.min(highestHz, 0.42 * sampleRate) / f0)
  const numbers = Array.from({ length: Math.min(top, allUpTo) }, (_, i) => i + 1)
  for (let k = allUpTo; k < top - 1; k = Math.max(k + 2, Math.round(k * 2 ** (1 / perOctave))))
    numbers.push(k + 1, k + 2)
  const inside = numbers.filter(k => k <= top)
  return { f0, numbers: inside, hz: inside.map(k => k * f0) }
}

/** Sixth-octave bands from 60 Hz. */
export function bandPlaces(sampleRate: number): Places {
  const top = Math.min(highestHz, 0.42 * sampleRate)
  const hz = Array.from({ length: Math.floor(6 * Math.log2(top / 60)) + 1 }, (_, i) => 60 * 2 ** (i / 6))
  return { f0: null, numbers: hz.map(() => 1), hz }
}

/** Frames centred on `times`, each `seconds` long. */
export function framesAt(
  channels: readonly Float32Array[],
  sampleRate: number,
  places: Places,
  times: readonly number[],
  seconds: number,
): Frame[] {
  const reader = new PieceReader(Math.max(128, Math.round(seconds * sampleRate)), sampleRate)
  return times.map(atSeconds =>
    frameOf(reader.read(channels, Math.round(atSeconds * sampleRate) - (reader.length >> 1)), places, atSeconds),
  )
}

function frameOf(spectrum: PieceSpectrum, { f0, hz }: Places, atSeconds: number): Frame {
  if (f0 === null) {
    const edge = 2 ** (1 / 12)
    // Per hertz: a flat spectrum reads flat.
    const power = Float64Array.from(hz, each => spectrum.between(each / edge, each * edge) / (each * (edge - 1 / edge)))
    return { atSeconds, power, floor: new Float64Array(hz.length) }
  }
  const power = Float64Array.from(hz, each => spectrum.between(each - 0.3 * f0, each + 0.3 * f0))
  const floor = Float64Array.from(hz, each => {
    const below = spectrum.between(each - 0.6 * f0, each - 0.4 * f0)
    const above = spectrum.between(each + 0.4 * f0, each + 0.6 * f0)
    return 3 * Math.min(below, above)
  })
  return { atSeconds, power, floor }
}

/** Mean power of several frames. */
export function meanFrame(frames: readonly Frame[]): Frame {
  const mean = (pick: (frame: Frame) => Float64Array) =>
    Float64Array.from(pick(frames[0]!), (_, i) => frames.reduce((sum, each) => sum + pick(each)[i]!, 0) / frames.length)
  return {
    atSeconds: frames.reduce((sum, { atSeconds }) => sum + atSeconds, 0) / frames.length,
    power: mean(({ power }) => power),
    floor: mean(({ floor }) => floor),
  }
}
