/** The face as messages to its objects: <object> <message…>. Only what differs from before; the same state, the same face. */
import type { Atom } from '../host.ts'
import { type FaceControl, type FaceFix, type FaceState, faceControls, faceLights, faceTones } from '../protocol.ts'

export type FaceMessage = readonly [object: string, ...Atom[]]

const rows = [1, 2, 3] as const
/** Always of use: settings are taken up when there is something to use them on. */
const settings: readonly FaceControl[] = ['strength', 'stage', 'part', 'mode', 'range', 'panel-in']
const lightLevels = ['off', 'good', 'minor', 'warning', 'critical'] as const
/** A text of nothing: an empty symbol may read as "no argument". */
const blank = ' '
const noNumber = '–'

export function faceMessages(state: FaceState, before: FaceState | null): FaceMessage[] {
  const shown = before ? new Map(everything(before).map(message => [keyOf(message), told(message)])) : null
  return everything(state).filter(message => shown?.get(keyOf(message)) !== told(message))
}

/** One message for each thing that an object can be told. */
function everything(state: FaceState): FaceMessage[] {
  const { line, detail, tone, progress, score, against, heard, lights, fixes, enabled } = state
  const isEnabled = new Set(enabled)
  return [
    text('line', line),
    ['tone', faceTones.indexOf(tone)],
    ['hint', detail === '' ? line || blank : detail],
    text('against', against),
    text('heard', heard),
    score === null ? text('score', noNumber) : ['score', Math.round(score)],
    // A bar that stands still is no bar. Whole percents: more cannot be seen.
    ['progress', 'hidden', progress === null ? 1 : 0],
    ['progress', progress === null ? 0 : Math.round(progress * 100) / 100],
    ...faceLights.map((light): FaceMessage => [`light-${light}`, lightLevels.indexOf(lights[light])]),
    ...rows.flatMap(row => fixRow(row, fixes[row - 1], isEnabled)),
    ...faceControls
      .filter(control => !settings.includes(control) && !/-\d$/.test(control))
      .map(control => active(control, isEnabled.has(control))),
  ]
}

function fixRow(
  row: (typeof rows)[number],
  fix: FaceFix | undefined,
  isEnabled: ReadonlySet<FaceControl>,
): FaceMessage[] {
  const name = `fix-${row}` as const
  const { title = blank, track = blank, effect = blank, state } = fix ?? {}
  const buttons = [`apply-${row}`, `show-${row}`, `intended-${row}`, `lock-${row}`] as const
  return [
    text(`${name}-title`, title),
    text(`${name}-track`, track),
    text(`${name}-effect`, effect),
    ...buttons.flatMap((button): FaceMessage[] => [
      // What the user has to do by hand, or what is done, is not to be applied.
      hidden(button, !fix || (button === `apply-${row}` && (state === 'applied' || state === 'by-hand'))),
      active(button, fix !== undefined && state !== 'applying' && isEnabled.has(button)),
    ]),
  ]
}

const text = (object: string, words: string): FaceMessage => [object, 'set', words === '' ? blank : words]
const hidden = (object: string, isHidden: boolean): FaceMessage => [object, 'hidden', isHidden ? 1 : 0]
const active = (object: string, isActive: boolean): FaceMessage => [object, 'active', isActive ? 1 : 0]

/** A number of its own has no word before it. */
const keyOf = (message: FaceMessage) => (message.length === 2 ? message[0] : `${message[0]} ${message[1]}`)
const told = (message: FaceMessage) => message[message.length - 1]
