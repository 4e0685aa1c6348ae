/** Bundles the TypeScript sources into dist/. Dependencies stay in node_modules; presets and kernels are inlined. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { esbuildKernels } from './kernels-plugin.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** What an analysis depends on: a stored one is void when any of it has changed (node/app/analysis-cache.ts). */
function analyzerSources() {
  const hash = createHash('sha256')
  for (const folder of ['dsp', 'audio', 'features'])
    for (const name of readdirSync(`${root}node/${folder}`, { recursive: true, encoding: 'utf8' }).sort())
      if (name.endsWith('.ts')) hash.update(`${folder}/${name}\0`).update(readFileSync(`${root}node/${folder}/${name}`))
  return hash.digest('hex').slice(0, 16)
}
rmSync(`${root}dist`, { recursive: true, force: true })

await build({
  absWorkingDir: root,
  entryPoints: {
    uplift: 'node/cli/main.ts',
    // Programs of worker threads (node/app/worker-url.ts).
    'analysis-worker': 'node/app/analysis-worker.ts',
    'key-worker': 'node/app/key-worker.ts',
    evaluate: 'scripts/evaluate.ts',
    bench: 'scripts/bench/bench.ts',
    'make-demo-profile': 'scripts/make-demo-profile.ts',
    'calibrate-offer': 'scripts/calibrate-offer.ts',
  },
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // Each command is loaded only when it is asked for.
  splitting: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  plugins: [esbuildKernels],
  define: { ANALYZER_SOURCES: JSON.stringify(analyzerSources()) },
  logLevel: 'warning',
})
