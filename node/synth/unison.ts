/**
 * Unison voices of one note: the lines that all its harmonics share on a cents axis (features/colour), or, where the sound
 * has nothing above 1 kHz to read them from, the steadiness of its harmonics: one voice does not beat.
 */
import { LongSpectrumReader } from '../dsp/long-spectrum.ts'
import { stackOf } from '../features/colour/supersaw-lines.ts'
import { Pattern } from '../features/colour/supersaw-pattern.ts'
import { type Estimate, estimate, unknown } from './estimate.ts'

export interface Unison {
  readonly voices: Estimate
  /** From the lowest voice to the highest. */
  readonly detune: Estimate
  /** Side over mid power of the voices' lines: 0 % in the middle, 100 % as much side as mid. */
  readonly spread: Estimate
}

export interface UnisonContext {
  readonly f0: number
  readonly startSeconds: number
  /** Where the key is let go. */
  readonly endSeconds: number
  /** How far the harmonics move against each other over the note, what a filter does to them taken off, dB. */
  readonly beating: number
  /** A pitch, pulse-width or gating movement has been found: its side lines are not voices. */
  readonly moves: string | null
}

const steadyDb = 0.35
/**
 * A note so long shows that nothing beats: 20 periods for three frames that hardly overlap, in which voices 8 cents apart
 * turn a tenth harmonic by a whole cycle.
 */
const longEnoughPeriods = 21
const longEnough = 0.3
const windows = 4
/** The pattern is read in windows of 1.5 s; a note much shorter smears voices into one. */
const shortestSeconds = 0.9
const mostVoices = 16

export function unisonOf(
  channels: readonly [Float32Array, Float32Array],
  sampleRate: number,
  context: UnisonContext,
): Unison {
  const { f0, startSeconds, endSeconds, beating, moves } = context
  const seconds = endSeconds - startSeconds
  const none = (reason: string): Unison => ({
    voices: unknown('voices', reason),
    detune: unknown('cents', reason),
    spread: unknown('%', reason),
  })
  if (beating < steadyDb && seconds > Math.min(longEnough, longEnoughPeriods / f0))
    return single(Math.min(0.97, 0.6 + 0.4 * seconds))
  if (moves !== null) return none(`${moves} hides it`)
  if (seconds < shortestSeconds) return none(`the note is too short (${seconds.toFixed(2)} s) to see voices beat`)
  const reader = new LongSpectrumReader(sampleRate)
  const pattern = new Pattern()
  const room = Math.max(0, seconds - 0.02 - reader.length / sampleRate)
  for (let i = 0; i < (room > 0.05 ? windows : 1); i++) {
    const at = startSeconds + 0.02 + (i / Math.max(1, windows - 1)) * room
    pattern.read(reader.read(channels, Math.round(at * sampleRate)), f0)
  }
  const stack = stackOf(pattern)
  if (!stack) return none('nothing above 1 kHz to read voices from')
  if (stack.voices.length > mostVoices) return none('more lines than voices: noise or several notes')
  const share = stack.sideShare
  const blurred = 'the voices cannot be told apart'
  return {
    voices: estimate(stack.voices.length, 'voices', stack.confidence, blurred),
    detune: estimate(2 * stack.detuneCents, 'cents', stack.confidence, blurred),
    spread:
      share === null || share >= 1
        ? unknown('%', 'the sides are covered')
        : estimate(Math.min(200, (100 * share) / (1 - share)), '%', stack.confidence, blurred),
  }
}

const single = (confidence: number): Unison => ({
  voices: { value: 1, unit: 'voices', confidence },
  detune: { value: 0, unit: 'cents', confidence },
  spread: { value: 0, unit: '%', confidence },
})
