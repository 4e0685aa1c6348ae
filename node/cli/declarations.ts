/** What the commands' declarations share (program.ts): options, and how a command's file is loaded. */
import { reportFailure } from './failure.ts'

export const number = (value: string) => Number(value)

export const json = ['--json', 'one JSON document on stdout, nothing else'] as const
export const stems = ['--stems <folder>', 'a folder of stems'] as const
export const sim = ['--sim', "the simulated set: the demo's song with its faults"] as const
export const seed = ['--seed <n>', 'which song of the simulated set', number, 2026] as const
export const profileOfSession = [
  '--profile <name|file>',
  'a learned one, "prior", "demo", or a file; unless named, with --sim "demo", else the one learned last',
] as const

/** A command's file is loaded when the command is run: `uplift --help` must not wait for all of them. */
export const lazily =
  <M>(load: () => Promise<M>, pick: (commands: M) => (...args: never[]) => Promise<void>) =>
  async (...args: readonly unknown[]): Promise<void> => {
    // Arguments, options, and the command itself.
    const given = args.slice(0, -1) as never[]
    const { json: asJson } = given.at(-1)! as { readonly json?: boolean }
    await pick(await load())(...given).catch(reportFailure(asJson))
  }
