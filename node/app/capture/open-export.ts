/**
 * Live's own export as a take: the folder that "All Individual Tracks" makes, or one bounced file. Exact, without taps and
 * without playing anything. Files are matched to the set's tracks by name; sound and length confirm or doubt it.
 *
 * Live renders each track behind its fader (its manual: "post-fader output of each individual track"); a take holds tracks
 * in front of it, so fader and pan are taken off again by the mixer's laws.
 */
import { basename } from 'node:path'
import { AppError } from '../../audio/app-error.ts'
import { type Audio, durationSeconds, frameCount } from '../../audio/audio.ts'
import { median } from '../../dsp/statistics.ts'
import type { Section } from '../../features/analysis.ts'
import { sectionsFromLocators } from '../../features/sections.ts'
import { mixerState } from '../../live/mixer.ts'
import type { Take } from '../../live/session.ts'
import { type Device, type LiveSet, masterOf, type TrackPath } from '../../live/set.ts'
import { exportedPaths, readExport } from './export-files.ts'
import { describeFile, type ExportedFile, isMissingInMain, matchFiles } from './export-match.ts'
import { type ExportSound, faderGains, soundOf, sumToMain } from './export-sound.ts'
import { tapOf } from './export-taps.ts'
import { clearLag, lagBetween } from './lag.ts'
import { stateSentence, type TakeTrack } from './take-report.ts'

export interface ExportOptions {
  /** The user's word: file name → the track's name, "Main", or null (leave it out). */
  readonly told?: ReadonlyMap<string, string | null>
  /** Song position of the files' beginning, when it is known (Live's Render Start). */
  readonly startBeats?: number
  readonly onFile?: (name: string) => void
}

export interface OpenedExport {
  readonly take: Take
  readonly files: readonly ExportedFile[]
  /** All but Main, in Live's order. */
  readonly tracks: readonly TakeTrack[]
  /** Where the files begin in the song, seconds; null: they are shorter than the song, and nobody said which part it is. */
  readonly startSeconds: number | null
  /** By the locators, in the take's own time; null: unknown. */
  readonly sections: readonly Section[] | null
  readonly side: ExportSound['side']
  readonly warnings: readonly string[]
}

/** Live's export lies right to the sample; a filter in the way shifts the answer by so much. */
const lagTolerance = 2

/** Throws AppError EXPORT_EMPTY, EXPORT_WITHOUT_MAIN, EXPORT_NORMALIZED, TRACK_MISSING and the faults of files. */
export async function openExport(path: string, set: LiveSet, options: ExportOptions = {}): Promise<OpenedExport> {
  const paths = await exportedPaths(path)
  const matches = matchFiles(paths, set, options.told ?? new Map())
  const mainPath = masterOf(set).path
  const { files: read, warnings: remarks } = await readExport(paths, {
    isMain: name => matches.get(name)?.track?.path === mainPath,
    ...(options.onFile ? { onFile: options.onFile } : {}),
  })
  const warnings = [...remarks]
  const exported = new Map<TrackPath, Audio>()
  for (const { name, audio } of read) {
    const track = matches.get(name)?.track
    if (track) exported.set(track.path, audio)
  }
  const main = exported.get(mainPath) ?? mainFromSum(set, exported)
  if (!exported.has(mainPath))
    warnings.push('There is no file of Main: it is the sum of the tracks, through its fader.')
  exported.delete(mainPath)

  const sound = soundOf({ set, files: exported, main })
  if (sound.side === 'before-fader') warnings.push('By the sound, the files were taken in front of the faders.')
  const { moved, doubts } = lagsOf(set, exported, main)
  const taps = new Map<TrackPath, Audio>()
  const tracks = set.tracks
    .filter(({ kind }) => kind !== 'master')
    .map((track): TakeTrack => {
      // A guess that the sound speaks against is not used; the user's word is.
      const isTold = [...matches.values()].some(match => match.track === track && match.confidence === 'told')
      if (isMissingInMain(sound, track.path) && !isTold) {
        const state = 'not-in-main'
        return { path: track.path, name: track.name, state, note: stateSentence(track.name, state) }
      }
      const { tap, state, note } = tapOf(track, exported.get(track.path), sound)
      if (tap) taps.set(track.path, tap)
      return { path: track.path, name: track.name, state, note }
    })
  const startSeconds = startOf(set, main, options.startBeats)
  if (startSeconds === null) {
    warnings.push(
      `The files last ${durationSeconds(main).toFixed(0)} s, the song ${set.lengthSeconds.toFixed(0)} s: which part it is was not said, so locators are not used.`,
    )
  }
  return {
    take: { main: earlier(main, moved), taps, ...(doubts.length > 0 ? { isAligned: false } : {}) },
    files: paths.map(each => describeFile(basename(each), matches, read, sound)),
    tracks,
    startSeconds,
    sections: startSeconds === null ? null : sectionsIn(set, startSeconds, durationSeconds(main)),
    side: sound.side,
    warnings: [...warnings, ...doubts],
  }
}

