/**
 * Drum Buss: Trim, Drive and Damp. Assumed (device/FACTS.md): 100 % Drive bends the signal 18 dB louder, less of it is
 * blended in; Damp is a low-pass of second order on what was driven. Crunch, Transients, Boom and its compressor are not
 * simulated.
 */
import { designBiquad } from '../../../dsp/biquad.ts'
import { dbToGain } from '../../../dsp/decibel.ts'
import { type Effect, runSections, type Stereo } from './effect.ts'
import { softKnee } from './saturator.ts'
import { requireNeutral } from './unmodelled.ts'

const fullDrive = dbToGain(18)
/** Where the curve starts to bend, by "Drive Type": Soft, Medium, Hard. */
const knees = [0.3, 0.5, 0.8] as const
const openDampHz = 19_999
/** The default of Output shows −0.002 dB by the taper, 0 dB in Live. */
const negligible = 5e-4

export function drumBuss(value: (parameter: string) => number): Effect | null {
  const wet = value('Dry/Wet') / 100
  const driven = value('Drive') / 100
  const trim = dbToGain(value('Trim'))
  const output = dbToGain(value('Output'))
  const dampHz = value('Damping Freq')
  const isDamped = dampHz < openDampHz
  const isUnity = Math.abs(trim - 1) < negligible && Math.abs(output - 1) < negligible
  requireNeutral('Drum Buss', value, {
    'Compressor On': 0,
    Crunch: 0,
    Transients: 0,
    'Boom Amt': 0,
    'Boom Audition': 0,
  })
  if (wet === 0 || (driven === 0 && !isDamped && isUnity)) return null
  const knee = knees[value('Drive Type')]!
  return (signal, { sampleRate }) => {
    const dry: Stereo | null = wet < 1 ? [signal[0].slice(), signal[1].slice()] : null
    for (const channel of signal) {
      for (let n = 0; n < channel.length; n++) {
        const x = trim * channel[n]!
        channel[n] = (1 - driven) * x + driven * softKnee(fullDrive * x, knee)
      }
    }
    if (isDamped) runSections(signal, [designBiquad({ type: 'lowpass', hz: dampHz, q: Math.SQRT1_2 }, sampleRate)])
    for (const [side, channel] of signal.entries()) {
      for (let n = 0; n < channel.length; n++) {
        channel[n] = wet * output * channel[n]! + (dry ? (1 - wet) * dry[side]![n]! : 0)
      }
    }
  }
}
