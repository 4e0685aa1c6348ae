/**
 * Answers with figures made of the file's text: a number is the level of the bass, "slow" takes a while, "bad" cannot be
 * read. Third octaves differ by number, so that no two count as one recording.
 */
export const countingWorker = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    import { readFileSync } from 'node:fs'
    parentPort.on('message', ({ file }) => {
      const text = readFileSync(file, 'utf8')
      if (text.startsWith('bad')) return parentPort.postMessage({ kind: 'failed', code: 'X', message: 'It is broken.', action: 'Export it again.' })
      const level = Number(text.split(' ').at(-1))
      const thirds = Object.fromEntries([50, 63, 80, 100, 125, 160, 200, 250, 315, 400, 500, 630, 800].map((f, i) => ['third' + f, level * (i % 3)]))
      const values = { integratedLoudness: -8, peakToLoudnessRatio: 8, bandBass: level, ...thirds }
      const empty = new Float64Array(60).fill(1)
      const bands = { overall: { mm: empty, ss: empty, ms: empty } }
      const rows = { overall: { values, reasons: {} }, drop: { values: { bandBass: level }, reasons: {} } }
      const analysis = { name: file, seconds: 420, clippedPassages: 0, rows, bands, grid: { tempo: 138 }, harmony: { key: 'A minor' } }
      setTimeout(() => parentPort.postMessage({ kind: 'done', analysis, cached: false }), text.startsWith('slow') ? 200 : 0)
    })`)}`,
)
