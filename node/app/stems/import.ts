/**
 * A folder of stems that a separation tool wrote: which tool by its naming, what each file is, all at one rate and of one
 * length, each at its place in the mix where that is known. What cannot be told is said, never guessed.
 */
import { readdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { toStereo } from '../../audio/align.ts'
import { AppError } from '../../audio/app-error.ts'
import { type Audio, durationSeconds, frameCount } from '../../audio/audio.ts'
import { decodeAudioFile, listAudioFiles } from '../../audio/decode.ts'
import { resample } from '../../audio/resample.ts'
import { placeOfStem } from '../../synth/extraction/stem-place.ts'
import { type SeparationTool, type StemName, stemWords, toolOfNames } from './import-names.ts'

export interface ImportedStem {
  /** The file's name without extension. */
  readonly name: string
  readonly path: string
  /** null: neither the naming nor the user says what it is. */
  readonly stem: StemName | null
  readonly saidBy: 'name' | 'user' | null
  /** Stereo, at the common rate, as long as the others. */
  readonly audio: Audio
}

export interface ImportedStems {
  readonly folder: string
  /** null: no tool whose naming is known wrote most of these. */
  readonly tool: SeparationTool | null
  /** The song's name, where the tool writes it. */
  readonly song: string | null
  readonly stems: readonly ImportedStem[]
  readonly sampleRate: number
  /** Length of every stem. */
  readonly frames: number
  /** Beside the stems or given; at the common rate and length. */
  readonly mix: { readonly path: string; readonly audio: Audio } | null
  /** Sentences: what was resampled, moved, padded, left out. */
  readonly notes: readonly string[]
}

export interface ImportOptions {
  /** The song that was separated. */
  readonly mix?: string
  /** What the user says files are, by name with or without extension. */
  readonly as?: ReadonlyMap<string, StemName>
  readonly onFile?: (name: string) => void
}

/** Stems quieter than this against the mix show no place in it. */
const placedCorrelation = 0.05
/** Samples: less is not heard, and less than the mix of others can shift the best place by. */
const unmoved = 8

/** Throws AppError: no audio in the folder, several songs in it, a name in `as` that is not there, an unreadable mix. */
export async function importStems(folder: string, { mix, as = new Map(), onFile = () => {} }: ImportOptions = {}) {
  const place = await stemFolder(folder)
  const paths = await listAudioFiles(place)
  const names = paths.map(path => basename(path, extname(path)))
  for (const name of as.keys())
    if (!names.some((each, i) => each === name || basename(paths[i]!) === name))
      throw new AppError({
        code: 'STEM_UNKNOWN',
        message: `${place} holds no file "${name}".`,
        action: `It holds ${names.map(each => `"${each}"`).join(', ')}.`,
      })
  const found = toolOfNames(names)
  const songs = [...new Set((found?.stems ?? []).flatMap(stem => (stem?.song ? [stem.song] : [])))]
  if (songs.length > 1)
    throw new AppError({
      code: 'STEMS_SEVERAL_SONGS',
      message: `${place} holds stems of ${songs.length} songs: ${songs.slice(0, 4).join(', ')}.`,
      action: 'Put the stems of each song into a folder of its own.',
    })
  const notes: string[] = []
  const decode = async (path: string) => {
    onFile(basename(path))
    const { warnings, ...audio } = await decodeAudioFile(path)
    notes.push(...warnings.map(warning => `${basename(path)}: ${warning}`))
    return toStereo(audio)
  }
  // The song itself, left beside its stems.
  const beside = mix ?? paths.find((_, i) => songs.includes(names[i]!))
  const decoded: { name: string; path: string; stem: StemName | null; saidBy: 'name' | 'user' | null; audio: Audio }[] =
    []
  for (const [i, path] of paths.entries()) {
    if (path === beside) continue
    const own = as.get(names[i]!) ?? as.get(basename(path))
    const named = found?.stems[i] ?? null
    const stem = own ?? (named && { kind: named.kind, isRest: named.isRest })
    try {
      decoded.push({
        name: names[i]!,
        path,
        stem,
        saidBy: own ? 'user' : stem ? 'name' : null,
        audio: await decode(path),
      })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      notes.push(`Left out: ${error.message}`)
    }
  }
  if (decoded.length === 0) throw noStems(place)
  const whole = beside === undefined ? null : { path: beside, audio: (await decode(beside)) as Audio }
  const sampleRate = whole?.audio.sampleRate ?? commonRate(decoded.map(({ audio }) => audio))
  const atRate = (name: string, audio: Audio) => {
    if (audio.sampleRate === sampleRate) return audio
    notes.push(`${name} was resampled from ${audio.sampleRate} to ${sampleRate} Hz.`)
    return resample(audio, sampleRate)
  }
  const placed = decoded.map(each => {
    const audio = atRate(each.name, each.audio)
    return { ...each, audio: whole ? inPlace(each.name, audio, whole.audio, notes) : audio }
  })
  const frames = whole ? frameCount(whole.audio) : Math.max(...placed.map(({ audio }) => frameCount(audio)))
  const stems = placed.map(each => ({ ...each, audio: ofLength(each.name, each.audio, frames, notes) }))
  const unsure = found && !found.tool.verified
  if (unsure) notes.push(`That ${found.tool.label} wrote them is an assumption: ${found.tool.source}`)
  const imported: ImportedStems = {
    folder: place,
    tool: found?.tool ?? null,
    song: songs[0] ?? (found?.tool.id === 'demucs' ? basename(place) : null),
    stems,
    sampleRate,
    frames,
    mix: whole,
    notes,
  }
  return imported
}

/** Which stems nobody has said what they are, as a sentence with what to do; null: none. */
export function unknownStems({ stems }: ImportedStems): string | null {
  const unknown = stems.filter(({ stem }) => stem === null).map(({ name }) => `"${name}"`)
  if (unknown.length === 0) return null
  return `What ${unknown.join(', ')} ${unknown.length === 1 ? 'is' : 'are'} cannot be told from the name: say --as "${stems.find(({ stem }) => stem === null)!.name}=synth".`
}

export const stemTitle = ({ name, stem }: Pick<ImportedStem, 'name' | 'stem'>) => (stem ? stemWords(stem) : name)

/** The folder itself, or the only folder below it that leads to audio (Demucs: model/song). */
async function stemFolder(folder: string): Promise<string> {
  if ((await listAudioFiles(folder)).length > 0) return folder
  const below = (await readdir(folder, { withFileTypes: true })).filter(
    entry => entry.isDirectory() && !entry.name.startsWith('.'),
  )
  if (below.length === 1) return stemFolder(join(folder, below[0]!.name))
  if (below.length === 0) throw noStems(folder)
  throw new AppError({
    code: 'STEMS_SEVERAL_SONGS',
    message: `${folder} holds ${below.length} folders and no audio of its own.`,
    action: `Name one of them: ${below
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', ')}.`,
  })
}

const noStems = (folder: string) =>
  new AppError({
    code: 'STEMS_NONE',
    message: `${folder} holds no readable audio.`,
    action: 'Name the folder into which the separation tool wrote its stems.',
  })

function inPlace(name: string, audio: Audio, mix: Audio, notes: string[]): Audio {
  const { lag, correlation } = placeOfStem(monoOf(audio), monoOf(mix), audio.sampleRate)
  if (correlation < placedCorrelation) {
    notes.push(`${name} is not found in the mix: it is silent, or of another song.`)
    return audio
  }
  if (Math.abs(lag) < unmoved) return audio
  const milliseconds = (1000 * Math.abs(lag)) / audio.sampleRate
  notes.push(`${name} came ${milliseconds.toFixed(1)} ms too ${lag > 0 ? 'late' : 'early'} and was moved to its place.`)
  const channels = audio.channels.map(x => Float32Array.from({ length: x.length }, (_, n) => x[n + lag] ?? 0))
  return { ...audio, channels }
}

/** A file format's padding: shorter than anybody hears. */
const unheardSeconds = 0.05

function ofLength(name: string, audio: Audio, frames: number, notes: string[]): Audio {
  const own = frameCount(audio)
  if (own === frames) return audio
  const seconds = Math.abs(own - frames) / audio.sampleRate
  if (seconds > unheardSeconds)
    notes.push(
      `${name} is ${durationSeconds(audio).toFixed(2)} s long, ${seconds.toFixed(2)} s ${own < frames ? 'shorter: silence was added at its end' : 'longer: its end was cut'}.`,
    )
  const channels = audio.channels.map(x => {
    const out = new Float32Array(frames)
    out.set(x.subarray(0, frames))
    return out
  })
  return { ...audio, channels }
}

function commonRate(audios: readonly Audio[]): number {
  const rates = audios.map(({ sampleRate }) => sampleRate)
  const count = (rate: number) => rates.filter(each => each === rate).length
  return rates.reduce((best, rate) => (count(rate) > count(best) ? rate : best))
}

const monoOf = ({ channels: [left, right] }: Audio) =>
  right && right !== left ? left!.map((each, n) => (each + right[n]!) / 2) : left!
