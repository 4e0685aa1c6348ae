/** The worker programs as the build makes them, in a scratch folder: tests run from TypeScript, workers cannot. */
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Builds into out/test-workers/`folder` (one folder per test file: they run side by side). */
export async function buildWorkers(folder: string): Promise<{ readonly key: URL; readonly analysis: URL }> {
  // Plain JavaScript without types: the build scripts run without TypeScript.
  const { esbuildKernels } = (await import(`${root}scripts/kernels-plugin.mjs`)) as { readonly esbuildKernels: Plugin }
  const outdir = `${root}out/test-workers/${folder}`
  await build({
    absWorkingDir: root,
    entryPoints: { 'key-worker': 'node/app/key-worker.ts', 'analysis-worker': 'node/app/analysis-worker.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [esbuildKernels],
    logLevel: 'warning',
  })
  const at = (name: string) => pathToFileURL(`${outdir}/${name}.mjs`)
  return { key: at('key-worker'), analysis: at('analysis-worker') }
}
