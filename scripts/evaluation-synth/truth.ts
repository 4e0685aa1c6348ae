/** The known parameters of rendered synth sounds: one row per sound, as the corpus writes them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface SynthTruth {
  readonly file: string
  /** Its place in the table, what is left out counted too. */
  readonly row: number
  readonly group: string
  readonly text: (column: string) => string
  readonly number: (column: string) => number
}

/** Drums have a pitch that falls: no synth patch describes them. */
const leftOut = ['drum']

/** Rows of synth-truth.tsv in their order, without what is left out. */
export function readTruth(folder: string): SynthTruth[] {
  const [head, ...lines] = readFileSync(join(folder, 'synth-truth.tsv'), 'utf8').trimEnd().split('\n')
  const columns = head!.split('\t')
  return lines
    .map((line, row) => {
      const cells = new Map(line.split('\t').map((cell, i) => [columns[i]!, cell]))
      const text = (column: string) => {
        const cell = cells.get(column)
        if (cell === undefined) throw new RangeError(`synth-truth.tsv has no column "${column}"`)
        return cell
      }
      return { file: text('file'), row, group: text('group'), text, number: (column: string) => Number(text(column)) }
    })
    .filter(({ group }) => !leftOut.includes(group))
}
