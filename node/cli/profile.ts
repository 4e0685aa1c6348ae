/** `uplift profile …`: look at what was learned, judge it, overrule it, move it. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import {
  Library,
  librariesFolder,
  libraryFrom,
  libraryText,
  listLibraries,
  mergeLibraries,
  removeLibrary,
} from '../app/library.ts'
import { findProfile } from '../app/profiles.ts'
import { styleOf, stylesOf } from '../app/styles.ts'
import { AppError } from '../audio/app-error.ts'
import { type FeatureId, featureIds, type Scope, scopes } from '../features/catalogue.ts'
import { diffProfiles } from '../profile/diff-profiles.ts'
import { incompetence } from '../profile/judge/judgement.ts'
import { shippedProfiles } from '../profile/shipped.ts'
import { validateProfile } from '../profile/validate-profile.ts'
import { judgeText } from '../report/judge-text.ts'
import {
  profileDiffText,
  profileSummary,
  profileTable,
  referencesText,
  validationText,
} from '../report/profile-text.ts'
import { clustersText } from '../report/style-text.ts'
import { categoriesOption, numberOption, progress, wrongUsage } from './options.ts'
import { printJson, printText, writeWhole } from './output.ts'

interface Json {
  readonly json?: boolean
}

export async function list({ json }: Json): Promise<void> {
  const learned = await Promise.all(
    (await listLibraries()).map(async name => ({ name, library: await Library.read(name) })),
  )
  const rows = learned.flatMap(({ name, library }) =>
    library
      ? [
          {
            name,
            references: library.references.length,
            outdated: library.outdated,
            updated: library.data.updated,
            folders: library.data.folders,
          },
        ]
      : [],
  )
  const shipped = Object.keys(shippedProfiles)
  if (json) return void printJson({ uplift: 1, command: 'profile list', learned: rows, shipped })
  for (const { name, references, outdated, updated } of rows) {
    const old = outdated > 0 ? `, ${outdated} measured by an older version: run uplift learn again` : ''
    printText(`${name}: ${references} references, ${updated.slice(0, 10)}${old}`)
  }
  if (rows.length === 0) printText('Nothing learned yet: uplift learn <folder>.')
  printText(`Shipped: ${shipped.join(', ')}.`)
}

export async function show(
  name: string,
  { json, all, tracks }: Json & { readonly all?: boolean; readonly tracks?: boolean },
): Promise<void> {
  const profile = await findProfile(name)
  const library = await Library.read(name)
  if (json) {
    return void printJson({
      uplift: 1,
      command: 'profile show',
      profile,
      references: library?.references ?? null,
      overrules: library?.data.overrules ?? null,
    })
  }
  printText(all ? profileTable(profile) : profileSummary(profile))
  if (!library) return
  const { references } = library
  const spoiled = references.filter(({ findings }) => findings.length > 0)
  if (tracks) printText(`\nReferences ("–" teaches nothing):\n${referencesText(references)}`)
  else if (spoiled.length > 0) printText(`\nThese do not teach everything:\n${referencesText(spoiled)}`)
  for (const { path, message } of library.data.failures) printText(`  not readable: ${path}: ${message}`)
}

/** The styles in it; or names one, by its number or its present name. */
export async function styles(name: string, { rename, json }: Json & { readonly rename?: string }): Promise<void> {
  if (rename !== undefined) {
    const [which, to] = rename.split('=').map(part => part.trim())
    if (!which || !to) wrongUsage(`--rename must be like 2=dark, got "${rename}"`)
    await changed(name, library => {
      const { name: old, members } = styleOf(library, which)
      const others = library.data.styles.filter(style => style.name !== old && style.name !== to)
      library.change({ styles: [...others, { name: to, members: members.map(({ hash }) => hash) }] })
    })
  }
  const library = await need(name)
  const found = stylesOf(library.references, library.data.styles)
  if (json) {
    const rows = found.map(({ name: style, members, exemplar, traits, stability }) => ({
      name: style,
      members: members.map(({ title }) => title),
      exemplar: exemplar.title,
      traits,
      stability,
    }))
    return void printJson({ uplift: 1, command: 'profile styles', name, styles: rows })
  }
  printText(clustersText(found))
}

export async function validate(name: string, { json }: Json): Promise<void> {
  const validation = validateProfile((await need(name)).references)
  if (json) return void printJson({ uplift: 1, command: 'profile validate', name, validation })
  printText(validationText(validation))
}

