/**
 * Where a worker's program lies. In the bundle every program is a file in one folder, whatever chunk asks; run from the
 * TypeScript sources (tests), Node cannot load a .ts worker, so the last build in dist/ is used.
 */
export function workerUrl(name: 'key-worker' | 'analysis-worker'): URL {
  const fromSources = import.meta.url.endsWith('.ts')
  return new URL(fromSources ? `../../dist/${name}.mjs` : `./${name}.mjs`, import.meta.url)
}
