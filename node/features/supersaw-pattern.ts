/**
 * The voices of a stack of detuned saws as lines on a cents axis. Around every harmonic k·f₀ the stack makes the same
 * pattern, its width in hertz growing with k: around 1 to 7 kHz a window of 1.5 s separates voices one cent apart. The mean
 * of the log power over harmonics, notes and windows keeps that pattern and levels out what is not the same everywhere:
 * other notes, drums, and the side lines of tremolo, gating and ducking, which stay at one distance in hertz.
 */
import type { LongSpectrum } from '../dsp/long-spectrum.ts'

const reachCents = 80
const cellCents = 0.5
/** Number of cells of half a cent. */
export const patternCells = (2 * reachCents) / cellCents + 1
const lowestHz = 1000
/** What lies this far below its surroundings counts as silence (power ratio): the log must not dwell on empty cells. */
const silence = 2e-5
/** A harmonic's power is read relative to what lies between 1/1.18 and 1.18 of its frequency. */
const surroundings = 1.18

export const centsOfCell = (i: number) => -reachCents + i * cellCents

const edges = Float64Array.from(
  { length: patternCells + 1 },
  (_, i) => 2 ** ((-reachCents + (i - 0.5) * cellCents) / 1200),
)

/** Sums over the harmonics read so far. */
export class Pattern {
  /** Number of harmonics read. */
  rows = 0
  readonly #logs = new Float64Array(patternCells)
  readonly #mid = new Float64Array(patternCells)
  readonly #side = new Float64Array(patternCells)

  /** Reads the surroundings of every harmonic of `hz` from 1 kHz up. */
  read(spectrum: LongSpectrum, hz: number): void {
    for (let at = hz * Math.ceil(lowestHz / hz); at * surroundings < spectrum.highestHz; at += hz) {
      const around = spectrum.between(at / surroundings, at * surroundings)
      if (!(around > 0)) continue
      this.rows++
      let mid = spectrum.midBelow(at * edges[0]!)
      let side = spectrum.sideBelow(at * edges[0]!)
      for (let i = 0; i < patternCells; i++) {
        const nextMid = spectrum.midBelow(at * edges[i + 1]!)
        const nextSide = spectrum.sideBelow(at * edges[i + 1]!)
        const m = (nextMid - mid) / around
        const s = (nextSide - side) / around
        this.#logs[i] = this.#logs[i]! + Math.log(m + s + silence)
        this.#mid[i] = this.#mid[i]! + m
        this.#side[i] = this.#side[i]! + s
        mid = nextMid
        side = nextSide
      }
    }
  }

  /** Mean log power of a cell, dB. */
  level(i: number): number {
    return (10 / Math.LN10) * (this.#logs[i]! / this.rows)
  }

  /** Mean power of mid and side in a cell, as shares of the power within ±2.9 semitones. */
  mid(i: number): number {
    return this.#mid[i]! / this.rows
  }

  side(i: number): number {
    return this.#side[i]! / this.rows
  }
}
