/**
 * The command line as a tree: each command and option is declared once, in the *-commands.ts files; help, docs/cli.md and
 * shell completion come from it. Each command's own file is loaded only when it is asked for.
 */
import { Command } from 'commander'
import { reportFailure } from './failure.ts'
import { addMachineCommands } from './machine-commands.ts'
import { addProfileCommands } from './profile-commands.ts'
import { addSetCommands } from './set-commands.ts'
import { addSoundCommands } from './sound-commands.ts'

/** Exit codes: 0 done, 1 the world said no (failure.ts), 2 wrong usage. */
export function createProgram(): Command {
  const program = new Command('uplift')
    .description(
      'An AI co-producer for trance: measures the gap to your references, solves for the fixes, applies and proves them.',
    )
    .version('0.1.0')
    .option('--config <file>', 'settings from this file instead of the one in the data folder')
    .showHelpAfterError('(uplift --help shows the commands)')
    .exitOverride(error => process.exit(error.exitCode === 0 ? 0 : 2))
  program.hook('preAction', async (_, command) => {
    try {
      await (await import('./configured.ts')).applyConfig(command)
    } catch (error) {
      reportFailure(command.opts<{ readonly json?: boolean }>().json)(error)
      process.exit()
    }
  })
  addSetCommands(program)
  addSoundCommands(program)
  addProfileCommands(program)
  addMachineCommands(program)
  return program
}
