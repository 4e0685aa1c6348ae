/** Uncompressed samples to planar Float32, for WAV and AIFF alike. */
import type { ByteSource } from './byte-source.ts'
import { allocateChannels } from './limits.ts'

/** Integers are full scale at 2^(bits - 1), so 16 bit divides by 32768; `u8` is centred on 128. */
export type SampleFormat = 'u8' | 's8' | 's16' | 's24' | 's32' | 'f32' | 'f64'

export const bytesPerSample: Readonly<Record<SampleFormat, number>> = {
  u8: 1,
  s8: 1,
  s16: 2,
  s24: 3,
  s32: 4,
  f32: 4,
  f64: 8,
}

export interface PcmLayout {
  /** First byte of the samples. */
  readonly offset: number
  /** Interleaved frames to read; all must lie inside the source. */
  readonly frames: number
  readonly channels: number
  readonly format: SampleFormat
  readonly littleEndian: boolean
}

export interface Pcm {
  readonly channels: Float32Array[]
  readonly warnings: string[]
}

/** Read in blocks of this size, so that the event loop runs between them. */
const blockBytes = 1 << 20
/** Eight times full scale (+18 dBFS): legitimate float audio stays far below, garbage does not. */
export const wildLevel = 8

/**
 * Reads interleaved frames into planar channels. Integers come out within [-1, 1); floats as they are, except that
 * NaN and infinities become 0. Both that and samples beyond ±8 are counted in `warnings`.
 */
export async function readPcm(source: ByteSource, layout: PcmLayout): Promise<Pcm> {
  const frameBytes = bytesPerSample[layout.format] * layout.channels
  const framesPerBlock = Math.max(1, Math.floor(blockBytes / frameBytes))
  const channels = allocateChannels(source.name, layout.channels, layout.frames)
  let done = 0
  while (done < layout.frames) {
    const wanted = Math.min(framesPerBlock, layout.frames - done)
    const bytes = await source.read(layout.offset + done * frameBytes, wanted * frameBytes)
    const frames = Math.floor(bytes.length / frameBytes)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    for (let channel = 0; channel < channels.length; channel++) {
      const from = channel * bytesPerSample[layout.format]
      convert[layout.format](
        view,
        { from, stride: frameBytes, littleEndian: layout.littleEndian },
        channels[channel]!.subarray(done, done + frames),
      )
    }
    done += frames
    if (frames < wanted) break // the file shrank while it was being read
  }
  const whole = done === layout.frames ? channels : channels.map(channel => channel.slice(0, done))
  return { channels: whole, warnings: isFloat(layout.format) ? cleanFloats(whole) : [] }
}

export const isFloat = (format: SampleFormat) => format === 'f32' || format === 'f64'

type Convert = (view: DataView, at: { from: number; stride: number; littleEndian: boolean }, out: Float32Array) => void

/** One plain loop per format: a shared per-sample callback would be several times slower. */
const convert: Readonly<Record<SampleFormat, Convert>> = {
  u8(view, { from, stride }, out) {
    for (let i = 0, p = from; i < out.length; i++, p += stride) out[i] = (view.getUint8(p) - 128) / 128
  },
  s8(view, { from, stride }, out) {
    for (let i = 0, p = from; i < out.length; i++, p += stride) out[i] = view.getInt8(p) / 128
  },
  s16(view, { from, stride, littleEndian }, out) {
    for (let i = 0, p = from; i < out.length; i++, p += stride) out[i] = view.getInt16(p, littleEndian) / 32_768
  },
  s24(view, { from, stride, littleEndian }, out) {
    const high = littleEndian ? 2 : 0
    const low = littleEndian ? 0 : 2
    for (let i = 0, p = from; i < out.length; i++, p += stride) {
      out[i] = ((view.getInt8(p + high) << 16) | (view.getUint8(p + 1) << 8) | view.getUint8(p + low)) / 8_388_608
    }
  },
  s32(view, { from, stride, littleEndian }, out) {
    for (let i = 0, p = from; i < out.length; i++, p += stride) out[i] = view.getInt32(p, littleEndian) / 2_147_483_648
  },
  f32(view, { from, stride, littleEndian }, out) {
    for (let i = 0, p = from; i < out.length; i++, p += stride) out[i] = view.getFloat32(p, littleEndian)
  },
  f64(view, { from, stride, littleEndian }, out) {
    for (let i = 0, p = from; i < out.length; i++, p += stride) out[i] = view.getFloat64(p, littleEndian)
  },
}

/** Zeroes what is not a number (in place); says how many such samples and how many wild ones there were. */
function cleanFloats(channels: readonly Float32Array[]): string[] {
  let notNumbers = 0
  let wild = 0
  for (const channel of channels) {
    for (let i = 0; i < channel.length; i++) {
      const level = Math.abs(channel[i]!)
      if (level <= wildLevel) continue
      if (level < Number.POSITIVE_INFINITY) wild++
      else {
        notNumbers++
        channel[i] = 0
      }
    }
  }
  const warnings: string[] = []
  if (notNumbers) warnings.push(`${notNumbers} samples are not numbers (NaN or infinite) and are read as silence`)
  if (wild) warnings.push(`${wild} samples are beyond ±${wildLevel} (+18 dBFS); they are kept as they are`)
  return warnings
}
