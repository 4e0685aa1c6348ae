/** The hub as the panel's source: the same model and the same presses as the face, and the worker's heavy view beside it. */
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import type { FaceControl, TapStatus } from '../../../device/protocol.ts'
import type { Fix } from '../../fixes/fix.ts'
import { librariesFolder } from '../library.ts'
import {
  type ExcerptSide,
  type PanelCheckpoint,
  type PanelLibrary,
  type PanelLive,
  type PanelRemark,
  type PanelView,
  panelModes,
  panelStages,
} from '../panel-data.ts'
import { PanelPlayback } from '../panel-excerpts.ts'
import { panelFix } from '../panel-fix.ts'
import { referenceFile, typedFolder } from '../panel-library.ts'
import { ToldMoves } from '../panel-offer.ts'
import type { PanelAction, PanelSource, PanelState } from '../panel-source.ts'
import {
  checkpointRows,
  firstPanelState,
  honestWords,
  nothingCan,
  proofOfFindings,
  receiptRows,
  remark,
  warning,
} from '../panel-state.ts'
import { Votes } from '../votes.ts'
import { goBack, show } from './changing.ts'
import { partChoices } from './choices.ts'
import type { Desk } from './desk.ts'
import { interruptible, match, solve } from './hearing.ts'
import { learn } from './learning.ts'
import { noLights } from './lights.ts'
import { enabledControls, type Model } from './model.ts'
import { HubPlayhead } from './playhead.ts'
import type { Findings } from './work.ts'

export interface HubPanelOptions {
  readonly desk: Desk
  /** As if pressed on the face; resolves when what it led to has come to its end. */
  readonly press: (control: FaceControl, value: number) => Promise<void>
  /** Of the offered fixes, by place. */
  readonly apply: (places: readonly number[]) => Promise<void>
  readonly intend: (place: number) => Promise<void>
  readonly redo: () => Promise<void>
}

export class HubPanel implements PanelSource {
  readonly #desk: Desk
  readonly #press: HubPanelOptions['press']
  readonly #apply: HubPanelOptions['apply']
  readonly #intend: HubPanelOptions['intend']
  readonly #redo: HubPanelOptions['redo']
  readonly playhead: HubPlayhead
  readonly #watchers = new Set<() => void>()
  readonly #playback = new PanelPlayback()
  #findings: Findings | null = null
  #proof: PanelState['proof'] = null
  /** Titles of what went in since the last measurement: what the next proof is of. */
  #pending: readonly string[] = []
  #view = 0
  #checkpoints: readonly PanelCheckpoint[] = []
  readonly #told = new ToldMoves()
  #votes: Promise<Votes> | null = null

  constructor({ desk, press, apply, intend, redo }: HubPanelOptions) {
    this.#desk = desk
    this.#press = press
    this.#apply = apply
    this.#intend = intend
    this.#redo = redo
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
      excerpts: this.#playback.excerpts,
      checkpoints: this.#checkpoints,
      live: liveOf(model),
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
      case 'cancel':
        await this.#press(action.kind, 1)
        return this.#lookAtCheckpoints()
      case 'redo':
        if (canOf(desk.model).redo) await this.#redo()
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
        return this.#preview(action.fixes, null)
      case 'beside':
        return this.#preview([], action)
      case 'blind':
        return this.#startTrial()
      case 'vote': {
        const voted = await this.#playback.vote(await this.#openVotes(), action.answer)
        if (voted) await desk.taste.voted(voted)
        return this.#tell()
      }
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
    if (!desk.set || !desk.model.heard?.isMeasured) return null
    const remembered = (await desk.memory()).of(desk.bridge.setName)
    const view = await desk.workshop.do('look', { remembered, isDeep })
    if (!view) return null
    const receipts = await receiptRows(join(desk.folder, 'receipts'), desk.set)
    return { ...view, revision, receipts, files: desk.model.findings?.files ?? [] }
  }

  async library(profile: string | null): Promise<PanelLibrary> {
    const desk = this.#desk
    const { profile: target } = (await desk.memory()).of(desk.bridge.setName)
    return desk.workshop.do('library', { profile, target, libraries: librariesFolder(desk.folder) })
  }

