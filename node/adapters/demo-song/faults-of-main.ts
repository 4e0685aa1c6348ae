/** Faults of a finished master: on Main of a set that ends in a Glue Compressor and a Limiter. */
import type { SimulatedDeviceSpec, SimulatedTrackSpec } from '../simulated/spec.ts'
import { withSetting } from './changes.ts'
import { type FaultDefinition, topFaderDb } from './fault.ts'

const settingOf = (track: SimulatedTrackSpec, className: SimulatedDeviceSpec['className'], parameter: string) =>
  track.devices?.find(device => device.className === className)?.settings?.[parameter] ?? 0
const has = (track: SimulatedTrackSpec, className: SimulatedDeviceSpec['className']) =>
  track.devices?.some(device => device.className === className) ?? false
/** Of the Limiter's Input Gain. */
const topInputGainDb = 24
/** Of the Glue Compressor's Threshold. */
const lowestGlueThresholdDb = -40

const limiterFault = (
  family: 'over-limited' | 'too-loud',
  sizes: readonly number[],
  words: string,
): FaultDefinition => ({
  family,
  places: ['main'],
  sizes,
  stage: 'master',
  make: (track, size) =>
    has(track, 'Limiter') && settingOf(track, 'Limiter', 'Input Gain') + size <= topInputGainDb
      ? {
          title: `Main ${words}: Limiter's Input Gain +${size} dB`,
          kind: 'parameter',
          unit: 'dB',
          inverse: { track: 'Main', kinds: ['limiter'], sign: 1, amount: size },
          invertibleExactly: true,
          change: withSetting('Limiter', 'Input Gain', db => db + size),
        }
      : null,
})

const faderFault = (family: 'clipped' | 'too-quiet', sizes: readonly number[], words: string): FaultDefinition => ({
  family,
  places: ['main'],
  sizes,
  stage: 'master',
  make: (track, size) =>
    (track.volumeDb ?? 0) + size > topFaderDb
      ? null
      : {
          title: `Main ${words}: its fader ${size > 0 ? '+' : '−'}${Math.abs(size)} dB`,
          kind: 'parameter',
          unit: 'dB',
          inverse: {
            track: 'Main',
            kinds: ['level'],
            sign: size > 0 ? -1 : 1,
            amount: Math.abs(size),
          },
          invertibleExactly: true,
          change: t => ({ ...t, volumeDb: (t.volumeDb ?? 0) + size }),
        },
})

export const mainFaults: readonly FaultDefinition[] = [
  limiterFault('over-limited', [4, 8], 'over-limited'),
  // The Limiter's ceiling is −1 dB: behind it the fader alone lifts the peaks above full scale.
  faderFault('clipped', [2, 4], 'clips'),
  limiterFault('too-loud', [2], 'too loud'),
  faderFault('too-quiet', [-4, -8], 'too quiet'),
  {
    family: 'over-compressed',
    places: ['main'],
    sizes: [8, 14],
    stage: 'master',
    make: (track, size) =>
      has(track, 'GlueCompressor') && settingOf(track, 'GlueCompressor', 'Threshold') - size >= lowestGlueThresholdDb
        ? {
            title: `Main over-compressed: Glue's Threshold −${size} dB`,
            kind: 'parameter',
            unit: 'dB',
            inverse: { track: 'Main', kinds: ['compression'], sign: 1, amount: size },
            invertibleExactly: true,
            change: t =>
              // Half of it is given back at the output, so that what is left is a fault of dynamics.
              withSetting(
                'GlueCompressor',
                'Output',
                db => db + size / 2,
              )(withSetting('GlueCompressor', 'Threshold', db => db - size)(t)),
          }
        : null,
  },
]
