/**
 * First paint of the panel from its server, as Chromium tells it (Paint Timing, from the start of the navigation), of a fresh
 * page in a browser that runs: its connection, the page's one file, its script, and the state by the socket.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { PanelRemote } from '../../node/app/panel/remote.ts'
import { readPage } from '../../node/panel/page-file.ts'
import { openPanelServer } from '../../node/panel/server.ts'
import { median } from './process.ts'

/** Milliseconds. */
export interface PaintCost {
  readonly label: string
  readonly median: number
  readonly worst: number
  /** The page's main thread until then (Chromium's TaskDuration), median. */
  readonly cpu: number
}

const runs = 9

/** null: there is no Chromium here. */
export async function panelPaint(folder: string): Promise<readonly PaintCost[] | null> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
  if (!executablePath) return null
  const worker = new URL('panel-worker.mjs', import.meta.url)
  const what = { kind: 'simulated', seed: 1 } as const
  const source = await PanelRemote.open({ what, folder: join(folder, 'panel'), profile: null }, worker)
  const server = await openPanelServer({ source, page: await readPage() })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  try {
    // Measuring the song is no part of it.
    while (source.state.activity !== null || source.state.score === null)
      await new Promise(resolve => setTimeout(resolve, 200))
    // The first page pays for the start of the browser's own processes.
    await paintOf(browser, server.url)
    const all: Paint[] = []
    for (let run = 0; run < runs; run++) all.push(await paintOf(browser, server.url))
    const row = (label: string, of: (paint: Paint) => number): PaintCost => ({
      label,
      median: median(all.map(of)),
      worst: Math.max(...all.map(of)),
      cpu: median(all.map(({ cpu }) => cpu)),
    })
    return [row('first paint', ({ first }) => first), row('score and fixes are there', ({ whole }) => whole)]
  } finally {
    await browser.close()
    await server.close()
    await source.close()
  }
}

interface Paint {
  readonly first: number
  readonly whole: number
  readonly cpu: number
}

async function paintOf(browser: Browser, url: string): Promise<Paint> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
  const page = await context.newPage()
  const debug = await context.newCDPSession(page)
  await debug.send('Performance.enable')
  await page.goto(url)
  await page.locator('.card').first().waitFor()
  const whole = Number(await page.evaluate('performance.now()'))
  const first = Number(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
  const { metrics } = await debug.send('Performance.getMetrics')
  const cpu = 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
  await context.close()
  return { first, whole, cpu }
}
