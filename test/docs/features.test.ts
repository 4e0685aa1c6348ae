import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { featureIds } from '../../node/features/catalogue.ts'
import { featureCatalogue } from '../../scripts/docs/feature-catalogue.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/features.md'), 'utf8')

test('docs/features.md is what the catalogue says; make-docs.ts makes it anew', () => {
  expect(page).toBe(featureCatalogue())
})

test('every feature has its row', () => {
  for (const id of featureIds) expect(page.split('\n').filter(line => line.startsWith(`| \`${id}\` |`))).toHaveLength(1)
})
