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
    .command('calibrate')
    .description("measures Live's own devices: makes a signal to play through them, and compares what you recorded")
    .argument('<folder>', 'where the recordings are, or the set is to be made')
    .option('--make', 'write the signal and the steps into the folder')
    .option('--live-version <version>', 'of the Live that recorded, for the file to send')
    .option(...json)
    .action(
      lazily(
        () => import('./calibrate.ts'),
        commands => commands.calibrateDevices,
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

  program
    .command('doctor')
    .description('what works on this machine and what does not, and what to do about it')
    .option('--to <folder>', 'your User Library, where it is not found')
    .option(...json)
    .action(
      lazily(
        () => import('./doctor.ts'),
        commands => commands.doctor,
      ),
    )

  program
    .command('config')
    .description('settings that hold for every call: show them with where each comes from, set them, take them out')
    .addArgument(new Argument('[action]', 'what to do').choices(['show', 'set', 'unset', 'path']).default('show'))
    .argument('[name]', 'of the setting')
    .argument('[value]', 'of the setting')
    .option(...json)
    .action(
      lazily(
        () => import('./config.ts'),
        commands => commands.config,
      ),
    )

  program
    .command('completion')
    .description('a script that completes these commands in your shell')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', completionHelp)
    .action(
      lazily(
        () => import('./completion.ts'),
        commands => commands.completion,
      ),
    )
}

const completionHelp = `
bash: add to ~/.bashrc    source <(uplift completion bash)
zsh:  add to ~/.zshrc     source <(uplift completion zsh)
fish: run once            uplift completion fish > ~/.config/fish/completions/uplift.fish`
