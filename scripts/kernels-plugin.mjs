/**
 * Serves `import bytes from './kernels.wasm'` as a Uint8Array: the AssemblyScript sources beside it are compiled in memory
 * when somebody asks, and kept in node_modules/.cache under the hash of what they were made of. One plugin for each of our
 * bundlers: esbuild (the programs) and vite (the tests).
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'node/dsp/kernels/assembly')
const cache = join(root, 'node_modules/.cache/uplift-kernels')

const options = [
  'index.ts',
  '--outFile=kernels.wasm',
  '-O3',
  '--noAssert',
  '--enable=simd',
  '--runtime=stub',
  // Whoever instantiates the module brings the memory: as much as one kernel needs, never the song.
  '--importMemory',
  '--initialMemory=1',
  '--use=abort=',
]

const request = /\/kernels\.wasm$/

export const esbuildKernels = {
  name: 'uplift-kernels',
  setup(build) {
    build.onResolve({ filter: request }, ({ path }) => ({ path, namespace: 'uplift-kernels' }))
    build.onLoad({ filter: /.*/, namespace: 'uplift-kernels' }, async () => ({
      contents: await compiledKernels(),
      loader: 'binary',
    }))
  },
}

const virtual = '\0uplift-kernels'

export const viteKernels = {
  name: 'uplift-kernels',
  // Before vite's own idea of a .wasm file.
  enforce: 'pre',
  resolveId: id => (request.test(id) ? virtual : undefined),
  async load(id) {
    if (id !== virtual) return undefined
    const base64 = Buffer.from(await compiledKernels()).toString('base64')
    return `export default Uint8Array.from(Buffer.from('${base64}', 'base64'))`
  },
}

/** The module's bytes. Throws with the compiler's own words when the sources do not compile. */
export async function compiledKernels() {
  const sources = new Map(
    readdirSync(folder)
      .filter(name => name.endsWith('.ts'))
      .sort()
      .map(name => [name, readFileSync(join(folder, name), 'utf8')]),
  )
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/assemblyscript/package.json'), 'utf8'))
  const hash = createHash('sha256').update(JSON.stringify([version, options, ...sources]))
  const path = join(cache, `${hash.digest('hex').slice(0, 32)}.wasm`)
  try {
    return new Uint8Array(readFileSync(path))
  } catch {
    const bytes = await compile(sources)
    mkdirSync(cache, { recursive: true })
    // Several builds may run at once: each writes its own file, and the last rename wins with the same bytes.
    const temporary = `${path}.${process.pid}`
    writeFileSync(temporary, bytes)
    renameSync(temporary, path)
    return bytes
  }
}

async function compile(sources) {
  const { default: asc } = await import('assemblyscript/asc')
  let bytes = null
  const { error, stderr } = await asc.main(options, {
    readFile: name => sources.get(name) ?? null,
    writeFile: (_, contents) => {
      bytes = contents
    },
    listFiles: () => [],
  })
  if (error || !bytes) throw new Error(`The kernels do not compile: ${error?.message ?? ''}\n${stderr.toString()}`)
  return bytes
}
