/** As crash.test.ts, but in one process: each death falls right before, or right behind, a step of the work. Longer: UPLIFT_DEATHS=700. */
import { expect, test } from 'vitest'
import { Ledger } from '../../node/app/ledger.ts'
import { recover } from '../../node/app/recover.ts'
import { isUnfinished } from '../../node/app/restore.ts'
import { FileSet } from '../support/file-set.ts'
import { expectedSet, randomFrom, workOnce } from '../support/session-work.ts'

const dead = new Error('the process is dead')

/** Everything that changes set or ledger is a step; in the `last` one the process dies, with that step done or not. */
function mortal(session: FileSet, ledger: Ledger) {
  let left = Number.POSITIVE_INFINITY
  let isDone = false
  const steps: [object, string][] = [
    ...['write', 'insertDevice', 'removeDevice', 'setSidechainSource'].map((name): [object, string] => [session, name]),
    ...['add', 'update', 'addCheckpoint'].map((name): [object, string] => [ledger, name]),
  ]
  for (const [owner, name] of steps) {
    const alive = (owner as Record<string, (...args: unknown[]) => Promise<unknown>>)[name]!.bind(owner)
    Object.assign(owner, {
      [name]: async (...args: unknown[]) => {
        left--
        if (left < 0 || (left === 0 && !isDone)) throw dead
        const result = await alive(...args)
        if (left === 0) throw dead
        return result
      },
    })
  }
  return {
    dieAt: (last: number, done: boolean) => {
      left = last
      isDone = done
    },
    revive: () => {
      left = Number.POSITIVE_INFINITY
    },
  }
}

test('dead before or behind any step of any work, the next start finds set and ledger in agreement', async () => {
  const rounds = Number(process.env['UPLIFT_DEATHS'] ?? 40)
  let unfinished = 0
  let applied = 0
  for (let seed = 1; seed <= rounds; seed++) {
    const random = randomFrom(seed * 7919)
    for (let i = 0; i < 9; i++) random()
    const session = FileSet.create(null)
    const ledger = Ledger.inMemory()
    const { dieAt, revive } = mortal(session, ledger)
    for (let life = 0; life < 3; life++) {
      dieAt(1 + Math.floor(60 * random()), random() < 0.5)
      try {
        for (;;) await workOnce(session, ledger, random)
      } catch (error) {
        if (error !== dead) throw error
      }
      revive()
      const recovery = await recover(session, ledger)
      unfinished += recovery.entries.length
      applied += ledger.entries.filter(({ state }) => state === 'applied').length
      const where = `seed ${seed}, life ${life}`
      expect(
        recovery.entries.filter(({ outcome }) => outcome === 'interrupted'),
        where,
      ).toEqual([])
      expect(ledger.entries.filter(isUnfinished), where).toEqual([])
      expect(await session.snapshot(), where).toEqual(await expectedSet(ledger))
      expect(await recover(session, ledger), where).toEqual({ entries: [], elsewhere: 0 })
    }
  }
  expect(unfinished).toBeGreaterThan(rounds)
  expect(applied).toBeGreaterThan(rounds)
})
