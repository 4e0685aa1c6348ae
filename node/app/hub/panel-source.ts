/** The hub as the panel's source: the same model and the same presses as the face, and the worker's heavy view beside it. */
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import type { FaceControl } from '../../../device/protocol.ts'
import { panelFix } from '../panel-fix.ts'
import {
  type ExcerptSide,
  excerptSides,
  type PanelAction,
  type PanelSource,
  type PanelState,
  type PanelView,
  panelStages,
} from '../panel-source.ts'
import { firstPanelState, honestWords, proofOfFindings, receiptRows } from '../panel-state.ts'
import { partChoices } from './choices.ts'
import type { Desk } from './desk.ts'
import { interruptible, solve } from './hearing.ts'
import { noLights } from './lights.ts'
import { enabledControls, type Model } from './model.ts'
import type { Excerpts, Findings } from './work.ts'

export interface HubPanelOptions {
  readonly desk: Desk
  /** As if pressed on the face; resolves when what it led to has come to its end. */
  readonly press: (control: FaceControl, value: number) => Promise<void>
  /** Of the shown fixes, by place. */
  readonly apply: (places: readonly number[]) => Promise<void>
}

export class HubPanel implements PanelSource {
  readonly #desk: Desk
  readonly #press: HubPanelOptions['press']
  readonly #apply: HubPanelOptions['apply']
  readonly #watchers = new Set<() => void>()
  #findings: Findings | null = null
  #proof: PanelState['proof'] = null
  /** Titles of what went in since the last measurement: what the next proof is of. */
  #pending: readonly string[] = []
  #view = 0
  #excerpts: { readonly id: number; readonly files: Excerpts } | null = null

  constructor({ desk, press, apply }: HubPanelOptions) {
    this.#desk = desk
    this.#press = press
    this.#apply = apply
  }

  get state(): PanelState {
    const { model, bridge } = this.#desk
    const { findings, choices, slots } = model
    return {
      ...firstPanelState('live', bridge.setName),
      honest: honestOf(model),
      activity: activityOf(model),
      message: model.message,
      score: findings?.score ?? null,
      lights: findings?.lights ?? noLights,
      fixes: slots.map(({ fix, state }) => panelFix(fix, findings?.plan.distanceBefore ?? 0, state)),
      choices: { strength: choices.strength, stage: choices.stage, part: choices.part },
      can: canOf(model),
      proof: this.#proof,
      excerpts: this.#excerpts && {
        id: this.#excerpts.id,
        title: this.#excerpts.files.title,
        sides: excerptSides.filter(side => this.#excerpts!.files[side] !== null),
      },
      view: this.#view,
    }
  }

  /** The hub's model has changed. */
  changed(): void {
    const { findings } = this.#desk.model
    if (findings !== this.#findings) {
      this.#findings = findings
      this.#view++
      this.#proof = findings?.proof ? proofOfFindings(findings.proof, this.#pending) : null
    }
    const { applied } = this.#desk
    if (applied.length > 0) this.#pending = applied.map(({ fix }) => fix.title)
    for (const changed of this.#watchers) changed()
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => void this.#watchers.delete(changed)
  }

  async act(action: PanelAction): Promise<void> {
    const { slots } = this.#desk.model
    const placesOf = (ids: readonly string[]) =>
      slots.flatMap(({ fix, state }, i) => (ids.includes(fix.id) && state === 'offered' ? [i] : []))
    switch (action.kind) {
      case 'capture':
      case 'analyze':
      case 'undo':
      case 'cancel':
        return this.#press(action.kind, 1)
      case 'apply': {
        const places = placesOf(action.fixes)
        if (places.length > 0 && canOf(this.#desk.model).apply) await this.#apply(places)
        return
      }
      case 'intended': {
        const place = slots.findIndex(({ fix }) => fix.id === action.fix)
        if (place >= 0) await this.#press(`intended-${place + 1}` as FaceControl, 1)
        return
      }
      case 'preview':
        return this.#preview(action.fixes)
      case 'choose':
        return this.#choose(action.choice)
      case 'lock':
      case 'role':
        return this.#tell(action)
    }
  }

  async look(isDeep: boolean): Promise<PanelView | null> {
    const desk = this.#desk
    const revision = this.#view
    if (!desk.set || !desk.model.heard?.isMeasured) return null
    const remembered = (await desk.memory()).of(desk.bridge.setName)
    const view = await desk.workshop.do('look', { remembered, isDeep })
    return view && { ...view, revision, receipts: await receiptRows(join(desk.folder, 'receipts'), desk.set) }
  }

  excerpt(id: number, side: ExcerptSide): string | null {
    return this.#excerpts?.id === id ? this.#excerpts.files[side] : null
  }

  /** The hub goes on without the panel. */
  async close(): Promise<void> {
    this.#watchers.clear()
  }

  async #choose({ strength, stage, part }: Extract<PanelAction, { kind: 'choose' }>['choice']): Promise<void> {
    if (strength !== undefined) await this.#press('strength', Math.round(100 * strength))
    if (stage !== undefined) await this.#press('stage', panelStages.indexOf(stage))
    if (part !== undefined) await this.#press('part', partChoices.indexOf(part))
  }

  async #tell(action: Extract<PanelAction, { kind: 'lock' | 'role' }>): Promise<void> {
    const desk = this.#desk
    if (desk.model.activity || !desk.set?.tracks.some(({ name }) => name === action.track)) return
    const memory = await desk.memory()
    const { setName } = desk.bridge
    if (action.kind === 'lock') await memory.lockTrack(setName, action.track, action.isLocked)
    else await memory.setRole(setName, action.track, action.role)
    if (desk.model.heard?.isMeasured) await solve(desk)
  }

  async #preview(ids: readonly string[]): Promise<void> {
    const desk = this.#desk
    if (desk.model.activity || !desk.model.findings) return
    await desk.during('rendering', 'Rendering before and after', async signal => {
      const id = (this.#excerpts?.id ?? 0) + 1
      const folder = await desk.place(join('excerpts', `panel-${randomInt(2 ** 32)}`))
      const args = { fixes: ids, folder, reference: null, settings: await desk.settings() }
      const files = await interruptible(desk, signal, () => desk.workshop.do('preview', args, desk.step))
      this.#excerpts = { id, files }
    })
  }
}

function honestOf({ link, isPassive, isLast, heard, findings }: Model): readonly string[] {
  const now = [
    ...(link === 'ready' ? [] : ['Waiting for the device in Live.']),
    ...(isPassive ? ['Another Uplift is in charge of this set.'] : []),
    ...(isLast === false ? ['Uplift is not the last device on Main: what is behind it is not heard.'] : []),
    ...(heard?.isStale ? ['The set has changed since it was measured: Capture again.'] : []),
  ]
  return [...now, ...(findings ? honestWords('live', findings) : [])]
}

const activityOf = (model: Model): PanelState['activity'] =>
  model.activity && {
    words: model.activity.words.replace(/\.$/, ''),
    progress: model.activity.progress,
    canCancel: enabledControls(model).includes('cancel'),
  }

function canOf(model: Model): PanelState['can'] {
  const enabled = enabledControls(model)
  const isFree = model.link === 'ready' && !model.isPassive && model.activity === null
  return {
    capture: enabled.includes('capture'),
    analyze: enabled.includes('analyze'),
    apply: enabled.includes('apply-all'),
    undo: enabled.includes('undo'),
    preview: isFree && model.findings !== null,
    tell: isFree,
  }
}
