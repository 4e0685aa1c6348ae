/** `uplift als`: what a Live set file holds, and its health. Nothing is written. */
import { resolve } from 'node:path'
import { readAls } from '../adapters/als/read-als.ts'
import { alsDocument, alsText } from '../report/als-text.ts'
import { useColor } from './options.ts'
import { printJson, printText } from './output.ts'

export interface AlsOptions {
  readonly json?: boolean
}

export async function als(file: string, { json }: AlsOptions): Promise<void> {
  const page = await readAls(resolve(file))
  if (json) printJson(alsDocument(page))
  else printText(alsText(page, { color: useColor() }))
}
