/**
 * The hub: what each control of the face does, when. One activity at a time; heavy work in the worker, writing by
 * app/apply.ts; this thread only talks.
 */
import type { EventName, Events, FaceControl } from '../../../device/protocol.ts'
import { Connection, type ConnectionListener, type ConnectionState } from '../../adapters/max-bridge/connection.ts'
import { MaxBridge } from '../../adapters/max-bridge/max-bridge.ts'
import type { Wire } from '../../adapters/max-bridge/wire.ts'
import { AppError } from '../../audio/app-error.ts'
import type { Fix } from '../../fixes/fix.ts'
import type { AppliedFix } from '../../fixes/proof.ts'
import { apply, intend, lock, recoverAtStart, show, Undo } from './changing.ts'
import { isSwitch, type Switch, withSwitch } from './choices.ts'
import { Desk } from './desk.ts'
import { faceOf } from './face.ts'
import { FaceSender } from './face-sender.ts'
import { LiveGuide } from './guide.ts'
import { analyze, capture, dropped, solve } from './hearing.ts'
import { askForReferences, learn } from './learning.ts'
import { Listening } from './listening.ts'
import { enabledControls, type Model, shownFixes } from './model.ts'
import { HubPanel } from './panel-source.ts'
import { redo } from './redoing.ts'
import { Workshop } from './workshop.ts'

export interface HubOptions {
  readonly wire: Wire
  /** Where what must not be lost is kept. */
  readonly folder: string
  readonly log?: (message: string) => void
  readonly workshop?: Workshop
  /** Starts the web panel and tells its address. Absent: there is none, and the button is off. */
  readonly openPanel?: () => Promise<string>
}

/** A dial tells of every step on its way. */
const settleMs = 400

export class Hub {
  readonly #connection: Connection
  readonly #desk: Desk
  readonly #face: FaceSender
  readonly #undo: Undo
  readonly #listening: Listening
  readonly #guide: LiveGuide
  /** What the web panel shows and presses. */
  readonly panel: HubPanel
  /** Turned down last; Undo takes that back. */
  #turnedDown: Fix | null = null
  readonly #openPanel: HubOptions['openPanel']
  readonly #going = new Set<Promise<void>>()
  #settle: NodeJS.Timeout | null = null
  /** Both sides may greet, and a passive hub may be put in charge: only the newest of these goes on. */
  #links = 0
  #drops = 0
  #looking: NodeJS.Timeout | null = null

