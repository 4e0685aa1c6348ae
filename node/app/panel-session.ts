/**
 * The panel's source on a simulated set or on stems: measures, solves, renders, applies and measures again, one thing after
 * the other. Works where it stands: in panel-worker.ts, so that the thread that serves pages stays free.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../audio/app-error.ts'
import type { Fix } from '../fixes/fix.ts'
import type { AppliedFix } from '../fixes/proof.ts'
import type { LiveSession } from '../live/session.ts'
import type { LiveSet } from '../live/set.ts'
import { applyFix } from './apply.ts'
import { Analyst } from './hub/analyst.ts'
import type { Opened } from './hub/open-source.ts'
import type { AppliedWork, Excerpts, Findings, Settings } from './hub/work.ts'
import type { KeyFinder } from './key-finder.ts'
import type { Ledger } from './ledger.ts'
import { canWrite, panelFix } from './panel-fix.ts'
import type { ExcerptSide, PanelAction, PanelFix, PanelSource, PanelState, PanelView } from './panel-source.ts'
import { firstPanelState, honestWords, proofOfFindings, receiptRows } from './panel-state.ts'
import type { SetMemory } from './set-memory.ts'
import { undoable, undoEntry } from './undo.ts'

export interface PanelSessionOptions {
  readonly session: LiveSession
  readonly kind: 'simulated' | 'stems'
  readonly ledger: Ledger
  readonly memory: SetMemory
  /** For excerpts and receipts. */
  readonly folder: string
  /** Name or file of the target; null: what this set was given, else the one learned last. */
  readonly profile: string | null
  readonly libraries: string
  readonly warnings: readonly string[]
  readonly keyFinder?: KeyFinder
}

export class PanelSession implements PanelSource {
  readonly #options: PanelSessionOptions
  readonly #analyst: Analyst
  readonly #watchers = new Set<() => void>()
  #state: PanelState
  #set: LiveSet | null = null
  #findings: Findings | null = null
  #states: ReadonlyMap<string, PanelFix['state']> = new Map()
  #excerpts: { readonly id: number; readonly fixes: string; readonly files: Excerpts } | null = null
  /** Takes of before and after an undo are not of one state. */
  #undone = 0
  #last: Promise<void> = Promise.resolve()

