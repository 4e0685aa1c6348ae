/**
 * Utility. Assumed (device/FACTS.md): the order invert → channel mode → width → bass mono → gain and balance → DC filter;
 * width scales the side and leaves the mid; Bass Mono is a fourth-order Linkwitz-Riley high-pass on the side; Balance follows
 * the mixer's pan law.
 */
import { dbToGain } from '../../dsp/decibel.ts'
import { panGains } from '../../live/pan.ts'
import type { LinearModel, Settings, StereoResponse } from './device-model.ts'
import { filterGains, flat, type Gains, sectionGains, times, timesReal, unchanged } from './response.ts'
import { choice, isOn, isSet, type Read, reader } from './settings.ts'

const className = 'StereoGain'

/** "Channel Mode" items in Live's order. */
const channelModes = ['left', 'stereo', 'right', 'swap'] as const
const dcFilterHz = 5

export const utility: LinearModel = { kind: 'linear', className, response, unpredictable }

function response(settings: Settings, sampleRate: number, hz: ArrayLike<number>): StereoResponse {
  const count = hz.length
  if (!isOn(settings)) return unchanged(count)
  const read = reader(className, settings)
  if (read('Mute') === 1) {
    const { re, im } = flat(count, 0)
    return { mRe: re, mIm: im, sRe: re, sIm: im, left: 1, right: 1 }
  }
  const { mid, side, left, right, isCrossed } = routed(read)
  const width = read('Mono') === 1 ? 0 : read('Stereo Width') / 100
  // What stands in the side's place goes through the width and the bass mono, be it the side or (crossed) the mid.
  const inSide = sideGains(read, sampleRate, hz, width)
  const common = commonGains(read, sampleRate, hz)
  const m = timesReal(isCrossed ? times(inSide, common) : common, mid)
  const s = timesReal(isCrossed ? common : times(inSide, common), side)
  const balance = panGains(read('Balance'))
  return { mRe: m.re, mIm: m.im, sRe: s.re, sIm: s.im, left: left * balance.left, right: right * balance.right }
}

interface Routing {
  readonly mid: number
  readonly side: number
  readonly left: number
  readonly right: number
  /** One channel is inverted: mid and side change places between the inversion and the output, which undoes it. */
  readonly isCrossed: boolean
}

/** Inversions and channel mode as signs on mid and side and behind them on left and right. */
function routed(read: Read): Routing {
  const l = read('Left Inv') === 1 ? -1 : 1
  const r = read('Right Inv') === 1 ? -1 : 1
  switch (choice(read, 'Channel Mode', channelModes)) {
    case 'stereo':
      return l === r
        ? { mid: l, side: l, left: 1, right: 1, isCrossed: false }
        : { mid: 1, side: 1, left: l, right: r, isCrossed: true }
    case 'swap':
      return l === r
        ? { mid: l, side: -l, left: 1, right: 1, isCrossed: false }
        : { mid: 1, side: -1, left: r, right: l, isCrossed: true }
    // Both outputs are one input: mid + side or mid − side. Only what is common to two such settings can be compared.
    case 'left':
      return { mid: l, side: 0, left: 1, right: 1, isCrossed: false }
    case 'right':
      return { mid: r, side: 0, left: 1, right: 1, isCrossed: false }
  }
}

function sideGains(read: Read, sampleRate: number, hz: ArrayLike<number>, width: number): Gains {
  if (read('Bass Mono') !== 1 || width === 0) return flat(hz.length, width)
  const half = { type: 'highpass', hz: read('Bass Freq'), q: Math.SQRT1_2 } as const
  return timesReal(filterGains([half, half], sampleRate, hz), width)
}

/** Gain and DC filter. */
function commonGains(read: Read, sampleRate: number, hz: ArrayLike<number>): Gains {
  const gain = dbToGain(read('Output'))
  if (read('DC Filter') !== 1) return flat(hz.length, gain)
  const pole = Math.exp((-2 * Math.PI * dcFilterHz) / sampleRate)
  const b0 = (1 + pole) / 2
  return timesReal(sectionGains([{ b0, b1: -b0, b2: 0, a1: -pole, a2: 0 }], sampleRate, hz), gain)
}

function unpredictable(settings: Settings): string | null {
  if (!isOn(settings) || isSet(settings, 'Mute')) return null
  if (settings['Stereo Width'] === undefined) return 'Utility is in Mid/Side mode, whose balance law is not known.'
  const mode = channelModes[settings['Channel Mode'] ?? 1]
  if (mode === 'left' || mode === 'right')
    return `Utility passes the ${mode} channel only: what that hides cannot be told.`
  return null
}
