/** `uplift synth`: what an isolated sound is made of, how to rebuild it, and what yours still lacks. */
import { basename } from 'node:path'
import { measureSound, type SoundOptions } from '../app/synth-sound.ts'
import { synthDocument } from '../report/synth-document.ts'
import { synthHtml } from '../report/synth-html.ts'
import { comparisonText, stemLines, synthText } from '../report/synth-text.ts'
import { synthYaml } from '../report/synth-yaml.ts'
import { compareSounds } from '../synth/differences.ts'
import { numberOption, progress, useColor, wrongUsage } from './options.ts'
import { printJson, printText, today, writeWhole } from './output.ts'

export interface SynthCommandOptions {
  readonly compare?: string
  readonly tempo?: number
  readonly from?: number
  readonly to?: number
  readonly mix?: string
  readonly yaml?: boolean
  readonly json?: boolean
  readonly html?: string
}

export async function synth(file: string, options: SynthCommandOptions): Promise<void> {
  if (options.yaml && options.json) wrongUsage('--yaml and --json exclude each other')
  const tempo = options.tempo === undefined ? undefined : numberOption('tempo', options.tempo, 20, 999)
  const { step, done } = progress(options.json || options.yaml)
  const measure = (path: string, part: SoundOptions) => {
    step(`Measuring ${basename(path)}`)
    return measureSound(path, { ...(tempo === undefined ? {} : { tempo }), ...part })
  }
  const { sound, quality } = await measure(file, {
    ...(options.from === undefined ? {} : { from: numberOption('from', options.from, 0, 36_000) }),
    ...(options.to === undefined ? {} : { to: numberOption('to', options.to, 0, 36_000) }),
    ...(options.mix === undefined ? {} : { mix: options.mix }),
  })
  const mine = options.compare === undefined ? null : (await measure(options.compare, {})).sound
  done()
  const name = basename(file)
  const comparison = mine && compareSounds(sound, mine)
  if (options.html) {
    const page = synthHtml(name, sound, { generatedAt: today() })
    const written = await writeWhole(options.html, page)
    if (!options.json && !options.yaml) process.stderr.write(`Report: ${written}\n`)
  }
  const document = synthDocument(name, sound)
  if (options.json) printJson({ uplift: 1, command: 'synth', ...document, stem: quality, comparison })
  else if (options.yaml) printText(synthYaml(document))
  else if (comparison && options.compare)
    printText(comparisonText({ target: name, mine: basename(options.compare) }, comparison))
  else printText(`${synthText(name, sound, { color: useColor() })}${quality ? stemLines(quality) : ''}`)
}
