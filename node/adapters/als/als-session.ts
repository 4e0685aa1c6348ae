/** A Live set file as a session: writes are collected, and become a copy of the file with `save`. */
import { AppError } from '../../audio/app-error.ts'
import { type Capabilities, type LiveSession, type Take, WriteRefused, type WriteTarget } from '../../live/session.ts'
import {
  type ChainPath,
  type DevicePath,
  deviceAt,
  type LiveSet,
  type Parameter,
  type ParameterRef,
  parameterAt,
  type TrackPath,
} from '../../live/set.ts'
import { displayText } from '../../live/value.ts'
import type { AlsSet } from './als-set.ts'
import { withWritten } from './current-set.ts'
import { fileOfRaw } from './file-units.ts'
import { type AlsPlace, refKey } from './parameters.ts'
import { readAls } from './read-als.ts'
import { type WrittenAls, writeAls } from './write-als.ts'

export interface AlsSessionOptions {
  /** Write values that automation overrides as soon as it plays: they are refused otherwise. */
  readonly writeAutomated?: boolean
}

export class AlsSession implements LiveSession {
  readonly capabilities: Capabilities = {
    write: true,
    capture: false,
    observe: true,
    transport: false,
    canInsert: [],
    canSetSidechainSource: [],
    solo: false,
  }
  /** The file as it was read. */
  readonly als: AlsSet
  readonly #options: AlsSessionOptions
  readonly #written = new Map<string, number>()
  readonly #refs = new Map<string, ParameterRef>()
  readonly #observers = new Map<string, Set<(parameter: Parameter) => void>>()
  #set: LiveSet

  private constructor(als: AlsSet, options: AlsSessionOptions) {
    this.als = als
    this.#options = options
    this.#set = als.set
  }

  /** Throws AppError as `readAls` does. */
  static async open(file: string, options: AlsSessionOptions = {}): Promise<AlsSession> {
    return new AlsSession(await readAls(file), options)
  }

  /** The copy with everything that was written so far. Throws AppError as `writeAls` does. */
  async save(out: string): Promise<WrittenAls> {
    const changes = [...this.#written].map(([key, raw]) => ({ ref: this.#refs.get(key)!, raw }))
    return writeAls(this.als, changes, out)
  }

  async snapshot(): Promise<LiveSet> {
    return this.#set
  }

  async read(ref: ParameterRef): Promise<Parameter | undefined> {
    return parameterAt(this.#set, ref)
  }

  async write(ref: ParameterRef, value: number): Promise<Parameter> {
    const { parameter, place } = this.#require(ref)
    const { name, min, max, isEnabled, isQuantized, automation, macro } = parameter
    if (deviceAt(this.#set, ref)?.kind === 'plugin' && name !== 'Device On') {
      throw new WriteRefused(ref, 'unsupported', `"${name}" belongs to a plug-in, which keeps its state to itself.`)
    }
    if (!isEnabled) {
      const knob = macro?.parameter ?? place.switched?.parameter
      throw new WriteRefused(ref, 'disabled', `"${name}" is turned by the macro "${knob}"; turn that instead.`)
    }
    if (automation !== 'none' && !this.#options.writeAutomated) {
      throw new WriteRefused(ref, 'disabled', `"${name}" is automated; what is written would not be heard.`)
    }
    if (!(value >= min && value <= max)) {
      throw new WriteRefused(ref, 'out-of-range', `"${name}" goes from ${min} to ${max}, got ${value}.`)
    }
    // As Live holds it.
    const held = isQuantized ? Math.round(value) : Math.min(max, Math.max(min, Math.fround(value)))
    const isSwitch = place.text === 'true' || place.text === 'false'
    if (fileOfRaw(place.row, place.unit, held, isSwitch) === null) {
      throw new WriteRefused(ref, 'unsupported', `What the file says for "${name}" is not known.`)
    }
    this.#hold(ref, held)
    return parameterAt(this.#set, ref)!
  }

  #hold(ref: ParameterRef, value: number): void {
    const before = this.#set
    const key = refKey(ref)
    this.#refs.set(key, ref)
    if (value === parameterAt(this.als.set, ref)!.value) this.#written.delete(key)
    else this.#written.set(key, value)
    this.#set = withWritten(this.als.set, this.als.places, this.#written)
    for (const [observed, callbacks] of this.#observers) {
      const [track, device, parameter] = observed.split('\n') as [TrackPath, DevicePath | '', string]
      const place = { track, device: device === '' ? null : device, parameter }
      const now = parameterAt(this.#set, place)
      if (now && now.value !== parameterAt(before, place)?.value) for (const each of [...callbacks]) each(now)
    }
  }

  async displayText(ref: ParameterRef, value: number): Promise<string> {
    return displayText(this.#require(ref).place.row, value)
  }

  async setSolo(track: TrackPath): Promise<boolean> {
    throw unsupported({ track, device: null, parameter: null }, 'Solo is not written into a set file.')
  }

  async insertDevice(track: TrackPath, className: string, _index: number, chain?: ChainPath): Promise<DevicePath> {
    throw unsupported({ track, device: chain ?? null, parameter: null }, `${className} is not put into a set file.`)
  }

  async removeDevice(track: TrackPath, device: DevicePath): Promise<void> {
    throw unsupported({ track, device, parameter: null }, 'Devices are not taken out of a set file.')
  }

  async setSidechainSource({
    track,
    device,
  }: Pick<ParameterRef, 'track'> & { readonly device: DevicePath }): Promise<void> {
    throw unsupported({ track, device, parameter: null }, 'Side-chain sources are not changed in a set file.')
  }

  async capture(): Promise<Take> {
    throw new AppError({
      code: 'CAPTURE_UNSUPPORTED',
      message: 'A set file makes no sound.',
      action: 'Name its stems, or open the set in Live.',
    })
  }

  observe(ref: ParameterRef, onChange: (parameter: Parameter) => void): () => void {
    this.#require(ref)
    const key = refKey(ref)
    const callbacks = this.#observers.get(key) ?? new Set()
    this.#observers.set(key, callbacks.add(onChange))
    return () => void callbacks.delete(onChange)
  }

  async close(): Promise<void> {
    this.#observers.clear()
  }

  #require(ref: ParameterRef): { readonly parameter: Parameter; readonly place: AlsPlace } {
    const parameter = parameterAt(this.#set, ref)
    const place = this.als.places.get(refKey(ref))
    if (parameter && place) return { parameter, place }
    const where = `${ref.track}, ${ref.device ?? 'mixer'}`
    throw new WriteRefused(ref, 'missing', `The set has no "${ref.parameter}" at ${where}.`)
  }
}

const unsupported = (target: WriteTarget, message: string) => new WriteRefused(target, 'unsupported', message)
