import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { faceChoices, faceControls } from '../../device/protocol.ts'
import { hubPatch } from '../../patchers/hub.ts'
import type { Patch } from '../../patchers/lib/patch.ts'
import { tapPatch } from '../../patchers/tap.ts'
import { buildPatchers, maxpats } from '../../scripts/build-patchers.ts'
import { readAmxd } from '../../scripts/lint/amxd.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
const folder = mkdtempSync(join(tmpdir(), 'uplift-patchers-'))
afterAll(() => rmSync(folder, { recursive: true }))
const devices = [
  ['Uplift', hubPatch('1.2.3')],
  ['Uplift Tap', tapPatch('1.2.3')],
] as const

test.each(Object.entries(maxpats(version)))('%s.maxpat in the repository is what the code makes', (name, maxpat) => {
  // Otherwise: build the devices and commit what has changed.
  expect(readFileSync(join(root, `patchers/generated/${name}.maxpat`), 'utf8')).toBe(maxpat)
})

test('two builds give the same bytes, and a strict reader finds the .maxpat in them', () => {
  const [first, second] = ['a', 'b'].map(sub => {
    const outdir = join(folder, sub)
    return buildPatchers({ root: join(folder, 'repository'), outdir, version }).map(file =>
      readFileSync(join(outdir, file)),
    )
  })
  expect(first!.map((bytes, i) => bytes.equals(second![i]!))).toEqual([true, true])
  const read = first!.map(bytes => readAmxd(bytes))
  expect(read.map(({ type, meta }) => [type, meta])).toEqual([
    ['aaaa', 1],
    ['aaaa', 1],
  ])
  expect(read.map(({ json }) => `${json}\n`)).toEqual(Object.values(maxpats(version)))
})

/** Boxes with `text` as their first words. */
const withText = (patch: Patch, text: string) =>
  patch.boxes.filter(box => box.text === text || box.text?.startsWith(`${text} `))

describe.each(devices)('%s', (_, patch) => {
  test('connects plugin~ to plugout~ with nothing in between, side by side', () => {
    const direct = patch.cords.filter(({ from, to }) => from.from.text === 'plugin~' && to.to.text === 'plugout~')
    expect(direct.map(({ from, to }) => [from.outlet, to.inlet])).toEqual([
      [0, 0],
      [1, 1],
    ])
  })

  test('lets nothing into its script but through deferlow', () => {
    const [v8] = withText(patch, 'v8')
    const into = patch.cords.filter(({ to }) => to.to === v8).map(({ from }) => from.from.text)
    expect(into).toEqual(['deferlow'])
  })

  test('names scripts of its version, so that no older copy is found in their place', () => {
    const scripts = [...withText(patch, 'v8'), ...withText(patch, 'node.script')].map(box => box.text!.split(' ')[1])
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect(script).toMatch(/^uplift-(hub|node|tap)-1\.2\.3\.js$/)
  })
})

test('the ring tells where it is before it stops: its sync outlet falls silent with it', () => {
  const patch = hubPatch('1.2.3')
  const into = (text: string, inlet: number) =>
    patch.cords.filter(({ to }) => to.to.text?.startsWith(text) && to.inlet === inlet).map(({ from }) => from)
  const asked = into('snapshot~', 0).find(({ from }) => from.text?.startsWith('t '))!
  const stops = into('record~', 0).find(({ from }) => from.text === '0')!.from
  const stopped = patch.cords.find(({ to }) => to.to === stops)!.from
  expect(stopped.from).toBe(asked.from)
  // A trigger fires from right to left.
  expect(asked.outlet).toBeGreaterThan(stopped.outlet)
})

describe('what Live stores of the hub', () => {
  const parameters = hubPatch('1.2.3').boxes.flatMap(box => (box.parameter ? [[box.name, box.parameter] as const] : []))
  const settings = ['strength', 'stage', 'part', 'mode', 'range', 'panel-in']

  test('are the settings and its key; what is pressed, and what the script moves, is hidden from undo and automation', () => {
    const shown = parameters.filter(([, { visibility }]) => visibility !== 'hidden').map(([name]) => name)
    expect(shown.toSorted()).toEqual([...settings, 'uplift-key'].toSorted())
  })

  test('every control of the protocol is on the face, with a text for the Info View', () => {
    const controls = parameters.filter(([name]) => name !== 'uplift-key')
    expect(controls.map(([name]) => name).toSorted()).toEqual([...faceControls].toSorted())
    for (const [, { info, title }] of controls) expect([info?.length ?? 0, title?.length ?? 0]).toSatisfy(isText)
  })

  test('the choices have the texts of the protocol', () => {
    const items = Object.fromEntries(parameters.map(([name, { items }]) => [name, items]))
    for (const [name, texts] of Object.entries(faceChoices)) expect(items[name]).toEqual(texts)
  })
})
const isText = ([info, title]: number[]) => info! > 20 && title! > 2
