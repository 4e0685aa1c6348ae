/**
 * The files that one pass of the recorders leaves, made from a rendered take: every recorder begins at its own time while
 * the transport stands still, devices delay what their tap hears, and Live delays Main until the slowest track is there.
 * What it cannot prove: that Max's plugphasor~ and Live's delay compensation do so.
 */
import { join } from 'node:path'
import type { Recorded, WireTap } from '../../device/protocol.ts'
import type { RecordedPass } from '../../node/app/capture/assemble-take.ts'
import type { Audio } from '../../node/audio/audio.ts'
import { type WavFormat, writeWav } from '../../node/audio/write-wav.ts'
import type { Take } from '../../node/live/session.ts'
import type { LiveSet, TrackPath } from '../../node/live/set.ts'
import { phaseChannel } from './phase.ts'

export interface PassOptions {
  readonly folder: string
  readonly set: LiveSet
  /** From the song's beginning. */
  readonly take: Take
  readonly range: RecordedPass['range']
  /** Where Live begins to play, in beats; the take must begin at 0. */
  readonly playFrom?: number
  /** Samples that a recorder runs before Live does, by track path or "main". */
  readonly still?: (recorder: string) => number
  readonly latency?: (path: TrackPath) => number
  /** What the set says of it; the true one unless given. */
  readonly statedLatency?: (path: TrackPath) => number | null
  /** Live corrects the song position for what delays a device. */
  readonly isPhaseCorrected?: boolean
  readonly status?: (path: TrackPath) => WireTap['status']
  readonly format?: WavFormat
  /** Samples by which a recorder's song position is wrong. */
  readonly phaseError?: (recorder: string) => number
}

const tailSeconds = 0.6

/** Taps have the keys 100, 101, … in the order of the take's tracks. */
export async function writePass(options: PassOptions): Promise<RecordedPass> {
  const { folder, set, take, range, playFrom = 0, still = () => 0, latency = () => 0 } = options
  const {
    statedLatency = latency,
    status = () => 'ready',
    format = 'float32',
    isPhaseCorrected = false,
    phaseError = () => 0,
  } = options
  const { sampleRate } = take.main
  const paths = [...take.taps.keys()]
  const slowest = Math.max(0, ...paths.map(latency))
  const from = Math.round((playFrom * 60 * sampleRate) / set.tempo)
  const length = Math.round((((range.toBeats - playFrom) * 60) / set.tempo + tailSeconds) * sampleRate)

  const write = async (name: string, audio: Audio, quiet: number, delay: number) => {
    const phase = phaseChannel(sampleRate, {
      still: quiet + (isPhaseCorrected ? delay : 0),
      fromBeats: ((from + phaseError(name)) * set.tempo) / 60 / sampleRate,
      tempo: set.tempo,
      frames: length - (isPhaseCorrected ? delay : 0),
    })
    const heard = audio.channels.map(channel => {
      const out = new Float32Array(quiet + length)
      const source = channel.subarray(from, from + length - delay)
      out.set(source, quiet + delay)
      return out
    })
    const path = join(folder, `${name}.wav`)
    await writeWav(path, { sampleRate, channels: [...heard, phase] }, { format })
    return path
  }

  const files = new Map([['main', await write('main', take.main, still('main'), slowest)]])
  const taps: WireTap[] = []
  const startedAt: Record<string, number> = { main: playFrom }
  for (const [index, path] of paths.entries()) {
    const key = 100 + index
    files.set(String(key), await write(String(key), take.taps.get(path)!, still(path), latency(path)))
    startedAt[String(key)] = playFrom
    taps.push({
      key,
      track: path,
      trackName: set.tracks.find(track => track.path === path)!.name,
      status: status(path),
      place: 'last',
      latency: statedLatency(path),
    })
  }
  const recorded: Recorded = { take: 1, end: 'complete', detail: '', startedAt, sampleRate }
  return { recorded, files, taps, set, range }
}
