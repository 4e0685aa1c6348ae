/**
 * A Live set that needs no Live: the demo, the tests and every what-if run on it. It keeps Live's rules (names and
 * ranges of 12.4, 32-bit values, refusals, overridden automation, macros) and renders what the set would sound like:
 * mixer, groups, returns, racks, Live's devices (devices/designs.ts), plug-ins that say what they do.
 *
 * What it cannot prove: that Live's own devices sound as modelled here. See device/FACTS.md for each assumption.
 */
import { currentName, currentVersion } from '../../live/device-table.ts'
import { type Capabilities, type LiveSession, type Take, WriteRefused, type WriteTarget } from '../../live/session.ts'
import {
  type ChainPath,
  type DevicePath,
  type LiveSet,
  mixerNames,
  type Parameter,
  type ParameterRef,
  type TrackPath,
} from '../../live/set.ts'
import { type Control, findControl, parameterOf, setValue, textOf } from './control.ts'
import { declareTrack, declareTracks, idOf } from './declare.ts'
import type { DeclaredSet } from './declare-device.ts'
import { describeTrack, macrosOf } from './describe.ts'
import { insertable } from './devices/designs.ts'
import type { Stereo } from './devices/effect.ts'
import { allDevices, copyTracks, pathsOf, placeAt, type SetFacts, type SimulatedTrack } from './model.ts'
import { Renderer, refuseCircles } from './render.ts'
import { renderTracks } from './routing.ts'
import type { SimulatedSetSpec, SimulatedTrackSpec } from './spec.ts'
import { insertDevice, removeDevice, setSidechainSource, sidechainClasses } from './structure.ts'
import { Trouble } from './trouble.ts'

/**
 * Sets up a set from its declaration. `like`: a set that is much the same (the song before somebody spoiled it); what both
 * render alike is rendered once. Throws RangeError naming what is wrong in the declaration.
 */
export function createSimulatedSet(spec: SimulatedSetSpec, like?: SimulatedSet): SimulatedSet {
  const { name, sampleRate, tempo, beatsPerBar, locators } = spec
  return new SimulatedSet({ name, sampleRate, tempo, beatsPerBar, locators }, declareTracks(spec), like)
}

export interface SetInside {
  readonly facts: SetFacts
  /** Tracks, returns, Main: in Live's order. */
  readonly tracks: SimulatedTrack[]
  readonly frames: number
  /** What an inserted device may refer to. */
  readonly declared: DeclaredSet
}

export class SimulatedSet implements LiveSession {
  readonly capabilities: Capabilities = {
    write: true,
    capture: true,
    observe: true,
    transport: false,
    solo: true,
    canInsert: insertable,
    canSetSidechainSource: sidechainClasses,
  }
  /** What goes wrong from now on. */
  readonly trouble = new Trouble()
  readonly #facts: SetFacts
  /** Tracks, returns, Main: in Live's order. */
  readonly #tracks: SimulatedTrack[]
  readonly #frames: number
  readonly #renderer: Renderer
  readonly #observers = new Map<Control, Set<(parameter: Parameter) => void>>()

