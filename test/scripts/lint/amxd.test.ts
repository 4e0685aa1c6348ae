import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toAmxd } from '../../../patchers/lib/amxd.ts'
import { readAmxd } from '../../../scripts/lint/amxd.ts'
import { lintContainer } from '../../../scripts/lint/devices.ts'
import { minimalTap } from './minimal.ts'

/** The bytes that the facts (1.5) write down for an unfrozen audio effect, around a patcher of two letters. */
const hex = (text: string) => Uint8Array.from(text.split(/\s+/).map(byte => Number.parseInt(byte, 16)))
const smallest = () =>
  hex(`61 6d 70 66 04 00 00 00 61 61 61 61  6d 65 74 61 04 00 00 00 01 00 00 00  70 74 63 68 04 00 00 00 7b 7d 0a 00`)

test('the layout of the facts is read, byte for byte', () => {
  expect(readAmxd(smallest())).toEqual({ type: 'aaaa', meta: 1, json: '{}', maxpat: {} })
})

const broken: readonly [string, (bytes: Uint8Array) => Uint8Array, RegExp][] = [
  ['a length that is too long', bytes => bytes.with(28, 5) as Uint8Array, /chunk ptch says 5 bytes, 4 are left/],
  ['a length written big-endian', bytes => bytes.with(4, 0).with(7, 4) as Uint8Array, /chunk ampf says 67108864/],
  ['bytes behind the last chunk', bytes => Uint8Array.of(...bytes, 1, 2), /byte 36: 2 bytes are left/],
  ['no NUL at the end', bytes => bytes.with(35, 0x20) as Uint8Array, /does not end with a NUL/],
  ['no line feed before the NUL', bytes => bytes.with(34, 0x20) as Uint8Array, /no line feed/],
  ['something behind the NUL', bytes => bytes.with(34, 0) as Uint8Array, /1 bytes follow the NUL/],
  ['an unknown device type', bytes => bytes.with(8, 0x62) as Uint8Array, /"baaa" is no device type/],
  ['the flags of a frozen device', bytes => bytes.with(20, 7) as Uint8Array, /meta is 7/],
  ['another order of chunks', bytes => Uint8Array.of(...bytes.subarray(12), ...bytes.subarray(0, 12)), /chunks are/],
  ['a patcher that is not JSON', bytes => bytes.with(32, 0x28) as Uint8Array, /not JSON/],
  ['a patcher that is not UTF-8', bytes => bytes.with(32, 0xff) as Uint8Array, /not UTF-8/],
]
test.each(broken)('%s is refused', (_, breakIt, reason) => {
  expect(() => readAmxd(breakIt(smallest()))).toThrow(reason)
})

test('what the writer makes is what the reader reads', () => {
  const text = `${JSON.stringify(minimalTap())}\n`
  expect(readAmxd(toAmxd(text, 'aaaa')).maxpat).toEqual(minimalTap())
  expect(lintContainer(toAmxd(text, 'aaaa'), minimalTap())).toEqual([])
})

test('a device with another patcher than the committed one is found out', () => {
  const found = lintContainer(toAmxd(`${JSON.stringify(minimalTap())}\n`, 'aaaa'), { patcher: {} })
  expect(found.map(({ message }) => message)).toEqual(['its patcher is not the committed one; run npm run build'])
})

/** The parser that read 148 devices made by Max, beside the project where it is developed. */
const parser = join(import.meta.dirname, '../../../../shared/tools/amxd-parse.py')
test.skipIf(!existsSync(parser) || spawnSync('python3', ['--version']).status !== 0)(
  'the parser that was tried on real devices agrees (skipped where it or Python is not there)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'uplift-amxd-'))
    try {
      const path = join(folder, 'device.amxd')
      writeFileSync(path, toAmxd(`${JSON.stringify(minimalTap())}\n`, 'aaaa'))
      const { stdout } = spawnSync('python3', [parser, path], { encoding: 'utf8' })
      expect(stdout).toContain('ptch@24')
      expect(stdout).not.toContain('NOTE')
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)
