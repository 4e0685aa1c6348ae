/**
 * Worker program: essentia's key extractor. essentia.js may be imported nowhere else: it installs handlers that abort the
 * process on the next uncaught error, throws bare numbers, and its memory only grows.
 */
import { parentPort } from 'node:worker_threads'
import type { KeyFrames } from '../features/harmony/tonality.ts'

export interface KeyRequest extends KeyFrames {
  readonly id: number
}

export type KeyReply =
  | { readonly id: number; readonly kind: 'key'; readonly key: string; readonly strength: number }
  | { readonly id: number; readonly kind: 'failed'; readonly reason: string }

interface Vector {
  delete(): void
}

/** The part of the WASM module that is used; essentia's own .d.ts does not cover it. */
interface EssentiaModule {
  readonly HEAPU8: Uint8Array
  readonly EssentiaJS: new (
    debug: boolean,
  ) => {
    KeyExtractor(audio: Vector, ...settings: readonly (boolean | number | string)[]): KeyResult
  }
  arrayToVector(samples: Float32Array): Vector
}

interface KeyResult {
  readonly key: string
  readonly scale: string
  readonly strength: number
}

// The WASM module alone: the package's main file loads four more that are not needed.
const { default: essentia } = (await import('essentia.js/dist/essentia-wasm.umd.js' as string)) as {
  readonly default: EssentiaModule
}
const algorithms = new essentia.EssentiaJS(false)

/** Positional, in the order of core_api.d.ts. */
const settings = ({ sampleRate, frame }: KeyFrames) => {
  const named = {
    averageDetuningCorrection: true,
    frameSize: frame,
    hopSize: frame,
    hpcpSize: 36,
    maxFrequency: Math.min(3500, 0.32 * sampleRate),
    maximumSpectralPeaks: 60,
    minFrequency: 25,
    pcpThreshold: 0.2,
    profileType: 'edma',
    sampleRate,
    spectralPeaksThreshold: 0.0001,
    tuningFrequency: 440,
    weightType: 'cosine',
    windowType: 'hann',
  }
  return Object.values(named)
}

parentPort!.on('message', (request: KeyRequest) => parentPort!.postMessage(answer(request)))

function answer(request: KeyRequest): KeyReply {
  const { id } = request
  let audio: Vector | null = null
  try {
    audio = essentia.arrayToVector(request.samples)
    const { key, scale, strength } = algorithms.KeyExtractor(audio, ...settings(request))
    return { id, kind: 'key', key: `${key} ${scale}`, strength }
  } catch (thrown) {
    return { id, kind: 'failed', reason: wordsOf(thrown) }
  } finally {
    audio?.delete()
  }
}

/** A C++ exception arrives as its address: a vtable, then a std::string of pointer, length and capacity. */
function wordsOf(thrown: unknown): string {
  if (typeof thrown !== 'number') return thrown instanceof Error ? thrown.message : String(thrown)
  const heap = essentia.HEAPU8
  const view = new DataView(heap.buffer)
  if (!(thrown > 0 && thrown + 16 <= heap.length)) return `essentia failed with code ${thrown}`
  const isLong = (heap[thrown + 15]! & 0x80) !== 0
  const from = isLong ? view.getUint32(thrown + 4, true) : thrown + 4
  const length = isLong ? view.getUint32(thrown + 8, true) : heap[thrown + 15]!
  if (from + length > heap.length || length > 10_000) return `essentia failed with code ${thrown}`
  return Buffer.from(heap.subarray(from, from + length)).toString('utf8')
}
