/** The mixer of a track, or of a chain in a rack, as gains. */
import { dbToGain } from '../dsp/decibel.ts'
import { findRow } from './device-table.ts'
import { type Chain, chainMixerNames, mixerNames, type Parameter, type Track } from './set.ts'
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

export function mixerState({ mixer }: Pick<Track | Chain, 'mixer'>): MixerState {
  const find = (part: keyof typeof mixerNames) =>
    mixer.find(({ name }) => name === mixerNames[part] || name === chainMixerNames[part])
  return {
    gain: gainOf(find('volume'), 1),
    pan: find('panning')?.value ?? 0,
    active: (find('activator')?.value ?? 1) !== 0,
    sends: mixer.filter(({ name }) => name.startsWith('Send ')).map(send => gainOf(send, 0)),
  }
}