  constructor(facts: SetFacts, tracks: SimulatedTrack[], like?: SimulatedSet) {
    this.#facts = facts
    this.#tracks = tracks
    this.#frames = Math.max(0, ...tracks.map(framesOf))
    this.#renderer = new Renderer(
      { ...facts, frames: this.#frames },
      like === undefined ? undefined : like.#renderer.cache,
    )
    refuseCircles(renderTracks(this.#tracks))
  }

  async snapshot(): Promise<LiveSet> {
    const { name, tempo, beatsPerBar, locators, sampleRate } = this.#facts
    const paths = pathsOf(this.#tracks)
    const pathOf = (id: number) => paths[this.#tracks.findIndex(track => track.id === id)]!
    return {
      name,
      liveVersion: currentVersion,
      tempo,
      beatsPerBar,
      lengthSeconds: this.#frames / sampleRate,
      locators,
      tracks: this.#tracks.map((track, index) => describeTrack(track, paths[index]!, pathOf)),
    }
  }

  async read(ref: ParameterRef): Promise<Parameter | undefined> {
    this.trouble.beforeRead(ref)
    const found = this.#find(ref)
    return found && parameterOf(found, macrosOf(this.#track(ref.track)!).get(found))
  }

  async write(ref: ParameterRef, value: number): Promise<Parameter> {
    this.trouble.beforeWrite(ref)
    const found = this.#require(ref)
    const { row } = found
    if (!found.isEnabled) {
      throw new WriteRefused(ref, 'disabled', `"${row.name}" is mapped to a macro or remote-controlled.`)
    }
    if (!(value >= row.min && value <= row.max)) {
      throw new WriteRefused(ref, 'out-of-range', `"${row.name}" goes from ${row.min} to ${row.max}, got ${value}.`)
    }
    if (!found.ignoresWrites) {
      const changed = setValue(found, value)
      if (found.automation === 'playing') found.automation = 'overridden'
      this.#notify(changed)
    }
    const held = parameterOf(found)
    this.trouble.afterWrite()
    return held
  }

  async displayText(ref: ParameterRef, value: number): Promise<string> {
    return textOf(this.#require(ref), value)
  }

  async setSolo(path: TrackPath, on: boolean): Promise<boolean> {
    const target: WriteTarget = { track: path, device: null, parameter: null }
    this.trouble.beforeWrite(target)
    const track = this.#requireTrack(target)
    if (track.kind === 'master') throw new WriteRefused(target, 'unsupported', 'Main cannot be soloed.')
    track.solo = on
    this.trouble.afterWrite()
    return on
  }

  async insertDevice(path: TrackPath, className: string, index: number, chain?: ChainPath): Promise<DevicePath> {
    const target: WriteTarget = { track: path, device: chain ?? null, parameter: null }
    this.trouble.beforeWrite(target)
    const inserted = insertDevice(this.#requireTrack(target), target, { className, index, set: this.#declared() })
    this.trouble.afterWrite()
    return inserted
  }

  async removeDevice(path: TrackPath, device: DevicePath): Promise<void> {
    const target: WriteTarget = { track: path, device, parameter: null }
    this.trouble.beforeWrite(target)
    removeDevice(this.#requireTrack(target), target)
    this.trouble.afterWrite()
  }

  async setSidechainSource(
    { track, device }: Pick<ParameterRef, 'track'> & { readonly device: DevicePath },
    source: TrackPath | null,
  ): Promise<void> {
    const target: WriteTarget = { track, device, parameter: null }
    this.trouble.beforeWrite(target)
    const heard = source === null ? null : this.#requireTrack({ track: source, device: null, parameter: null })
    setSidechainSource(this.#tracks, this.#requireTrack(target), target, heard)
    this.trouble.afterWrite()
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
    const signals = this.#renderer.render(renderTracks(this.#tracks))
    let silence: Float32Array | null = null
    const silent = () => (silence ??= new Float32Array(this.#frames))
    const audioOf = (signal: Stereo | null) => {
      const channels = signal ?? [silent(), silent()]
      const isWhole = from === 0 && to === this.#frames
      return { sampleRate, channels: isWhole ? channels : channels.map(channel => channel.subarray(from, to)) }
    }
    const paths = pathsOf(this.#tracks).slice(0, -1)
    return {
      main: audioOf(signals.at(-1)!),
      taps: new Map(paths.map((path, index) => [path, audioOf(signals[index]!)])),
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

  /** The set itself, no copies of it: for a fake of Live's own API, which has to answer at once. */
  get inside(): SetInside {
    return { facts: this.#facts, tracks: this.#tracks, frames: this.#frames, declared: this.#declared() }
  }

  /** An independent copy with the same sources; what is already rendered is shared, so a what-if costs one change. */
  fork(): SimulatedSet {
    return new SimulatedSet(this.#facts, copyTracks(this.#tracks), this)
  }

  // What a user or another program does to a set while we look at it. None of it is ever refused.

  renameTrack(path: TrackPath, name: string): void {
    this.#present(path).name = name
  }

  /** To another place among the tracks: the paths of those between shift. */
  moveTrack(path: TrackPath, toIndex: number): void {
    const track = this.#present(path)
    const count = this.#tracks.filter(({ kind }) => kind !== 'return' && kind !== 'master').length
    const from = this.#tracks.indexOf(track)
    if (from >= count || !(Number.isInteger(toIndex) && toIndex >= 0 && toIndex < count)) {
      throw new RangeError(`a track must move to one of 0 to ${count - 1}, got ${path} to ${toIndex}`)
    }
    this.#tracks.splice(from, 1)
    this.#tracks.splice(toIndex, 0, track)
  }

  /** Its source, if it has one, is cut to or filled up to the song's length. */
  insertTrack(spec: SimulatedTrackSpec, index: number): void {
    const returns = this.#tracks.filter(({ kind }) => kind === 'return').length
    const count = this.#tracks.length - 1 - returns
    if (spec.kind === 'return' || !(Number.isInteger(index) && index >= 0 && index <= count)) {
      throw new RangeError(`a track must go to one of 0 to ${count}, got ${spec.kind} "${spec.name}" to ${index}`)
    }
    const id = 1 + Math.max(...this.#tracks.map(track => track.id))
    const inserted = declareTrack(spec, id, returns, this.#declared())
    const group = this.#tracks.find(track => track.id === inserted.group)
    if (group && group.kind !== 'group')
      throw new RangeError(`group of "${spec.name}" must be one, got "${group.name}"`)
    this.#tracks.splice(index, 0, inserted)
  }

  setMute(path: TrackPath, isMuted: boolean): void {
    const activator = findControl(this.#present(path).mixer, mixerNames.activator)
    if (!activator) throw new RangeError(`Main has no activator to mute, got ${path}`)
    this.#notify(setValue(activator, isMuted ? 0 : 1))
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

  #declared(): DeclaredSet {
    const { sampleRate } = this.#facts
    return { sampleRate, idOf: (name: string, why: string) => idOf(this.#tracks, name, why) }
  }

  #track(path: TrackPath): SimulatedTrack | undefined {
    return this.#tracks[pathsOf(this.#tracks).indexOf(path)]
  }

  #present(path: TrackPath): SimulatedTrack {
    const track = this.#track(path)
    if (!track) throw new RangeError(`track must be in the set, got ${path}`)
    return track
  }

  #requireTrack(target: WriteTarget): SimulatedTrack {
    const track = this.#track(target.track)
    if (!track) throw new WriteRefused(target, 'missing', `The set has no track at ${target.track}.`)
    return track
  }

  #find({ track: path, device, parameter }: ParameterRef): Control | undefined {
    const track = this.#track(path)
    if (!track || device === null) return track && findControl(track.mixer, parameter)
    const place = placeAt(track, device)
    if (place?.kind !== 'device') return place && findControl(place.chain.mixer, parameter)
    const { className, controls } = place.device
    return findControl(controls, parameter) ?? findControl(controls, currentName(className, parameter))
  }

  #require(ref: ParameterRef): Control {
    const found = this.#find(ref)
    if (found) return found
    throw new WriteRefused(
      ref,
      'missing',
      `The set has no "${ref.parameter}" at ${ref.track}, ${ref.device ?? 'mixer'}.`,
    )
  }

  #notify(changed: readonly Control[]): void {
    for (const one of changed) {
      for (const callback of [...(this.#observers.get(one) ?? [])]) callback(parameterOf(one))
    }
  }
}

function framesOf({ source, devices }: SimulatedTrack): number {
  const chains = allDevices(devices).flatMap(device => device.chains)
  return Math.max(0, ...[source, ...chains.map(chain => chain.source)].map(heard => heard?.[0].length ?? 0))
}
