/**
 * The guide's one line, twice. `line`, for the page: whole numbers, since a line that changes five times a second cannot be
 * read. `stillLine`, for the face: no figure that moves while it plays, since Max keeps every text for ever that it was ever
 * told (a symbol); over hours they must not become more.
 */
import type { FaceState } from '../../device/protocol.ts'
import type { GuideState } from './guide-state.ts'

type Shown = Pick<GuideState, 'transport' | 'section' | 'main' | 'tracks' | 'suggestion'> & {
  /** `main` is heard in front of its devices: what leaves a limiter there is another loudness. */
  readonly isMainInput: boolean
}
type Said = Pick<GuideState, 'line' | 'stillLine' | 'tone'>

export function lineOf(shown: Shown): Said {
  const { transport, main, tracks, suggestion } = shown
  const all = main ? [main, ...tracks] : tracks
  if (all.length === 0) return still('Not measured: there is no Tap to listen to.', 'neutral')
  if (transport === 'stopped') return still('Not measured: nothing plays.', 'neutral')
  const stale = all.filter(({ state }) => state === 'stale')
  if (stale.length === 1) return still(`Not measured: the Tap on ${stale[0]!.name} is stale.`, 'warning')
  if (stale.length > 1) {
    const line = `Not measured: ${stale.length} of ${all.length} Taps are stale.`
    return { line, stillLine: 'Not measured: some Taps are stale.', tone: 'warning' }
  }
  if (suggestion) {
    const { words, stillWords, kind } = suggestion
    return { line: words, stillLine: stillWords, tone: kind === 'safety' ? 'warning' : 'neutral' }
  }
  return heardLine(shown)
}

function heardLine({ section, main, isMainInput, tracks }: Shown): Said {
  const heard = tracks.filter(({ state }) => state === 'playing').length
  const of = `of ${tracks.length} ${tracks.length === 1 ? 'track' : 'tracks'} heard`
  const loudness = main?.shortTerm?.loudness ?? null
  const name = isMainInput ? 'Into Main' : 'Main'
  const figure = `${Math.round(loudness ?? 0)}`.replace('-', '−')
  const where = section === null ? '' : `${section[0]!.toUpperCase()}${section.slice(1)}: `
  return {
    line: `${where}${loudness === null ? 'Main not measured' : `${name} ${figure} LUFS`}, ${heard} ${of}.`,
    // After a jump the taps come back one by one: each count would be a text of its own.
    stillLine: `${where}${loudness === null ? 'Main not measured' : name}, ${heard === tracks.length ? heard : 'some'} ${of}.`,
    tone: 'neutral',
  }
}

/** Without a figure that moves. */
const still = (line: string, tone: FaceState['tone']): Said => ({ line, stillLine: line, tone })
