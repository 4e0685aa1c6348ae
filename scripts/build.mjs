/** Bundles the TypeScript sources into dist/. Dependencies stay in node_modules; presets and kernels are inlined. */
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { esbuildKernels } from './kernels-plugin.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
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
  logLevel: 'warning',
})
