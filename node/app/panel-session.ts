/**
 * The panel's source on a simulated set, on stems, on a closed set or on Live by OSC: measures, solves, renders, applies and
 * measures again, one thing after the other. Works where it stands: in panel-worker.ts, so that the thread that serves pages
 * stays free.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../audio/app-error.ts'
import type { Fix } from '../fixes/fix.ts'
import type { AppliedFix } from '../fixes/proof.ts'
import { fixKey } from '../guide/preferences/subject.ts'
import type { LiveSession } from '../live/session.ts'
import type { LiveSet } from '../live/set.ts'
import { applyFix } from './apply.ts'
import { findCheckpoint, restoreCheckpoint } from './checkpoints.ts'
import { type FileWord, isSayable, tellFile } from './file-word.ts'
import { Analyst } from './hub/analyst.ts'
import type { Opened } from './hub/open-source.ts'
import { learnReferences } from './hub/references.ts'
import { exportSource, type Source } from './hub/source.ts'
import { UserTaste } from './hub/taste.ts'
import type { AppliedWork, Findings, Settings } from './hub/work.ts'
import type { KeyFinder } from './key-finder.ts'
import type { Ledger } from './ledger.ts'
import type { PanelView } from './panel-data.ts'
import { type BlindAnswer, type ExcerptSide, excerptSides, type PanelChoices, type PanelLibrary } from './panel-data.ts'
import { PanelPlayback } from './panel-excerpts.ts'
import { canWrite } from './panel-fix.ts'
import { referenceFile, typedFolder } from './panel-library.ts'
import { PanelOffer } from './panel-offer.ts'
import type { PanelAction, PanelKind, PanelSource, PanelState } from './panel-source.ts'
import {
  checkpointRows,
  firstPanelState,
  honestWords,
  nothingCan,
  proofOfFindings,
  receiptRows,
  remark,
} from './panel-state.ts'
import { unheardView } from './panel-view.ts'
import type { RestoreOutcome } from './restore.ts'
import type { SetMemory } from './set-memory.ts'
import { undoable, undoEntry } from './undo.ts'
import type { Votes } from './votes.ts'

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

export class PanelSession implements PanelSource {
  readonly #options: PanelSessionOptions
  readonly #analyst: Analyst
  readonly #taste: UserTaste
  readonly #playback = new PanelPlayback()
  readonly #offer = new PanelOffer()
  readonly #watchers = new Set<() => void>()
  #state: PanelState
  #set: LiveSet | null = null
  #findings: Findings | null = null
  /** Takes of before and after an undo are not of one state. */
  #undone = 0
  #last: Promise<void> = Promise.resolve()

  constructor(options: PanelSessionOptions) {
    this.#options = options
    const first = firstPanelState(options.kind, '')
    this.#state = {
      ...first,
      choices: { ...first.choices, profile: options.profile },
      can: { ...first.can, analyze: options.sound !== null, learn: true },
    }
    const { keyFinder, sound, tasteFolder, log = () => {} } = options
    this.#taste = new UserTaste({ folder: tasteFolder, log })
    this.#analyst = new Analyst({
      onStep: (words, progress) => this.#step(words, progress),
      ...(sound === 'session' ? { open: async () => this.#open() } : {}),
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

  /** Reads the set, so that it can be looked at before anything is measured. Throws AppError. */
  async start(): Promise<void> {
    const { session, sound } = this.#options
    this.#set = await session.snapshot()
    const unheard = remark('Nothing was heard: name a folder of stems (--stems) to measure this set.')
    this.#update({
      title: this.#set.name,
      view: this.#state.view + 1,
      honest: sound === null ? [...this.#state.honest, unheard] : this.#state.honest,
      can: { ...this.#state.can, tell: true },
    })
  }

  act(action: PanelAction): Promise<void> {
    const done = this.#last.then(() => this.#act(action))
    this.#last = done
    return done
  }

  async look(isDeep: boolean): Promise<PanelView | null> {
    await this.#last
    const { memory, folder, remarks = [], warnings } = this.#options
    const set = this.#set
    if (!set) return null
    const remembered = memory.of(set.name)
    const measured = this.#analyst.look({ remembered, isDeep })
    const view = measured
      ? { ...measured, notes: [...measured.notes, ...remarks] }
      : unheardView(set, remembered, [...warnings, ...remarks])
    const receipts = await receiptRows(join(folder, 'receipts'), set)
    return { ...view, revision: this.#state.view, receipts, files: this.#findings?.files ?? [] }
  }

  async library(profile: string | null): Promise<PanelLibrary> {
    await this.#last
    const target = this.#set ? (this.#remembered().profile ?? null) : this.#state.choices.profile
    return this.#analyst.library({ profile, target, libraries: this.#options.libraries })
  }

  excerpt(id: number, side: ExcerptSide): string | null {
    return this.#playback.file(id, side)
  }

  /** Every file that plays now, by side. */
  get files(): readonly (readonly [side: ExcerptSide, path: string])[] {
    const id = this.#state.excerpts?.id
    if (id === undefined) return []
    return excerptSides.flatMap(side => {
      const path = this.#playback.file(id, side)
      return path === null ? [] : [[side, path] as const]
    })
  }

  async close(): Promise<void> {
    await this.#last
    await this.#taste.idle()
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
    switch (action.kind) {
      case 'analyze':
        return this.#options.sound === null ? this.#say('There is nothing to hear here.', 'neutral') : this.#measure([])
      case 'apply':
        return this.#apply(action.fixes)
      case 'undo':
        return this.#undo()
      case 'go-back':
        return this.#goBack(action.checkpoint)
      case 'preview':
        return this.#preview(action.fixes)
      case 'beside':
        return this.#beside(action.profile, action.reference)
      case 'blind':
        return this.#blind()
      case 'vote':
        return this.#vote(action.answer)
      case 'choose':
        return this.#choose(action.choice)
      case 'aside':
        return this.#setAside(action.fix)
      case 'bring-back':
        this.#offer.told.bringBack()
        return this.#solve()
      case 'amount':
        return this.#scale(action.fix, action.factor)
      case 'intended':
        return this.#intend(action.fix)
      case 'lock':
      case 'role':
        return this.#tell(action)
      case 'match':
        return this.#match(action)
      case 'learn':
        return this.#learn(action.folder, action.name)
      case 'show':
        return this.#say('Only a set that is open in Live can show it.', 'neutral')
      case 'capture':
      case 'cancel':
        return this.#say('There is nothing to record here: Analyze hears the whole song.', 'neutral')
    }
  }

  async #open(): Promise<Opened> {
    const { session, warnings } = this.#options
    const [set, take] = [this.#set!, await session.capture()]
    const bars = `whole song ${this.#undone}`
    return { name: set.name, set, take, sections: null, tempo: null, bars, warnings, missing: [], files: [] }
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
    const settings = await this.#settings()
    const findings = await this.#analyst.measure({ source: this.#source(), set: this.#set, settings, applied: work })
    await this.#show(findings)
    if (!findings.proof) return
    await this.#taste.proven(applied, findings.proof)
    const titles = applied.flatMap(({ fix, outcome }) => (outcome.kind === 'applied' ? [fix.title] : []))
    const proof = proofOfFindings(findings.proof, titles)
    const words = `Score ${Math.round(proof.scoreBefore)} → ${Math.round(proof.scoreAfter)}.`
    this.#update({ proof })
    this.#say(
      proof.isWorse ? `${words} The gap grew: Undo takes the fixes back.` : words,
      proof.isWorse ? 'warning' : 'good',
    )
  }

  #source(): Source {
    const { sound } = this.#options
    if (typeof sound !== 'object' || sound === null) return { kind: 'mix', file: this.#set!.name }
    return exportSource(sound.folder, this.#set!, this.#remembered())
  }

  async #solve(): Promise<void> {
    if (!this.#findings) return this.#look()
    await this.#show(await this.#analyst.solve({ settings: await this.#settings() }))
  }

  /** What is told of tracks shows, also before anything is measured. */
  #look(): void {
    this.#update({ view: this.#state.view + 1, aside: this.#offer.told.asideWords })
  }

  async #choose(choice: Partial<PanelChoices>): Promise<void> {
    const { choices } = this.#state
    const isOtherPart = choice.part !== undefined && choice.part !== choices.part
    const isOtherProfile = choice.profile !== undefined && choice.profile !== choices.profile
    this.#update({ choices: { ...choices, ...choice, ...(isOtherProfile ? { target: choice.target ?? '' } : {}) } })
    try {
      // Another part is another measurement, not only another solution.
      await (isOtherPart && this.#findings ? this.#measure([]) : this.#solve())
    } catch (error) {
      // What cannot be is not chosen: the target of before holds.
      if (error instanceof AppError) this.#update({ choices })
      throw error
    }
  }

  async #setAside(id: string): Promise<void> {
    const fix = this.#fix(id)
    if (!fix) return this.#say('This fix is no longer offered.', 'warning')
    this.#offer.told.setAside(fix)
    await this.#taste.answered([fix], 'rejected')
    await this.#solve()
    this.#say(`Set aside: ${fix.title}. Another way is looked for; nothing was changed.`, 'neutral')
  }

  async #scale(id: string, factor: number): Promise<void> {
    const fix = this.#fix(id)
    if (!fix) return this.#say('This fix is no longer offered.', 'warning')
    this.#offer.scale(fix, factor)
    await this.#solve()
  }

  async #intend(id: string): Promise<void> {
    const fix = this.#fix(id)
    const closed = fix?.closes[0]
    if (!closed) return this.#say('This fix helps the others; there is no finding of its own to silence.', 'neutral')
    const finding = { feature: closed.feature, scope: closed.scope, track: null }
    await this.#options.memory.intend(this.#set!.name, finding, true)
    await this.#taste.answered([fix], 'rejected')
    return this.#solve()
  }

  async #tell(action: Extract<PanelAction, { kind: 'lock' | 'role' }>): Promise<void> {
    if (!this.#set?.tracks.some(track => track.name === action.track)) return
    const { memory } = this.#options
    const { name } = this.#set
    if (action.kind === 'lock') await memory.lockTrack(name, action.track, action.isLocked)
    else await memory.setRole(name, action.track, action.role)
    return this.#solve()
  }

  /** Read again at once, unless the files are of before what is applied now. */
  async #match(action: FileWord): Promise<void> {
    const set = this.#set
    const { sound, memory } = this.#options
    if (!set || typeof sound !== 'object' || sound === null || !isSayable(set, action)) return
    const before = await tellFile(memory, set.name, action, this.#findings?.files ?? [])
    if (!this.#findings) return
    if (this.#state.fixes.some(({ state }) => state === 'applied'))
      return this.#say('Noted: it counts when the next export is analyzed.', 'neutral')
    try {
      await this.#measure([])
    } catch (error) {
      await before()
      throw error
    }
  }

  async #apply(ids: readonly string[]): Promise<void> {
    const { session, ledger, sound } = this.#options
    const fixes = this.#offer.fixes.filter(fix => ids.includes(fix.id) && canWrite(fix))
    if (fixes.length === 0) return this.#say('These fixes are no longer offered.', 'warning')
    if (!this.#state.can.apply)
      return this.#say('Nothing is written here: the fixes say how to do them by hand.', 'neutral')
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
    await this.#taste.taken(
      applied.map(({ fix }) => fix),
      this.#offer.told.amounts,
    )
    if (applied.length > 0) {
      if (sound === 'session') await this.#measure(applied)
      else this.#changed('Applied and read back. Export the stems again, then Analyze measures it.')
    }
    if (refusals[0] !== undefined) this.#say(refusals[0], 'warning')
  }

  async #undo(): Promise<void> {
    const { session, ledger } = this.#options
    const [entry] = undoable(ledger, (await session.snapshot()).name)
    if (!entry) return this.#say('There is nothing to undo.', 'neutral')
    const fix = this.#offer.fixes.find(({ title }) => title === entry.title)
    const outcome = await undoEntry(session, ledger, entry.id)
    if (await this.#restored(outcome, `Undone: ${entry.title}.`)) await this.#taste.answered(fix ? [fix] : [], 'undone')
  }

  async #goBack(id: string): Promise<void> {
    const { session, ledger } = this.#options
    const checkpoint = findCheckpoint(ledger, this.#set!.name, id)
    if (!checkpoint) return this.#say('This checkpoint is gone.', 'warning')
    await this.#restored(await restoreCheckpoint(session, ledger, checkpoint), `Back at "${checkpoint.name}".`)
  }

  async #restored(outcome: RestoreOutcome, words: string): Promise<boolean> {
    if (outcome.kind === 'refused') this.#say(outcome.reason, 'error')
    if (outcome.kind === 'conflict') this.#say('Somebody has moved it since: set it back by hand.', 'warning')
    if (outcome.kind !== 'undone') return false
    this.#undone++
    this.#update({ proof: null })
    if (this.#options.sound === 'session') await this.#measure([])
    else this.#changed('')
    this.#say(words, 'neutral')
    return true
  }

  /** The set is no longer the one that was heard. */
  #changed(words: string): void {
    const { ledger } = this.#options
    const { name } = this.#set!
    this.#update({
      checkpoints: checkpointRows(ledger, name),
      can: { ...this.#state.can, undo: undoable(ledger, name).length > 0 },
    })
    if (words !== '') this.#say(words, 'good')
  }

  async #preview(ids: readonly string[]): Promise<void> {
    const fixes = this.#offer.fixes.filter(({ id }) => ids.includes(id))
    if (fixes.length === 0) return this.#say('These fixes are no longer offered.', 'warning')
    await this.#render(fixes)
    this.#playback.ask()
    this.#update({ excerpts: this.#playback.excerpts })
  }

  async #beside(profile: string, title: string): Promise<void> {
    if (!this.#findings) return this.#say('Analyze first: there is nothing to play yet.', 'neutral')
    const reference = await referenceFile(profile, title, this.#options.libraries)
    await this.#render([], reference)
    this.#playback.ask()
    this.#update({ excerpts: this.#playback.excerpts })
  }

  /** No fixes: the mix as it is, beside the reference. */
  async #render(fixes: readonly Fix[], reference: string | null = null): Promise<void> {
    const key = JSON.stringify([reference, this.#state.view, fixes.map(fix => [fixKey(fix), fix.amount])])
    if (this.#playback.holds(key)) return
    this.#step(reference === null ? 'Rendering before and after' : 'Reading the reference', null)
    const folder = join(this.#options.folder, 'excerpts', `${(this.#state.excerpts?.id ?? 0) + 1}`)
    await mkdir(folder, { recursive: true })
    const settings = await this.#settings()
    const files = await this.#analyst.preview({ fixes: fixes.map(({ id }) => id), folder, reference, settings })
    this.#playback.show(key, fixes, files)
    this.#update({ excerpts: this.#playback.excerpts })
  }

  async #blind(): Promise<void> {
    if (!(await this.#playback.startTrial(this.#options.votes, this.#set!.name))) return
    this.#update({ excerpts: this.#playback.excerpts })
  }

  async #vote(answer: BlindAnswer): Promise<void> {
    const voted = await this.#playback.vote(this.#options.votes, answer)
    if (!voted) return
    this.#update({ excerpts: this.#playback.excerpts })
    await this.#taste.answered(voted.fixes, voted.answer)
  }

  async #learn(folder: string, name: string): Promise<void> {
    const { libraries } = this.#options
    const { references, failures } = await learnReferences(
      { folder: typedFolder(folder), name, libraries },
      (words, progress) => this.#step(words.replace(/\.$/, ''), progress),
    )
    const unread = failures > 0 ? ` ${failures} ${failures === 1 ? 'file' : 'files'} could not be read.` : ''
    if (references > 0 && this.#findings) await this.#solve()
    else this.#look()
    this.#say(
      references > 0
        ? `"${name}" is taught by ${references} references.${unread}`
        : `Nothing there to learn from.${unread}`,
      references > 0 ? 'good' : 'warning',
    )
  }

  #remembered() {
    const { profile } = this.#state.choices
    const remembered = this.#options.memory.of(this.#set!.name)
    return profile === null ? remembered : { ...remembered, profile }
  }

  async #settings(): Promise<Settings> {
    const { libraries, session } = this.#options
    const { stage, part, strength, without, target } = this.#state.choices
    const remembered = this.#remembered()
    await this.#taste.open(remembered, this.#set)
    return {
      stage,
      declared: part,
      strength,
      remembered,
      libraries,
      insertable: session.capabilities.canInsert,
      asked: { without, aside: this.#offer.told.aside },
      amounts: this.#offer.told.amounts,
      habits: this.#taste.habits(),
      ...(target === '' ? {} : { target }),
    }
  }

  #fix(id: string): Fix | undefined {
    return this.#offer.fixes.find(fix => fix.id === id)
  }

  async #show(findings: Findings): Promise<void> {
    const { kind, ledger, session } = this.#options
    await this.#taste.replaced(this.#offer.slots)
    this.#findings = findings
    this.#offer.offer(findings.plan, this.#taste.advise(findings.plan.fixes))
    const { name } = this.#set!
    const canApply = kind !== 'als' && session.capabilities.write
    this.#update({
      title: name,
      score: findings.score,
      judge: findings.judge,
      lights: findings.lights,
      honest: honestWords(kind, findings),
      fixes: this.#offer.rows,
      aside: this.#offer.told.asideWords,
      checkpoints: checkpointRows(ledger, name),
      can: {
        ...nothingCan,
        analyze: true,
        apply: canApply,
        undo: canApply && undoable(ledger, name).length > 0,
        preview: true,
        tell: true,
        learn: true,
        vote: true,
      },
      view: this.#state.view + 1,
    })
  }

  #mark(id: string, state: PanelState['fixes'][number]['state']): void {
    this.#offer.mark(id, state)
    this.#update({ fixes: this.#offer.rows })
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
