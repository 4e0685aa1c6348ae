/** Does a network that was trained on the library help on tracks that it has not heard? As `uplift profile train` asks. */
import { type Heard, networkShare, tryNetwork } from '../../node/app/onnx/network-trial.ts'
import { OnnxUnavailable } from '../../node/app/onnx/runtime.ts'
import type { TrainingState } from '../../node/app/onnx/train-encoder.ts'
import { fewestForNetwork } from '../../node/app/onnx/train-network.ts'
import { packStyle } from '../../node/features/style/compact.ts'
import { LibraryEmbedding, type SoundSpace } from '../../node/profile/embedding.ts'
import { soundSize } from '../../node/profile/network/encoder.ts'
import { bootstrap } from '../evaluation/bootstrap.ts'
import type { Print } from './judge.ts'
import type { MeasuredTrack } from './measured.ts'
import type { MeasuredCache } from './measured-cache.ts'
import { named } from './methods.ts'

export interface NetworkMaterial {
  readonly tracks: readonly MeasuredTrack[]
  /** Of each excerpt of each track. */
  readonly patches: readonly (readonly (readonly Float32Array[])[])[]
  /** Tracks that the network must not hear. */
  readonly isHeldOut: (i: number) => boolean
  readonly isSameArtist: (a: MeasuredTrack, b: MeasuredTrack) => boolean
}

const steps = 600
const seed = 1

/** Prints; nothing is judged by it: a network that does not help is not taken. `key`: what the tracks follow from. */
export async function judgeNetwork(
  title: string,
  { tracks, patches, isHeldOut, isSameArtist }: NetworkMaterial,
  { cache, key, print, onLine }: { cache: MeasuredCache; key: string; print: Print; onLine: Print },
): Promise<void> {
  print(`\n${title}: a network trained on the library (${steps} steps), on tracks that it has not heard`)
  if (tracks.length < fewestForNetwork) {
    print(`  not tried: ${tracks.length} tracks, and ${fewestForNetwork} are needed`)
    return
  }
  const heard = tracks.map(({ name, excerpts }, t): Heard => {
    return { hash: name, segments: excerpts.map(({ style }) => style), patches: patches[t]! }
  })
  const stateKey = `network ${key} ${steps} ${seed}`
  try {
    const { trained, vectors, heldOut, training } = await tryNetwork(heard, isHeldOut, {
      steps,
      seed,
      from: cache.read<TrainingState>(stateKey),
      onCheckpoint: async state => cache.write(stateKey, state),
      onProgress: ({ step, secondsLeft }) => {
        if (step % 20 === 0) onLine(`network: step ${step} of ${steps}${left(secondsLeft)}`)
      },
    })
    const { step, weights, first, second } = trained
    cache.write(stateKey, { step, weights, first, second } satisfies TrainingState)
    if (!heldOut) {
      print('  too few tracks were held out to tell')
      return
    }
    const { before, after, low, high } = heldOut
    print(`  ${training} tracks learned from, ${heldOut.tracks} held out`)
    print(
      `  another part of the same track, mean reciprocal rank: metric ${before.toFixed(3)}, with the network ${after.toFixed(3)}; difference ${signed(after - before)} [${signed(low)} to ${signed(high)}]`,
    )
    const space: SoundSpace = { share: networkShare, dimensions: soundSize, vectors }
    const queries = tracks.flatMap((_, t) => (isHeldOut(t) ? [t] : []))
    const [plain, helped] = [null, space].map(sound => precisions(tracks, queries, isSameArtist, sound))
    const gains = helped!.map((value, i) => value - plain![i]!)
    const interval = bootstrap(
      gains.map(gain => [gain]),
      mean,
    )
    print(
      `  style P@5 of the held-out tracks: metric ${mean(plain!).toFixed(3)}, with the network ${mean(helped!).toFixed(3)}; difference ${signed(mean(gains))}${interval ? ` [${signed(interval.low)} to ${signed(interval.high)}]` : ''}`,
    )
    print(
      `  ${low > 0 ? 'it helps: uplift profile train would take it' : 'it does not help: uplift profile train would not take it'}`,
    )
  } catch (error) {
    if (!(error instanceof OnnxUnavailable)) throw error
    print(`  not tried: ${error.message}`)
  }
}

/** Of each query, the share of the five nearest tracks of other producers that have its label. */
function precisions(
  tracks: readonly MeasuredTrack[],
  queries: readonly number[],
  isSameArtist: NetworkMaterial['isSameArtist'],
  sound: SoundSpace | null,
): number[] {
  const library = new LibraryEmbedding(
    tracks.map(({ name, excerpts }) => ({ ...named(name), style: packStyle(excerpts.map(({ style }) => style)) })),
    undefined,
    sound,
  )
  return queries.map(q => {
    const query = tracks[q]!
    const except = tracks.filter(track => track === query || isSameArtist(track, query)).map(({ name }) => name)
    const segments = query.excerpts.map(({ style }) => style)
    const found = library.similar(segments, { k: 5, except }, sound?.vectors.get(query.name))
    const styleOf = new Map(tracks.map(({ name, style }) => [name, style]))
    return found.filter(({ reference }) => styleOf.get(reference.hash) === query.style).length / 5
  })
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`
const left = (seconds: number | null) => (seconds === null ? '' : `, ${Math.ceil(seconds / 60)} min left`)
