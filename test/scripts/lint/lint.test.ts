import { describe, expect, test } from 'vitest'
import type { LintContext } from '../../../scripts/lint/finding.ts'
import { lintPatcher, rules } from '../../../scripts/lint/lint.ts'
import { hubBreaks, tapBreaks, valueof } from './broken.ts'
import { version } from './builder.ts'
import { minimalHub, minimalTap } from './minimal.ts'

const hub: LintContext = { device: 'hub', files: null, version }
const tap: LintContext = { device: 'tap', files: null, version }

test('nothing is found in the minimal hub and the minimal tap', () => {
  expect(lintPatcher(minimalHub(), hub)).toEqual([])
  expect(lintPatcher(minimalTap(), tap)).toEqual([])
})

test('every rule has been seen to fail', () => {
  const seen = new Set([...Object.keys(hubBreaks), ...Object.keys(tapBreaks)])
  expect([...seen].toSorted()).toEqual([...rules.keys()].toSorted())
})

describe('a broken hub is found out', () => {
  test.each(Object.entries(hubBreaks))('%s', (rule, breakIt) => {
    const maxpat = minimalHub()
    breakIt(maxpat)
    expect(lintPatcher(maxpat, hub).map(found => found.rule)).toContain(rule)
  })
})

describe('a broken tap is found out', () => {
  test.each(Object.entries(tapBreaks))('%s', (rule, breakIt) => {
    const maxpat = minimalTap()
    breakIt(maxpat)
    expect(lintPatcher(maxpat, tap).map(found => found.rule)).toContain(rule)
  })
})

test('a file that is no patcher is one finding, not a crash', () => {
  expect(lintPatcher({ patcher: { boxes: [{ box: { id: 7 } }], lines: [] } }, hub)).toMatchObject([{ rule: 'shape' }])
})

test('a script that is not in the folder of the device is named', () => {
  const files = new Set([`uplift-hub-${version}.js`])
  const found = lintPatcher(minimalHub(), { ...hub, files })
  expect(found.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    `scriptFiles: "uplift-node-${version}.js" is not in the folder of the device`,
  ])
})

test('a setting that Push would not show is named, and so is a place to drop files that says nothing', () => {
  const maxpat = minimalHub()
  valueof(maxpat, 'mode')['parameter_invisible'] = 0
  maxpat.patcher.boxes.push({
    box: {
      id: 'obj-900',
      maxclass: 'dropfile',
      numinlets: 1,
      numoutlets: 2,
      outlettype: ['', ''],
      patching_rect: [0, 0, 80, 22],
      presentation: 1,
      presentation_rect: [400, 100, 40, 40],
    },
  })
  const found = lintPatcher(maxpat, hub).map(({ rule, message }) => `${rule}: ${message}`)
  expect(found).toEqual(
    expect.arrayContaining([
      'banks: "mode" is in 0 places of the banks',
      'infoTexts: a control has no annotation',
      'infoTexts: a control has no annotation_name',
    ]),
  )
})
