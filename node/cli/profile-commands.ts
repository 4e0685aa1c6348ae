/** `uplift learn` and `uplift profile …`, declared. */
import type { Command } from 'commander'
import { firstProfileName } from '../app/data-folder.ts'
import { json, lazily, number } from './declarations.ts'

const load = () => import('./profile.ts')
const loadNetwork = () => import('./network.ts')

export function addProfileCommands(program: Command): void {
  program.commandsGroup('Your taste:')

  program
    .command('learn')
    .description('learn your taste: a folder of references becomes a profile; run again, only what changed is measured')
    .argument('<folder>', 'references; folders in it count')
    .option('--name <name>', 'which profile', firstProfileName)
    .option('--watch', 'stay, and learn what is added, changed or removed')
    .option('--no-cache', 'measure anew even files that have been measured before')
    .option(...json)
    .action(
      lazily(
        () => import('./learn.ts'),
        commands => commands.learn,
      ),
    )

  const profile = program.command('profile').description('what was learned: look at it, judge it, overrule it, move it')
  profile
    .command('list')
    .description('all profiles')
    .option(...json)
    .action(lazily(load, commands => commands.list))
  profile
    .command('show')
    .description('its main figures, and which references do not teach everything')
    .argument('<name>', 'a profile that was learned, "prior", "demo", or a profile file')
    .option('--all', 'every zone')
    .option('--tracks', 'every reference')
    .option(...json)
    .action(lazily(load, commands => commands.show))
  profile
    .command('validate')
    .description('size, balance, outliers, and how it does on references that it has not seen')
    .argument('<name>')
    .option(...json)
    .action(lazily(load, commands => commands.validate))
  profile
    .command('judge')
    .description(
      'make the judge that `analyze` asks: it learns from your references and from copies of them with flaws',
    )
    .argument('<name>')
    .option('--copies <n>', 'copies of each reference; each takes as long as measuring it once', number, 1)
    .option('--drafts <folder>', 'tracks of your own that are not finished: they count against, too')
    .option(...json)
    .action(lazily(load, commands => commands.judge))
  profile
    .command('styles')
    .description('the styles that the references fall into, if they do, and what tells them apart')
    .argument('<name>')
    .option('--rename <n=name>', 'call one of them by a name of your own, such as 2=dark')
    .option(...json)
    .action(lazily(load, commands => commands.styles))
  profile
    .command('diff')
    .description('what the second has more or less of than the first')
    .argument('<from>')
    .argument('<to>')
    .option(...json)
    .action(lazily(load, commands => commands.diff))
  profile
    .command('export')
    .description('write the profile to a file that --profile takes')
    .argument('<name>')
    .argument('<file>')
    .option('--tracks', "every reference's figures and your choices too, for import and merge; no audio")
    .option(...json)
    .action(lazily(load, commands => commands.exportTo))
  profile
    .command('import')
    .description('take in what export --tracks wrote')
    .argument('<file>')
    .option('--name <name>', 'under another name')
    .option(...json)
    .action(lazily(load, commands => commands.importFrom))
  profile
    .command('merge')
    .description('several profiles as one')
    .argument('<names...>')
    .requiredOption('--name <name>', 'of the new one')
    .option(...json)
    .action(lazily(load, commands => commands.merge))
  profile
    .command('remove')
    .description('forget a profile; the audio stays')
    .argument('<name>')
    .option(...json)
    .action(lazily(load, commands => commands.remove))
  profile
    .command('train')
    .description('train a small network on your references; it is used only if it helps on those it has not heard')
    .argument('<name>')
    .option('--steps <n>', 'how long it trains', number, 600)
    .option('--seed <n>', 'another one gives another network', number, 1)
    .option(...json)
    .action(lazily(loadNetwork, commands => commands.train))
  profile
    .command('model')
    .description('have an ONNX model of your own listen to the references (docs/models.md)')
    .argument('<name>')
    .argument('<manifest>', 'its embedding.json, or "none" to do without again')
    .option(...json)
    .action(lazily(loadNetwork, commands => commands.model))
  profile
    .command('reference')
    .description('your word on one reference')
    .argument('<name>', 'of the profile')
    .argument('<title>', "the reference's file name without extension")
    .option('--weight <w>', 'how much it counts: 1 is one reference, 0 not at all', number)
    .option('--only <category...>', 'teaches only these, such as "low end"')
    .option('--everything', 'teaches everything again')
    .option('--trust', 'teaches in spite of what was found')
    .option('--distrust', 'what was found counts again')
    .option('--tag <tag...>', 'tags, in place of those it has')
    .option(...json)
    .action(lazily(load, commands => commands.reference))
  profile
    .command('set')
    .description('overrule zones: drop.widthMid=-12..-4, or drop.widthMid=learned to take it back')
    .argument('<name>')
    .argument('<zones...>')
    .option(...json)
    .action(lazily(load, commands => commands.overrule))
}
