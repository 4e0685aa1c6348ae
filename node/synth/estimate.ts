/** An answer about a sound: a value with its unit and how sure it is, or none with the reason. Nothing in between. */
export type Estimate<T = number> = Known<T> | Unknown

export interface Known<T = number> {
  readonly value: T
  /** As printed behind the value; '' for words and counts. */
  readonly unit: Unit
  /** 0 to 1: the share of such answers that should be right within the tolerances of the evaluation. */
  readonly confidence: number
}

export interface Unknown {
  readonly value: null
  readonly unit: Unit
  /** One clause, without a full stop. */
  readonly reason: string
}

export type Unit =
  | ''
  | 'Hz'
  | 's'
  | 'dB'
  | 'dB/oct'
  | 'oct'
  | 'cents'
  | 'semitones'
  | '%'
  | 'Q'
  | 'voices'
  | 'MIDI note'

/** Below this an answer would mislead more than it helps: it becomes "cannot tell". */
export const leastConfidence = 0.35

export const unknown = (unit: Unit, reason: string): Unknown => ({ value: null, unit, reason })

/** Confidence outside 0 to 1 is a bug of the caller; one below `leastConfidence` turns the answer into `reason`. */
export function estimate<T>(value: T, unit: Unit, confidence: number, reason: string): Estimate<T> {
  if (!(confidence >= 0 && confidence <= 1)) throw new RangeError(`confidence must be from 0 to 1, got ${confidence}`)
  return confidence < leastConfidence ? unknown(unit, reason) : { value, unit, confidence }
}

export const certain = <T>(value: T, unit: Unit, confidence = 0.95): Known<T> => ({ value, unit, confidence })

/** Falls from 1 at `full` to 0 at `none`, linear between; either may be the larger. */
export function ramp(value: number, full: number, none: number): number {
  return Math.min(1, Math.max(0, (value - none) / (full - none)))
}
