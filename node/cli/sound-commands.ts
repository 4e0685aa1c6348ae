/** Commands that measure sound, declared. */
import type { Command } from 'commander'
import { json, lazily, number, song, songs } from './declarations.ts'

export function addSoundCommands(program: Command): void {
  program.commandsGroup('Listen:')

  program
    .command('analyze')
    .description('measure a mix and compare it with a profile')
    .argument('[audio]', 'a bounced mix: WAV, AIFF, FLAC, MP3, Ogg, Opus, M4A')
    .option('--stems <folder>', 'its stems: names the tracks that carry each gap')
    .option('--als <file>', 'the set that the stems were exported from: tracks, groups and devices are known then')
    .option(...song)
    .option(...songs)
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
    .command('stems')
    .description(
      'what a folder of separated stems holds and how clean it is; or separate a song by a tool or model of yours',
    )
    .argument('<folder|audio>', 'stems of LALAL.AI, Live, UVR5, audio-separator, Demucs or RX; or a song')
    .option('--mix <audio>', 'with a folder: the song that was separated, which the stems are checked against')
    .option('--as <file=stem...>', 'what a file is, where its name does not say it: "part 3=synth"')
    .option('--out <folder>', 'where stems go as WAV, of one length; a new folder when a song is separated')
    .option('--tool <command>', 'demucs or audio-separator, by name, path, or "python3 -m demucs"')
    .option('--model <file|name>', 'a UVR MDX-NET model file (.onnx), run here; or the name of a model of the tool')
    .option('--models <folder>', "audio-separator's folder of models")
    .option('--stem <name>', 'only this and the rest: vocals, drums, bass, other, synth, piano, guitar, strings, wind')
    .option('--fft-size <n>', 'of the model file, where its size does not tell', number)
    .option('--overlap <share>', 'of the model file: how much of each piece the next repeats', number, 0.25)
    .option('--compensate <factor>', 'of the model file: the stem times this is taken from the mix', number, 1)
    .option('--denoise', 'of the model file: twice the time, less noise of its own')
    .option(...json)
    .action(
      lazily(
        () => import('./stems.ts'),
        commands => commands.stems,
      ),
    )

  program
    .command('synth')
    .description('what an isolated synth sound is made of, with confidence, and how to rebuild it')
    .argument('<audio>', 'the sound alone, best one note: WAV, AIFF, FLAC, MP3, Ogg, Opus, M4A')
    .option('--from <seconds>', 'measure from here', number)
    .option('--to <seconds>', 'to here', number)
    .option('--mix <audio>', 'the song that the sound was separated from: a stem that is not clean is trusted less')
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
