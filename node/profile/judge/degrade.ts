/**
 * What can go wrong with the mix of a record, done to its sound: the judge learns from pairs of a reference and its own
 * degraded copies, so that it hears the mix and not the music (Shtern, Casas and Tzerpos, CASCON 2018).
 */
import { createHash } from 'node:crypto'
import { type Audio, stereoOf } from '../../audio/audio.ts'
import { Biquad, designBiquad, type FilterSettings } from '../../dsp/biquad.ts'

export const flawKinds = [
  'muddy',
  'harsh',
  'thin',
  'boomy',
  'dull',
  'bright',
  'squashed',
  'narrow',
  'wide',
  'loose low end',
  'lopsided',
] as const
export type FlawKind = (typeof flawKinds)[number]

export interface Flaw {
  readonly kind: FlawKind
  /** 0.3 to 1: from audible to plain. */
  readonly severity: number
  /** 0 to 1: where in the range of frequencies that the kind has. */
  readonly place: number
}

/** One or two flaws, the same for the same recording and number of the copy; all kinds are met alike often. */
export function flawsOf(hash: string, copy: number): readonly Flaw[] {
  const draw = (what: string) => {
    const digest = createHash('sha256').update(`${hash} ${copy} ${what}`).digest()
    return digest.readUInt32BE(0) / 2 ** 32
  }
  const first = Math.floor(draw('first') * flawKinds.length)
  const second = (first + 1 + Math.floor(draw('second') * (flawKinds.length - 1))) % flawKinds.length
  const kinds = draw('count') < 0.5 ? [first] : [first, second]
  return kinds.map(kind => ({
    kind: flawKinds[kind]!,
    severity: 0.3 + 0.7 * draw(`severity ${kind}`),
    place: draw(`place ${kind}`),
  }))
}

/** A copy; `audio` stays as it was. Always two channels. */
export function degraded(audio: Audio, flaws: readonly Flaw[]): Audio {
  const [left, right] = stereoOf(audio)
  const channels = [left.slice(), right.slice()] as const
  for (const flaw of flaws) changes[flaw.kind](flaw, channels, audio.sampleRate)
  return { sampleRate: audio.sampleRate, channels }
}

/** Changes the two channels in place. */
type Change = (flaw: Flaw, channels: readonly [Float32Array, Float32Array], sampleRate: number) => void

const filtered =
  (settings: (flaw: Flaw) => FilterSettings): Change =>
  (flaw, channels, sampleRate) => {
    const coefficients = designBiquad(settings(flaw), sampleRate)
    for (const channel of channels) new Biquad(coefficients).process(channel)
  }

const shelf = (type: 'lowshelf' | 'highshelf', lowHz: number, highHz: number, mostDb: number) =>
  filtered(({ severity, place }) => ({
    type,
    hz: lowHz * (highHz / lowHz) ** place,
    q: 0.7,
    gainDb: mostDb * severity,
  }))
const bell = (lowHz: number, highHz: number, mostDb: number) =>
  filtered(({ severity, place }) => ({
    type: 'bell',
    hz: lowHz * (highHz / lowHz) ** place,
    q: 0.8,
    gainDb: mostDb * severity,
  }))

const sideGain =
  (mostDb: number): Change =>
  ({ severity }, [left, right]) => {
    const gain = 10 ** ((mostDb * severity) / 20)
    for (let n = 0; n < left.length; n++) {
      const [mid, side] = [(left[n]! + right[n]!) / 2, (gain * (left[n]! - right[n]!)) / 2]
      left[n] = mid + side
      right[n] = mid - side
    }
  }

/** The largest flaws are those that a careless mix has, not parodies: 9 dB of mud, 12 dB into a clipper, a side 14 dB down. */
const changes: Readonly<Record<FlawKind, Change>> = {
  muddy: bell(180, 450, 9),
  harsh: bell(2000, 4500, 8),
  thin: shelf('lowshelf', 80, 180, -9),
  boomy: shelf('lowshelf', 60, 140, 8),
  dull: shelf('highshelf', 3000, 8000, -10),
  bright: shelf('highshelf', 4000, 9000, 8),
  squashed: ({ severity }, channels) => {
    const drive = 10 ** ((12 * severity) / 20)
    const peak = channels.reduce((most, channel) => channel.reduce((max, x) => Math.max(max, Math.abs(x)), most), 0)
    if (peak === 0) return
    for (const channel of channels) {
      for (let n = 0; n < channel.length; n++) channel[n] = peak * Math.tanh((drive * channel[n]!) / peak)
    }
  },
  narrow: sideGain(-14),
  wide: sideGain(7),
  // The lows of one side come late: wide on headphones, hollow in mono.
  'loose low end': ({ severity, place }, [, right], sampleRate) => {
    const lows = right.slice()
    for (const q of [0.54, 1.31])
      new Biquad(designBiquad({ type: 'lowpass', hz: 100 + 80 * place, q }, sampleRate)).process(lows)
    const late = Math.round(0.004 * sampleRate)
    const share = 0.35 + 0.65 * severity
    for (let n = right.length - 1; n >= 0; n--) right[n]! += share * ((lows[n - late] ?? 0) - lows[n]!)
  },
  lopsided: ({ severity, place }, channels) => {
    const gain = 10 ** ((-5 * severity) / 20)
    const softer = channels[place < 0.5 ? 0 : 1]
    for (let n = 0; n < softer.length; n++) softer[n]! *= gain
  },
}
