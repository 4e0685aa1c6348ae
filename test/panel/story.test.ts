import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { KeyFinder } from '../../node/app/key-finder.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { measureSession } from '../../node/app/measure.ts'
import { PanelSession } from '../../node/app/panel-session.ts'
import { SetMemory } from '../../node/app/set-memory.ts'
import { Votes } from '../../node/app/votes.ts'
import { openPanelServer, type PanelServer } from '../../node/panel/server.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import { volume } from '../adapters/simulated-support.ts'
import { changeTrack, miniSong } from '../support/mini-song.ts'
import { axeFaults, buildPage, executablePath, openBrowser, openPage } from './browser.ts'

const spoiled = changeTrack(miniSong, 'Lead', track => ({ ...track, volumeDb: 3 }))
/** essentia's opinion is no matter here. */
const keyFinder = { find: async () => null, close: async () => {} } as unknown as KeyFinder

/** One after the other, on one set: each begins with what the one before has left. */
describe.skipIf(!executablePath)('the panel in a browser', () => {
  let folder: string
  let session: SimulatedSet
  let server: PanelServer
  let source: PanelSession
  let browser: Browser
  let html: string
  const votes = Votes.inMemory()
  const faults: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'uplift-story-'))
    html = await buildPage(folder)
    const healthy = await measureSession(createSimulatedSet(miniSong))
    const profile = join(folder, 'healthy.json')
    await writeFile(profile, JSON.stringify(twinProfile(healthy.analysis.rows, 'Healthy', 'premaster')))
    session = createSimulatedSet(spoiled)
    source = new PanelSession({
      session,
      kind: 'simulated',
      sound: 'session',
      ledger: Ledger.inMemory(),
      memory: SetMemory.inMemory(),
      votes,
      folder,
      tasteFolder: folder,
      libraries: join(folder, 'libraries'),
      profile,
      warnings: [],
      keyFinder,
    })
    await source.start()
    server = await openPanelServer({ source, page: html })
    browser = await openBrowser()
  })
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await source?.close()
    await rm(folder, { recursive: true, force: true })
  })

  const open = (width?: number) => openPage(browser, server.url, faults, width)
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const leadVolume = async () => (await session.read(volume('tracks 2')))!.value
  const scrollWidth = (page: Page) => page.evaluate('document.documentElement.scrollWidth')

  test('from the first look to a proven fix and back, with a reload, two pages and a narrow one', async () => {
    const page = await open()
    // The set is there before anything is heard.
    await page.getByLabel('Devices on Lead').waitFor()
    await press(page, 'Analyze')
    await page.getByRole('heading', { name: /Lead/ }).first().waitFor()
    const before = await leadVolume()

    // Every view.
    await page.getByLabel('What fixes would set on Lead').waitFor()
    for (const tab of ['Loudness', 'Spectrum', 'Stereo', 'Side-chain']) {
      await page.getByRole('tab', { name: tab }).click()
      expect(await page.getByRole('tabpanel').textContent(), tab).not.toBe('')
    }
    await page.getByRole('tab', { name: 'Masking' }).click()
    await page.getByText('mix clarity').first().waitFor()
    await page.getByRole('tab', { name: 'Spectrum' }).click()
    await press(page, 'Kick')
    expect(await page.locator('#plot path.track').count()).toBeGreaterThan(0)
    expect(await page.getByLabel('Role of Lead').inputValue()).toBe('lead')

    // Heard at one press, and nothing is written for that; the timeline says where that is.
    await press(page, /^Hear: /)
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    const sides = page.getByRole('group', { name: 'What is heard' })
    await sides.getByRole('button', { name: 'Before', pressed: true }).waitFor()
    await page.locator('body').press('2')
    await sides.getByRole('button', { name: 'After', pressed: true }).waitFor()
    await page.getByRole('tab', { name: 'Loudness' }).click()
    // A line has no area: there, not "visible".
    await page.locator('#plot line.playhead[visibility=visible]').waitFor({ state: 'attached' })

    // Blind: what is which is told after the vote, which is kept.
    await press(page, 'Blind')
    await sides.getByRole('button', { name: 'X1', pressed: true }).waitFor()
    expect(await sides.textContent()).not.toMatch(/Before|After/)
    await press(page, 'X2 is better')
    await page.getByText(/^X1 was (before|after): you preferred/).waitFor()
    expect(votes.trials).toMatchObject([{ vote: { choice: expect.stringMatching(/before|after/) } }])
    expect(await leadVolume()).toBe(before)

    // A reload in the middle of applying, and another page: both see it through.
    await press(page, /^Apply: /)
    const other = await open(360)
    await page.reload()
    for (const each of [page, other]) await each.getByText('of the gap closed').waitFor()
    expect(await leadVolume()).toBeLessThan(before)
    // Nothing to scroll sideways where it is narrow.
    expect(await scrollWidth(other)).toBeLessThanOrEqual(360)

    await press(other, /^Undo/)
    for (const each of [page, other]) await each.getByText(/^Undone: /).waitFor()
    expect(await leadVolume()).toBe(before)
    expect(faults).toEqual([])
  })

  test('by keyboard alone: the first fix is heard, set aside, offered again, applied, and gone back from', async () => {
    const page = await open()
    await page.getByRole('heading', { name: /Lead/ }).first().waitFor()
    const before = await leadVolume()
    await pressByKeys(page, /^Hear: .*Lead/)
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    await pressByKeys(page, /^Not this: .*Lead/)
    await page.getByText('Set aside for now: Level on Lead').waitFor()
    await pressByKeys(page, /^Offer again$/)
    await page.getByRole('button', { name: /^Apply: .*Lead/ }).waitFor()
    await pressByKeys(page, /^Apply: .*Lead/)
    await page.getByText('of the gap closed').waitFor()
    expect(await leadVolume()).toBeLessThan(before)
    await pressByKeys(page, /^Go back: \d/)
    await pressByKeys(page, /^Go back to /)
    await page.getByText(/^Back at /).waitFor()
    expect(await leadVolume()).toBe(before)
    expect(faults).toEqual([])
  })

  test('axe finds nothing wrong with any page, narrow or wide, and neither scrolls sideways', async () => {
    for (const width of [360, 1600]) {
      const page = await open(width)
      await page.getByRole('heading', { name: /Lead/ }).first().waitFor()
      await page.getByLabel('Devices on Lead').waitFor()
      for (const summary of await page.locator('summary').all()) await summary.click()
      expect(await axeFaults(page), `mix at ${width}`).toEqual([])
      expect(await scrollWidth(page)).toBeLessThanOrEqual(width)
      await press(page, 'Library')
      await page.getByText('Nothing is learned yet').waitFor()
      expect(await axeFaults(page), `library at ${width}`).toEqual([])
      expect(await scrollWidth(page)).toBeLessThanOrEqual(width)
    }
    expect(faults).toEqual([])
  })

  test('a server that starts anew in the middle: the page says so, and the new address shows where things stand', async () => {
    const page = await open()
    await page.getByRole('heading', { name: /Lead/ }).first().waitFor()
    const lost = server
    await lost.close()
    await page.getByText('The connection with Uplift is lost').waitFor()
    server = await openPanelServer({ source, page: html, port: Number(new URL(lost.url).port) })
    // Refused there: its token is of another run.
    await page.getByText('open the panel from there').waitFor()
    expect(
      await page
        .getByRole('button', { name: /^Apply: / })
        .first()
        .isDisabled(),
    ).toBe(true)
    // It goes on trying. That the browser says so in its console is as it should be.
    await page.close()
    expect(faults.splice(0).every(fault => fault.includes('WebSocket'))).toBe(true)
    const fresh = await open()
    await fresh.getByRole('heading', { name: /Lead/ }).first().waitFor()
    expect(await fresh.getByLabel('Role of Lead').inputValue()).toBe('lead')
    expect(faults).toEqual([])
  })
})

/** Tab until it is there, then Enter; what cannot be reached so is not there for who has no mouse. */
async function pressByKeys(page: Page, name: RegExp): Promise<void> {
  const nameOfFocus = `(() => {
    const at = document.activeElement
    return at.disabled ? '' : at.getAttribute('aria-label') ?? at.textContent.trim()
  })()`
  for (let i = 0; i < mostTabs; i++) {
    await page.keyboard.press('Tab')
    if (name.test(String(await page.evaluate(nameOfFocus)))) return page.keyboard.press('Enter')
  }
  throw new Error(`${name} cannot be reached by the Tab key`)
}

/** Twice around the page. */
const mostTabs = 200
