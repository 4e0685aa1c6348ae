import { describe, expect, test } from 'vitest'
import { adjustedRandIndex, clusterPoints } from '../../node/profile/clusters.ts'
import { rowsOf } from '../../node/profile/reference.ts'
import { StyleSpace } from '../../node/profile/style.ts'
import { random } from '../support/beats.ts'
import { library, referenceLike, trance } from './references.ts'

/** Uplifting is bright and wide, tech is dark, narrow and ducks hard. */
const uplifting = trance
const tech = {
  ...trance,
  drop: { ...trance.drop, bandAir: [-24, 3], widthMid: [-16, 2], duckDepth: [12, 1.5] },
} as const

const mixed = [
  ...library(30, uplifting),
  ...Array.from({ length: 24 }, (_, i) => referenceLike(tech, 500 + i, { title: `Tech ${i}` })),
]

describe('clusters', () => {
  test('two styles fall into two clusters, the larger first, told apart by what was made different', () => {
    const clusters = new StyleSpace(mixed).clusters()
    expect(clusters).toHaveLength(2)
    const [first, second] = clusters
    expect(first!.members.length).toBeGreaterThan(second!.members.length)
    const truth = [...first!.members, ...second!.members].map(({ title }) => Number(title.startsWith('Tech')))
    const found = [...first!.members.map(() => 0), ...second!.members.map(() => 1)]
    expect(adjustedRandIndex(truth, found)).toBeGreaterThan(0.9)
    expect(
      second!.traits
        .slice(0, 3)
        .map(({ feature }) => feature)
        .sort(),
    ).toEqual(['bandAir', 'duckDepth', 'widthMid'])
    expect(second!.exemplar.title).toMatch(/^Tech/)
  })

  test('one style stays one cluster, and so do few references', () => {
    expect(new StyleSpace(library(60)).clusters()).toHaveLength(1)
    expect(new StyleSpace(mixed.slice(20, 40)).clusters()).toHaveLength(1)
  })

  test('the same references give the same clusters', () => {
    const titles = () => new StyleSpace(mixed).clusters().map(({ members }) => members.map(({ title }) => title))
    expect(titles()).toEqual(titles())
  })

  test('the adjusted Rand index: 1 for a renaming, near 0 for chance, and a known value between', () => {
    expect(adjustedRandIndex([0, 0, 1, 1], [1, 1, 0, 0])).toBe(1)
    // Hubert and Arabie's formula by hand: together in both 1 pair, in each 2, of 6: (1 − 4/6) / (2 − 4/6) = 0.25.
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 0, 1, 2])).toBeCloseTo((1 - (2 * 1) / 6) / (1.5 - (2 * 1) / 6), 12)
    expect(Math.abs(adjustedRandIndex([0, 1, 0, 1, 0, 1, 0, 1], [0, 0, 1, 1, 0, 0, 1, 1]))).toBeLessThan(0.2)
  })

  test('three groups in a cloud are three clusters; a cloud that is only longer than wide is one', () => {
    const next = random(7)
    const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
    const cloud = (n: number, centre: readonly number[], spreads: readonly number[]) =>
      Array.from({ length: n }, () => centre.map((middle, d) => middle + spreads[d]! * normal()))
    const spreads = [1, 1, 1, 1]
    const groups = [
      [5, 0, 0, 0],
      [0, 5, 0, 0],
      [0, 0, 5, 0],
    ].map(centre => cloud(16, centre, spreads))
    const truth = groups.flatMap((group, i) => group.map(() => i))
    const found = clusterPoints(groups.flat())
    expect(found.count).toBe(3)
    // Centres are 7 σ apart: less than one point in a thousand is nearer to another's.
    expect(adjustedRandIndex(truth, found.clusters)).toBeGreaterThan(0.9)
    // Halves of such a cloud agree by its length alone (0.8 and more): that is no style.
    const counts = [26, 40, 90].map(n => clusterPoints(cloud(n, [0, 0, 0, 0], [4, 1, 1, 1])).count)
    expect(counts).toEqual([1, 1, 1])
  })

  test('points that are all the same are one cluster', () => {
    expect(clusterPoints(Array.from({ length: 40 }, () => [1, 2, 3])).count).toBe(1)
  })
})

describe('neighbours', () => {
  const space = new StyleSpace(mixed)

  test('a reference is its own nearest, at distance 0', () => {
    const [first] = space.nearest(rowsOf(mixed[40]!), 3)
    expect(first).toMatchObject({ reference: { title: mixed[40]!.title }, distance: 0 })
  })

  test('the nearest of a track of one style are of that style, nine of ten', () => {
    const found = Array.from({ length: 10 }, (_, i) =>
      space.nearest(rowsOf(referenceLike(tech, 900 + i)), 5).map(({ reference }) => reference.title),
    ).flat()
    // By chance 24 of 54 would be; nine of the twelve features are the same in both styles.
    expect(found.filter(title => title.startsWith('Tech')).length / found.length).toBeGreaterThanOrEqual(0.9)
  })

  test('tells in which respect a neighbour is near and in which far', () => {
    const wide = referenceLike(uplifting, 3)
    const changed = { ...wide, values: { ...wide.values, drop: { ...wide.values.drop, widthMid: 20 } } }
    const own = space.nearest(rowsOf(changed), 60).find(({ reference }) => reference.title === 'Song 3')!
    expect(own.distances.width!).toBeGreaterThan(1)
    expect(own.distances['low end'] ?? 0).toBe(0)
    expect(own.distances.tone!).toBe(0)
    // Asked for tone alone, it is the nearest again.
    expect(space.nearest(rowsOf(changed), 1, ['tone'])[0]!.reference.title).toBe('Song 3')
  })
})
