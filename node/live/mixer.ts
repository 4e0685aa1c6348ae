/** A track's mixer as gains. */
import { dbToGain } from '../dsp/decibel.ts'
import { findRow } from './device-table.ts'
import { mixerNames, type Parameter, type Track } from './set.ts'
import { displayForRaw } from './value.ts'

export interface MixerState {
  /** Fader, linear; 0 at −∞. */
  readonly gain: number
  /** −1 left to 1 right. */
  readonly pan: number
  readonly active: boolean
  /** Send levels, linear, by return index. */
  readonly sends: readonly number[]
}

const gainOf = (parameter: Parameter | undefined, fallback: number) => {
  const row = parameter && findRow(null, parameter.name)
  if (!parameter || !row) return fallback
  // The fader's display law gives −70 dB at the bottom, where Live shows −inf.
  const db = displayForRaw(row, parameter.value)
  return db === null || parameter.value <= parameter.min ? 0 : dbToGain(db)
}

export function mixerState(track: Track): MixerState {
  const find = (name: string) => track.mixer.find(parameter => parameter.name === name)
  return {
    gain: gainOf(find(mixerNames.volume), 1),
    pan: find(mixerNames.panning)?.value ?? 0,
    active: (find(mixerNames.activator)?.value ?? 1) !== 0,
    sends: track.mixer.filter(({ name }) => name.startsWith('Send ')).map(send => gainOf(send, 0)),
  }
}
