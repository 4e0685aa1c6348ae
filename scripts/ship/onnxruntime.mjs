/**
 * The neural runtime beside the devices: onnxruntime-node and its common half as npm has them, less what is not needed. Per
 * platform that Live runs on one CPU build: no DirectML and no shader compilers (onnxruntime.dll asks for DirectML.dll only when
 * a GPU is asked for: a delayed import), no maps, no types, no installers. Where a binary cannot be loaded (another platform,
 * or a system that blocks it), the hub starts all the same and says who computed.
 */
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Folders below bin/napi-v6: where Live 12 runs. */
export const livePlatforms = ['darwin/arm64', 'darwin/x64', 'win32/x64']

const isNeeded = name => /^(onnxruntime_binding\.node|onnxruntime\.dll|libonnxruntime\.[\w.]+)$/.test(name)

/** `outdir`: absolute, the devices' folder. Returns what was copied, in bytes per platform. Throws when a binary is missing. */
export function copyOnnxruntime({ root, outdir, platforms = livePlatforms }) {
  const from = name => join(root, 'node_modules', name)
  const to = name => join(outdir, 'node_modules', name)
  for (const [name, code] of [
    ['onnxruntime-node', 'dist'],
    ['onnxruntime-common', 'dist/cjs'],
  ]) {
    const { version, license, main } = JSON.parse(readFileSync(join(from(name), 'package.json'), 'utf8'))
    mkdirSync(join(to(name), code), { recursive: true })
    const manifest = { name, version, license, type: 'commonjs', main }
    writeFileSync(join(to(name), 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`)
    for (const file of readdirSync(join(from(name), code)).filter(file => file.endsWith('.js')))
      copyFileSync(join(from(name), code, file), join(to(name), code, file))
  }
  const bin = 'onnxruntime-node/bin/napi-v6'
  const sizes = {}
  for (const platform of platforms) {
    const files = existsSync(join(from(bin), platform)) ? readdirSync(join(from(bin), platform)).filter(isNeeded) : []
    if (files.length < 2) throw new Error(`onnxruntime-node has no binary for ${platform}; install it anew`)
    mkdirSync(join(to(bin), platform), { recursive: true })
    sizes[platform] = 0
    for (const file of files) {
      place(join(from(bin), platform, file), join(to(bin), platform, file))
      sizes[platform] += readFileSync(join(from(bin), platform, file)).length
    }
  }
  return sizes
}

/** A hundred megabytes at every build: linked where the disk can, copied elsewhere. */
function place(from, to) {
  mkdirSync(dirname(to), { recursive: true })
  try {
    linkSync(from, to)
  } catch {
    copyFileSync(from, to)
  }
}
