/** What the hub's use cases share: the lines to Live and to the worker, the model, what is kept on disk. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { FaceState } from '../../../device/protocol.ts'
import type { Connection } from '../../adapters/max-bridge/connection.ts'
import type { MaxBridge } from '../../adapters/max-bridge/max-bridge.ts'
import { RequestFailed } from '../../adapters/max-bridge/requests.ts'
import { AppError } from '../../audio/app-error.ts'
import type { AppliedFix } from '../../fixes/proof.ts'
import type { LiveSet } from '../../live/set.ts'
import type { TakeFolder } from '../capture/take-folder.ts'
import { Ledger } from '../ledger.ts'
import { librariesFolder } from '../library.ts'
import { RedoOrder } from '../redo-order.ts'
import { SetMemory, setMemoryFile } from '../set-memory.ts'
import type { Asked } from '../wishes.ts'
import { faultLine } from './face-line.ts'
import { type ActivityKind, firstModel, type Model, type Slot } from './model.ts'
import { settingsOf } from './settings.ts'
import { UserTaste } from './taste.ts'
import type { Settings } from './work.ts'
import type { Step, Workshop } from './workshop.ts'

export interface DeskOptions {
  readonly connection: Connection
  readonly bridge: MaxBridge
  readonly workshop: Workshop
  /** Where ledger, memory, receipts and takes are. */
  readonly folder: string
  readonly log: (message: string) => void
  readonly onChange: () => void
}

export class Desk {
  readonly connection: Connection
  readonly bridge: MaxBridge
  readonly workshop: Workshop
  readonly folder: string
  readonly log: (message: string) => void
  readonly taste: UserTaste
  /** As it was when what is measured was recorded; plans refer to it. */
  set: LiveSet | null = null
  /** What is in the set of the plan that is shown. */
  applied: AppliedFix[] = []
  readonly redoOrder = new RedoOrder()
  /** The user's last word on a finding or a track, to be taken back by Undo. */
  lastWish: (() => Promise<void>) | null = null
  /** What is asked for in this session, and not remembered: categories left out, moves set aside. */
  asked: Asked = {}
  /** What the user made of the amounts of single fixes. */
  amounts: NonNullable<Settings['amounts']> = []
  /** "", or what of a learned profile is the target (styles.ts). */
  target = ''
  /** Of the take that is kept. */
  takes: TakeFolder[] = []
  /** Files and folders dropped so far. */
  drops = 0
  /** Live's, as the last recording told; until then the usual one. */
  sampleRate = 48_000
  /** Tracks or devices came, went or moved since `set`. */
  isMoved = false
  readonly #onChange: () => void
  #model: Model = firstModel
  #ledger: Promise<Ledger> | null = null
  #memory: Promise<SetMemory> | null = null
  #running: { readonly abort: AbortController; readonly done: Promise<void> } | null = null

  constructor({ connection, bridge, workshop, folder, log, onChange }: DeskOptions) {
    this.connection = connection
    this.bridge = bridge
    this.workshop = workshop
    this.folder = folder
    this.log = log
    this.taste = new UserTaste({ folder, log })
    this.#onChange = onChange
  }

  get model(): Model {
    return this.#model
  }

  update(change: Partial<Model>): void {
    this.#model = { ...this.#model, ...change }
    this.#onChange()
  }

  /** `detail`: all of it, where the line is shorter by choice. */
  say(line: string, tone: FaceState['tone'] = 'neutral', detail = line): void {
    this.update({ message: { line, tone, detail } })
  }

  setSlot(index: number, state: Slot['state']): void {
    this.update({ slots: this.#model.slots.map((slot, i) => (i === index ? { ...slot, state } : slot)) })
  }

  /** Shows what a step of the running activity is at. */
  readonly step: Step = (words, progress) => {
    const { activity } = this.#model
    if (activity) this.update({ activity: { ...activity, words, progress } })
  }

  /**
   * Runs one activity; while it lasts, no other begins. Its faults are told on the face and never thrown on. Returns whether
   * it came to its end.
   */
  async during(kind: ActivityKind, words: string, act: (signal: AbortSignal) => Promise<void>): Promise<boolean> {
    if (this.#running) throw new RangeError(`one activity at a time, "${kind}" must wait`)
    const abort = new AbortController()
    let finish = () => {}
    this.#running = { abort, done: new Promise(resolve => (finish = resolve)) }
    // After a reconnection, what was said before it still holds.
    const message = kind === 'starting' ? this.#model.message : null
    this.update({ activity: { kind, words, progress: null }, message })
    try {
      await act(abort.signal)
      return true
    } catch (error) {
      this.tell(error)
      return false
    } finally {
      this.#running = null
      this.update({ activity: null })
      finish()
    }
  }

  cancel(): void {
    this.#running?.abort.abort()
  }

  /** When nothing is running. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running.done
  }

  /** Opened when it is first needed: a passive hub never locks it. Throws AppError FILE_IN_USE, LEDGER_INVALID. */
  ledger(): Promise<Ledger> {
    this.#ledger ??= Ledger.open(this.ledgerFile).catch(error => {
      this.#ledger = null
      throw error
    })
    return this.#ledger
  }

  get ledgerFile(): string {
    return join(this.folder, 'ledger.json')
  }

  memory(): Promise<SetMemory> {
    this.#memory ??= SetMemory.open(setMemoryFile(this.folder)).catch(error => {
      this.#memory = null
      throw error
    })
    return this.#memory
  }

  async settings(): Promise<Settings> {
    const { stage, part, strength } = this.#model.choices
    const { set, taste, asked, amounts, target } = this
    const remembered = (await this.memory()).of(this.bridge.setName)
    const insertable = this.bridge.capabilities.canInsert
    const libraries = librariesFolder(this.folder)
    return settingsOf({ stage, part, strength, remembered, libraries, insertable, asked, amounts, target, set, taste })
  }

  /** A folder of the data folder; made when it is not there. */
  async place(name: string): Promise<string> {
    const path = join(this.folder, name)
    await mkdir(path, { recursive: true })
    return path
  }

  async close(): Promise<void> {
    this.cancel()
    await this.releaseLedger()
    await this.taste.idle()
    await this.workshop.close()
  }

  async releaseLedger(): Promise<void> {
    const ledger = await this.#ledger?.catch(() => null)
    this.#ledger = null
    await ledger?.close()
  }

  /** On the face, in words; what is no refusal of the world's goes to the log as well. */
  tell(error: unknown): void {
    if (error instanceof AppError) {
      if (error.code === 'CANCELLED') this.say('Cancelled. Nothing was changed in the set.')
      else this.say(faultLine(error.message, error.action), 'error', `${error.message} ${error.action}`)
      if (error.code === 'ANALYSIS_CRASHED') this.log(`${error.message} ${String(error.cause ?? '')}`)
    } else if (error instanceof RequestFailed) {
      this.say(error.reason === 'lost' ? 'The device in Live has started anew. Try again.' : error.message, 'error')
    } else {
      this.log(error instanceof Error ? (error.stack ?? error.message) : String(error))
      this.say('Uplift made a mistake; the Max console says which. Try again.', 'error')
    }
  }
}
