/** Where a command's results go: files written whole or not at all, and one JSON document or text on stdout. */
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Writes a file atomically and returns its absolute path. */
export async function writeWhole(path: string, text: string): Promise<string> {
  const target = resolve(path)
  await mkdir(dirname(target), { recursive: true })
  const draft = `${target}.part-${process.pid}`
  await writeFile(draft, text)
  await rename(draft, target)
  return target
}

export const printJson = (document: unknown) => process.stdout.write(`${JSON.stringify(document)}\n`)
export const printText = (text: string) => process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
export const today = () => new Date().toISOString().slice(0, 16).replace('T', ' ')
