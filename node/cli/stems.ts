/** `uplift stems`: what a folder of separated stems holds and how clean it is, or a song separated by what the user has. */
import { stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { isCancel, select } from '@clack/prompts'
import { type ImportedStems, importStems, stemTitle, unknownStems } from '../app/stems/import.ts'
import { parseStemName, type StemKind, type StemName, stemKinds, stemWords } from '../app/stems/import-names.ts'
import { writeStems } from '../app/stems/import-write.ts'
import { separate } from '../app/stems/separate.ts'
import { type StemsPage, stemsDocument, stemsText } from '../report/stems-text.ts'
import { stemQuality } from '../synth/extraction/stem-quality.ts'
import { numberOption, progress, useColor, wrongUsage } from './options.ts'
import { printJson, printText } from './output.ts'

export interface StemsOptions {
  readonly mix?: string
  readonly as?: readonly string[]
  readonly out?: string
  readonly tool?: string
  readonly model?: string
  readonly models?: string
  readonly stem?: string
  readonly fftSize?: number
  readonly overlap: number
  readonly compensate: number
  readonly denoise?: boolean
  readonly json?: boolean
}

export async function stems(path: string, options: StemsOptions): Promise<void> {
  const as = new Map(options.as?.map(asOption))
  const stem = stemOption(options.stem)
  const modelSettings = modelOptions(options)
  const isFolder = await stat(path).then(
    status => status.isDirectory(),
    () => false,
  )
  const { step, done } = progress(options.json)
  const onFile = (name: string) => step(`Reading ${name}`)
  const given = options.mix === undefined ? {} : { mix: options.mix }
  let by: string | null = null
  let imported: ImportedStems
  if (isFolder) {
    imported = await importStems(path, { ...given, as, onFile })
    if (unknownStems(imported) !== null && !options.json && process.stdin.isTTY) {
      done()
      const answers = await ask(imported)
      if (answers.size > 0) imported = await importStems(path, { ...given, as: new Map([...as, ...answers]), onFile })
    }
    by = imported.tool && `${imported.tool.label}${imported.tool.verified ? '' : ' (assumed)'}`
    if (options.out !== undefined) await writeStems(imported, options.out)
  } else {
    const abort = new AbortController()
    const onInterrupt = () => abort.abort(new Error('Cancelled; nothing was left behind.'))
    process.once('SIGINT', onInterrupt)
    try {
      const separated = await separate(path, {
        out: options.out ?? join('out', 'stems', basename(path, extname(path))),
        modelSettings,
        signal: abort.signal,
        onProgress: (share, words) => step(share === null ? words : `Separating ${Math.round(100 * share)} %`),
        ...(stem === undefined ? {} : { stem }),
        ...(options.tool === undefined ? {} : { tool: options.tool }),
        ...(options.models === undefined ? {} : { toolModels: options.models }),
        ...(await modelOf(options.model)),
      })
      imported = separated.imported
      by = separated.by
    } finally {
      process.removeListener('SIGINT', onInterrupt)
    }
  }
  const page = pageOf(imported, by, step)
  done()
  if (options.json) printJson(stemsDocument(page))
  else printText(stemsText(page, { color: useColor() }))
}

function pageOf(imported: ImportedStems, by: string | null, step: (text: string) => void): StemsPage {
  const { mix, sampleRate, frames, song, folder, notes } = imported
  const unknown = unknownStems(imported)
  return {
    song: song ?? basename(folder),
    by,
    seconds: frames / sampleRate,
    sampleRate,
    mix: mix?.path ?? null,
    stems: imported.stems.map(each => {
      if (mix) step(`Checking ${each.name}`)
      return {
        path: each.path,
        name: each.name,
        words: each.stem && stemTitle(each),
        quality: mix && stemQuality(each.audio, mix.audio),
      }
    }),
    notes: [...(unknown === null ? [] : [unknown]), ...notes],
  }
}

/** What each file is of which the name says nothing. */
async function ask({ stems: all }: ImportedStems): Promise<Map<string, StemName>> {
  const answers = new Map<string, StemName>()
  for (const { name } of all.filter(({ stem }) => stem === null)) {
    const answer = await select({
      message: `What is "${name}"?`,
      options: [
        ...stemKinds.flatMap(kind => [{ value: kind as string, label: kind as string }]),
        { value: 'without vocals', label: 'everything but the vocals' },
        { value: '', label: 'I do not know' },
      ],
    })
    if (isCancel(answer)) break
    const stem = parseStemName(answer)
    if (stem) answers.set(name, stem)
  }
  return answers
}

/** A file that is there is run here; any other name is one of the tool's own models. */
async function modelOf(model: string | undefined) {
  if (model === undefined) return {}
  const isFile = await stat(model).then(
    status => status.isFile(),
    () => false,
  )
  return isFile ? { modelFile: model } : { toolModel: model }
}

function modelOptions({ fftSize, overlap, compensate, denoise }: StemsOptions) {
  return {
    overlap: numberOption('overlap', overlap, 0.1, 0.9),
    compensate: numberOption('compensate', compensate, 0.5, 2),
    denoise: denoise === true,
    ...(fftSize === undefined ? {} : { fftSize: numberOption('fft-size', fftSize, 1024, 16_384) }),
  }
}

function asOption(value: string): [string, StemName] {
  const at = value.lastIndexOf('=')
  const stem = parseStemName(value.slice(at + 1))
  if (at < 1 || !stem)
    return wrongUsage(
      `--as must be "file=stem", the stem one of ${stemKinds.join(', ')} or "without" and one of these, got "${value}"`,
    )
  return [value.slice(0, at), stem]
}

function stemOption(value: string | undefined): StemKind | undefined {
  if (value === undefined) return undefined
  const stem = parseStemName(value)
  return stem && !stem.isRest
    ? stem.kind
    : wrongUsage(
        `--stem must be one of ${stemKinds.map(kind => stemWords({ kind, isRest: false })).join(', ')}, got "${value}"`,
      )
}
