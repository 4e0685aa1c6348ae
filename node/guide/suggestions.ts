/** What could be suggested of what is heard, most urgent first. What is said when, and whether at all, is the guide's. */
import type { GuidePreset } from './guide-preset.ts'
import type { LiveTrack, Suggestion } from './guide-state.ts'

export interface OfferedFix {
  /** The same for the same fix of the next plan. */
  readonly key: string
  readonly title: string
  /** Place among those shown, from 0. */
  readonly place: number
}

export interface Held {
  /** A Tap at the end of Main; null: there is none. */
  readonly main: LiveTrack | null
  readonly tracks: readonly LiveTrack[]
  /** Names of tracks that are no longer as they were measured. */
  readonly moved: readonly string[]
  readonly fixes: readonly OfferedFix[]
}

export function suggestions({ main, tracks, moved, fixes }: Held, preset: GuidePreset): Suggestion[] {
  const found: Suggestion[] = []
  const add = (kind: Suggestion['kind'], key: string, words: string, place: number | null = null) =>
    found.push({ kind, key, words, place })
  const peak = main?.peak ?? null
  if (peak !== null && peak > preset.overDb.value)
    add('safety', 'main-over', `Main is ${decimal(peak - preset.overDb.value)} dB above full scale: it clips.`)
  for (const { name, section, track } of main ? [main, ...tracks] : tracks) {
    const correlation = section?.level.correlation ?? null
    if (correlation === null || correlation >= preset.cancelling.value) continue
    add(
      'safety',
      `cancels ${track ?? name}`,
      `Left and right of ${name} cancel in mono (correlation ${decimal(correlation)}).`,
    )
  }
  if (moved.length > 0) {
    const [first, ...others] = moved
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    const verb = others.length === 0 ? 'is' : 'are'
    add('measure', 'measure-again', `${first}${more} ${verb} no longer as measured: Capture again.`)
    // Amounts of a plan for another mix are guesses.
    return found
  }
  for (const { key, title, place } of fixes) add('fix', key, `Next: ${title}.`, place)
  return found
}

/** With Unicode's minus. */
const decimal = (value: number) => value.toFixed(1).replace('-', '−')
