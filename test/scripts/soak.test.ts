/** The short run of `npm run survive -- --only soak`: built scripts, the built hub as a process, real sockets. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { isWithin } from '../../scripts/survive/soak-page.ts'
import { faultsOf, type SoakQuarter } from '../../scripts/survive/soak-report.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

test('a minute of use: every letter answered, both pages told the same, nothing uncaught or left behind', {
  timeout: 300_000,
}, () => {
  const args = [
    'scripts/run.mjs',
    'scripts/survive.ts',
    '--only',
    'soak',
    '--minutes',
    '1',
    '--taps',
    '6',
    '--scans',
    '1',
  ]
  const { status, stdout } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  expect(stdout).toContain('1 of 1 passed.')
  expect(stdout).toContain('learned 1 times beside it')
  expect(status).toBe(0)
  // Six taps, five times a second, fifteen seconds, less one turn at each end of a quarter. In the first the process starts.
  const meters = [...stdout.matchAll(/quarter \d: .*?(\d+) meters/g)].map(([, count]) => Number(count))
  const [second, third, fourth] = meters.slice(1).map((count, place) => count - meters[place]!)
  expect(Math.min(second!, third!, fourth!)).toBeGreaterThanOrEqual(6 * 5 * 15 - 2 * 6)
})

const quarter: SoakQuarter = {
  heapMegabytes: 14,
  resources: ['PipeWrap', 'TCPSocketWrap'],
  timers: 10,
  uncaught: [],
  cpuSeconds: 1,
  ownHeapMegabytes: 20,
  symbols: 100,
  events: 15,
  open: 1,
  letters: { asked: 10, answered: 9, refused: 0, told: 5, meters: 500 },
  states: 100,
  visits: 1,
}

describe('what counts as a fault', () => {
  test.each<[string, Partial<SoakQuarter>]>([
    ['a leak', { heapMegabytes: 20 }],
    ['new symbols', { symbols: 101 }],
    ['sockets that stay', { resources: Array(9).fill('TCPSocketWrap') }],
    ['timers that stay', { timers: 20 }],
    ['letters that nobody answers', { open: 30, letters: { ...quarter.letters, asked: 39 } }],
    ['an answer that got lost', { letters: { ...quarter.letters, answered: 8 } }],
    ['what nobody caught', { uncaught: ['Error: oops'] }],
    ['silence', { states: 0 }],
  ])('%s', (_, last) => {
    expect(faultsOf([quarter, quarter, quarter, quarter], 60)).toEqual([])
    expect(faultsOf([quarter, quarter, quarter, { ...quarter, ...last }], 60)).toHaveLength(1)
  })

  test('a state that one page was told and the other was not', () => {
    const all = ['a', 'b', 'b', 'c', 'd']
    expect(isWithin(all, ['x', 'b', 'c'])).toBe(true)
    expect(isWithin(all, ['x', 'b', 'd'])).toBe(false)
    expect(isWithin(all, ['x'])).toBe(true)
  })
})
