/**
 * A Live set that needs no Live: the demo, the tests and every what-if run on it. It keeps Live's rules (names and
 * ranges of 12.4, 32-bit values, refusals, overridden automation) and renders what the set would sound like: mixer,
 * groups, returns, Utility, EQ Eight, Compressor, Glue Compressor, Limiter, Saturator.
 *
 * What it cannot prove: that Live's own devices sound as modelled here. See device/FACTS.md for each assumption.
 */
import { frameCount, stereoOf } from '../../audio/audio.ts'
import { dbToGain } from '../../dsp/decibel.ts'
import {
  currentName,
  currentVersion,
  deviceName,
  deviceRows,
  findRow,
  mixerRows,
  type ParameterRow,
} from '../../live/device-table.ts'
import { panGains } from '../../live/pan.ts'
import { type Capabilities, type LiveSession, type Take, WriteRefused } from '../../live/session.ts'
import {
  type Device,
  type DevicePath,
  type LiveSet,
  mixerNames,
  type Parameter,
  type ParameterRef,
  sendName,
  type Track,
  type TrackPath,
} from '../../live/set.ts'
import { displayForRaw, displayText, rawForDisplay } from '../../live/value.ts'
import type { Stereo } from './devices/effect.ts'
import { type Connection, Renderer, type RenderTrack, refuseCircles } from './render.ts'
import type { SimulatedDeviceSpec, SimulatedSetSpec, SimulatedTrackSpec } from './spec.ts'

/** One parameter of the set. */
interface Control {
  readonly row: ParameterRow
  value: number
  isEnabled: boolean
  automation: Parameter['automation']
  ignoresWrites: boolean
}

interface SimulatedDevice {
  readonly className: SimulatedDeviceSpec['className']
  readonly name: string
  readonly controls: readonly Control[]
  readonly sidechain: number | null
}

interface SimulatedTrack {
  name: string
  readonly path: TrackPath
  readonly kind: Track['kind']
  readonly group: number | null
  readonly output: Track['output']
  solo: boolean
  readonly source: Stereo | null
  /** Track Volume, Track Panning, Track Activator (not on Main), sends. */
  readonly mixer: readonly Control[]
  readonly devices: SimulatedDevice[]
}

type Facts = Pick<SimulatedSetSpec, 'name' | 'sampleRate' | 'tempo' | 'beatsPerBar' | 'locators'>

const control = (row: ParameterRow, value = row.default): Control => ({
  row,
  value: Math.fround(value),
  isEnabled: true,
  automation: 'none',
  ignoresWrites: false,
})

const parameterOf = ({ row, value, isEnabled, automation }: Control): Parameter => ({
  name: row.name,
  value,
  min: row.min,
  max: row.max,
  isQuantized: row.isQuantized,
  valueItems: row.items,
  isEnabled,
  automation,
  display: displayText(row, value),
})

export class SimulatedSet implements LiveSession {
  readonly capabilities: Capabilities = { write: true, capture: true, observe: true, transport: false }
  readonly #facts: Facts
  /** Tracks, returns, Main: in Live's order. */
  readonly #tracks: readonly SimulatedTrack[]
  readonly #frames: number
  readonly #renderer: Renderer
  readonly #observers = new Map<Control, Set<(parameter: Parameter) => void>>()

