/**
 * The panel's source on a simulated set, on stems, on a closed set or on Live by OSC: measures, solves, renders, applies and
 * measures again, one thing after the other. Works where it stands: in worker.ts, so that the thread that serves pages
 * stays free.
 */
import { join } from 'node:path'
import { AppError } from '../../audio/app-error.ts'
import { apply, goBack, redo, undo } from './changing.ts'
import { type ExcerptSide, excerptSides, type PanelLibrary, type PanelView } from './data.ts'
import { PanelDesk, type PanelSessionOptions } from './desk.ts'
import { learn } from './learning.ts'
import { beside, blind, preview, vote } from './listening.ts'
import type { PanelAction, PanelSource, PanelState } from './source.ts'
import { receiptRows, remark } from './state.ts'
import { bringBack, choose, intend, match, scale, setAside, tellOfTrack } from './telling.ts'
import { filesOf, unheardView } from './view.ts'

export type { PanelSessionOptions } from './desk.ts'

export class PanelSession implements PanelSource {
  readonly #desk: PanelDesk
  readonly #watchers = new Set<() => void>()
  #last: Promise<void> = Promise.resolve()

  constructor(options: PanelSessionOptions) {
    this.#desk = new PanelDesk(options, () => {
      for (const changed of this.#watchers) changed()
    })
  }

  get state(): PanelState {
    return this.#desk.state
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => void this.#watchers.delete(changed)
  }

  /** Reads the set, so that it can be looked at before anything is measured. Throws AppError. */
  async start(): Promise<void> {
    const desk = this.#desk
    const { session, sound } = desk.options
    desk.set = await session.snapshot()
    const unheard = remark('Nothing was heard: name a folder of stems (--stems) to measure this set.')
    desk.update({
      title: desk.set.name,
      view: desk.state.view + 1,
      honest: sound === null ? [...desk.state.honest, unheard] : desk.state.honest,
      can: { ...desk.state.can, tell: true },
    })
  }

  act(action: PanelAction): Promise<void> {
    // What it is to end would be waited for.
    if (action.kind === 'cancel') return Promise.resolve(this.#desk.cancel())
    const done = this.#last.then(() => this.#act(action))
    this.#last = done
    return done
  }

  async look(isDeep: boolean): Promise<PanelView | null> {
    await this.#last
    const { options, set, analyst, state, findings, unread } = this.#desk
    const { memory, folder, remarks = [], warnings } = options
    if (!set) return null
    const remembered = memory.of(set.name)
    const measured = analyst.look({ remembered, isDeep })
    const view = measured
      ? { ...measured, notes: [...measured.notes, ...remarks] }
      : unheardView(set, remembered, [...warnings, ...remarks])
    const receipts = await receiptRows(join(folder, 'receipts'), set)
    return { ...view, revision: state.view, receipts, ...filesOf(unread, findings) }
  }

  async library(profile: string | null): Promise<PanelLibrary> {
    await this.#last
    const desk = this.#desk
    const target = desk.set ? (desk.remembered().profile ?? null) : desk.state.choices.profile
    return desk.analyst.library({ profile, target, libraries: desk.options.libraries })
  }

  excerpt(id: number, side: ExcerptSide): string | null {
    return this.#desk.playback.file(id, side)
  }

  /** Every file that plays now, by side. */
  get files(): readonly (readonly [side: ExcerptSide, path: string])[] {
    const { playback, state } = this.#desk
    const id = state.excerpts?.id
    if (id === undefined) return []
    return excerptSides.flatMap(side => {
      const path = playback.file(id, side)
      return path === null ? [] : [[side, path] as const]
    })
  }

  async close(): Promise<void> {
    const { taste, analyst, options } = this.#desk
    this.#desk.cancel()
    await this.#last
    await taste.idle()
    await analyst.close()
    await options.ledger.close()
    await options.session.close()
  }

  async #act(action: PanelAction): Promise<void> {
    const desk = this.#desk
    try {
      desk.update({ message: null, activity: { words: 'Working', progress: null, canCancel: false } })
      await this.#do(action)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      desk.say(`${error.message} ${error.action}`, 'error')
    } finally {
      desk.update({ activity: null })
    }
  }

  async #do(action: PanelAction): Promise<void> {
    const desk = this.#desk
    switch (action.kind) {
      case 'analyze':
        if (desk.options.sound === null) return desk.say('There is nothing to hear here.', 'neutral')
        return desk.measure([])
      case 'apply':
        return apply(desk, action.fixes)
      case 'undo':
        return undo(desk)
      case 'redo':
        return redo(desk)
      case 'go-back':
        return goBack(desk, action.checkpoint)
      case 'preview':
        return preview(desk, action.fixes)
      case 'beside':
        return beside(desk, action.profile, action.reference)
      case 'blind':
        return blind(desk)
      case 'vote':
        return vote(desk, action.answer)
      case 'choose':
        return choose(desk, action.choice)
      case 'aside':
        return setAside(desk, action.fix)
      case 'bring-back':
        return bringBack(desk)
      case 'amount':
        return scale(desk, action.fix, action.factor)
      case 'intended':
        return intend(desk, action.fix)
      case 'lock':
      case 'role':
        return tellOfTrack(desk, action)
      case 'match':
        return match(desk, action)
      case 'learn':
        return learn(desk, action.folder, action.name)
      case 'show':
        return desk.say('Only a set that is open in Live can show it.', 'neutral')
      case 'capture':
      case 'cancel':
        return desk.say('There is nothing to record here: Analyze hears the whole song.', 'neutral')
    }
  }
}
