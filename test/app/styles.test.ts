import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { analyzerVersion } from '../../node/app/analysis-cache.ts'
import { Library } from '../../node/app/library.ts'
import { findTarget, openUsualProfile, usualProfile } from '../../node/app/profiles.ts'
import { parseTarget, styleOf, stylesOf, targetIn } from '../../node/app/styles.ts'
import type { StyleSegment } from '../../node/features/analysis.ts'
import { packStyle } from '../../node/features/style/compact.ts'
import { partOf, styleSize } from '../../node/features/style/layout.ts'
import { rowsOf } from '../../node/profile/reference.ts'
import { neighboursText } from '../../node/report/style-text.ts'
import { referenceLike, library as songs, trance } from '../profile/references.ts'
import { random } from '../support/beats.ts'

const tech = {
  ...trance,
  drop: { ...trance.drop, bandAir: [-24, 3], widthMid: [-16, 2], duckDepth: [12, 1.5] },
} as const
/** Tech is narrow to the ear, too. */
function sound(index: number, isTech: boolean): StyleSegment[] {
  const next = random(100 + index)
  const vector = Float32Array.from({ length: styleSize }, () => 2 * next() - 1)
  if (isTech) partOf(vector, 'width').fill(8)
  return [{ section: 'drop', startSeconds: 0, endSeconds: 30, vector }]
}
const mixed = [
  ...songs(30).map((each, i) => ({ ...each, style: packStyle(sound(i, false)) })),
  ...Array.from({ length: 24 }, (_, i) =>
    referenceLike(tech, 500 + i, { title: `Tech ${i}`, tempo: 132, style: packStyle(sound(500 + i, true)) }),
  ),
].map(each => ({ ...each, analyzer: analyzerVersion }))
const mix = { rows: rowsOf(referenceLike(tech, 900)), style: sound(900, true) }

let folder: string
let library: Library
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-styles-'))
  library = await Library.open('mine', { folder })
  library.change({ references: mixed })
  await library.save()
})
afterEach(async () => {
  await library.close()
  await rm(folder, { recursive: true })
})

test('styles are named by what tells them apart, and by their tempo', () => {
  const names = stylesOf(library.references, []).map(({ name }) => name)
  expect(names).toHaveLength(2)
  expect(names[1]).toMatch(/dark/)
  expect(names[1]).toMatch(/narrow/)
  expect(names[1]).toMatch(/deep ducking/)
  expect(names[1]).toMatch(/132 BPM/)
})

test('a name of the user stays with its style, on disk and when references come and go', async () => {
  const { members } = styleOf(library, '2')
  library.change({ styles: [{ name: 'warehouse', members: members.map(({ hash }) => hash) }] })
  await library.save()
  const again = (await Library.read('mine', { folder }))!
  expect(styleOf(again, 'Warehouse').exemplar.title).toMatch(/^Tech/)
  const fewer = again.references.filter((_, i) => i % 7 !== 0)
  expect(stylesOf(fewer, again.data.styles).map(({ name }) => name)).toContain('warehouse')
  expect(() => styleOf(again, 'polka')).toThrow('has no style "polka"')
})

test('a target of a style, of the nearest, and of chosen tracks lies where they lie', () => {
  const width = (text: string) => targetIn(library, parseTarget(text)!, mix).profile.scopes.drop!.widthMid!.median
  const all = targetIn(library, { kind: 'all' }, mix).profile.scopes.drop!.widthMid!.median
  expect(all).toBeGreaterThan(-14)
  for (const text of ['style:2', 'nearest', 'nearest:8', 'tracks:Tech 1,Tech 2,tech 3']) {
    expect(width(text), text).toBeLessThan(-13)
    expect(width(text), text).toBeGreaterThan(-20)
  }
  const { profile, neighbours } = targetIn(library, { kind: 'nearest', k: 5 }, mix)
  expect(profile.name).toBe('mine: the 5 nearest to this mix')
  expect(neighboursText('My mix', neighbours)).toMatch(
    /^My mix is nearest to:\n {2}1\. Tech \d+ \(132\.0 BPM, A minor\): \d\.\d\d alike; /,
  )
})

test('weights of chosen tracks count', () => {
  const [a, b] = [library.references[0]!, library.references[1]!]
  const median = (text: string) => targetIn(library, parseTarget(text)!, mix).profile.scopes.drop!.bandSub!.median
  const [one, other] = [a.values.drop!.bandSub!, b.values.drop!.bandSub!]
  const towardsA = median(`tracks:${a.title}=9,${b.title}`)
  expect(Math.abs(towardsA - one)).toBeLessThan(Math.abs(towardsA - other))
})

test('what is no target is refused', () => {
  for (const text of ['', 'nearest:0', 'nearest:many', 'tracks:', 'style:', 'prior'])
    expect(parseTarget(text)).toBeNull()
})

test('a target by name: of a learned profile only, and in a form that is known', async () => {
  expect((await findTarget('mine', 'nearest:3', mix, folder)).neighbours).toHaveLength(3)
  expect((await findTarget('mine', undefined, mix, folder)).profile.references).toBe(54)
  await expect(findTarget('prior', 'nearest', mix, folder)).rejects.toMatchObject({ code: 'TARGET_INVALID' })
  await expect(findTarget('mine', 'best', mix, folder)).rejects.toMatchObject({ code: 'TARGET_INVALID' })
})

test('the nearest of a mix without a sound cannot be told, and that is said', async () => {
  const { rows } = mix
  await expect(findTarget('mine', 'nearest', { rows, style: [] }, folder)).rejects.toMatchObject({
    code: 'SOUND_MISSING',
  })
})

test('what is meant when nothing is said is the library that was written last', async () => {
  expect(await usualProfile(folder)).toBe('mine')
  const later = await Library.open('later', { folder })
  await later.save()
  expect(await usualProfile(folder), 'an empty one is passed over').toBe('mine')
  later.change({ references: mixed.slice(0, 5) })
  await later.save()
  await later.close()
  expect(await usualProfile(folder)).toBe('later')
  expect((await openUsualProfile(folder)).library?.data.name).toBe('later')
})
