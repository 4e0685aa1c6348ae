/** Neighbours by sound out of a library of packed styles, and what is said about them. */
import { describe, expect, test } from 'vitest'
import type { StyleSegment } from '../../node/features/analysis.ts'
import type { SectionType } from '../../node/features/catalogue.ts'
import { packStyle } from '../../node/features/style/compact.ts'
import { partOf, type StylePart, styleSize } from '../../node/features/style/layout.ts'
import { LibraryEmbedding } from '../../node/profile/embedding.ts'
import type { Reference } from '../../node/profile/reference.ts'
import { random } from '../support/beats.ts'
import { referenceLike, trance } from './references.ts'

/** `moved` parts lie `by` above the others' mean. */
function segments(seed: number, moved: readonly StylePart[] = [], by = 6, types: readonly SectionType[] = ['drop']) {
  return types.map((section, i): StyleSegment => {
    const next = random(7919 * seed + i)
    const vector = Float32Array.from({ length: styleSize }, () => 2 * next() - 1)
    for (const part of moved) {
      const view = partOf(vector, part)
      view.forEach((value, j) => {
        view[j] = value + by
      })
    }
    return { section, startSeconds: 30 * i, endSeconds: 30 * (i + 1), vector }
  })
}
const reference = (index: number, style: readonly StyleSegment[], more: Partial<Reference> = {}): Reference => ({
  ...referenceLike(trance, index),
  style: packStyle(style),
  ...more,
})
const style = ['width', 'groove'] as const
const wide = (index: number) => reference(index, segments(index, style))
const plain = (index: number) => reference(index, segments(index))
const library = [
  ...Array.from({ length: 12 }, (_, i) => wide(i)),
  ...Array.from({ length: 12 }, (_, i) => plain(50 + i)),
]

describe('similar tracks', () => {
  const embedding = new LibraryEmbedding(library)
  const isWide = ({ reference }: { readonly reference: Reference }) => Number(reference.title.split(' ')[1]) < 12

  test('a wide, busy track finds wide, busy tracks, tight or near in both', () => {
    const found = embedding.similar(segments(900, style), { k: 5 })
    expect(found.map(isWide)).toEqual([true, true, true, true, true])
    for (const { parts } of found) for (const part of style) expect(['tight', 'near']).toContain(parts[part].word)
  })

  test('tells what a neighbour is far in', () => {
    const found = embedding.similar(segments(900, style), { k: 24 })
    const other = found.filter(each => !isWide(each))
    expect(other).toHaveLength(12)
    for (const { parts } of other) {
      expect(parts.width.distance).toBeGreaterThan(1)
      // Half of the pairs of this library differ in width.
      expect(parts.width.rank).toBeLessThan(0.5)
      expect(['apart', 'far']).toContain(parts.width.word)
    }
  })

  test('a reference finds itself first, tight in everything, unless it is left out', () => {
    const [own] = embedding.similar(segments(3, style), { k: 1 })
    expect(own).toMatchObject({ reference: { hash: library[3]!.hash } })
    expect(own!.similarity).toBeGreaterThan(0.999)
    expect(Object.values(own!.parts).map(({ word }) => word)).toEqual(Array(6).fill('tight'))
    const found = embedding.similar(segments(3, style), { k: 24, except: [library[3]!.hash] })
    expect(found.map(each => each.reference.hash)).not.toContain(library[3]!.hash)
    expect(found).toHaveLength(23)
  })

  test('asked for one part, the others do not count', () => {
    const found = embedding.similar(segments(900, ['width', 'tone'], 20), { k: 5, parts: ['width'] })
    expect(found.map(isWide)).toEqual([true, true, true, true, true])
    for (const { similarity } of found) expect(similarity).toBeGreaterThan(0.8)
    const others = embedding.similar(segments(901, ['groove']), { k: 5, parts: ['width'] })
    expect(others.map(isWide)).toEqual([false, false, false, false, false])
  })

  test('asked for a section, only that section is compared, and tracks without it are not found', () => {
    const both = new LibraryEmbedding([
      reference(1, [...segments(1, ['tone'], 6, ['drop']), ...segments(2, [], 6, ['breakdown'])]),
      reference(2, [...segments(3, [], 6, ['drop']), ...segments(4, ['tone'], 6, ['breakdown'])]),
      reference(3, segments(5, ['tone'], 6, ['intro'])),
    ])
    const query = [...segments(8, ['tone'], 6, ['drop']), ...segments(9, [], 6, ['breakdown'])]
    const titles = (section: SectionType) =>
      both.similar(query, { k: 3, section, parts: ['tone'] }).map(each => each.reference.title)
    expect(titles('drop')).toEqual(['Song 1', 'Song 2'])
    expect(titles('breakdown')).toEqual(['Song 1', 'Song 2'])
    expect(both.similar(query, { k: 3, section: 'outro' })).toEqual([])
    // As wholes the first two are alike: it is section against section that tells them apart.
    const [first, ...others] = both.similar(query, { k: 3, parts: ['tone'] })
    expect(first!.reference.title).toBe('Song 1')
    const second = others.find(({ reference }) => reference.title === 'Song 2')!
    expect(first!.similarity - second.similarity).toBeGreaterThan(0.5)
  })

  test('references without a style, damaged ones and those that do not teach are not there; without any it refuses', () => {
    const { style: _, ...without } = plain(70)
    const some = new LibraryEmbedding([
      plain(71),
      without,
      { ...plain(72), style: 'drop 0 30|AAAA' },
      { ...plain(73), choice: { ...without.choice, weight: 0 } },
    ])
    expect(some.tracks.map(each => each.reference.title)).toEqual(['Song 71'])
    expect(some.metric.kind).toBe('z-scores')
    expect(() => new LibraryEmbedding([without])).toThrow(/at least one sample/)
  })
})
