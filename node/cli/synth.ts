/** `uplift synth`: what an isolated sound is made of, how to rebuild it, and what yours still lacks. */
import { basename } from 'node:path'
import { decodeAudioFile } from '../audio/decode.ts'
import { synthDocument } from '../report/synth-document.ts'
import { synthHtml } from '../report/synth-html.ts'
import { comparisonText, synthText } from '../report/synth-text.ts'
import { synthYaml } from '../report/synth-yaml.ts'
import { characterise } from '../synth/characterise.ts'
import { compareSounds } from '../synth/differences.ts'
import { numberOption, progress, useColor, wrongUsage } from './options.ts'
import { printJson, printText, today, writeWhole } from './output.ts'

export interface SynthCommandOptions {
  readonly compare?: string
  readonly tempo?: number
  readonly yaml?: boolean
  readonly json?: boolean
  readonly html?: string
}

export async function synth(file: string, options: SynthCommandOptions): Promise<void> {
  if (options.yaml && options.json) wrongUsage('--yaml and --json exclude each other')
  const tempo = options.tempo === undefined ? undefined : numberOption('tempo', options.tempo, 20, 999)
  const { step, done } = progress(options.json || options.yaml)
  const measure = async (path: string) => {
    step(`Measuring ${basename(path)}`)
    return characterise(await decodeAudioFile(path), tempo === undefined ? {} : { tempo })
  }
  const sound = await measure(file)
  const mine = options.compare === undefined ? null : await measure(options.compare)
  done()
  const name = basename(file)
  const comparison = mine && compareSounds(sound, mine)
  if (options.html) {
    const page = synthHtml(name, sound, { generatedAt: today() })
    const written = await writeWhole(options.html, page)
    if (!options.json && !options.yaml) process.stderr.write(`Report: ${written}\n`)
  }
  const document = synthDocument(name, sound)
  if (options.json) printJson({ uplift: 1, command: 'synth', ...document, comparison })
  else if (options.yaml) printText(synthYaml(document))
  else if (comparison && options.compare)
    printText(comparisonText({ target: name, mine: basename(options.compare) }, comparison))
  else printText(synthText(name, sound, { color: useColor() }))
}
