/** Writes the pages of docs/ that are made from the code: node scripts/run.mjs scripts/make-docs.ts */
import { writeFileSync } from 'node:fs'
import { featureCatalogue } from './docs/feature-catalogue.ts'

writeFileSync('docs/features.md', featureCatalogue())
