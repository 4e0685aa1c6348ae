import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PanelFile, PanelTrack } from '../../node/app/panel/data.ts'
import { firstPanelState } from '../../node/app/panel/state.ts'
import { openPanelServer, type PanelServer } from '../../node/panel/server.ts'
import { axeFaults, buildPage, executablePath, openBrowser, openPage } from './browser.ts'
import { StillSource } from './still-source.ts'

const file = (name: string, trackName: string | null, confidence: PanelFile['confidence']): PanelFile => ({
  name,
  trackName,
  confidence,
  note: confidence === 'unsure' ? 'Only part of its name is the track’s.' : null,
})
const track = (name: string): PanelTrack => ({
  path: name,
  name,
  kind: 'audio',
  depth: 0,
  role: 'lead',
  confidence: 1,
  because: '',
  share: 0.5,
  isLocked: false,
  volume: '-13.1 dB',
  pan: '50R',
  isMuted: false,
  devices: [],
  changes: [],
})
const timeline = { seconds: 100, left: 0, right: 800, top: 0, bottom: 100 }
const markup = '<svg role="img" aria-label="Loudness" viewBox="0 0 800 100"></svg>'
const state = firstPanelState('live', 'A set')

/** What a page does with what it is told, on a source that measures nothing. */
describe.skipIf(!executablePath)('the page', () => {
  let folder: string
  let html: string
  let browser: Browser
  let server: PanelServer
  let source: StillSource
  const faults: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'uplift-page-'))
    html = await buildPage(folder)
    browser = await openBrowser()
  })
  beforeEach(async () => {
    source = new StillSource()
    source.state = {
      ...state,
      view: 1,
      score: 50,
      can: { ...state.can, undo: true, redo: true, tell: true, learn: true },
    }
    server = await openPanelServer({ source, page: html })
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
    await server.close()
    expect(faults.splice(0)).toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const open = (width?: number) => openPage(browser, server.url, faults, width)
  const asked = (...kinds: string[]) => vi.waitFor(() => expect(source.asked.map(({ kind }) => kind)).toEqual(kinds))
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

  test('Undo and Redo are pressed by button and by key; not by key where something is typed, nor when there is nothing', async () => {
    const page = await open()
    await press(page, 'Undo')
    await press(page, 'Redo')
    await asked('undo', 'redo')
    for (const keys of ['Control+z', 'Control+Shift+Z', 'Control+y']) await page.keyboard.press(keys)
    await asked('undo', 'redo', 'undo', 'redo', 'redo')
    await press(page, 'Library')
    await page.getByLabel('Name of the profile').press('Control+z')
    source.show({ can: { ...source.state.can, redo: false } })
    await page.getByRole('button', { name: 'Redo', disabled: true }).waitFor()
    await press(page, 'Mix')
    for (const keys of ['Control+y', 'Control+z']) await page.keyboard.press(keys)
    await asked('undo', 'redo', 'undo', 'redo', 'redo', 'undo')
  })

  test('the timeline shows where Live plays, goes on by itself, and hides it when Live stops', async () => {
    source.view = { plots: [{ id: 'timeline', name: 'Loudness', markup }], timeline }
    const page = await open()
    await page.getByRole('tab', { name: 'Loudness' }).click()
    const head = page.locator('#plot .live-head')
    const place = async () => Number(await head.getAttribute('x1'))
    await page.locator('#plot .live-head[visibility=hidden]').waitFor({ state: 'attached' })
    source.playhead.show({ seconds: 25, endSeconds: 100 })
    await page.locator('#plot .live-head[visibility=visible]').waitFor({ state: 'attached' })
    // 8 units a second; it may have gone on for as long as it is believed.
    expect(await place()).toBeGreaterThanOrEqual(200)
    expect(await place()).toBeLessThan(208.5)
    // Told no more, it is not guessed for longer than a second.
    await page.locator('#plot .live-head[visibility=hidden]').waitFor({ state: 'attached' })
    source.playhead.show({ seconds: 50, endSeconds: 100 })
    await page.locator('#plot .live-head[visibility=visible]').waitFor({ state: 'attached' })
    source.playhead.show(null)
    await page.locator('#plot .live-head[visibility=hidden]').waitFor({ state: 'attached' })
  })

  test('of exported files, those that want a look come first; a word on one is told; narrow, nothing scrolls sideways', async () => {
    const long = `${'A very long name of a group and a take '.repeat(3)}.wav`
    source.view = {
      tracks: [track('Lead'), track('Pad')],
      files: [file('Lead.wav', 'Lead', 'certain'), file(long, 'Pad', 'unsure'), file('Old.wav', null, 'none')],
    }
    const page = await open(360)
    await page.getByText('please look at 2 of 3').waitFor()
    expect(await page.locator('.files .name').allTextContents()).toEqual([long, 'Old.wav', 'Lead.wav'])
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    // The mixer's text of a panned track stays inside its row.
    const [row, mixer] = [page.locator('.track').first(), page.locator('.track .mixer').first()]
    const rightOf = async (box: typeof row) => (await box.boundingBox().then(found => found!.x + found!.width))!
    expect(await rightOf(mixer)).toBeLessThanOrEqual(await rightOf(row))
    expect(await axeFaults(page)).toEqual([])
    await page.getByLabel('Track of Old.wav').selectOption('Pad')
    await vi.waitFor(() => expect(source.asked).toEqual([{ kind: 'match', file: 'Old.wav', track: 'Pad' }]))
  })

  test('an export without Main says so above its files, and takes the word on one before anything is measured', async () => {
    source.state = { ...source.state, score: null }
    source.view = {
      tracks: [track('Lead'), { ...track('Main'), kind: 'master', role: null }],
      files: [file('Lead.wav', 'Lead', 'certain'), file('v12.wav', null, 'none')],
      unread: 'There is no file of Main among them.',
    }
    const page = await open(360)
    await page.getByText('Exported files: which one is Main?').waitFor()
    await page.getByText('There is no file of Main among them.').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await page.getByLabel('Track of v12.wav').selectOption('Main')
    await vi.waitFor(() => expect(source.asked).toEqual([{ kind: 'match', file: 'v12.wav', track: 'Main' }]))
  })
})
