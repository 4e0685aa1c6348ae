/**
 * The nearest of many vectors by cosine, by looking at all of them: 10,000 of 200 numbers take a few milliseconds, and no
 * index has to be built, kept, or trusted.
 */

export interface Found {
  readonly index: number
  /** −1 to 1: cosine of the angle between the two. */
  readonly similarity: number
}

export class VectorIndex {
  readonly size: number
  readonly dimensions: number
  /** Unit vectors, one behind the other. */
  readonly vectors: Float32Array

  private constructor(vectors: Float32Array, dimensions: number) {
    this.vectors = vectors
    this.dimensions = dimensions
    this.size = dimensions === 0 ? 0 : vectors.length / dimensions
  }

  /** Throws RangeError for vectors of different lengths. Vectors without a direction (all zero) are similar to nothing. */
  static of(vectors: readonly Float32Array[]): VectorIndex {
    const dimensions = vectors[0]?.length ?? 0
    const all = new Float32Array(vectors.length * dimensions)
    vectors.forEach((vector, i) => {
      if (vector.length !== dimensions)
        throw new RangeError(`vectors must have ${dimensions} entries each, got ${vector.length}`)
      all.set(unit(vector), i * dimensions)
    })
    return new VectorIndex(all, dimensions)
  }

  /** Of what another index had as its `vectors`. */
  static from(vectors: Float32Array, dimensions: number): VectorIndex {
    return new VectorIndex(vectors, dimensions)
  }

  /** The cosine of every vector with the query, in their order. Throws RangeError for a query of another length. */
  similarities(query: Float32Array): Float32Array {
    const { dimensions, size } = this
    if (query.length !== dimensions && size > 0)
      throw new RangeError(`query must have ${dimensions} entries, got ${query.length}`)
    const direction = unit(query)
    const { vectors } = this
    const found = new Float32Array(size)
    for (let index = 0, at = 0; index < size; index++, at += dimensions) {
      // Four sums at once: one would wait for itself at every addition.
      let a = 0
      let b = 0
      let c = 0
      let d = 0
      let i = 0
      for (; i + 3 < dimensions; i += 4) {
        a += direction[i]! * vectors[at + i]!
        b += direction[i + 1]! * vectors[at + i + 1]!
        c += direction[i + 2]! * vectors[at + i + 2]!
        d += direction[i + 3]! * vectors[at + i + 3]!
      }
      for (; i < dimensions; i++) a += direction[i]! * vectors[at + i]!
      found[index] = a + b + (c + d)
    }
    return found
  }

  /** At most `k`, most similar first; the first of equals comes first. `except` leaves vectors out. */
  nearest(query: Float32Array, k: number, except?: (index: number) => boolean): readonly Found[] {
    return mostSimilar(this.similarities(query), k, except)
  }
}

/** The `k` largest, largest first, without sorting them all; the first of equals comes first. */
export function mostSimilar(
  similarities: ArrayLike<number>,
  k: number,
  except: (index: number) => boolean = () => false,
): readonly Found[] {
  const best: Found[] = []
  if (k <= 0) return best
  for (let index = 0; index < similarities.length; index++) {
    const similarity = similarities[index]!
    if ((best.length === k && similarity <= best[k - 1]!.similarity) || except(index)) continue
    let place = best.length
    while (place > 0 && best[place - 1]!.similarity < similarity) place--
    best.splice(place, 0, { index, similarity })
    if (best.length > k) best.pop()
  }
  return best
}

/** Length 1; all zero stays all zero. */
export function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? vector.map(value => value / length) : vector.slice()
}
