/** Device specs in Live 12.4's parameter names. Bands 5 to 8 of an EQ Eight stay unused, as in a fresh one. */
import type { SimulatedDeviceSpec } from '../simulated/spec.ts'

/** EQ Eight's filter types by list index. */
const eqTypes = { highPass12: 1, lowShelf: 2, bell: 3, highShelf: 5 } as const

interface Bell {
  readonly hz: number
  readonly gainDb: number
  readonly q: number
}

export interface EqMoves {
  readonly highPassHz?: number
  readonly bells?: readonly Bell[]
  readonly highShelf?: { readonly hz: number; readonly gainDb: number }
}

const tenth = (x: number) => Math.round(x * 10) / 10

export function eqEight({ highPassHz, bells = [], highShelf }: EqMoves): SimulatedDeviceSpec {
  if (bells.length > 2) throw new RangeError(`bells must leave bands 1 and 4 alone, got ${bells.length} of at most 2`)
  const settings: Record<string, number> = { 'Adaptive Q': 0 }
  const set = (band: number, type: number, hz: number, gainDb: number, q: number) => {
    settings[`${band} Filter On A`] = 1
    settings[`${band} Filter Type A`] = type
    settings[`${band} Frequency A`] = tenth(hz)
    settings[`${band} Gain A`] = tenth(gainDb)
    settings[`${band} Q A`] = q
  }
  if (highPassHz) set(1, eqTypes.highPass12, highPassHz, 0, 0.71)
  bells.forEach((bell, i) => {
    set(i + 2, eqTypes.bell, bell.hz, bell.gainDb, bell.q)
  })
  if (highShelf) set(4, eqTypes.highShelf, highShelf.hz, highShelf.gainDb, 0.71)
  return { className: 'Eq8', settings }
}

export const utility = (options: {
  readonly widthPercent?: number
  readonly bassMonoHz?: number
}): SimulatedDeviceSpec => ({
  className: 'StereoGain',
  settings: {
    'Stereo Width': Math.round(options.widthPercent ?? 100),
    ...(options.bassMonoHz ? { 'Bass Mono': 1, 'Bass Freq': options.bassMonoHz } : {}),
  },
})

/**
 * A ducker. With the peak detector the steady reduction is (key − threshold)·(1 − 1/ratio) above the knee, so the
 * threshold follows from the wanted depth and the level of the key.
 */
export function ducker(options: {
  readonly source: string
  readonly keyPeakDb: number
  readonly depthDb: number
  readonly attackMs: number
  readonly releaseMs: number
}): SimulatedDeviceSpec {
  const ratio = 4
  return {
    className: 'Compressor2',
    name: 'Sidechain',
    sidechainSource: options.source,
    settings: {
      Threshold: tenth(options.keyPeakDb - options.depthDb / (1 - 1 / ratio)),
      Ratio: ratio,
      Attack: tenth(options.attackMs),
      Release: Math.round(options.releaseMs),
      Knee: 3,
      Model: 0,
      Makeup: 0,
      'S/C On': 1,
      'S/C EQ On': 0,
    },
  }
}
