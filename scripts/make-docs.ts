/** Writes the pages of docs/ that are made from the code: node scripts/run.mjs scripts/make-docs.ts */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cliPage, schemaFiles } from './docs/cli.ts'
import { featureCatalogue } from './docs/feature-catalogue.ts'

writeFileSync('docs/features.md', featureCatalogue())
writeFileSync('docs/cli.md', cliPage())
rmSync('docs/schemas', { recursive: true, force: true })
mkdirSync('docs/schemas', { recursive: true })
for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(`docs/schemas/${name}`, text)
