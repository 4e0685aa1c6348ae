/** The compiled kernels as a WebAssembly module, where the machine has WebAssembly with SIMD. */
import bytes from './kernels.wasm'

/** Pointers are byte addresses in the instance's memory; lengths are in elements. See the heads of assembly/*.ts. */
export interface KernelExports {
  addKWeighted(
    left: number,
    right: number,
    lengths: number,
    blocks: number,
    coefficients: number,
    state: number,
    energies: number,
  ): void
  midSideSpectra(
    left: number,
    right: number,
    window: number,
    size: number,
    work: number,
    outputs: number,
    pitch: number,
    twiddles: number,
    turns: number,
  ): void
  bandSums(
    spectra: number,
    pitch: number,
    firstBins: number,
    counts: number,
    weights: number,
    bands: number,
    sums: number,
  ): void
  decimate(
    left: number,
    right: number,
    gains: number,
    halvings: number,
    count: number,
    taps: number,
    work: number,
    pitch: number,
    output: number,
  ): void
  /** Whether the result is in `re2` and `im2`; 1 or 0. */
  fft(size: number, re: number, im: number, re2: number, im2: number, twiddles: number): number
  groupPeaks(
    input: number,
    groups: number,
    taps: number,
    scratch: number,
    peaks: number,
    stepOf: number,
    steps: number,
    highest: number,
    share: number,
    bend: number,
  ): void
  levelSteps(input: number, lengths: number, steps: number, peaks: number, energies: number): void
  octaveTree(
    left: number,
    right: number,
    hop: number,
    frames: number,
    before: number,
    after: number,
    taps: number,
    work: number,
    pitch: number,
    powers: number,
    powerPitch: number,
    lowest: number,
  ): void
  gridValues(input: number, taps: number, values: number): void
  splitStereo16(input: number, frames: number, left: number, right: number): void
  splitStereo24(input: number, frames: number, left: number, right: number): void
}

/** What is used of the WebAssembly API: TypeScript declares it only together with the browser's globals. */
interface Engine {
  validate(bytes: Uint8Array): boolean
  readonly Module: new (bytes: Uint8Array) => object
  readonly Memory: new (size: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer }
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown }
}

const arrays = { f32: Float32Array, f64: Float64Array, u32: Uint32Array } as const
type Shape = Readonly<Record<string, readonly [type: keyof typeof arrays, length: number]>>
type Views<S extends Shape> = { readonly [Name in keyof S]: InstanceType<(typeof arrays)[S[Name][0]]> }

export interface KernelInstance<S extends Shape> {
  readonly run: KernelExports
  /** Arrays in the instance's memory, zeroed; `byteOffset` of each is the pointer to hand to a kernel. */
  readonly views: Views<S>
}

const pageBytes = 65_536
/** What a vector load at the end of an array may read beyond it. */
const slackBytes = 64

/** A module of a few kilobytes: compiled on the thread that asks, once. Null without WebAssembly or without its SIMD. */
const compiled = once(() => {
  const engine = (globalThis as { WebAssembly?: Engine }).WebAssembly
  return engine?.validate(bytes) ? { engine, module: new engine.Module(bytes) } : null
})

export const hasWasmKernels = () => compiled() !== null

/** A fresh instance whose memory is exactly what `shape` names. Throws RangeError where `hasWasmKernels()` is false. */
export function instantiate<const S extends Shape>(shape: S): KernelInstance<S> {
  const found = compiled()
  if (!found) throw new RangeError('this machine must have WebAssembly with SIMD to run its kernels')
  let end = slackBytes
  const places = Object.entries(shape).map(([name, [type, length]]) => {
    const offset = end
    end = Math.ceil((offset + length * arrays[type].BYTES_PER_ELEMENT + slackBytes) / 64) * 64
    return { name, type, length, offset }
  })
  const pages = Math.ceil(end / pageBytes)
  const memory = new found.engine.Memory({ initial: pages, maximum: pages })
  const instance = new found.engine.Instance(found.module, { env: { memory } })
  const views = places.map(({ name, type, length, offset }) => [name, new arrays[type](memory.buffer, offset, length)])
  return { run: instance.exports as KernelExports, views: Object.fromEntries(views) as Views<S> }
}

/** The value of `make`, made when first asked for. */
export function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => (made ??= { value: make() }).value
}