  excerpt(id: number, side: ExcerptSide): string | null {
    return this.#playback.file(id, side)
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

  /** No fixes: the mix as it is, beside the reference. */
  async #preview(
    ids: readonly string[],
    beside: { readonly profile: string; readonly reference: string } | null,
  ): Promise<void> {
    const desk = this.#desk
    if (desk.model.activity || !desk.model.findings) return
    await desk.during('rendering', 'Rendering before and after', async signal => {
      // Not among the face's own, which it clears.
      const folder = await desk.place(join('panel-excerpts', `${randomInt(2 ** 32)}`))
      const reference = beside && (await referenceFile(beside.profile, beside.reference, librariesFolder(desk.folder)))
      const args = { fixes: ids, folder, reference, settings: await desk.settings() }
      const files = await interruptible(desk, signal, () => desk.workshop.do('preview', args, desk.step))
      const fixes = desk.model.slots.flatMap(({ fix }) => (ids.includes(fix.id) ? [fix] : []))
      this.#playback.show(folder, fixes, files)
      this.#playback.ask()
    })
  }

  async #startTrial(): Promise<void> {
    const { bridge, taste } = this.#desk
    const votes = await this.#openVotes()
    if (await this.#playback.startTrial(votes, bridge.setName, fixes => taste.subjects(fixes))) this.#tell()
  }

  async #lookAtCheckpoints(): Promise<void> {
    const desk = this.#desk
    if (desk.model.isPassive || desk.model.link !== 'ready') return
    this.#checkpoints = checkpointRows(await desk.ledger(), desk.bridge.setName)
    this.#tell()
  }

  #openVotes(): Promise<Votes> {
    this.#votes ??= Votes.open(join(this.#desk.folder, 'votes.json'))
    return this.#votes
  }

  #tell(): void {
    for (const changed of this.#watchers) changed()
  }
}

function honestOf({ link, isPassive, isLast, heard, findings, taps }: Model): readonly PanelRemark[] {
  const silent = taps.filter(({ status }) => status !== 'ready' && status !== 'muted')
  const now = [
    ...(link === 'ready' ? [] : ['Waiting for the device in Live.']),
    ...(isPassive ? ['Another Uplift is in charge of this set.'] : []),
    ...(isLast === false ? ['Uplift is not the last device on Main: what is behind it is not heard.'] : []),
    ...(heard?.isStale ? ['The set has changed since it was measured: Capture again.'] : []),
    ...silent.map(({ trackName, status }) => `Tap on ${trackName} ${tapWords[status]}.`),
  ]
  return [...now.map(warning), ...(findings ? honestWords('live', findings) : [remark('Connected with Live.')])]
}

const tapWords: Readonly<Record<TapStatus, string>> = {
  ready: 'is heard',
  stale: 'is stale: it does not answer',
  off: 'is switched off',
  'in-rack': 'is inside a rack: move it behind',
  'not-last': 'is not the last device: move it to the end',
  frozen: 'is on a frozen track',
  muted: 'is on a muted track',
  'other-version': 'is of another version: install Uplift again',
}

function liveOf({ guide }: Model): PanelLive | null {
  if (!guide) return null
  const { transport, section, line, tone, suggestion, tracks } = guide
  return {
    isPlaying: transport === 'playing',
    section,
    line,
    tone,
    suggestion: suggestion?.words ?? null,
    unheard: tracks.flatMap(({ name, state, why }) =>
      state === 'stale' ? [`${name} is stale`] : state === 'unheard' ? [`${name}: ${why}`] : [],
    ),
  }
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
  const isMeasured = isFree && model.findings !== null
  return {
    ...nothingCan,
    capture: enabled.includes('capture'),
    analyze: enabled.includes('analyze'),
    apply: isFree && model.choices.mode !== 'passive' && model.slots.some(({ state }) => state === 'offered'),
    undo: enabled.includes('undo'),
    redo: isFree && model.canRedo,
    preview: isMeasured,
    tell: isFree,
    show: isFree,
    learn: isFree,
    vote: isMeasured,
  }
}
