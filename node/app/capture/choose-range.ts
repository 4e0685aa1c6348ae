/** Which bars a take records: 16 of the drop and 8 of the breakdown by the locators, the loop brace, or the whole song. */
import type { WireTransport } from '../../../device/protocol.ts'
import { AppError } from '../../audio/app-error.ts'
import type { SectionType } from '../../features/catalogue.ts'
import { sectionsFromLocators } from '../../features/sections.ts'
import type { LiveSet } from '../../live/set.ts'

export interface BeatRange {
  readonly fromBeats: number
  readonly toBeats: number
}

export interface ChosenRange extends BeatRange {
  /** What it is by the locators; null: they do not say, or it is several. */
  readonly type: SectionType | null
}

export interface RangeChoice {
  /** In the order in which they are recorded. */
  readonly ranges: readonly ChosenRange[]
  /** "16 bars of the drop from bar 65 and 8 bars of the breakdown from bar 49." */
  readonly words: string
}

/** In the order of the face's switch (`faceChoices.range`). */
export const rangeKinds = ['excerpts', 'loop', 'song'] as const
export type RangeKind = (typeof rangeKinds)[number]

/** How much says enough of a section, and no more: a take is played in real time. */
const excerptBars = [
  ['drop', 16],
  ['breakdown', 8],
] as const satisfies readonly (readonly [SectionType, number])[]
/** Fewer say nothing of a section. */
const fewestBars = 4
/** Before a range, where there is song: tails of reverbs and compressors are as in the song after two bars. */
const prerollBars = 2

export const prerollBeats = ({ beatsPerBar }: Pick<LiveSet, 'beatsPerBar'>) => prerollBars * beatsPerBar

type Loop = WireTransport['loop']

/**
 * Excerpts need a locator that names a drop or a breakdown; without one the loop is recorded when it is on, else the whole
 * song, and the words say so. Throws AppError LOOP_MISSING or SONG_EMPTY.
 */
export function chooseRange(set: LiveSet, { loop }: { readonly loop: Loop }, kind: RangeKind): RangeChoice {
  if (kind === 'loop') return loopRange(set, loop)
  if (kind === 'song') return wholeSong(set)
  const excerpts = excerptsOf(set)
  if (excerpts.length > 0) {
    const { beatsPerBar } = set
    const words = excerpts.map(({ fromBeats, toBeats, type }) => {
      const bars = Math.round((toBeats - fromBeats) / beatsPerBar)
      return `${bars} bars of the ${type} from bar ${barOf(set, fromBeats)}`
    })
    return { ranges: excerpts, words: `${words.join(' and ')}.` }
  }
  const instead = loop.on ? loopRange(set, loop) : wholeSong(set)
  return { ...instead, words: `No locator names a drop or a breakdown. ${instead.words}` }
}

function excerptsOf(set: LiveSet): ChosenRange[] {
  const { beatsPerBar, locators } = set
  // Beats go in for seconds: the order of locators is all that is asked of them.
  const sections = sectionsFromLocators(
    locators.map(({ name, beats }) => ({ name, seconds: beats })),
    endBeatsOf(set),
  )
  return excerptBars.flatMap(([type, bars]): ChosenRange[] => {
    const longest = (sections ?? [])
      .filter(section => section.type === type)
      .map(({ startSeconds, endSeconds }) => ({
        fromBar: Math.max(0, Math.ceil(startSeconds / beatsPerBar - 1e-6)),
        toBar: Math.floor(endSeconds / beatsPerBar + 1e-6),
      }))
      // The later one of equals: the last drop has everything in it.
      .reduce<{ fromBar: number; toBar: number } | null>(
        (a, b) => (a && a.toBar - a.fromBar > b.toBar - b.fromBar ? a : b),
        null,
      )
    if (!longest || longest.toBar - longest.fromBar < fewestBars) return []
    const toBar = Math.min(longest.fromBar + bars, longest.toBar)
    return [{ fromBeats: longest.fromBar * beatsPerBar, toBeats: toBar * beatsPerBar, type }]
  })
}

function loopRange(set: LiveSet, { startBeats, lengthBeats }: Loop): RangeChoice {
  if (!(lengthBeats > 0)) {
    throw new AppError({
      code: 'LOOP_MISSING',
      message: 'The loop brace has no length.',
      action: 'Set the loop brace around the part that is to be heard, or choose another range.',
    })
  }
  const range = { fromBeats: startBeats, toBeats: startBeats + lengthBeats }
  const bars = lengthBeats / set.beatsPerBar
  return {
    ranges: [{ ...range, type: typeAt(set, range) }],
    words: `The loop: ${Number.isInteger(bars) ? bars : bars.toFixed(1)} bars from bar ${barOf(set, startBeats)}.`,
  }
}

function wholeSong(set: LiveSet): RangeChoice {
  const toBeats = endBeatsOf(set)
  if (!(toBeats > 0)) {
    throw new AppError({
      code: 'SONG_EMPTY',
      message: 'The Arrangement is empty.',
      action: 'Put the song into the Arrangement, or set the loop brace and choose the loop.',
    })
  }
  return { ranges: [{ fromBeats: 0, toBeats, type: null }], words: `The whole song, ${lengthWords(set)}.` }
}

/** What the locators call a range that lies in one section; null otherwise. */
function typeAt(set: LiveSet, { fromBeats, toBeats }: BeatRange): SectionType | null {
  const sections = sectionsFromLocators(
    set.locators.map(({ name, beats }) => ({ name, seconds: beats })),
    Math.max(endBeatsOf(set), toBeats),
  )
  const around = sections?.find(each => each.startSeconds <= fromBeats + 1e-6 && each.endSeconds >= toBeats - 1e-6)
  return around?.type ?? null
}

const endBeatsOf = ({ lengthSeconds, tempo }: LiveSet) => (lengthSeconds * tempo) / 60
const barOf = ({ beatsPerBar }: LiveSet, beats: number) => Math.floor(beats / beatsPerBar + 1e-6) + 1

function lengthWords({ lengthSeconds }: LiveSet): string {
  const seconds = Math.round(lengthSeconds)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} min`
}
