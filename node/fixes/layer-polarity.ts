/**
 * A part that is upside down as a whole against what it doubles: turned over, Main gains where the two had cancelled. Both
 * settings are computed; which one is meant, only the user can tell, so it is told and not done.
 */
import { bandCount, contiguousBands, namedBandEdges, namedBands, sumRange } from '../dsp/bands.ts'
import { powerToDb } from '../dsp/decibel.ts'
import type { LiveSet } from '../live/set.ts'
import type { MixModel } from '../mix/model.ts'
import type { BandGains } from '../mix/moves.ts'
import { statisticsBuffer } from './predicted-distance.ts'

/** Less is the chance of phases between parts that only play the same notes. */
const leastGainDb = 1.5
/** What is lost elsewhere for it. */
const mostLossDb = 0.5
/** Bands this far below the loudest are not what a part is turned over for. */
const audibleDb = 30

const over = new Float64Array(bandCount).fill(-1)
const none = new Float64Array(bandCount)
const turned: BandGains = {
  mRe: over,
  mIm: none,
  sRe: over,
  sIm: none,
  left: 1,
  right: 1,
  pan: null,
  heard: null,
  shifts: {},
}

interface Finding {
  readonly name: string
  /** Of the part in that band: of two that cancel each other, the smaller one is turned. */
  readonly power: number
  readonly band: (typeof contiguousBands)[number]
  readonly gainDb: number
}

/** A sentence at most: the part that most is gained with. */
export function layerPolarity(set: LiveSet, model: MixModel): string[] {
  const s = model.scopes.indexOf('overall')
  const paired = new Set(model.pairs.flatMap(({ i, j }) => [i, j]))
  const findings = [...paired].flatMap((c): Finding[] => {
    const { track, nodes, silenced } = model.contributors[c]!
    const found = set.tracks.find(({ path }) => path === track)
    const isOwn = nodes[0] === track && found?.kind !== 'return'
    return s < 0 || !found || !isOwn || silenced !== null ? [] : findingOf(model, c, s, found.name)
  })
  const largest = Math.max(...findings.map(({ gainDb }) => gainDb))
  const best = findings.filter(({ gainDb }) => gainDb > largest - 0.1).sort((a, b) => a.power - b.power)[0]
  if (!best) return []
  const [low, high] = namedBandEdges[best.band]
  return [
    `${best.name} may be upside down against what it plays with: turned over (Utility, Left Inv and Right Inv on), Main gains ${best.gainDb.toFixed(1)} dB from ${low} to ${high} Hz. Listen to both; it may be meant.`,
  ]
}

function findingOf(model: MixModel, c: number, s: number, name: string): Finding[] {
  const { track } = model.contributors[c]!
  const out = statisticsBuffer(1)[0]!
  const main = model.statistics()[s]!
  model.evaluate(s, model.nodeForm(track)[s]!, turned, out)
  const own = model.arriving(c, s)
  const bands = contiguousBands.map(band => {
    const range = namedBands[band]
    const was = sumRange(main.mm, range)
    return { band, was, gainDb: powerToDb(sumRange(out.mm, range) / was), power: sumRange(own.mm, range) }
  })
  const loudest = Math.max(...bands.map(({ was }) => was))
  const audible = bands.filter(({ was }) => was > loudest * 10 ** (-audibleDb / 10))
  if (audible.length === 0 || audible.some(({ gainDb }) => !(gainDb > -mostLossDb))) return []
  const best = audible.reduce((a, b) => (b.gainDb > a.gainDb ? b : a))
  return best.gainDb >= leastGainDb ? [{ name, ...best }] : []
}
