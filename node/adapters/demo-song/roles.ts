/** Which track of any set plays a role: by its name, else by where its energy lies at its fader's level. */
import { type Audio, frameCount, stereoOf } from '../../audio/audio.ts'
import { bandRange, emptyBandStatistics, gridCentres, gridEdges, sumRange } from '../../dsp/bands.ts'
import { dbToPower, powerToDb } from '../../dsp/decibel.ts'
import { frameSizeFor, StereoSpectrum } from '../../dsp/stereo-spectrum.ts'
import type { SimulatedSetSpec, SimulatedTrackSpec } from '../simulated/spec.ts'

export type FaultRole = 'kick' | 'bass' | 'lead' | 'pad' | 'pluck' | 'hats'

const nearestEdge = (hz: number) =>
  gridEdges.reduce((best, edge) => (Math.abs(Math.log(edge / hz)) < Math.abs(Math.log(best / hz)) ? edge : best))

const between = (lowHz: number, highHz: number) => bandRange(nearestEdge(lowHz), nearestEdge(highHz))

/** Whole words, where "_", "-" and digits end a word too: "Kick_01", "HH2". */
const word = (pattern: string) => new RegExp(`(?<![a-z])(?:${pattern})(?![a-z])`, 'i')

/** `name`: how producers call such a track. `band`: where it must be the loudest when no name tells; null: name only. */
const roleRules: Readonly<
  Record<FaultRole, { readonly name: RegExp; readonly band: ReturnType<typeof between> | null }>
> = {
  kick: { name: word('kicks?|bd|bass ?drum'), band: null },
  bass: { name: word('sub|(sub|off-?beat)? ?bass ?(line)?'), band: between(35, 120) },
  lead: { name: word('leads?'), band: between(1000, 4000) },
  pad: { name: word('pads?|strings?|atmos?'), band: between(250, 800) },
  pluck: { name: word('plucks?'), band: null },
  hats: { name: word('hi-?hats?|hats?|hh|cymbals?'), band: between(8000, 14_000) },
}

/** Mean powers per narrow band of at most 96 frames spread over the audio. */
function measure(audio: Audio) {
  const [left, right] = stereoOf(audio)
  const size = frameSizeFor(audio.sampleRate)
  const spectrum = new StereoSpectrum(size, audio.sampleRate)
  const total = emptyBandStatistics()
  const count = Math.max(1, Math.min(96, Math.floor(frameCount(audio) / size)))
  for (let i = 0; i < count; i++)
    spectrum.accumulate(left, right, Math.round((i * (frameCount(audio) - size)) / count), total)
  return { mm: total.mm.map(x => x / count), ss: total.ss.map(x => x / count) }
}

const measured = new WeakMap<Audio, ReturnType<typeof measure>>()

function statisticsOf(audio: Audio) {
  const known = measured.get(audio) ?? measure(audio)
  measured.set(audio, known)
  return known
}

export const sideToMidDb = (audio: Audio, lowHz: number, highHz: number) => {
  const { mm, ss } = statisticsOf(audio)
  const range = between(lowHz, highHz)
  return powerToDb((sumRange(ss, range) + 1e-15) / (sumRange(mm, range) + 1e-12))
}

/** Centre of the sixth octave with the most power between two frequencies, Hz. */
export function strongestHz(audio: Audio, lowHz: number, highHz: number): number {
  const { mm, ss } = statisticsOf(audio)
  const { from, to } = between(lowHz, highHz)
  let best = from
  for (let k = from; k < to; k++) if (mm[k]! + ss[k]! > mm[best]! + ss[best]!) best = k
  return gridCentres[best]!
}

/** Power in a band after the fader, before devices. */
export function bandPower(track: SimulatedTrackSpec, lowHz: number, highHz: number): number {
  if (!track.source) return 0
  const { mm, ss } = statisticsOf(track.source)
  const range = between(lowHz, highHz)
  return (sumRange(mm, range) + sumRange(ss, range)) * dbToPower(track.volumeDb ?? 0)
}

const isHeard = (track: SimulatedTrackSpec) =>
  track.source !== undefined &&
  track.kind !== 'return' &&
  track.kind !== 'group' &&
  track.output !== 'none' &&
  track.output !== 'sends-only' &&
  !track.mute &&
  bandPower(track, 20, 20_000) > 1e-10

const loudest = (tracks: readonly SimulatedTrackSpec[], range: { readonly lowHz: number; readonly highHz: number }) =>
  tracks.reduce<SimulatedTrackSpec | null>(
    (best, track) =>
      best === null || bandPower(track, range.lowHz, range.highHz) > bandPower(best, range.lowHz, range.highHz)
        ? track
        : best,
    null,
  )

/** The track of a role, or null when the set has none. Of several with a fitting name the loudest in the role's band. */
export function trackForRole(spec: SimulatedSetSpec, role: FaultRole): SimulatedTrackSpec | null {
  const heard = spec.tracks.filter(isHeard)
  const { name, band } = roleRules[role]
  const range = band ?? between(20, 16_000)
  const named = heard.filter(
    track => name.test(track.name) && (role === 'kick' || !roleRules.kick.name.test(track.name)),
  )
  if (named.length > 0) return loudest(named, range)
  if (!band) return null
  // A track whose name says something else does not take the role.
  const rules = Object.values(roleRules)
  return loudest(
    heard.filter(track => !rules.some(rule => rule.name.test(track.name))),
    range,
  )
}
