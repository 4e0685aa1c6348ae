/** Frames as a tap sends them, from what they should read. */
import { meterBands, tapMeters } from '../../device/protocol.ts'

export interface FrameOf {
  /** LUFS. */
  readonly loudness?: number
  /** dBFS, both channels. */
  readonly peak?: number
  readonly correlation?: number
  /** dB of a band, instead of −30 dB. */
  readonly bands?: Partial<Record<(typeof meterBands)[number], number>>
}

export function frameOf({ loudness = -14, peak = -6, correlation = 0.8, bands = {} }: FrameOf = {}): number[] {
  const power = 10 ** ((loudness + 0.691) / 10)
  const values: Record<string, number> = {
    kPower: power,
    peakLeft: 10 ** (peak / 20),
    peakRight: 10 ** (peak / 20),
    ll: power / 2,
    rr: power / 2,
    lr: (correlation * power) / 2,
    ...Object.fromEntries(meterBands.map(band => [`band ${band}`, 10 ** ((bands[band] ?? -30) / 10)])),
  }
  return tapMeters.map(name => values[name]!)
}

export const silentFrame: readonly number[] = tapMeters.map(() => 0)
