/** Deaths while Uplift writes what it keeps. The long run: UPLIFT_KILLS=100 npx vitest run test/app/keep-crash.test.ts */
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AnalysisCache } from '../../node/app/analysis-cache.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { Library } from '../../node/app/library.ts'
import { Preferences, preferencesFile } from '../../node/app/preferences.ts'
import { readReceipts } from '../../node/app/receipts.ts'
import { SetMemory, setMemoryFile } from '../../node/app/set-memory.ts'
import { keptAnalysis } from '../support/kept-analysis.ts'
import { builtProgram, livedAndDied } from '../support/mortal-program.ts'

const kills = Number(process.env['UPLIFT_KILLS'] ?? 4)
/** One folder is killed in so many times before a new one begins: files stay small. */
const killsPerFolder = 10

let program: string
let home: string
beforeAll(async () => {
  program = await builtProgram('keeping-program')
  home = await mkdtemp(join(tmpdir(), 'uplift-keep-crash-'))
})
afterAll(() => rm(home, { recursive: true }))

/** How many of each kind there are. What is not whole throws, or is told in a warning. */
async function keptIn(folder: string) {
  const { entries } = (await Ledger.read(join(folder, 'ledger.json')))!
  // Nothing twice.
  expect(new Set(entries.map(({ title }) => title)).size).toBe(entries.length)
  const receipts = await readReceipts({ folder: join(folder, 'receipts') })
  expect(receipts.warnings).toEqual([])
  const cache = new AnalysisCache({ folder: join(folder, 'cache'), version: 'kept' })
  const found = await Promise.all(
    entries.map(async (_, i) => {
      const file = join(folder, `${i + 1}.wav`)
      const isThere = await stat(file).catch(() => null)
      return isThere ? await cache.read(file, {}) : null
    }),
  )
  for (const [i, analysis] of found.entries()) {
    // `toEqual` looks at each of the 100,000 values by itself.
    if (analysis) expect(isDeepStrictEqual(analysis, keptAnalysis(i + 1)), `analysis ${i + 1}`).toBe(true)
  }
  const library = await Library.read('mine', { folder: join(folder, 'profiles') })
  return {
    ledger: entries.length,
    cache: found.filter(Boolean).length,
    memory: (await SetMemory.open(setMemoryFile(folder))).of('Song').lockedTracks.length,
    preferences: (await Preferences.open(preferencesFile(folder))).events.length,
    library: library?.data.folders.length ?? 0,
    receipts: receipts.receipts.length,
  }
}
type Kept = Awaited<ReturnType<typeof keptIn>>

test(
  `killed ${kills} times while it writes: every file opens, what was written is there, once`,
  async () => {
    let before: Kept | null = null
    let died = 0
    for (let kill = 0; kill < kills; kill++) {
      const folder = join(home, `${Math.floor(kill / killsPerFolder)}`)
      if (kill % killsPerFolder === 0) before = null
      const { lines } = await livedAndDied(program, [folder], { mostLines: 14, longestMs: 25 })
      const kept = await keptIn(folder)
      for (const [what, count] of Object.entries(kept) as [keyof Kept, number][]) {
        const said = lines.filter(line => line.startsWith(`${what} `)).length
        // One more may have been written and not been said.
        expect(count - (before?.[what] ?? 0) - said, `${what} after death ${kill + 1}`).toBeOneOf([0, 1])
      }
      before = kept
      died++
    }
    expect(died).toBe(kills)
  },
  60_000 + 5000 * kills,
)
