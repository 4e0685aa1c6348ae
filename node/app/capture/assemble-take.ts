/**
 * From the files of one recorded pass to a take: every file is placed in the song by its own phase channel, cut to the range
 * on the one sample clock that all devices share, and moved earlier by what the devices in front of its tap delay. What two
 * files have in common only checks this; it never places a track.
 */
import type { Recorded, TapStatus, WireTap } from '../../../device/protocol.ts'
import { AppError } from '../../audio/app-error.ts'
import type { Audio } from '../../audio/audio.ts'
import type { Take } from '../../live/session.ts'
import { type LiveSet, type Track, type TrackPath, trackAt } from '../../live/set.ts'
import { type CheckedTap, checkAlignment } from './check-alignment.ts'
import type { BeatRange } from './choose-range.ts'
import { copyOf, type FileFault, type PlacedFile, readPlacedFile } from './placed-file.ts'
import { stateSentence, type TakeReport, type TakeTrack, type TrackState } from './take-report.ts'

export interface RecordedPass {
  readonly recorded: Recorded
  /** Path by recorder: a tap's key, or "main". */
  readonly files: ReadonlyMap<string, string>
  /** As they were when the take began. */
  readonly taps: readonly WireTap[]
  readonly set: LiveSet
  readonly range: BeatRange
}

export interface AssembledTake {
  readonly take: Take
  readonly report: TakeReport
}

/** Throws AppError TAKE_BROKEN (stopped, jumped, edited …), TAKE_INCOMPLETE or TAKE_UNPLACED (Main), and Main's file faults. */
export async function assembleTake(pass: RecordedPass): Promise<AssembledTake> {
  const { recorded, set, range, taps } = pass
  requireComplete(recorded)
  const warnings: string[] = []
  const read = (recorder: string) => {
    const startedAt = recorded.startedAt[recorder]
    const path = pass.files.get(recorder)
    if (startedAt === undefined || path === undefined) return 'not-recorded'
    return readPlacedFile(path, { startedAt, tempo: set.tempo, range }, remark =>
      warnings.push(`${recorder}: ${remark}`),
    )
  }
  const main = await read('main')
  if (typeof main === 'string') throw mainFault(main)
  const frames = Math.round((range.toBeats - range.fromBeats) / main.position.beatsPerSample)

  const placed = new Map<WireTap, PlacedFile>()
  const faults = new Map<WireTap, Exclude<TrackState, 'heard'>>()
  for (const tap of taps) {
    const unfit = unfitness(tap)
    const file = unfit ?? (await read(String(tap.key)))
    if (typeof file === 'string') faults.set(tap, file)
    else if (file.sampleRate !== main.sampleRate) faults.set(tap, 'unplaced')
    else placed.set(tap, file)
  }

  const checked = checkAlignment({
    main,
    taps: [...placed].map(([tap, file]): CheckedTap => ({ ...file, name: tap.trackName, latency: tap.latency })),
    frames,
    fromBeats: range.fromBeats,
  })
  const cuts = new Map<WireTap, Audio>()
  for (const [index, [tap, file]] of [...placed].entries()) {
    const cut = copyOf(file, checked.starts[index]!, frames)
    if (!cut) faults.set(tap, 'incomplete')
    else if (tap.status === 'muted' && isSilent(cut)) faults.set(tap, 'muted')
    else cuts.set(tap, cut)
  }
  const mainCut = copyOf(main, checked.mainStart, frames)
  if (!mainCut) throw mainFault('incomplete')

  const onTracks = [...cuts].filter(([tap]) => tap.place === 'last' && isTrackPath(set, tap.track))
  const heard = new Map(onTracks.map(([tap, audio]) => [tap.track as TrackPath, audio]))
  const { doubts, mainLagMs } = checked
  const beforeMain = [...cuts].find(([tap]) => tap.place === 'first' && tap.track === 'master_track')?.[1]
  if (checked.isPositionCorrected) warnings.push('By the sound, Live corrects song positions for what devices delay.')
  return {
    take: {
      main: mainCut,
      taps: heard,
      ...(beforeMain ? { beforeMain } : {}),
      ...(doubts.length > 0 ? { isAligned: false } : {}),
    },
    report: { tracks: tracksOf(set, heard, faults), doubts, mainLagMs, warnings },
  }
}

/** What it hears is not what its track puts out. A muted track's tap may hear it all the same. */
function unfitness({ status, track }: WireTap): Exclude<TapStatus, 'ready' | 'muted'> | 'unplaced' | null {
  if (status !== 'ready' && status !== 'muted') return status
  return track === null ? 'unplaced' : null
}

const isSilent = ({ channels }: Audio) => channels.every(channel => channel.every(sample => sample === 0))

const isTrackPath = (set: LiveSet, path: string | null) =>
  path !== null && path !== 'master_track' && trackAt(set, path as TrackPath) !== undefined

function tracksOf(
  set: LiveSet,
  heard: ReadonlyMap<TrackPath, Audio>,
  faults: ReadonlyMap<WireTap, Exclude<TrackState, 'heard'>>,
): TakeTrack[] {
  const stateOf = ({ path }: Track): TrackState => {
    if (heard.has(path)) return 'heard'
    return [...faults].find(([tap]) => tap.track === path && tap.place === 'last')?.[1] ?? 'untapped'
  }
  return set.tracks
    .filter(({ kind }) => kind !== 'master')
    .map(track => {
      const state = stateOf(track)
      return {
        path: track.path,
        name: track.name,
        state,
        note: state === 'heard' ? null : stateSentence(track.name, state),
      }
    })
}

const endWords: Readonly<Record<Exclude<Recorded['end'], 'complete'>, readonly [what: string, action: string]>> = {
  cancelled: ['The capture was cancelled', 'Capture again.'],
  stopped: ['Live stopped before the end of the range', 'Capture again, and let it play to the end.'],
  jumped: ['The song position jumped', 'Capture again without moving in the song.'],
  'tempo-changed': ['The tempo changed', 'Capture a range in which the tempo stays.'],
  edited: ['The set was changed meanwhile', 'Capture again, and change the set afterwards.'],
  'device-off': ['Uplift was switched off', 'Switch the device on and capture again.'],
}

export function requireComplete({ end, detail }: Recorded): void {
  if (end === 'complete') return
  const [what, action] = endWords[end]
  throw new AppError({ code: 'TAKE_BROKEN', message: `${what}${detail === '' ? '' : `: ${detail}`}.`, action })
}

function mainFault(fault: FileFault): AppError {
  const exported = 'or drop a folder from Live’s Export Audio on the device'
  if (fault === 'incomplete') {
    return new AppError({
      code: 'TAKE_INCOMPLETE',
      message: 'The recording of Main does not hold the whole range.',
      action: `Check that the disk has room, and capture again, ${exported}.`,
    })
  }
  return new AppError({
    code: 'TAKE_UNPLACED',
    message:
      fault === 'unplaced'
        ? 'The recording of Main does not say where in the song it is.'
        : 'There is no recording of Main that can be read.',
    action: `Capture again, ${exported}.`,
  })
}
