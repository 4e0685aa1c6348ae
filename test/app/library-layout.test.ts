/** Where references lie is read back as it was computed, and only for exactly those references. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { analyzerVersion } from '../../node/app/analysis-cache.ts'
import type { KeptReference } from '../../node/app/library.ts'
import { laidOut, layoutFile } from '../../node/app/library-layout.ts'
import type { StyleSegment } from '../../node/features/analysis.ts'
import { packStyle } from '../../node/features/style/compact.ts'
import { styleSize } from '../../node/features/style/layout.ts'
import { LibraryEmbedding } from '../../node/profile/embedding.ts'
import { referenceLike, trance } from '../profile/references.ts'
import { random } from '../support/beats.ts'

const folder = mkdtempSync(join(tmpdir(), 'uplift-layout-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const song = (seed: number): StyleSegment[] => {
  const next = random(seed)
  // Every third has no breakdown.
  const types = seed % 3 === 0 ? (['drop'] as const) : (['breakdown', 'drop'] as const)
  return types.map((section, i) => {
    const vector = Float32Array.from({ length: styleSize }, () => 2 * next() - 1)
    return { section, startSeconds: 30 * i, endSeconds: 30 * (i + 1), vector }
  })
}
const references = Array.from({ length: 24 }, (_, i): KeptReference => {
  return { ...referenceLike(trance, i), analyzer: analyzerVersion, style: packStyle(song(i + 1)) }
})
const options = { fewest: 20 }
const query = song(1000)
const all = { k: references.length }
const fresh = (of: readonly KeptReference[] = references) => new LibraryEmbedding(of).similar(query, all)

test('a second process finds the same neighbours, as near and in the same respects, from what the first has kept', () => {
  const library = { references, file: join(folder, 'same/library.json') }
  expect(laidOut(library, options).similar(query, all)).toEqual(fresh())
  const file = layoutFile(library.file)
  const written = statSync(file).mtimeMs
  const again = laidOut(library, options)
  expect(again.similar(query, all)).toEqual(fresh())
  expect(again.similar(query, { k: 5, section: 'breakdown' })).toEqual(
    new LibraryEmbedding(references).similar(query, { k: 5, section: 'breakdown' }),
  )
  expect(statSync(file).mtimeMs).toBe(written)
})

test('the query alone is computed where the references are kept', async () => {
  const library = { references, file: join(folder, 'query/library.json') }
  laidOut(library, options)
  const asked: number[] = []
  await laidOut(library, options).embedWith(async rows => {
    asked.push(rows.length)
    return rows.map(() => new Float32Array(1))
  }, query)
  // Its two sections, and the whole.
  expect(asked).toEqual([3])
})

test('other references, other weights of teaching, and a damaged file are laid out anew', () => {
  const library = { references, file: join(folder, 'changed/library.json') }
  laidOut(library, options)
  const fewer = references.slice(3)
  expect(laidOut({ ...library, references: fewer }, options).similar(query, all)).toEqual(fresh(fewer))
  const silenced = references.map((reference, i) => {
    return i === 0 ? { ...reference, choice: { ...reference.choice, weight: 0 } } : reference
  })
  expect(laidOut({ ...library, references: silenced }, options).similar(query, all)).toEqual(fresh(silenced))
  const file = layoutFile(library.file)
  laidOut(library, options)
  const bytes = readFileSync(file)
  bytes[Math.floor(bytes.length / 2)]! ^= 0x40
  writeFileSync(file, bytes)
  expect(laidOut(library, options).similar(query, all)).toEqual(fresh())
  expect(readFileSync(file)).not.toEqual(bytes)
})

test('a folder that cannot be written costs time, and no answer', () => {
  writeFileSync(join(folder, 'file'), '')
  const library = { references, file: join(folder, 'file/library.json') }
  expect(laidOut(library, options).similar(query, all)).toEqual(fresh())
})
