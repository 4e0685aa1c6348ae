/** `uplift calibrate`: makes the calibration set, or compares what came back from Live with our models of its devices. */
import { join } from 'node:path'
import { type CalibratedRow, type ComparedFigure, calibrate, makeCalibrationSet } from '../app/calibrate/calibrate.ts'
import { numberWithUnit } from './calibrate-text.ts'
import { progress } from './options.ts'
import { printJson, printText, today, writeWhole } from './output.ts'

export interface CalibrateOptions {
  readonly make?: boolean
  readonly liveVersion?: string
  readonly json?: boolean
}

export async function calibrateDevices(folder: string, { make, liveVersion, json }: CalibrateOptions): Promise<void> {
  if (make) {
    const made = await makeCalibrationSet(folder)
    if (json) printJson({ uplift: 1, command: 'calibrate', made })
    else printText(`Written:\n${made.map(file => `  ${file}`).join('\n')}\nSteps.txt says what to do with it in Live.`)
    return
  }
  const { step, done } = progress(json)
  const found = await calibrate(folder, name => step(`Comparing ${name}`))
  done()
  const document = { uplift: 1, command: 'calibrate', date: today(), liveVersion: liveVersion ?? null, ...found }
  const file = await writeWhole(join(folder, 'uplift-calibration.json'), `${JSON.stringify(document, null, 2)}\n`)
  if (json) return void printJson(document)
  const lines = found.rows.flatMap(rowLines)
  printText(
    [
      ...lines,
      '',
      ...found.warnings,
      ...(found.missing.length > 0 ? [`Not recorded: ${found.missing.join(', ')}.`] : []),
      `To send: ${file}`,
    ].join('\n'),
  )
}

const rowLines = ({ name, figures }: CalibratedRow): string[] => [name, ...figures.map(figureLine)]

function figureLine({ name, unit, live, ours }: ComparedFigure): string {
  const [recorded, assumed] = [live, ours].map(value => numberWithUnit(value, unit).padStart(14))
  const difference = live === null || ours === null ? '' : `  ${numberWithUnit(live - ours, unit, true)}`
  return `  ${name.padEnd(22)} Live ${recorded}   Uplift ${assumed}${difference}`
}
