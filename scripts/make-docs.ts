/**
 * Writes the pages of docs/ that are made from the code and from kept figures, and the README's tables of figures:
 * node scripts/run.mjs scripts/make-docs.ts
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cliPage, schemaFiles } from './docs/cli.ts'
import { featureCatalogue } from './docs/feature-catalogue.ts'
import { figuresPage, fillFigures, readFigures } from './docs/figures-page.ts'

writeFileSync('docs/features.md', featureCatalogue())
writeFileSync('docs/cli.md', cliPage())
rmSync('docs/schemas', { recursive: true, force: true })
mkdirSync('docs/schemas', { recursive: true })
for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(`docs/schemas/${name}`, text)

const figures = readFigures('docs/figures')
writeFileSync('docs/figures.md', figuresPage(figures))
writeFileSync('README.md', fillFigures(readFileSync('README.md', 'utf8'), figures))
