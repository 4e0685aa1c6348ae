/** The session port onto Live, through the hub's v8. Everything is asked for over the wire; nothing heavy happens here. */
import {
  type Events,
  type Operations,
  type WireParameter,
  type WireRef,
  type WireWritten,
  writesPerRequest,
} from '../../../device/protocol.ts'
import { AppError } from '../../audio/app-error.ts'
import { deviceClassNames, deviceName } from '../../live/device-table.ts'
import {
  type Capabilities,
  type LiveSession,
  ReadFailed,
  type Take,
  WriteRefused,
  type WriteTarget,
} from '../../live/session.ts'
import type { ChainPath, DevicePath, LiveSet, Parameter, ParameterRef, TrackPath } from '../../live/set.ts'
import { Batch } from './batch.ts'
import type { Connection } from './connection.ts'
import { describeSet, parameterOf, placeKey } from './live-set.ts'
import { ParameterNames } from './names.ts'
import { Observers } from './observers.ts'
import { RequestFailed } from './requests.ts'

export type CaptureRange = { readonly startSeconds: number; readonly endSeconds: number }
export interface MaxBridgeOptions {
  /** Recording and reading takes is a use case of its own (app/hub). */
  readonly capture: (range?: CaptureRange) => Promise<Take>
}
export type Device = Operations['capabilities']['result']

/** Only its Compressor lets the source be chosen (LOM: CompressorDevice.input_routing_type). */
const sidechainClasses = ['Compressor2']
/** So many at a time: an answer of that length is read in a turn. */
const readsPerRequest = 200
const writeReasons = ['missing', 'out-of-range', 'disabled', 'unsupported', 'busy'] as const
type WriteReason = (typeof writeReasons)[number]
const isWriteReason = (reason: string): reason is WriteReason => writeReasons.includes(reason as WriteReason)

export class MaxBridge implements LiveSession {
  readonly #connection: Connection
  readonly #capture: MaxBridgeOptions['capture']
  readonly #names = new ParameterNames()
  readonly #observers: Observers
  readonly #reads: Batch<WireRef, WireParameter | null>
  readonly #writes: Batch<{ readonly ref: WireRef; readonly value: number }, WireWritten>
  readonly #stop: () => void
  #device: Device | null = null
  /** null: void since the set's structure changed. */
  #classes: ReadonlyMap<string, string> | null = null
  /** Chosen from here: which of several tracks of one name a side-chain hears. */
  readonly #sources = new Map<string, TrackPath>()
  #undoSteps = 0
  /** At most one request that changes the set is under way. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(connection: Connection, { capture }: MaxBridgeOptions) {
    this.#connection = connection
    this.#capture = capture
    this.#observers = new Observers(refs => connection.request('observe', { refs }))
    this.#reads = new Batch(readsPerRequest, refs => connection.request('read', { refs }))
    this.#writes = new Batch(writesPerRequest, writes => this.#inTurn(() => this.#write(writes)))
    this.#stop = connection.listen({
      event: (event, data) => {
        if (event === 'changed') this.#changed(data as Events['changed'])
        // Paths of the last snapshot may point elsewhere now.
        if (event === 'set-changed') this.#classes = null
      },
    })
  }

  /** Once the connection is ready, and every time it is anew: what this Live can do, and what is observed. */
  async prepare(): Promise<Device> {
    this.#device = await this.#connection.request('capabilities', {})
    this.#classes = null
    await this.#observers.renew()
    return this.#device
  }

  /** Nothing before `prepare`. */
  get capabilities(): Capabilities {
    const isThere = this.#device !== null
    return {
      write: isThere,
      capture: isThere,
      observe: isThere,
      transport: isThere,
      solo: isThere,
      canInsert: this.#device?.insert ? deviceClassNames : [],
      canSetSidechainSource: isThere ? sidechainClasses : [],
    }
  }

  /** Sets have no name in Live's API that survives "Save As": they are known by the key that the hub keeps in them. */
  get setName(): string {
    return `Live set ${this.#device?.hubKey ?? 0}`
  }

  /** Undo steps in Live, at most, that the writes since the last call are. */
  takeUndoSteps(): number {
    const steps = this.#undoSteps
    this.#undoSteps = 0
    return steps
  }

