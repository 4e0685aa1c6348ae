/** Sentences about tracks: masking, slots, ducking. Text and HTML say the same. */
import { type ContiguousBand, type NamedBand, namedBandEdges } from '../dsp/bands.ts'
import type { TrackDucking } from '../features/analysis.ts'
import { feature } from '../features/catalogue.ts'
import type { Playback } from '../features/masking/hearing.ts'
import type { MaskingPair } from '../features/masking/masking.ts'
import type { Slot } from '../features/masking/slots.ts'
import type { BandShares } from '../mix/track-shares.ts'
import { capitalize, formatHz, formatNumber, formatShare, formatValue } from './words.ts'

/** "Sub", "Low-mid": as the catalogue names the bands. */
const bandLabel = (band: ContiguousBand) =>
  feature(`band${capitalize(band) as Capitalize<ContiguousBand>}`).label.replace(' level', '')

/** "Kick masks Rolling Bass: 31 % of its loudness, 4.2 dB when both sound, mostly Bass and Sub." */
export function maskingPairWords({ masked, masker, lossShare, lossDb, bands }: MaskingPair): string {
  const all = Object.values(bands).reduce((sum, { lossSones }) => sum + lossSones, 0)
  const where = (Object.entries(bands) as [ContiguousBand, { lossSones: number }][])
    .filter(([, { lossSones }]) => lossSones >= 0.25 * all && all > 0)
    .sort((a, b) => b[1].lossSones - a[1].lossSones)
    .map(([band]) => bandLabel(band))
  const mostly = where.length > 0 ? `, mostly ${where.join(' and ')}` : ''
  return `${masker} masks ${masked}: ${formatShare(lossShare)} of its loudness, as if ${formatNumber(lossDb, 1)} dB quieter when both sound${mostly}.`
}

/** "Low-mid: crowded (Pad 41 %, Lead 30 %, Arp 22 % of its loudness)." */
export function slotWords(band: ContiguousBand, { occupancy, occupants }: Slot): string {
  const names = occupants
    .slice(0, 3)
    .map(({ track, loudnessShare }) => `${track} ${formatShare(loudnessShare)}`)
    .join(', ')
  return `${bandLabel(band)}: ${occupancy}${names && occupancy !== 'free' ? ` (${names} of its loudness)` : ''}.`
}

export const playbackWords = ({ lufs, dbSpl }: Playback) =>
  `Playback is assumed at ${formatNumber(dbSpl, 0)} dB SPL for ${formatValue('LUFS', lufs)}.`

/** "Pad ducks 5.8 dB, lowest 12 ms after the beat, back after 180 ms." */
export function duckingWords({ track, depthDb, reason, delayMs, recoveryMs }: TrackDucking): string {
  if (depthDb === null) return `${track}: not measured. ${reason ?? ''}`.trim()
  const parts = [
    `${track} ducks ${formatValue('dB', depthDb, false)}`,
    ...(delayMs === null ? [] : [`lowest ${formatValue('ms', delayMs)} after the beat`]),
    ...(recoveryMs === null ? [] : [`back after ${formatValue('ms', recoveryMs)}`]),
  ]
  return `${parts.join(', ')}.`
}

/** "Mud (200 to 500 Hz): Pad 61 %, Lead 22 %." One line per band that anybody fills. */
export function sharesWords(bands: Readonly<Record<NamedBand, BandShares>>): string[] {
  return (Object.entries(bands) as [NamedBand, BandShares][]).flatMap(([band, { tracks, interactionDb }]) => {
    if (tracks.length === 0) return []
    const [low, high] = namedBandEdges[band]
    const label = band === 'mud' ? 'Mud' : bandLabel(band)
    const names = tracks.slice(0, 3).map(({ track, share }) => `${track} ${formatShare(share)}`)
    const together =
      interactionDb !== null && Math.abs(interactionDb) >= 1
        ? ` Together ${formatValue('dB', interactionDb, true)} against their sum: they ${interactionDb > 0 ? 'add up' : 'cancel'}.`
        : ''
    return [`${label} (${formatHz(low)} to ${formatHz(high)}): ${names.join(', ')}.${together}`]
  })
}
