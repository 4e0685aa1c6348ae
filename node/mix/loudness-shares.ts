/** How much of a mix's loudness each track brings: its K-weighted power behind fader, pan and groups, over that of all. */
import { type Audio, frameCount, stereoOf } from '../audio/audio.ts'
import { emptyBandStatistics, gridCentres } from '../dsp/bands.ts'
import { kWeightPower } from '../dsp/k-weighting.ts'
import { frameSizeFor, StereoSpectrum } from '../dsp/stereo-spectrum.ts'
import { mixerState } from '../live/mixer.ts'
import { panGains } from '../live/pan.ts'
import type { Take } from '../live/session.ts'
import { type LiveSet, type Track, type TrackPath, trackAt } from '../live/set.ts'
import { isAudible } from './contributions.ts'

/**
 * Shares from 0 to 1 that sum to 1, of the tracks and returns that were heard; a track that does not reach Main has 0, groups
 * are left out (their tracks are counted). Devices of groups and of Main are not followed, and what correlated tracks add or
 * cancel between them belongs to none.
 */
export function loudnessShares(set: LiveSet, take: Take): ReadonlyMap<TrackPath, number> {
  const powers = new Map<TrackPath, number>()
  for (const track of set.tracks) {
    const audio = take.taps.get(track.path)
    if (!audio || track.kind === 'group' || track.kind === 'master') continue
    powers.set(track.path, isAudible(set, track) ? weightedPower(audio) * gainToMain(set, track) ** 2 : 0)
  }
  const total = [...powers.values()].reduce((a, b) => a + b, 0)
  return new Map([...powers].map(([path, power]) => [path, total > 0 ? power / total : 0]))
}

/** Fader and pan of a track and of the groups it is in. The pan counts by what it does to the sum of both sides. */
function gainToMain(set: LiveSet, track: Track): number {
  const { gain, pan } = mixerState(track)
  const { left, right } = panGains(pan)
  const own = gain * Math.sqrt((left ** 2 + right ** 2) / 2)
  const group = track.group === null ? undefined : trackAt(set, track.group)
  return group ? own * gainToMain(set, group) : own
}

const weights = gridCentres.map(kWeightPower)
const mostFrames = 128

function weightedPower(audio: Audio): number {
  const [left, right] = stereoOf(audio)
  const size = frameSizeFor(audio.sampleRate)
  const spectrum = new StereoSpectrum(size, audio.sampleRate)
  const total = emptyBandStatistics()
  const count = Math.max(1, Math.min(mostFrames, Math.floor(frameCount(audio) / size)))
  // Spread unevenly (golden ratio): even steps could meet the same places of every bar.
  for (let i = 0; i < count; i++) {
    const at = ((i + ((0.618 * (i + 1)) % 1)) / count) * frameCount(audio)
    spectrum.addBands(left, right, Math.round(at - size / 2), total)
  }
  return weights.reduce((sum, weight, k) => sum + (weight * (total.mm[k]! + total.ss[k]!)) / count, 0)
}
