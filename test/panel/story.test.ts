import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createSimulatedSet, type SimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { measureSession } from '../../node/app/measure.ts'
import { PanelSession } from '../../node/app/panel-session.ts'
import { SetMemory } from '../../node/app/set-memory.ts'
import { Votes } from '../../node/app/votes.ts'
import { openPanelServer, type PanelServer } from '../../node/panel/server.ts'
import { twinProfile } from '../../node/profile/learn.ts'
import { volume } from '../adapters/simulated-support.ts'
import { changeTrack, miniSong } from '../support/mini-song.ts'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
if (!executablePath) process.stderr.write('The panel in a browser is not tested: there is no Chromium here.\n')

const root = fileURLToPath(new URL('../..', import.meta.url))
const spoiled = changeTrack(miniSong, 'Lead', track => ({ ...track, volumeDb: 3 }))
/** essentia's opinion is no matter here. */
const keyFinder = {
  find: async () => null,
  close: async () => {},
} as unknown as import('../../node/app/key-finder.ts').KeyFinder

describe.skipIf(!executablePath)('the panel in a browser', () => {
  let folder: string
  let session: SimulatedSet
  let server: PanelServer
  let source: PanelSession
  let browser: Browser
  /** What a page should never do. */
  const faults: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'uplift-story-'))
    const { buildPanelPage } = (await import(`${root}scripts/panel-page.mjs`)) as {
      readonly buildPanelPage: (options: Record<'root' | 'outdir' | 'version', string>) => Promise<string>
    }
    const page = await readFile(join(folder, await buildPanelPage({ root, outdir: folder, version: '0' })), 'utf8')
    const healthy = await measureSession(createSimulatedSet(miniSong))
    const profile = join(folder, 'healthy.json')
    await writeFile(profile, JSON.stringify(twinProfile(healthy.analysis.rows, 'Healthy', 'premaster')))
    session = createSimulatedSet(spoiled)
    const memory = SetMemory.inMemory()
    const kept = {
      session,
      ledger: Ledger.inMemory(),
      memory,
      votes: Votes.inMemory(),
      folder,
      tasteFolder: folder,
      libraries: join(folder, 'libraries'),
    }
    source = new PanelSession({ ...kept, kind: 'simulated', sound: 'session', profile, warnings: [], keyFinder })
    server = await openPanelServer({ source, page })
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await source?.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function open(width = 1280): Promise<Page> {
    const page = await browser.newPage({ viewport: { width, height: 800 } })
    page.setDefaultTimeout(60_000)
    page.on('console', message => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
    })
    page.on('pageerror', error => faults.push(error.message))
    page.on('request', request => {
      const { host, protocol } = new URL(request.url())
      if (protocol !== 'data:' && host !== new URL(server.url).host) faults.push(`asked ${request.url()}`)
    })
    await page.goto(server.url)
    return page
  }
  const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

  test('from the first look to a proven fix and back, with a reload, two pages and a narrow one', async () => {
    const page = await open()
    await press(page, 'Analyze')
    await page.getByRole('heading', { name: /Lead/ }).first().waitFor()
    const before = (await session.read(volume('tracks 2')))!.value

    // Every view.
    for (const tab of ['Loudness', 'Spectrum', 'Stereo', 'Side-chain']) {
      await page.getByRole('tab', { name: tab }).click()
      expect(await page.getByRole('tabpanel').textContent(), tab).not.toBe('')
    }
    await page.getByRole('tab', { name: 'Masking' }).click()
    await page.getByText('mix clarity').first().waitFor()
    expect(await page.getByLabel('Role of Lead').inputValue()).toBe('lead')

    // Hear it: nothing is written for that.
    await press(page, /^Hear: /)
    await press(page, 'Play')
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    await page.keyboard.press('1')
    const sides = page.getByRole('group', { name: 'What is heard' })
    await sides.getByRole('button', { name: 'Before', pressed: true }).waitFor()
    await press(page, 'Blind')
    expect(await sides.textContent()).not.toMatch(/Before|After/)
    await press(page, 'Tell me')
    expect(await sides.textContent()).toMatch(/Before/)
    expect((await session.read(volume('tracks 2')))!.value).toBe(before)

    // A reload in the middle of applying, and another page: both see it through.
    await press(page, /^Apply: /)
    const other = await open(360)
    await page.reload()
    for (const each of [page, other]) await each.getByText('of the gap closed').waitFor()
    expect((await session.read(volume('tracks 2')))!.value).toBeLessThan(before)
    // Nothing to scroll sideways where it is narrow.
    expect(await other.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)

    await press(other, /^Undo/)
    for (const each of [page, other]) await each.getByText(/^Undone: /).waitFor()
    expect((await session.read(volume('tracks 2')))!.value).toBe(before)

    // By keyboard alone.
    await page.getByLabel('Lock Lead: no fix touches it').focus()
    await page.keyboard.press('Space')
    await page.getByLabel('Lock Lead: no fix touches it').and(page.locator(':checked')).waitFor()
    await expect.poll(() => page.getByRole('button', { name: /^Apply: .*Lead/ }).count()).toBe(0)

    expect(faults).toEqual([])
  })
})