  constructor({ wire, folder, log = () => {}, workshop = new Workshop(), openPanel }: HubOptions) {
    this.#openPanel = openPanel
    this.#connection = new Connection(wire, log)
    const bridge = new MaxBridge(this.#connection, {
      capture: async () => {
        const { heard } = this.model
        if (!heard) {
          throw new AppError({ code: 'NOTHING_CAPTURED', message: 'Nothing is captured.', action: 'Capture first.' })
        }
        return workshop.do('take', { source: heard.source, set: this.#desk.set })
      },
    })
    this.#desk = new Desk({
      connection: this.#connection,
      bridge,
      workshop,
      folder,
      log,
      onChange: () => {
        this.#face.touch()
        this.#guide.follow()
        this.panel.changed()
      },
    })
    this.#face = new FaceSender(this.#connection, () => faceOf(this.model))
    this.#undo = new Undo(this.#desk)
    this.#listening = new Listening(this.#desk)
    this.#guide = new LiveGuide(this.#desk)
    this.panel = new HubPanel({
      desk: this.#desk,
      press: (control, value) => this.#guard(() => this.#press(control, value)),
      apply: places => this.#guard(() => this.#apply(places)),
      intend: place => this.#guard(() => this.#intend(place)),
    })
    const listener: ConnectionListener = {
      state: state => this.#guard(() => this.#link(state)),
      event: (event, data) => this.#guard(() => this.#event(event, data)),
      meter: (key, values) => this.#guide.meter(key, values),
      transport: transport => {
        this.#guide.transport(transport)
        this.panel.playhead.transport(transport)
      },
    }
    this.#connection.listen(listener)
  }

  get model(): Model {
    return this.#desk.model
  }

  start(): void {
    this.#desk.update({ hasPanel: this.#openPanel !== undefined })
    this.#connection.start()
  }

  /** When everything that was pressed or told has come to its end. */
  async idle(): Promise<void> {
    while (this.#going.size > 0) await Promise.all(this.#going)
  }

  /** Something went wrong that nobody caught: told, and lived on with. */
  mishap(error: unknown): void {
    this.#desk.tell(error)
  }

  async close(): Promise<void> {
    if (this.#settle) clearTimeout(this.#settle)
    if (this.#looking) clearTimeout(this.#looking)
    this.#face.close()
    this.#guide.close()
    this.#connection.close()
    await this.#desk.close()
  }

  async #link(state: ConnectionState): Promise<void> {
    this.#desk.update({ link: state })
    if (state !== 'ready') return
    this.#face.renew()
    this.#guide.renew()
    const link = ++this.#links
    await this.#desk.idle()
    if (link !== this.#links || this.#connection.state !== 'ready') return
    await this.#desk.during('starting', 'Reading the set.', async () => {
      const { last } = await this.#desk.bridge.prepare()
      const taps = await this.#connection.request('taps', {})
      this.#desk.update({ isLast: last, taps })
      if (this.model.isPassive) return
      await recoverAtStart(this.#desk)
    })
  }

  async #event<E extends EventName>(event: E, data: Events[E]): Promise<void> {
    switch (event) {
      case 'press': {
        const { control, value } = data as Events['press']
        return this.#press(control, value)
      }
      case 'dropped':
        return this.#drop((data as Events['dropped']).path)
      case 'taps':
        return this.#desk.update({ taps: data as Events['taps'] })
      case 'set-changed':
        this.#desk.isMoved = true
        this.#guide.moved()
        return this.#lookAround()
      case 'passive': {
        const { passive } = data as Events['passive']
        this.#desk.update({ isPassive: passive })
        if (passive) return this.#desk.releaseLedger()
        // In charge from now on.
        return this.#link(this.#connection.state)
      }
    }
  }

  /** Devices moved: whether the hub still hears the end of Main. Many changes in a row are one. */
  #lookAround(): void {
    if (this.#looking) clearTimeout(this.#looking)
    this.#looking = setTimeout(() => {
      this.#looking = null
      this.#guard(async () => {
        if (this.#connection.state !== 'ready') return
        const { last } = await this.#connection.request('capabilities', {})
        if (last !== this.model.isLast) this.#desk.update({ isLast: last })
      })
    }, settleMs)
  }

  #isFree(): boolean {
    return this.model.activity === null && !this.model.isPassive && this.model.link === 'ready'
  }

  async #press(control: FaceControl, value: number): Promise<void> {
    if (isSwitch(control)) return this.#switch(control, value)
    if (!enabledControls(this.model).includes(control)) return this.#explain(control)
    const desk = this.#desk
    const place = Number(/-([123])$/.exec(control)?.[1]) - 1
    switch (control) {
      case 'capture':
        if ((await capture(desk)) && this.model.choices.mode === 'assist') await this.#analyze()
        return
      case 'analyze':
        await this.#analyze()
        return
      case 'apply-all':
        return this.#apply(
          this.model.slots.slice(0, shownFixes).flatMap(({ state }, i) => (state === 'offered' ? [i] : [])),
        )
      case 'apply-1':
      case 'apply-2':
      case 'apply-3':
        return this.#apply([place])
      case 'show-1':
      case 'show-2':
      case 'show-3':
        return show(desk, place)
      case 'intended-1':
      case 'intended-2':
      case 'intended-3':
        return this.#intend(place)
      case 'lock-1':
      case 'lock-2':
      case 'lock-3':
        return lock(desk, place)
      case 'learn':
        return askForReferences(desk)
      case 'undo':
        return this.#takeBack()
      case 'redo':
        return this.#putBack()
      case 'compare':
        return this.#listening.press(value)
      case 'cancel':
        return desk.cancel()
      case 'open-panel': {
        const url = await this.#openPanel!()
        await this.#connection.request('open', { url, where: this.model.choices.panelIn })
        return
      }
    }
  }

  /** What is dropped while something else goes on is read after it: the newest, if several came. */
  async #drop(path: string): Promise<void> {
    const drop = ++this.#drops
    do await this.#desk.idle()
    while (this.model.activity !== null)
    if (drop === this.#drops && this.#isFree()) await this.#dropped(path)
  }

  async #dropped(path: string): Promise<void> {
    if (!this.model.awaitsReferences) return void (await dropped(this.#desk, path))
    this.#desk.update({ awaitsReferences: false })
    await learn(this.#desk, path)
  }

  /** With Assist, what was applied is proven at once: the same bars are played again. */
  async #apply(places: readonly number[]): Promise<void> {
    const before = this.#desk.applied
    const isIn = await apply(this.#desk, places)
    this.#turnedDown = null
    await this.#desk.taste.taken(fixesBeyond(this.#desk.applied, before), this.#desk.amounts)
    const { choices, heard } = this.model
    if (isIn && choices.mode === 'assist' && heard?.source.kind === 'taps' && (await capture(this.#desk))) {
      await this.#analyze()
    }
  }

  /** What the applied fixes brought is kept beside what was foretold. */
  async #analyze(): Promise<void> {
    const { applied } = this.#desk
    const isMeasured = await analyze(this.#desk)
    const proof = this.model.findings?.proof
    if (isMeasured && proof) await this.#desk.taste.proven(applied, proof)
  }

  async #intend(place: number): Promise<void> {
    const { fix } = this.model.slots[place]!
    const before = this.#desk.lastWish
    await intend(this.#desk, place)
    if (this.#desk.lastWish === before) return
    this.#turnedDown = fix
    await this.#desk.taste.answered([fix], 'rejected')
  }

  async #takeBack(): Promise<void> {
    const { lastWish, applied } = this.#desk
    await this.#undo.press()
    if (lastWish && !this.#desk.lastWish && this.#turnedDown) {
      await this.#desk.taste.answered([this.#turnedDown], 'retracted')
      this.#turnedDown = null
    }
    await this.#desk.taste.answered(fixesBeyond(applied, this.#desk.applied), 'undone')
  }

  /** A fix that is redone was wanted after all. */
  async #putBack(): Promise<void> {
    const before = this.#desk.applied
    if (await redo(this.#desk))
      await this.#desk.taste.taken(fixesBeyond(this.#desk.applied, before), this.#desk.amounts)
  }

  /** Why a control does nothing just now, where that is not plain to see. */
  #explain(control: FaceControl): void {
    if (control === 'open-panel' && !this.model.hasPanel)
      this.#desk.say('The panel is not in this version: what it shows is on the face.')
    if (control.startsWith('apply') && this.model.choices.mode === 'passive') {
      this.#desk.say('Passive: switch to On demand to apply.')
    }
  }

  #switch(control: Switch, value: number): void {
    const { choices, heard, findings } = this.model
    const next = withSwitch(choices, control, value)
    if (JSON.stringify(next) === JSON.stringify(choices)) return
    this.#desk.update({ choices: next })
    const isSolved = control === 'stage' || control === 'part' || control === 'strength'
    if (!isSolved || !heard || !findings || heard.isStale) return
    // Another part is another measurement, not only another solution.
    if (control === 'part') this.#desk.update({ heard: { ...heard, isMeasured: false } })
    if (this.#settle) clearTimeout(this.#settle)
    this.#settle = setTimeout(() => this.#guard(() => this.#solveSoon()), settleMs)
  }

  async #solveSoon(): Promise<void> {
    this.#settle = null
    await this.#desk.idle()
    if (this.#isFree() && !this.model.heard?.isStale) await solve(this.#desk)
  }

  /** Whatever a press leads to, it ends here. */
  #guard(act: () => Promise<void> | void): Promise<void> {
    const going = (async () => act())().catch(error => this.#desk.tell(error))
    this.#going.add(going)
    void going.finally(() => this.#going.delete(going))
    return going
  }
}

/** Fixes of the first list that are not in the second. */
const fixesBeyond = (one: readonly AppliedFix[], other: readonly AppliedFix[]): Fix[] =>
  one.filter(({ fix }) => !other.some(each => each.fix === fix)).map(({ fix }) => fix)
