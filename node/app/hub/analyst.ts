/**
 * The heavy half of the hub: reads takes, measures, solves, renders and proves, and keeps the last measurement. Lives in a
 * worker thread; knows nothing of Live but the snapshot it is given.
 */
import { stat } from 'node:fs/promises'
import { decodeAudioFile } from '../../audio/decode.ts'
import type { Analysis } from '../../features/analysis.ts'
import type { Rows } from '../../features/catalogue.ts'
import type { Fix, Plan } from '../../fixes/fix.ts'
import { plan } from '../../fixes/plan.ts'
import type { StageDecision } from '../../gap/stage.ts'
import { solvedOn } from '../../mix/main-alone.ts'
import { predictRows } from '../../mix/predict.ts'
import { rolesOf } from '../../mix/roles/guess-roles.ts'
import type { Profile } from '../../profile/profile.ts'
import { analyzeWithKey } from '../analyze-with-key.ts'
import { heardWords } from '../capture/take-report.ts'
import { judgeWords } from '../judge.ts'
import { judgeFile } from '../judge-file.ts'
import { KeyFinder, opinionOf } from '../key-finder.ts'
import type { Library } from '../library.ts'
import { likedAmounts } from '../liked-amounts.ts'
import { type Compared, compareMeasured, type Measured } from '../measure.ts'
import { panelLibrary } from '../panel/library.ts'
import { measuredView } from '../panel/view.ts'
import { previewBeside, previewFixes, writePreview } from '../preview.ts'
import { nearestFile, openProfile, targetOf, usualProfile } from '../profiles.ts'
import { passOf, proofOf } from '../proof-of.ts'
import { writeReceipt } from '../receipts.ts'
import { rememberedRoles } from '../set-memory.ts'
import { takeSpread } from '../take-spread.ts'
import { wishesFor } from '../wishes.ts'
import { lightsOf } from './lights.ts'
import { obstacleOf } from './obstacle.ts'
import { type Opened, openSource } from './open-source.ts'
import type { Source } from './source.ts'
import { stageOf } from './stage-of.ts'
import type { AppliedWork, Excerpts, Findings, Proven, Settings, Work } from './work.ts'

interface Kept {
  readonly source: Source
  readonly opened: Opened
  readonly compared: Compared
  readonly profile: Profile
  readonly stage: StageDecision
  readonly judge: readonly string[]
  readonly plan: Plan
  /** Of every take of these bars in this state. */
  readonly takes: readonly Rows[]
  /** Before the fixes that have gone in since; null: none have. */
  readonly earlier: Analysis | null
}

export interface AnalystOptions {
  readonly onStep?: (words: string, progress: number | null) => void
  readonly keyFinder?: KeyFinder
  readonly open?: typeof openSource
}

export class Analyst {
  readonly #step: NonNullable<AnalystOptions['onStep']>
  readonly #keys: KeyFinder
  readonly #open: typeof openSource
  #kept: Kept | null = null
  #judgement: { readonly analysis: Analysis; readonly key: string; readonly words: readonly string[] } | null = null
  #read: { readonly key: string; readonly opened: Opened } | null = null

  constructor({ onStep = () => {}, keyFinder = new KeyFinder(), open = openSource }: AnalystOptions = {}) {
    this.#step = onStep
    this.#keys = keyFinder
    this.#open = open
  }

