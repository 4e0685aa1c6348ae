/**
 * Checks the generated patchers and the built devices against what is known of Max and Live (part of `npm run check`).
 * Prints a line for each finding and one that sums up; exit code 1 when there is a finding.
 *
 *   node scripts/run.mjs scripts/lint-patchers.ts
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lintDevices } from './lint/devices.ts'
import { rules } from './lint/lint.ts'

const root = process.cwd()
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const { findings, files, boxes } = lintDevices({ root, outdir: join(root, 'dist', 'Uplift'), version })
for (const { file, rule, at, message } of findings) {
  process.stdout.write(`${file}: ${at === '' ? '' : `${at}: `}${message} [${rule}]\n`)
}
const looked = `${boxes} boxes in ${files.join(', ') || 'no file'}, ${rules.size} rules`
process.stdout.write(
  findings.length === 0
    ? `Patchers: nothing found (${looked}).\n`
    : `Patchers: ${findings.length} findings (${looked}).\n`,
)
process.exitCode = findings.length === 0 ? 0 : 1
