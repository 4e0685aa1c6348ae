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
  const peak = main?.peak ?? null
  if (peak !== null && peak > preset.overDb.value) {
    found.push({
      kind: 'safety',
      key: 'main-over',
      words: `Main is ${decimal(peak - preset.overDb.value)} dB above full scale: it clips.`,
      stillWords: 'Main is above full scale: it clips.',
      place: null,
    })
  }
  for (const { name, section, track } of main ? [main, ...tracks] : tracks) {
    const correlation = section?.level.correlation ?? null
    if (correlation === null || correlation >= preset.cancelling.value) continue
    const stillWords = `Left and right of ${name} cancel in mono`
    found.push({
      kind: 'safety',
      key: `cancels ${track ?? name}`,
      words: `${stillWords} (correlation ${decimal(correlation)}).`,
      stillWords: `${stillWords}.`,
      place: null,
    })
  }
  if (moved.length > 0) {
    const [first, ...others] = moved
    const words = (more: string, verb: string) => `${first}${more} ${verb} no longer as measured: Capture again.`
    found.push({
      kind: 'measure',
      key: 'measure-again',
      words: others.length === 0 ? words('', 'is') : words(` and ${others.length} more`, 'are'),
      stillWords: others.length === 0 ? words('', 'is') : words(' and others', 'are'),
      place: null,
    })
    // Amounts of a plan for another mix are guesses.
    return found
  }
  for (const { key, title, place } of fixes) {
    const words = `Next: ${title}.`
    found.push({ kind: 'fix', key, words, stillWords: words, place })
  }
  return found
}

/** With Unicode's minus. */
const decimal = (value: number) => value.toFixed(1).replace('-', '−')
