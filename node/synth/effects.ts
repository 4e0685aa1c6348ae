/** Hints at effects: what can be heard of reverb and delay on one sound, and what cannot. */
import { certain, type Estimate, estimate, unknown } from './estimate.ts'
import type { Tail } from './tail.ts'

export interface Effects {
  /** Time for the tail to fall by 60 dB. */
  readonly reverbDecay: Estimate
  readonly delayTime: Estimate
  readonly drive: Estimate
}

export interface EffectContext {
  readonly tail: Tail
  /** Starts of further sounds of the same pitch. */
  readonly echoes: readonly { readonly startSeconds: number; readonly level: number }[]
}

export function effectsOf(context: EffectContext): Effects {
  return {
    reverbDecay: reverbOf(context.tail),
    delayTime: delayOf(context),
    drive: unknown('dB', 'a driven sound and a brighter waveform have the same harmonics'),
  }
}

function reverbOf({ reverb }: Tail): Estimate {
  if (!reverb) return unknown('s', 'no tail after the note')
  return estimate(reverb.seconds, 's', 0.9 * reverb.sure, 'a tail is there, but it may be the release of the synth')
}

/** Sounds of one pitch at equal distances, each softer than the last. */
function delayOf({ echoes }: EffectContext): Estimate {
  if (echoes.length < 3) return unknown('s', 'no echoes of the note are heard')
  const gaps = echoes.slice(1).map(({ startSeconds }, i) => startSeconds - echoes[i]!.startSeconds)
  const mean = gaps.reduce((sum, each) => sum + each, 0) / gaps.length
  const regular = gaps.every(gap => Math.abs(gap - mean) < 0.01)
  const softer = echoes.slice(1).every(({ level }, i) => level < 0.85 * echoes[i]!.level)
  return regular && softer ? certain(mean, 's', 0.8) : unknown('s', 'the notes that follow are not echoes')
}
