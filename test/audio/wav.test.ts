import { expect, test } from 'vitest'
import { AppError } from '../../node/audio/app-error.ts'
import { bytesSource } from '../../node/audio/byte-source.ts'
import { readWav } from '../../node/audio/wav.ts'
import { chunk, formatBody, sampleBytes, type WavOptions, wavBytes } from '../support/wav-bytes.ts'
import { rejection } from './measure.ts'

const read = (bytes: Uint8Array) => readWav(bytesSource('kick.wav', bytes))
const readOptions = (options: WavOptions) => read(wavBytes(options))
const bytes = (length: number) => Buffer.alloc(length, 0x41)
const ramp = (length: number, from = 0) => Array.from({ length }, (_, i) => ((i + from) * 37) % 30_000)

test.each([
  ['u8', [128, 255, 0, 129], 2 ** 7, 128, 8, 'PCM'],
  ['s16', [0, 32_767, -32_768, 1, -1], 2 ** 15, 0, 16, 'PCM'],
  ['s24', [0, 8_388_607, -8_388_608, 1, -1, 70_000, -70_000], 2 ** 23, 0, 24, 'PCM'],
  ['s32', [0, 2_147_483_392, -2_147_483_648, 65_536, -65_536], 2 ** 31, 0, 32, 'PCM'],
  ['f32', [0, 1, -1, 0.25, 1.5], 1, 0, 32, 'float'],
  ['f64', [0, 1, -1, 0.125, -1.75], 1, 0, 64, 'float'],
] as const)(
  '%s samples are exact: full scale is a power of two',
  async (encoding, values, scale, centre, bits, codec) => {
    const wav = await readOptions({ encoding, channels: [[...values]] })
    expect([...wav.channels[0]!]).toEqual(values.map(value => (value - centre) / scale))
    expect(wav).toMatchObject({ container: 'WAV', codec, bitDepth: bits, sampleRate: 44_100, warnings: [] })
    expect(wav.statedFrames).toBe(values.length)
  },
)

test.each([1, 2, 6, 64])('%i channels come out in their order', async count => {
  const channels = Array.from({ length: count }, (_, index) => ramp(50, index * 100))
  const wav = await readOptions({ encoding: 's16', channels })
  expect(wav.channels.map(channel => [...channel])).toEqual(channels.map(c => c.map(value => value / 32_768)))
})

test('every sample of a file larger than the read block is right', async () => {
  const left = Array.from({ length: 250_001 }, (_, i) => ((i * 7919) % 16_000_000) - 8_000_000)
  const right = left.map(value => -value)
  const wav = await readOptions({ encoding: 's24', channels: [left, right] })
  for (const [channel, codes] of [left, right].entries()) {
    const wrong = wav.channels[channel]!.findIndex((value, i) => value !== codes[i]! / 2 ** 23)
    expect(wrong, `channel ${channel}`).toBe(-1)
    expect(wav.channels[channel]).toHaveLength(codes.length)
  }
})

test.each([
  ['integer', 's24', 1],
  ['float', 'f32', 3],
] as const)('EXTENSIBLE %s is read by its subformat', async (_, encoding, formatTag) => {
  const channels = [encoding === 's24' ? [2 ** 22, -1] : [0.5, -1]]
  const wav = await readOptions({ encoding, channels, validBits: encoding === 's24' ? 20 : 32, formatTag })
  expect([...wav.channels[0]!]).toEqual([0.5, encoding === 's24' ? -1 / 2 ** 23 : -1])
  expect(wav.bitDepth).toBe(encoding === 's24' ? 20 : 32)
})

test('24 bits in a 4-byte container are scaled as the left-justified 32 bits they are', async () => {
  const wav = await readOptions({ encoding: 's32', bits: 24, channels: [[2 ** 30, -(2 ** 31)]] })
  expect([...wav.channels[0]!]).toEqual([0.5, -1])
  expect(wav.bitDepth).toBe(24)
})

test('a block size of 0 in the header is not believed', async () => {
  const wav = await readOptions({ encoding: 's16', blockAlign: 0, channels: [[1], [2]] })
  expect(wav.channels.map(channel => channel[0])).toEqual([1 / 32_768, 2 / 32_768])
})

test.each([false, true])(
  'an odd-sized JUNK and a bext before "fmt " are passed over (padding byte missing: %s)',
  async unpadded => {
    const wav = await readOptions({
      encoding: 's16',
      channels: [[100, 200]],
      beforeFormat: [
        { name: 'JUNK', body: bytes(27), unpadded },
        { name: 'bext', body: bytes(603), unpadded },
      ],
      beforeData: [{ name: 'LIST', body: bytes(13), unpadded }],
      afterData: [{ name: 'LIST', body: bytes(40) }],
    })
    expect([...wav.channels[0]!]).toEqual([100 / 32_768, 200 / 32_768])
    expect(wav.warnings).toEqual([])
  },
)

test('"data" may come before "fmt "', async () => {
  const options: WavOptions = { encoding: 's16', channels: [[5, 6, 7]] }
  const data = chunk({ name: 'data', body: sampleBytes('s16', options.channels) })
  const format = chunk({ name: 'fmt ', body: formatBody(options) })
  const wav = await read(Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), data, format]))
  expect([...wav.channels[0]!]).toEqual([5 / 32_768, 6 / 32_768, 7 / 32_768])
})

