/** A folder of stems becomes a simulated set: a plain mixer with an EQ Eight and a Utility on each track. */
import { basename, extname, join } from 'node:path'
import { createSimulatedSet, type SimulatedSet } from '../../adapters/simulated/simulated-set.ts'
import type { SimulatedDeviceSpec, SimulatedSetSpec } from '../../adapters/simulated/spec.ts'
import { padTo, toStereo } from '../../audio/align.ts'
import { AppError } from '../../audio/app-error.ts'
import { type Audio, frameCount } from '../../audio/audio.ts'
import { decodeAudioFile, listAudioFiles } from '../../audio/decode.ts'
import { resample } from '../../audio/resample.ts'

export interface Stem {
  readonly name: string
  readonly audio: Audio
}

export interface OpenedStems {
  readonly session: SimulatedSet
  readonly spec: SimulatedSetSpec
  /** Sentences about damaged, resampled or left-out files. */
  readonly warnings: readonly string[]
}

/** Names that are bounces of the whole song, not stems. */
const mixName = /(^|[^a-z])(mix|master|main|full|bounce|premaster)([^a-z]|$)/i

/** What can be set without having been there: both do nothing as they come. */
export const plainDevices: readonly SimulatedDeviceSpec[] = [{ className: 'Eq8' }, { className: 'StereoGain' }]

/** A set of stems at unity: what Live would hold after dragging the files into it. Lengths may differ; rates may not. */
export function specOfStems(name: string, stems: readonly Stem[], tempo = 120): SimulatedSetSpec {
  const first = stems[0]
  if (!first) throw new RangeError('a set needs at least one stem, got 0')
  const length = Math.max(...stems.map(({ audio }) => frameCount(audio)))
  return {
    name,
    sampleRate: first.audio.sampleRate,
    tempo,
    beatsPerBar: 4,
    locators: [],
    tracks: stems.map(stem => ({
      name: stem.name,
      kind: 'audio',
      source: padTo(toStereo(stem.audio), length),
      devices: plainDevices,
    })),
    master: {},
  }
}

/**
 * Reads every audio file of a folder. Files of another rate are resampled to the most common one; a bounce of the whole song
 * beside the stems ("mix", "master") is left out; unreadable files are named and left out. Throws AppError when fewer than
 * two stems remain.
 */
export async function openStems(folder: string, onFile: (name: string) => void = () => {}): Promise<OpenedStems> {
  const warnings: string[] = []
  const stems: Stem[] = []
  for (const path of await listAudioFiles(folder)) {
    const name = basename(path, extname(path))
    if (mixName.test(name)) {
      warnings.push(`"${basename(path)}" is taken for a bounce of the whole song and left out.`)
      continue
    }
    onFile(name)
    try {
      const decoded = await decodeAudioFile(path)
      warnings.push(...decoded.warnings.map(warning => `${basename(path)}: ${warning}`))
      stems.push({ name, audio: decoded })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      warnings.push(`Left out: ${error.message}`)
    }
  }
  if (stems.length < 2) {
    throw new AppError({
      code: 'STEMS_TOO_FEW',
      message: `${folder} holds ${stems.length === 0 ? 'no readable stems' : 'only one stem'}.`,
      action: "Export with Live's Export Audio, Rendered Track: All Individual Tracks, and name that folder.",
    })
  }
  const rate = mostCommonRate(stems)
  const aligned = stems.map(({ name, audio }) => {
    if (audio.sampleRate === rate) return { name, audio }
    warnings.push(`${name} was resampled from ${audio.sampleRate} to ${rate} Hz.`)
    return { name, audio: resample(audio, rate) }
  })
  const spec = specOfStems(basename(join(folder, '.')), aligned)
  return { session: createSimulatedSet(spec), spec, warnings }
}

function mostCommonRate(stems: readonly Stem[]): number {
  const counts = new Map<number, number>()
  for (const { audio } of stems) counts.set(audio.sampleRate, (counts.get(audio.sampleRate) ?? 0) + 1)
  return [...counts].sort(([rateA, a], [rateB, b]) => b - a || rateB - rateA)[0]![0]
}
