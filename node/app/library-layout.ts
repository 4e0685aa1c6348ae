/**
 * Where the references of a large library lie by sound, on disk beside it: laying 10,000 out takes many seconds, reading the
 * result a fraction of one. Valid for exactly the numbers that it follows from; anything else is laid out anew.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { threadId } from 'node:worker_threads'
import { type Layout, LibraryEmbedding, type SoundSpace } from '../profile/embedding.ts'
import { teaches } from '../profile/reference.ts'
import { analyzerVersion } from './analysis-cache.ts'
import type { KeptReference, Library } from './library.ts'

/** One up whenever the metric or the layout becomes another for the same references. */
const layoutVersion = 1
/** Fewer are laid out in less time than it takes to wonder. */
const fewestKept = 300
const digestBytes = 32

export interface LayoutOptions {
  readonly sound?: SoundSpace | null
  /** Libraries of fewer references keep none. */
  readonly fewest?: number
}

/** `embedding.layout()` of this is on disk afterwards, where there is room and leave to write. */
export function laidOut(
  { references, file }: Pick<Library, 'references' | 'file'>,
  { sound = null, fewest = fewestKept }: LayoutOptions = {},
): LibraryEmbedding<KeptReference> {
  if (references.length < fewest) return new LibraryEmbedding(references, undefined, sound)
  const place = layoutFile(file)
  const key = keyOf(references, sound)
  const kept = readLayout(place, key)
  const embedding = new LibraryEmbedding(references, undefined, sound, kept)
  if (!kept) writeLayout(place, key, embedding.layout())
  return embedding
}

export const layoutFile = (libraryFile: string): string => join(dirname(libraryFile), 'layout.bin')

/** Everything that the layout follows from, besides the code. */
function keyOf(references: readonly KeptReference[], sound: SoundSpace | null): Buffer {
  const hash = createHash('sha256').update(`${layoutVersion} ${analyzerVersion}\0`)
  for (const reference of references) hash.update(`${reference.hash} ${teaches(reference)} ${reference.style ?? ''}\0`)
  if (sound) {
    hash.update(`${sound.share} ${sound.dimensions}\0`)
    for (const [of, vectors] of sound.vectors) {
      hash.update(`${of}\0`)
      for (const vector of vectors) hash.update(vector ?? 'none')
    }
  }
  return hash.digest()
}

/** The digest of all that follows it, the key, and the layout. */
function readLayout(file: string, key: Buffer): Layout | null {
  try {
    const bytes = readFileSync(file)
    const [digest, content] = [bytes.subarray(0, digestBytes), bytes.subarray(digestBytes)]
    if (!content.subarray(0, digestBytes).equals(key) || !digestOf(content).equals(digest)) return null
    return deserialize(content.subarray(digestBytes)) as Layout
  } catch {
    // Not there, or cut off: it is made anew.
    return null
  }
}

/** Its loss costs time and nothing else, so a full disk or a folder that must not be written is no fault. */
function writeLayout(file: string, key: Buffer, layout: Layout): void {
  const unfinished = `${file}.${process.pid}-${threadId}.tmp`
  const content = Buffer.concat([key, serialize(layout)])
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(unfinished, Buffer.concat([digestOf(content), content]))
    renameSync(unfinished, file)
  } catch {
    // A part of it may be there, unless even the folder is not.
    if (existsSync(unfinished)) rmSync(unfinished, { force: true })
  }
}

const digestOf = (content: Buffer) => createHash('sha256').update(content).digest()
