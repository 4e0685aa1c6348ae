import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { wavHeader, writeWav } from '../../node/audio/write-wav.ts'
import { rejection } from './measure.ts'

const folder = await mkdtemp(join(tmpdir(), 'uplift-wav-'))
afterAll(() => rm(folder, { recursive: true }))

const left = Float32Array.from({ length: 70_001 }, (_, i) => 0.999 * Math.sin(i * 0.1))
const right = left.map(value => -value / 3)
const audio = { sampleRate: 48_000, channels: [left, right] }

test.each([
  ['int16', 16, 0.5 / 2 ** 15],
  ['int24', 24, 0.5 / 2 ** 23],
  ['float32', 32, 0],
] as const)('%s comes back within half a step', async (format, bits, halfStep) => {
  const path = join(folder, `${format}.wav`)
  expect(await writeWav(path, audio, { format })).toEqual({ clampedSamples: 0 })
  const back = await decodeAudioFile(path)
  expect(back).toMatchObject({ sampleRate: 48_000, bitDepth: bits, statedFrames: left.length, warnings: [] })
  audio.channels.forEach((channel, index) => {
    const worst = channel.reduce((most, value, i) => Math.max(most, Math.abs(value - back.channels[index]![i]!)), 0)
    // Half a step of rounding; a Float32 near 1 is itself only exact to 3e-8.
    expect(worst).toBeLessThanOrEqual(halfStep + (halfStep ? 3e-8 : 0))
  })
})

test('rounding is to the nearest step, without dither', async () => {
  const steps = [0.4, 0.6, -0.4, -0.6, 1000.49, -1000.51]
  const path = join(folder, 'round.wav')
  await writeWav(
    path,
    { sampleRate: 44_100, channels: [Float32Array.from(steps, s => s / 32_768)] },
    { format: 'int16' },
  )
  const bytes = await readFile(path)
  expect(steps.map((_, i) => bytes.readInt16LE(44 + 2 * i))).toEqual([0, 1, 0, -1, 1000, -1001])
})

test('integer formats clamp at full scale and say how many samples; float keeps every level', async () => {
  const loud = { sampleRate: 44_100, channels: [Float32Array.of(1, -1, 1.5, -2, 0.5)] }
  for (const [format, top] of [
    ['int16', 32_767 / 32_768],
    ['int24', 1 - 2 ** -23],
  ] as const) {
    const path = join(folder, `loud-${format}.wav`)
    expect(await writeWav(path, loud, { format })).toEqual({ clampedSamples: 2 })
    expect([...(await decodeAudioFile(path)).channels[0]!]).toEqual([top, -1, top, -1, 0.5])
  }
  const path = join(folder, 'loud.wav')
  expect(await writeWav(path, loud, { format: 'float32' })).toEqual({ clampedSamples: 0 })
  expect([...(await decodeAudioFile(path)).channels[0]!]).toEqual([1, -1, 1.5, -2, 0.5])
})

test.each(['int16', 'int24', 'float32'] as const)(
  '%s: the RIFF size is the size of the file, which is even',
  async format => {
    const path = join(folder, `odd-${format}.wav`)
    await writeWav(path, { sampleRate: 44_100, channels: [new Float32Array(3)] }, { format })
    const bytes = await readFile(path)
    expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8)
    expect(bytes.length % 2).toBe(0)
    expect((await decodeAudioFile(path)).channels[0]).toHaveLength(3)
  },
)

test('a file beyond 4 GB gets an RF64 header with 64-bit sizes', () => {
  const frames = 2 ** 30
  const header = Buffer.from(wavHeader({ sampleRate: 96_000, channels: 2, frames }, 'float32'))
  expect(header.toString('latin1', 0, 4)).toBe('RF64')
  expect(header.toString('latin1', 12, 16)).toBe('ds64')
  expect(header.readBigUInt64LE(20)).toBe(BigInt(frames) * 8n + BigInt(header.length - 8)) // the RIFF size
  expect(header.readBigUInt64LE(28)).toBe(BigInt(frames) * 8n)
  expect(header.readBigUInt64LE(36)).toBe(BigInt(frames))
  expect(header.readUInt32LE(header.length - 4)).toBe(0xffff_ffff)
})

test('a failed write leaves the folder as it was', async () => {
  const target = join(folder, 'taken.wav')
  await mkdir(target)
  await writeFile(join(target, 'inside'), 'x')
  const before = await readdir(folder)
  const error = await rejection(writeWav(target, audio, { format: 'int16' })) // a folder cannot be replaced by a file
  expect(error).toMatchObject({ code: 'WRITE_FAILED', message: expect.stringContaining('taken.wav') })
  expect(await readdir(folder)).toEqual(before)
})

test('an existing file is replaced whole, and no temporary file stays behind', async () => {
  const inner = await mkdtemp(join(folder, 'inner-'))
  const path = join(inner, 'a.wav')
  await writeFile(path, 'something longer than nothing')
  await writeWav(path, { sampleRate: 44_100, channels: [Float32Array.of(0.5)] }, { format: 'int16' })
  expect(await readdir(inner)).toEqual(['a.wav'])
  expect((await readFile(path)).length).toBe(46)
})

test("a missing folder is the world's fault, bad samples are ours", async () => {
  const missing = writeWav(join(folder, 'no', 'such', 'a.wav'), audio, { format: 'int16' })
  expect(await rejection(missing)).toMatchObject({ code: 'WRITE_FAILED' })
  const path = join(folder, 'bad.wav')
  const write = (sampleRate: number, ...channels: Float32Array[]) =>
    writeWav(path, { sampleRate, channels }, { format: 'int16' })
  await expect(write(44_100, Float32Array.of(0, Number.NaN))).rejects.toThrow('got NaN in channel 0 at 1')
  await expect(write(44_100, new Float32Array(2), new Float32Array(3))).rejects.toThrow(RangeError)
  await expect(write(44_100)).rejects.toThrow(RangeError)
  await expect(write(44_100.5, new Float32Array(2))).rejects.toThrow(RangeError)
})
