/** `uplift preferences`: what was learned from what you did with fixes; look at it, take it along, forget it. */
import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { dataFolder } from '../app/data-folder.ts'
import { Preferences, preferencesFile } from '../app/preferences.ts'
import { AppError } from '../audio/app-error.ts'
import { acceptanceRates } from '../guide/preferences/acceptance.ts'
import { effectiveness } from '../guide/preferences/effectiveness.ts'
import { leastEvidence } from '../guide/preferences/taste.ts'
import { tasteSentences } from '../guide/preferences/words.ts'
import { printJson, printText } from './output.ts'

export type PreferencesAction = 'show' | 'reset' | 'export'
export interface PreferencesOptions {
  /** Where they are kept; the data folder otherwise. */
  readonly data?: string
  /** Of an export. */
  readonly out?: string
  readonly json?: boolean
}

/** Throws AppError PREFERENCES_INVALID, FILE_IN_USE, EXPORT_FAILED. */
export async function preferences(action: PreferencesAction, { data, out, json }: PreferencesOptions): Promise<void> {
  const file = preferencesFile(data ?? dataFolder())
  const kept = await Preferences.open(file)
  const count = kept.events.length
  if (action === 'reset') {
    await kept.reset()
    if (json) printJson({ uplift: 1, command: 'preferences', action, forgotten: count })
    else printText(`Forgotten: ${count} ${count === 1 ? 'event' : 'events'}. Your profiles are as they were.`)
    return
  }
  const told = {
    acceptance: acceptanceRates(kept.events),
    learned: tasteSentences(kept.taste),
    effectiveness: effectiveness(kept.events),
  }
  if (action === 'export') {
    const target = resolve(out ?? 'uplift-preferences.json')
    await writeFile(target, `${JSON.stringify({ version: 1, events: kept.events }, null, 2)}\n`).catch(cause => {
      throw new AppError({
        code: 'EXPORT_FAILED',
        message: `${target} cannot be written.`,
        action: 'Name another file with --out.',
        cause,
      })
    })
    if (json) printJson({ uplift: 1, command: 'preferences', action, file: target, events: count })
    else printText(`${count} ${count === 1 ? 'event' : 'events'} in ${target}.`)
    return
  }
  if (json) printJson({ uplift: 1, command: 'preferences', action, file, events: kept.events, ...told })
  else printText(textOf(told, file))
}

function textOf(
  {
    acceptance,
    learned,
    effectiveness: brought,
  }: {
    readonly acceptance: ReturnType<typeof acceptanceRates>
    readonly learned: readonly string[]
    readonly effectiveness: ReturnType<typeof effectiveness>
  },
  file: string,
): string {
  if (acceptance.length === 0 && brought.length === 0) return 'Nothing is known of your taste in fixes yet.'
  const percent = (share: number) => `${Math.round(100 * share)} %`
  return [
    'Taken of what was decided on',
    ...acceptance.map(
      ({ kind, accepted, decided, low, high }) =>
        `  ${kind.padEnd(12)} ${accepted} of ${decided} (${percent(accepted / decided)}; 95 %: ${percent(low)} to ${percent(high)})`,
    ),
    '',
    'Learned',
    ...(learned.length > 0
      ? learned.map(sentence => `  ${sentence}`)
      : [`  Nothing that differs from the plan yet; a kind of fix needs ${leastEvidence} answers.`]),
    ...(brought.length > 0 ? ['', 'Brought, as measured'] : []),
    ...brought.map(({ kind, count, ratio }) => {
      const share =
        ratio === null ? 'less was foretold than two takes differ by' : `${percent(ratio)} of what was foretold`
      return `  ${kind.padEnd(12)} ${count} measured: ${share}`
    }),
    '',
    `Kept in ${file}. "uplift preferences reset" forgets it all.`,
  ].join('\n')
}
