/**
 * A Live set file as a stream of elements: gzip or plain XML, in bounded memory. Only what is asked for becomes a tree, and
 * only until it has been handed over.
 */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { AppError } from '../../audio/app-error.ts'
import type { AlsElement } from './element.ts'
import { Utf8Check } from './utf8-check.ts'
import { type XmlEvents, XmlFault, XmlScanner, XmlTooDeep } from './xml-scanner.ts'

/** What no set of Live's needs. */
export interface XmlLimits {
  /** Of XML: the largest of the sample sets unpacks to 37 MB. */
  readonly bytes: number
  /** Bytes between two tags: plug-in states are megabytes of hexadecimal text. */
  readonly gap: number
  /** In one tree. */
  readonly elements: number
  readonly depth: number
}
const usual: XmlLimits = { bytes: 512 * 2 ** 20, gap: 64 * 2 ** 20, elements: 4_000_000, depth: 500 }

/** Of unpacked XML at a time, in bytes: each piece has its cost, and 16 KB, Node's default, makes thousands of them. */
const chunkSize = 2 ** 17

export interface Wanted {
  /** Whether this element becomes a tree, may hold others that do, or is passed over: `path` are the tags from the root to it. */
  wants(path: readonly string[]): 'tree' | 'inside' | 'nothing'
  /** Elements of a tree that are left out with everything below; `path` as in `wants`. */
  drops(tag: string, parent: AlsElement, path: readonly string[]): boolean
  /** A tree is complete. Called in document order. */
  take(element: AlsElement, path: readonly string[]): void
  /** The root, before anything else. Throws AppError to stop. */
  root(element: AlsElement): void
}

/** Throws AppError FILE_MISSING, ALS_TOO_LARGE, ALS_DAMAGED, or what `wanted` throws. */
export async function readElements(file: string, wanted: Wanted, limits: XmlLimits = usual): Promise<void> {
  const scanner = new XmlScanner(new Trees(wanted, limits), limits.depth)
  const encoding = new Utf8Check()
  let bytes = 0
  /** What stopped the scanner. The pipeline reports that the stream before it was cut off. */
  let fault: unknown
  const write = async (source: AsyncIterable<Buffer>) => {
    try {
      for await (const chunk of source) {
        bytes += chunk.length
        if (bytes > limits.bytes) throw new TooMuch(`more than ${limits.bytes / 2 ** 20} MB of XML`)
        if (!encoding.takes(chunk)) throw new XmlFault('it is not UTF-8')
        scanner.write(chunk)
        if (scanner.gap > limits.gap) throw new TooMuch('one value of the size of a whole set')
      }
      if (!encoding.isComplete) throw new XmlFault('it is not UTF-8')
      scanner.close()
    } catch (error) {
      fault = error
      throw error
    }
  }
  const isPacked = await isGzip(file)
  try {
    if (isPacked) await pipeline(createReadStream(file), createGunzip({ chunkSize }), write)
    else await pipeline(createReadStream(file, { highWaterMark: chunkSize }), write)
  } catch (error) {
    throw appError(file, fault ?? error, limits)
  }
}

function appError(file: string, reason: unknown, { depth }: XmlLimits): AppError {
  if (reason instanceof AppError) return reason
  if (reason instanceof TooMuch) return tooLarge(file, reason.message)
  if (reason instanceof XmlTooDeep) return tooLarge(file, `elements nested deeper than ${depth}`)
  return damaged(file, reason instanceof Error ? reason.message : String(reason), reason)
}

class TooMuch extends Error {}

/** An element while it is being read. */
type Growing = { -readonly [K in keyof AlsElement]: AlsElement[K] }

/** Most elements have no attribute but `Value`, and no children: they share these, which are never written to. */
const noAttributes: readonly string[] = []
const noChildren: readonly AlsElement[] = []

/** Makes trees of what is wanted. */
class Trees implements XmlEvents {
  readonly #wanted: Wanted
  readonly #limit: number
  /** Tags from the root to the element that is being read. */
  readonly #path: string[] = []
  /** The same elements, as far as they are in a tree. */
  readonly #open: Growing[] = []
  #elements = 0
  #isTree = false
  #value: string | undefined
  #valueEnd = -1
  #attributes: readonly string[] = noAttributes

  constructor(wanted: Wanted, { elements }: XmlLimits) {
    this.#wanted = wanted
    this.#limit = elements
  }

  enters(tag: string): boolean {
    const parent = this.#open.at(-1)
    this.#path.push(tag)
    if (this.#path.length === 1) return true
    if (parent) parent.count++
    const wants = parent
      ? this.#wanted.drops(tag, parent, this.#path)
        ? 'nothing'
        : 'tree'
      : this.#wanted.wants(this.#path)
    this.#isTree = wants === 'tree'
    if (wants === 'nothing') this.#path.pop()
    return wants !== 'nothing'
  }

  attribute(name: string, value: string, end: number): void {
    if (name === 'Value') {
      this.#value = value
      this.#valueEnd = end
    } else this.#attributes = this.#attributes === noAttributes ? [name, value] : [...this.#attributes, name, value]
  }

  opened(): void {
    const tag = this.#path.at(-1)!
    const element: Growing = {
      tag,
      value: this.#value,
      attributes: this.#attributes,
      children: noChildren,
      valueEnd: this.#valueEnd,
      count: 0,
    }
    this.#value = undefined
    this.#valueEnd = -1
    this.#attributes = noAttributes
    if (this.#path.length === 1) this.#wanted.root(element)
    if (!this.#isTree) return
    if (++this.#elements > this.#limit) throw new TooMuch(`more than ${this.#limit} elements in one track`)
    const parent = this.#open.at(-1)
    if (parent) {
      if (parent.children === noChildren) parent.children = [element]
      else (parent.children as AlsElement[]).push(element)
    }
    this.#open.push(element)
  }

  closed(): void {
    const element = this.#open.pop()
    if (element && this.#open.length === 0) {
      this.#wanted.take(element, this.#path)
      this.#elements = 0
      this.#isTree = false
    }
    this.#path.pop()
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
