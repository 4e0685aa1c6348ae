/** FLAC's own statements (RFC 9639): the total length, and the MD5 of the integer samples. */
import { createHash } from 'node:crypto'
import { setImmediate as yieldToEvents } from 'node:timers/promises'

export interface StreamInfo {
  readonly sampleRate: number
  readonly channels: number
  readonly bitDepth: number
  /** null when the encoder did not know it. */
  readonly statedFrames: number | null
  /** Hexadecimal; null when the encoder left it out. */
  readonly md5: string | null
}

/** The STREAMINFO block after the marker "fLaC" at `start`; null when it is cut off. */
export function streamInfo(bytes: Uint8Array, start = 0): StreamInfo | null {
  if (bytes.length < start + 42 || (bytes[start + 4]! & 0x7f) !== 0) return null
  const view = new DataView(bytes.buffer, bytes.byteOffset + start + 8)
  const packed = view.getUint32(10)
  const total = (view.getUint8(13) & 15) * 2 ** 32 + view.getUint32(14)
  const md5 = Buffer.from(bytes.slice(start + 26, start + 42)).toString('hex')
  return {
    sampleRate: packed >>> 12,
    channels: ((packed >>> 9) & 7) + 1,
    bitDepth: ((packed >>> 4) & 31) + 1,
    statedFrames: total || null,
    md5: /^0*$/.test(md5) ? null : md5,
  }
}

const blockFrames = 1 << 16

/**
 * The decoder divides by 2^(bits − 1) − 1. This undoes it in place, so that full scale is 2^(bits − 1) as everywhere
 * here, and returns the MD5 of the integers. Exact up to 24 bits: beyond that Float32 does not hold them, hence null.
 */
export async function restoreIntegers(channels: readonly Float32Array[], bitDepth: number): Promise<string | null> {
  if (bitDepth > 24) return null
  const width = Math.ceil(bitDepth / 8)
  const full = 2 ** (bitDepth - 1)
  const hash = createHash('md5')
  const frames = channels[0]?.length ?? 0
  for (let start = 0; start < frames; start += blockFrames) {
    const count = Math.min(blockFrames, frames - start)
    const stride = width * channels.length
    const bytes = new Uint8Array(count * stride)
    channels.forEach((channel, index) => {
      for (let i = 0, at = index * width; i < count; i++, at += stride) {
        const integer = Math.round(channel[start + i]! * (full - 1))
        channel[start + i] = integer / full
        bytes[at] = integer
        if (width > 1) bytes[at + 1] = integer >> 8
        if (width > 2) bytes[at + 2] = integer >> 16
      }
    })
    hash.update(bytes)
    await yieldToEvents()
  }
  return hash.digest('hex')
}
