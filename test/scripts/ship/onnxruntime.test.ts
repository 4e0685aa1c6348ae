import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { copyOnnxruntime, livePlatforms } from '../../../scripts/ship/onnxruntime.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const here = `${process.platform}/${process.arch}`
let outdir: string
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'uplift-onnx-'))
})
afterEach(() => rmSync(outdir, { recursive: true }))

/** What a program in a folder beside the copy gets, with no other copy in reach. */
function imported() {
  writeFileSync(
    join(outdir, 'ask.mjs'),
    "import('onnxruntime-node').then(({ default: { InferenceSession } }) => console.log(typeof InferenceSession.create), error => { console.log(error.code ?? error.message); process.exit(1) })",
  )
  return spawnSync(process.execPath, [join(outdir, 'ask.mjs')], { encoding: 'utf8', env: {} })
}

test('what is copied is all that the runtime needs: it loads', () => {
  copyOnnxruntime({ root, outdir, platforms: [here] })
  const { stdout, status } = imported()
  expect({ stdout: stdout.trim(), status }).toEqual({ stdout: 'function', status: 0 })
})

test('it ships for the platforms of Live, the CPU build alone, without this one', () => {
  const sizes = copyOnnxruntime({ root, outdir })
  expect(Object.keys(sizes)).toEqual(livePlatforms)
  const bin = join(outdir, 'node_modules/onnxruntime-node/bin/napi-v6')
  expect(readdirSync(join(bin, 'win32/x64')).toSorted()).toEqual(['onnxruntime.dll', 'onnxruntime_binding.node'])
  expect(existsSync(join(bin, 'linux'))).toBe(livePlatforms.includes(here))
  const all = execFileSync('find', [outdir, '-name', '*.map', '-o', '-name', '*.d.ts', '-o', '-name', 'DirectML*'])
  expect(all.toString()).toBe('')
  // What a user downloads and keeps: more than this would need a reason.
  expect(Object.values(sizes).reduce((sum, size) => sum + size, 0)).toBeLessThan(105e6)
})

test.skipIf(livePlatforms.includes(here))('on a platform without a binary the import fails, and only that', () => {
  copyOnnxruntime({ root, outdir })
  expect(imported().stdout.trim()).toBe('MODULE_NOT_FOUND')
})

test('a platform that npm did not bring is named', () => {
  expect(() => copyOnnxruntime({ root, outdir, platforms: ['plan9/mips'] })).toThrow('no binary for plan9/mips')
})
