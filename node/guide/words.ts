/** The guide's one line. Whole numbers: a line that changes five times a second cannot be read. */
import type { FaceState } from '../../device/protocol.ts'
import type { GuideState } from './guide-state.ts'

type Shown = Pick<GuideState, 'transport' | 'section' | 'main' | 'tracks' | 'suggestion'> & {
  /** `main` is heard in front of its devices: what leaves a limiter there is another loudness. */
  readonly isMainInput: boolean
}

export function lineOf(shown: Shown): Pick<GuideState, 'line' | 'tone'> {
  const { transport, section, main, isMainInput, tracks, suggestion } = shown
  const all = main ? [main, ...tracks] : tracks
  if (all.length === 0) return neutral('Not measured: there is no Tap to listen to.')
  if (transport === 'stopped') return neutral('Not measured: nothing plays.')
  const stale = all.filter(({ state }) => state === 'stale')
  if (stale.length === 1) return warning(`Not measured: the Tap on ${stale[0]!.name} is stale.`)
  if (stale.length > 1) return warning(`Not measured: ${stale.length} of ${all.length} Taps are stale.`)
  if (suggestion) return { line: suggestion.words, tone: suggestion.kind === 'safety' ? 'warning' : 'neutral' }
  const heard = tracks.filter(({ state }) => state === 'playing').length
  const count = `${heard} of ${tracks.length} ${tracks.length === 1 ? 'track' : 'tracks'} heard`
  const loudness = main?.shortTerm?.loudness ?? null
  const name = isMainInput ? 'Into Main' : 'Main'
  const level = loudness === null ? 'Main not measured' : `${name} ${`${Math.round(loudness)}`.replace('-', '−')} LUFS`
  const where = section === null ? '' : `${section[0]!.toUpperCase()}${section.slice(1)}: `
  return neutral(`${where}${level}, ${count}.`)
}

const neutral = (line: string) => ({ line, tone: 'neutral' }) as const
const warning = (line: string): { readonly line: string; readonly tone: FaceState['tone'] } => ({
  line,
  tone: 'warning',
})
