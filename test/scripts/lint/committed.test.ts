import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { lintDevices } from '../../../scripts/lint/devices.ts'
import { lintPatcher } from '../../../scripts/lint/lint.ts'
import type { Maxpat } from './builder.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }

test('nothing is found in the committed patchers', () => {
  expect(lintDevices({ root, outdir: join(root, 'no-such-folder'), version }).findings).toEqual([])
})

/** What cannot be seen is a second cord into an inlet that another one feeds as well: about one in a hundred. */
const leastFound = 0.95

test.each([
  ['hub', 'Uplift'],
  ['tap', 'Uplift Tap'],
] as const)('a cord that is taken out of the %s is found out', (device, name) => {
  const text = readFileSync(join(root, 'patchers', 'generated', `${name}.maxpat`), 'utf8')
  const count = (JSON.parse(text) as Maxpat).patcher.lines.length
  // Every eleventh: all of them would take a minute.
  const tried = Array.from({ length: Math.ceil(count / 11) }, (_, index) => 11 * index)
  const found = tried.filter(index => {
    const maxpat = JSON.parse(text) as Maxpat
    maxpat.patcher.lines.splice(index, 1)
    return lintPatcher(maxpat, { device, files: null, version }).length > 0
  })
  expect(found.length / tried.length).toBeGreaterThanOrEqual(leastFound)
})
