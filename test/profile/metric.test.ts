import { describe, expect, test } from 'vitest'
import { partOf, styleSize } from '../../node/features/style/layout.ts'
import { lowBandCount } from '../../node/features/style/tone.ts'
import { altered } from '../../node/profile/augment.ts'
import { embed, fewestTracks, fitMetric, type MetricSample, partDistance, zScores } from '../../node/profile/metric.ts'
import { VectorIndex } from '../../node/profile/vector-index.ts'
import { random } from '../support/beats.ts'

/** Nearly normal, by seed. */
function normal(seed: number): () => number {
  const next = random(seed)
  return () => (next() + next() + next() + next() - 2) * Math.sqrt(3)
}

/** Tracks that differ in the tone's first ten entries; their segments differ far more in the groove, all alike. */
function tracks(count: number, segments: number, seed = 1): MetricSample[] {
  const draw = normal(seed)
  return Array.from({ length: count }, (_, track) => {
    const own = Float32Array.from({ length: styleSize }, () => 0.1 * draw())
    const tone = partOf(own, 'tone')
    for (let i = 0; i < 10; i++) tone[i] = 5 * draw()
    return Array.from({ length: segments }, () => {
      const vector = own.map(value => value + 0.5 * draw())
      const groove = partOf(vector, 'groove')
      groove.forEach((value, i) => {
        groove[i] = value + 10 * draw()
      })
      return { vector, track: `${track}` }
    })
  }).flat()
}

/** Share of samples whose nearest other sample is of the same track. */
function sameTrack(samples: readonly MetricSample[], point: (vector: Float32Array) => Float32Array): number {
  const index = VectorIndex.of(samples.map(({ vector }) => point(vector)))
  const right = samples.filter(({ vector, track }, i) => {
    const [found] = index.nearest(point(vector), 1, other => other === i)
    return samples[found!.index]!.track === track
  })
  return right.length / samples.length
}

describe('metric', () => {
  test('learns on some tracks which differences tell tracks apart, and tells others by them', () => {
    const metric = fitMetric(tracks(40, 5), { augment: false })
    expect(metric.kind).toBe('trained')
    const unseen = tracks(30, 4, 2)
    const plain = sameTrack(unseen, vector => zScores(metric, vector))
    // The second half: the first is the style's z-scores.
    const learned = sameTrack(unseen, vector => embed(metric, vector).subarray(styleSize))
    // By chance 3 of 119 would be.
    expect(learned).toBeGreaterThan(plain + 0.1)
    expect(learned).toBeGreaterThan(0.9)
  })

  test('below thirty tracks the z-scores answer, and it says so', () => {
    const metric = fitMetric(tracks(fewestTracks - 1, 3))
    expect(metric).toMatchObject({ kind: 'z-scores', tracks: 29, rows: 0 })
    expect(embed(metric, tracks(1, 1)[0]!.vector)).toHaveLength(styleSize)
  })

  test('directions come in the order of how much they tell tracks apart, on other tracks too', () => {
    const { projection, rows, ...scale } = fitMetric(tracks(60, 8), { augment: false })
    expect(rows).toBe(48)
    const samples = tracks(60, 8, 5).map(({ vector, track }) => ({ z: zScores(scale, vector), track }))
    const variance = (values: readonly number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
    }
    const ratio = (row: number) => {
      const byTrack = new Map<string, number[]>()
      for (const { z, track } of samples) {
        const value = z.reduce((sum, each, i) => sum + each * projection[row * styleSize + i]!, 0)
        byTrack.set(track, [...(byTrack.get(track) ?? []), value])
      }
      const groups = [...byTrack.values()]
      const within = groups.reduce((sum, values) => sum + variance(values), 0) / groups.length
      return variance(groups.map(values => values.reduce((a, b) => a + b, 0) / values.length)) / within
    }
    // Ten independent entries differ between these tracks, at a hundred times their scatter within one: ten directions.
    for (let row = 0; row < 10; row++) expect(ratio(row)).toBeGreaterThan(10)
    for (let row = 12; row < 20; row++) expect(ratio(row)).toBeLessThan(2)
  })

  test('an unmeasured entry is held against nobody, a wild one counts four σ', () => {
    const metric = fitMetric(tracks(40, 3))
    const vector = tracks(1, 1, 7)[0]!.vector
    const wild = vector.slice()
    wild[0] = 1e6
    expect(zScores(metric, wild)[0]).toBe(4)
    wild[0] = Number.NaN
    expect(zScores(metric, wild)[0]).toBe(0)
    expect([...embed(metric, wild)].every(Number.isFinite)).toBe(true)
  })

  test('an embedding has length 1, and part distances are root mean squares of the part alone', () => {
    const metric = fitMetric(tracks(40, 3))
    const [a, b] = tracks(2, 1, 9).map(({ vector }) => vector)
    expect(embed(metric, a!).reduce((sum, value) => sum + value ** 2, 0)).toBeCloseTo(1, 5)
    const [za, zb] = [zScores(metric, a!), zScores(metric, b!)]
    const by = [...partOf(za, 'width')].map((value, i) => (value - partOf(zb, 'width')[i]!) ** 2)
    expect(partDistance(za, zb, 'width')).toBeCloseTo(Math.sqrt(by.reduce((s, v) => s + v, 0) / by.length), 6)
    expect(partDistance(za, za, 'tone')).toBe(0)
  })

  test('the same tracks give the same metric; none, or vectors of another length, are refused', () => {
    expect(fitMetric(tracks(32, 3))).toEqual(fitMetric(tracks(32, 3)))
    expect(() => fitMetric([])).toThrow(/at least one sample/)
    expect(() => fitMetric([{ vector: new Float32Array(3), track: 'a' }])).toThrow(/got 3/)
  })
})

