/** Commands that change a set, or prepare it, declared. */
import type { Command } from 'commander'
import {
  json,
  lazily,
  number,
  oscAnswerPort,
  oscPort,
  profileOfSession,
  seed,
  sim,
  song,
  songs,
  stems,
} from './declarations.ts'

export function addSetCommands(program: Command): void {
  program.commandsGroup('Fix:')

  program
    .command('demo')
    .description(
      'the whole loop on the simulated set: a song with known faults, measured, fixed, measured again, with a report',
    )
    .option('--seed <n>', 'which song', number, 2026)
    .option('--length <full|short>', '3 to 4 minutes, or 60 to 90 s', 'full')
    .option('--out <folder>', 'where report.html goes', 'out/demo')
    .option(...json)
    .action(
      lazily(
        () => import('./demo.ts'),
        commands => commands.demo,
      ),
    )

  program
    .command('fix')
    .description('solve for the fixes, show them, and apply those you approve')
    .argument('[audio]', 'a bounce of the song, where there are no stems: alone, or with --als or --osc')
    .option('--stems <folder>', 'a folder of stems (Live: Export Audio, All Individual Tracks)')
    .option('--als <file>', 'the set that the stems were exported from: fixes go into a copy of it')
    .option('--osc', 'the set that is open in Live, through AbletonOSC: fixes go into it')
    .option(...sim)
    .option(...song)
    .option(...songs)
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
    .option(
      '--intended <feature@section...>',
      'meant to be so: stay silent about it, now and next time; without @section everywhere',
    )
    .option(
      '--match <file=track...>',
      'with --als or --osc: whose file it is, such as "Pad 2.wav=Pads"; "=none" leaves it out',
    )
    .option('--write-automated', 'with --als: also values that automation overrides as soon as it plays')
    .option(...oscPort)
    .option(...oscAnswerPort)
    .option('--out <folder|file.als>', 'where the mix and the proof go (out/fix), or the name of the copy of the set')
    .option(...json)
    .action(
      lazily(
        () => import('./fix.ts'),
        commands => commands.fix,
      ),
    )

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
    .action(
      lazily(
        () => import('./ab.ts'),
        commands => commands.ab,
      ),
    )

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
    .option(
      '--lock-parameter <track/parameter...>',
      'parameters that fixes must not touch, such as "Lead/Track Volume"',
    )
    .option('--unlock-parameter <track/parameter...>', 'parameters that fixes may touch again')
    .option('--out <folder>', 'where it is remembered: the same as of fix', 'out/fix')
    .option(...json)
    .action(
      lazily(
        () => import('./tracks.ts'),
        commands => commands.tracks,
      ),
    )

  program
    .command('panel')
    .description('the panel in the browser: see what is wrong, hear the fixes, apply and undo them')
    .option(...stems)
    .option('--als <file>', 'a Live set file, read only; with --stems also heard')
    .option('--osc', 'Live by AbletonOSC; with --stems also heard')
    .option(...sim)
    .option(...seed)
    .option(...profileOfSession)
    .option('--port <n>', 'of the page, on this computer only; 0: a free one', number, 0)
    .option('--out <folder>', 'where excerpts, receipts and what is remembered go', 'out/panel')
    .action(
      lazily(
        () => import('./panel.ts'),
        commands => commands.panel,
      ),
    )

  program
    .command('undo')
    .description('what a ledger holds that can be undone, and where')
    .argument('[id]', 'with --osc: this entry; the newest otherwise')
    .option('--ledger <file>', 'the ledger', 'out/fix/ledger.json')
    .option('--osc', 'take the entry back in the set that is open in Live, through AbletonOSC')
    .option(...oscPort)
    .option(...oscAnswerPort)
    .option(...json)
    .action(
      lazily(
        () => import('./undo.ts'),
        commands => commands.undo,
      ),
    )

  program
    .command('receipts')
    .description('what was done in past sessions: offered, applied, predicted, measured, kept or rolled back')
    .argument('[id]', 'one receipt; all are listed otherwise')
    .option('--last', 'the newest one')
    .option(...json)
    .action(
      lazily(
        () => import('./receipts.ts'),
        commands => commands.receipts,
      ),
    )

  program
    .command('osc-surface')
    .description('score, fixes and buttons over OSC, for TouchOSC and scripts (docs/osc.md)')
    .option(...stems)
    .option(...sim)
    .option(...seed)
    .option(...profileOfSession)
    .option('--port <n>', 'where it listens; 0: a free one', number, 9124)
    .option(
      '--host <address>',
      'another address than this computer: whoever reaches it can press everything',
      '127.0.0.1',
    )
    .option('--out <folder>', 'where excerpts, receipts and what is remembered go', 'out/panel')
    .action(
      lazily(
        () => import('./osc-surface.ts'),
        commands => commands.oscSurface,
      ),
    )
}
