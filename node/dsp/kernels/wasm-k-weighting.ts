/** K-weighted energies by the WebAssembly kernel; the twin is `addKWeightedEnergy` in dsp/k-weighting.ts. */
import { type KWeightedBlocks, kWeighting } from '../k-weighting.ts'
import { instantiate, once } from './wasm-module.ts'

/** Per call: 0.1 s at 48 kHz, so that V8 can change to its optimised code between calls. */
const samplesPerCall = 4800
const blocksPerCall = 256

const kernel = once(() =>
  instantiate({
    left: ['f32', samplesPerCall],
    right: ['f32', samplesPerCall],
    lengths: ['u32', blocksPerCall],
    coefficients: ['f64', 9],
    state: ['f64', 12],
    energies: ['f64', blocksPerCall],
  }),
)

export function wasmAddKWeightedEnergy(
  channels: readonly Float32Array[],
  sampleRate: number,
  { boundaries, weights, into }: KWeightedBlocks,
): void {
  const heard = channels.flatMap((samples, c) => (weights[c] ? [{ samples, weight: weights[c] }] : []))
  for (let c = 0; c < heard.length; c += 2) addPair(heard[c]!, heard[c + 1] ?? null, sampleRate, boundaries, into)
}

interface Weighted {
  readonly samples: Float32Array
  readonly weight: number
}

function addPair(
  first: Weighted,
  second: Weighted | null,
  sampleRate: number,
  boundaries: Uint32Array,
  into: Float64Array,
): void {
  const { run, views } = kernel()
  const { left, right, lengths, coefficients, state, energies } = views
  const { shelf, highpass } = kWeighting(sampleRate)
  coefficients.set([shelf.b0, shelf.b1, shelf.b2, shelf.a1, shelf.a2, highpass.a1, highpass.a2])
  // The high-pass's gain is left out of the recursion.
  const gain = highpass.b0 ** 2
  coefficients.set([gain * first.weight, second ? gain * second.weight : 0], 7)
  state.fill(0)
  const owners = new Uint32Array(blocksPerCall)
  const last = boundaries.length - 2
  let block = 0
  let at = boundaries[0] ?? 0
  while (block <= last) {
    // As many blocks as fit; one that does not fit at all goes in pieces.
    const from = at
    let pieces = 0
    while (block <= last && pieces < blocksPerCall && at - from < samplesPerCall) {
      const to = Math.min(boundaries[block + 1]!, from + samplesPerCall)
      lengths[pieces] = to - at
      owners[pieces++] = block
      at = to
      if (at === boundaries[block + 1]) block++
    }
    left.set(first.samples.subarray(from, at))
    if (second) right.set(second.samples.subarray(from, at))
    energies.fill(0, 0, pieces)
    run.addKWeighted(
      left.byteOffset,
      second ? right.byteOffset : left.byteOffset,
      lengths.byteOffset,
      pieces,
      coefficients.byteOffset,
      state.byteOffset,
      energies.byteOffset,
    )
    for (let i = 0; i < pieces; i++) into[owners[i]!]! += energies[i]!
  }
}
