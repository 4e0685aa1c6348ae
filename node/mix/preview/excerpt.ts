/** Which bars to listen to: a phrase of the wanted section in which the tracks that move are heard best. */
import { AppError } from '../../audio/app-error.ts'
import { type Audio, stereoOf } from '../../audio/audio.ts'
import type { Analysis, Section } from '../../features/analysis.ts'
import type { SectionType } from '../../features/catalogue.ts'
import type { TimeRange } from '../../features/loudness.ts'
import type { Take } from '../../live/session.ts'
import type { Move } from '../moves.ts'

export interface Excerpt extends TimeRange {
  /** null: no sections are known. */
  readonly section: SectionType | null
  /** Whole bars; null without a beat grid. */
  readonly bars: number | null
}

export interface ExcerptOptions {
  readonly analysis: Pick<Analysis, 'grid' | 'sections' | 'seconds'>
  readonly take: Take
  readonly moves: readonly Move[]
  /** The drop where there is one, else whatever plays; or this type and no other. */
  readonly section?: SectionType
  /** 8 when absent. */
  readonly bars?: number
}

const beatsPerBar = 4
/** A bar at 120 BPM, where no beat was found. */
const barSecondsWithoutGrid = 2
/** A moved track counts as heard in a phrase from this share of its loudest phrase's energy (−20 dB). */
const heardShare = 0.01

/** Throws AppError SECTION_MISSING for a section that the song does not have. */
export function chooseExcerpt(options: ExcerptOptions): Excerpt {
  const { analysis, section, bars = 8 } = options
  const { sections, seconds } = analysis
  const whole: Section[] = [{ type: 'drop', startSeconds: 0, endSeconds: seconds }]
  const known = sections.length > 0
  const phrases = (known ? sections : whole).flatMap(each => phrasesOf(each, analysis, bars))
  if (phrases.length === 0) return { startSeconds: 0, endSeconds: seconds, section: null, bars: null }
  if (section !== undefined && !sections.some(({ type }) => type === section)) {
    const present = [...new Set(sections.map(({ type }) => type))].join(', ') || 'none'
    throw new AppError({
      code: 'SECTION_MISSING',
      message: `The song has no ${section}.`,
      action: `Choose one of its sections: ${present}.`,
    })
  }
  const scores = scoresOf(phrases, options)
  const best = (among: readonly Excerpt[]) =>
    among.reduce<Excerpt | null>((a, b) => (a && scores.get(a)! >= scores.get(b)! ? a : b), null)
  const wanted = best(phrases.filter(phrase => phrase.section === (section ?? 'drop')))
  const chosen = wanted && (section !== undefined || scores.get(wanted)! > heardShare) ? wanted : best(phrases)!
  return known ? chosen : { ...chosen, section: null }
}

/** Stretches of `bars` bars from the section's first bar line on; a shorter section is one stretch of the bars it has. */
function phrasesOf(
  { type, startSeconds, endSeconds }: Section,
  { grid, seconds }: ExcerptOptions['analysis'],
  bars: number,
): Excerpt[] {
  const bar = grid ? (beatsPerBar * 60) / grid.tempo : barSecondsWithoutGrid
  const origin = grid ? grid.firstBeatSeconds + ((grid.downbeat ?? 0) * bar) / beatsPerBar : startSeconds
  // A section begins on a bar line up to the rounding of its time.
  const slack = bar / 8
  const first = origin + bar * Math.ceil((Math.max(0, startSeconds - slack) - origin) / bar)
  const end = Math.min(seconds, endSeconds + slack)
  const fitting = Math.floor((end - first) / bar + 1e-9)
  const length = Math.min(bars, fitting)
  if (length < 1) return []
  return Array.from({ length: Math.floor(fitting / length) }, (_, k) => {
    const start = first + k * length * bar
    return {
      section: type,
      bars: grid ? length : null,
      startSeconds: start,
      endSeconds: Math.min(seconds, start + length * bar),
    }
  })
}

/** Mean over the moved tracks of how much of each one's loudest phrase is in this phrase; by Main where nothing was heard of them. */
function scoresOf(phrases: readonly Excerpt[], { take, moves }: ExcerptOptions): Map<Excerpt, number> {
  const nodes = [...new Set(moves.map(({ node }) => node))]
  const heard = nodes.flatMap(node => take.taps.get(node) ?? [])
  const energies = (heard.length > 0 ? heard : [take.main]).map(audio => phrases.map(phrase => powerIn(audio, phrase)))
  return new Map(
    phrases.map((phrase, p) => {
      const shares = energies.map(own => own[p]! / Math.max(1e-12, ...own))
      return [phrase, shares.reduce((sum, share) => sum + share, 0) / shares.length]
    }),
  )
}

/** Every so manieth sample is enough to tell loud from quiet. */
const stride = 16

function powerIn(audio: Audio, { startSeconds, endSeconds }: TimeRange): number {
  const [left, right] = stereoOf(audio)
  const to = Math.min(left.length, Math.round(endSeconds * audio.sampleRate))
  let sum = 0
  let count = 0
  for (let n = Math.max(0, Math.round(startSeconds * audio.sampleRate)); n < to; n += stride, count++)
    sum += left[n]! ** 2 + right[n]! ** 2
  return count > 0 ? sum / count : 0
}
