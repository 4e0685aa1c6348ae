#!/usr/bin/env node
/** `uplift`: one file per command, each loaded only when it is asked for. */
import { Argument, Command } from 'commander'
import { firstProfileName } from '../app/data-folder.ts'
import { reportFailure } from './failure.ts'

const program = new Command('uplift')
  .description(
    'An AI co-producer for trance: measures the gap to your references, solves for the fixes, applies and proves them.',
  )
  .version('0.1.0')
  .showHelpAfterError('(uplift --help shows the commands)')
  .configureOutput({ writeErr: text => process.stderr.write(text) })
  // Wrong usage is 2; a world that says no is 1 (failure.ts).
  .exitOverride(error => {
    process.exit(error.exitCode === 0 ? 0 : 2)
  })

const number = (value: string) => Number(value)

/** Options that several commands share. */
const json = ['--json', 'one JSON document on stdout, nothing else'] as const
const stems = ['--stems <folder>', 'a folder of stems'] as const
const sim = ['--sim', "the simulated set: the demo's song with its faults"] as const
const seed = ['--seed <n>', 'which song of the simulated set', number, 2026] as const
const profileOfSession = [
  '--profile <name|file>',
  'a learned one, "prior", "demo", or a file; unless named, with --sim "demo", else the one learned last',
] as const

program
  .command('demo')
  .description(
    'the whole loop on the simulated set: a song with known faults, measured, fixed, measured again, with a report',
  )
  .option('--seed <n>', 'which song', number, 2026)
  .option('--length <full|short>', '3 to 4 minutes, or 60 to 90 s', 'full')
  .option('--out <folder>', 'where report.html goes', 'out/demo')
  .option(...json)
  .action(async options => (await import('./demo.ts')).demo(options).catch(reportFailure(options.json)))

program
  .command('analyze')
  .description('measure a mix and compare it with a profile')
  .argument('<audio>', 'a bounced mix: WAV, AIFF, FLAC, MP3, Ogg, Opus, M4A')
  .option('--stems <folder>', 'its stems: names the tracks that carry each gap')
  .option(
    '--profile <name|file>',
    'one that you have learned, "prior" (published trance figures), "demo", or a profile file',
  )
  .option('--target <what>', 'of a learned profile: style:2, nearest, nearest:8, or tracks:Song A,Song B=2')
  .option('--stage <auto|premaster|master>', 'what the mix is', 'auto')
  .option('--section <type>', 'treat the whole file as intro, build, breakdown, drop or outro (a loop in progress)')
  .option('--html <file>', 'also write a report')
  .option('--no-cache', 'measure anew even if this file has been measured before')
  .option(...json)
  .action(async (audio, options) =>
    (await import('./analyze.ts')).analyze(audio, options).catch(reportFailure(options.json)),
  )

program
  .command('features')
  .description('what every figure is: unit, range, source, and when it counts as a fault')
  .option(...json)
  .action(async options => (await import('./features.ts')).features(options).catch(reportFailure(options.json)))

program
  .command('fix')
  .description('solve for the fixes, show them, and apply those you approve')
  .option('--stems <folder>', 'a folder of stems (Live: Export Audio, All Individual Tracks)')
  .option(...sim)
  .option(...seed)
  .option(...profileOfSession)
  .option('--target <what>', 'of a learned profile: style:2, nearest, nearest:8, or tracks:Song A,Song B=2')
  .option('--like <audio...>', 'instead of a profile: as near to this track, or these few, as can be heard')
  .option('--stage <auto|premaster|master>', 'what the mix is', 'auto')
  .option('--section <type>', 'treat the whole song as one section of this type')
  .option('--apply', 'apply all fixes without asking; writes the changed mix as WAV beside the proof')
  .option('--dry-run', 'show the fixes and stop')
  .option('--passes <n>', 'plan, apply and measure so many times (1 to 3)', number, 1)
  .option('--strength <percent>', 'scale every amount, 0 to 100', number, 100)
  .option('--only <category...>', 'improve only these: spectrum, stereo, "low end", sidechain, loudness, dynamics')
  .option('--without <category...>', 'leave these as they are')
  .option('--lock <track...>', 'tracks that must not be touched')
  .option('--lock-parameter <track/parameter...>', 'parameters that must not be touched, such as "Lead/Track Volume"')
  .option('--intended <feature[@section]...>', 'meant to be so: stay silent about it, now and next time')
  .option('--out <folder>', 'where the mix and the proof go', 'out/fix')
  .option(...json)
  .action(async options => (await import('./fix.ts')).fix(options).catch(reportFailure(options.json)))

