/** Bundles the TypeScript sources into dist/. Dependencies stay in node_modules; presets are inlined. */
import { rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
rmSync(`${root}dist`, { recursive: true, force: true })

await build({
  absWorkingDir: root,
  entryPoints: {
    uplift: 'node/cli/main.ts',
    evaluate: 'scripts/evaluate.ts',
    bench: 'scripts/bench.ts',
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
  logLevel: 'warning',
})
