/** `uplift similar`: the references that a piece of music sounds like, and in which respects. */
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { contentHash } from '../app/analysis-cache.ts'
import { measureFile } from '../app/measure-file.ts'
import { usualProfile } from '../app/profiles.ts'
import { similarTo } from '../app/similar.ts'
import { decodeAudioFile } from '../audio/decode.ts'
import { type StylePart, stylePartNames, styleSize } from '../features/style/layout.ts'
import { embeddingModel } from '../profile/onnx/graphs.ts'
import { similarText } from '../report/similar-text.ts'
import { numberOption, progress, sectionOption, wrongUsage } from './options.ts'
import { printJson, printText } from './output.ts'

export interface SimilarCommandOptions {
  readonly k: number
  readonly profile?: string
  readonly section?: string
  readonly aspect?: readonly string[]
  /** Where what compared them goes as an ONNX file. */
  readonly model?: string
  readonly cache: boolean
  readonly json?: boolean
}

export async function similar(file: string, options: SimilarCommandOptions): Promise<void> {
  const k = Math.round(numberOption('k', options.k, 1, 1000))
  const section = sectionOption(options.section)
  const parts = options.aspect?.map(partOption)
  const profile = options.profile ?? (await usualProfile())
  const { step, done } = progress(options.json)
  step(`Measuring ${basename(file)}`)
  const analysis = await measureFile(file, { cache: options.cache ? {} : null })
  // A reference that is the file itself says nothing.
  const except = [await contentHash(file)]
  const found = await similarTo(analysis, {
    profile,
    audio: () => decodeAudioFile(file),
    k,
    except,
    ...(section === undefined ? {} : { section }),
    ...(parts === undefined ? {} : { parts }),
  })
  done()
  const model = options.model && (await writeModel(options.model, embeddingModel(found.metric)))
  const { kind, tracks } = found.metric
  if (options.json) {
    const neighbours = found.neighbours.map(({ reference, similarity, parts, comparison }) => ({
      title: reference.title,
      hash: reference.hash,
      similarity,
      parts,
      comparison,
    }))
    return void printJson({
      uplift: 1,
      command: 'similar',
      name: analysis.name,
      profile: found.profile,
      metric: { kind, tracks, answeredBy: found.answeredBy },
      sound: found.sound,
      neighbours,
      ...(model ? { model } : {}),
    })
  }
  printText(similarText({ name: analysis.name, scope: section ?? 'overall', ...found }))
  if (model) printText(`\nWritten to ${model}: ONNX, from a style vector of ${styleSize} to an embedding.`)
}

async function writeModel(file: string, bytes: Uint8Array): Promise<string> {
  const target = resolve(file)
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, bytes)
  return target
}

function partOption(value: string): StylePart {
  const found = stylePartNames.find(part => part === value.toLowerCase())
  return found ?? wrongUsage(`--aspect must name ${stylePartNames.join(', ')}, got "${value}"`)
}
