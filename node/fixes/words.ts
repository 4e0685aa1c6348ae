/** A move in the words a producer uses. */
import type { ParameterChange } from './fix.ts'
import type { Choice } from './search.ts'

const oneDecimal = (value: number) => value.toFixed(1)
const signed = (db: number) => `${db > 0 ? '+' : '−'}${oneDecimal(Math.abs(db))} dB`
const hz = (value: number) =>
  value >= 1000 ? `${Number((value / 1000).toPrecision(2))} kHz` : `${Number(value.toPrecision(2))} Hz`

export function changeTitle({ candidate, amount, filter }: Choice, changes: readonly ParameterChange[]): string {
  const name = candidate.trackName
  switch (candidate.kind) {
    case 'level':
      return `${name} ${signed(amount)}`
    case 'eq': {
      const verb = amount < 0 ? 'Cut' : 'Boost'
      const where =
        filter!.type === 'bell'
          ? `at ${hz(filter!.hz)}`
          : `${filter!.type === 'highshelf' ? 'above' : 'below'} ${hz(filter!.hz)}`
      return `${verb} ${oneDecimal(Math.abs(amount))} dB ${where} on ${name}`
    }
    case 'width':
      return `${amount < 0 ? 'Narrow' : 'Widen'} ${name} to ${Math.round(changes[0]!.to)} %`
    case 'bass-mono':
      return `Bass mono below ${hz(filter!.hz)} on ${name}`
    case 'pan': {
      const to = changes[0]!.to
      const place = Math.abs(to) < 0.01 ? 'centre' : `${Math.round(50 * Math.abs(to))}${to < 0 ? 'L' : 'R'}`
      return `Pan ${name} to ${place}`
    }
  }
}

/** The same, for someone at the mixer without Uplift. */
export function byHandText(choice: Choice, changes: readonly ParameterChange[]): string {
  const { candidate, filter } = choice
  const main = changes.at(-1)!
  const device = main.deviceName ?? 'mixer'
  switch (candidate.kind) {
    case 'level':
      return `Move the fader of ${candidate.trackName} from ${main.fromText} to ${oneDecimal(main.to)} dB.`
    case 'eq':
      return `On ${candidate.trackName}, in ${device}, set a ${filter!.type === 'bell' ? 'bell' : filter!.type === 'highshelf' ? 'high shelf' : 'low shelf'} at ${hz(filter!.hz)}, Q ${filter!.q.toFixed(2)}, to ${signed(choice.amount)}.`
    case 'width':
      return `On ${candidate.trackName}, in ${device}, set Width from ${main.fromText} to ${Math.round(main.to)} %.`
    case 'bass-mono':
      return `On ${candidate.trackName}, in ${device}, switch Bass Mono on at ${hz(filter!.hz)}.`
    case 'pan':
      return `${changeTitle(choice, changes)} (now ${main.fromText}).`
  }
}
