import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Ledger } from '../../node/app/ledger.ts'
import { recover } from '../../node/app/recover.ts'
import { isUnfinished } from '../../node/app/restore.ts'
import { FileSet } from '../support/file-set.ts'
import { builtProgram } from '../support/mortal-program.ts'
import { expectedSet } from '../support/session-work.ts'

/** Real deaths of a real process; crash-steps.test.ts tries the steps. The long run: UPLIFT_KILLS=500 npx vitest run test/app/crash.test.ts */
const kills = Number(process.env['UPLIFT_KILLS'] ?? 8)
/** One set is killed so many times before a new one begins: damage would add up, and files stay small. */
const killsPerSet = 5
/** Killed after so many operations at most, and so many milliseconds into the last of them. */
const mostOperations = 10
const longestMs = 15

let program: string
let folder: string

beforeAll(async () => {
  program = await builtProgram('killed-program')
  folder = await mkdtemp(join(tmpdir(), 'uplift-crash-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Starts the program on the set in `place`, and kills it in the middle. */
async function killSomewhere(place: string): Promise<void> {
  const child = spawn(process.execPath, [program, place, String(randomInt(2 ** 31))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const operations = randomInt(1, mostOperations + 1)
  let begun = 0
  await Promise.race([
    ended,
    new Promise<void>(reached => {
      child.stdout.on('data', (dots: Buffer) => {
        begun += dots.length
        if (begun >= operations) reached()
      })
    }),
  ])
  await new Promise(done => setTimeout(done, randomInt(longestMs)))
  child.kill('SIGKILL')
  const [code, signal] = await ended
  expect({ code, signal }).toEqual({ code: null, signal: 'SIGKILL' })
}

test(
  `killed ${kills} times at random moments: the next start finds set and ledger in agreement, nothing half, nothing twice`,
  async () => {
    let unfinished = 0
    let applied = 0
    for (let kill = 0; kill < kills; kill++) {
      const place = join(folder, `${Math.floor(kill / killsPerSet)}`)
      const file = join(place, 'set.json')
      if (kill % killsPerSet === 0) {
        // The ledger makes its folder; the set must be there before it.
        await (await Ledger.open(join(place, 'ledger.json'))).close()
        FileSet.create(file)
      }
      await killSomewhere(place)

      // The lock of the dead process is taken over.
      const ledger = await Ledger.open(join(place, 'ledger.json'))
      const session = new FileSet(file)
      const recovery = await recover(session, ledger)
      unfinished += recovery.entries.length
      applied += ledger.entries.filter(({ state }) => state === 'applied').length
      expect(recovery.entries.filter(({ outcome }) => outcome === 'interrupted')).toEqual([])
      expect(ledger.entries.filter(isUnfinished)).toEqual([])
      expect(await session.snapshot()).toEqual(await expectedSet(ledger))
      expect(await recover(session, ledger)).toEqual({ entries: [], elsewhere: 0 })
      await ledger.close()
    }
    // Otherwise the kills have missed what they are to test; of a few, chance may let all miss.
    if (kills < 100) return
    expect(unfinished).toBeGreaterThan(kills / 10)
    expect(applied).toBeGreaterThan(kills / 2)
  },
  60_000 + 2000 * kills,
)
