/** Writes docs/cli.md and docs/schemas: node scripts/run.mjs scripts/make-cli-docs.ts */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cliPage, schemaFiles } from './cli-docs.ts'

rmSync('docs/schemas', { recursive: true, force: true })
mkdirSync('docs/schemas', { recursive: true })
for (const [name, text] of Object.entries(schemaFiles())) writeFileSync(`docs/schemas/${name}`, text)
writeFileSync('docs/cli.md', cliPage())