  /** Reads, analyzes, compares, plans. Throws AppError for what cannot be read or measured. */
  async measure({ source, set, settings, applied }: Work['measure']['args']): Promise<Findings> {
    const opened = await this.#opened(source, set)
    const before = this.#kept
    // The same bars are compared with the same sections and grid.
    const isLike = before && isSameBars(before.opened, opened) && !isReadAnew(before.source, source)
    const same = isLike && declaredOf(before) === settings.declared ? before : null
    this.#step('Measuring', 0.3)
    const analysis = await this.#analyze(opened, settings, same?.compared.analysis ?? null)
    const measured: Measured = { set: opened.set, take: opened.take, analysis }
    const { profile, library } = await targetFor(settings, analysis)
    const stage = stageOf(settings.stage, measured, source.kind)
    const judge = await this.#judged(analysis, stage, library)
    this.#step('Comparing with the target', 0.6)
    const roles = rolesOf(measured.set, measured.take, analysis, rememberedRoles(settings.remembered))
    const compared = compareMeasured(measured, profile, stage.stage, { roles })
    const held = applied?.fixes.filter(({ outcome }) => outcome.kind === 'applied') ?? []
    const unchanged = same !== null && held.length === 0
    const takes = unchanged ? [...same.takes, analysis.rows] : [analysis.rows]
    this.#step('Solving for the fixes', 0.75)
    const begun = same ? held.flatMap(({ fix }) => (Math.abs(fix.wanted) > Math.abs(fix.amount) ? [fix] : [])) : []
    const planned = solved(compared, profile, settings, begun)
    const earlier = same && held.length > 0 ? same.compared.analysis : unchanged ? same.earlier : null
    const proof = same && applied && held.length > 0 ? await prove(same, compared, planned, applied) : null
    this.#kept = { source, opened, compared, profile, stage, judge, plan: planned, takes, earlier }
    return { ...findingsOf(this.#kept), proof }
  }

  /** Anew on what is measured, for other wishes or another target. Throws RangeError when nothing is measured. */
  async solve({ settings }: Work['solve']['args']): Promise<Findings> {
    const kept = this.#measured()
    const { profile, library } = await targetFor(settings, kept.compared.analysis)
    const stage = stageOf(settings.stage, kept.compared, kept.source.kind)
    const judge = await this.#judged(kept.compared.analysis, stage, library)
    const roles = rolesOf(
      kept.compared.set,
      kept.compared.take,
      kept.compared.analysis,
      rememberedRoles(settings.remembered),
    )
    const compared = compareMeasured(kept.compared, profile, stage.stage, {
      heard: { ...kept.compared.heard, roles },
    })
    this.#step('Solving for the fixes', 0.5)
    this.#kept = { ...kept, compared, profile, stage, judge, plan: solved(compared, profile, settings, []) }
    return { ...findingsOf(this.#kept), proof: null }
  }

  async preview({ fixes, folder, reference, settings }: Work['preview']['args']): Promise<Excerpts> {
    const { compared, plan: planned } = this.#measured()
    const chosen = planned.fixes.filter(({ id }) => fixes.includes(id))
    const file = reference ?? (settings ? await nearestFor(settings, compared.analysis) : null)
    const song = file === null ? null : await decodeAudioFile(file)
    this.#step('Rendering before and after', null)
    const preview =
      song && fixes.length === 0
        ? previewBeside(compared, song)
        : previewFixes(compared, chosen, song ? { reference: song } : {})
    const files = await writePreview(folder, preview, 1)
    const { before, after, levelDifference, approximate } = preview.pair
    const { startSeconds, endSeconds } = preview.excerpt
    return {
      title: preview.title,
      ...files,
      attenuation: { before: -before.attenuation, after: -after.attenuation },
      range: { startSeconds, endSeconds },
      levelDifference,
      approximate,
    }
  }

  /** Neighbours are those of what is measured, where something is. */
  library(args: Work['library']['args']): Promise<Work['library']['result']> {
    const { analysis = null, take = null } = this.#kept?.compared ?? {}
    return panelLibrary({ ...args, analysis, audio: take?.main ?? null })
  }

  look({ remembered, isDeep }: Work['look']['args']): Work['look']['result'] {
    if (!this.#kept) return null
    const { compared, ...kept } = this.#kept
    return measuredView(compared, { ...kept, remembered, isDeep })
  }

  async take({ source, set }: Work['take']['args']): Promise<Opened['take']> {
    return (await this.#opened(source, set)).take
  }

  async close(): Promise<void> {
    await this.#keys.close()
  }

  /** Anew for other rows, another stage, other references or another judge: another strength asks nobody. */
  async #judged(analysis: Analysis, { stage }: StageDecision, library: Library | null): Promise<readonly string[]> {
    if (!library) return []
    const written = (await stat(judgeFile(library.file)).catch(() => null))?.mtimeMs ?? null
    const key = JSON.stringify([stage, library.file, library.references.length, written])
    if (this.#judgement?.analysis !== analysis || this.#judgement.key !== key)
      this.#judgement = { analysis, key, words: await judgeWords(analysis.rows, stage, library) }
    return this.#judgement.words
  }

  #measured(): Kept {
    if (!this.#kept) throw new RangeError('something must be measured first, got nothing')
    return this.#kept
  }

  async #opened(source: Source, set: Work['measure']['args']['set']): Promise<Opened> {
    const key = JSON.stringify(source)
    if (this.#read?.key === key && (set === null || this.#read.opened.set === set)) return this.#read.opened
    this.#step('Reading', 0.05)
    const opened = await this.#open(source, set, (words, progress) => this.#step(words, progress))
    this.#read = { key, opened }
    return opened
  }

  async #analyze(opened: Opened, { declared }: Settings, before: Analysis | null): Promise<Analysis> {
    const known = before
      ? { sections: before.sections, grid: before.grid }
      : declared === null
        ? {
            ...(opened.sections ? { sections: opened.sections } : {}),
            ...(opened.tempo === null ? {} : { tempo: opened.tempo }),
          }
        : { declared, ...(opened.tempo === null ? {} : { tempo: opened.tempo }) }
    const options = { name: opened.name, warnings: opened.warnings, ...known }
    const { analysis } = await analyzeWithKey(opened.take.main, options, frames => opinionOf(this.#keys, frames))
    return analysis
  }
}

/** The target, and what it was learned from (null: a shipped profile, or a file). */
async function targetFor({ libraries, remembered, target }: Settings, analysis: Analysis) {
  const source = await openProfile(remembered.profile ?? (await usualProfile(libraries)), libraries)
  return { profile: targetOf(source, target, analysis).profile, library: source.library }
}

const declaredOf = ({ compared: { analysis } }: Kept) =>
  analysis.sectionSource === 'declared' ? (analysis.sections[0]?.type ?? null) : null

/** By the bars that were asked for, where they are known; a bounce of one length is taken for the same. */
function isSameBars(a: Opened, b: Opened): boolean {
  return a.bars === b.bars && a.bars !== null
}

/** The same files by another word of the user's: no second take of these bars, and what was Main may be another file. */
function isReadAnew(before: Source, now: Source): boolean {
  if (before.kind !== 'export' || now.kind !== 'export') return false
  const isSameDrop = before.folder === now.folder && before.drop === now.drop
  return isSameDrop && JSON.stringify(before.told) !== JSON.stringify(now.told)
}

function solved(compared: Compared, { name }: Profile, settings: Settings, begun: readonly Fix[]): Plan {
  const { insertable, remembered, strength, asked } = settings
  return plan({
    ...compared,
    profileName: name,
    strength,
    insertable,
    begun,
    ...likedAmounts(compared.set, remembered, settings),
    ...wishesFor(compared.set, remembered, asked),
  })
}

function findingsOf({ opened, compared, profile, stage, judge, plan: planned }: Kept): Omit<Findings, 'proof'> {
  const { comparison, analysis, heard } = compared
  return {
    score: comparison.score,
    lights: lightsOf(comparison),
    against: againstWords(profile),
    stage,
    heard: heardWords(heard),
    judge,
    obstacle: obstacleOf(opened, planned),
    plan: planned,
    warnings: analysis.warnings,
    missing: opened.missing,
    files: opened.files,
    spans: opened.spans,
  }
}

const againstWords = ({ kind, name }: Profile) =>
  kind === 'prior' ? 'prior, not your taste' : kind === 'demo' ? 'demo, not your taste' : `your taste: ${name}`

async function prove(before: Kept, after: Compared, next: Plan, applied: AppliedWork): Promise<Proven> {
  const { profile, stage, compared, plan: planned, takes } = before
  const target = { profile, stage: stage.stage }
  const held = applied.fixes.flatMap(({ fix, outcome }) => (outcome.kind === 'applied' ? [fix.move] : []))
  const prediction = predictRows(compared.analysis, solvedOn(compared.heard), held)
  const pass = passOf(target, compared, planned, applied.fixes, prediction, after.analysis.rows)
  const spread = takeSpread(target, takes)
  const proof = proofOf(target, compared, after, [pass], { spread, settled: next.fixes.length === 0 })
  const { file } = await writeReceipt(proof, applied.ledger as Parameters<typeof writeReceipt>[1], applied.ledgerFile, {
    folder: applied.receipts,
  })
  const { scoreBefore, scoreAfter } = proof
  const { before: was, predicted, after: is } = pass
  return {
    scoreBefore,
    scoreAfter,
    before: was,
    predicted,
    after: is,
    spread,
    isWorse: is > was + spread + rounding,
    receipt: file,
  }
}

/** Of distances that are one. */
const rounding = 1e-9

async function nearestFor({ libraries, remembered }: Settings, analysis: Analysis): Promise<string | null> {
  return nearestFile(remembered.profile ?? (await usualProfile(libraries)), analysis, libraries)
}
