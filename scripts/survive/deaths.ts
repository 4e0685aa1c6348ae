/** The long runs of the tests that kill a process at random moments, or let it die at a chosen step. */
import { spawnSync } from 'node:child_process'

/** true: all of them survived. */
export function deaths(root: string, kills: number): boolean {
  const runs = [
    { file: 'test/app/crash.test.ts', env: { UPLIFT_KILLS: `${kills}` } },
    { file: 'test/app/crash-steps.test.ts', env: { UPLIFT_DEATHS: `${kills}` } },
    { file: 'test/app/learn-crash.test.ts', env: { UPLIFT_KILLS: `${Math.max(1, Math.round(kills / 10))}` } },
  ]
  return runs
    .map(({ file, env }) => {
      console.log(`\n${file}, ${Object.entries(env).join(' ').replaceAll(',', '=')}`)
      const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', file], {
        cwd: root,
        env: { ...process.env, ...env },
        stdio: 'inherit',
      })
      return status === 0
    })
    .every(Boolean)
}
