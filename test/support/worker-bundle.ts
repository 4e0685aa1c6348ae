/** The worker programs as the build makes them, in a scratch folder. */
import { pathToFileURL } from 'node:url'
import { bundleInto } from './bundle-into.ts'

/** Builds into out/test-workers/`folder` (one folder per test file: they run side by side). */
export async function buildWorkers(folder: string): Promise<{ readonly key: URL; readonly analysis: URL }> {
  const outdir = await bundleInto(folder, {
    'key-worker': 'node/app/key-worker.ts',
    'analysis-worker': 'node/app/analysis-worker.ts',
  })
  const at = (name: string) => pathToFileURL(`${outdir}/${name}.mjs`)
  return { key: at('key-worker'), analysis: at('analysis-worker') }
}