/** Main without a file: only where nothing on it changes what the tracks add up to, and all that sounds is there. */
function mainFromSum(set: LiveSet, files: ReadonlyMap<TrackPath, Audio>): Audio {
  const master = masterOf(set)
  const isPlain = master.devices.every(device => isOurs(device) || isOff(device))
  const missing = set.tracks.filter(
    track => track.kind !== 'master' && track.kind !== 'group' && mixerState(track).active && !files.has(track.path),
  )
  const [any] = files.values()
  if (!any || !isPlain || missing.length > 0) {
    throw new AppError({
      code: 'EXPORT_WITHOUT_MAIN',
      message: 'There is no file of Main among them.',
      action:
        'Say in the panel which file it is; or export with Rendered Track: All Individual Tracks, or put a bounce of Main called "Main" into the folder.',
    })
  }
  const { audio } = sumToMain({ set, files, main: any }, 'after-fader')
  const gains = faderGains(master)
  return {
    ...audio,
    channels: audio.channels.map((channel, side) => channel.map(x => x * (side === 0 ? gains.left : gains.right))),
  }
}

const isOff = ({ parameters }: Device) => parameters.find(({ name }) => name === 'Device On')?.value === 0
/** They let the signal through as it is. */
const isOurs = ({ kind, name }: Device) => kind === 'max' && name.startsWith('Uplift')

/** Main sounds later than the tracks when it was bounced another way; tracks that differ among themselves are doubted. */
function lagsOf(set: LiveSet, files: ReadonlyMap<TrackPath, Audio>, main: Audio) {
  const lags = [...files].flatMap(([path, audio]) => {
    const lag = lagBetween(audio, main)
    return lag && lag.clarity >= clearLag ? [{ path, samples: lag.samples }] : []
  })
  const middle = median(lags.map(({ samples }) => samples)) ?? 0
  const doubts = lags
    .filter(({ samples }) => Math.abs(samples - middle) > lagTolerance)
    .map(({ path, samples }) => {
      const beside = ((samples - middle) * 1000) / main.sampleRate
      const name = set.tracks.find(track => track.path === path)!.name
      return `${name}: it sounds ${Math.abs(beside).toFixed(1)} ms ${beside > 0 ? 'earlier' : 'later'} than the other tracks.`
    })
  return { moved: Math.abs(middle) >= 1 ? Math.round(middle) : 0, doubts }
}

/** Moved earlier by so many samples, with silence where nothing is known. */
function earlier({ sampleRate, channels }: Audio, samples: number): Audio {
  if (samples === 0) return { sampleRate, channels }
  return {
    sampleRate,
    channels: channels.map(channel => {
      const out = new Float32Array(channel.length)
      if (samples > 0) out.set(channel.subarray(samples))
      else out.set(channel.subarray(0, samples), -samples)
      return out
    }),
  }
}

/** Files as long as the song, or longer by its tail, begin with it. */
function startOf(set: LiveSet, main: Audio, startBeats: number | undefined): number | null {
  if (startBeats !== undefined) return (startBeats * 60) / set.tempo
  const barSeconds = (set.beatsPerBar * 60) / set.tempo
  return frameCount(main) / main.sampleRate >= set.lengthSeconds - barSeconds ? 0 : null
}

function sectionsIn(set: LiveSet, startSeconds: number, seconds: number): Section[] | null {
  const located = sectionsFromLocators(
    set.locators.map(({ name, beats }) => ({ name, seconds: (60 / set.tempo) * beats })),
    startSeconds + seconds,
  )
  if (!located) return null
  return located
    .map(section => ({
      ...section,
      startSeconds: Math.max(0, section.startSeconds - startSeconds),
      endSeconds: section.endSeconds - startSeconds,
    }))
    .filter(section => section.endSeconds > section.startSeconds)
}
