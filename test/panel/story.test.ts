import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { measureSession } from '../../node/app/measure.ts'
import type { PanelSession } from '../../node/app/panel/session.ts'
import { Votes } from '../../node/app/votes.ts'
import { writeWav } from '../../node/audio/write-wav.ts'
import { openPanelServer, type PanelServer } from '../../node/panel/server.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import { volume } from '../adapters/simulated-support.ts'
import { changeTrack, miniSong } from '../support/mini-song.ts'
import { panelSessionIn } from '../support/panel-session.ts'
import { axeFaults, buildPage, executablePath, openBrowser, openPage } from './browser.ts'

const spoiled = changeTrack(miniSong, 'Lead', track => ({ ...track, volumeDb: 3 }))

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
    vi.stubEnv('UPLIFT_CACHE', join(folder, 'cache'))
    html = await buildPage(folder)
    const healthy = await measureSession(createSimulatedSet(miniSong))
    session = createSimulatedSet(spoiled)
    source = await panelSessionIn(folder, twinProfile(healthy.analysis.rows, 'Healthy', 'premaster'), {
      session,
      votes,
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
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
  })

  const open = (width?: number) => openPage(browser, server.url, faults, width)
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()
  const leadVolume = async () => (await session.read(volume('tracks 2')))!.value
  const scrollWidth = (page: Page) => page.evaluate('document.documentElement.scrollWidth')

  test('a folder of references is learned in the page, which says how far it is, and what so few can teach', async () => {
    const references = join(folder, 'references')
    await mkdir(references)
    // The first two are one recording at other levels; the last is no music.
    for (const [i, volumeDb] of [-2, -1, 0, 1].entries()) {
      const song = changeTrack(miniSong, 'Lead', track => ({ ...track, volumeDb }))
      const { main } = await createSimulatedSet(song).capture()
      await writeWav(join(references, `Reference ${i + 1}.wav`), main, { format: 'int24' })
    }
    await writeFile(join(references, 'Broken.wav'), 'RIFF')
    const page = await open()
    await press(page, 'Library')
    await page.getByText('Nothing is learned yet').waitFor()
    // Whatever it says on the way, however briefly.
    await page.evaluate(`(() => {
      const line = document.querySelector('[role=status]')
      window.said = []
      new MutationObserver(() => said.push(line.textContent)).observe(line, { childList: true, characterData: true, subtree: true })
    })()`)
    await page.getByLabel('Folder on this computer').fill(references)
    await page.getByLabel('Name of the profile').fill('my taste')
    await page.getByRole('button', { name: 'Learn', exact: true }).click()

    await page.getByText('"my taste" is taught by 3 references. 1 file could not be read.').waitFor()
    // The next is begun when the one before was told: a page that keeps up cannot miss them all.
    expect(await page.evaluate('said.join()')).toMatch(/Learning \d of 5: (Reference \d|Broken)\.wav …/)
    const quality = page.getByRole('region', { name: 'Is it any good?' })
    await quality.getByText('Fewer than five references: how it does on others cannot be told.').waitFor()
    await quality.getByText(/^Broken\.wav: /).waitFor()
    const row = (title: string) => page.getByRole('listitem').filter({ hasText: title })
    await row('Reference 1').getByText('teaches nothing', { exact: true }).waitFor()
    await row('Reference 1').getByText('The same recording as "Reference 2".').waitFor()
    expect(await page.getByText('teaches nothing', { exact: true }).count()).toBe(1)
    await page.getByText(/^3 of 4 references, such as/).waitFor()
    // It is offered, and nobody chose it: the target is the one that the panel was opened with.
    expect(await page.getByRole('button', { name: 'Use my taste' }).isEnabled()).toBe(true)
    expect(source.state.score).toBeNull()
    expect(faults).toEqual([])
  })

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
      await press(page, 'Look at my taste')
      await page.getByRole('meter', { name: 'Likeness of Reference 3' }).waitFor()
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
