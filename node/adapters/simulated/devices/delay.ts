/**
 * Delay: two lines with feedback. Assumed (device/FACTS.md): synced times are sixteenths of the beat, Offset shortens or
 * stretches them; Link gives the right line the left one's time; the filter stands before the lines, outside the
 * feedback, second order to either side of Filter Freq, Filter Width octaves apart; Ping Pong feeds the left line with
 * both sides and each line with the other. The LFO must not move anything.
 */
import { designBiquad } from '../../../dsp/biquad.ts'
import { type Effect, runSections, type Stereo } from './effect.ts'
import { requireNeutral } from './unmodelled.ts'

const sixteenths = [1, 2, 3, 4, 5, 6, 8, 16] as const

export function delay(value: (parameter: string) => number): Effect | null {
  const wet = value('Dry/Wet') / 100
  if (wet === 0) return null
  requireNeutral('Delay', value, { Freeze: 0, 'LFO > Delay': 0, 'LFO > Filter': 0 })
  const feedback = value('Feedback') / 100
  const isPingPong = value('Ping Pong') === 1
  const secondsOf = (side: 'L' | 'R', tempo: number) =>
    value(`${side} Sync`) === 1
      ? (sixteenths[value(`${side} 16th`)]! * 15 * (1 + value(`${side} Offset`) / 100)) / tempo
      : value(`${side} Time`) / 1000
  return (signal, { sampleRate, tempo }) => {
    const frames = (side: 'L' | 'R') => Math.max(1, Math.round(secondsOf(side, tempo) * sampleRate))
    const entering: Stereo = [signal[0].slice(), signal[1].slice()]
    if (value('Filter On') === 1) runSections(entering, bandFilter(value, sampleRate))
    const left = new Float32Array(frames('L'))
    const right = new Float32Array(frames(value('Link') === 1 ? 'L' : 'R'))
    for (let n = 0, l = 0, r = 0; n < entering[0].length; n++) {
      const outLeft = left[l]!
      const outRight = right[r]!
      const inLeft = entering[0][n]!
      const inRight = entering[1][n]!
      left[l] = isPingPong ? (inLeft + inRight) / 2 + feedback * outRight : inLeft + feedback * outLeft
      right[r] = isPingPong ? feedback * outLeft : inRight + feedback * outRight
      if (++l === left.length) l = 0
      if (++r === right.length) r = 0
      signal[0][n] = (1 - wet) * signal[0][n]! + wet * outLeft
      signal[1][n] = (1 - wet) * signal[1][n]! + wet * outRight
    }
  }
}

function bandFilter(value: (parameter: string) => number, sampleRate: number) {
  const side = 2 ** (value('Filter Width') / 2)
  const hz = value('Filter Freq')
  return [
    designBiquad({ type: 'highpass', hz: hz / side, q: Math.SQRT1_2 }, sampleRate),
    designBiquad({ type: 'lowpass', hz: hz * side, q: Math.SQRT1_2 }, sampleRate),
  ]
}
