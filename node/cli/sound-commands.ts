/** Commands that measure sound, declared. */
import type { Command } from 'commander'
import { json, lazily, number } from './declarations.ts'

export function addSoundCommands(program: Command): void {
  program.commandsGroup('Listen:')

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
    .action(
      lazily(
        () => import('./analyze.ts'),
        commands => commands.analyze,
      ),
    )

  program
    .command('features')
    .description('what every figure is: unit, range, source, and when it counts as a fault')
    .option(...json)
    .action(
      lazily(
        () => import('./features.ts'),
        commands => commands.features,
      ),
    )

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
    .action(
      lazily(
        () => import('./similar.ts'),
        commands => commands.similar,
      ),
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
    .action(
      lazily(
        () => import('./compare.ts'),
        commands => commands.compare,
      ),
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
    .action(
      lazily(
        () => import('./synth.ts'),
        commands => commands.synth,
      ),
    )
}
