import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Inner to outer (DESIGN 2). A file imports from its own layer or one to its left; files directly in node/ are entry points. */
const layers = [
  'dsp',
  'audio',
  'features',
  'profile',
  'live',
  'mix',
  'gap',
  'fixes',
  'synth',
  'report',
  'adapters',
  'guide',
  'app',
  'panel',
  'cli',
]

const rank = (file: string) => {
  const layer = layers.indexOf(file.split(sep)[1]!)
  return layer < 0 ? layers.length : layer
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .map(name => join(folder, name))
}

function imports(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(match =>
    relative(root, resolve(root, dirname(file), match[1]!)),
  )
}

test('every import in node/ points to the same layer or an inner one', () => {
  const wrong = sources('node').flatMap(file =>
    imports(file)
      .filter(target => target.startsWith(`node${sep}`) && rank(target) > rank(file))
      .map(target => `${file} imports ${target}`),
  )
  expect(wrong).toEqual([])
})

test('node/ imports nothing from tests, scripts or patchers, and only the protocol from device/', () => {
  const wrong = sources('node').flatMap(file =>
    imports(file)
      .filter(
        target =>
          /^(test|scripts|patchers)/.test(target) || (target.startsWith('device') && !target.endsWith('protocol.ts')),
      )
      .map(target => `${file} imports ${target}`),
  )
  expect(wrong).toEqual([])
})

test('only app/apply.ts writes to a Live set', () => {
  const writers = sources('node').filter(
    file =>
      !file.startsWith(join('node', 'adapters')) && /\bsession\.write\(/.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(writers).toEqual([join('node', 'app', 'apply.ts')])
})
