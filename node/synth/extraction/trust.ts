/** Answers about a sound that came out of a separation: as sure as its stem is clean. */
import type { Estimate } from '../estimate.ts'
import { leastConfidence, unknown } from '../estimate.ts'
import type { SynthSound } from '../sound.ts'
import type { StemQuality } from './stem-quality.ts'

/**
 * Every confidence of `sound` multiplied by `trust`, 0 to 1; what falls below the least becomes "cannot tell" with
 * `reason`, one clause. The curves stay: they are measured, not concluded.
 */
export function withTrust(sound: SynthSound, trust: number, reason: string): SynthSound {
  if (!(trust >= 0 && trust <= 1)) throw new RangeError(`trust must be from 0 to 1, got ${trust}`)
  if (trust === 1) return sound
  const { curves, ...answers } = sound
  return { ...(lowered(answers, trust, reason) as Omit<SynthSound, 'curves'>), curves }
}

/** Why a stem is not to be trusted, one clause. */
export function spoiltBy({ bleed, holes }: StemQuality): string {
  const words = [
    bleed.value === null ? null : `others leak into the stem at ${bleed.value.toFixed(0)} dB`,
    holes.value === null ? null : `${(100 * holes.value).toFixed(1)} % of it is missing`,
  ].filter(each => each !== null)
  return words.length > 0 ? words.join(' and ') : 'the stem cannot be checked'
}

function lowered(value: unknown, trust: number, reason: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  if ('confidence' in value && 'unit' in value) {
    const known = value as Exclude<Estimate<unknown>, { value: null }>
    const confidence = known.confidence * trust
    return confidence < leastConfidence ? unknown(known.unit, reason) : { ...known, confidence }
  }
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, lowered(each, trust, reason)]))
}
