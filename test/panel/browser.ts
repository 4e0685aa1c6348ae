/** A Chromium for tests of the page, and what no page may ever do. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

export const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
)
if (!executablePath) process.stderr.write('The panel in a browser is not tested: there is no Chromium here.\n')

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The page as it is built from the sources that stand here. */
export async function buildPage(folder: string): Promise<string> {
  const { buildPanelPage } = (await import(`${root}scripts/panel-page.mjs`)) as {
    readonly buildPanelPage: (options: Record<'root' | 'outdir' | 'version', string>) => Promise<string>
  }
  return readFile(join(folder, await buildPanelPage({ root, outdir: folder, version: '0' })), 'utf8')
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: executablePath!,
    args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
  })

/** Console errors, exceptions and requests to anywhere else are put into `faults`. */
export async function openPage(browser: Browser, url: string, faults: string[], width = 1280): Promise<Page> {
  const page = await browser.newPage({ viewport: { width, height: 800 } })
  page.setDefaultTimeout(60_000)
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
  })
  page.on('pageerror', error => faults.push(error.message))
  page.on('request', request => {
    const { host, protocol } = new URL(request.url())
    if (protocol !== 'data:' && host !== new URL(url).host) faults.push(`asked ${request.url()}`)
  })
  await page.goto(url)
  return page
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: unknown }[] }[]
}

/** What axe finds wrong, rule and place. Put in by the debugger, past the page's policy, which forbids every script but its own. */
export async function axeFaults(page: Page): Promise<readonly string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(source)
  const { violations } = (await page.evaluate('axe.run()')) as AxeResults
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${String(target)}`))
}
