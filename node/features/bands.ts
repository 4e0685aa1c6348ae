/** Band statistics of audio, per stretch and overall: what spectrum, stereo image and the mix model are computed from. */
import { type Audio, frameCount, stereoOf } from '../audio/audio.ts'
import { type BandStatistics, bandCount, emptyBandStatistics } from '../dsp/bands.ts'
import { frameSizeFor, StereoSpectrum } from '../dsp/stereo-spectrum.ts'

export interface KeyedRange {
  readonly key: string
  readonly startSeconds: number
  readonly endSeconds: number
}

interface Pool {
  readonly statistics: BandStatistics
  /** Sum of the frames' shares inside the audio. */
  frames: number
}

function addFrame(pool: Pool, frame: BandStatistics, inside: number): void {
  for (let b = 0; b < bandCount; b++) {
    pool.statistics.mm[b] = pool.statistics.mm[b]! + frame.mm[b]!
    pool.statistics.ss[b] = pool.statistics.ss[b]! + frame.ss[b]!
    pool.statistics.ms[b] = pool.statistics.ms[b]! + frame.ms[b]!
  }
  pool.frames += inside
}

/**
 * Mean band statistics of each key's ranges and of the whole audio (key 'overall'), in one pass. Ranges with the same key
 * are pooled. A frame counts for the ranges that contain its centre; a range too short to contain one gets a frame of its
 * own, centred in it. Silent frames count like any others: the result is the mean power of the range.
 */
export function measureBands(audio: Audio, ranges: readonly KeyedRange[] = []): Map<string, BandStatistics> {
  const [left, right] = stereoOf(audio)
  const { sampleRate } = audio
  const length = frameCount(audio)
  const spectrum = new StereoSpectrum(frameSizeFor(sampleRate), sampleRate)
  const hop = spectrum.size / 2

  const overall: Pool = { statistics: emptyBandStatistics(), frames: 0 }
  const pools = new Map<string, Pool>([['overall', overall]])
  for (const { key } of ranges) {
    if (key === 'overall') throw new RangeError("range key must not be 'overall', it is the whole audio's")
    if (!pools.has(key)) pools.set(key, { statistics: emptyBandStatistics(), frames: 0 })
  }

  const frame = emptyBandStatistics()
  const measureFrame = (centre: number) => {
    frame.mm.fill(0)
    frame.ss.fill(0)
    frame.ms.fill(0)
    return spectrum.addBands(left, right, centre - hop, frame)
  }
  const counted = new Set<string>()
  const used = new Array<boolean>(ranges.length).fill(false)
  const addAt = (centre: number) => {
    const inside = measureFrame(centre)
    addFrame(overall, frame, inside)
    const seconds = centre / sampleRate
    counted.clear()
    for (let i = 0; i < ranges.length; i++) {
      const { key, startSeconds, endSeconds } = ranges[i]!
      if (seconds < startSeconds || seconds >= endSeconds) continue
      used[i] = true
      if (counted.has(key)) continue
      counted.add(key)
      addFrame(pools.get(key)!, frame, inside)
    }
  }
  for (let centre = 0; centre < length; centre += hop) addAt(centre)
  ranges.forEach(({ key, startSeconds, endSeconds }, i) => {
    const centre = Math.floor(((startSeconds + endSeconds) / 2) * sampleRate)
    if (used[i] || !(endSeconds > startSeconds) || centre < 0 || centre >= length) return
    addFrame(pools.get(key)!, frame, measureFrame(centre))
  })

  const result = new Map<string, BandStatistics>()
  for (const [key, { statistics, frames }] of pools) {
    const scale = frames > 0 ? 1 / frames : 0
    for (const values of [statistics.mm, statistics.ss, statistics.ms]) {
      for (let b = 0; b < bandCount; b++) values[b] = values[b]! * scale
      if (!values.every(Number.isFinite)) throw new RangeError('audio must not contain NaN or Infinity')
    }
    result.set(key, statistics)
  }
  return result
}
