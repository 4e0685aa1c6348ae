/** Programs as JavaScript: tests run from TypeScript, processes and workers cannot. */
import { fileURLToPath } from 'node:url'
import type { BuildOptions } from 'esbuild'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Bundles `programs` (name → source) into out/test-workers/`folder`, which it returns: one per test file, they run side by side. */
export async function bundleInto(folder: string, programs: Readonly<Record<string, string>>): Promise<string> {
  // Plain JavaScript without types: the build scripts run without TypeScript.
  const { bundle } = (await import(`${root}scripts/run.mjs`)) as {
    readonly bundle: (options: BuildOptions) => Promise<unknown>
  }
  const outdir = `${root}out/test-workers/${folder}`
  await bundle({ entryPoints: programs, outdir, outExtension: { '.js': '.mjs' } })
  return outdir
}
