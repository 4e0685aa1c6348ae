import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { mp4Info } from '../../node/audio/mp4.ts'

const bytes = await readFile(join(import.meta.dirname, '../fixtures/audio/two-tone.m4a'))

/** Names and sizes of the top-level boxes. */
function boxes(file: Uint8Array): [string, number][] {
  const buffer = Buffer.from(file)
  const found: [string, number][] = []
  for (let at = 0; at + 8 <= buffer.length; at += buffer.readUInt32BE(at)) {
    found.push([buffer.toString('latin1', at + 4, at + 8), buffer.readUInt32BE(at)])
  }
  return found
}

test('an index behind the audio is moved before it, and its offsets still point at the audio', () => {
  expect(boxes(bytes).map(([name]) => name)).toEqual(['ftyp', 'free', 'mdat', 'moov'])
  const info = mp4Info(bytes)
  const streamable = Buffer.from(info.streamable)
  expect(boxes(streamable).map(([name]) => name)).toEqual(['ftyp', 'free', 'moov', 'mdat'])
  expect(streamable.length).toBe(bytes.length)
  expect(streamable.toString('latin1', info.headBytes + 4, info.headBytes + 8)).toBe('mdat')

  const firstOffset = (file: Buffer) => file.readUInt32BE(file.indexOf('stco') + 12)
  const audioAt = (file: Buffer) => file.subarray(firstOffset(file), firstOffset(file) + 1000)
  expect(audioAt(streamable).equals(audioAt(bytes))).toBe(true)
})

test('a file whose index is in front already stays the same object', () => {
  const { streamable, headBytes } = mp4Info(bytes)
  const again = mp4Info(streamable)
  expect(again.streamable).toBe(streamable)
  expect(again.headBytes).toBe(headBytes)
})

test('the stated length is that of the edit list, without the priming of 1024', () => {
  expect(mp4Info(bytes)).toMatchObject({
    entry: 'mp4a',
    hasIndex: true,
    isFragmented: false,
    timescale: 44_100,
    statedSeconds: 0.5,
  })
})

test('iTunes states the length in its own tag when there is no edit list', () => {
  const withoutEdits = Buffer.from(bytes)
  withoutEdits.write('free', withoutEdits.indexOf('edts'), 'latin1')
  expect(mp4Info(withoutEdits).statedSeconds).toBeGreaterThan(0.5) // the whole media, priming and padding included
  const fields = ' 00000000 00000840 000001CA 0000000000005622 00000000'
  const tag = Buffer.from(`\0\0\0\x14name\0\0\0\0iTunSMPB\0\0\0\x50data\0\0\0\x01\0\0\0\0${fields}`, 'latin1')
  const moov = withoutEdits.indexOf('moov') - 4
  const tagged = Buffer.concat([withoutEdits, tag])
  tagged.writeUInt32BE(withoutEdits.readUInt32BE(moov) + tag.length, moov)
  expect(mp4Info(tagged).statedSeconds).toBe(0x5622 / 44_100)
})
