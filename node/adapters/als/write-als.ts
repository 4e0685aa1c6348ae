/**
 * Writes a copy of a Live set file in which only the given values are different: every other byte of the XML is the
 * original's. The copy is read again before it takes its name.
 */
import { existsSync } from 'node:fs'
import { copyFile, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { AppError } from '../../audio/app-error.ts'
import { type ParameterRef, parameterAt } from '../../live/set.ts'
import type { AlsSet } from './als-set.ts'
import { fileOfRaw } from './file-units.ts'
import { refKey } from './parameters.ts'
import { readAls } from './read-als.ts'
import { isGzip } from './xml.ts'

export interface AlsChange {
  readonly ref: ParameterRef
  /** Raw value, in the parameter's range. */
  readonly raw: number
}

export interface WrittenAls {
  /** Absolute. */
  readonly path: string
  /** What `path` held before, if it held anything. */
  readonly backup: string | null
  /** Live's text of each value, before and as read back from the copy. */
  readonly changes: readonly { readonly ref: ParameterRef; readonly before: string; readonly after: string }[]
}

/**
 * `als` as it was read. Throws AppError ALS_SAME_FILE (`out` is the set itself), ALS_CHANGED (the set was saved since it was
 * read), ALS_NOT_HELD (the copy does not read back as intended; nothing is left behind), RangeError for a change that
 * cannot be written: AlsSession refuses those.
 */
export async function writeAls(als: AlsSet, changes: readonly AlsChange[], out: string): Promise<WrittenAls> {
  const path = resolve(out)
  if (path === resolve(als.file) || (existsSync(path) && (await isSameFile(path, als.file)))) {
    throw new AppError({
      code: 'ALS_SAME_FILE',
      message: `"${basename(als.file)}" itself is never written to.`,
      action: 'Name another file for the copy.',
    })
  }
  const isPacked = await isGzip(als.file)
  const original = await readFile(als.file)
  const xml = isPacked ? await unpack(original) : original
  const changed = patched(als, xml, changes)
  const draft = `${path}.part-${process.pid}`
  try {
    await writeFile(draft, isPacked ? await pack(changed) : changed)
    // The same XML needs no proof.
    const held = changes.length === 0 ? [] : await readBack(als, changes, draft)
    const backup = existsSync(path) ? await backUp(path) : null
    await rename(draft, path)
    return { path, backup, changes: held }
  } finally {
    await rm(draft, { force: true })
  }
}

const unpack = promisify(gunzip)
const pack = promisify<Buffer, Buffer>(gzip)

async function isSameFile(a: string, b: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(a), stat(b)])
  return one.ino === other.ino && one.dev === other.dev && one.ino !== 0
}

function patched(als: AlsSet, xml: Buffer, changes: readonly AlsChange[]): Buffer {
  const edits = changes.flatMap(({ ref, raw }) => {
    const place = als.places.get(refKey(ref))
    if (!place)
      throw new RangeError(`a change must be of a parameter of the set, got "${ref.parameter}" at ${ref.track}`)
    const isSwitch = place.text === 'true' || place.text === 'false'
    const text = fileOfRaw(place.row, place.unit, raw, isSwitch)
    if (text === null) throw new RangeError(`"${ref.parameter}" must have a known law to be written`)
    const length = Buffer.byteLength(place.text)
    return place.ends.map(end => ({ from: end - length, end, old: place.text, text }))
  })
  const parts: Buffer[] = []
  let done = 0
  for (const { from, end, old, text } of edits.sort((a, b) => a.from - b.from)) {
    if (from < done) throw new RangeError('a parameter must be changed once')
    if (xml.toString('utf8', from, end) !== old) {
      throw new AppError({
        code: 'ALS_CHANGED',
        message: `"${basename(als.file)}" was saved after it had been read.`,
        action: 'Read it again.',
      })
    }
    parts.push(xml.subarray(done, from), Buffer.from(text))
    done = end
  }
  return Buffer.concat([...parts, xml.subarray(done)])
}

/** Files hold 32-bit floats in other units than the raw value. */
const tolerance = 1e-5

async function readBack(als: AlsSet, changes: readonly AlsChange[], draft: string): Promise<WrittenAls['changes']> {
  const { set } = await readAls(draft)
  return changes.map(({ ref, raw }) => {
    const before = parameterAt(als.set, ref)!
    const after = parameterAt(set, ref)
    if (!after || Math.abs(after.value - raw) > tolerance * (before.max - before.min)) {
      throw new AppError({
        code: 'ALS_NOT_HELD',
        message: `"${ref.parameter}" at ${ref.track} was set to ${raw}, the copy holds ${after?.display ?? 'nothing'}. No copy was made.`,
        action: 'Leave that change out, or make it in Live.',
      })
    }
    return { ref, before: before.display, after: after.display }
  })
}

/** Beside the file, under the next free number. */
async function backUp(path: string): Promise<string> {
  let number = 1
  while (existsSync(`${path}.backup-${number}`)) number++
  const backup = `${path}.backup-${number}`
  await copyFile(path, backup)
  return backup
}
