/** Uncompressed samples to planar Float32, for WAV and AIFF alike. */
import { kernels } from '../dsp/kernels/kernels.ts'
import type { SplitStereo } from '../dsp/split-stereo.ts'
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

/** Read in blocks of this size into one buffer: the event loop runs between them, and the file is never in memory whole. */
const blockBytes = 1 << 18
/** Eight times full scale (+18 dBFS): legitimate float audio stays far below, garbage does not. */
export const wildLevel = 8

/**
 * Reads interleaved frames into planar channels. Integers come out within [-1, 1); floats as they are, except that
 * NaN and infinities become 0. Both that and samples beyond ±8 are counted in `warnings`.
 */
export async function readPcm(source: ByteSource, layout: PcmLayout): Promise<Pcm> {
  const width = bytesPerSample[layout.format]
  const frameBytes = width * layout.channels
  const framesPerBlock = Math.max(1, Math.floor(blockBytes / frameBytes))
  const channels = allocateChannels(source.name, layout.channels, layout.frames)
  const block = new Uint8Array(framesPerBlock * frameBytes)
  const strange = { notNumbers: 0, wild: 0 }
  const split = splitOf(layout)
  let done = 0
  while (done < layout.frames) {
    const wanted = Math.min(framesPerBlock, layout.frames - done)
    const read = await source.read(layout.offset + done * frameBytes, wanted * frameBytes, block)
    const frames = Math.floor(read.length / frameBytes)
    const bytes = block.subarray(0, frames * frameBytes)
    if (layout.littleEndian !== hostIsLittleEndian) swapBytes(bytes, width)
    if (split) split(bytes, channels[0]!.subarray(done, done + frames), channels[1]!.subarray(done, done + frames))
    else
      channels.forEach((channel, first) => {
        const out = channel.subarray(done, done + frames)
        convert[layout.format](bytes, { first, stride: channels.length }, out)
        if (isFloat(layout.format)) cleanFloats(out, strange)
      })
    done += frames
    if (frames < wanted) break // the file shrank while it was being read
  }
  const whole = done === layout.frames ? channels : channels.map(channel => channel.slice(0, done))
  return { channels: whole, warnings: warningsOf(strange) }
}

/** Both channels at once, for what most files are; the kernels read the lowest byte first. */
function splitOf({ format, channels }: PcmLayout): SplitStereo | null {
  if (channels !== 2 || !hostIsLittleEndian) return null
  if (format === 's16') return kernels().splitStereo16
  return format === 's24' ? kernels().splitStereo24 : null
}

export const isFloat = (format: SampleFormat) => format === 'f32' || format === 'f64'

const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/** Turns samples around, in place. */
function swapBytes(bytes: Uint8Array, width: number): void {
  for (let low = 0; low < bytes.length; low += width) {
    for (let a = low, b = low + width - 1; a < b; a++, b--) {
      const byte = bytes[a]!
      bytes[a] = bytes[b]!
      bytes[b] = byte
    }
  }
}

/** Of interleaved samples in this machine's byte order, every `stride`-th from `first` on. */
type Convert = (bytes: Uint8Array, at: { first: number; stride: number }, out: Float32Array) => void

/** One plain loop per format: a shared per-sample callback would be several times slower. */
const convert: Readonly<Record<SampleFormat, Convert>> = {
  u8(bytes, { first, stride }, out) {
    for (let i = 0, p = first; i < out.length; i++, p += stride) out[i] = (bytes[p]! - 128) / 128
  },
  s8(bytes, { first, stride }, out) {
    const samples = new Int8Array(bytes.buffer, 0, bytes.length)
    for (let i = 0, p = first; i < out.length; i++, p += stride) out[i] = samples[p]! / 128
  },
  s16(bytes, { first, stride }, out) {
    const samples = new Int16Array(bytes.buffer, 0, bytes.length / 2)
    for (let i = 0, p = first; i < out.length; i++, p += stride) out[i] = samples[p]! / 32_768
  },
  s24(bytes, { first, stride }, out) {
    const high = hostIsLittleEndian ? 2 : 0
    for (let i = 0, p = 3 * first; i < out.length; i++, p += 3 * stride) {
      // The highest byte lands in the sign's place.
      out[i] = ((bytes[p + high]! << 24) | (bytes[p + 1]! << 16) | (bytes[p + 2 - high]! << 8)) / 2_147_483_648
    }
  },
  s32(bytes, { first, stride }, out) {
    const samples = new Int32Array(bytes.buffer, 0, bytes.length / 4)
    for (let i = 0, p = first; i < out.length; i++, p += stride) out[i] = samples[p]! / 2_147_483_648
  },
  f32(bytes, { first, stride }, out) {
    const samples = new Float32Array(bytes.buffer, 0, bytes.length / 4)
    for (let i = 0, p = first; i < out.length; i++, p += stride) out[i] = samples[p]!
  },
  f64(bytes, { first, stride }, out) {
    const samples = new Float64Array(bytes.buffer, 0, bytes.length / 8)
    for (let i = 0, p = first; i < out.length; i++, p += stride) out[i] = samples[p]!
  },
}

interface Strange {
  notNumbers: number
  wild: number
}

/** Zeroes what is not a number (in place) and counts it, and what is wild. */
function cleanFloats(samples: Float32Array, strange: Strange): void {
  for (let i = 0; i < samples.length; i++) {
    const level = Math.abs(samples[i]!)
    if (level <= wildLevel) continue
    if (level < Number.POSITIVE_INFINITY) strange.wild++
    else {
      strange.notNumbers++
      samples[i] = 0
    }
  }
}

function warningsOf({ notNumbers, wild }: Strange): string[] {
  const warnings: string[] = []
  if (notNumbers) warnings.push(`${notNumbers} samples are not numbers (NaN or infinite) and are read as silence`)
  if (wild) warnings.push(`${wild} samples are beyond ±${wildLevel} (+18 dBFS); they are kept as they are`)
  return warnings
}
