/** The louder of two sounds better, whatever else they are: what is compared is brought to one loudness first. */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import { dbToGain, gainToDb } from '../../dsp/decibel.ts'
import { truePeak } from '../../dsp/true-peak.ts'
import { measureLoudness } from '../../features/loudness.ts'

export interface LevelMatched {
  /** In the order given. */
  readonly audios: readonly Audio[]
  /** Integrated loudness as given, LUFS; null: silence or shorter than 0.4 s, which is left at its level. */
  readonly loudness: readonly (number | null)[]
  /** dB, 0 or below. */
  readonly attenuation: readonly number[]
}

/** Loudness agrees within this, LU: gating depends on level, so one attenuation may not do. */
const tolerance = 0.05
const mostRounds = 3

/**
 * Attenuates all to the quietest, and further, all alike, where one would still pass full scale. Nothing is made louder.
 */
export function levelMatched(audios: readonly Audio[]): LevelMatched {
  const loudness = audios.map(loudnessOf)
  const known = loudness.filter(value => value !== null)
  const target = Math.min(...known)
  const attenuation = audios.map((audio, i) => (loudness[i] === null ? 0 : towards(audio, loudness[i]!, target)))
  const peak = Math.max(0, ...audios.map((audio, i) => gainToDb(truePeak(audio.channels)) + attenuation[i]!))
  const all = attenuation.map(db => db - peak)
  return { audios: audios.map((audio, i) => attenuated(audio, all[i]!)), loudness, attenuation: all }
}

const loudnessOf = (audio: Audio) => measureLoudness(audio).integrated

function towards(audio: Audio, loudness: number, target: number): number {
  let db = target - loudness
  for (let round = 0; round < mostRounds && db !== 0; round++) {
    const now = loudnessOf(attenuated(audio, db))
    if (now === null || Math.abs(now - target) <= tolerance) break
    db += target - now
  }
  return Math.min(0, db)
}

export function attenuated(audio: Audio, db: number): Audio {
  if (db === 0) return audio
  const gain = dbToGain(db)
  return { ...audio, channels: stereoOf(audio).map(channel => channel.map(x => gain * x)) }
}
