/** `similarTo` on a library on disk: what is stored comes back, old libraries still open, and what cannot be said is said. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { analyzerVersion } from '../../node/app/analysis-cache.ts'
import { Library } from '../../node/app/library.ts'
import { similarTo } from '../../node/app/similar.ts'
import type { Analysis, StyleSegment } from '../../node/features/analysis.ts'
import { packStyle } from '../../node/features/style/compact.ts'
import { partOf, styleSize } from '../../node/features/style/layout.ts'
import { referenceOf } from '../../node/profile/reference.ts'
import { library as references } from '../profile/references.ts'
import { random } from '../support/beats.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-similar-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Every third is wide. */
function segments(index: number): StyleSegment[] {
  const next = random(100 + index)
  const vector = Float32Array.from({ length: styleSize }, () => 2 * next() - 1)
  if (index % 3 === 0) partOf(vector, 'width').fill(8)
  return [{ section: 'drop', startSeconds: 0, endSeconds: 30, vector }]
}

const analysis = (style: readonly StyleSegment[]) =>
  ({
    name: 'mine.wav',
    style,
    rows: { drop: { values: { widthMid: -20 }, reasons: {} } },
  }) as unknown as Analysis

async function learned(count: number, withStyle = true) {
  const library = await Library.open('mine', { folder })
  library.change({
    folders: ['/music'],
    references: references(count).map((each, i) => ({
      ...each,
      analyzer: analyzerVersion,
      ...(withStyle ? { style: packStyle(segments(i)) } : {}),
    })),
  })
  await library.save()
  await library.close()
  return library.file
}

test('what is learned of an analysis includes how it sounds', () => {
  const measured = {
    ...analysis(segments(4)),
    seconds: 30,
    grid: null,
    harmony: { key: null, reason: 'noise' },
  } as Analysis
  const about = { hash: 'abc', title: 'mine', findings: [] }
  expect(referenceOf(measured, about).style).toBe(packStyle(segments(4)))
  const { style: _, ...without } = measured
  expect(referenceOf(without, about)).not.toHaveProperty('style')
})

describe('similarTo', () => {
  test('finds in a library that was saved and read, with the figures beside each other', async () => {
    await learned(9)
    const found = await similarTo(analysis(segments(99)), { profile: 'mine', folder, k: 3 })
    expect(found).toMatchObject({ profile: 'mine', metric: { kind: 'z-scores', tracks: 9 } })
    expect(found.neighbours.map(({ reference }) => reference.title).sort()).toEqual(['Song 0', 'Song 3', 'Song 6'])
    const [first] = found.neighbours
    const width = first!.reference.values.drop!.widthMid!
    expect(first!.comparison.differences).toMatchObject([{ feature: 'widthMid', difference: -20 - width }])
  })

  test('from thirty references on, it is a trained metric that answers', async () => {
    await learned(30)
    const found = await similarTo(analysis(segments(0)), { profile: 'mine', folder, k: 1 })
    expect(found.metric).toMatchObject({ kind: 'trained', tracks: 30 })
    expect(found.neighbours[0]!.reference.title).toBe('Song 0')
  })

  test('a library from before there were styles opens, and says what to do', async () => {
    const file = await learned(5, false)
    const text = await readFile(file, 'utf8')
    expect(text).not.toMatch(/"style":/)
    await expect(similarTo(analysis(segments(0)), { profile: 'mine', folder, k: 3 })).rejects.toMatchObject({
      code: 'STYLE_MISSING',
      action: 'Run uplift learn on their folder again: /music.',
    })
    expect((await Library.read('mine', { folder }))!.profile().scopes.drop).toBeDefined()
  })

  test('no such profile, no such section, silence: one sentence each', async () => {
    await learned(3)
    const ask = (style: StyleSegment[], more: object = {}) =>
      similarTo(analysis(style), { profile: 'mine', folder, k: 3, ...more })
    await expect(ask(segments(0), { profile: 'other' })).rejects.toMatchObject({ code: 'PROFILE_MISSING' })
    await expect(ask(segments(0), { section: 'outro' })).rejects.toMatchObject({
      code: 'SECTION_MISSING',
      message: '"mine.wav" has no outro.',
    })
    await expect(ask([])).rejects.toMatchObject({ code: 'SECTION_MISSING', message: '"mine.wav" is too quiet.' })
  })

  test('a damaged style is no reason to lose a library', async () => {
    const file = await learned(4)
    await writeFile(file, (await readFile(file, 'utf8')).replace(/\|[A-Za-z0-9+/]{40}/, '|'))
    const found = await similarTo(analysis(segments(0)), { profile: 'mine', folder, k: 9 })
    expect(found.neighbours).toHaveLength(3)
  })
})
