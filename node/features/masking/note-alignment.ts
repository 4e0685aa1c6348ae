/**
 * Do two tracks play the same notes? Their partials then lie on the same frequencies. Within each auditory bandwidth from
 * 150 Hz to 5 kHz the spectra are compared by their shape alone (Bhattacharyya coefficient Σ √(p·q) of the powers as shares
 * of the bandwidth's power), so a brighter or louder layer of the same notes still coincides. Bandwidths count by
 * the compressed power both have there. 1: the same; two noises 0.79 (the mean of √(x·y) of exponential powers); other notes less.
 */
import { erbNumberToHz, hzToErbNumber } from '../../dsp/erb.ts'

const lowestHz = 150
const highestHz = 5000
/** A bandwidth counts by its power to this exponent, near that of loudness. */
const compression = 0.25

export class NoteAlignment {
  readonly #tracks: number
  /** Bins of each bandwidth: from edges[r] up to edges[r + 1]. */
  readonly #edges: Int32Array
  /** Per track: √ of the shares times the bandwidth's weight, and those weights. */
  readonly #shapes: readonly Float64Array[]
  readonly #weights: readonly Float64Array[]
  readonly #present: Uint8Array
  readonly #coinciding: Float64Array
  readonly #possible: Float64Array

  constructor(tracks: number, size: number, sampleRate: number) {
    this.#tracks = tracks
    const bin = (hz: number) => Math.min(size / 2, Math.round((hz * size) / sampleRate))
    const from = hzToErbNumber(lowestHz)
    const regions = Math.floor(hzToErbNumber(highestHz) - from)
    this.#edges = Int32Array.from({ length: regions + 1 }, (_, r) => bin(erbNumberToHz(from + r)))
    const bins = this.#edges.at(-1)! - this.#edges[0]!
    this.#shapes = Array.from({ length: tracks }, () => new Float64Array(bins))
    this.#weights = Array.from({ length: tracks }, () => new Float64Array(regions))
    this.#present = new Uint8Array(tracks)
    this.#coinciding = new Float64Array(tracks * tracks)
    this.#possible = new Float64Array(tracks * tracks)
  }

  /** Starts a moment. */
  begin(): void {
    this.#present.fill(0)
  }

  /** Power per bin of one track in this moment. */
  add(track: number, bins: Float64Array): void {
    const edges = this.#edges
    const shape = this.#shapes[track]!
    const weights = this.#weights[track]!
    const first = edges[0]!
    for (let r = 0; r + 1 < edges.length; r++) {
      let power = 0
      for (let k = edges[r]!; k < edges[r + 1]!; k++) power += bins[k]!
      const weight = power > 0 ? power ** compression : 0
      weights[r] = weight
      for (let k = edges[r]!; k < edges[r + 1]!; k++) {
        shape[k - first] = power > 0 ? weight * Math.sqrt(bins[k]! / power) : 0
      }
    }
    this.#present[track] = 1
  }

  /** Compares all tracks of this moment. */
  end(): void {
    for (let i = 0; i < this.#tracks; i++) {
      if (this.#present[i] === 0) continue
      for (let j = i + 1; j < this.#tracks; j++) {
        if (this.#present[j] === 0) continue
        this.#coinciding[i * this.#tracks + j]! += product(this.#shapes[i]!, this.#shapes[j]!)
        this.#possible[i * this.#tracks + j]! += product(this.#weights[i]!, this.#weights[j]!)
      }
    }
  }

  /** 0 to 1; null where the two never sounded together in the range compared. */
  between(i: number, j: number): number | null {
    const pair = Math.min(i, j) * this.#tracks + Math.max(i, j)
    const possible = this.#possible[pair]!
    return possible > 0 ? this.#coinciding[pair]! / possible : null
  }
}

function product(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!
  return sum
}
