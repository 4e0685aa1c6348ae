/** `npm run evaluate -- --measures`: do we measure right? Every row of EVALUATION 2 that stands, with its bar. */
import type { Figure } from '../../figures.ts'
import { acidRows } from './acid.ts'
import { keyMeasures } from './key.ts'
import { loudnessRows } from './loudness.ts'
import { measureKickBass } from './low-end.ts'
import { maskingRows } from './masking.ts'
import { rhythmRows } from './rhythm.ts'
import { roleRows } from './roles.ts'
import type { MeasureContext, MeasureFamily, MeasureRow } from './row.ts'
import { sectionRows } from './sections.ts'
import { measureSidechain } from './sidechain.ts'
import { stereoRows } from './stereo.ts'
import { supersawRows } from './supersaw.ts'

export const families: Readonly<Record<string, MeasureFamily>> = {
  loudness: loudnessRows,
  stereo: stereoRows,
  rhythm: rhythmRows,
  sections: sectionRows,
  sidechain: measureSidechain,
  'low-end': measureKickBass,
  key: keyMeasures,
  supersaw: supersawRows,
  acid: acidRows,
  masking: maskingRows,
  roles: roleRows,
}

export interface MeasuresOptions extends MeasureContext {
  /** Names of families; all when empty. */
  readonly only: readonly string[]
  readonly verbose: boolean
}

/** Prints rows as they come; whether every bar that could be run was met. Throws RangeError for an unknown family. */
export async function runMeasures(
  options: MeasuresOptions,
  print: (line: string) => void,
): Promise<{ readonly passed: boolean; readonly figures: readonly Figure[] }> {
  const unknown = options.only.find(name => !(name in families))
  if (unknown) throw new RangeError(`--only must name ${Object.keys(families).join(', ')}, got ${unknown}`)
  const rows: MeasureRow[] = []
  const figures: Figure[] = []
  for (const [name, family] of Object.entries(families)) {
    if (options.only.length > 0 && !options.only.includes(name)) continue
    const cpu = process.cpuUsage()
    const mine = await family(options)
    const { user, system } = process.cpuUsage(cpu)
    rows.push(...mine)
    figures.push(
      ...mine.map(({ what, against, bar, result: value, met }) => ({ group: name, what, value, against, bar, met })),
    )
    for (const row of mine) {
      print(`${verdict(row)}  ${row.what}`)
      print(`            ${row.result}`)
      print(`            bar: ${row.bar}; against ${row.against}`)
      if (options.verbose) for (const line of row.cases) print(`              ${line}`)
    }
    print(`            (${name}: ${((user + system) / 1e6).toFixed(0)} s CPU)\n`)
  }
  const count = (met: boolean | null) => rows.filter(row => row.met === met).length
  print(`${count(true)} bars met, ${count(false)} not met, ${count(null)} not run here`)
  return { passed: rows.every(({ met }) => met !== false), figures }
}

const verdict = ({ met }: MeasureRow) => (met === null ? 'not run   ' : met ? 'met       ' : 'NOT MET   ')
