/**
 * Where a worker's program lies. In a bundle every program is a file in one folder, whatever chunk asks; run from the
 * TypeScript sources (tests), Node cannot load a .ts worker, so the last build in dist/ is used.
 */
export function workerUrl(
  name: 'key-worker' | 'analysis-worker' | 'hub-worker' | 'panel-worker' | 'onnx-process',
): URL {
  const fromSources = import.meta.url.endsWith('.ts')
  return new URL(fromSources ? `../../dist/${name}.mjs` : `${folder}${name}.mjs`, import.meta.url)
}

/** Beside the asking file, unless the bundle says otherwise (scripts/device-node.mjs). */
declare const WORKER_FOLDER: string
const folder = typeof WORKER_FOLDER === 'string' ? WORKER_FOLDER : './'
