/**
 * Runs a TypeScript script of this project, bundled in memory's stead into node_modules/.cache, since Node 20 reads no types:
 *
 *   node scripts/run.mjs scripts/lint-patchers.ts [arguments]
 */
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { esbuildKernels } from './kernels-plugin.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Bundles sources for this Node, packages left outside; `options` name the files, and add what is special. */
export const bundle = options =>
  build({
    absWorkingDir: root,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [esbuildKernels],
    logLevel: 'warning',
    ...options,
  })

/** Bundles a script and returns its module; `process.argv` is the script's own then. */
export async function run(script) {
  const outfile = join(root, 'node_modules/.cache/uplift', `${basename(script, '.ts')}.mjs`)
  // Workers are those of the last build.
  await bundle({ entryPoints: [script], outfile, define: { WORKER_FOLDER: JSON.stringify('../../../dist/') } })
  return import(pathToFileURL(outfile).href)
}

const [, self, script, ...rest] = process.argv
if (self === fileURLToPath(import.meta.url) && script) {
  process.argv = [process.argv[0], script, ...rest]
  await run(script)
}
