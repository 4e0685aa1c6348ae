/**
 * Does it survive? The long runs of what the tests do briefly: EVALUATION's fourth question.
 *
 *   npm run survive                           everything, hours of use in some minutes
 *   npm run survive -- --only fuzz --inputs 20000 --seed 7
 *   npm run survive -- --only soak --minutes 60
 */
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { deaths } from './survive/deaths.ts'
import { fuzz } from './survive/fuzz.ts'
import { fuzzChild } from './survive/fuzz-child.ts'
import { soak } from './survive/soak.ts'
import { describeSoak, quarterLine } from './survive/soak-report.ts'
import { table } from './survive/table.ts'

const self = fileURLToPath(import.meta.url)
const areas = ['fuzz', 'kills', 'soak'] as const

interface Options {
  readonly only: readonly string[]
  readonly inputs: number
  readonly kills: number
  readonly seed: number
  readonly target: string
  readonly minutes: number
  readonly taps: number
  readonly scans: number
}

const number = (text: string) => Math.round(Number(text))
const program = new Command('survive')
  .description('The long runs: damaged input, deaths of the process. Ends with 1 when something did not survive.')
  .option('--only <areas...>', `of ${areas.join(', ')}`, [...areas])
  .option('--inputs <n>', 'damaged inputs in all', number, 12_000)
  .option('--target <name>', 'fuzz only the targets with this in their name', '')
  .option('--kills <n>', 'deaths at random moments: of applying, of learning, and at chosen steps', number, 500)
  .option('--minutes <n>', 'of simulated use in the soak', number, 60)
  .option('--taps <n>', 'in the soak', number, 32)
  .option('--scans <n>', 'references learned beside the soak, by the command line', number, 4)
  .option('--seed <n>', 'of the damage, and of what is done in the soak', number, 1)
  .action(async ({ only, inputs, kills, seed, target, minutes, taps, scans }: Options) => {
    const root = process.cwd()
    let isWell = true
    if (only.includes('fuzz')) {
      console.log(`Damaged input, seed ${seed}`)
      const rows = await fuzz(self, { inputs, seed, root, only: target }, ({ target: name }) =>
        process.stderr.write(`${name} · `),
      )
      process.stderr.write('\n')
      console.log(table(rows))
      isWell &&= rows.length > 0 && rows.every(({ fault }) => fault === null)
    }
    if (only.includes('kills')) isWell = (await deaths(root, kills)) && isWell
    if (only.includes('soak')) {
      let place = 0
      const onQuarter = (quarter: Parameters<typeof quarterLine>[0]) => console.log(quarterLine(quarter, place++))
      const report = await soak({ root, minutes, taps, seed, scans, onQuarter })
      console.log(describeSoak(report))
      isWell &&= report.faults.length === 0
    }
    console.log(isWell ? 'Everything survived.' : 'Not everything survived: see above.')
    process.exitCode = isWell ? 0 : 1
  })

const [, , first, options] = process.argv
if (first === 'fuzz-child') {
  // Its own handlers would swallow what goes wrong here.
  await fuzzChild(JSON.parse(options!)).catch((error: unknown) => {
    console.error(error)
    process.exit(1)
  })
} else await program.parseAsync()
