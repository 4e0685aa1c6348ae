/** WAV writer for renders and previews. */
import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { AppError } from './app-error.ts'
import { type Audio, frameCount } from './audio.ts'

export type WavFormat = 'int16' | 'int24' | 'float32'

const layouts: Readonly<Record<WavFormat, { tag: number; bytes: number }>> = {
  int16: { tag: 1, bytes: 2 },
  int24: { tag: 1, bytes: 3 },
  float32: { tag: 3, bytes: 4 },
}

const blockFrames = 1 << 16

/**
 * Writes `audio` to `path` whole or not at all (a temporary file beside it is renamed at the end).
 * Integer formats round to the nearest step without dither and clamp at full scale; the number of samples beyond ±1
 * that were clamped is returned, so that the caller can say so. float32 keeps every level.
 * Throws RangeError for samples that are not numbers, AppError WRITE_FAILED when the disk refuses.
 */
export async function writeWav(
  path: string,
  audio: Audio,
  { format }: { readonly format: WavFormat },
): Promise<{ clampedSamples: number }> {
  requireWritable(audio)
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    const clampedSamples = await writeTo(temporary, audio, format)
    await rename(temporary, path)
    return { clampedSamples }
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined)
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new AppError({
      code: 'WRITE_FAILED',
      message: `"${path}" cannot be written: ${reason}.`,
      action: 'Check that the folder exists, is writable and has room.',
      cause,
    })
  }
}

/** A stem with a NaN in it would be a silent channel in Live; find it here, where the cause is near. */
function requireWritable(audio: Audio): void {
  const frames = frameCount(audio)
  if (audio.channels.length === 0) throw new RangeError('audio must have at least one channel, got 0')
  if (!Number.isInteger(audio.sampleRate) || audio.sampleRate < 1) {
    throw new RangeError(`sampleRate must be a positive whole number of Hz, got ${audio.sampleRate}`)
  }
  audio.channels.forEach((channel, index) => {
    if (channel.length !== frames) {
      throw new RangeError(`all channels must have ${frames} frames, channel ${index} has ${channel.length}`)
    }
    const position = channel.findIndex(value => !Number.isFinite(value))
    if (position >= 0) {
      throw new RangeError(`samples must be finite, got ${channel[position]} in channel ${index} at ${position}`)
    }
  })
}

async function writeTo(path: string, audio: Audio, format: WavFormat): Promise<number> {
  const handle = await open(path, 'wx')
  try {
    const shape = { sampleRate: audio.sampleRate, channels: audio.channels.length, frames: frameCount(audio) }
    await handle.writeFile(wavHeader(shape, format))
    let clamped = 0
    for (let start = 0; start < frameCount(audio); start += blockFrames) {
      const block = interleave(audio, format, start)
      clamped += block.clamped
      await handle.writeFile(block.bytes)
    }
    if ((shape.frames * shape.channels * layouts[format].bytes) % 2) await handle.writeFile(new Uint8Array(1)) // chunks have an even length
    await handle.sync()
    return clamped
  } finally {
    await handle.close()
  }
}

interface Shape {
  readonly sampleRate: number
  readonly channels: number
  readonly frames: number
}

/** RIFF, or RF64 with a ds64 chunk when the 32-bit sizes do not suffice (EBU Tech 3306). Ends where the samples begin. */
export function wavHeader({ sampleRate, channels, frames }: Shape, format: WavFormat): Uint8Array {
  const { tag, bytes } = layouts[format]
  const size = frames * channels * bytes
  const is64 = size > 0xffff_ffff - 100
  const out = new DataView(new ArrayBuffer(128))
  let at = 0
  const text = (characters: string) => {
    for (const character of characters) out.setUint8(at++, character.charCodeAt(0))
  }
  const u16 = (value: number) => {
    out.setUint16(at, value, true)
    at += 2
  }
  const u32 = (value: number) => {
    out.setUint32(at, value, true)
    at += 4
  }
  const u64 = (value: number) => {
    out.setBigUint64(at, BigInt(value), true)
    at += 8
  }
  const isFloat = tag === 3
  const riffSize = 4 + (is64 ? 36 : 0) + 24 + (isFloat ? 14 : 0) + 8 + size + (size % 2)

  text(is64 ? 'RF64' : 'RIFF')
  u32(is64 ? 0xffff_ffff : riffSize)
  text('WAVE')
  if (is64) {
    text('ds64')
    u32(28)
    u64(riffSize)
    u64(size)
    u64(frames)
    u32(0)
  }
  text('fmt ')
  u32(isFloat ? 18 : 16)
  u16(tag)
  u16(channels)
  u32(sampleRate)
  u32(sampleRate * channels * bytes)
  u16(channels * bytes)
  u16(bytes * 8)
  if (isFloat) {
    // Everything but integer PCM carries an extension size and a "fact" chunk with the frame count.
    u16(0)
    text('fact')
    u32(4)
    u32(Math.min(frames, 0xffff_ffff))
  }
  text('data')
  u32(is64 ? 0xffff_ffff : size)
  return new Uint8Array(out.buffer, 0, at)
}

function interleave(audio: Audio, format: WavFormat, start: number): { bytes: Uint8Array; clamped: number } {
  const width = layouts[format].bytes
  const frames = Math.min(blockFrames, frameCount(audio) - start)
  const stride = width * audio.channels.length
  const view = new DataView(new ArrayBuffer(frames * stride))
  const scale = 2 ** (width * 8 - 1)
  let clamped = 0
  audio.channels.forEach((channel, index) => {
    for (let i = 0, at = index * width; i < frames; i++, at += stride) {
      const value = channel[start + i]!
      if (format === 'float32') {
        view.setFloat32(at, value, true)
        continue
      }
      if (value > 1 || value < -1) clamped++
      const step = Math.max(-scale, Math.min(scale - 1, Math.round(value * scale)))
      if (format === 'int24') view.setUint8(at + 2, step >> 16)
      view.setUint16(at, step & 0xffff, true)
    }
  })
  return { bytes: new Uint8Array(view.buffer), clamped }
}