  constructor(options: PanelSessionOptions) {
    this.#options = options
    this.#state = firstPanelState(options.kind, '')
    const { keyFinder } = options
    this.#analyst = new Analyst({
      onStep: (words, progress) => this.#step(words, progress),
      open: async () => this.#open(),
      ...(keyFinder ? { keyFinder } : {}),
    })
  }

  get state(): PanelState {
    return this.#state
  }

  watch(changed: () => void): () => void {
    this.#watchers.add(changed)
    return () => void this.#watchers.delete(changed)
  }

  act(action: PanelAction): Promise<void> {
    const done = this.#last.then(() => this.#act(action))
    this.#last = done
    return done
  }

  async look(isDeep: boolean): Promise<PanelView | null> {
    await this.#last
    const { memory, folder } = this.#options
    const view = this.#set && this.#analyst.look({ remembered: memory.of(this.#set.name), isDeep })
    return (
      view && { ...view, revision: this.#state.view, receipts: await receiptRows(join(folder, 'receipts'), this.#set!) }
    )
  }

  excerpt(id: number, side: ExcerptSide): string | null {
    return this.#excerpts?.id === id ? this.#excerpts.files[side] : null
  }

  async close(): Promise<void> {
    await this.#last
    await this.#analyst.close()
    await this.#options.ledger.close()
    await this.#options.session.close()
  }

  async #act(action: PanelAction): Promise<void> {
    try {
      this.#update({ message: null, activity: { words: 'Working', progress: null, canCancel: false } })
      await this.#do(action)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.#say(`${error.message} ${error.action}`, 'error')
    } finally {
      this.#update({ activity: null })
    }
  }

  async #do(action: PanelAction): Promise<void> {
    const { memory } = this.#options
    switch (action.kind) {
      case 'analyze':
        return this.#measure([])
      case 'apply':
        return this.#apply(action.fixes)
      case 'undo':
        return this.#undo()
      case 'preview':
        return this.#preview(action.fixes)
      case 'choose': {
        const isOtherPart = action.choice.part !== undefined && action.choice.part !== this.#state.choices.part
        this.#update({ choices: { ...this.#state.choices, ...action.choice } })
        // Another part is another measurement, not only another solution.
        return isOtherPart && this.#findings ? this.#measure([]) : this.#solve()
      }
      case 'intended': {
        const closed = this.#fix(action.fix)?.closes[0]
        if (!closed)
          return this.#say('This fix helps the others; there is no finding of its own to silence.', 'neutral')
        const finding = { feature: closed.feature, scope: closed.scope, track: null }
        await memory.intend(this.#set!.name, finding, true)
        return this.#solve()
      }
      case 'lock':
      case 'role': {
        if (!this.#set) return
        const { name } = this.#set
        if (!this.#set.tracks.some(track => track.name === action.track)) return
        if (action.kind === 'lock') await memory.lockTrack(name, action.track, action.isLocked)
        else await memory.setRole(name, action.track, action.role)
        return this.#solve()
      }
      case 'capture':
      case 'cancel':
        return this.#say('There is nothing to record here: Analyze hears the whole song.', 'neutral')
    }
  }

  async #open(): Promise<Opened> {
    const { session, warnings } = this.#options
    const [set, take] = [this.#set!, await session.capture()]
    const bars = `whole song ${this.#undone}`
    return { name: set.name, set, take, sections: null, tempo: null, bars, warnings, missing: [] }
  }

  async #measure(applied: readonly AppliedFix[]): Promise<void> {
    const { session, ledger, folder } = this.#options
    this.#step('Listening to the song', 0.02)
    this.#set = await session.snapshot()
    const receipts = join(folder, 'receipts')
    const { entries, checkpoints } = ledger
    const work: AppliedWork | null =
      applied.length === 0
        ? null
        : { fixes: applied, ledger: { entries, checkpoints }, ledgerFile: join(folder, 'ledger.json'), receipts }
    const source = { kind: 'mix', file: this.#set.name } as const
    const findings = await this.#analyst.measure({ source, set: this.#set, settings: this.#settings(), applied: work })
    this.#show(findings)
    if (!findings.proof) return
    const titles = applied.flatMap(({ fix, outcome }) => (outcome.kind === 'applied' ? [fix.title] : []))
    const proof = proofOfFindings(findings.proof, titles)
    const words = `Score ${Math.round(proof.scoreBefore)} → ${Math.round(proof.scoreAfter)}.`
    this.#update({ proof })
    this.#say(
      proof.isWorse ? `${words} The gap grew: Undo takes the fixes back.` : words,
      proof.isWorse ? 'warning' : 'good',
    )
  }

  async #solve(): Promise<void> {
    if (!this.#findings) return
    this.#show(this.#analyst.solve({ settings: this.#settings() }))
  }

  async #apply(ids: readonly string[]): Promise<void> {
    const { session, ledger } = this.#options
    const fixes = (this.#findings?.plan.fixes ?? []).filter(fix => ids.includes(fix.id) && canWrite(fix))
    if (fixes.length === 0) return this.#say('These fixes are no longer offered.', 'warning')
    // So that what was there before can be heard afterwards.
    await this.#render(fixes)
    const applied: AppliedFix[] = []
    const refusals: string[] = []
    for (const fix of fixes) {
      this.#step(`Applying: ${fix.title}`, null)
      this.#mark(fix.id, 'applying')
      const outcome = await applyFix(session, this.#set!, fix, ledger)
      this.#mark(fix.id, outcome.kind === 'applied' ? 'applied' : 'offered')
      if (outcome.kind === 'applied') applied.push({ fix, outcome, distance: null })
      else refusals.push(outcome.reason)
    }
    if (applied.length > 0) await this.#measure(applied)
    if (refusals[0] !== undefined) this.#say(refusals[0], 'warning')
  }

  async #undo(): Promise<void> {
    const { session, ledger } = this.#options
    const [entry] = undoable(ledger, (await session.snapshot()).name)
    if (!entry) return this.#say('There is nothing to undo.', 'neutral')
    const outcome = await undoEntry(session, ledger, entry.id)
    if (outcome.kind === 'refused') return this.#say(outcome.reason, 'error')
    if (outcome.kind === 'conflict') return this.#say('Somebody has moved it since.', 'warning')
    this.#undone++
    this.#update({ proof: null })
    await this.#measure([])
    this.#say(`Undone: ${entry.title}.`, 'neutral')
  }

  async #preview(ids: readonly string[]): Promise<void> {
    const fixes = (this.#findings?.plan.fixes ?? []).filter(({ id }) => ids.includes(id))
    if (fixes.length === 0) return this.#say('These fixes are no longer offered.', 'warning')
    await this.#render(fixes)
  }

  async #render(fixes: readonly Fix[]): Promise<void> {
    const key = JSON.stringify(fixes.map(({ id, amount }) => [id, amount, this.#state.view]))
    if (this.#excerpts?.fixes === key) return
    this.#step('Rendering before and after', null)
    const id = (this.#excerpts?.id ?? 0) + 1
    const folder = join(this.#options.folder, 'excerpts', `${id}`)
    await mkdir(folder, { recursive: true })
    const files = await this.#analyst.preview({
      fixes: fixes.map(fix => fix.id),
      folder,
      reference: null,
      settings: this.#settings(),
    })
    this.#excerpts = { id, fixes: key, files }
    const sides = (['before', 'after', 'reference'] as const).filter(side => files[side] !== null)
    this.#update({ excerpts: { id, title: files.title, sides } })
  }

  #settings(): Settings {
    const { memory, libraries, profile, session } = this.#options
    const { stage, part, strength } = this.#state.choices
    const remembered = memory.of(this.#set!.name)
    return {
      stage,
      declared: part,
      strength,
      remembered: profile === null ? remembered : { ...remembered, profile },
      libraries,
      insertable: session.capabilities.canInsert,
    }
  }

  #fix(id: string): Fix | undefined {
    return this.#findings?.plan.fixes.find(fix => fix.id === id)
  }

  #show(findings: Findings): void {
    this.#findings = findings
    this.#states = new Map()
    const { kind, ledger } = this.#options
    const { name } = this.#set!
    this.#update({
      title: name,
      score: findings.score,
      lights: findings.lights,
      honest: honestWords(kind, findings),
      fixes: this.#fixes(),
      can: {
        capture: false,
        analyze: true,
        apply: true,
        undo: undoable(ledger, name).length > 0,
        preview: true,
        tell: true,
      },
      view: this.#state.view + 1,
    })
  }

  #fixes(): readonly PanelFix[] {
    const { fixes, distanceBefore } = this.#findings!.plan
    return fixes.map(fix =>
      panelFix(fix, distanceBefore, this.#states.get(fix.id) ?? (canWrite(fix) ? 'offered' : 'by-hand')),
    )
  }

  #mark(id: string, state: PanelFix['state']): void {
    this.#states = new Map([...this.#states, [id, state]])
    this.#update({ fixes: this.#fixes() })
  }

  #step(words: string, progress: number | null): void {
    this.#update({ activity: { words, progress, canCancel: false } })
  }

  #say(line: string, tone: NonNullable<PanelState['message']>['tone']): void {
    this.#update({ message: { line, tone } })
  }

  #update(change: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...change }
    for (const changed of this.#watchers) changed()
  }
}
