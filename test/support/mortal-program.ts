/** Programs of test/support that a test starts again and again and kills at random moments. */
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { bundleInto } from './bundle-into.ts'

/** Bundles test/support/<name>.ts; returns the file to run. */
export async function builtProgram(name: string): Promise<string> {
  const outdir = await bundleInto(name, { [name]: `test/support/${name}.ts` })
  return `${outdir}/${name}.mjs`
}

export interface Life {
  /** Lines that the program printed, the last one whole. */
  readonly lines: readonly string[]
}

/**
 * Runs the program until it has printed a random number of lines below `mostLines`, and kills it up to `longestMs` later.
 * Throws when it ended by itself: then it has not been killed.
 */
export async function livedAndDied(
  program: string,
  args: readonly string[],
  { mostLines, longestMs }: { readonly mostLines: number; readonly longestMs: number },
): Promise<Life> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  let said = ''
  let errors = ''
  child.stderr.on('data', (text: Buffer) => (errors += text))
  const most = randomInt(1, mostLines)
  await Promise.race([
    ended,
    new Promise<void>(reached => {
      child.stdout.on('data', (text: Buffer) => {
        said += text
        if (said.split('\n').length > most) reached()
      })
    }),
  ])
  await new Promise(done => setTimeout(done, randomInt(longestMs)))
  child.kill('SIGKILL')
  const [code, signal] = await ended
  if (signal !== 'SIGKILL') throw new Error(`${program} must live until it is killed, it ended with ${code}: ${errors}`)
  return { lines: said.split('\n').slice(0, -1) }
}
