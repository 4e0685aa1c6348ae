/** Faults of ducking and of compression on a bus. */
import type { SimulatedSetSpec } from '../simulated/spec.ts'
import { duckerOf, filtered, withDevice, withThreshold } from './changes.ts'
import { type FaultDefinition, signed } from './fault.ts'
import { strongestHz, trackForRole } from './roles.ts'

/** A Compressor's threshold ends at +6 dB: nothing reaches it. */
const topThresholdDb = 6

export const dynamicsFaults: readonly FaultDefinition[] = [
  ...(
    [
      ['too-little-ducking', [3, 6], 1],
      ['too-much-ducking', [4, 8], -1],
    ] as const
  ).map(([family, sizes, direction]): FaultDefinition => {
    const little = direction > 0
    return {
      family,
      places: ['pad', 'lead'],
      sizes,
      stage: 'premaster',
      make: (track, size) =>
        duckerOf(track)
          ? {
              title: `${track.name} ducks too ${little ? 'little' : 'much'}: threshold ${signed(direction * size)}`,
              kind: 'parameter',
              unit: 'dB',
              inverse: { track: track.name, kinds: ['ducking'], sign: little ? 1 : -1, amount: size },
              invertibleExactly: true,
              change: withThreshold(db => db + direction * size),
            }
          : null,
    }
  }),
  {
    family: 'no-ducking',
    places: ['pad', 'lead', 'bass'],
    sizes: [topThresholdDb],
    stage: 'premaster',
    make: (track, size) => {
      const ducker = duckerOf(track)
      if (!ducker) return null
      return {
        title: `${track.name} does not duck at all: threshold ${signed(size)}`,
        kind: 'parameter',
        unit: 'dB',
        inverse: {
          track: track.name,
          kinds: ['ducking'],
          sign: 1,
          amount: size - (ducker.settings?.['Threshold'] ?? 0),
        },
        invertibleExactly: true,
        change: withThreshold(() => size),
      }
    },
  },
  {
    family: 'bass-masks-kick',
    places: ['bass'],
    sizes: [4, 8],
    stage: 'premaster',
    make: (track, size, spec) => {
      const hz = kickHz(spec)
      return hz === null
        ? null
        : {
            title: `${track.name} covers the kick: ${signed(size)} at ${Math.round(hz)} Hz`,
            kind: 'audio',
            unit: 'dB',
            inverse: { track: track.name, kinds: ['eq', 'level'], sign: -1, amount: size },
            invertibleExactly: true,
            change: filtered({ type: 'bell', hz, q: 1.4, gainDb: size }),
          }
    },
  },
  {
    family: 'bus-over-compressed',
    places: ['drum group'],
    sizes: [8, 14],
    stage: 'premaster',
    make: (track, size) => ({
      title: `${track.name} flattened: a Compressor takes about ${size} dB off the peaks`,
      kind: 'parameter',
      unit: 'dB',
      inverse: { track: track.name, kinds: ['compression'], sign: 1, amount: size },
      invertibleExactly: true,
      change: withDevice({
        className: 'Compressor2',
        // Drums peak near −6 dBFS here. The release is fast, so that what follows a peak is not turned down with it; half of what
        // is taken is given back, as a make-up by ear would.
        settings: {
          Threshold: -6 - Math.round(size / 0.85),
          Ratio: 6,
          Attack: 0.5,
          Release: 20,
          Knee: 6,
          Model: 0,
          Makeup: 0,
          'S/C EQ On': 0,
          Output: size / 2,
        },
      }),
    }),
  },
]

/** Where the kick has most of its power; null without a kick. */
function kickHz(spec: SimulatedSetSpec): number | null {
  const kick = trackForRole(spec, 'kick')
  return kick?.source ? strongestHz(kick.source, 40, 110) : null
}
