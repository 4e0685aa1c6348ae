import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadResults, saveResults } from '../../../scripts/evaluation/results-file.ts'
import { result } from './results.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evaluation-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('an interrupted run goes on where it was, a run of another commit starts afresh', () => {
  const file = join(folder, 'out', 'results.json')
  const results = loadResults(file, 'abc')
  results.songs['101'] = { healthy: [], scenarios: { 'level-lead+6': [result()] } }
  saveResults(file, results)
  expect(loadResults(file, 'abc')).toEqual(results)
  expect(loadResults(file, 'def').songs).toEqual({})
  expect(readdirSync(join(folder, 'out'))).toEqual(['results.json'])
})

test('results of an older shape are not read', () => {
  const file = join(folder, 'results.json')
  writeFileSync(file, JSON.stringify({ commit: 'abc', songs: { 101: { faults: {} } } }))
  expect(loadResults(file, 'abc').songs).toEqual({})
})