test.each(['RF64', 'BW64'] as const)('%s takes its size from ds64', async riff => {
  const afterData = [{ name: 'LIST', body: bytes(40) }]
  const wav = await readOptions({ encoding: 's16', channels: [[1, 2, 3]], riff, afterData })
  expect(wav).toMatchObject({ container: riff, statedFrames: 3, warnings: [] })
  expect(wav.channels[0]).toHaveLength(3)
})

test.each([
  ['RIFF', 0],
  ['RIFF', 0xffff_ffff],
  ['RIFF', 0x7fff_f000],
  ['RF64', 0],
] as const)(
  'a recording in progress (%s, data size %i) is read to the end of the file, with a warning',
  async (riff, dataSize) => {
    const wav = await readOptions({ encoding: 's16', channels: [ramp(1000), ramp(1000)], riff, dataSize })
    expect(wav.channels[1]).toHaveLength(1000)
    expect(wav.statedFrames).toBeNull()
    expect(wav.warnings).toEqual([expect.stringMatching(/^The recording is not finished/)])
  },
)

test('a file cut off in the middle is read as far as it goes, and says how far', async () => {
  const whole = wavBytes({ encoding: 's16', sampleRate: 1000, channels: [ramp(10_000)] })
  const wav = await read(whole.subarray(0, 44 + 2 * 3200 + 1)) // half a sample more than 3.2 s
  expect(wav.channels[0]).toHaveLength(3200)
  expect(wav.statedFrames).toBe(10_000)
  expect(wav.warnings).toEqual(['Truncated: 3.2 of 10.0 s'])
})

test('samples that are not numbers become silence and are counted; wild ones stay and are counted', async () => {
  const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5, 9, -8, 1e300]
  const wav = await readOptions({ encoding: 'f64', channels: [values] })
  expect([...wav.channels[0]!]).toEqual([0, 0, 0, 0.5, 9, -8, 0]) // 1e300 is infinite in Float32
  expect(wav.warnings).toEqual([
    '4 samples are not numbers (NaN or infinite) and are read as silence',
    '1 samples are beyond ±8 (+18 dBFS); they are kept as they are',
  ])
})

test.each([
  [6, 'A-law'],
  [7, 'µ-law'],
  [2, 'MS ADPCM'],
  [17, 'IMA ADPCM'],
  [85, 'MP3'],
  [0x1234, 'format 0x1234'],
])('format tag %i is refused by name', async (formatTag, name) => {
  const error = await rejection(readOptions({ encoding: 'u8', channels: [[1, 2]], formatTag }))
  expect(error).toMatchObject({ code: 'AUDIO_UNSUPPORTED' })
  expect(error).toHaveProperty('message', `"kick.wav" is a WAV file with ${name}, which Uplift does not read.`)
})

test.each<[string, string, Partial<WavOptions>]>([
  ['0 Hz', 'AUDIO_FORMAT', { sampleRate: 0 }],
  ['more than 768 kHz', 'AUDIO_FORMAT', { sampleRate: 768_001 }],
  ['0 channels', 'AUDIO_FORMAT', { statedChannels: 0 }],
  ['65 channels', 'AUDIO_FORMAT', { statedChannels: 65 }],
  ['no frames', 'AUDIO_EMPTY', { channels: [[]] }],
  ['no frames but metadata behind', 'AUDIO_EMPTY', { channels: [[]], afterData: [{ name: 'LIST', body: bytes(9) }] }],
  ['12-bit float', 'AUDIO_UNSUPPORTED', { formatTag: 3, bits: 12 }],
  ['more than 3 hours', 'AUDIO_TOO_LONG', { encoding: 'u8', sampleRate: 1, channels: [new Array(10_801).fill(128)] }],
])('%s is refused', async (_, code, options) => {
  const error = await rejection(readOptions({ encoding: 's16', channels: [[1, 2]], ...options }))
  expect(error).toMatchObject({ name: 'AppError', code, message: expect.stringContaining('"kick.wav"') })
})

test('exactly 3 hours are accepted', async () => {
  const wav = await readOptions({ encoding: 'u8', sampleRate: 1, channels: [new Array(10_800).fill(128)] })
  expect(wav.channels[0]).toHaveLength(10_800)
})

test.each([
  ['"fmt " chunk', Buffer.from('RIFF\0\0\0\0WAVE', 'latin1')],
  ['"fmt " chunk', Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), Buffer.alloc(4_000_000)])],
  ['"data" chunk', wavBytes({ encoding: 's16', channels: [[1]] }).subarray(0, 36)],
  ['too short', Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVEfmt \x04\0\0\0\x01\0\x01\0', 'latin1')])],
])('a missing piece is named: %s', async (piece, file) => {
  expect(await rejection(read(file))).toMatchObject({ code: 'AUDIO_DAMAGED', message: expect.stringContaining(piece) })
})

test('cut off at any byte of its header, a file gives audio or one AppError, nothing else', async () => {
  const whole = wavBytes({
    encoding: 's24',
    channels: [
      [1, 2],
      [3, 4],
    ],
    validBits: 24,
    beforeFormat: [{ name: 'JUNK', body: bytes(3) }],
  })
  for (let length = 12; length < whole.length; length++) {
    const outcome = await read(whole.subarray(0, length)).catch(error => error)
    const isFair = outcome instanceof AppError || outcome.warnings[0].startsWith('Truncated')
    expect(isFair, `cut at ${length}: ${outcome}`).toBe(true)
  }
})
