/** Imported stems as WAV: one rate, one length, each at its place, named by what it is. `uplift fix --stems` reads them. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWav } from '../../audio/write-wav.ts'
import { type ImportedStems, stemTitle } from './import.ts'

/** Files of the same names are replaced, others are left. What is "without" a stem is left out where the stem is there: it would count twice. */
export async function writeStems({ stems }: ImportedStems, folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  const own = new Set(stems.flatMap(({ stem }) => (stem && !stem.isRest ? [stem.kind] : [])))
  const kept = stems.filter(({ stem }) => !stem?.isRest || own.size <= 1)
  const written: string[] = []
  for (const each of kept) {
    const title = stemTitle(each)
    const twins = kept.filter(other => stemTitle(other) === title)
    const number = twins.length > 1 ? ` ${twins.indexOf(each) + 1}` : ''
    const path = join(folder, `${title[0]!.toUpperCase()}${title.slice(1)}${number}.wav`)
    await writeWav(path, each.audio, { format: 'int24' })
    written.push(path)
  }
  return written
}
