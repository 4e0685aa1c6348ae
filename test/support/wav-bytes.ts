/**
 * WAV files for tests, put together byte by byte with Buffer methods only: nothing here is shared with the reader.
 * Samples are given as the integers (or floats) that stand in the file, so that a test can state exact results.
 */

export type WavEncoding = 'u8' | 's16' | 's24' | 's32' | 'f32' | 'f64'

export interface Chunk {
  readonly name: string
  readonly body: Buffer
  /** Leave out the padding byte after an odd length, as some writers do. */
  readonly unpadded?: boolean
  /** The size to write instead of the true one. */
  readonly lie?: number
}

export interface WavOptions {
  readonly encoding: WavEncoding
  /** Raw sample values per channel. */
  readonly channels: readonly (readonly number[])[]
  readonly sampleRate?: number
  readonly riff?: 'RIFF' | 'RF64' | 'BW64'
  /** WAVE_FORMAT_EXTENSIBLE with this many valid bits. */
  readonly validBits?: number
  readonly formatTag?: number
  readonly bits?: number
  readonly beforeFormat?: readonly Chunk[]
  readonly beforeData?: readonly Chunk[]
  readonly afterData?: readonly Chunk[]
  /** What the header says about the size of the data instead of the truth. */
  readonly dataSize?: number
  /** Fields of the "fmt " chunk to lie about. */
  readonly statedChannels?: number
  readonly blockAlign?: number
}

const widths: Readonly<Record<WavEncoding, number>> = { u8: 1, s16: 2, s24: 3, s32: 4, f32: 4, f64: 8 }

export function chunk({ name, body, unpadded = false, lie }: Chunk): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  head.writeUInt32LE(lie ?? body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2 && !unpadded ? 1 : 0)])
}

export function sampleBytes(encoding: WavEncoding, channels: readonly (readonly number[])[]): Buffer {
  const width = widths[encoding]
  const frames = channels[0]?.length ?? 0
  const out = Buffer.alloc(frames * channels.length * width)
  channels.forEach((samples, index) => {
    samples.forEach((value, frame) => {
      const at = (frame * channels.length + index) * width
      if (encoding === 'f32') out.writeFloatLE(value, at)
      else if (encoding === 'f64') out.writeDoubleLE(value, at)
      else if (encoding === 'u8') out.writeUInt8(value, at)
      else out.writeIntLE(value, at, width)
    })
  })
  return out
}

export function formatBody(options: WavOptions): Buffer {
  const width = widths[options.encoding]
  const channels = options.statedChannels ?? options.channels.length
  const rate = options.sampleRate ?? 44_100
  const isFloat = options.encoding.startsWith('f')
  const tag = options.formatTag ?? (isFloat ? 3 : 1)
  const extensible = options.validBits !== undefined
  const out = Buffer.alloc(extensible ? 40 : 16)
  out.writeUInt16LE(extensible ? 0xfffe : tag, 0)
  out.writeUInt16LE(channels, 2)
  out.writeUInt32LE(rate, 4)
  out.writeUInt32LE((rate * channels * width) >>> 0, 8)
  out.writeUInt16LE(options.blockAlign ?? channels * width, 12)
  out.writeUInt16LE(options.bits ?? width * 8, 14)
  if (options.validBits !== undefined) {
    out.writeUInt16LE(22, 16)
    out.writeUInt16LE(options.validBits, 18)
    out.writeUInt32LE(3, 20)
    out.writeUInt16LE(tag, 24)
    Buffer.from('000000001000800000aa00389b71', 'hex').copy(out, 26)
  }
  return out
}

export function wavBytes(options: WavOptions): Buffer {
  const riff = options.riff ?? 'RIFF'
  const data = sampleBytes(options.encoding, options.channels)
  const is64 = riff !== 'RIFF'
  const ds64 = Buffer.alloc(28)
  ds64.writeBigUInt64LE(BigInt(options.dataSize ?? data.length), 8)
  const lie = is64 ? 0xffff_ffff : options.dataSize
  const body = Buffer.concat([
    Buffer.from('WAVE'),
    ...(is64 ? [chunk({ name: 'ds64', body: ds64 })] : []),
    ...(options.beforeFormat ?? []).map(chunk),
    chunk({ name: 'fmt ', body: formatBody(options) }),
    ...(options.beforeData ?? []).map(chunk),
    chunk({ name: 'data', body: data, ...(lie === undefined ? {} : { lie }) }),
    ...(options.afterData ?? []).map(chunk),
  ])
  const head = Buffer.alloc(8)
  head.write(riff, 0, 'latin1')
  head.writeUInt32LE(is64 ? 0xffff_ffff : body.length, 4)
  return Buffer.concat([head, body])
}
