/** docs/figures.md and the README's tables hold what the commands kept, and nothing else. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { benchFigures, textLine } from '../../scripts/bench/figures.ts'
import { type FiguresFile, figuresPage, fillFigures, readFigures, verdict } from '../../scripts/docs/figures-page.ts'
import { commandOf, type Figure, figuresSchema, figureWords, keepFigures } from '../../scripts/figures.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'docs/figures')
const text = (file: string) => readFileSync(join(root, file), 'utf8')

describe('what is in the project', () => {
  test('docs/figures.md is what the kept figures make: node scripts/run.mjs scripts/make-docs.ts', () => {
    expect(text('docs/figures.md')).toBe(figuresPage(readFigures(folder)))
  })

  test('the tables in the README are what the kept figures make', () => {
    expect(text('README.md')).toBe(fillFigures(text('README.md'), readFigures(folder)))
  })

  test.each(readdirSync(folder))('%s is small, and names no folder of anybody', name => {
    expect(statSync(join(folder, name)).size).toBeLessThan(30_000)
    expect(readFileSync(join(folder, name), 'utf8')).not.toMatch(/\/(home|root|tmp|work|Users)\//)
  })
})

let temporary = ''
beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'uplift-figures-'))
})
afterEach(() => rmSync(temporary, { recursive: true }))

const row = (more: Partial<Figure> = {}): Figure => ({
  group: 'Twin target',
  what: 'cause',
  value: '90 %',
  met: true,
  ...more,
})
const file = (rows: readonly Figure[], more: Partial<FiguresFile> = {}): FiguresFile => ({
  name: 'loop',
  area: 'loop',
  figures: figuresSchema.parse({
    version: 1,
    command: 'npm run evaluate -- --compact',
    date: '2026-01-02',
    commit: 'abcdef0',
    machine: 'a machine',
    rows,
    printed: [],
  }),
  ...more,
})

describe('keeping', () => {
  test('what is kept can be read again, with date, commit and machine', () => {
    keepFigures(join(temporary, 'loop.json'), {
      script: 'evaluate',
      rows: [row({ interval: '80 % to 95 %' })],
      printed: 'a\nb ',
    })
    const [{ figures }] = readFigures(temporary) as [FiguresFile]
    expect(figures.rows).toEqual([row({ interval: '80 % to 95 %' })])
    expect(figures.printed).toEqual(['a', 'b'])
    expect(figures.date).toBe(new Date().toISOString().slice(0, 10))
    expect(existsSync(join(temporary, 'loop.json.part'))).toBe(false)
  })

  test.each([
    [[], 'npm run evaluate'],
    [['--compact', '--figures', 'docs/figures/loop.json'], 'npm run evaluate -- --compact'],
    [
      ['--measures', '--corpus', '/somewhere/C', '--figures=x.json'],
      'npm run evaluate -- --measures --corpus <folder>',
    ],
    [['--print', '--songs', '5', '--results', 'out/a.json'], 'npm run evaluate -- --songs 5'],
    [['--corpus=/somewhere/C'], 'npm run evaluate -- --corpus=<folder>'],
  ])('the command %j is told without places', (args, told) => {
    expect(commandOf('evaluate', args)).toBe(told)
  })

  test('a run without figures is refused: an empty table would look like one that was met', () => {
    expect(() => keepFigures(join(temporary, 'loop.json'), { script: 'evaluate', rows: [], printed: [] })).toThrow(
      /nothing was measured/,
    )
    expect(readdirSync(temporary)).toEqual([])
  })

  test.each([
    ['speed.json', '{}', /speed\.json must begin with one of loop/],
    ['loop.json', '{"version":1}', /loop\.json: command/],
  ])('a file %s that no command wrote is named', (name, content, fault) => {
    writeFileSync(join(temporary, name), content)
    expect(() => readFigures(temporary)).toThrow(fault)
  })
})

describe('telling', () => {
  test.each<[Partial<Figure>, string]>([
    [{ met: true, bar: '80 %' }, 'met'],
    [{ met: false, bar: '80 %' }, '**not met**'],
    [{ met: true, bar: '80 %', aim: '95 %', aimMet: false }, 'met; aim **not met**'],
    [{ met: null, bar: '80 %', value: 'give --corpus' }, 'not run'],
    [{ met: null }, ''],
  ])('%j is "%s"', (more, told) => {
    expect(verdict(row(more))).toBe(told)
  })

  test('a missed bar stands in the summary by name, with its group where two have it', () => {
    const page = figuresPage([file([row({ met: false, bar: '95 %' }), row({ group: 'Profile target', bar: '80 %' })])])
    expect(page).toContain('| 1 of 2 | cause (Twin target) |')
  })

  test('a vertical line in a result does not break its table', () => {
    expect(figuresPage([file([row({ value: '|x| 1' })])])).toContain('| cause | \\|x\\| 1 | met |')
  })

  test('targets stand beside each other in the README, and text around the block stays', () => {
    const rows = [
      row({ bar: '80 %' }),
      row({ what: 'wrong', value: '0', bar: '0' }),
      row({ group: 'Profile target', value: '50 %', bar: '80 %', met: false }),
      row({ group: 'Profile target', what: 'wrong', value: '1', bar: '0', met: false }),
      row({ what: 'of no bar', met: null }),
    ]
    const filled = fillFigures('a\n<!-- figures:loop -->\nold\n<!-- /figures -->\nb\n', [file(rows)])
    expect(filled).toContain('| cause | 90 % | 50 % (**not met**) | 80 % |')
    expect(filled).not.toMatch(/old|of no bar/)
    expect(filled.startsWith('a\n<!-- figures:loop -->\n')).toBe(true)
    expect(filled.endsWith('<!-- /figures -->\nb\n')).toBe(true)
    expect(fillFigures(filled, [file(rows)])).toBe(filled)
    expect(() => fillFigures('<!-- figures:lop -->\n<!-- /figures -->', [])).toThrow(/figures:lop must be summary/)
  })

  test('on the terminal: figure, interval, bar, aim', () => {
    expect(figureWords(row({ interval: '80 % to 95 %', bar: '80 %', aim: '95 %' }))).toBe(
      'cause 90 % [80 % to 95 %] (bar: 80 %, aim: 95 %)',
    )
    expect(figureWords(row())).toBe('cause 90 %')
  })
})

describe('the bench', () => {
  const heading = 'One 6-minute stereo WAV, median of 5'
  const columns = ['CPU', 'peak memory']

  test('each cell has its own bar; what has no column is the range', () => {
    const line = { heading, columns, label: 'full analysis', cells: ['2.81 s', '1600 MB', '2.71–2.95 s'] }
    expect(benchFigures([line])).toEqual([
      expect.objectContaining({
        what: 'full analysis: CPU',
        interval: '2.71–2.95 s',
        bar: 'below 6 s',
        met: true,
        aim: 'below 2.5 s',
        aimMet: false,
      }),
      expect.objectContaining({ what: 'full analysis: peak memory', value: '1600 MB', met: false, aimMet: false }),
    ])
  })

  test('a peer that is not here judges nothing, one that is beats us or not', () => {
    const line = {
      heading: 'Loudness and true peak of the same file',
      columns: ['CPU', 'ours ×'],
      label: 'ffmpeg ebur128',
    }
    expect(benchFigures([{ ...line, cells: ['not here'] }]).map(({ met }) => met)).toEqual([null])
    expect(benchFigures([{ ...line, cells: ['1.00 s', '0.9'] }]).map(({ met }) => met)).toEqual([null, false])
    expect(benchFigures([{ ...line, cells: ['1.00 s', '5.0'] }])[1]).toMatchObject({ met: true, aimMet: true })
  })

  test('an analysis that looks for no key has a bar of its own', () => {
    const line = { heading, columns, label: 'without looking for a key', cells: ['1.59 s', '230 MB', '1.51–1.66 s'] }
    expect(benchFigures([line])).toEqual([
      expect.objectContaining({ bar: 'below 1.6 s', met: true }),
      expect.objectContaining({ value: '230 MB', met: null }),
    ])
  })

  test('the longest of a spread is what the bar of a line of text is about', () => {
    const line = textLine(
      'From a tap to the face and the page, in the fake Max',
      '  our own computing for a block: 3.4 ms, 99 % below 6.6, longest 24.2',
    )
    expect(benchFigures([line])).toEqual([
      expect.objectContaining({ what: 'our own computing for a block', bar: 'below 20 ms', met: false }),
    ])
    expect(benchFigures([textLine('x', '')])).toEqual([])
  })
})
