/** What node/app/analysis-worker.ts does with a file, but nobody looks for its key: for the bench alone. */
import { basename } from 'node:path'
import { parentPort } from 'node:worker_threads'
import type { FromWorker, ToWorker } from '../../node/app/analysis-worker.ts'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { requireMeasurable } from '../../node/audio/limits.ts'
import { analyze } from '../../node/features/analyze.ts'
import type { Tonality } from '../../node/features/harmony/tonality.ts'

const port = parentPort!

/** As of a song in which nothing has a pitch. */
const unheard: Omit<Tonality, 'seconds'> = {
  chroma: new Array(12).fill(0),
  bass: new Array(12).fill(0),
  tuningCents: null,
  tuningClarity: 0,
  peaksPerSecond: 0,
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'analyze') void run(message.file)
})

/** A file that cannot be read ends the worker, and the pool reports it. */
async function run(file: string): Promise<void> {
  const decoded = await decodeAudioFile(file)
  requireMeasurable(basename(file), decoded)
  const seconds = decoded.channels[0]!.length / decoded.sampleRate
  const { warnings } = decoded
  const analysis = analyze(decoded, { name: basename(file), warnings, tonality: { ...unheard, seconds } })
  port.postMessage({ kind: 'done', analysis, cached: false } satisfies FromWorker)
}
