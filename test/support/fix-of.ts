/** Fixes made by hand: changes of parameters in a set, without a planner. */
import type { Fix, ParameterChange } from '../../node/fixes/fix.ts'
import { findRow } from '../../node/live/device-table.ts'
import { deviceAt, type LiveSet, type ParameterRef, parameterAt, trackAt } from '../../node/live/set.ts'

/** `to`: display value in base units. */
export function changeOf(set: LiveSet, ref: ParameterRef, to: number): ParameterChange {
  const parameter = parameterAt(set, ref)
  if (!parameter) throw new RangeError(`parameter must be in the set, got ${ref.track} ${ref.device} ${ref.parameter}`)
  const device = deviceAt(set, ref) ?? null
  return {
    ref,
    trackName: trackAt(set, ref.track)!.name,
    deviceName: device?.name ?? null,
    deviceClass: device?.className ?? null,
    from: 0,
    to,
    unit: findRow(device?.className ?? null, ref.parameter)?.unit ?? '',
    fromText: parameter.display,
    fromRaw: parameter.value,
  }
}

export const fixOf = (changes: readonly ParameterChange[], rest: Partial<Fix> = {}): Fix => ({
  id: 'fix-1',
  title: 'a fix',
  kind: 'level',
  track: 'tracks 2',
  trackName: 'Lead',
  amount: -3,
  unit: 'dB',
  wanted: -3,
  move: { kind: 'level', node: 'tracks 2', db: -3 },
  changes,
  inserts: null,
  solo: null,
  finding: { id: '', says: '', why: '' },
  closes: [],
  predictedReduction: 0.1,
  predicted: [],
  confidence: { value: 0.9, words: 'high', reason: '' },
  risk: '',
  alternatives: [],
  byHand: 'Move the fader.',
  ...rest,
})
