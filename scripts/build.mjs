/**
 * Bundles the TypeScript sources into dist/: the command line (dependencies stay in node_modules; presets and kernels are
 * inlined) and the folder with the Live devices, which needs nothing beside it.
 */
import { readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { analyzerSources } from './analyzer-sources.mjs'
import { buildDeviceNode } from './device-node.mjs'
import { buildDeviceScripts } from './device-scripts.mjs'
import { esbuildKernels } from './kernels-plugin.mjs'
import { buildPanelPage } from './panel-page.mjs'
import { run } from './run.mjs'
import { copyOnnxruntime } from './ship/onnxruntime.mjs'
import { ship } from './ship.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

rmSync(`${root}dist`, { recursive: true, force: true })

const { version, dependencies, devDependencies, peerDependencies } = JSON.parse(
  readFileSync(`${root}package.json`, 'utf8'),
)
/** Sixty files of a few lines each: Node takes 30 ms to load them, of which a handful of functions is used. */
const bundled = ['d3-array']

const options = {
  absWorkingDir: root,
  outdir: 'dist',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  external: Object.keys({ ...dependencies, ...devDependencies, ...peerDependencies }).filter(
    name => !bundled.includes(name),
  ),
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
  plugins: [esbuildKernels],
  define: { ANALYZER_SOURCES: JSON.stringify(analyzerSources(root)) },
  logLevel: 'warning',
}

// What a measurement waits for, in one file each: every file that a fresh worker loads costs it a millisecond or two.
await build({
  ...options,
  entryPoints: {
    'analysis-worker': 'node/app/analysis-worker.ts',
    'key-worker': 'node/app/key-worker.ts',
    'keyless-worker': 'scripts/bench/keyless-worker.ts',
  },
})

await build({
  ...options,
  entryPoints: {
    uplift: 'node/cli/main.ts',
    // Programs of worker threads (node/app/worker-url.ts).
    'hub-worker': 'node/app/hub/hub-worker.ts',
    'panel-worker': 'node/app/panel/worker.ts',
    'onnx-process': 'node/app/onnx/onnx-process.ts',
    evaluate: 'scripts/evaluate.ts',
    bench: 'scripts/bench/bench.ts',
    'make-demo-profile': 'scripts/make-demo-profile.ts',
    'calibrate-offer': 'scripts/calibrate-offer.ts',
    'fit-confidence': 'scripts/confidence/fit-confidence.ts',
    'measure-devices': 'test/max/measure-main.ts',
  },
  // Each command is loaded only when it is asked for.
  splitting: true,
})

// dist/Uplift: what is dropped into Live's User Library.
const devices = { root, outdir: `${root}dist/Uplift`, version }
const { buildPatchers } = await run('scripts/build-patchers.ts')
buildPatchers(devices)
await buildDeviceScripts(devices)
await buildDeviceNode(devices)
copyOnnxruntime(devices)
for (const outdir of [`${root}dist`, `${devices.outdir}/uplift-node-${version}`])
  await buildPanelPage({ root, outdir, version })
ship(devices)
