/**
 * A control: the rule of the closest peer (AbletonAIAnalysis, fixes/parameter_mapper): one gap, one fix, amount = factor ×
 * gap, by a fixed table from feature to parameter. Given every benefit: the features, gaps and attribution are ours, signs
 * are turned so that a gap shrinks (as published they are not), its factors are read in our units, and its own limits hold.
 * No search, no model, no second pass.
 */
import { contiguousBands, namedBandEdges } from '../../node/dsp/bands.ts'
import type { FeatureId } from '../../node/features/catalogue.ts'
import type { Comparison, Gap } from '../../node/gap/gap.ts'
import { eqTurns, levelTurn, type Turn, widthTurn } from './parameter-moves.ts'

/** Its fix_validator. */
const mostEqDb = 12
const mostLevelDb = 12

/** One prescription a feature, from the section where it is worst; of several on one control the first, as gaps are sorted. */
export function peerTurns({ gaps }: Comparison): Turn[][] {
  const seen = new Set<string>()
  const moves: Turn[][] = []
  const bands = new Map<string, number>()
  for (const gap of gaps) {
    const made = prescriptionOf(gap)
    if (!made || seen.has(made.control)) continue
    seen.add(made.control)
    const band = bands.get(made.track) ?? 5
    if (made.filter) {
      // Four bands are free; a fifth prescription for one track finds none.
      if (band > 8) continue
      bands.set(made.track, band + 1)
      moves.push(eqTurns(made.track, band as 5 | 6 | 7 | 8, made.filter))
    } else moves.push([made.turn])
  }
  return moves
}

type Prescription = { readonly track: string; readonly control: string } & (
  | { readonly filter: Parameters<typeof eqTurns>[2]; readonly turn?: never }
  | { readonly turn: Turn; readonly filter?: never }
)

const capitalized = (s: string) => s[0]!.toUpperCase() + s.slice(1)
const clamp = (x: number, most: number) => Math.max(-most, Math.min(most, x))

/**
 * Centre and Q of a band's bell, by the feature of its level. Third octaves are left out: the peer has broad bands only, and
 * bells for overlapping features would add up.
 */
const bells = new Map<FeatureId, { readonly hz: number; readonly q: number }>(
  contiguousBands.map(band => {
    const [low, high] = namedBandEdges[band]
    const hz = Math.sqrt(low * high)
    return [`band${capitalized(band)}` as FeatureId, { hz, q: hz / (high - low) }] as const
  }),
)

function prescriptionOf({ feature: id, excess, contributors }: Gap): Prescription | null {
  const worst = contributors[0]?.track
  const bell = bells.get(id)
  if (bell && worst) {
    const gainDb = clamp(-excess, mostEqDb)
    return { track: worst, control: `${worst} ${Math.round(bell.hz)}`, filter: { type: 'bell', ...bell, gainDb } }
  }
  // Brightness: high shelf at 8 kHz, 6 dB for its whole range; a tilt of 1 dB/oct is about 3 dB from the middle to there.
  if (id === 'spectralTilt' && worst) {
    const filter = { type: 'highShelf', hz: 8000, gainDb: clamp(-3 * excess, mostEqDb), q: 0.71 } as const
    return { track: worst, control: `${worst} shelf`, filter }
  }
  // Width ×200 of a measure from 0 to 1; ours is side to mid in dB. Correlation × −50.
  if (id.startsWith('width') && worst) {
    return {
      track: worst,
      control: `${worst} width`,
      turn: widthTurn(worst, percent => percent * 10 ** (-excess / 20)),
    }
  }
  if ((id.startsWith('correlation') || id.startsWith('monoFoldLoss')) && worst) {
    const percent = id.startsWith('correlation') ? 50 * excess : -10 * excess
    return { track: worst, control: `${worst} width`, turn: widthTurn(worst, width => width + percent) }
  }
  // Pumping in dB: threshold × −0.8.
  if (id === 'duckDepth' && worst) {
    const turn: Turn = { track: worst, className: 'Compressor2', parameter: 'Threshold', to: db => db + 0.8 * excess }
    return { track: worst, control: `${worst} threshold`, turn }
  }
  if (id === 'kickOverBass' && worst) {
    return { track: worst, control: `${worst} volume`, turn: levelTurn(worst, clamp(-excess, mostLevelDb)) }
  }
  if (id === 'integratedLoudness' || id === 'shortTermMax' || id === 'truePeak') {
    return { track: 'Main', control: 'Main volume', turn: levelTurn('Main', clamp(-excess, mostLevelDb)) }
  }
  if (id === 'peakToLoudnessRatio' || id === 'crestFactor') {
    const turn: Turn = {
      track: 'Main',
      className: 'GlueCompressor',
      parameter: 'Threshold',
      to: db => db - 0.8 * excess,
    }
    return { track: 'Main', control: 'Main threshold', turn }
  }
  return null
}
