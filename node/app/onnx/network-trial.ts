/** A network trained on some tracks, and whether it helps on the others. */
import { stream } from '../../adapters/demo-song/random.ts'
import type { StyleSegment } from '../../features/analysis.ts'
import type { SegmentSounds } from '../../profile/embedding.ts'
import { embed, fitMetric } from '../../profile/metric.ts'
import { soundSize } from '../../profile/network/encoder.ts'
import { type HeldOut, heldOutGain } from '../../profile/network/held-out.ts'
import { openEncoder } from './sound-model.ts'
import { type TrainingOptions, type TrainingState, trainEncoder } from './train-encoder.ts'

/** What is heard of more than these is not kept for training: 1 MB a track. */
const mostForTraining = 400
/** The network's vote beside the metric's: neither was better alone. */
export const networkShare = 0.35

export interface Heard {
  readonly hash: string
  readonly segments: readonly StyleSegment[]
  /** Of each segment. */
  readonly patches: readonly (readonly Float32Array[])[]
}

export interface NetworkTrial {
  readonly trained: TrainingState & { readonly loss: number }
  /** What it hears in all tracks, held out or not. */
  readonly vectors: ReadonlyMap<string, SegmentSounds>
  readonly heldOut: HeldOut | null
  /** Tracks that it learned from. */
  readonly training: number
}

/** Trained on some tracks, and measured against the metric (of the same tracks) on the others. */
export async function tryNetwork(
  heard: readonly Heard[],
  isHeldOut: (i: number) => boolean,
  options: TrainingOptions,
): Promise<NetworkTrial> {
  const held = heard.filter((_, i) => isHeldOut(i))
  const training = heard.filter((_, i) => !isHeldOut(i))
  const trained = await trainEncoder(
    training.slice(0, mostForTraining).map(({ patches }) => patches.flat()),
    options,
  )
  const { seed, signal } = options
  const encoder = await openEncoder(trained.weights)
  const vectors = new Map<string, SegmentSounds>()
  try {
    for (const { hash, patches } of heard) vectors.set(hash, await encoder.hearPatches(patches, signal))
  } finally {
    await encoder.close()
  }
  const metric = fitMetric(
    training.flatMap(({ hash, segments }) => segments.map(({ vector }) => ({ vector, track: hash }))),
  )
  const heldOut = heldOutGain(
    held.map(({ hash, segments }) => {
      const before = segments.map(({ vector }) => embed(metric, vector))
      const sounds = vectors.get(hash)!
      return { before, after: before.map((point, i) => together(point, sounds[i] ?? null)) }
    }),
    stream(seed, 'held out'),
  )
  return { trained, vectors, heldOut, training: training.length }
}

function together(point: Float32Array, sound: Float32Array | null): Float32Array {
  const out = new Float32Array(point.length + soundSize)
  out.set(point.map(value => value * Math.sqrt(1 - networkShare)))
  if (sound)
    out.set(
      sound.map(value => value * Math.sqrt(networkShare)),
      point.length,
    )
  return out
}
