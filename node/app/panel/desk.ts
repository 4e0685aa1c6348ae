/** What the panel's use cases share outside Live: the set, what was measured, what is offered and plays, and the state shown. */
import { join } from 'node:path'
import { AppError } from '../../audio/app-error.ts'
import type { Fix } from '../../fixes/fix.ts'
import type { AppliedFix } from '../../fixes/proof.ts'
import type { LiveSession } from '../../live/session.ts'
import type { LiveSet } from '../../live/set.ts'
import { Analyst } from '../hub/analyst.ts'
import type { Opened } from '../hub/open-source.ts'
import { settingsOf } from '../hub/settings.ts'
import { exportSource, type Source } from '../hub/source.ts'
import { UserTaste } from '../hub/taste.ts'
import type { AppliedWork, Findings, Settings } from '../hub/work.ts'
import type { KeyFinder } from '../key-finder.ts'
import type { Ledger } from '../ledger.ts'
import { RedoOrder } from '../redo-order.ts'
import type { SetMemory } from '../set-memory.ts'
import { undoable } from '../undo.ts'
import { type UnreadExport, unreadExport } from '../unread-export.ts'
import type { Votes } from '../votes.ts'
import { PanelPlayback } from './excerpts.ts'
import { PanelOffer } from './offer.ts'
import type { PanelKind, PanelState } from './source.ts'
import { checkpointRows, firstPanelState, honestWords, nothingCan, proofOfFindings } from './state.ts'

export interface PanelSessionOptions {
  readonly session: LiveSession
  readonly kind: Exclude<PanelKind, 'live'>
  /** session: it plays itself, also after a fix. A folder: Live's export of the set. null: nothing can be heard. */
  readonly sound: 'session' | { readonly folder: string } | null
  readonly ledger: Ledger
  readonly memory: SetMemory
  readonly votes: Votes
  /** For excerpts and receipts. */
  readonly folder: string
  /** Where what is learned of the user is kept. */
  readonly tasteFolder: string
  /** Name or file of the target; null: what this set was given, else the one learned last. */
  readonly profile: string | null
  readonly libraries: string
  /** Sentences about the files. */
  readonly warnings: readonly string[]
  /** What a look at the set finds without hearing it. */
  readonly remarks?: readonly string[]
  readonly keyFinder?: KeyFinder
  readonly log?: (message: string) => void
}

export class PanelDesk {
  readonly options: PanelSessionOptions
  readonly analyst: Analyst
  readonly taste: UserTaste
  readonly playback = new PanelPlayback()
  readonly offer = new PanelOffer()
  readonly redoOrder = new RedoOrder()
  readonly #onChange: () => void
  set: LiveSet | null = null
  findings: Findings | null = null
  /** Where a word on the exported files is wanted before they can be measured. */
  unread: UnreadExport | null = null
  /** Takes of before and after an undo or a redo are not of one state. */
  restored = 0
  #state: PanelState
  #abort: AbortController | null = null

  constructor(options: PanelSessionOptions, onChange: () => void) {
    this.options = options
    this.#onChange = onChange
    const first = firstPanelState(options.kind, '')
    this.#state = {
      ...first,
      choices: { ...first.choices, profile: options.profile },
      can: { ...first.can, analyze: options.sound !== null, learn: true },
    }
    const { keyFinder, sound, tasteFolder, log = () => {} } = options
    this.taste = new UserTaste({ folder: tasteFolder, log })
    this.analyst = new Analyst({
      onStep: (words, progress) => this.step(words, progress),
      ...(sound === 'session' ? { open: async () => this.#open() } : {}),
      ...(keyFinder ? { keyFinder } : {}),
    })
  }

  get state(): PanelState {
    return this.#state
  }

  update(change: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...change }
    this.#onChange()
  }

  say(line: string, tone: NonNullable<PanelState['message']>['tone']): void {
    this.update({ message: { line, tone } })
  }

