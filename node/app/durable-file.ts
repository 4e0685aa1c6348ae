/**
 * A lowdb adapter whose writes outlast a power cut: lowdb's own renames a finished file into place, but a disk may keep the
 * new name and lose the contents, which leaves an empty ledger. Here they are on the disk before the name is.
 */
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Adapter } from 'lowdb'
import { JSONFile } from 'lowdb/node'
import { throwFileFault } from '../audio/file-fault.ts'

export class DurableFile<T> implements Adapter<T> {
  readonly #file: string
  readonly #indent: number
  /** One write after the other: they share the temporary name. */
  #last: Promise<void> = Promise.resolve()

  /** `indent`: 2 for what people may want to read, 0 for what is large. */
  constructor(file: string, indent = 2) {
    this.#file = file
    this.#indent = indent
  }

  read(): Promise<T | null> {
    return new JSONFile<T>(this.#file).read()
  }

  /** Rejects with AppError DISK_FULL, FILE_FORBIDDEN, … (audio/file-fault.ts); the file is then what it was. */
  write(data: T): Promise<void> {
    const text = JSON.stringify(data, null, this.#indent)
    const writing = this.#last.then(() => this.#replace(text).catch(throwFileFault))
    this.#last = writing.catch(() => {})
    return writing
  }

  async #replace(text: string): Promise<void> {
    const unfinished = join(dirname(this.#file), `.${basename(this.#file)}.tmp`)
    try {
      await withFile(unfinished, 'w', async file => {
        await file.writeFile(text)
        await file.sync()
      })
      await rename(unfinished, this.#file)
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
    // The name, too. Windows has no such thing for folders, and needs none.
    if (process.platform !== 'win32') await withFile(dirname(this.#file), 'r', folder => folder.sync())
  }
}

async function withFile(
  path: string,
  flags: string,
  use: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags)
  try {
    await use(file)
  } finally {
    await file.close()
  }
}