  async snapshot(): Promise<LiveSet> {
    try {
      const wire = await this.#connection.request('snapshot', {})
      const { set, classes } = await describeSet(wire, this.setName, this.#names, this.#sources)
      this.#classes = classes
      return set
    } catch (error) {
      throw error instanceof RequestFailed ? noAnswer(error) : error
    }
  }

  async read(ref: ParameterRef): Promise<Parameter | undefined> {
    const own = await this.#own(ref)
    try {
      const found = await this.#reads.add(own)
      return found ? parameterOf(found, ref.parameter) : undefined
    } catch (error) {
      throw readFault(ref, error)
    }
  }

  async write(ref: ParameterRef, value: number): Promise<Parameter> {
    if (!Number.isFinite(value))
      throw new WriteRefused(ref, 'out-of-range', `"${ref.parameter}" cannot be set to ${value}.`)
    const own = await this.#own(ref)
    let written: WireWritten
    try {
      written = await this.#writes.add({ ref: own, value })
    } catch (error) {
      throw readFault(ref, error)
    }
    if ('reason' in written) {
      if (isWriteReason(written.reason)) throw new WriteRefused(ref, written.reason, written.message)
      throw new ReadFailed(ref, written.message)
    }
    const held = parameterOf(written.parameter, ref.parameter)
    this.#observers.tell(own, held)
    return held
  }

  async displayText(ref: ParameterRef, value: number): Promise<string> {
    try {
      const [text] = await this.#connection.request('texts', { ref: await this.#own(ref), values: [value] })
      if (text === undefined) throw new RequestFailed('texts', 'unreadable', 'Live gave no text.')
      return text
    } catch (error) {
      throw targetFault(ref, readFault(ref, error))
    }
  }

  setSolo(track: TrackPath, on: boolean): Promise<boolean> {
    return this.#change({ track, device: null, parameter: null }, 'solo', { track, on })
  }

  async insertDevice(track: TrackPath, className: string, index: number, chain?: ChainPath): Promise<DevicePath> {
    const target: WriteTarget = { track, device: chain ?? null, parameter: null }
    const name = deviceName(className)
    if (name === undefined || !this.capabilities.canInsert.includes(className)) {
      throw new WriteRefused(target, 'unsupported', `A ${name ?? className} cannot be inserted into this set.`)
    }
    const path = await this.#change(target, 'insert', { track, chain: chain ?? null, name, className, index })
    this.#classes = null
    return path as DevicePath
  }

  async removeDevice(track: TrackPath, device: DevicePath): Promise<void> {
    await this.#change({ track, device, parameter: null }, 'remove', { track, device })
    this.#classes = null
  }

  async setSidechainSource(
    { track, device }: Pick<ParameterRef, 'track'> & { readonly device: DevicePath },
    source: TrackPath | null,
  ): Promise<void> {
    await this.#change({ track, device, parameter: null }, 'sidechain', { track, device, source })
    if (source === null) this.#sources.delete(placeKey(track, device))
    else this.#sources.set(placeKey(track, device), source)
  }

  capture(range?: CaptureRange): Promise<Take> {
    return this.#capture(range)
  }

  observe(ref: ParameterRef, onChange: (parameter: Parameter) => void): () => void {
    return this.#observers.add(this.#ownNow(ref), parameter => onChange({ ...parameter, name: ref.parameter }))
  }

  async close(): Promise<void> {
    this.#stop()
    this.#observers.clear()
  }

  async #write(writes: readonly { readonly ref: WireRef; readonly value: number }[]): Promise<readonly WireWritten[]> {
    const { written, undoSteps } = await this.#connection.request('write', { writes })
    this.#undoSteps += undoSteps
    return written
  }

  async #change<O extends 'solo' | 'insert' | 'remove' | 'sidechain'>(
    target: WriteTarget,
    op: O,
    args: Operations[O]['args'],
  ): Promise<Operations[O]['result']> {
    try {
      const result = await this.#inTurn(() => this.#connection.request(op, args))
      this.#undoSteps++
      return result
    } catch (error) {
      throw targetFault(target, error)
    }
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const run = this.#last.then(act)
    this.#last = run.catch(() => {})
    return run
  }

  /** Devices are known by class from the last snapshot; where it is void, another is taken once names matter. */
  async #own(ref: ParameterRef): Promise<WireRef> {
    if (ref.device !== null && this.#classes === null) await this.snapshot()
    return this.#ownNow(ref)
  }

  #ownNow({ track, device, parameter }: ParameterRef): WireRef {
    const className = device === null ? undefined : this.#classes?.get(placeKey(track, device))
    return { track, device, parameter: this.#names.outside(className, parameter) }
  }

  #changed(changes: Events['changed']): void {
    for (const { ref, parameter } of changes) this.#observers.tell(ref, parameterOf(parameter))
  }
}

const noAnswer = ({ message, reason }: RequestFailed) =>
  new AppError({
    code: reason === 'lost' ? 'LIVE_NOT_CONNECTED' : 'LIVE_NO_ANSWER',
    message,
    action:
      reason === 'lost'
        ? 'Try again; if it stays so, remove Uplift from Main and put it back.'
        : 'Try again when Live is idle; if it stays so, remove Uplift from Main and put it back.',
  })

/** Nothing is known about the value; without anybody on the other side, asking again is of no use. */
function readFault(ref: ParameterRef, error: unknown): unknown {
  if (!(error instanceof RequestFailed)) return error
  if (error.reason === 'lost') return noAnswer(error)
  if (isWriteReason(error.reason)) return error
  return new ReadFailed(ref, error.message)
}

function targetFault(target: WriteTarget, error: unknown): unknown {
  if (!(error instanceof RequestFailed)) return error
  return isWriteReason(error.reason) ? new WriteRefused(target, error.reason, error.message) : noAnswer(error)
}
