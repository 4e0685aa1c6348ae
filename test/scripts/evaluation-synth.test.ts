import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keptScores, sourcesVersion } from '../../scripts/evaluation-synth/kept-scores.ts'
import type { Score } from '../../scripts/evaluation-synth/score.ts'

const scores: Score[] = [
  { parameter: 'pitch', kind: 'right', error: 0.001, confidence: 0.9 },
  { parameter: 'release', kind: 'silent', error: null, confidence: null },
]

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-scores-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('an interrupted run finds what it has measured, and only that', () => {
  keptScores(folder, 'one').put('saw.wav dry', scores)
  const later = keptScores(folder, 'one')
  expect(later.get('saw.wav dry')).toEqual(scores)
  expect(later.get('saw.wav reverb')).toBeNull()
})

test('scores of other code are not taken for those of this one', () => {
  keptScores(folder, 'one').put('saw.wav dry', scores)
  expect(keptScores(folder, 'two').get('saw.wav dry')).toBeNull()
})

test('a file that was cut short is measured anew', () => {
  const kept = keptScores(folder, 'one')
  kept.put('saw.wav dry', scores)
  writeFileSync(join(folder, readdirSync(folder)[0]!), '[{"parameter":"pit')
  expect(kept.get('saw.wav dry')).toBeNull()
})

test('the version is of the sources: outside the project there is none', () => {
  expect(sourcesVersion(process.cwd())).toMatch(/^[0-9a-f]{64}$/)
  expect(() => sourcesVersion(folder)).toThrow(/must be the project's folder/)
})
