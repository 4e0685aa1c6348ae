/** The long runs of the tests that kill a process at random moments, or let it die at a chosen step. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SurviveLine } from './line.ts'

interface Run {
  readonly what: string
  readonly file: string
  readonly variable: 'UPLIFT_KILLS' | 'UPLIFT_DEATHS'
  readonly count: number
}

/** `kills` of real processes in all, and as many deaths at chosen steps, in one process. */
export const deathRuns = (kills: number): readonly Run[] => {
  const share = (part: number) => Math.max(1, Math.round(kills * part))
  const [write, capture, learn] = [share(0.25), share(0.15), share(0.1)]
  const apply = Math.max(1, kills - write - capture - learn)
  const app = 'test/app'
  return [
    { what: 'apply, undo, redo, go back', file: `${app}/crash.test.ts`, variable: 'UPLIFT_KILLS', count: apply },
    { what: 'ledger, cache, what is kept', file: `${app}/keep-crash.test.ts`, variable: 'UPLIFT_KILLS', count: write },
    { what: 'capture', file: `${app}/capture/capture-crash.test.ts`, variable: 'UPLIFT_KILLS', count: capture },
    { what: 'learn', file: `${app}/learn-crash.test.ts`, variable: 'UPLIFT_KILLS', count: learn },
    { what: 'apply, at chosen steps', file: `${app}/crash-steps.test.ts`, variable: 'UPLIFT_DEATHS', count: kills },
  ]
}

export function deaths(root: string, kills: number, heard: (line: SurviveLine) => void): readonly SurviveLine[] {
  const folder = mkdtempSync(join(tmpdir(), 'uplift-deaths-'))
  try {
    return deathRuns(kills).map(({ what, file, variable, count }) => {
      const began = performance.now()
      const report = join(folder, 'report.json')
      rmSync(report, { force: true })
      const args = ['node_modules/vitest/vitest.mjs', 'run', file, '--reporter=json', `--outputFile=${report}`]
      const { stderr } = spawnSync(process.execPath, args, {
        cwd: root,
        env: { ...process.env, [variable]: `${count}` },
        encoding: 'utf8',
      })
      const line: SurviveLine = {
        area: 'kills',
        what,
        count,
        unit: 'deaths',
        ...foundIn(report, stderr),
        seconds: (performance.now() - began) / 1000,
      }
      heard(line)
      return line
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Report {
  readonly numTotalTests: number
  readonly numPassedTests: number
  readonly testResults: readonly {
    readonly message: string
    readonly assertionResults: readonly { readonly title: string; readonly failureMessages: readonly string[] }[]
  }[]
}

/** What vitest wrote; a file that is not there is a fault, as is one without tests. */
function foundIn(report: string, stderr: string): Pick<SurviveLine, 'found' | 'faults'> {
  try {
    const { numTotalTests, numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report
    const messages = testResults.flatMap(({ message, assertionResults }) => [
      ...(message === '' ? [] : [message]),
      ...assertionResults.flatMap(({ title, failureMessages }) => failureMessages.map(each => `${title}: ${each}`)),
    ])
    const faults = messages.map(each => each.split('\n').slice(0, 6).join(' '))
    const found = `${numPassedTests} of ${numTotalTests} tests`
    if (numPassedTests === numTotalTests && numTotalTests > 0) return { found, faults }
    return { found, faults: faults.length > 0 ? faults : ['the tests did not come to their end'] }
  } catch {
    return { found: 'no report', faults: [`the tests could not be run: ${stderr.trim().slice(-500)}`] }
  }
}