program
  .command('tracks')
  .description('what each track is taken for, how sure that is and why; corrections and locks are remembered')
  .option(...stems)
  .option(...sim)
  .option(...seed)
  .option('--section <type>', 'treat the whole song as one section of this type')
  .option('--role <track=role...>', 'correct a role, such as "Synth 3=lead"; "auto" forgets')
  .option('--lock <track...>', 'tracks that fixes must not touch')
  .option('--unlock <track...>', 'tracks that fixes may touch again')
  .option('--out <folder>', 'where it is remembered: the same as of fix', 'out/fix')
  .option(...json)
  .action(async options => (await import('./tracks.ts')).tracks(options).catch(reportFailure(options.json)))

program
  .command('panel')
  .description('the panel in the browser: see what is wrong, hear the fixes, apply and undo them')
  .option(...stems)
  .option(...sim)
  .option(...seed)
  .option(...profileOfSession)
  .option('--port <n>', 'of the page, on this computer only; 0: a free one', number, 0)
  .option('--out <folder>', 'where excerpts, receipts and what is remembered go', 'out/panel')
  .action(async options => (await import('./panel.ts')).panel(options).catch(reportFailure(false)))

program
  .command('als')
  .description('what a Live set file holds, without Live: tracks, devices, tempo, samples, and its health')
  .argument('<file>', 'a set saved by Live 8 to 12')
  .option(...json)
  .action(async (file, options) => (await import('./als.ts')).als(file, options).catch(reportFailure(options.json)))

program
  .command('ab')
  .description('hear the fixes before anything is applied, at equal loudness, with names or blind')
  .option(...stems)
  .option(...sim)
  .option(...seed)
  .option(...profileOfSession)
  .option('--stage <auto|premaster|master>', 'what the mix is', 'auto')
  .option('--fix <numbers>', 'fixes of the plan, such as 1,2; all of them otherwise')
  .option('--section <type>', 'which section to hear; the drop otherwise')
  .option('--bars <n>', 'how many bars', number, 8)
  .option('--reference <audio>', 'a reference song to hear beside, its loudest stretch')
  .option('--blind [question]', 'preference (which is better?) or which (what is X?); the key stays in the votes')
  .option('--vote <trial=answer>', 'answer an earlier trial, such as 3=X2 or 3=none')
  .option('--votes <file>', 'where votes are kept; votes.json in --out otherwise')
  .option('--out <folder>', 'where the WAV files go', 'out/preview')
  .option(...json)
  .action(async options => (await import('./ab.ts')).ab(options).catch(reportFailure(options.json)))

program
  .command('devices')
  .description('the Live devices: put them into the User Library, check them, take them away')
  .addArgument(new Argument('<action>', 'what to do').choices(['install', 'check', 'uninstall']))
  .option('--to <folder>', 'your User Library, where it is not found')
  .option('--from <folder>', 'the built folder')
  .option(...json)
  .action(async (action, options) =>
    (await import('./devices.ts')).devices(action, options).catch(reportFailure(options.json)),
  )

program
  .command('receipts')
  .description('what was done in past sessions: offered, applied, predicted, measured, kept or rolled back')
  .argument('[id]', 'one receipt; all are listed otherwise')
  .option('--last', 'the newest one')
  .option(...json)
  .action(async (id, options) =>
    (await import('./receipts.ts')).receipts(id, options).catch(reportFailure(options.json)),
  )

program
  .command('learn')
  .description('learn your taste: a folder of references becomes a profile; run again, only what changed is measured')
  .argument('<folder>', 'references; folders in it count')
  .option('--name <name>', 'which profile', firstProfileName)
  .option('--watch', 'stay, and learn what is added, changed or removed')
  .option('--no-cache', 'measure anew even files that have been measured before')
  .option(...json)
  .action(async (folder, options) =>
    (await import('./learn.ts')).learn(folder, options).catch(reportFailure(options.json)),
  )

const profile = program.command('profile').description('what was learned: look at it, judge it, overrule it, move it')
/** One of profile.ts's commands, with the arguments and options that commander gives. */
const lazily =
  (pick: (commands: typeof import('./profile.ts')) => (...args: never[]) => Promise<void>) =>
  async (...args: readonly unknown[]) => {
    const given = args.slice(0, -1) as never[]
    const { json } = given.at(-1)! as { readonly json?: boolean }
    await pick(await import('./profile.ts'))(...given).catch(reportFailure(json))
  }
profile
  .command('list')
  .description('all profiles')
  .option(...json)
  .action(lazily(commands => commands.list))
profile
  .command('show')
  .description('its main figures, and which references do not teach everything')
  .argument('<name>', 'a profile that was learned, "prior", "demo", or a profile file')
  .option('--all', 'every zone')
  .option('--tracks', 'every reference')
  .option(...json)
  .action(lazily(commands => commands.show))
