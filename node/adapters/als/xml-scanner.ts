/**
 * The tags of an XML file out of its bytes, as they come: ten times the speed of a general parser, since a set file holds
 * nothing else of interest, and what nobody wants is passed over without becoming strings. Text between tags is not handed
 * over; a document type, and with it entities of one's own, is refused.
 */
import { Interned, isPlain } from './interned.ts'

export interface XmlEvents {
  /** An element begins. false: it is passed over with everything below, and `close` is not called. */
  enters(tag: string): boolean
  /** Of the element that was entered, before `opened`. `end`: bytes from the start of the XML to its closing quote. */
  attribute(name: string, value: string, end: number): void
  /** Its start tag is complete. */
  opened(): void
  closed(): void
}

export class XmlScanner {
  readonly #events: XmlEvents
  readonly #depthLimit: number
  readonly #names = new Interned()
  readonly #values = new Interned()
  readonly #open: string[] = []
  /** Elements below the outermost one that is passed over, and that one; 0: none is. */
  #skipped = 0
  #skippedTag = ''
  #hasRoot = false
  /** Bytes before `#rest`, and before what is being scanned. */
  #base = 0
  /** A tag that was not complete, and what came after it; it is looked at again when it has doubled. */
  #rest: Buffer = Buffer.alloc(0)
  #restLength = 0
  #wanted = 0
  #lastTag = 0

  /** `depthLimit`: more elements in each other throw XmlTooDeep. */
  constructor(events: XmlEvents, depthLimit: number) {
    this.#events = events
    this.#depthLimit = depthLimit
  }

  /** Bytes since the end of the last tag. */
  get gap(): number {
    return this.#base + this.#restLength - this.#lastTag
  }

