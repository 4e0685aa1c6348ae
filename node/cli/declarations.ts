/** What the commands' declarations share (program.ts): options, and how a command's file is loaded. */
import type { Command } from 'commander'
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

export const song = [
  '--song <name>',
  'a song folder: the set, the stems and the mix in it are found by their names',
] as const
export const songs = ['--songs <folder>', 'where the song folders are; here otherwise'] as const
export const oscPort = ['--osc-port <n>', 'where AbletonOSC listens', number, 11_000] as const
export const oscAnswerPort = ['--osc-answer-port <n>', 'where AbletonOSC answers to', number, 11_001] as const

/**
 * A command's file is loaded when the command is run: `uplift --help` must not wait for all of them. It gets its arguments and
 * its options, those of the whole program (--config) among them.
 */
export const lazily =
  <M>(load: () => Promise<M>, pick: (commands: M) => (...args: never[]) => Promise<void>) =>
  async (...args: readonly unknown[]): Promise<void> => {
    const command = args.at(-1) as Command
    const options = command.optsWithGlobals<{ readonly json?: boolean }>()
    const given = [...args.slice(0, -2), options] as never[]
    await pick(await load())(...given).catch(reportFailure(options.json))
  }
