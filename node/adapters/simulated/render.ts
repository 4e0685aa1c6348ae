/**
 * What a simulated set sounds like: every device chain once, summed as Live's mixer sums. Chains that were rendered before
 * from the same source, parameters and side-chain are taken from the cache, so one changed track costs its own chain, its
 * group, the returns it feeds and Main.
 */
import { createHash } from 'node:crypto'
import type { Effect, Stereo } from './devices/effect.ts'
import { RenderCache, type Rendered } from './render-cache.ts'
import { isSilentSource, sourceId, sumOf } from './sum.ts'

export type RenderDevice =
  | {
      readonly kind: 'effect'
      readonly className: string
      /** null: these settings leave the signal as it is. */
      readonly design: () => Effect | null
      /** Changes whenever a parameter value changes. */
      readonly stamp: string
      /** Index of the side-chain's source; it is heard after its devices, before its fader. */
      readonly sidechain: number | null
    }
  /** The audible chains; null: an empty rack, which lets everything through. */
  | { readonly kind: 'rack'; readonly chains: readonly RenderChain[] | null }

export interface RenderChain {
  /** What the chain's instrument plays; null: the chain hears what enters the rack. */
  readonly source: Stereo | null
  readonly devices: readonly RenderDevice[]
  readonly left: number
  readonly right: number
}

/** A track as the renderer needs it. Indices count tracks, then returns, then Main, then its fader. */
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
    const sources = [...inputs.map(input => input.from), ...sidechainsOf(devices)]
    for (const source of sources) visit(source, [...path, index])
    checked.add(index)
  }
  for (const index of tracks.keys()) visit(index, [])
}

const sidechainsOf = (devices: readonly RenderDevice[]): readonly number[] =>
  devices.flatMap(device =>
    device.kind === 'rack'
      ? (device.chains ?? []).flatMap(chain => sidechainsOf(chain.devices))
      : (device.sidechain ?? []),
  )

/** What is left to do once effects without effect are left out and racks of one plain chain are opened. */
type Step =
  | { readonly kind: 'effect'; readonly effect: Effect; readonly key: Stereo | null }
  | {
      readonly kind: 'rack'
      readonly chains: readonly (Omit<RenderChain, 'devices'> & { readonly steps: readonly Step[] })[]
    }

type Visit = (index: number) => Rendered

function stepsOf(devices: readonly RenderDevice[], visit: Visit): readonly Step[] {
  return devices.flatMap((device): readonly Step[] => {
    if (device.kind === 'effect') {
      const effect = device.design()
      return effect
        ? [{ kind: 'effect', effect, key: device.sidechain === null ? null : visit(device.sidechain).signal }]
        : []
    }
    if (device.chains === null) return []
    const chains = device.chains.map(chain => ({ ...chain, steps: stepsOf(chain.devices, visit) }))
    const [only] = chains
    const isPlain = chains.length === 1 && only!.source === null && only!.left === 1 && only!.right === 1
    return isPlain ? only!.steps : [{ kind: 'rack', chains }]
  })
}

function keyOf(device: RenderDevice, visit: Visit): string {
  if (device.kind === 'effect') {
    return `${device.className} ${device.stamp} ${device.sidechain === null ? '' : visit(device.sidechain).key}`
  }
  const chains = device.chains?.map(({ source, devices, left, right }) =>
    [source ? sourceId(source) : '', left, right, ...devices.map(inner => keyOf(inner, visit))].join('|'),
  )
  return `(${chains?.join(';') ?? 'through'})`
}

export interface RenderFormat {
  readonly sampleRate: number
  readonly frames: number
  readonly tempo: number
}

export class Renderer {
  readonly #format: RenderFormat
  readonly #cache: RenderCache

  /** `cache`: of another renderer, to share what both render alike. */
  constructor(format: RenderFormat, cache: RenderCache = new RenderCache()) {
    this.#format = format
    this.#cache = cache
  }

  get cache(): RenderCache {
    return this.#cache
  }

  /** The signal of every track after its devices, in the order given. null: silent. */
  render(tracks: readonly RenderTrack[]): readonly (Stereo | null)[] {
    refuseCircles(tracks)
    const done = new Map<number, Rendered>()
    const visit = (index: number): Rendered => {
      const rendered = done.get(index) ?? this.#chain(tracks[index]!, visit)
      done.set(index, rendered)
      return rendered
    }
    const signals = tracks.map((_, index) => visit(index).signal)
    this.#cache.trim(new Set([...done.values()].map(({ key }) => key)))
    return signals
  }

