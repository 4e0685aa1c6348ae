/**
 * A bounce of the whole song as a set: one track "Mix", and on Main an EQ Eight and a Utility that do nothing yet. What its
 * tracks are is not known, so fixes are those of a mastering engineer: on the whole of it, with Main's devices and fader.
 */
import { basename, extname } from 'node:path'
import { declareTracks } from '../adapters/simulated/declare.ts'
import { SimulatedSet } from '../adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../adapters/simulated/spec.ts'
import { toStereo } from '../audio/align.ts'
import { decodeAudioFile } from '../audio/decode.ts'
import { requireMeasurable } from '../audio/limits.ts'
import type { Take } from '../live/session.ts'
import { plainDevices } from './stems/stems.ts'

export interface OpenedBounce {
  readonly session: BounceSet
  readonly name: string
  /** Sentences about the file, and about what a bounce alone cannot tell. */
  readonly warnings: readonly string[]
}

/** Throws AppError for a file that cannot be read or measured. */
export async function openBounce(file: string): Promise<OpenedBounce> {
  const decoded = await decodeAudioFile(file)
  requireMeasurable(basename(file), decoded)
  const name = basename(file, extname(file))
  const source = toStereo(decoded)
  const spec: SimulatedSetSpec = {
    name,
    sampleRate: source.sampleRate,
    // Nobody said it: the beat is measured from the sound.
    tempo: 120,
    beatsPerBar: 4,
    locators: [],
    tracks: [{ name: 'Mix', kind: 'audio', source }],
    master: { devices: plainDevices },
  }
  const notes = source.note === null ? [] : [`${source.note}.`]
  return { session: new BounceSet(spec), name, warnings: [...decoded.warnings, ...notes, bounceAlone] }
}

const bounceAlone =
  'A bounce alone: its tracks are not known, so fixes are EQ, width and level of the whole. With the stems (--stems <folder>) the tracks behind a fault can be moved.'

/** Heard in front of Main's devices and behind them, and nowhere else: the mix is no track that a fix could move. */
export class BounceSet extends SimulatedSet {
  constructor(spec: SimulatedSetSpec) {
    super(spec, declareTracks(spec))
  }

  override async capture(range?: { readonly startSeconds: number; readonly endSeconds: number }): Promise<Take> {
    const { main, taps } = await super.capture(range)
    return { main, taps: new Map(), beforeMain: taps.get('tracks 0')! }
  }
}
