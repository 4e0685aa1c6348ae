/**
 * Bundles the hub process for node.script: one CommonJS file (the safe entry for Node 20 and 22 in Max 8.6 to 9.1) and its
 * worker programs as ES modules in a folder beside it, with everything they need inside. Outside stay max-api, which Max
 * provides, and onnxruntime-node, which is a native module.
 */
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { build } from 'esbuild'
import { analyzerSources } from './analyzer-sources.mjs'
import { esbuildKernels } from './kernels-plugin.mjs'

/** Returns the files it wrote, relative to `outdir`. */
export async function buildDeviceNode({ root, outdir, version }) {
  const name = `uplift-node-${version}`
  const workers = join(outdir, name)
  rmSync(workers, { recursive: true, force: true })
  mkdirSync(workers, { recursive: true })
  const common = {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    external: ['max-api', 'onnxruntime-node'],
    logLevel: 'warning',
    // Faults in the field are reported by line.
    minify: false,
    legalComments: 'inline',
  }
  const define = { ANALYZER_SOURCES: JSON.stringify(analyzerSources(root)) }
  await build({
    ...common,
    entryPoints: { [name]: 'node/max.ts' },
    outdir,
    format: 'cjs',
    plugins: [esbuildKernels],
    banner: { js: "const __uplift_url = require('node:url').pathToFileURL(__filename).href;" },
    define: {
      ...define,
      'import.meta.url': '__uplift_url',
      WORKER_FOLDER: JSON.stringify(`./${name}/`),
      UPLIFT_VERSION: JSON.stringify(version),
    },
  })
  await build({
    ...common,
    entryPoints: {
      'hub-worker': 'node/app/hub/hub-worker.ts',
      'analysis-worker': 'node/app/analysis-worker.ts',
      'key-worker': 'node/app/key-worker.ts',
      'onnx-process': 'node/app/onnx/onnx-process.ts',
    },
    outdir: workers,
    outExtension: { '.js': '.mjs' },
    format: 'esm',
    splitting: true,
    plugins: [esbuildKernels, essentiaBeside],
    // Bundled CommonJS packages ask for Node's own modules by require.
    banner: { js: requireInModules },
    define,
  })
  copyFileSync(createRequire(`${root}/package.json`).resolve(essentia), join(workers, essentiaFile))
  // In Max the nearest package.json is unknown; here, that of the project says "module".
  writeFileSync(join(outdir, 'package.json'), `${JSON.stringify({ private: true, type: 'commonjs' }, null, 2)}\n`)
  return [`${name}.js`, 'package.json', ...readdirSync(workers).map(file => `${name}/${file}`)]
}

const requireInModules = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __toPath } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = __toPath(import.meta.url);',
  "const __dirname = __toPath(new URL('.', import.meta.url));",
].join('\n')

/** Two and a half megabytes of generated code that looks at its surroundings: copied, not bundled. */
const essentia = 'essentia.js/dist/essentia-wasm.umd.js'
const essentiaFile = 'essentia-wasm.cjs'
const essentiaBeside = {
  name: 'uplift-essentia',
  setup(build) {
    build.onResolve({ filter: /^essentia\.js\/dist\/essentia-wasm\.umd\.js$/ }, () => ({
      path: `./${essentiaFile}`,
      external: true,
    }))
  },
}
