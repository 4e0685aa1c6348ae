/** Commands about Live, this computer and Uplift itself, declared. */
import { Argument, type Command } from 'commander'
import { json, lazily } from './declarations.ts'

export function addMachineCommands(program: Command): void {
  program.commandsGroup('Live and this computer:')

  program
    .command('als')
    .description('what a Live set file holds, without Live: tracks, devices, tempo, samples, and its health')
    .argument('<file>', 'a set saved by Live 8 to 12')
    .option(...json)
    .action(
      lazily(
        () => import('./als.ts'),
        commands => commands.als,
      ),
    )

  program
    .command('devices')
    .description('the Live devices: put them into the User Library, check them, take them away')
    .addArgument(new Argument('<action>', 'what to do').choices(['install', 'check', 'uninstall']))
    .option('--to <folder>', 'your User Library, where it is not found')
    .option('--from <folder>', 'the built folder')
    .option(...json)
    .action(
      lazily(
        () => import('./devices.ts'),
        commands => commands.devices,
      ),
    )

  program
    .command('preferences')
    .description('what was learned from the fixes you took, changed, turned down and took back')
    .addArgument(new Argument('[action]', 'what to do').choices(['show', 'reset', 'export']).default('show'))
    .option('--out <file>', 'where export writes', 'uplift-preferences.json')
    .option('--data <folder>', "where they are kept, if not in Uplift's own data folder")
    .option(...json)
    .action(
      lazily(
        () => import('./preferences.ts'),
        commands => commands.preferences,
      ),
    )
}
