/** Faults of one track's level, spectrum, place or switches. */
import { filtered, mudFilter, shelfFilter } from './changes.ts'
import { type FaultDefinition, oppositeOf, signed, topFaderDb } from './fault.ts'

export const soundFaults: readonly FaultDefinition[] = [
  {
    family: 'level',
    places: ['bass', 'lead', 'pad', 'hats', 'kick', 'pluck'],
    sizes: [3, -3, 6, -6],
    stage: 'premaster',
    make: (track, size) =>
      (track.volumeDb ?? 0) + size > topFaderDb
        ? null
        : {
            title: `${track.name} ${Math.abs(size)} dB too ${size > 0 ? 'loud' : 'quiet'}`,
            kind: 'parameter',
            unit: 'dB',
            inverse: { track: track.name, kinds: ['level'], sign: oppositeOf(size), amount: Math.abs(size) },
            invertibleExactly: true,
            change: t => ({ ...t, volumeDb: (t.volumeDb ?? 0) + size }),
          },
  },
  {
    family: 'mud',
    places: ['pad', 'lead'],
    sizes: [3, 6],
    stage: 'premaster',
    loudestBetween: [200, 400],
    make: (track, size) => ({
      title: `Mud on ${track.name}: ${signed(size)} at 280 Hz`,
      kind: 'audio',
      unit: 'dB',
      inverse: { track: track.name, kinds: ['eq'], sign: -1, amount: size },
      invertibleExactly: true,
      change: filtered(mudFilter(size)),
    }),
  },
  {
    family: 'brightness',
    places: ['lead', 'hats'],
    sizes: [4, -4, 8, -8],
    stage: 'premaster',
    make: (track, size) => ({
      title: `${track.name} ${size > 0 ? 'harsh' : 'dull'}: ${signed(size)} shelf at 6 kHz`,
      kind: 'audio',
      unit: 'dB',
      inverse: { track: track.name, kinds: ['eq'], sign: oppositeOf(size), amount: Math.abs(size) },
      invertibleExactly: true,
      change: filtered(shelfFilter(size)),
    }),
  },
  {
    family: 'pan',
    places: ['hats'],
    sizes: [-1, 1],
    stage: 'premaster',
    make: (track, size) =>
      Math.abs((track.pan ?? 0) - size) < 0.5
        ? null
        : {
            title: `${track.name} panned fully ${size < 0 ? 'left' : 'right'}`,
            kind: 'parameter',
            unit: 'pan',
            inverse: {
              track: track.name,
              kinds: ['pan'],
              sign: oppositeOf(size),
              amount: Math.abs(size - (track.pan ?? 0)),
            },
            invertibleExactly: true,
            change: t => ({ ...t, pan: size }),
          },
  },
  {
    family: 'muted',
    places: ['lead', 'bass', 'pad'],
    sizes: [0],
    stage: 'premaster',
    make: track => ({
      title: `${track.name} left muted`,
      kind: 'parameter',
      unit: 'switch',
      inverse: { track: track.name, kinds: ['mute'] },
      invertibleExactly: true,
      change: t => ({ ...t, mute: true }),
    }),
  },
  {
    family: 'soloed',
    places: ['kick'],
    sizes: [1],
    stage: 'premaster',
    make: track => ({
      title: `${track.name} left soloed`,
      kind: 'parameter',
      unit: 'switch',
      inverse: { track: track.name, kinds: ['mute'] },
      invertibleExactly: true,
      change: t => ({ ...t }),
      solo: true,
    }),
  },
]
