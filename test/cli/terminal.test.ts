import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { writeWav } from '../../node/audio/write-wav.ts'
import { changeSide, miniSong } from '../support/mini-song.ts'
import { hasTmux, Terminal } from './terminal.ts'

/** The built command line (npm test builds it first), in a real terminal and in pipes. */
const program = fileURLToPath(new URL('../../dist/uplift.mjs', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'uplift-terminal-'))
const env = { UPLIFT_DATA: join(folder, 'data'), UPLIFT_CACHE: join(folder, 'cache') }
const fix = `node '${program}' fix --stems . --section drop --stage premaster --only stereo`

beforeAll(async () => {
  const { tracks } = changeSide(miniSong, 'Bass', mid => mid.map((_, n) => mid[n - 200] ?? 0))
  for (const { name, source } of tracks) await writeWav(join(folder, `${name}.wav`), source!, { format: 'int24' })
})
afterAll(() => rmSync(folder, { recursive: true }))

describe.skipIf(!hasTmux)(`in a terminal${hasTmux ? '' : ' (skipped: tmux is not installed)'}`, () => {
  let terminal: Terminal
  afterEach(() => terminal.close())
  const open = () => (terminal = new Terminal(folder, env))
  const question = /Apply fixes\? \[a\]ll \/ 1,2,3 \/ \[n\]one/

  test('the question outlives a narrow window and a wrong answer; Ctrl-C applies nothing and shows the cursor', async () => {
    open()
    terminal.type(`${fix} --out asked; echo "code $?"`)
    await terminal.see(question)
    terminal.resize(50, 20)
    terminal.type('9')
    await terminal.see(/numbers from 1 to \d|Say a or 1/)
    terminal.resize(110, 40)
    terminal.press('C-c')
    await terminal.see(/code 0\n/)
    expect(terminal.isCursorShown).toBe(true)
    expect(existsSync(join(folder, 'asked', 'report.html'))).toBe(false)
    expect(ledger('asked').entries).toEqual([])
    // The progress line has been taken back.
    expect(terminal.text).not.toContain('Measuring the mix …')
  })

  test('"1" applies the first fix; the proof is printed and the ledger says so', async () => {
    open()
    terminal.type(`${fix} --out chosen; echo "code $?"`)
    await terminal.see(question)
    terminal.type('1')
    const text = await terminal.see(/code 0\n/)
    expect(text).toMatch(/Report: .*report\.html/)
    expect(ledger('chosen').entries).toHaveLength(1)
    expect(terminal.isCursorShown).toBe(true)
  })

  test('Ctrl-C in the middle of measuring leaves nothing half-written, and the same command works again', async () => {
    open()
    terminal.type(`${fix} --out stopped`)
    await terminal.see(/Measuring the mix …/)
    terminal.press('C-c')
    await terminal.see(/\^C\s+ready>/)
    expect(terminal.isCursorShown).toBe(true)
    const left = existsSync(join(folder, 'stopped')) ? readdirSync(join(folder, 'stopped')) : []
    expect(left.filter(name => !name.endsWith('.lock'))).toEqual([])
    terminal.type(`clear; ${fix} --out stopped --dry-run; echo "again $?"`)
    await terminal.see(/again 0\n/)
  })

  const ledger = (out: string): { readonly entries: readonly object[] } => {
    const file = join(folder, out, 'ledger.json')
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { entries: [] }
  }
})

describe('in a pipe', () => {
  const shell = (line: string) =>
    execFileSync('sh', ['-c', line], { cwd: folder, env: { ...process.env, ...env }, encoding: 'utf8' })

  test('a reader that has seen enough is no failure', () => {
    const text = shell(
      `(node '${program}' features --json; echo "code $?" >&2) 2>&1 >/dev/null | cat; node '${program}' features 2>errors | head -1; cat errors`,
    )
    expect(text).toBe('code 0\nLoudness\n')
  })

  test('there are no colours, no rewritten lines and no questions', () => {
    const text = shell(`${fix} --out piped </dev/null 2>&1 | cat`)
    expect(text).toContain('Nothing was applied: there is no terminal to ask on.')
    expect([...text].filter(sign => sign < ' ' && sign !== '\n')).toEqual([])
  })
})
