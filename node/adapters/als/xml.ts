/**
 * A Live set file as a stream of elements: gzip or plain XML, in bounded memory. Only what is asked for becomes a tree, and
 * only until it has been handed over.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { SaxesParser } from 'saxes'
import { AppError } from '../../audio/app-error.ts'
import type { AlsElement } from './element.ts'

/** What no set of Live's needs. */
export interface XmlLimits {
  /** Of XML: the largest of the sample sets unpacks to 37 MB. */
  readonly bytes: number
  /** UTF-16 units between two tags: plug-in states are megabytes of hexadecimal text. */
  readonly gap: number
  /** In one tree. */
  readonly elements: number
  readonly depth: number
}
const usual: XmlLimits = { bytes: 512 * 2 ** 20, gap: 64 * 2 ** 20, elements: 4_000_000, depth: 500 }

/** Of unpacked XML at a time, in bytes: each piece has its cost, and 16 KB, Node's default, makes thousands of them. */
const chunkSize = 2 ** 17

export interface Wanted {
  /** Whether this element becomes a tree: `path` are the tags from the root to it. */
  wants(path: readonly string[]): boolean
  /** Elements of a tree that are left out with everything below; `path` as in `wants`. */
  drops(tag: string, parent: AlsElement, path: readonly string[]): boolean
  /** A tree is complete. Called in document order. */
  take(element: AlsElement, path: readonly string[]): void
  /** The root, before anything else. Throws AppError to stop. */
  root(tag: string, attributes: Readonly<Record<string, string>>): void
}

/** Most elements have no attributes, and share this; never written to. */
const none: Record<string, string> = {}

/** Throws AppError FILE_MISSING, ALS_TOO_LARGE, ALS_DAMAGED, or what `wanted` throws. */
export async function readElements(file: string, wanted: Wanted, limits: XmlLimits = usual): Promise<void> {
  const parser = new SaxesParser()
  const path: string[] = []
  const open: AlsElement[] = []
  let elements = 0
  /** Depth at which a dropped element stands; 0: none. */
  let dropped = 0
  let valueEnd = -1
  let lastTag = 0
  /** Of the tag that is being read. The parser's own record of them is a dictionary each, which trees of a million pay for. */
  let attributes: Record<string, string> = none

  parser.on('error', error => {
    throw damaged(file, error.message)
  })
  parser.on('attribute', ({ name, value }) => {
    if (dropped > 0) return
    if (name === 'Value') {
      // The closing quote has just been read.
      valueEnd = parser.position - 1
      if (attributes === none) attributes = { Value: value }
      else attributes['Value'] = value
    } else if (attributes === none) attributes = name === 'Id' ? { Id: value } : { [name]: value }
    else attributes[name] = value
  })
  parser.on('opentag', ({ name }) => {
    path.push(name)
    if (path.length > limits.depth) throw tooLarge(file, `elements nested deeper than ${limits.depth}`)
    if (path.length === 1) wanted.root(name, attributes)
    const end = valueEnd
    const own = attributes
    valueEnd = -1
    attributes = none
    lastTag = parser.position
    if (dropped > 0) return
    const parent = open.at(-1)
    if (!parent && !wanted.wants(path)) return
    if (parent) {
      parent.count++
      if (wanted.drops(name, parent, path)) {
        dropped = path.length
        return
      }
    }
    if (++elements > limits.elements) throw tooLarge(file, `more than ${limits.elements} elements in one track`)
    const element: AlsElement = { tag: name, attributes: own, children: [], valueEnd: end, count: 0 }
    parent?.children.push(element)
    open.push(element)
  })
  parser.on('closetag', () => {
    lastTag = parser.position
    if (dropped === 0) {
      const element = open.pop()
      if (element && open.length === 0) {
        wanted.take(element, path)
        elements = 0
      }
    } else if (dropped === path.length) dropped = 0
    path.pop()
  })

  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let bytes = 0
  /** What stopped the parser. The pipeline reports that the stream before it was cut off. */
  let fault: unknown
  const write = async (source: AsyncIterable<Buffer>) => {
    try {
      for await (const chunk of source) {
        bytes += chunk.length
        if (bytes > limits.bytes) throw tooLarge(file, `more than ${limits.bytes / 2 ** 20} MB of XML`)
        parser.write(decoder.decode(chunk, { stream: true }))
        if (parser.position - lastTag > limits.gap) throw tooLarge(file, 'one value of the size of a whole set')
      }
      decoder.decode()
      parser.close()
    } catch (error) {
      fault = error
      throw error
    }
  }
  const isPacked = await isGzip(file)
  try {
    if (isPacked) await pipeline(createReadStream(file), createGunzip({ chunkSize }), write)
    else await pipeline(createReadStream(file), write)
  } catch (error) {
    const reason = fault ?? error
    throw reason instanceof AppError
      ? reason
      : damaged(file, reason instanceof Error ? reason.message : String(reason), reason)
  }
}

/** Throws AppError FILE_MISSING. */
export async function isGzip(file: string): Promise<boolean> {
  let handle: Awaited<ReturnType<typeof open>> | undefined
  try {
    handle = await open(file, 'r')
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b
  } catch (error) {
    throw new AppError({
      code: 'FILE_MISSING',
      message: `"${basename(file)}" cannot be read.`,
      action: 'Check the path to the Live set.',
      cause: error,
    })
  } finally {
    await handle?.close()
  }
}

export const damaged = (file: string, reason: string, cause?: unknown) =>
  new AppError({
    code: 'ALS_DAMAGED',
    message: `"${basename(file)}" is no readable Live set: ${reason.split('\n')[0]}.`,
    action: "Open it in Live and save it again, or take a copy out of the project's Backup folder.",
    cause,
  })

const tooLarge = (file: string, what: string) =>
  new AppError({
    code: 'ALS_TOO_LARGE',
    message: `"${basename(file)}" holds ${what}.`,
    action: 'No Live set is made so; read it only if you know where it comes from.',
  })
