/** The panel's state as OSC messages: every address has one place and one kind of value, so that a control can be laid on it. */
import type { PanelState } from '../panel/source.ts'

export type OscValue = number | string
export interface OscRow {
  readonly address: string
  readonly values: readonly OscValue[]
}

/** Surfaces have so many rows laid out; the rest is in /uplift/fixes. */
export const shownFixes = 8
/** UDP on this computer carries more, a label shows less. */
const longestText = 400

export function rowsOf({
  title,
  score,
  lights,
  fixes,
  choices,
  can,
  activity,
  message,
  proof,
  honest,
}: PanelState): OscRow[] {
  const empty = { title: '', effect: '', sure: '', where: '', state: '' }
  const slots = Array.from({ length: shownFixes }, (_, i) => fixes[i] ?? empty)
  return [
    row('title', title),
    row('score', score === null ? -1 : Math.round(10 * score) / 10),
    ...Object.entries(lights).map(([name, light]) => row(`light/${name}`, light)),
    row('fixes', fixes.length),
    ...slots.flatMap(({ title: name, effect, sure, where, state }, i) => [
      row(`fix/${i + 1}/title`, name),
      row(`fix/${i + 1}/effect`, effect),
      row(`fix/${i + 1}/sure`, sure),
      row(`fix/${i + 1}/where`, where),
      row(`fix/${i + 1}/state`, state),
    ]),
    row('strength', choices.strength),
    row('stage', choices.stage),
    row('activity', activity?.words ?? '', activity ? (activity.progress ?? -1) : 0),
    row('message', message?.line ?? '', message?.tone ?? 'neutral'),
    row('about', honest.map(({ words }) => words).join(' ')),
    ...(['analyze', 'capture', 'apply', 'undo'] as const).map(name => row(`can/${name}`, can[name] ? 1 : 0)),
    row('proof', proof ? proof.scoreBefore : -1, proof ? proof.scoreAfter : -1),
  ]
}

const row = (name: string, ...values: readonly OscValue[]): OscRow => ({
  address: `/uplift/${name}`,
  values: values.map(value => (typeof value === 'string' ? value.slice(0, longestText) : value)),
})