  #chain(track: RenderTrack, visit: Visit): Rendered {
    const { sampleRate, frames, tempo } = this.#format
    const inputs = track.inputs.map(connection => ({ ...connection, rendered: visit(connection.from) }))
    const key = shortened(
      [
        `${sampleRate} ${frames} ${tempo}`,
        track.source ? sourceId(track.source) : '',
        inputs.map(({ rendered, left, right }) => `${rendered.key}:${left}:${right}`).join(','),
        ...track.devices.map(device => keyOf(device, visit)),
      ].join('|'),
    )
    const cached = this.#cache.get(key)
    if (cached) return cached

    const heard = inputs.flatMap(({ rendered: { signal }, ...gains }) => (signal ? [{ signal, ...gains }] : []))
    const source = track.source && !isSilentSource(track.source) ? track.source : null
    const steps = stepsOf(track.devices, visit)
    const signal = this.#run(this.#entering(source, heard), steps)
    const isPassed = signal === null || signal === source || heard.some(input => input.signal === signal)
    const rendered = { key, signal, bytes: isPassed ? 0 : bytesOf(signal) }
    this.#cache.add(rendered)
    return rendered
  }

  /** What the first device hears. null: nothing. */
  #entering(
    source: Stereo | null,
    inputs: readonly { readonly signal: Stereo; readonly left: number; readonly right: number }[],
  ): Heard | null {
    const { frames } = this.#format
    const isWhole = source?.[0].length === frames && source[1].length === frames
    if (source && isWhole && inputs.length === 0) return { signal: source, isOwn: false }
    const [only, ...others] = inputs
    if (!source && only && others.length === 0 && only.left === 1 && only.right === 1) {
      return { signal: only.signal, isOwn: false }
    }
    const all = source ? [{ signal: source, left: 1, right: 1 }, ...inputs] : inputs
    return all.length === 0 ? null : { signal: this.#sum(all), isOwn: true }
  }

  #sum(terms: readonly { readonly signal: Stereo; readonly left: number; readonly right: number }[]): Stereo {
    const { frames } = this.#format
    return [
      sumOf(
        terms.map(({ signal, left }) => ({ channel: signal[0], gain: left })),
        frames,
      ),
      sumOf(
        terms.map(({ signal, right }) => ({ channel: signal[1], gain: right })),
        frames,
      ),
    ]
  }

  /** No device makes sound out of silence; an instrument in a rack does. */
  #run(entering: Heard | null, steps: readonly Step[]): Stereo | null {
    const { sampleRate, tempo } = this.#format
    let heard = entering
    for (const step of steps) {
      if (step.kind === 'rack') heard = this.#rack(heard, step.chains)
      else if (heard) {
        const signal: Stereo = heard.isOwn ? heard.signal : [heard.signal[0].slice(), heard.signal[1].slice()]
        step.effect(signal, { sampleRate, tempo, key: step.key })
        heard = { signal, isOwn: true }
      }
    }
    return heard?.signal ?? null
  }

  /** Every chain hears what enters the rack; their sum leaves it. */
  #rack(entering: Heard | null, chains: (Step & { kind: 'rack' })['chains']): Heard | null {
    const outputs = chains.flatMap(({ source, steps, left, right }) => {
      const own = source ? (isSilentSource(source) ? null : this.#entering(source, [])) : entering
      const signal = this.#run(own && { ...own, isOwn: false }, steps)
      return signal ? [{ signal, left, right }] : []
    })
    return outputs.length === 0 ? null : { signal: this.#sum(outputs), isOwn: true }
  }
}

/** Keys hold the keys of what flows in: a digest keeps them short. */
const shortened = (key: string) => createHash('sha256').update(key).digest('base64')

const bytesOf = (signal: Stereo) => signal.reduce((sum, { byteLength }) => sum + byteLength, 0)

/** `isOwn`: nobody else holds these buffers, so that they may be written into. */
interface Heard {
  readonly signal: Stereo
  readonly isOwn: boolean
}
