/** `uplift analyze`: one mix, measured and compared; with its stems also who carries each gap. */

import { basename, resolve } from 'node:path'
import { judgeOf } from '../app/judge.ts'
import type { MeasuredStems } from '../app/measure.ts'
import { measureFile } from '../app/measure-file.ts'
import { openProfile, openUsualProfile, targetOf } from '../app/profiles.ts'
import { findSong } from '../app/song-folder.ts'
import type { SectionType } from '../features/catalogue.ts'
import { compare } from '../gap/gap.ts'
import { decideStage } from '../gap/stage.ts'
import { analysisHtml } from '../report/html.ts'
import { analysisDocument } from '../report/json.ts'
import { judgementText } from '../report/judge-text.ts'
import { neighboursText } from '../report/style-text.ts'
import { analysisText, tracksText } from '../report/text.ts'
import { progress, sectionOption, stageOption, useColor, wrongUsage } from './options.ts'
import { printJson, printText, today, writeWhole } from './output.ts'

export interface AnalyzeCommandOptions {
  readonly stems?: string
  /** The set that the stems were exported from. */
  readonly als?: string
  /** A song folder by name (app/song-folder.ts). */
  readonly song?: string
  readonly songs?: string
  readonly profile?: string
  readonly target?: string
  readonly stage: string
  readonly section?: string
  readonly html?: string
  /** false: measured anew, and not kept. */
  readonly cache: boolean
  readonly json?: boolean
}

export async function analyze(audio: string | undefined, given: AnalyzeCommandOptions): Promise<void> {
  const { file, options } = await soundOf(audio, given)
  const declared = sectionOption(options.section)
  const wanted = stageOption(options.stage)
  // Before the long work: a name that is wrong is said at once.
  const source = await (options.profile === undefined ? openUsualProfile() : openProfile(options.profile))
  const { step, done } = progress(options.json)
  step(`Measuring ${basename(file)}`)
  const { analysis, tracks, attribute } = await measured(file, options, declared, step)
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

/** The mix alone, with its stems, or as Live's export of a set file. */
async function measured(
  file: string,
  { stems, als, cache }: AnalyzeCommandOptions,
  declared: SectionType | undefined,
  step: (text: string) => void,
): Promise<Pick<MeasuredStems, 'analysis' | 'attribute'> & { readonly tracks: MeasuredStems['tracks'] | null }> {
  const declaration = declared === undefined ? {} : { declared }
  if (als !== undefined) {
    const { measureSetFile } = await import('../app/exported-set.ts')
    return measureSetFile(resolve(als), file, { ...declaration, onFile: name => step(`Reading ${name}`) })
  }
  if (stems !== undefined) return (await import('../app/measure.ts')).measureStems(file, stems, declaration)
  const analysis = await measureFile(file, { ...declaration, cache: cache ? {} : null })
  return { analysis, tracks: null, attribute: () => [] }
}

/** What is to be heard: the bounce; with a set file Live's export of it, or the bounce where there is none. */
async function soundOf(
  audio: string | undefined,
  given: AnalyzeCommandOptions,
): Promise<{ readonly file: string; readonly options: AnalyzeCommandOptions }> {
  const song = given.song === undefined ? null : await findSong(given.song, given.songs)
  if (song && !given.json) printText(song.taken.join('\n'))
  const stems = given.stems ?? song?.stems ?? undefined
  const als = given.als ?? (stems === undefined ? undefined : (song?.als ?? undefined))
  const mix = audio ?? song?.mix ?? undefined
  const options: AnalyzeCommandOptions = {
    ...given,
    ...(stems === undefined ? {} : { stems }),
    ...(als === undefined ? {} : { als }),
  }
  if (given.als !== undefined && given.stems !== undefined && audio !== undefined) {
    wrongUsage('with --als the bounce of Main belongs into the folder of stems')
  }
  const file = als === undefined ? mix : (stems ?? mix)
  return file === undefined
    ? wrongUsage('name a bounced mix, or --als <file> with --stems <folder>, or --song <name>')
    : { file, options }
}
