/** A real terminal for tests: a shell in tmux, seen as its user sees it. */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'

export const hasTmux = (() => {
  try {
    execFileSync('tmux', ['-V'])
    return true
  } catch {
    return false
  }
})()

export class Terminal {
  readonly #server = `uplift-test-${randomUUID().slice(0, 8)}`

  constructor(folder: string, env: Readonly<Record<string, string>>) {
    const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`])
    // Whatever this machine's shell and tmux are set up to do is left out.
    this.#tmux('-f', '/dev/null', 'new-session', '-d', '-x', '110', '-y', '40', '-c', folder, ...variables, 'sh')
    this.type("PS1='ready> '")
  }

  /** A line, and Enter. */
  type(line: string): void {
    this.#tmux('send-keys', '-l', line)
    this.press('Enter')
  }

  /** "C-c", "Enter". */
  press(key: string): void {
    this.#tmux('send-keys', key)
  }

  resize(columns: number, rows: number): void {
    this.#tmux('resize-window', '-x', String(columns), '-y', String(rows))
  }

  /** With what has scrolled away. */
  get text(): string {
    return this.#tmux('capture-pane', '-p', '-S', '-500')
  }

  get isCursorShown(): boolean {
    return this.#tmux('display-message', '-p', '#{cursor_flag}').trim() === '1'
  }

  /** Until it is to be seen; rejects with what there is instead. */
  async see(what: RegExp, seconds = 90): Promise<string> {
    const end = Date.now() + seconds * 1000
    while (Date.now() < end) {
      const { text } = this
      if (what.test(text)) return text
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    throw new Error(`${what} was not to be seen:\n${this.text}`)
  }

  close(): void {
    this.#tmux('kill-server')
  }

  #tmux(...args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#server, ...args], { encoding: 'utf8' })
  }
}