  constructor(facts: Facts, tracks: readonly SimulatedTrack[], renderer?: Renderer) {
    this.#facts = facts
    this.#tracks = tracks
    this.#frames = Math.max(0, ...tracks.map(track => track.source?.[0].length ?? 0))
    this.#renderer = renderer ?? new Renderer(facts.sampleRate, this.#frames)
    refuseCircles(this.#renderTracks())
  }

  async snapshot(): Promise<LiveSet> {
    const { name, tempo, beatsPerBar, locators, sampleRate } = this.#facts
    return {
      name,
      liveVersion: currentVersion,
      tempo,
      beatsPerBar,
      lengthSeconds: this.#frames / sampleRate,
      locators,
      tracks: this.#tracks.map(track => ({
        path: track.path,
        name: track.name,
        kind: track.kind,
        group: track.group === null ? null : this.#tracks[track.group]!.path,
        output: track.output,
        solo: track.solo,
        mixer: track.mixer.map(parameterOf),
        devices: track.devices.map(
          (device, index): Device => ({
            path: `devices ${index}`,
            className: device.className,
            name: device.name,
            parameters: device.controls.map(parameterOf),
            sidechainSource: device.sidechain === null ? null : this.#tracks[device.sidechain]!.path,
          }),
        ),
      })),
    }
  }

  async read(ref: ParameterRef): Promise<Parameter | undefined> {
    const found = this.#find(ref)
    return found && parameterOf(found)
  }

  async write(ref: ParameterRef, value: number): Promise<Parameter> {
    const found = this.#require(ref)
    const { row } = found
    if (!found.isEnabled) {
      throw new WriteRefused(ref, 'disabled', `"${row.name}" is mapped to a macro or remote-controlled.`)
    }
    if (!(value >= row.min && value <= row.max)) {
      throw new WriteRefused(ref, 'out-of-range', `"${row.name}" goes from ${row.min} to ${row.max}, got ${value}.`)
    }
    if (found.ignoresWrites) return parameterOf(found)
    const before = found.value
    found.value = Math.fround(row.isQuantized ? Math.round(value) : value)
    if (found.automation === 'playing') found.automation = 'overridden'
    if (found.value !== before) this.#notify(found)
    return parameterOf(found)
  }

  async displayText(ref: ParameterRef, value: number): Promise<string> {
    return displayText(this.#require(ref).row, value)
  }

  /** Buffers of a take are shared with the set and its forks: read them, never write into them. */
  async capture(range?: { readonly startSeconds: number; readonly endSeconds: number }): Promise<Take> {
    const { sampleRate } = this.#facts
    const from = Math.round((range?.startSeconds ?? 0) * sampleRate)
    const to = Math.min(this.#frames, range ? Math.round(range.endSeconds * sampleRate) : this.#frames)
    if (!(from >= 0 && from <= to)) {
      throw new RangeError(
        `capture range must lie in the song, got ${range!.startSeconds} to ${range!.endSeconds} seconds`,
      )
    }
    const signals = this.#renderer.render(this.#renderTracks())
    let silence: Float32Array | null = null
    const silent = () => (silence ??= new Float32Array(this.#frames))
    const audioOf = (signal: Stereo | null) => {
      const channels = signal ?? [silent(), silent()]
      const isWhole = from === 0 && to === this.#frames
      return { sampleRate, channels: isWhole ? channels : channels.map(channel => channel.subarray(from, to)) }
    }
    return {
      main: audioOf(signals.at(-1)!),
      taps: new Map(this.#tracks.slice(0, -1).map((track, index) => [track.path, audioOf(signals[index]!)])),
    }
  }

  observe(ref: ParameterRef, onChange: (parameter: Parameter) => void): () => void {
    const found = this.#require(ref)
    const callbacks = this.#observers.get(found) ?? new Set()
    this.#observers.set(found, callbacks)
    callbacks.add(onChange)
    return () => void callbacks.delete(onChange)
  }

  async close(): Promise<void> {
    this.#observers.clear()
  }

  /** An independent copy with the same sources; what is already rendered is shared, so a what-if costs one change. */
  fork(): SimulatedSet {
    const tracks = this.#tracks.map(track => ({
      ...track,
      mixer: track.mixer.map(one => ({ ...one })),
      devices: track.devices.map(device => ({ ...device, controls: device.controls.map(one => ({ ...one })) })),
    }))
    return new SimulatedSet(this.#facts, tracks, this.#renderer.fork())
  }

  // What a user or another program does to a set while we look at it.

  renameTrack(path: TrackPath, name: string): void {
    this.#track(path).name = name
  }

  /** Devices after the removed one move up by one path, as in Live. */
  removeDevice(path: TrackPath, device: DevicePath): void {
    const { devices } = this.#track(path)
    const index = Number(device.split(' ')[1])
    if (!devices[index]) throw new RangeError(`device must be on ${path}, got ${device}`)
    devices.splice(index, 1)
  }

  setSolo(path: TrackPath, solo: boolean): void {
    this.#track(path).solo = solo
  }

  setEnabled(ref: ParameterRef, isEnabled: boolean): void {
    this.#require(ref).isEnabled = isEnabled
  }

  setAutomation(ref: ParameterRef, automation: Parameter['automation']): void {
    this.#require(ref).automation = automation
  }

  /** Writes to this parameter are accepted and have no effect. */
  ignoreWrites(ref: ParameterRef, ignoresWrites = true): void {
    this.#require(ref).ignoresWrites = ignoresWrites
  }

  #track(path: TrackPath): SimulatedTrack {
    const track = this.#tracks.find(candidate => candidate.path === path)
    if (!track) throw new RangeError(`track must be in the set, got ${path}`)
    return track
  }

  #find({ track: path, device, parameter }: ParameterRef): Control | undefined {
    const track = this.#tracks.find(candidate => candidate.path === path)
    if (device === null) return track?.mixer.find(({ row }) => row.name === parameter)
    const owner = track?.devices[Number(device.split(' ')[1])]
    return owner?.controls.find(({ row }) => row.name === currentName(owner.className, parameter))
  }

  #require(ref: ParameterRef): Control {
    const found = this.#find(ref)
    if (found) return found
    const owner = ref.device === null ? 'mixer' : ref.device
    throw new WriteRefused(ref, 'missing', `The set has no "${ref.parameter}" at ${ref.track}, ${owner}.`)
  }

  #notify(changed: Control): void {
    for (const callback of [...(this.#observers.get(changed) ?? [])]) callback(parameterOf(changed))
  }

  #mixer(track: SimulatedTrack, name: string): number | null {
    const found = track.mixer.find(({ row }) => row.name === name)
    return found ? displayForRaw(found.row, found.value) : null
  }

  /** Gains of a connection that leaves this track after its fader and pan, with `extra` on top; null: nothing heard. */
  #postFader(track: SimulatedTrack, from: number, extraDb = 0): Connection | null {
    const gain = dbToGain(this.#mixer(track, mixerNames.volume)! + extraDb)
    const pan = panGains(this.#mixer(track, mixerNames.panning)!)
    return gain === 0 ? null : { from, left: gain * pan.left, right: gain * pan.right }
  }

  /** Active, and not silenced by another track's solo. Solo of a group keeps its children, and the other way round. */
  #isAudible(track: SimulatedTrack): boolean {
    if (this.#mixer(track, mixerNames.activator) === 0) return false
    const isSoloed = (candidate: SimulatedTrack) => candidate.solo && candidate.kind !== 'return'
    if (track.kind === 'return' || !this.#tracks.some(isSoloed)) return true
    const ancestors = (of: SimulatedTrack): SimulatedTrack[] => {
      const parent = of.group === null ? null : this.#tracks[of.group]!
      return parent ? [parent, ...ancestors(parent)] : []
    }
    return (
      track.solo ||
      ancestors(track).some(isSoloed) ||
      this.#tracks.some(other => other.solo && ancestors(other).includes(track))
    )
  }

  #renderTracks(): readonly RenderTrack[] {
    const sources = this.#tracks.map((track, index) => ({ track, index }))
    const audible = sources.filter(({ track }) => track.kind !== 'master' && this.#isAudible(track))
    const returns = sources.filter(({ track }) => track.kind === 'return')
    const connected = (connections: readonly (Connection | null)[]) => connections.filter(one => one !== null)
    const inputsOf = (target: SimulatedTrack, targetIndex: number): readonly Connection[] => {
      if (target.kind === 'group') {
        const children = audible.filter(({ track }) => track.group === targetIndex && track.output === 'group')
        return connected(children.map(({ track, index }) => this.#postFader(track, index)))
      }
      if (target.kind === 'return') {
        const send = sendName(returns.findIndex(({ index }) => index === targetIndex))
        const senders = audible.filter(({ track }) => track.output !== 'none')
        return connected(
          senders.map(({ track, index }) => {
            const sendDb = this.#mixer(track, send)
            return sendDb === null ? null : this.#postFader(track, index, sendDb)
          }),
        )
      }
      if (target.kind === 'master') {
        const heard = audible.filter(({ track }) => track.output === 'main')
        return connected(heard.map(({ track, index }) => this.#postFader(track, index)))
      }
      return []
    }
    const tracks = sources.map(({ track, index }) => ({
      name: track.name,
      source: track.source,
      inputs: inputsOf(track, index),
      devices: track.devices.filter(isOn).map(renderDevice),
    }))
    // Main's fader is one more bus behind its devices, so that moving it costs no chain.
    const main = sources.at(-1)!
    return [
      ...tracks,
      {
        name: main.track.name,
        source: null,
        devices: [],
        inputs: connected([this.#postFader(main.track, main.index)]),
      },
    ]
  }
}

const isOn = ({ controls }: SimulatedDevice) => controls.find(({ row }) => row.name === 'Device On')?.value !== 0

function renderDevice({ className, controls, sidechain }: SimulatedDevice): RenderTrack['devices'][number] {
  const values = new Map(controls.map(({ row, value }) => [row.name, displayForRaw(row, value)]))
  return {
    className,
    sidechain,
    stamp: controls.map(({ value }) => value).join(' '),
    value: name => {
      const value = values.get(name)
      if (value === undefined || value === null) throw new RangeError(`${className} must have "${name}"`)
      return value
    },
  }
}

/** Sets up a set from its declaration. Throws RangeError naming what is wrong in it. */
export function createSimulatedSet(spec: SimulatedSetSpec): SimulatedSet {
  const declared = [
    ...spec.tracks.filter(track => track.kind !== 'return'),
    ...spec.tracks.filter(track => track.kind === 'return'),
  ]
  const returnCount = declared.filter(track => track.kind === 'return').length
  const indexOf = (name: string, why: string) => {
    const matches = declared.flatMap((track, index) => (track.name === name ? [index] : []))
    if (matches.length !== 1)
      throw new RangeError(`${why} must name one track, got "${name}" (${matches.length} found)`)
    return matches[0]!
  }
  const tracks = declared.map((track, index): SimulatedTrack => {
    const group = track.group === undefined ? null : indexOf(track.group, `group of "${track.name}"`)
    if (group !== null && (declared[group]!.kind !== 'group' || group === index)) {
      throw new RangeError(`group of "${track.name}" must be a group track, got "${track.group}"`)
    }
    const output = track.output ?? 'main'
    return {
      name: track.name,
      path: track.kind === 'return' ? `return_tracks ${index - (declared.length - returnCount)}` : `tracks ${index}`,
      kind: track.kind,
      group,
      output: output === 'main' && group !== null ? 'group' : output,
      solo: false,
      source: sourceOf(track, spec.sampleRate),
      mixer: mixerOf(track, returnCount),
      devices: (track.devices ?? []).map(device => deviceOf(device, `"${track.name}"`, indexOf)),
    }
  })
  for (const [index, track] of tracks.entries()) {
    for (let above = track.group, depth = 0; above !== null; above = tracks[above]!.group, depth++) {
      if (above === index || depth > tracks.length) throw new RangeError(`group of "${track.name}" must not contain it`)
    }
  }
  const main: SimulatedTrack = {
    name: 'Main',
    path: 'master_track',
    kind: 'master',
    group: null,
    output: 'main',
    solo: false,
    source: null,
    mixer: [
      control(mixerRows.volume, raw(mixerRows.volume, spec.master.volumeDb ?? 0, 'volume of Main')),
      control(mixerRows.panning),
    ],
    devices: (spec.master.devices ?? []).map(device => deviceOf(device, 'Main', indexOf)),
  }
  const { name, sampleRate, tempo, beatsPerBar, locators } = spec
  return new SimulatedSet({ name, sampleRate, tempo, beatsPerBar, locators }, [...tracks, main])
}

function raw(row: ParameterRow, display: number, what: string): number {
  const value = rawForDisplay(row, display)
  if (value === null) throw new RangeError(`${what} must be in the parameter's range, got ${display} ${row.unit}`)
  return value
}

function sourceOf({ name, kind, source }: SimulatedTrackSpec, sampleRate: number): Stereo | null {
  if (!source) return null
  if (kind === 'group' || kind === 'return') throw new RangeError(`source must not be on ${kind} "${name}"`)
  if (source.sampleRate !== sampleRate) {
    throw new RangeError(`source of "${name}" must be at ${sampleRate} Hz, got ${source.sampleRate} Hz`)
  }
  return frameCount(source) === 0 ? null : stereoOf(source)
}

function mixerOf(track: SimulatedTrackSpec, returnCount: number): readonly Control[] {
  const sends = Array.from({ length: returnCount }, (_, index) => {
    const sendDb = track.sendsDb?.[index] ?? null
    const row = { ...mixerRows.send, name: sendName(index) }
    const what = `${row.name} of "${track.name}"`
    const send = control(row, sendDb === null ? row.min : raw(row, sendDb, what))
    // Live switches a return's own sends off until the user enables them.
    return track.kind === 'return' && sendDb === null ? { ...send, isEnabled: false } : send
  })
  if ((track.sendsDb?.length ?? 0) > returnCount) {
    throw new RangeError(`sends of "${track.name}" must be at most ${returnCount}, got ${track.sendsDb!.length}`)
  }
  return [
    control(mixerRows.volume, raw(mixerRows.volume, track.volumeDb ?? 0, `volume of "${track.name}"`)),
    control(mixerRows.panning, raw(mixerRows.panning, track.pan ?? 0, `pan of "${track.name}"`)),
    control(mixerRows.activator, track.mute ? 0 : 1),
    ...sends,
  ]
}

function deviceOf(
  { className, name, settings = {}, sidechainSource }: SimulatedDeviceSpec,
  owner: string,
  indexOf: (name: string, why: string) => number,
): SimulatedDevice {
  const controls = deviceRows(className).map(row => control(row))
  // In Live the switch and the source are two things; who declares a source means it to be heard.
  const wanted = sidechainSource === undefined ? settings : { 'S/C On': 1, ...settings }
  for (const [parameter, display] of Object.entries(wanted)) {
    const row = findRow(className, parameter)
    const target = controls.find(candidate => candidate.row.name === row?.name)
    if (!target) throw new RangeError(`${className} on ${owner} must not set "${parameter}", which it does not have`)
    target.value = Math.fround(raw(target.row, display, `"${parameter}" of ${className} on ${owner}`))
  }
  return {
    className,
    name: name ?? deviceName(className) ?? className,
    controls,
    sidechain: sidechainSource === undefined ? null : indexOf(sidechainSource, `side-chain source on ${owner}`),
  }
}
