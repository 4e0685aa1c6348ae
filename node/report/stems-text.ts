/** What the stems of a song are, how clean each is, and where the mix itself is cleaner. */
import type { Estimate } from '../synth/estimate.ts'
import type { StemQuality } from '../synth/extraction/stem-quality.ts'
import { block, columns, join, painter, printable, type TextOptions, wrap } from './layout.ts'

export interface StemsPage {
  readonly song: string
  /** Who separated it, in words; null: not known. */
  readonly by: string | null
  readonly seconds: number
  readonly sampleRate: number
  /** As the user may type it; null: no mix is known, so nothing can be checked. */
  readonly mix: string | null
  readonly stems: readonly {
    readonly path: string
    readonly name: string
    /** "bass", "without vocals"; null: not known. */
    readonly words: string | null
    /** null: not checked, or not in the mix. */
    readonly quality: StemQuality | null
  }[]
  readonly notes: readonly string[]
}

export const stemsDocument = (page: StemsPage) => ({
  uplift: 1,
  command: 'stems',
  song: page.song,
  by: page.by,
  seconds: page.seconds,
  sampleRate: page.sampleRate,
  mix: page.mix,
  stems: page.stems.map(({ path, name, words, quality }) => ({ path, name, stem: words, quality })),
  notes: page.notes,
})

export function stemsText(page: StemsPage, { color }: TextOptions): string {
  const paint = painter(color)
  const { song, by, seconds, sampleRate, mix, stems, notes } = page
  const head = `${stems.length} ${stems.length === 1 ? 'stem' : 'stems'}${by === null ? '' : ` by ${by}`}, ${clock(seconds)} long, ${(sampleRate / 1000).toFixed(1)} kHz.`
  return join([
    [paint('bold', printable(song)), ...wrap(head)],
    mix === null
      ? [
          ...columns(stems.map(({ name, words }) => [printable(name), words ?? 'what it is: not known'])),
          ...wrap('How clean they are can be told beside the song that was separated: --mix song.wav.'),
        ]
      : columns([
          ['Stem', 'is', 'leaks in', 'missing', 'cut above', 'trust'],
          ...stems.map(({ name, words, quality }) => [
            printable(name),
            words ?? 'not known',
            ...(quality ? qualityCells(quality) : ['not in the mix', '', '', '']),
          ]),
        ]),
    block(paint, 'Alone in the mix', soloLines(page)),
    ...(notes.length > 0
      ? [
          block(
            paint,
            'Notes',
            notes.flatMap(note => wrap(printable(note), '  ')),
          ),
        ]
      : []),
  ])
}

function qualityCells({ bleed, holes, cut, trust }: StemQuality): string[] {
  return [
    bleed.value === null && bleed.reason.startsWith('none')
      ? 'none heard'
      : told(bleed, value => `${value.toFixed(0)} dB`),
    told(holes, value => `${(100 * value).toFixed(1)} %`),
    cut.value === null ? '–' : `${(cut.value / 1000).toFixed(1)} kHz`,
    `${Math.round(100 * trust)} %`,
  ]
}

const told = (given: Estimate, words: (value: number) => string) =>
  given.value === null ? 'cannot tell' : words(given.value)

const mostPassages = 2

function soloLines({ stems, mix }: StemsPage): string[] {
  if (mix === null) return []
  return stems.flatMap(({ name, words, quality }) =>
    // What is left without a stem is no single sound.
    words?.startsWith('without') || !quality
      ? []
      : quality.solos
          .slice(0, mostPassages)
          .flatMap(({ fromSeconds, toSeconds, restDb }) =>
            wrap(
              `${words ?? printable(name)}, ${clock(fromSeconds)} to ${clock(toSeconds)} (all else ${restDb.toFixed(0)} dB): the mix is cleaner there than any stem: uplift synth "${printable(mix)}" --from ${fromSeconds.toFixed(1)} --to ${toSeconds.toFixed(1)}`,
              '  ',
              '    ',
            ),
          ),
  )
}

/** "1:02.3". */
function clock(seconds: number): string {
  const tenths = Math.round(10 * seconds)
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`
}
