/**
 * Does it survive? The long runs of what the tests do briefly: EVALUATION's fourth question.
 *
 *   npm run survive                           everything, hours of use in some minutes
 *   npm run survive -- --figures docs/figures/survive.json
 *   npm run survive -- --only fuzz --inputs 20000 --seed 7
 *   npm run survive -- --only soak --minutes 60
 */
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { type Figure, figuresOption, keepFigures } from './figures.ts'
import { deaths } from './survive/deaths.ts'
import { expectedMinutes } from './survive/expected-minutes.ts'
import { fuzz, fuzzLine } from './survive/fuzz.ts'
import { fuzzChild } from './survive/fuzz-child.ts'
import { type Area, areas, isWell, lineFigures, linesTable, type SurviveLine } from './survive/line.ts'
import { soak } from './survive/soak.ts'
import { quarterLine, soakFigures, soakLine } from './survive/soak-report.ts'

const self = fileURLToPath(import.meta.url)

interface Options {
  readonly only: readonly Area[]
  readonly inputs: number
  readonly kills: number
  readonly seed: number
  readonly target: string
  readonly minutes: number
  readonly taps: number
  readonly scans: number
  readonly figures?: string
}

const number = (text: string) => Math.round(Number(text))
const program = new Command('survive')
  .description(
    'The long runs: damaged input, deaths of the process, hours of use. Ends with 1 when something did not survive.',
  )
  .option('--only <areas...>', `of ${areas.join(', ')}`, [...areas])
  .option('--inputs <n>', 'damaged inputs in all', number, 12_000)
  .option('--target <name>', 'fuzz only the targets with this in their name', '')
  .option('--kills <n>', 'deaths of processes in all: applying, capturing, learning, writing what is kept', number, 500)
  .option('--minutes <n>', 'of simulated use in the soak', number, 60)
  .option('--taps <n>', 'in the soak', number, 32)
  .option('--scans <n>', 'references learned beside the soak, by the command line', number, 4)
  .option('--seed <n>', 'of the damage, and of what is done in the soak', number, 1)
  .option(...figuresOption)
  .action(async (options: Options) => {
    const { only, inputs, kills, seed, target, minutes, taps, scans, figures } = options
    const root = process.cwd()
    const began = performance.now()
    const lines: SurviveLine[] = []
    const rows: Figure[] = []
    // Each as it comes: a run that is stopped has said what it found.
    const heard = (line: SurviveLine) => console.log(linesTable([line]).split('\n').slice(0, -1).join('\n'))
    console.log(
      `About ${expectedMinutes({ only, inputs, kills, minutes, taps }).toFixed(0)} minutes on two idle cores.`,
    )
    if (only.includes('fuzz')) {
      console.log(`Damaged input, seed ${seed}`)
      const read = await fuzz(self, { inputs, seed, root, only: target }, row => heard(fuzzLine(row)))
      lines.push(...read.map(fuzzLine))
    }
    if (only.includes('kills')) {
      console.log('Deaths of the process')
      lines.push(...deaths(root, kills, heard))
    }
    if (only.includes('soak')) {
      console.log(`${minutes} minutes of use, faster than real time`)
      let place = 0
      const onQuarter = (quarter: Parameters<typeof quarterLine>[0]) => console.log(quarterLine(quarter, place++))
      const from = performance.now()
      const report = await soak({ root, minutes, taps, seed, scans, onQuarter })
      rows.push(...soakFigures(report))
      lines.push(soakLine(report, (performance.now() - from) / 1000))
    }
    console.log(`\n${linesTable(lines)}`)
    const seconds = (performance.now() - began) / 1000
    const survived = lines.length > 0 && lines.every(isWell)
    if (figures)
      keepFigures(figures, { script: 'survive', rows: [...lineFigures(lines), ...rows], printed: linesTable(lines) })
    const end = survived ? 'Everything survived' : 'Not everything survived: see above'
    console.log(`${end}, in ${(seconds / 60).toFixed(1)} minutes.`)
    process.exitCode = survived ? 0 : 1
  })

const [, , first, options] = process.argv
if (first === 'fuzz-child') {
  // Its own handlers would swallow what goes wrong here.
  await fuzzChild(JSON.parse(options!)).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
} else await program.parseAsync()
