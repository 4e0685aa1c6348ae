/** Spectra of mid and side by the WebAssembly kernels, in single precision; the twin is dsp/mid-side.ts. */
import { copyAround } from '../copy-around.ts'
import { hann } from '../fft.ts'
import { type BandLayout, type MidSideBins, type MidSideTransform, midSideTransform } from '../mid-side.ts'
import { instantiate } from './wasm-module.ts'
import { twiddleCount, writeTwiddles } from './wasm-transform.ts'

/** The kernels' passes need four vectors. */
const smallestSize = 64

const transforms = new Map<number, MidSideTransform>()

/** One instance per frame size and thread: what is wanted of a frame is read before the next one is transformed. */
export function wasmMidSideTransform(size: number): MidSideTransform {
  if (!(size >= smallestSize)) return midSideTransform(size)
  let transform = transforms.get(size)
  if (!transform) {
    transform = makeTransform(size)
    transforms.set(size, transform)
  }
  return transform
}

function makeTransform(size: number): MidSideTransform {
  if (!Number.isInteger(Math.log2(size))) throw new RangeError(`FFT size must be a power of two ≥ 4, got ${size}`)
  const bins = size / 2 + 1
  /** Band sums read two bins at a time: up to one further than the last. */
  const pitch = size / 2 + 16
  const turns = turnsOf(size)
  const { run, views } = instantiate({
    left: ['f32', size],
    right: ['f32', size],
    window: ['f32', size],
    work: ['f32', 4 * (size / 2 + 16)],
    spectra: ['f32', 4 * pitch],
    twiddles: ['f32', twiddleCount(size / 2)],
    turns: ['f32', turns.length],
    firstBins: ['u32', mostBands],
    counts: ['u32', mostBands],
    // Each band may be padded by one.
    weights: ['f32', bins + 2 * mostBands],
    sums: ['f64', 3 * mostBands],
  })
  const { spectra } = views
  views.window.set(hann(size).map(w => w / 4))
  writeTwiddles(size / 2, views.twiddles)
  views.turns.set(turns)
  const parts = [0, 1, 2, 3].map(i => spectra.subarray(i * pitch, i * pitch + bins))
  let layout: BandLayout | null = null

  return {
    transform(left: Float32Array, right: Float32Array, start: number): void {
      copyAround(left, start, views.left)
      copyAround(right, start, views.right)
      run.midSideSpectra(
        views.left.byteOffset,
        views.right.byteOffset,
        views.window.byteOffset,
        size,
        views.work.byteOffset,
        spectra.byteOffset,
        4 * pitch,
        views.twiddles.byteOffset,
        views.turns.byteOffset,
      )
    },

    read(into: MidSideBins): void {
      into.mRe.set(parts[0]!)
      into.mIm.set(parts[1]!)
      into.sRe.set(parts[2]!)
      into.sIm.set(parts[3]!)
    },

    bandSums(wanted: BandLayout, sums: Float64Array): void {
      if (wanted !== layout) {
        writeLayout(wanted, views)
        layout = wanted
      }
      const bands = wanted.firstBin.length
      run.bandSums(
        spectra.byteOffset,
        4 * pitch,
        views.firstBins.byteOffset,
        views.counts.byteOffset,
        views.weights.byteOffset,
        bands,
        views.sums.byteOffset,
      )
      sums.set(views.sums.subarray(0, 3 * bands))
    },
  }
}

const mostBands = 128

function writeLayout(
  { firstBin, firstWeight, binWeights }: BandLayout,
  { firstBins, counts, weights }: { firstBins: Uint32Array; counts: Uint32Array; weights: Float32Array },
): void {
  if (firstBin.length > mostBands)
    throw new RangeError(`there must be at most ${mostBands} bands, got ${firstBin.length}`)
  weights.fill(0)
  let at = 0
  firstBin.forEach((first, b) => {
    const count = firstWeight[b + 1]! - firstWeight[b]!
    firstBins[b] = count > 0 ? first : 0
    counts[b] = 2 * Math.ceil(count / 2)
    weights.set(binWeights.subarray(firstWeight[b], firstWeight[b + 1]), at)
    at += counts[b]!
  })
}

/** cos and −sin of 2πk / size for k = 1 … size / 4 + 4. */
function turnsOf(size: number): Float32Array {
  const count = size / 4 + 4
  const angles = Array.from({ length: count }, (_, i) => (-2 * Math.PI * (i + 1)) / size)
  return Float32Array.from([...angles.map(Math.cos), ...angles.map(Math.sin)])
}