  step(words: string, progress: number | null): void {
    this.update({ activity: { words, progress, canCancel: this.#abort !== null } })
  }

  /** What Cancel ends. Rejects with AppError CANCELLED when it did. */
  async cancellable<T>(act: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const abort = new AbortController()
    this.#abort = abort
    try {
      return await act(abort.signal)
    } finally {
      this.#abort = null
    }
  }

  cancel(): void {
    this.#abort?.abort(new AppError({ code: 'CANCELLED', message: 'Cancelled.', action: 'Nothing was changed.' }))
  }

  fix(id: string): Fix | undefined {
    return this.offer.fixes.find(fix => fix.id === id)
  }

  mark(id: string, state: PanelState['fixes'][number]['state']): void {
    this.offer.mark(id, state)
    this.update({ fixes: this.offer.rows })
  }

  async measure(applied: readonly AppliedFix[]): Promise<void> {
    const { session, ledger, folder } = this.options
    this.step('Listening to the song', 0.02)
    this.set = await session.snapshot()
    const receipts = join(folder, 'receipts')
    const { entries, checkpoints } = ledger
    const work: AppliedWork | null =
      applied.length === 0
        ? null
        : { fixes: applied, ledger: { entries, checkpoints }, ledgerFile: join(folder, 'ledger.json'), receipts }
    const settings = await this.settings()
    const source = this.#source()
    const findings = await this.analyst
      .measure({ source, set: this.set, settings, applied: work })
      .catch(error => this.#refuse(error, source))
    this.unread = null
    await this.#show(findings)
    if (!findings.proof) return
    await this.taste.proven(applied, findings.proof)
    const titles = applied.flatMap(({ fix, outcome }) => (outcome.kind === 'applied' ? [fix.title] : []))
    const proof = proofOfFindings(findings.proof, titles)
    const words = `Score ${Math.round(proof.scoreBefore)} → ${Math.round(proof.scoreAfter)}.`
    this.update({ proof })
    this.say(
      proof.isWorse ? `${words} The gap grew: Undo takes the fixes back.` : words,
      proof.isWorse ? 'warning' : 'good',
    )
  }

  /** Anew for what is asked now; where nothing was measured, what is told of tracks shows all the same. */
  async solve(): Promise<void> {
    if (!this.findings) return this.look()
    await this.#show(await this.analyst.solve({ settings: await this.settings() }))
  }

  /** The view is another one. */
  look(): void {
    this.update({ view: this.#state.view + 1, aside: this.offer.told.asideWords })
  }

  remembered() {
    const { profile } = this.#state.choices
    const remembered = this.options.memory.of(this.set!.name)
    return profile === null ? remembered : { ...remembered, profile }
  }

  async settings(): Promise<Settings> {
    const { libraries, session } = this.options
    const { stage, part, strength, without, target } = this.#state.choices
    const { set, taste } = this
    const { aside, amounts } = this.offer.told
    const remembered = this.remembered()
    const insertable = session.capabilities.canInsert
    const asked = { without, aside }
    return settingsOf({ stage, part, strength, remembered, libraries, insertable, asked, amounts, target, set, taste })
  }

  /** What the ledger now holds can be taken back, or put in again. */
  ledgerChanged(): void {
    const { kind, ledger, session } = this.options
    const { name } = this.set!
    const canApply = kind !== 'als' && session.capabilities.write
    this.update({
      checkpoints: checkpointRows(ledger, name),
      can: {
        ...this.#state.can,
        undo: canApply && undoable(ledger, name).length > 0,
        redo: canApply && this.redoOrder.next(ledger, name) !== null,
      },
    })
  }

  async #show(findings: Findings): Promise<void> {
    const { kind, session } = this.options
    await this.taste.replaced(this.offer.slots)
    this.findings = findings
    this.offer.offer(findings.plan, this.taste.advise(findings.plan.fixes))
    this.update({
      title: this.set!.name,
      score: findings.score,
      judge: findings.judge,
      lights: findings.lights,
      honest: honestWords(kind, findings),
      fixes: this.offer.rows,
      aside: this.offer.told.asideWords,
      can: {
        ...nothingCan,
        analyze: true,
        apply: kind !== 'als' && session.capabilities.write,
        preview: true,
        tell: true,
        learn: true,
        vote: true,
      },
      view: this.#state.view + 1,
    })
    this.ledgerChanged()
  }

  async #refuse(error: unknown, source: Source): Promise<never> {
    this.unread = await unreadExport(error, source, this.set)
    if (this.unread) this.look()
    throw error
  }

  async #open(): Promise<Opened> {
    const { session, warnings } = this.options
    const [set, take] = [this.set!, await session.capture()]
    const bars = `whole song ${this.restored}`
    return { name: set.name, set, take, sections: null, tempo: null, bars, warnings, missing: [], files: [], spans: [] }
  }

  #source(): Source {
    const { sound } = this.options
    if (typeof sound !== 'object' || sound === null) return { kind: 'mix', file: this.set!.name }
    return exportSource(sound.folder, this.set!, this.remembered())
  }
}
