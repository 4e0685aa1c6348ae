/** The hub as the panel's source: the same model and the same presses as the face, and the worker's heavy view beside it. */
import { join } from 'node:path'
import type { FaceControl } from '../../../device/protocol.ts'
import type { Fix } from '../../fixes/fix.ts'
import { librariesFolder } from '../library.ts'
import {
  type ExcerptSide,
  type PanelCheckpoint,
  type PanelLibrary,
  type PanelView,
  panelModes,
  panelStages,
} from '../panel/data.ts'
import { panelFix } from '../panel/fix.ts'
import { typedFolder } from '../panel/library.ts'
import { ToldMoves } from '../panel/offer.ts'
import type { PanelAction, PanelSource, PanelState } from '../panel/source.ts'
import { checkpointRows, firstPanelState, proofOfFindings, receiptRows } from '../panel/state.ts'
import { filesOf, unheardView } from '../panel/view.ts'
import type { UnreadExport } from '../unread-export.ts'
import { goBack, show } from './changing.ts'
import { partChoices } from './choices.ts'
import type { Desk } from './desk.ts'
import { match, solve } from './hearing.ts'
import { learn } from './learning.ts'
import { noLights } from './lights.ts'
import { PanelListening } from './panel-listening.ts'
import { activityOf, canOf, honestOf, liveOf } from './panel-model.ts'
import { HubPlayhead } from './playhead.ts'
import type { Findings } from './work.ts'

export interface HubPanelOptions {
  readonly desk: Desk
  /** As if pressed on the face; resolves when what it led to has come to its end. */
  readonly press: (control: FaceControl, value: number) => Promise<void>
  /** Of the offered fixes, by place. */
  readonly apply: (places: readonly number[]) => Promise<void>
  readonly intend: (place: number) => Promise<void>
}

export class HubPanel implements PanelSource {
  readonly #desk: Desk
  readonly #press: HubPanelOptions['press']
  readonly #apply: HubPanelOptions['apply']
  readonly #intend: HubPanelOptions['intend']
  readonly playhead: HubPlayhead
  readonly #watchers = new Set<() => void>()
  readonly #listening: PanelListening
  #findings: Findings | null = null
  #unread: UnreadExport | null = null
  #proof: PanelState['proof'] = null
  /** Titles of what went in since the last measurement: what the next proof is of. */
  #pending: readonly string[] = []
  #view = 0
  #checkpoints: readonly PanelCheckpoint[] = []
  readonly #told = new ToldMoves()

  constructor({ desk, press, apply, intend }: HubPanelOptions) {
    this.#desk = desk
    this.#press = press
    this.#apply = apply
    this.#intend = intend
    this.#listening = new PanelListening(desk)
    this.playhead = new HubPlayhead(() => desk.model)
  }

