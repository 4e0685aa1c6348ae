import { expect, test } from 'vitest'
import { readAiff } from '../../node/audio/aiff.ts'
import { AppError } from '../../node/audio/app-error.ts'
import { bytesSource } from '../../node/audio/byte-source.ts'
import { rejection } from './measure.ts'

const read = (bytes: Uint8Array) => readAiff(bytesSource('pad.aif', bytes))

/** 80-bit extended values written down by hand (Apple's "44100" is the well-known one). */
const rates = {
  44100: '400eac44000000000000',
  48000: '400ebb80000000000000',
  1000: '4008fa00000000000000',
  1: '3fff8000000000000000',
  44099.5: '400eac43800000000000',
  0: '00000000000000000000',
  1000000: '4012f424000000000000',
} as const

interface Options {
  readonly samples: Buffer
  readonly channels?: number
  readonly frames: number
  readonly bits: number
  readonly rate?: keyof typeof rates
  readonly compression?: string
  /** Bytes between the head of SSND and the first sample. */
  readonly skip?: number
  readonly soundFirst?: boolean
  readonly soundSize?: number
}

function chunk(name: string, body: Buffer, size = body.length): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 0, 'latin1')
  head.writeUInt32BE(size, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

function aiffBytes({
  samples,
  channels = 1,
  frames,
  bits,
  rate = 44_100,
  compression,
  skip = 0,
  soundFirst,
  soundSize,
}: Options): Buffer {
  const common = Buffer.alloc(18)
  common.writeUInt16BE(channels, 0)
  common.writeUInt32BE(frames, 2)
  common.writeUInt16BE(bits, 6)
  Buffer.from(rates[rate], 'hex').copy(common, 8)
  const name = compression ? Buffer.from(`${compression}\x05hello`, 'latin1') : Buffer.alloc(0)
  const comm = chunk('COMM', Buffer.concat([common, name]))
  const head = Buffer.alloc(8 + skip, 0)
  head.writeUInt32BE(skip, 0)
  const ssnd = chunk('SSND', Buffer.concat([head, samples]), soundSize)
  const parts = soundFirst ? [ssnd, comm] : [chunk('NAME', Buffer.from('odd')), comm, ssnd]
  return chunk('FORM', Buffer.concat([Buffer.from(compression ? 'AIFC' : 'AIFF'), ...parts]))
}

const s16be = (...values: number[]) => {
  const out = Buffer.alloc(values.length * 2)
  for (const [i, value] of values.entries()) out.writeInt16BE(value, i * 2)
  return out
}

const f32be = Buffer.from('3f000000bf8000003fc00000', 'hex') // 0.5, -1, 1.5
const f64be = Buffer.from('3fe0000000000000bff0000000000000', 'hex') // 0.5, -1

test.each<[string, string | undefined, number, Buffer, number[], string]>([
  ['8 bit is signed', undefined, 8, Buffer.from('407f80ff', 'hex'), [0.5, 127 / 128, -1, -1 / 128], 'PCM'],
  ['16 bit', undefined, 16, s16be(16_384, 32_767, -32_768), [0.5, 32_767 / 32_768, -1], 'PCM'],
  ['24 bit', undefined, 24, Buffer.from('4000007fffff800000', 'hex'), [0.5, 1 - 2 ** -23, -1], 'PCM'],
  ['20 bit in 3 bytes', undefined, 20, Buffer.from('400000800000', 'hex'), [0.5, -1], 'PCM'],
  ['32 bit', undefined, 32, Buffer.from('4000000080000000', 'hex'), [0.5, -1], 'PCM'],
  ['AIFC NONE', 'NONE', 16, s16be(16_384, -1), [0.5, -1 / 32_768], 'PCM'],
  ['AIFC twos', 'twos', 16, s16be(16_384, -1), [0.5, -1 / 32_768], 'PCM'],
  ['AIFC sowt is little-endian', 'sowt', 16, Buffer.from('0040ff7f', 'hex'), [0.5, 32_767 / 32_768], 'PCM'],
  ['AIFC sowt 24', 'sowt', 24, Buffer.from('000040ffff7f', 'hex'), [0.5, 1 - 2 ** -23], 'PCM'],
  ['AIFC in24', 'in24', 24, Buffer.from('400000800000', 'hex'), [0.5, -1], 'PCM'],
  ['AIFC in32', 'in32', 32, Buffer.from('4000000080000000', 'hex'), [0.5, -1], 'PCM'],
  ['AIFC raw is unsigned', 'raw ', 8, Buffer.from('c00080', 'hex'), [0.5, -1, 0], 'PCM'],
  ['AIFC fl32', 'fl32', 32, f32be, [0.5, -1, 1.5], 'float'],
  ['AIFC FL32', 'FL32', 32, f32be, [0.5, -1, 1.5], 'float'],
  ['AIFC fl64', 'fl64', 64, f64be, [0.5, -1], 'float'],
])('%s is exact', async (_, compression, bits, samples, expected, codec) => {
  const frames = expected.length
  const aiff = await read(aiffBytes({ samples, frames, bits, ...(compression ? { compression } : {}) }))
  expect([...aiff.channels[0]!]).toEqual(expected)
  expect(aiff).toMatchObject({ container: compression ? 'AIFC' : 'AIFF', codec, bitDepth: bits, warnings: [] })
  expect(aiff.statedFrames).toBe(frames)
})

test.each([44_100, 48_000, 1, 44_099.5] as const)('the 80-bit sample rate %d is read', async rate => {
  const aiff = await read(aiffBytes({ samples: s16be(1), frames: 1, bits: 16, rate }))
  expect(aiff.sampleRate).toBe(rate)
})

test('channels are taken apart in order, with SSND before COMM and an offset in it', async () => {
  const file = { samples: s16be(1, -1, 2, -2), frames: 2, channels: 2, bits: 16, skip: 12, soundFirst: true }
  const aiff = await read(aiffBytes(file))
  expect(aiff.channels.map(channel => [...channel].map(value => value * 32_768))).toEqual([
    [1, 2],
    [-1, -2],
  ])
})

test('a file cut off in the middle is read as far as it goes, and says how far', async () => {
  const whole = aiffBytes({ samples: Buffer.alloc(20_000), frames: 10_000, bits: 16, rate: 1000 })
  const aiff = await read(whole.subarray(0, whole.length - 20_000 + 6401))
  expect(aiff.channels[0]).toHaveLength(3200)
  expect(aiff.warnings).toEqual(['Truncated: 3.2 of 10.0 s'])
})

test('a recording in progress (both counts 0) is read to the end of the file, with a warning', async () => {
  const aiff = await read(aiffBytes({ samples: s16be(1, 2, 3), frames: 0, bits: 16, soundSize: 0 }))
  expect([...aiff.channels[0]!].map(value => value * 32_768)).toEqual([1, 2, 3])
  expect(aiff.statedFrames).toBeNull()
  expect(aiff.warnings).toEqual([expect.stringMatching(/^The recording is not finished/)])
})

test('NaN becomes silence and is counted', async () => {
  const samples = Buffer.from('7fc000003f800000', 'hex')
  const aiff = await read(aiffBytes({ samples, frames: 2, bits: 32, compression: 'fl32' }))
  expect([...aiff.channels[0]!]).toEqual([0, 1])
  expect(aiff.warnings[0]).toMatch(/^1 samples are not numbers/)
})

test.each<[string, string, Partial<Options>]>([
  ['"ima4" compression', 'AUDIO_UNSUPPORTED', { compression: 'ima4' }],
  ['"ulaw" compression', 'AUDIO_UNSUPPORTED', { compression: 'ulaw' }],
  ['64-bit samples', 'AUDIO_UNSUPPORTED', { bits: 64 }],
  ['0 Hz', 'AUDIO_FORMAT', { rate: 0 }],
  ['more than 768 kHz', 'AUDIO_FORMAT', { rate: 1_000_000 }],
  ['65 channels', 'AUDIO_FORMAT', { channels: 65 }],
  ['contains no audio', 'AUDIO_EMPTY', { samples: Buffer.alloc(0), frames: 0 }],
  [
    'more than the limit of 3 hours',
    'AUDIO_TOO_LONG',
    { samples: Buffer.alloc(10_801), frames: 10_801, bits: 8, rate: 1 },
  ],
])('%s: refused', async (reason, code, options) => {
  const error = await rejection(read(aiffBytes({ samples: s16be(1), frames: 1, bits: 16, ...options })))
  expect(error).toMatchObject({ code, message: expect.stringContaining(reason) })
})

test('cut off at any byte, a file gives audio or one AppError, nothing else', async () => {
  const whole = aiffBytes({ samples: s16be(1, 2), frames: 2, bits: 16, compression: 'twos' })
  for (let length = 12; length < whole.length; length++) {
    const outcome = await read(whole.subarray(0, length)).catch(error => error)
    const isFair = outcome instanceof AppError || outcome.warnings[0].startsWith('Truncated')
    expect(isFair, `cut at ${length}: ${outcome}`).toBe(true)
  }
})
