/** The short run of `npm run survive -- --only fuzz`, so that a reader that crashes is seen at once. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('damaged files and messages are taken or refused in a sentence, by every reader', { timeout: 120_000 }, () => {
  const args = ['scripts/run.mjs', 'scripts/survive.ts', '--only', 'fuzz', '--inputs', '260', '--seed', '11']
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  expect(stdout).toMatch(/(\d+) of \1 passed\./)
  expect(status).toBe(0)
  const rows = stdout.split('\n').flatMap(line => {
    const row = /^fuzz {2}(\S.*?) +(\d+) inputs +\d+ s {2}pass {2}(\d+) taken, \d+ refused /.exec(line)
    return row ? [{ target: row[1], inputs: Number(row[2]), taken: Number(row[3]) }] : []
  })
  expect(rows.length).toBeGreaterThanOrEqual(26)
  for (const { target, inputs } of rows) expect(inputs, target).toBeGreaterThanOrEqual(10)
  // Damage that always refuses at the first byte would prove little.
  expect(rows.filter(({ taken }) => taken > 0).length).toBeGreaterThan(rows.length / 2)
})
