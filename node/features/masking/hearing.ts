/**
 * What the ear gets of each track in moments spread over the song. Some hundred moments per section type stand for it: a
 * mean over 300 moments of a bar-periodic texture is within a few percent of the mean over all.
 */
import { type Audio, stereoOf } from '../../audio/audio.ts'
import { contiguousBands } from '../../dsp/bands.ts'
import { filterCount } from '../../dsp/erb.ts'
import { excitationPattern } from '../../dsp/excitation.ts'
import { HearingSpectrum, hearingWindow, type StereoGains } from '../../dsp/hearing-spectrum.ts'
import type { Section } from '../analysis.ts'
import { type SectionType, sectionTypes } from '../catalogue.ts'
import { NoteAlignment } from './note-alignment.ts'

/** A track as it reaches Main: its signal behind its devices, and the gains of fader, pan and groups. */
export interface HeardTrack {
  readonly name: string
  readonly audio: Audio
  /** 1 when absent. */
  readonly gains?: StereoGains
}

/** Playback level, as an assumption: programme of this loudness is heard at this level. */
export interface Playback {
  readonly lufs: number
  readonly dbSpl: number
}

/** −18 LUFS at 83 dB SPL: the usual calibration of a mixing room. */
export const usualPlayback: Playback = { lufs: -18, dbSpl: 83 }

/** Moments in which everything is heard; each stands for `seconds[t]` of its section type. */
export interface Moments {
  readonly count: number
  /** First sample of each window. */
  readonly starts: Int32Array
  readonly type: readonly SectionType[]
  readonly seconds: Float64Array
}

export interface Hearing {
  readonly moments: Moments
  /** Per track: excitation, [moment · filterCount + filter], 1 = 0 dB SPL behind the ear; 0 where it is silent. */
  readonly excitation: readonly Float32Array[]
  /** Per track: mean square (left plus right) in the contiguous bands, [moment · 7 + band]. */
  readonly power: readonly Float32Array[]
  /** How far the partials of two tracks coincide, 0 to 1; null where they never sound together. */
  readonly alignment: (i: number, j: number) => number | null
}

/** Transforms over all tracks and moments: bounds the time (about 0.1 ms each, with what follows). */
const mostTransforms = 9000
const mostMoments = 1200
const fewestMoments = 160
/** Per section type, however short it is beside the others. */
const fewestPerType = 40

export function hear(tracks: readonly HeardTrack[], { sampleRate, sections, playback }: HearingOptions): Hearing {
  const budget = Math.min(mostMoments, Math.max(fewestMoments, Math.floor(mostTransforms / Math.max(1, tracks.length))))
  const moments = pickMoments(sections, { sampleRate, budget })
  const spectrum = new HearingSpectrum(sampleRate, playback.dbSpl - playback.lufs)
  const signals = tracks.map(({ audio }) => stereoOf(audio))
  const gains = tracks.map(track => track.gains ?? { left: 1, right: 1 })
  const excitation = tracks.map(() => new Float32Array(moments.count * filterCount))
  const power = tracks.map(() => new Float32Array(moments.count * contiguousBands.length))
  const alignment = new NoteAlignment(tracks.length, spectrum.size, sampleRate)
  const alignmentStride = Math.max(1, Math.floor(moments.count / mostAligned))
  const pattern = new Float64Array(filterCount)
  const bins = new Float64Array(spectrum.size / 2 + 1)
  for (let t = 0; t < moments.count; t++) {
    const aligned = t % alignmentStride === 0
    if (aligned) alignment.begin()
    for (let i = 0; i < tracks.length; i++) {
      if (!spectrum.read(signals[i]!, gains[i]!, moments.starts[t]!)) continue
      excitationPattern(spectrum.components, pattern)
      excitation[i]!.set(pattern, t * filterCount)
      power[i]!.set(spectrum.bandPower, t * contiguousBands.length)
      if (!aligned) continue
      spectrum.bins(bins)
      alignment.add(i, bins)
    }
    if (aligned) alignment.end()
  }
  return { moments, excitation, power, alignment: (i, j) => alignment.between(i, j) }
}

export interface HearingOptions {
  readonly sampleRate: number
  readonly sections: readonly Section[]
  readonly playback: Playback
}

/** Moments in which the partials of the tracks are compared: pairs grow with the square of the tracks. */
const mostAligned = 160

/** 0.618…: the fractional parts of its multiples fill a span evenly without ever repeating, so no beat is hit twice alike. */
const golden = (Math.sqrt(5) - 1) / 2

/** Windows spread over the sections of each type; a type gets its share of the budget by its length. */
export function pickMoments(
  sections: readonly Section[],
  { sampleRate, budget }: { readonly sampleRate: number; readonly budget: number },
): Moments {
  const size = hearingWindow(sampleRate)
  const total = sections.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0)
  const starts: number[] = []
  const type: SectionType[] = []
  const seconds: number[] = []
  for (const each of sectionTypes) {
    const own = sections.filter(section => section.type === each)
    const length = own.reduce((sum, { startSeconds, endSeconds }) => sum + endSeconds - startSeconds, 0)
    if (!(length > 0)) continue
    // Windows that overlap by more than half tell nothing new.
    const distinct = Math.max(1, Math.floor((2 * length * sampleRate) / size))
    const count = Math.min(distinct, Math.max(fewestPerType, Math.round((budget * length) / total)))
    for (let m = 0; m < count; m++) {
      let at = ((m + ((m * golden) % 1)) / count) * length
      const section = own.find(({ startSeconds, endSeconds }) => {
        if (at < endSeconds - startSeconds) return true
        at -= endSeconds - startSeconds
        return false
      })
      const centre = section ? section.startSeconds + at : own.at(-1)!.endSeconds
      starts.push(Math.round(centre * sampleRate - size / 2))
      type.push(each)
      seconds.push(length / count)
    }
  }
  return { count: starts.length, starts: Int32Array.from(starts), type, seconds: Float64Array.from(seconds) }
}