profile
  .command('validate')
  .description('size, balance, outliers, and how it does on references that it has not seen')
  .argument('<name>')
  .option(...json)
  .action(lazily(commands => commands.validate))
profile
  .command('styles')
  .description('the styles that the references fall into, if they do, and what tells them apart')
  .argument('<name>')
  .option('--rename <n=name>', 'call one of them by a name of your own, such as 2=dark')
  .option(...json)
  .action(lazily(commands => commands.styles))
profile
  .command('diff')
  .description('what the second has more or less of than the first')
  .argument('<from>')
  .argument('<to>')
  .option(...json)
  .action(lazily(commands => commands.diff))
profile
  .command('export')
  .description('write the profile to a file that --profile takes')
  .argument('<name>')
  .argument('<file>')
  .option('--tracks', "every reference's figures and your choices too, for import and merge; no audio")
  .option(...json)
  .action(lazily(commands => commands.exportTo))
profile
  .command('import')
  .description('take in what export --tracks wrote')
  .argument('<file>')
  .option('--name <name>', 'under another name')
  .option(...json)
  .action(lazily(commands => commands.importFrom))
profile
  .command('merge')
  .description('several profiles as one')
  .argument('<names...>')
  .requiredOption('--name <name>', 'of the new one')
  .option(...json)
  .action(lazily(commands => commands.merge))
profile
  .command('remove')
  .description('forget a profile; the audio stays')
  .argument('<name>')
  .option(...json)
  .action(lazily(commands => commands.remove))
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
  .action(lazily(commands => commands.reference))
profile
  .command('set')
  .description('overrule zones: drop.widthMid=-12..-4, or drop.widthMid=learned to take it back')
  .argument('<name>')
  .argument('<zones...>')
  .option(...json)
  .action(lazily(commands => commands.overrule))

program
  .command('similar')
  .description('the references of a learned profile that a track sounds like, and in which respects')
  .argument('<audio>', 'WAV, AIFF, FLAC, MP3, Ogg, Opus, M4A')
  .option('-k <n>', 'how many', number, 5)
  .option('--profile <name>', 'a learned one; unless named, the one learned last')
  .option('--section <type>', 'compare this section only: drop against drop')
  .option('--aspect <name...>', 'compare only these: "low end", tone, groove, harmony, dynamics, width')
  .option('--model <file>', 'also write what compares them as an ONNX model')
  .option('--no-cache', 'measure anew even if this file has been measured before')
  .option(...json)
  .action(async (audio, options) =>
    (await import('./similar.ts')).similar(audio, options).catch(reportFailure(options.json)),
  )

program
  .command('compare')
  .description('what tells two tracks apart, at equal loudness and section by section')
  .argument('<audio>', 'yours')
  .argument('<reference>', 'the other')
  .option('--section <type>', 'only this section')
  .option('--all', 'every audible difference')
  .option('--no-cache', 'measure anew even if these files have been measured before')
  .option(...json)
  .action(async (audio, reference, options) =>
    (await import('./compare.ts')).compare(audio, reference, options).catch(reportFailure(options.json)),
  )

program
  .command('synth')
  .description('what an isolated synth sound is made of, with confidence, and how to rebuild it')
  .argument('<audio>', 'the sound alone, best one note: WAV, AIFF, FLAC, MP3, Ogg, Opus, M4A')
  .option('--compare <mine>', 'your own attempt: what differs, and which way to turn')
  .option('--tempo <bpm>', 'names LFO rates as note values', number)
  .option('--html <file>', 'also write a page with plots')
  .option('--yaml', 'YAML on stdout')
  .option(...json)
  .action(async (audio, options) =>
    (await import('./synth.ts')).synth(audio, options).catch(reportFailure(options.json)),
  )

program
  .command('undo')
  .description('what a ledger holds that can be undone, and where')
  .option('--ledger <file>', 'the ledger', 'out/fix/ledger.json')
  .option(...json)
  .action(async options => (await import('./undo.ts')).undo(options).catch(reportFailure(options.json)))

program
  .command('preferences')
  .description('what was learned from the fixes you took, changed, turned down and took back')
  .addArgument(new Argument('[action]', 'what to do').choices(['show', 'reset', 'export']).default('show'))
  .option('--out <file>', 'where export writes', 'uplift-preferences.json')
  .option('--data <folder>', "where they are kept, if not in Uplift's own data folder")
  .option(...json)
  .action(async (action, options) =>
    (await import('./preferences.ts')).preferences(action, options).catch(reportFailure(options.json)),
  )

await program.parseAsync()
