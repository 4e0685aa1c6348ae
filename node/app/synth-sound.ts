/** One sound of a file, or a part of it; where it was separated from a song, only as sure as the stem is clean. */
import { AppError } from '../audio/app-error.ts'
import { type Audio, durationSeconds } from '../audio/audio.ts'
import { decodeAudioFile } from '../audio/decode.ts'
import { resample } from '../audio/resample.ts'
import { characterise } from '../synth/characterise.ts'
import { type StemQuality, stemQuality } from '../synth/extraction/stem-quality.ts'
import { spoiltBy, withTrust } from '../synth/extraction/trust.ts'
import type { SynthSound } from '../synth/sound.ts'

export interface SoundOptions {
  /** BPM. */
  readonly tempo?: number
  /** The part to measure, seconds from the start of the file. */
  readonly from?: number
  readonly to?: number
  /** The song that the sound was separated from. */
  readonly mix?: string
}

export interface MeasuredSound {
  readonly sound: SynthSound
  /** null: no mix was given. */
  readonly quality: StemQuality | null
}

/** Throws AppError for unreadable files, a part outside the file, and a stem that is not in its mix. */
export async function measureSound(path: string, { tempo, from, to, mix }: SoundOptions = {}): Promise<MeasuredSound> {
  const audio = await decodeAudioFile(path)
  const quality = mix === undefined ? null : await qualityIn(path, audio, mix)
  const measured = characterise(part(path, audio, from ?? 0, to), {
    ...(tempo === undefined ? {} : { tempo }),
    ...(quality?.bleed.value == null ? {} : { bleedDb: quality.bleed.value }),
  })
  return { sound: quality ? withTrust(measured, quality.trust, spoiltBy(quality)) : measured, quality }
}

async function qualityIn(path: string, stem: Audio, mixPath: string): Promise<StemQuality> {
  const mix = await decodeAudioFile(mixPath)
  const quality = stemQuality(resample(stem, mix.sampleRate), mix)
  if (quality) return quality
  throw new AppError({
    code: 'STEM_NOT_IN_MIX',
    message: `"${path}" is not found in "${mixPath}".`,
    action: 'Give the song that it was separated from, from the same start, or leave --mix out.',
  })
}

function part(path: string, audio: Audio, from: number, to = durationSeconds(audio)): Audio {
  const end = Math.min(to, durationSeconds(audio))
  if (from >= end)
    throw new AppError({
      code: 'PART_OUTSIDE',
      message: `"${path}" is ${durationSeconds(audio).toFixed(1)} s long: nothing lies between ${from} and ${to} s.`,
      action: 'Name a part inside the file, --from before --to.',
    })
  const [first, last] = [from, end].map(seconds => Math.round(seconds * audio.sampleRate))
  return { sampleRate: audio.sampleRate, channels: audio.channels.map(x => x.subarray(first, last)) }
}
