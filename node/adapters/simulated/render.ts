/**
 * What a simulated set sounds like: every device chain once, summed as Live's mixer sums. Chains whose source,
 * parameters and side-chain did not change are taken from the cache, so one changed track costs its own chain, its
 * group, the returns it feeds and Main.
 */
import { compressor } from './devices/compressor.ts'
import type { Effect, EffectDesign, Stereo } from './devices/effect.ts'
import { eqEight } from './devices/eq-eight.ts'
import { glue } from './devices/glue.ts'
import { limiter } from './devices/limiter.ts'
import { saturator } from './devices/saturator.ts'
import { utility } from './devices/utility.ts'
import type { SimulatedDeviceSpec } from './spec.ts'

const designs: Readonly<Record<SimulatedDeviceSpec['className'], EffectDesign>> = {
  StereoGain: utility,
  Eq8: eqEight,
  Compressor2: compressor,
  GlueCompressor: glue,
  Limiter: limiter,
  Saturator: saturator,
}

export interface RenderDevice {
  readonly className: SimulatedDeviceSpec['className']
  /** Display value by parameter name. */
  readonly value: (parameter: string) => number
  /** Changes whenever a parameter value changes. */
  readonly stamp: string
  /** Index of the side-chain's source; it is heard after its devices, before its fader. */
  readonly sidechain: number | null
}

/** A track as the renderer needs it. Indices count tracks, then returns; Main is the last. */
export interface RenderTrack {
  readonly name: string
  readonly source: Stereo | null
  readonly devices: readonly RenderDevice[]
  /** What flows in besides the source: index and the gains of that connection. Only what is audible. */
  readonly inputs: readonly Connection[]
}

export interface Connection {
  readonly from: number
  readonly left: number
  readonly right: number
}

/** A chain's output. null: silent. Buffers are shared between takes and forks: never written to again. */
interface Rendered {
  readonly key: string
  readonly id: number
  readonly signal: Stereo | null
}

/** Numbers for sources and chain outputs: equal numbers mean equal samples. */
const sourceIds = new WeakMap<Float32Array, number>()
let lastId = 0

function sourceId([left, right]: Stereo): string {
  const id = (channel: Float32Array) => {
    if (!sourceIds.has(channel)) sourceIds.set(channel, ++lastId)
    return sourceIds.get(channel)
  }
  return `${id(left)}/${id(right)}`
}

const isSilent = (channel: Float32Array) => channel.every(sample => sample === 0)
const silence = new WeakMap<Float32Array, boolean>()
function isSilentSource(source: Stereo): boolean {
  return source.every(channel => {
    if (!silence.has(channel)) silence.set(channel, isSilent(channel))
    return silence.get(channel)
  })
}

/** A channel with its gain into a sum. */
interface Term {
  readonly channel: Float32Array
  readonly gain: number
}

/** Sums are made in double precision, four terms at once, in blocks that stay in the first-level cache. */
const sumFrames = 1024
const nothing = new Float32Array(sumFrames)

function addFour(sum: Float64Array, [a, b, c, d]: readonly Float32Array[], [ga, gb, gc, gd]: readonly number[]): void {
  const A = a!
  const B = b!
  const C = c!
  const D = d!
  for (let n = 0; n < A.length; n++) sum[n] = sum[n]! + ga! * A[n]! + gb! * B[n]! + gc! * C[n]! + gd! * D[n]!
}

function sumOf(terms: readonly Term[], frames: number): Float32Array {
  const output = new Float32Array(frames)
  const sum = new Float64Array(sumFrames)
  for (let from = 0; from < frames; from += sumFrames) {
    const count = Math.min(sumFrames, frames - from)
    // A shorter term ends where it ends: what it lacks is added as nothing.
    const block = ({ channel }: Term) => {
      if (from + count <= channel.length) return channel.subarray(from, from + count)
      const padded = nothing.slice(0, count)
      padded.set(channel.subarray(Math.min(from, channel.length)))
      return padded
    }
    sum.fill(0)
    for (let first = 0; first < terms.length; first += 4) {
      const four = terms.slice(first, first + 4)
      const blocks = four.map(block)
      const gains = four.map(term => term.gain)
      while (blocks.length < 4) {
        blocks.push(nothing.subarray(0, count))
        gains.push(0)
      }
      addFour(sum, blocks, gains)
    }
    output.set(count < sumFrames ? sum.subarray(0, count) : sum, from)
  }
  return output
}

