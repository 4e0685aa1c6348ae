/**
 * Utility. Assumed (device/FACTS.md): the order invert → channel mode → width → bass mono → gain and balance → DC
 * filter; width scales the side signal and leaves the mid alone; bass mono is a Linkwitz-Riley high-pass of fourth
 * order on the side signal; Balance follows the mixer's pan law.
 */
import { designBiquad } from '../../../dsp/biquad.ts'
import { dbToGain } from '../../../dsp/decibel.ts'
import { panGains } from '../../../live/pan.ts'
import type { Effect, Stereo } from './effect.ts'
import { runSections } from './effect.ts'

const channelModes = ['left', 'stereo', 'right', 'swap'] as const
const dcFilterHz = 5

/** Output left and right as sums of input left and right. */
interface Matrix {
  readonly ll: number
  readonly lr: number
  readonly rl: number
  readonly rr: number
}

function inputMatrix(mode: (typeof channelModes)[number], left: number, right: number): Matrix {
  switch (mode) {
    case 'left':
      return { ll: left, lr: 0, rl: left, rr: 0 }
    case 'right':
      return { ll: 0, lr: right, rl: 0, rr: right }
    case 'swap':
      return { ll: 0, lr: right, rl: left, rr: 0 }
    case 'stereo':
      return { ll: left, lr: 0, rl: 0, rr: right }
  }
}

function mix([left, right]: Stereo, { ll, lr, rl, rr }: Matrix): void {
  for (let n = 0; n < left.length; n++) {
    const l = left[n]!
    const r = right[n]!
    left[n] = ll * l + lr * r
    right[n] = rl * l + rr * r
  }
}

/** Into mid and side with the side scaled, in place. */
const midSide = ({ ll, lr, rl, rr }: Matrix, width: number): Matrix => ({
  ll: (ll + rl) / 2,
  lr: (lr + rr) / 2,
  rl: (width * (ll - rl)) / 2,
  rr: (width * (lr - rr)) / 2,
})

const leftRight = ({ ll, lr, rl, rr }: Matrix, gainLeft: number, gainRight: number): Matrix => ({
  ll: gainLeft * (ll + rl),
  lr: gainLeft * (lr + rr),
  rl: gainRight * (ll - rl),
  rr: gainRight * (lr - rr),
})

/** A first-order high-pass without a resonance to choose. */
function dcFilter(sampleRate: number) {
  const a = Math.exp((-2 * Math.PI * dcFilterHz) / sampleRate)
  const b = (1 + a) / 2
  return { b0: b, b1: -b, b2: 0, a1: -a, a2: 0 }
}

function mute([left, right]: Stereo): void {
  left.fill(0)
  right.fill(0)
}

export function utility(value: (parameter: string) => number): Effect | null {
  if (value('Mute') === 1) return mute
  const input = inputMatrix(
    channelModes[value('Channel Mode')]!,
    value('Left Inv') === 1 ? -1 : 1,
    value('Right Inv') === 1 ? -1 : 1,
  )
  const width = value('Mono') === 1 ? 0 : value('Stereo Width') / 100
  const gain = dbToGain(value('Output'))
  const balance = panGains(value('Balance'))
  const bassMono = value('Bass Mono') === 1 && width !== 0
  const whole = leftRight(midSide(input, width), gain * balance.left, gain * balance.right)
  const isNeutral = whole.ll === 1 && whole.rr === 1 && whole.lr === 0 && whole.rl === 0
  const hasDcFilter = value('DC Filter') === 1
  if (isNeutral && !bassMono && !hasDcFilter) return null
  return (signal, { sampleRate }) => {
    if (bassMono) {
      mix(signal, midSide(input, width))
      const highpass = designBiquad({ type: 'highpass', hz: value('Bass Freq'), q: Math.SQRT1_2 }, sampleRate)
      const [, side] = signal
      runSections([side, new Float32Array(side.length)], [highpass, highpass])
      mix(signal, leftRight({ ll: 1, lr: 0, rl: 0, rr: 1 }, gain * balance.left, gain * balance.right))
    } else if (!isNeutral) mix(signal, whole)
    if (hasDcFilter) runSections(signal, [dcFilter(sampleRate)])
  }
}