  get state(): PanelState {
    const { model, bridge, asked, target } = this.#desk
    const { findings, choices, slots, advised } = model
    const first = firstPanelState('live', bridge.setName)
    const adviceOf = (fix: Fix) => advised.find(each => each.fix === fix)
    const distance = findings?.plan.distanceBefore ?? 0
    return {
      ...first,
      honest: honestOf(model),
      activity: activityOf(model),
      message: model.message,
      score: findings?.score ?? null,
      judge: findings?.judge ?? [],
      lights: model.guide?.lights ?? findings?.lights ?? noLights,
      fixes: slots.map(({ fix, state }) => {
        const { words: advice = '', factor: usual } = adviceOf(fix) ?? {}
        return panelFix(fix, distance, state, { advice, factor: this.#told.factorOf(fix, usual) })
      }),
      aside: this.#told.asideWords,
      choices: {
        ...first.choices,
        strength: choices.strength,
        stage: choices.stage,
        part: choices.part,
        mode: choices.mode,
        without: asked.without ?? [],
        target,
      },
      can: canOf(model),
      proof: this.#proof,
      excerpts: this.#listening.excerpts,
      checkpoints: this.#checkpoints,
      live: liveOf(model),
      view: this.#view,
    }
  }

  /** The hub's model has changed. */
  changed(): void {
    const { findings, unread } = this.#desk.model
    if (unread !== this.#unread) {
      this.#unread = unread
      this.#view++
    }
    if (findings !== this.#findings) {
      this.#findings = findings
      this.#view++
      this.#proof = findings?.proof ? proofOfFindings(findings.proof, this.#pending) : null
      void this.#lookAtCheckpoints()
    }
    const { applied } = this.#desk
    if (applied.length > 0) this.#pending = applied.map(({ fix }) => fix.title)
    this.playhead.modelChanged()
    this.#tell()
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => void this.#watchers.delete(changed)
  }

  async act(action: PanelAction): Promise<void> {
    const desk = this.#desk
    const { slots } = desk.model
    const placesOf = (ids: readonly string[]) =>
      slots.flatMap(({ fix, state }, i) => (ids.includes(fix.id) && state === 'offered' ? [i] : []))
    switch (action.kind) {
      case 'capture':
      case 'analyze':
      case 'undo':
      case 'redo':
      case 'cancel':
        await this.#press(action.kind, 1)
        return this.#lookAtCheckpoints()
      case 'apply': {
        const places = placesOf(action.fixes)
        if (places.length > 0 && canOf(desk.model).apply) await this.#apply(places)
        return this.#lookAtCheckpoints()
      }
      case 'intended':
      case 'aside':
      case 'show':
        return this.#answer(action.kind, action.fix)
      case 'bring-back':
        this.#told.bringBack()
        return this.#ask()
      case 'amount': {
        const fix = slots.find(each => each.fix.id === action.fix)?.fix
        if (!fix || !canOf(desk.model).tell) return
        this.#told.scale(fix, action.factor, desk.model.advised.find(each => each.fix === fix)?.factor)
        return this.#ask()
      }
      case 'preview':
        return this.#listening.render(action.fixes, null)
      case 'beside':
        return this.#listening.render([], action)
      case 'blind':
        if (await this.#listening.startTrial()) this.#tell()
        return
      case 'vote':
        await this.#listening.vote(action.answer)
        return this.#tell()
      case 'choose':
        return this.#choose(action.choice)
      case 'lock':
      case 'role':
        return this.#tellOf(action)
      case 'match':
        if (canOf(desk.model).tell) await match(desk, action)
        return
      case 'go-back':
        if (canOf(desk.model).tell) await goBack(desk, action.checkpoint)
        return this.#lookAtCheckpoints()
      case 'learn':
        if (canOf(desk.model).tell) await learn(desk, typedFolder(action.folder), action.name)
        return
    }
  }

  async look(isDeep: boolean): Promise<PanelView | null> {
    const desk = this.#desk
    const revision = this.#view
    const { heard, findings, unread } = desk.model
    const set = desk.set ?? unread?.set
    if (!set) return null
    const remembered = (await desk.memory()).of(desk.bridge.setName)
    const measured = heard?.isMeasured ? await desk.workshop.do('look', { remembered, isDeep }) : null
    const view = measured ?? (unread && unheardView(unread.set, remembered, []))
    if (!view) return null
    const receipts = await receiptRows(join(desk.folder, 'receipts'), set)
    return { ...view, revision, receipts, ...filesOf(unread, findings) }
  }

  async library(profile: string | null): Promise<PanelLibrary> {
    const desk = this.#desk
    const { profile: target } = (await desk.memory()).of(desk.bridge.setName)
    return desk.workshop.do('library', { profile, target, libraries: librariesFolder(desk.folder) })
  }

  excerpt(id: number, side: ExcerptSide): string | null {
    return this.#listening.file(id, side)
  }

  /** The hub goes on without the panel. */
  async close(): Promise<void> {
    this.#watchers.clear()
  }

  async #answer(kind: 'intended' | 'aside' | 'show', id: string): Promise<void> {
    const desk = this.#desk
    const place = desk.model.slots.findIndex(({ fix }) => fix.id === id)
    const slot = desk.model.slots[place]
    if (!slot || !canOf(desk.model).tell) return
    if (kind === 'show') return show(desk, place)
    if (slot.state === 'applied' || slot.state === 'applying') return
    if (kind === 'intended') return this.#intend(place)
    this.#told.setAside(slot.fix)
    await desk.taste.answered([slot.fix], 'rejected')
    await this.#ask()
  }

  /** Solves anew for what is asked now. */
  async #ask(): Promise<void> {
    const desk = this.#desk
    desk.asked = { ...desk.asked, aside: this.#told.aside }
    desk.amounts = this.#told.amounts
    await this.#solve()
  }

  async #solve(): Promise<void> {
    const { model } = this.#desk
    if (model.heard?.isMeasured && !model.activity) await solve(this.#desk)
    else this.#tell()
  }

  async #choose({ strength, stage, part, mode, ...asked }: Extract<PanelAction, { kind: 'choose' }>['choice']) {
    if (strength !== undefined) await this.#press('strength', Math.round(100 * strength))
    if (stage !== undefined) await this.#press('stage', panelStages.indexOf(stage))
    if (part !== undefined) await this.#press('part', partChoices.indexOf(part))
    if (mode) await this.#press('mode', panelModes.indexOf(mode))
    const desk = this.#desk
    const { without, profile, target } = asked
    if (without !== undefined) desk.asked = { ...desk.asked, without }
    if (profile !== undefined) {
      await (await desk.memory()).choose(desk.bridge.setName, { profile })
      desk.target = ''
    }
    if (target !== undefined) desk.target = target
    if (without !== undefined || profile !== undefined || target !== undefined) await this.#solve()
  }

  async #tellOf(action: Extract<PanelAction, { kind: 'lock' | 'role' }>): Promise<void> {
    const desk = this.#desk
    if (desk.model.activity || !desk.set?.tracks.some(({ name }) => name === action.track)) return
    const memory = await desk.memory()
    const { setName } = desk.bridge
    if (action.kind === 'lock') await memory.lockTrack(setName, action.track, action.isLocked)
    else await memory.setRole(setName, action.track, action.role)
    await this.#solve()
  }

  async #lookAtCheckpoints(): Promise<void> {
    const desk = this.#desk
    if (desk.model.isPassive || desk.model.link !== 'ready') return
    this.#checkpoints = checkpointRows(await desk.ledger(), desk.bridge.setName)
    this.#tell()
  }

  #tell(): void {
    for (const changed of this.#watchers) changed()
  }
}
