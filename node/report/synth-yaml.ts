/** The answers about a sound as YAML. */
import { stringify } from 'yaml'
import { printableData } from './layout.ts'
import type { SynthDocument } from './synth-document.ts'

export const synthYaml = (document: SynthDocument): string => stringify(printableData(document), { lineWidth: 0 })
