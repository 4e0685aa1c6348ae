/** `uplift analyze`: one mix, measured and compared; with its stems also who carries each gap. */

import { basename } from 'node:path'
import { judgeOf } from '../app/judge.ts'
import { measureFile } from '../app/measure-file.ts'
import { openProfile, openUsualProfile, targetOf } from '../app/profiles.ts'
import { compare } from '../gap/gap.ts'
import { decideStage } from '../gap/stage.ts'
import { analysisHtml } from '../report/html.ts'
import { analysisDocument } from '../report/json.ts'
import { judgementText } from '../report/judge-text.ts'
import { neighboursText } from '../report/style-text.ts'
import { analysisText, tracksText } from '../report/text.ts'
import { progress, sectionOption, stageOption, useColor } from './options.ts'
import { printJson, printText, today, writeWhole } from './output.ts'

export interface AnalyzeCommandOptions {
  readonly stems?: string
  readonly profile?: string
  readonly target?: string
  readonly stage: string
  readonly section?: string
  readonly html?: string
  /** false: measured anew, and not kept. */
  readonly cache: boolean
  readonly json?: boolean
}

export async function analyze(file: string, options: AnalyzeCommandOptions): Promise<void> {
  const declared = sectionOption(options.section)
  const wanted = stageOption(options.stage)
  // Before the long work: a name that is wrong is said at once.
  const source = await (options.profile === undefined ? openUsualProfile() : openProfile(options.profile))
  const { step, done } = progress(options.json)
  step(`Measuring ${basename(file)}`)
  const declaration = declared === undefined ? {} : { declared }
  const { analysis, tracks, attribute } = options.stems
    ? await (await import('../app/measure.ts')).measureStems(file, options.stems, declaration)
    : {
        analysis: await measureFile(file, { ...declaration, cache: options.cache ? {} : null }),
        tracks: null,
        attribute: () => [],
      }
  const decision =
    wanted === 'auto' ? decideStage(analysis.rows) : { stage: wanted, reason: `Treated as a ${wanted}, as asked.` }
  const { profile, neighbours } = targetOf(source, options.target, analysis)
  const comparison = compare(analysis.rows, profile, decision.stage, { attribute })
  const judgement = source.library && (await judgeOf(analysis.rows, decision.stage, source.library))
  done()
  if (options.html) {
    const page = analysisHtml(
      { analysis, comparison, profile, tracks, judgement },
      { title: `Uplift: ${basename(file)}`, generatedAt: today() },
    )
    const written = await writeWhole(options.html, page)
    if (!options.json) printText(`Report: ${written}`)
  }
  if (options.json) return void printJson(analysisDocument(analysis, comparison, profile, tracks, judgement))
  printText(analysisText(analysis, comparison, profile, { color: useColor() }))
  if (judgement) printText(`\n${judgementText(judgement)}`)
  if (neighbours.length > 0) printText(`\n${neighboursText(basename(file), neighbours)}`)
  if (tracks) printText(`\n${tracksText(tracks, { color: useColor() })}`)
  printText(`\n${decision.reason}`)
}
