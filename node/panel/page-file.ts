/** Where the built page lies: beside the program, unless the bundle says otherwise (scripts/device-node.mjs). */
import { readFile } from 'node:fs/promises'
import { AppError } from '../audio/app-error.ts'

declare const WORKER_FOLDER: string
const folder = typeof WORKER_FOLDER === 'string' ? WORKER_FOLDER : './'

/** Run from the sources (tests), the last build's is used. Throws AppError PANEL_MISSING. */
export async function readPage(): Promise<string> {
  const fromSources = import.meta.url.endsWith('.ts')
  const url = new URL(fromSources ? '../../dist/panel.html' : `${folder}panel.html`, import.meta.url)
  return readFile(url, 'utf8').catch(cause => {
    throw new AppError({
      code: 'PANEL_MISSING',
      message: 'The page of the panel is not beside the program.',
      action: 'Build Uplift again, or install it anew.',
      cause,
    })
  })
}
