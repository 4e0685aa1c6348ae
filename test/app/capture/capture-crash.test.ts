/** Deaths of the hub while it captures. The long run: UPLIFT_KILLS=100 npx vitest run test/app/capture/capture-crash.test.ts */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtProgram, livedAndDied } from '../../support/mortal-program.ts'

const kills = Number(process.env['UPLIFT_KILLS'] ?? 4)

let program: string
let home: string
beforeAll(async () => {
  program = await builtProgram('capturing-program')
  home = await mkdtemp(join(tmpdir(), 'uplift-capture-crash-'))
})
afterAll(() => rm(home, { recursive: true }))

test(
  `killed ${kills} times while it captures: the next start takes away what was left and captures again`,
  async () => {
    let inTheMiddle = 0
    for (let kill = 0; kill < kills; kill++) {
      const { lines } = await livedAndDied(program, [home], { mostLines: 14, longestMs: 20 })
      // Killed before it was ready, it has said nothing; the next one has more to take away.
      expect(lines[0] ?? 'left 0').toBe('left 0')
      // A song captured anew takes the place of the one before: one folder a pass, never more.
      for (const line of lines.filter(each => each.startsWith('captured'))) expect(line).toBe('captured 1')
      if (lines.at(-1) === 'recording') inTheMiddle++
    }
    // Otherwise the deaths have missed what they are to test.
    if (kills >= 20) expect(inTheMiddle).toBeGreaterThan(kills / 5)
  },
  60_000 + 5000 * kills,
)
