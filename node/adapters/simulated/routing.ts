/** How a simulated set's signals flow: who is audible, over which faders, into which bus. */
import { dbToGain } from '../../dsp/decibel.ts'
import { panGains } from '../../live/pan.ts'
import { chainMixerNames, mixerNames, sendName } from '../../live/set.ts'
import { displayForRaw } from '../../live/value.ts'
import { type Control, displayValue } from './control.ts'
import { designs, isSimulatedEffect } from './devices/designs.ts'
import type { EffectDesign } from './devices/effect.ts'
import { pluginEffect } from './devices/plugin.ts'
import type { SimulatedChain, SimulatedDevice, SimulatedTrack } from './model.ts'
import type { Connection, RenderChain, RenderDevice, RenderTrack } from './render.ts'

/** Indices are those of `tracks`; one more bus behind Main carries its fader, so that moving it costs no chain. */
export function renderTracks(tracks: readonly SimulatedTrack[]): readonly RenderTrack[] {
  const sources = tracks.map((track, index) => ({ track, index }))
  const indexOf = new Map(sources.map(({ track, index }) => [track.id, index]))
  const audible = sources.filter(({ track }) => track.kind !== 'master' && isAudible(track, tracks))
  const returns = sources.filter(({ track }) => track.kind === 'return')
  const connected = (connections: readonly (Connection | null)[]) => connections.filter(one => one !== null)
  const inputsOf = (target: SimulatedTrack): readonly Connection[] => {
    if (target.kind === 'group') {
      const children = audible.filter(({ track }) => track.group === target.id && track.output === 'group')
      return connected(children.map(({ track, index }) => postFader(track, index)))
    }
    if (target.kind === 'return') {
      const send = sendName(returns.findIndex(({ track }) => track === target))
      const senders = audible.filter(({ track }) => track.output !== 'none')
      return connected(
        senders.map(({ track, index }) => {
          const sendDb = displayValue(track.mixer, send)
          return sendDb === null ? null : postFader(track, index, sendDb)
        }),
      )
    }
    if (target.kind === 'master') {
      const heard = audible.filter(({ track }) => track.output === 'main')
      return connected(heard.map(({ track, index }) => postFader(track, index)))
    }
    return []
  }
  const rendered = sources.map(({ track }) => ({
    name: track.name,
    source: track.source,
    inputs: inputsOf(track),
    devices: renderDevices(track.devices, indexOf),
  }))
  const main = sources.at(-1)!
  const fader = { name: main.track.name, source: null, devices: [] }
  return [...rendered, { ...fader, inputs: connected([postFader(main.track, main.index)]) }]
}

/** Gains of a connection that leaves this track after its fader and pan, with `extra` on top; null: nothing heard. */
function postFader({ mixer }: SimulatedTrack, from: number, extraDb = 0): Connection | null {
  const gain = volumeGain(displayValue(mixer, mixerNames.volume)! + extraDb)
  const pan = panGains(displayValue(mixer, mixerNames.panning)!)
  return gain === 0 ? null : { from, left: gain * pan.left, right: gain * pan.right }
}

/** 0.85 in 32 bits is not quite 0 dB: taken as such, a fader that is not used costs nothing. */
function volumeGain(db: number): number {
  const gain = dbToGain(db)
  return Math.abs(gain - 1) < 1e-6 ? 1 : gain
}

/** Active, and not silenced by another track's solo. Solo of a group keeps its children, and the other way round. */
function isAudible(track: SimulatedTrack, tracks: readonly SimulatedTrack[]): boolean {
  if (displayValue(track.mixer, mixerNames.activator) === 0) return false
  const isSoloed = (candidate: SimulatedTrack) => candidate.solo && candidate.kind !== 'return'
  if (track.kind === 'return' || !tracks.some(isSoloed)) return true
  const ancestors = (of: SimulatedTrack): SimulatedTrack[] => {
    const parent = of.group === null ? undefined : tracks.find(({ id }) => id === of.group)
    return parent ? [parent, ...ancestors(parent)] : []
  }
  return (
    track.solo ||
    ancestors(track).some(isSoloed) ||
    tracks.some(other => other.solo && ancestors(other).includes(track))
  )
}

function renderDevices(
  devices: readonly SimulatedDevice[],
  indexOf: ReadonlyMap<number, number>,
): readonly RenderDevice[] {
  return devices
    .filter(({ controls }) => displayValue(controls, 'Device On') !== 0)
    .map((device): RenderDevice => {
      if (device.kind === 'rack') return { kind: 'rack', chains: audibleChains(device.chains, indexOf) }
      return {
        kind: 'effect',
        className: device.className,
        // A source that is no longer in the set leaves the side-chain silent.
        sidechain: device.sidechain === null ? null : (indexOf.get(device.sidechain) ?? null),
        stamp: `${device.controls.map(({ value }) => value).join(' ')}${JSON.stringify(device.effect)}`,
        design: () => designOf(device),
      }
    })
}

function audibleChains(
  chains: readonly SimulatedChain[],
  indexOf: ReadonlyMap<number, number>,
): readonly RenderChain[] | null {
  // An empty rack lets everything through.
  if (chains.length === 0) return null
  const soloed = chains.filter(({ solo }) => solo)
  return (soloed.length > 0 ? soloed : chains)
    .filter(({ mixer }) => displayValue(mixer, chainMixerNames.activator) !== 0)
    .map(chain => {
      const gain = volumeGain(displayValue(chain.mixer, chainMixerNames.volume)!)
      const pan = panGains(displayValue(chain.mixer, chainMixerNames.panning)!)
      return {
        source: chain.source,
        devices: renderDevices(chain.devices, indexOf),
        left: gain * pan.left,
        right: gain * pan.right,
      }
    })
}

function designOf({ className, controls, effect }: SimulatedDevice) {
  if (!isSimulatedEffect(className)) return pluginEffect(effect)
  const byName = new Map(controls.map(one => [one.row.name, one]))
  const find = (name: string): Control => {
    const found = byName.get(name)
    if (!found) throw new RangeError(`${className} must have "${name}"`)
    return found
  }
  const value = (name: string) => {
    const { row, value: raw } = find(name)
    const display = displayForRaw(row, raw)
    if (display === null) throw new RangeError(`"${name}" of ${className} must be used by its raw value`)
    return display
  }
  const design: EffectDesign = designs[className]
  return design(value, name => find(name).value)
}