/** Throws RangeError naming the tracks of a circle, e.g. a return that ducks under a track that it is sent to. */
export function refuseCircles(tracks: readonly RenderTrack[]): void {
  const checked = new Set<number>()
  const visit = (index: number, path: readonly number[]): void => {
    if (path.includes(index)) {
      const names = [...path.slice(path.indexOf(index)), index].map(i => tracks[i]!.name)
      throw new RangeError(`routing must not run in a circle, got ${names.join(' ← ')}`)
    }
    if (checked.has(index)) return
    const { inputs, devices } = tracks[index]!
    const sources = [...inputs.map(input => input.from), ...devices.flatMap(device => device.sidechain ?? [])]
    for (const source of sources) visit(source, [...path, index])
    checked.add(index)
  }
  for (const index of tracks.keys()) visit(index, [])
}

export class Renderer {
  readonly #sampleRate: number
  readonly #frames: number
  readonly #cache: Map<number, Rendered>

  constructor(sampleRate: number, frames: number, cache: ReadonlyMap<number, Rendered> = new Map()) {
    this.#sampleRate = sampleRate
    this.#frames = frames
    this.#cache = new Map(cache)
  }

  /** An independent renderer that starts with what this one has already rendered. */
  fork(): Renderer {
    return new Renderer(this.#sampleRate, this.#frames, this.#cache)
  }

  /** The signal of every track after its devices, in the order given. null: silent. */
  render(tracks: readonly RenderTrack[]): readonly (Stereo | null)[] {
    refuseCircles(tracks)
    const done = new Map<number, Rendered>()
    const visit = (index: number): Rendered => {
      const rendered = done.get(index) ?? this.#chain(tracks[index]!, index, visit)
      done.set(index, rendered)
      return rendered
    }
    return tracks.map((_, index) => visit(index).signal)
  }

  #chain(track: RenderTrack, index: number, visit: (index: number) => Rendered): Rendered {
    const inputs = track.inputs.map(connection => ({ ...connection, rendered: visit(connection.from) }))
    const keys = track.devices.map(device => (device.sidechain === null ? null : visit(device.sidechain)))
    const key = [
      track.source ? sourceId(track.source) : '',
      inputs.map(({ rendered, left, right }) => `${rendered.id}:${left}:${right}`).join(','),
      ...track.devices.map((device, i) => `${device.className} ${device.stamp} ${keys[i]?.id ?? ''}`),
    ].join('|')
    const cached = this.#cache.get(index)
    if (cached?.key === key) return cached

    const heard = inputs.flatMap(({ rendered: { signal }, ...gains }) => (signal ? [{ signal, ...gains }] : []))
    const effects = track.devices.map(device => designs[device.className](device.value))
    const signal = this.#process(
      track.source && !isSilentSource(track.source) ? track.source : null,
      heard,
      effects.map((effect, i) => ({ effect, key: keys[i]?.signal ?? null })),
    )
    const rendered = { key, id: ++lastId, signal }
    this.#cache.set(index, rendered)
    return rendered
  }

  #process(
    source: Stereo | null,
    inputs: readonly { readonly signal: Stereo; readonly left: number; readonly right: number }[],
    effects: readonly { readonly effect: Effect | null; readonly key: Stereo | null }[],
  ): Stereo | null {
    // No device makes sound out of silence.
    if (!source && inputs.length === 0) return null
    const active = effects.filter(({ effect }) => effect !== null)
    const isWhole = source?.[0].length === this.#frames && source[1].length === this.#frames
    if (source && isWhole && inputs.length === 0 && active.length === 0) return source
    const own = source ? [{ signal: source, left: 1, right: 1 }] : []
    const all = [...own, ...inputs]
    const signal: Stereo =
      source && isWhole && inputs.length === 0
        ? [source[0].slice(), source[1].slice()]
        : [
            sumOf(
              all.map(input => ({ channel: input.signal[0], gain: input.left })),
              this.#frames,
            ),
            sumOf(
              all.map(input => ({ channel: input.signal[1], gain: input.right })),
              this.#frames,
            ),
          ]
    for (const { effect, key } of active) effect!(signal, { sampleRate: this.#sampleRate, key })
    return signal
  }
}
