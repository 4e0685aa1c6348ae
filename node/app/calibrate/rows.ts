/** What is recorded: one file for each row, named after it. Settings as Live shows them (12.4). */
import type { SimulatedDeviceSpec } from '../../adapters/simulated/spec.ts'

/** What is read out of a recording. */
export type FigureKind = 'level' | 'width' | 'bass-mono' | 'bell' | 'shelf' | 'low-cut' | 'dynamics'

export interface CalibrationRow {
  /** Name of the file, without its ending. */
  readonly name: string
  readonly kind: FigureKind
  readonly device: SimulatedDeviceSpec | null
  /** Of the track's mixer; 0 and middle when absent. */
  readonly volumeDb?: number
  readonly pan?: number
  /** For the person at Live. */
  readonly settings: string
}

const eq = (type: number, hz: number, gain: number, q: number): SimulatedDeviceSpec => ({
  className: 'Eq8',
  settings: {
    '1 Filter On A': 1,
    '1 Filter Type A': type,
    '1 Frequency A': hz,
    ...(gain === 0 ? {} : { '1 Gain A': gain }),
    '1 Q A': q,
    'Adaptive Q': 0,
    '2 Filter On A': 0,
    '3 Filter On A': 0,
    '4 Filter On A': 0,
  },
})
const utility = (settings: Readonly<Record<string, number>>): SimulatedDeviceSpec => ({
  className: 'StereoGain',
  settings,
})
/** In the order of Live's list: high pass 48 and 12 dB, low shelf, bell. */
const [highPass48, lowShelf, bell] = [0, 2, 3] as const

const faders = [-3, -6, -12, -24, -40].map(
  (db): CalibrationRow => ({
    name: `fader ${db}`,
    kind: 'level',
    device: null,
    volumeDb: db,
    settings: `no device; the track's fader at ${db} dB`,
  }),
)

export const calibrationRows: readonly CalibrationRow[] = [
  { name: 'none', kind: 'level', device: null, settings: 'no device; fader at 0 dB: must be the signal itself' },
  ...faders,
  { name: 'utility gain -25', kind: 'level', device: utility({ Output: -25 }), settings: 'Utility: Gain −25 dB' },
  { name: 'utility width 50', kind: 'width', device: utility({ 'Stereo Width': 50 }), settings: 'Utility: Width 50 %' },
  {
    name: 'utility width 200',
    kind: 'width',
    device: utility({ 'Stereo Width': 200 }),
    settings: 'Utility: Width 200 %',
  },
  {
    name: 'utility bass mono 120',
    kind: 'bass-mono',
    device: utility({ 'Bass Mono': 1, 'Bass Freq': 120 }),
    settings: 'Utility: Bass Mono on, 120 Hz',
  },
  {
    name: 'eq bell 1k q0.71',
    kind: 'bell',
    device: eq(bell, 1000, 6, 0.71),
    settings: 'EQ Eight: band 1 alone, bell, 1 kHz, +6 dB, Q 0.71, Adaptive Q off',
  },
  {
    name: 'eq bell 1k q4',
    kind: 'bell',
    device: eq(bell, 1000, 6, 4),
    settings: 'EQ Eight: band 1 alone, bell, 1 kHz, +6 dB, Q 4, Adaptive Q off',
  },
  {
    name: 'eq bell 12k',
    kind: 'bell',
    device: eq(bell, 12_000, 6, 0.71),
    settings: 'EQ Eight: band 1 alone, bell, 12 kHz, +6 dB, Q 0.71, Adaptive Q off',
  },
  {
    name: 'eq low shelf',
    kind: 'shelf',
    device: eq(lowShelf, 200, 6, 0.71),
    settings: 'EQ Eight: band 1 alone, low shelf, 200 Hz, +6 dB, Q 0.71, Adaptive Q off',
  },
  {
    name: 'eq low cut 48',
    kind: 'low-cut',
    device: eq(highPass48, 100, 0, 0.71),
    settings: 'EQ Eight: band 1 alone, low cut 48 dB, 100 Hz, Q 0.71, Adaptive Q off',
  },
  {
    name: 'compressor',
    kind: 'dynamics',
    device: {
      className: 'Compressor2',
      settings: { Threshold: -30, Ratio: 4, Attack: 10, Release: 100, Knee: 0, 'S/C EQ On': 0 },
    },
    settings:
      'Compressor: Peak, Threshold −30 dB, Ratio 4, Attack 10 ms, Release 100 ms, Knee 0, Makeup and S/C EQ off',
  },
  {
    name: 'compressor knee',
    kind: 'dynamics',
    device: {
      className: 'Compressor2',
      settings: { Threshold: -30, Ratio: 4, Attack: 30, Release: 300, Knee: 12, 'S/C EQ On': 0 },
    },
    settings: 'Compressor: as before, but Attack 30 ms, Release 300 ms, Knee 12 dB',
  },
  {
    name: 'glue',
    kind: 'dynamics',
    device: { className: 'GlueCompressor', settings: { Threshold: -30 } },
    settings: 'Glue Compressor: defaults, Threshold −30 dB',
  },
  {
    name: 'limiter',
    kind: 'dynamics',
    device: { className: 'Limiter', settings: { 'Input Gain': 12 } },
    settings: 'Limiter: defaults, Gain +12 dB',
  },
]