describe('altered copies', () => {
  const vector = Float32Array.from({ length: styleSize }, (_, i) => Math.sin(i) * 5 - 10)

  test('change the spectrum and nothing else', () => {
    for (let number = 0; number < 20; number++) {
      const copy = altered(vector, number)
      expect(partOf(copy, 'tone')).not.toEqual(partOf(vector, 'tone'))
      for (const part of ['groove', 'harmony', 'dynamics', 'width'] as const)
        expect(partOf(copy, part)).toEqual(partOf(vector, part))
    }
  })

  test('noise only ever raises levels, those of the highest and quietest bands most', () => {
    const noise = altered(vector, 3)
    const levels = (of: Float32Array) => [...partOf(of, 'low end').subarray(0, lowBandCount)]
    levels(noise).forEach((level, i) => {
      expect(level).toBeGreaterThanOrEqual(levels(vector)[i]!)
    })
    const quiet = vector.slice()
    partOf(quiet, 'tone').fill(-65, 0, 19)
    const raised = [...partOf(altered(quiet, 3), 'tone').subarray(0, 19)]
    expect(raised).toEqual([...raised].sort((a, b) => a - b))
    expect(raised[18]!).toBeGreaterThan(-50)
  })
})

describe('vector index', () => {
  const draw = normal(3)
  const vectors = Array.from({ length: 300 }, () => Float32Array.from({ length: 12 }, draw))
  const index = VectorIndex.of(vectors)
  const cosine = (a: Float32Array, b: Float32Array) => {
    const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, i) => sum + value * y[i]!, 0)
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
  }

  test('finds what sorting all cosines finds', () => {
    for (const k of [1, 5, 300, 400]) {
      const query = Float32Array.from({ length: 12 }, draw)
      const sorted = vectors
        .map((vector, i) => ({ index: i, similarity: cosine(query, vector) }))
        .sort((a, b) => b.similarity - a.similarity)
        .slice(0, k)
      const found = index.nearest(query, k)
      expect(found.map(each => each.index)).toEqual(sorted.map(each => each.index))
      found.forEach((each, i) => {
        expect(each.similarity).toBeCloseTo(sorted[i]!.similarity, 5)
      })
    }
  })

  test('a vector is its own nearest, however long it is, unless it is left out', () => {
    const twice = vectors[7]!.map(value => 2 * value)
    expect(index.nearest(twice, 1)[0]).toMatchObject({ index: 7 })
    expect(index.nearest(twice, 300, i => i === 7).some(each => each.index === 7)).toBe(false)
  })

  test('nothing is found in nothing, and a query of another length is refused', () => {
    expect(VectorIndex.of([]).nearest(new Float32Array(4), 3)).toEqual([])
    expect(index.nearest(vectors[0]!, 0)).toEqual([])
    expect(() => index.nearest(new Float32Array(3), 1)).toThrow(/12 entries/)
    expect(() => VectorIndex.of([new Float32Array(3), new Float32Array(4)])).toThrow(/3 entries/)
  })
})