  /** UTF-8, cut anywhere. `chunk` is not kept. Throws XmlFault, XmlTooDeep, or what the events throw. */
  write(chunk: Buffer): void {
    if (this.#restLength === 0) {
      this.#keep(chunk, this.#scan(chunk, chunk.length), chunk.length)
      return
    }
    this.#append(chunk)
    if (this.#restLength < this.#wanted) return
    this.#keep(this.#rest, this.#scan(this.#rest, this.#restLength), this.#restLength)
  }

  /** The file is over. Throws XmlFault where it is not complete. */
  close(): void {
    if (this.#restLength > 0) {
      const done = this.#scan(this.#rest, this.#restLength)
      if (done < this.#restLength) throw new XmlFault('a tag is not closed')
    }
    if (this.#skipped > 0 || this.#open.length > 0) {
      throw new XmlFault(`<${this.#open.at(-1) ?? this.#skippedTag}> is not closed`)
    }
    if (!this.#hasRoot) throw new XmlFault('it holds no element')
  }

  #append(chunk: Buffer): void {
    const length = this.#restLength + chunk.length
    if (length > this.#rest.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#rest.length))
      this.#rest.copy(larger, 0, 0, this.#restLength)
      this.#rest = larger
    }
    chunk.copy(this.#rest, this.#restLength)
    this.#restLength = length
  }

  /** What is left of `bytes` after `done`. */
  #keep(bytes: Buffer, done: number, length: number): void {
    const left = length - done
    this.#base += done
    if (left > this.#rest.length) this.#rest = Buffer.allocUnsafe(2 * left)
    bytes.copy(this.#rest, 0, done, length)
    this.#restLength = left
    // Twice as much each time: a value of megabytes is not read again with every piece of it.
    this.#wanted = 2 * left
  }

  /** Returns how many bytes are done with: all, or up to a tag that is not complete. */
  #scan(bytes: Buffer, length: number): number {
    let at = 0
    while (true) {
      const start = this.#textEnd(bytes, at, length)
      if (start === length) return length
      if (start + 1 === length) return start
      const kind = bytes[start + 1]!
      let end: number
      if (kind === slash) end = this.#endTag(bytes, start, length)
      else if (kind === question) end = endOf(bytes, start + 2, length, '?>')
      else if (kind === exclamation) end = markupEnd(bytes, start, length)
      else end = this.#startTag(bytes, start, length)
      if (end < 0) return start
      this.#lastTag = this.#base + end
      at = end
    }
  }

  /** Where the next tag begins, or `length`. */
  #textEnd(bytes: Buffer, from: number, length: number): number {
    if (this.#open.length > 0 || this.#skipped > 0) {
      let at = from
      while (at < length && bytes[at] !== lessThan) at++
      return at
    }
    for (let at = from; at < length; at++) {
      const byte = bytes[at]!
      if (byte === lessThan) return at
      if (!isSpace(byte) && this.#base + at >= byteOrderMark.length) throw new XmlFault('text outside of the root')
      if (!isSpace(byte) && byte !== byteOrderMark[this.#base + at]) throw new XmlFault('it does not begin with a tag')
    }
    return length
  }

  /** Returns where the tag ends; −1: it does not. */
  #endTag(bytes: Buffer, start: number, length: number): number {
    let at = start + 2
    while (at < length && bytes[at] !== greaterThan) at++
    if (at === length) return -1
    const end = at + 1
    if (this.#skipped > 1) {
      this.#skipped--
      return end
    }
    while (isSpace(bytes[at - 1]!)) at--
    const expected = this.#skipped === 1 ? this.#skippedTag : this.#open.pop()
    const tag = this.#names.of(bytes, start + 2, at)
    if (tag !== expected) {
      throw new XmlFault(
        expected === undefined ? `</${shown(tag)}> closes nothing` : `<${expected}> is closed by </${shown(tag)}>`,
      )
    }
    if (this.#skipped === 1) this.#skipped = 0
    else this.#events.closed()
    return end
  }

  /** Returns where the tag ends; −1: it does not. */
  #startTag(bytes: Buffer, start: number, length: number): number {
    const close = tagEnd(bytes, start + 1, length)
    if (close < 0) return -1
    const isEmpty = bytes[close - 1] === slash
    if (this.#open.length + this.#skipped >= this.#depthLimit) throw new XmlTooDeep()
    if (this.#skipped > 0) {
      if (!isEmpty) this.#skipped++
      return close + 1
    }
    if (this.#open.length === 0 && this.#hasRoot) throw new XmlFault('a second root')
    this.#hasRoot = true
    const end = isEmpty ? close - 1 : close
    let at = start + 1
    while (at < end && isName(bytes[at]!)) at++
    const tag = this.#names.of(bytes, start + 1, at)
    if (at === start + 1 || (at < end && !isSpace(bytes[at]!))) throw new XmlFault(`<${shown(tag)} is no tag`)
    if (!this.#events.enters(tag)) {
      if (!isEmpty) {
        this.#skipped = 1
        this.#skippedTag = tag
      }
      return close + 1
    }
    this.#attributes(bytes, at, end)
    this.#events.opened()
    if (isEmpty) this.#events.closed()
    else this.#open.push(tag)
    return close + 1
  }

  #attributes(bytes: Buffer, from: number, end: number): void {
    let at = from
    while (true) {
      const before = at
      while (at < end && isSpace(bytes[at]!)) at++
      if (at === end) return
      const nameStart = at
      while (at < end && isName(bytes[at]!)) at++
      const name = this.#names.of(bytes, nameStart, at)
      while (at < end && isSpace(bytes[at]!)) at++
      if (nameStart === before || name === '' || bytes[at] !== equals)
        throw new XmlFault('an attribute without a value')
      at++
      while (at < end && isSpace(bytes[at]!)) at++
      const quote = bytes[at]!
      if (at >= end || (quote !== doubleQuote && quote !== singleQuote)) throw new XmlFault(`"${name}" is not quoted`)
      const valueStart = ++at
      let isSimple = true
      for (; bytes[at] !== quote; at++) isSimple &&= isPlain(bytes[at]!)
      const value = isSimple
        ? this.#values.of(bytes, valueStart, at)
        : attributeValue(bytes.toString('utf8', valueStart, at))
      this.#events.attribute(name, value, this.#base + at)
      at++
    }
  }
}

/** What makes a file no XML. */
export class XmlFault extends Error {}
export class XmlTooDeep extends Error {}

const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
const space = 0x20
const exclamation = 0x21
const doubleQuote = 0x22
const singleQuote = 0x27
const slash = 0x2f
const lessThan = 0x3c
const equals = 0x3d
const greaterThan = 0x3e
const question = 0x3f
const byteOrderMark = [0xef, 0xbb, 0xbf]

const isSpace = (byte: number) => byte === space || byte === lineFeed || byte === carriageReturn || byte === tab

/** What ends no name: more than XML allows, since nothing depends on it. */
const nameBytes = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte > space && !'!"\'/<=>?&'.includes(String.fromCharCode(byte)) ? 1 : 0,
)
const isName = (byte: number) => nameBytes[byte] === 1

/** Of a start tag: its ">", which quotes may hold as well. −1: not there yet. */
function tagEnd(bytes: Buffer, from: number, length: number): number {
  for (let at = from; at < length; at++) {
    const byte = bytes[at]!
    if (byte === greaterThan) return at
    if (byte === lessThan) throw new XmlFault('a tag within a tag')
    if (byte === doubleQuote || byte === singleQuote) {
      for (at++; at < length && bytes[at] !== byte; at++) {
        if (bytes[at] === lessThan) throw new XmlFault('a tag within a value')
      }
    }
  }
  return -1
}

/** Comments and character data are passed over. */
function markupEnd(bytes: Buffer, start: number, length: number): number {
  const [comment, data] = ['<!--', '<![CDATA[']
  const begins = bytes.toString('latin1', start, Math.min(length, start + data.length))
  if (begins.startsWith(comment)) return endOf(bytes, start + comment.length, length, '-->')
  if (begins === data) return endOf(bytes, start + data.length, length, ']]>')
  if (comment.startsWith(begins) || data.startsWith(begins)) return -1
  throw new XmlFault('a document type')
}

/** Behind the first `text` from there. −1: not there yet. */
function endOf(bytes: Buffer, from: number, length: number, text: string): number {
  const found = bytes.subarray(0, length).indexOf(text, from, 'latin1')
  return found < 0 ? -1 : found + text.length
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Spaces and entities as XML reads them in attributes. */
function attributeValue(text: string): string {
  return text
    .replace(/\r\n|[\t\n\r]/g, ' ')
    .replace(/&(?:#x([\da-fA-F]+)|#(\d+)|(\w+));|&/g, (all, hex, decimal, name) => {
      const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : Number.NaN
      const value = name === undefined ? characterOf(code) : entities[name]
      if (value === undefined) throw new XmlFault(`${shown(all)} stands for nothing`)
      return value
    })
}

const characterOf = (code: number) => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined)

/** In a sentence. */
const shown = (text: string) => (text.length > 40 ? `${text.slice(0, 40)}…` : text)
