/** Style segments as one short text, for files: "drop 61.2 91.3,breakdown 91.3 122|base64". */
import type { StyleSegment } from '../analysis.ts'
import { sectionTypes } from '../catalogue.ts'
import { styleSize } from './layout.ts'

/**
 * The vectors are kept as the upper halves of their single-precision numbers (bfloat16, rounded): three digits are more than
 * any figure here is good for, and a track of twelve segments takes 5 kB.
 */
export function packStyle(segments: readonly StyleSegment[]): string {
  const head = segments.map(
    ({ section, startSeconds, endSeconds }) => `${section} ${tenths(startSeconds)} ${tenths(endSeconds)}`,
  )
  const bytes = Buffer.alloc(2 * styleSize * segments.length)
  const single = new Float32Array(1)
  const bits = new Uint32Array(single.buffer)
  segments.forEach(({ vector }, row) => {
    vector.forEach((value, i) => {
      single[0] = value
      bytes.writeUInt16LE(
        (Number.isNaN(value) ? bits[0]! : Math.min(0xffffffff, bits[0]! + 0x8000)) >>> 16,
        2 * (row * styleSize + i),
      )
    })
  })
  return `${head.join(',')}|${bytes.toString('base64')}`
}

const tenths = (seconds: number) => Math.round(10 * seconds) / 10

/** null for anything that `packStyle` did not write, or wrote for vectors of another size. */
export function unpackStyle(text: string): readonly StyleSegment[] | null {
  const [head, body] = text.split('|')
  if (head === undefined || body === undefined) return null
  const rows = head === '' ? [] : head.split(',').map(row => row.split(' '))
  const bytes = Buffer.from(body, 'base64')
  if (bytes.length !== 2 * styleSize * rows.length) return null
  const segments = rows.flatMap(([name, start, end], row): StyleSegment[] => {
    const section = sectionTypes.find(type => type === name)
    const [startSeconds, endSeconds] = [Number(start), Number(end)]
    if (!section || !(endSeconds > startSeconds)) return []
    const bits = Uint32Array.from({ length: styleSize }, (_, i) => bytes.readUInt16LE(2 * (row * styleSize + i)) << 16)
    return [{ section, startSeconds, endSeconds, vector: new Float32Array(bits.buffer) }]
  })
  return segments.length === rows.length ? segments : null
}
