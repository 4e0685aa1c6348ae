/** What is chosen, told and remembered, as what a measurement, a plan and a preview are asked with. */
import type { LiveSet } from '../../live/set.ts'
import type { UserTaste } from './taste.ts'
import type { Settings } from './work.ts'

export interface Wanted
  extends Pick<Settings, 'stage' | 'strength' | 'remembered' | 'libraries' | 'insertable'>,
    Required<Pick<Settings, 'asked' | 'amounts'>> {
  /** null: a whole song. */
  readonly part: Settings['declared']
  /** "", or what of a learned profile is the target (styles.ts). */
  readonly target: string
  readonly set: LiveSet | null
  readonly taste: UserTaste
}

export async function settingsOf({ part, target, set, taste, ...asked }: Wanted): Promise<Settings> {
  await taste.open(asked.remembered, set)
  return { ...asked, declared: part, habits: taste.habits(), ...(target === '' ? {} : { target }) }
}
