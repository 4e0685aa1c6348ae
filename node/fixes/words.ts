/** A move in the words a producer uses. */
import type { Candidate } from './candidates/candidate.ts'
import type { ParameterChange } from './fix.ts'
import type { Choice } from './search.ts'

const oneDecimal = (value: number) => value.toFixed(1).replace('-', '−')
const signed = (db: number) => `${db > 0 ? '+' : '−'}${Math.abs(db).toFixed(1)} dB`
const hz = (value: number) =>
  value >= 1000 ? `${Number((value / 1000).toPrecision(2))} kHz` : `${Number(value.toPrecision(2))} Hz`

/** The change of a parameter by name, or the first. */
const changeOf = (changes: readonly ParameterChange[], name: string) =>
  changes.find(({ ref }) => ref.parameter === name) ?? changes[0]

/** `together`: names of the tracks that the same cause moves, when there are any. */
export function changeTitle(
  { candidate, amount, filter }: Choice,
  changes: readonly ParameterChange[],
  together: readonly string[] = [],
): string {
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
    case 'polarity':
      return `Turn the right side of ${name} over`
    case 'ducking': {
      const to = oneDecimal(changeOf(changes, 'Threshold')!.to)
      if (candidate.inserts)
        return `Duck ${name} under ${candidate.inserts.sidechain!.trackName}: Compressor at ${to} dB`
      const like = together.length > 0 ? `, like ${together.join(' and ')}` : ''
      return `Duck ${name} ${amount > 0 ? 'deeper' : 'less'}${like}: threshold to ${to} dB`
    }
    case 'compression':
      return `Compress ${name} ${amount > 0 ? 'less' : 'more'}: threshold to ${oneDecimal(changes[0]!.to)} dB`
    case 'limiter':
      return changes[0]!.ref.parameter === 'Ceiling'
        ? `Limiter ceiling to ${oneDecimal(changes[0]!.to)} dB`
        : `Limiter gain ${signed(changes[0]!.to - changes[0]!.from)}`
    case 'mute':
      return changes.length > 0 ? `Switch ${name} on again` : `Switch the solo of ${name} off`
  }
}

/** The same, for someone at the mixer without Uplift. */
export function byHandText(choice: Choice, changes: readonly ParameterChange[]): string {
  const { candidate, filter } = choice
  const main = changes.at(-1)
  const device = main?.deviceName ?? 'mixer'
  const name = candidate.trackName
  const put = candidate.inserts ? `Put ${candidate.inserts.name} at the end of ${name}. ` : ''
  const on = candidate.inserts ? 'In it' : `On ${name}, in ${device}`
  switch (candidate.kind) {
    case 'level':
      return device === 'mixer'
        ? `Move the fader of ${name} from ${main!.fromText} to ${oneDecimal(main!.to)} dB.`
        : `${on}, set ${main!.ref.parameter} from ${main!.fromText} to ${oneDecimal(main!.to)} dB.`
    case 'eq': {
      const shape = { bell: 'bell', highshelf: 'high shelf', lowshelf: 'low shelf' }[filter!.type as 'bell']
      return `${put}${on}, set a ${shape} at ${hz(filter!.hz)}, Q ${filter!.q!.toFixed(2)}, to ${signed(choice.amount)}${candidate.tunable ? '' : ' from where it is'}.`
    }
    case 'width':
      return `${put}${on}, set Width from ${main!.fromText} to ${Math.round(main!.to)} %.`
    case 'bass-mono':
      return `${put}${on}, switch Bass Mono on at ${hz(filter!.hz)}.`
    case 'pan':
      return `${changeTitle(choice, changes)} (now ${main!.fromText}).`
    case 'polarity':
      return `${put}${on}, switch Right Inv ${main!.to === 1 ? 'on' : 'off'}.`
    case 'ducking': {
      const threshold = oneDecimal(changeOf(changes, 'Threshold')!.to)
      if (!candidate.inserts)
        return `${on}, set Threshold from ${changeOf(changes, 'Threshold')!.fromText} to ${threshold} dB.`
      const ratio = changeOf(changes, 'Ratio')!.to
      const release = changeOf(changes, 'Release')!.to
      return `${put}Side-chain from ${candidate.inserts.sidechain!.trackName}, Ratio ${ratio} : 1, fastest Attack, Release ${release} ms, Threshold ${threshold} dB.`
    }
    case 'compression': {
      const [threshold, output] = changes
      const match = output ? `, and Output from ${output.fromText} to ${oneDecimal(output.to)} dB` : ''
      return `${on}, set Threshold from ${threshold!.fromText} to ${oneDecimal(threshold!.to)} dB${match}.`
    }
    case 'limiter':
      return `${on}, set ${main!.ref.parameter} from ${main!.fromText} to ${oneDecimal(main!.to)} dB.`
    case 'mute':
      return changes.length > 0 ? `Switch the activator of ${name} on.` : `Switch the solo of ${name} off.`
  }
}

export function riskOf(candidate: Candidate): string {
  switch (candidate.kind) {
    case 'limiter':
    case 'compression':
      return 'Changes how loud and how lively everything behind it is: compare at equal loudness.'
    case 'mute':
      return 'It may be silent on purpose.'
    case 'polarity':
      return 'A deliberate widener does this too: listen in mono.'
    case 'ducking':
      return 'Changes the groove: listen to the pump with the kick.'
    default:
  }
  if (candidate.node === 'master_track') return 'Moves every track at once.'
  switch (candidate.kind) {
    case 'level':
      return 'Sends follow the fader: reverb and delay of this track move with it.'
    case 'eq':
      return 'Changes the sound of the track, not only its place in the mix: listen in solo and in the mix.'
    case 'width':
      return 'Check the mono sum of the track.'
    case 'bass-mono':
      return 'A wide bass layer loses its width below the corner.'
    case 'pan':
      return 'Placement is taste: listen on headphones.'
  }
}
