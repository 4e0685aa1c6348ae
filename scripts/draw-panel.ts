/**
 * Draws the web panel as it is: docs/panel.png, docs/panel-library.png and docs/panel-narrow.png, by Chromium, on the demo's
 * simulated set, with a profile learned from six generated references.
 *
 *   node scripts/run.mjs scripts/draw-panel.ts [folder]
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Page } from 'playwright-core'
import { generateSong } from '../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../node/adapters/simulated/simulated-set.ts'
import { makeDemo } from '../node/app/demo.ts'
import { Ledger } from '../node/app/ledger.ts'
import { PanelSession } from '../node/app/panel/session.ts'
import { SetMemory } from '../node/app/set-memory.ts'
import { Votes } from '../node/app/votes.ts'
import { writeWav } from '../node/audio/write-wav.ts'
import { openPanelServer } from '../node/panel/server.ts'
import { buildPanelPage } from './panel-page.mjs'

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
/** That of `uplift demo`. */
const demoSeed = 2026
/** None of them is in an evaluation. */
const referenceSeeds = [1, 2, 3, 4, 5, 6]
const [wide, narrow] = [
  { width: 1440, height: 900 },
  { width: 360, height: 780 },
]

const out = process.argv[2] ?? 'docs'
mkdirSync(out, { recursive: true })
const work = await mkdtemp(join(tmpdir(), 'uplift-pictures-'))
process.env['UPLIFT_CACHE'] = join(work, 'cache')
try {
  await draw()
} finally {
  await rm(work, { recursive: true, force: true })
}

async function draw(): Promise<void> {
  const html = readFileSync(
    join(work, await buildPanelPage({ root: process.cwd(), outdir: work, version: '' })),
    'utf8',
  )
  const references = await writeReferences()
  const source = new PanelSession({
    session: makeDemo({ seed: demoSeed, length: 'short' }).session,
    kind: 'simulated',
    sound: 'session',
    ledger: Ledger.inMemory(),
    memory: SetMemory.inMemory(),
    votes: Votes.inMemory(),
    folder: work,
    tasteFolder: work,
    libraries: join(work, 'libraries'),
    profile: 'demo',
    warnings: [],
  })
  await source.start()
  await source.act({ kind: 'learn', folder: references, name: 'my taste' })
  await source.act({ kind: 'analyze' })
  const server = await openPanelServer({ source, page: html })
  const browser = await chromium.launch({
    ...executable(),
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
  })
  try {
    const open = async (viewport: typeof wide) => {
      const page = await browser.newPage({ viewport, reducedMotion: 'reduce' })
      await page.goto(server.url)
      await page.locator('.track').first().waitFor()
      return page
    }
    const page = await open(wide)
    await press(page, /^Hear: /)
    await page.getByRole('button', { name: 'Stop' }).waitFor()
    // Where it plays is on the timeline.
    await page.getByRole('tab', { name: 'Loudness' }).click()
    await page.locator('#plot line.playhead[visibility=visible]').waitFor({ state: 'attached' })
    await page.getByRole('button', { name: /After/ }).click()
    await shoot(page, 'panel')
    await press(page, 'Library')
    await press(page, 'Look at my taste')
    await page.getByRole('heading', { name: /^my taste: / }).waitFor()
    await shoot(page, 'panel-library')
    await page.close()
    await shoot(await open(narrow), 'panel-narrow')
  } finally {
    await browser.close()
    await server.close()
    await source.close()
  }
}

async function writeReferences(): Promise<string> {
  const folder = join(work, 'References')
  await mkdir(folder)
  for (const seed of referenceSeeds) {
    const { main } = await createSimulatedSet(generateSong({ seed, length: 'short' }).spec).capture()
    await writeWav(join(folder, `Reference ${seed}.wav`), main, { format: 'int24' })
  }
  return folder
}

function executable(): { readonly executablePath: string } {
  const executablePath = browsers.find(existsSync)
  if (executablePath === undefined) throw new RangeError(`Chromium must be one of ${browsers.join(', ')}, got none`)
  return { executablePath }
}

function press(page: Page, name: string | RegExp): Promise<void> {
  return page.getByRole('button', { name }).first().click()
}

async function shoot(page: Page, name: string): Promise<void> {
  const path = join(out, `${name}.png`)
  await page.screenshot({ path })
  process.stdout.write(`${path}\n`)
}
