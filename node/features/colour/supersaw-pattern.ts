/**
 * The voices of a stack of detuned saws as lines on a cents axis. Around every harmonic k·f₀ the stack makes the same
 * pattern, its width in hertz growing with k: around 1 to 7 kHz a window of 1.5 s separates voices one cent apart. The mean
 * of the log power over harmonics, notes and windows keeps that pattern and levels out what is not the same everywhere:
 * other notes, drums, and the side lines of tremolo, gating and ducking, which stay at one distance in hertz.
 */
import type { LongSpectrum } from '../../dsp/long-spectrum.ts'

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

  readonly #midHere = new Float64Array(patternCells)
  readonly #sideHere = new Float64Array(patternCells)

  /** Reads the surroundings of every harmonic of `hz` from 1 kHz up. */
  read(spectrum: LongSpectrum, hz: number): void {
    for (let at = hz * Math.ceil(lowestHz / hz); at * surroundings < spectrum.highestHz; at += hz) {
      const around = spectrum.between(at / surroundings, at * surroundings)
      if (!(around > 0)) continue
      this.rows++
      spectrum.cells(at, edges, this.#midHere, this.#sideHere)
      addLogs(this.#midHere, this.#sideHere, 1 / around, this.#logs)
      add(this.#midHere, 1 / around, this.#mid)
      add(this.#sideHere, 1 / around, this.#side)
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

// Each loop a function of its own: V8 compiles a long loop while it runs, and a small function is ready soon.

function addLogs(mid: Float64Array, side: Float64Array, gain: number, onto: Float64Array): void {
  for (let i = 0; i < onto.length; i++) onto[i] = onto[i]! + Math.log((mid[i]! + side[i]!) * gain + silence)
}

function add(values: Float64Array, gain: number, onto: Float64Array): void {
  for (let i = 0; i < onto.length; i++) onto[i] = onto[i]! + gain * values[i]!
}