export interface JudgeOptions extends Json {
  readonly copies: number
  readonly drafts?: string
}

/** Makes the judge, or brings it up to date. Interrupted, the next run goes on where it was. */
export async function judge(name: string, { copies, drafts, json }: JudgeOptions): Promise<void> {
  if (!Number.isInteger(copies)) wrongUsage(`--copies must be a whole number, got ${copies}`)
  numberOption('copies', copies, 1, 10)
  await need(name)
  const { requireJudges, trainJudge } = await import('../app/judge.ts')
  const { AnalysisPool } = await import('../app/pool.ts')
  const { step, done } = progress(json)
  const cancelled = new AbortController()
  const onInterrupt = () => cancelled.abort()
  process.once('SIGINT', onInterrupt)
  const library = await Library.open(name)
  // The copies are kept as figures with the judge; in the cache they would push out what is asked for again.
  const pool = new AnalysisPool({ cache: null })
  try {
    step('Looking for what is to be measured')
    const trained = await trainJudge(library, {
      pool,
      copies,
      ...(drafts === undefined ? {} : { drafts }),
      signal: cancelled.signal,
      onProgress: ({ done: count, total, file }) => step(`${count} of ${total} measured: ${basename(file)}`),
    })
    done()
    requireJudges(trained, library)
    if (json) {
      const judges = trained.judges.map(({ stage, references, counterexamples, drafts: own, auc, brier }) => ({
        stage,
        references,
        counterexamples,
        drafts: own,
        auc,
        brier,
        speaks: incompetence({ auc, references }) === null,
      }))
      return void printJson({ uplift: 1, command: 'profile judge', name, ...trained, judges })
    }
    printText(`${trained.measured} measured, ${trained.known} known.`)
    for (const words of trained.left) printText(`  left out: ${words}`)
    printText(trained.judges.map(judgeText).join('\n'))
    printText(`Saved to ${trained.file}; uplift analyze says what it thinks of a mix.`)
  } catch (error) {
    if (!cancelled.signal.aborted) throw error
    throw new AppError({
      code: 'CANCELLED',
      message: 'Stopped; what was measured is kept.',
      action: 'Run the same command to go on.',
    })
  } finally {
    done()
    process.off('SIGINT', onInterrupt)
    await pool.close()
    await library.close()
  }
}

export async function diff(from: string, to: string, { json }: Json): Promise<void> {
  const [a, b] = [await findProfile(from), await findProfile(to)]
  const differences = diffProfiles(a, b)
  if (json) return void printJson({ uplift: 1, command: 'profile diff', from, to, differences })
  printText(profileDiffText(a, b, differences))
}

/** Profile data, or with `tracks` the whole library: every reference's figures and choices, no audio. */
export async function exportTo(
  name: string,
  file: string,
  { tracks, json }: Json & { readonly tracks?: boolean },
): Promise<void> {
  const text = tracks ? libraryText((await need(name)).data) : `${JSON.stringify(await findProfile(name), null, 1)}\n`
  const written = await writeWhole(file, text)
  if (json) return void printJson({ uplift: 1, command: 'profile export', name, file: written })
  printText(`Written to ${written}; use it anywhere as --profile "${file}".`)
}

export async function importFrom(file: string, { name, json }: Json & { readonly name?: string }): Promise<void> {
  const data = libraryFrom(await readFile(file, 'utf8').catch(() => missing(file)), file)
  await create(name ?? data.name, { ...data, name: name ?? data.name })
  if (json)
    return void printJson({
      uplift: 1,
      command: 'profile import',
      name: name ?? data.name,
      references: data.references.length,
    })
  printText(`${data.references.length} references imported as "${name ?? data.name}".`)
}

export async function merge(names: readonly string[], { name, json }: Json & { readonly name: string }): Promise<void> {
  const parts = await Promise.all(names.map(async each => (await need(each)).data))
  const data = mergeLibraries(name, parts)
  await create(name, data)
  if (json) return void printJson({ uplift: 1, command: 'profile merge', name, references: data.references.length })
  printText(`${names.join(' and ')} together are "${name}": ${data.references.length} references.`)
}

export async function remove(name: string, { json }: Json): Promise<void> {
  await need(name)
  await removeLibrary(name)
  if (json) return void printJson({ uplift: 1, command: 'profile remove', name })
  printText(`"${name}" is removed; the audio is where it was.`)
}

