/** Faults of width and polarity. */
import { flipped, narrowed, widenedBelow120, withDevice } from './changes.ts'
import { type FaultDefinition, isStereo } from './fault.ts'
import { sideToMidDb } from './roles.ts'

export const stereoFaults: readonly FaultDefinition[] = [
  {
    family: 'wide-sub',
    places: ['bass'],
    sizes: [-6, 0],
    stage: 'premaster',
    make: (track, size) => ({
      title: `${track.name} wide below 120 Hz: side ${size} dB of mid`,
      kind: 'audio',
      unit: 'dB',
      inverse: { track: track.name, kinds: ['bass-mono', 'width'], sign: -1 },
      // A mono source is itself again at width 0; Bass Mono leaves the crossover's phase.
      invertibleExactly: !isStereo(track),
      change: widenedBelow120(size),
    }),
  },
  {
    family: 'narrow-pad',
    places: ['pad'],
    sizes: [25, 50],
    stage: 'premaster',
    make: (track, size) => {
      if (!isStereo(track) || sideToMidDb(track.source!, 250, 8000) < -20) return null
      const utility = track.devices?.findLast(device => device.className === 'StereoGain')
      const width = utility?.settings?.['Stereo Width'] ?? 100
      return {
        title: `${track.name} narrowed to ${size} % of its width`,
        kind: 'audio',
        unit: '%',
        inverse: { track: track.name, kinds: ['width'], sign: 1, amount: 10_000 / size },
        // Utility ends at 200 %.
        invertibleExactly: (width * 100) / size <= 200,
        change: narrowed(size / 100),
      }
    },
  },
  {
    family: 'polarity',
    places: ['lead', 'pad'],
    sizes: [100],
    stage: 'premaster',
    make: track =>
      isStereo(track)
        ? {
            title: `${track.name}: right channel upside down`,
            kind: 'audio',
            unit: '%',
            inverse: { track: track.name, kinds: ['polarity'] },
            invertibleExactly: true,
            change: flipped,
          }
        : null,
  },
  {
    // The return plays the same drums as the tracks it is fed by: the one coherent pair of layers these songs have.
    family: 'polarity',
    places: ['parallel return'],
    sizes: [200],
    stage: 'premaster',
    make: track => ({
      title: `${track.name}: upside down against the drums it doubles`,
      kind: 'parameter',
      unit: '%',
      inverse: { track: track.name, kinds: ['polarity'] },
      invertibleExactly: true,
      change: withDevice({ className: 'StereoGain', settings: { 'Left Inv': 1, 'Right Inv': 1 } }),
    }),
  },
]
