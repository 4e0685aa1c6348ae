/**
 * Saturator. Assumed (device/FACTS.md): curves of the names' usual shape, no oversampling; Color and the Waveshaper's
 * own controls are not modelled (Waveshaper bends as Medium Curve does).
 */
import { dbToGain } from '../../../dsp/decibel.ts'
import type { Effect } from './effect.ts'

/** Straight up to `knee`, then bent towards ±1 without a corner (a hyperbola with slope 1 at the knee). */
export function softKnee(x: number, knee: number): number {
  const magnitude = x < 0 ? -x : x
  if (magnitude <= knee) return x
  const bent = 1 - ((1 - knee) * (1 - knee)) / (magnitude - 2 * knee + 1)
  return x < 0 ? -bent : bent
}

const clamp = (x: number) => Math.max(-1, Math.min(1, x))
const sine = (x: number) => Math.sin((Math.PI / 2) * x)

/** "Type" items in Live's order. */
const curves: readonly ((x: number) => number)[] = [
  x => softKnee(x, 0.5), // Analog Clip
  x => sine(clamp(x)), // Soft Sine
  x => softKnee(x, 0.1), // Bass Shaper
  x => softKnee(x, 0.25), // Medium Curve
  x => softKnee(x, 0.8), // Hard Curve
  sine, // Sinoid Fold
  clamp, // Digital Clip
  x => softKnee(x, 0.25), // Waveshaper
]

/** "Post Clip Mode" items: none, soft, hard. */
const postClips: readonly ((x: number) => number)[] = [x => x, x => softKnee(x, 0.7), clamp]

export function saturator(value: (parameter: string) => number): Effect | null {
  const wet = value('Dry/Wet') / 100
  if (wet === 0) return null
  const drive = dbToGain(value('Drive'))
  const output = wet * dbToGain(value('Output'))
  const curve = curves[value('Type')]!
  const postClip = postClips[value('Post Clip Mode')]!
  return signal => {
    for (const channel of signal) {
      for (let n = 0; n < channel.length; n++) {
        const x = channel[n]!
        channel[n] = (1 - wet) * x + output * postClip(curve(drive * x))
      }
    }
  }
}