export interface ReferenceOptions extends Json {
  readonly weight?: number
  readonly only?: readonly string[]
  readonly everything?: boolean
  readonly trust?: boolean
  readonly distrust?: boolean
  readonly tag?: readonly string[]
}

/** The user's word on one reference. */
export async function reference(name: string, title: string, options: ReferenceOptions): Promise<void> {
  const { weight, only, everything, trust, distrust, tag, json } = options
  if (weight !== undefined) numberOption('weight', weight, 0, 100)
  const categories = categoriesOption('only', only)
  await changed(name, library => {
    const meant = library.choose(title, {
      ...(weight === undefined ? {} : { weight }),
      ...(categories === undefined ? (everything ? { only: null } : {}) : { only: categories }),
      ...(trust || distrust ? { trusted: trust === true } : {}),
      ...(tag === undefined ? {} : { tags: [...tag] }),
    })
    if (meant > 0) return
    throw new AppError({
      code: 'REFERENCE_MISSING',
      message: `There is no reference "${title}" in "${name}".`,
      action: `uplift profile show "${name}" --tracks lists them.`,
    })
  })
  if (json) return void printJson({ uplift: 1, command: 'profile reference', name, title })
  printText(`Kept. uplift profile show "${name}" shows what is learned now.`)
}

/** "drop.widthMid=-12..-4", or "drop.widthMid=learned" to go by the references again. */
export async function overrule(name: string, zones: readonly string[], { json }: Json): Promise<void> {
  const wanted = zones.map(zoneOption)
  await changed(name, library => {
    const same = (a: { scope: Scope; feature: FeatureId }, b: { scope: Scope; feature: FeatureId }) =>
      a.scope === b.scope && a.feature === b.feature
    const rest = library.data.overrules.filter(old => !wanted.some(each => same(each, old)))
    const zones = wanted.flatMap(({ scope, feature, zone }) => (zone ? [{ scope, feature, ...zone }] : []))
    library.change({ overrules: [...rest, ...zones] })
  })
  if (json) return void printJson({ uplift: 1, command: 'profile set', name, zones: wanted })
  printText(`Kept: ${zones.join(', ')}.`)
}

function zoneOption(text: string): { scope: Scope; feature: FeatureId; zone: { low: number; high: number } | null } {
  const found = /^(\w+)\.([\w.]+)=(?:(learned)|(-?[\d.]+)\.\.(-?[\d.]+))$/.exec(text)
  const scope = scopes.find(each => each === found?.[1])
  const feature = featureIds.find(each => each === found?.[2])
  if (!found || !scope || !feature) {
    return wrongUsage(
      `a zone must be like drop.widthMid=-12..-4 or drop.widthMid=learned, got "${text}" (uplift features lists the names)`,
    )
  }
  if (found[3]) return { scope, feature, zone: null }
  const [low, high] = [Number(found[4]), Number(found[5])]
  if (!(low <= high)) return wrongUsage(`a zone must go from low to high, got "${text}"`)
  return { scope, feature, zone: { low, high } }
}

async function need(name: string): Promise<Library> {
  const library = await Library.read(name)
  if (library) return library
  const known = await listLibraries()
  throw new AppError({
    code: 'PROFILE_MISSING',
    message: `Nothing was learned under the name "${name}".`,
    action: known.length > 0 ? `Learned are: ${known.join(', ')}.` : `uplift learn <folder> --name "${name}" makes it.`,
  })
}

async function changed(name: string, change: (library: Library) => void): Promise<void> {
  await need(name)
  const library = await Library.open(name)
  try {
    change(library)
    await library.save()
  } finally {
    await library.close()
  }
}

/** Throws AppError PROFILE_EXISTS: nothing that was learned is written over. */
async function create(name: string, data: Library['data']): Promise<void> {
  if (await Library.read(name)) {
    throw new AppError({
      code: 'PROFILE_EXISTS',
      message: `There is a profile "${name}" in ${librariesFolder()} already.`,
      action: 'Choose another --name, or remove it first: uplift profile remove.',
    })
  }
  const library = await Library.open(name)
  try {
    library.change(data)
    await library.save()
  } finally {
    await library.close()
  }
}

function missing(file: string): never {
  throw new AppError({ code: 'FILE_MISSING', message: `There is no file "${file}".`, action: 'Check the path.' })
}
