/** What an OSC message to the surface means. Nothing in it is trusted: what is not understood is refused with a sentence. */
import { panelStages } from '../panel/data.ts'
import type { PanelAction, PanelState } from '../panel/source.ts'

export type SurfacePress =
  | { readonly kind: 'act'; readonly action: PanelAction; readonly isOnList: boolean }
  /** `port`: where the sender listens, when that is not where it sends from. */
  | { readonly kind: 'hello' | 'bye'; readonly port: number | null }
  /** A button that was let go. */
  | { readonly kind: 'released' }
  | { readonly kind: 'refused'; readonly why: string }

const buttons = ['analyze', 'capture', 'undo', 'redo', 'cancel'] as const

export function actionOf(address: string, args: readonly unknown[], { fixes }: PanelState): SurfacePress {
  const [root, command, ...rest] = address.split('/').slice(1)
  const [first] = args
  if (root !== 'uplift' || command === undefined)
    return refused(`"${shown(address)}" is not one of Uplift's addresses.`)
  if (command === 'hello' || command === 'bye') {
    if (first === undefined) return { kind: command, port: null }
    return isPort(first) ? { kind: command, port: first } : refused(`${command} takes a port from 1 to 65535.`)
  }
  if (command === 'strength') {
    if (typeof first !== 'number' || !(first >= 0 && first <= 1)) return refused('strength goes from 0 to 1.')
    return act({ kind: 'choose', choice: { strength: first } })
  }
  if (command === 'stage') {
    const stage = panelStages.find(each => each === first)
    return stage ? act({ kind: 'choose', choice: { stage } }) : refused(`stage is ${panelStages.join(', ')}.`)
  }
  // Buttons send 1 when pressed and 0 when let go; scripts send nothing.
  if (first === 0 || first === false) return { kind: 'released' }
  const button = buttons.find(each => each === command)
  if (button && rest.length === 0) return act({ kind: button })
  const offered = fixes.filter(({ state, isQuiet }) => state === 'offered' && !isQuiet)
  if (command === 'apply' && rest[0] === 'all' && rest.length === 1) {
    if (offered.length === 0) return refused('There is no fix to apply.')
    return act({ kind: 'apply', fixes: offered.map(({ id }) => id) }, true)
  }
  if (command === 'fix' && rest.length === 2) return onFix(rest, fixes)
  return refused(`"${shown(address)}" is not one of Uplift's addresses.`)
}

function onFix([place, what]: readonly string[], fixes: PanelState['fixes']): SurfacePress {
  const fix = /^\d{1,3}$/.test(place!) ? fixes[Number(place) - 1] : undefined
  if (!fix) return refused(`There is no fix ${shown(place!)}.`)
  if (what === 'intended') return act({ kind: 'intended', fix: fix.id }, true)
  if (what === 'preview') return act({ kind: 'preview', fixes: [fix.id] }, true)
  if (what !== 'apply') return refused('A fix can be told apply, preview or intended.')
  if (fix.state !== 'offered') return refused(`"${fix.title}" is not to be applied: ${fix.state}.`)
  return act({ kind: 'apply', fixes: [fix.id] }, true)
}

const act = (action: PanelAction, isOnList = false): SurfacePress => ({ kind: 'act', action, isOnList })
const refused = (why: string): SurfacePress => ({ kind: 'refused', why })
const isPort = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535
const shown = (text: string) => text.slice(0, 60)
