/** Reads what a take is made of: the one place where the hub knows about files. */
import { basename } from 'node:path'
import { toStereo } from '../../audio/align.ts'
import { type Audio, frameCount } from '../../audio/audio.ts'
import { decodeAudioFile } from '../../audio/decode.ts'
import { requireMeasurable } from '../../audio/limits.ts'
import type { Section } from '../../features/analysis.ts'
import { sectionsFromLocators } from '../../features/sections.ts'
import type { Take } from '../../live/session.ts'
import { emptyMain, type LiveSet } from '../../live/set.ts'
import { type AssembledTake, assembleTake } from '../capture/assemble-take.ts'
import type { BeatRange } from '../capture/choose-range.ts'
import type { ExportedFile } from '../capture/export-match.ts'
import { joinTakes, type TakePart } from '../capture/join-takes.ts'
import { openExport } from '../capture/open-export.ts'
import { type SongSpan, spansOf } from '../capture/song-span.ts'
import { missingWords } from '../capture/take-report.ts'
import type { Source } from './source.ts'

export interface Opened {
  readonly name: string
  /** The set as it was when this was recorded; one without tracks where there is none. */
  readonly set: LiveSet
  readonly take: Take
  /** Known sections, seconds from the take's start; null: to be found. */
  readonly sections: readonly Section[] | null
  /** Live's; null: to be found. */
  readonly tempo: number | null
  /** Names the bars; takes of the same bars can be compared. null: not known which. */
  readonly bars: string | null
  readonly warnings: readonly string[]
  /** Which tracks were not heard, and why. */
  readonly missing: readonly string[]
  /** Of Live's export: which file was taken for which track. */
  readonly files: readonly ExportedFile[]
  /** Where in the song it is; [] where that is not known. */
  readonly spans: readonly SongSpan[]
}

export type Step = (words: string, progress: number | null) => void

/** Throws AppError. */
export async function openSource(source: Source, set: LiveSet | null, onStep: Step): Promise<Opened> {
  switch (source.kind) {
    case 'taps':
      return openPasses(source, set!, onStep)
    case 'export':
      return openFolder(source, set!, onStep)
    case 'ring':
    case 'mix':
      return openMain(source, set)
  }
}

type Of<K extends Source['kind']> = Extract<Source, { kind: K }>

async function openPasses({ passes, taps }: Of<'taps'>, set: LiveSet, onStep: Step): Promise<Opened> {
  const parts: (AssembledTake & TakePart)[] = []
  for (const [i, { recorded, files, range }] of passes.entries()) {
    onStep('Reading the recordings', 0.05 + (0.2 * i) / passes.length)
    parts.push({ ...(await assembleTake({ recorded, files, taps, set, range })), type: range.type })
  }
  const { take, sections } = joinTakes(parts)
  const [{ range }] = passes as [(typeof passes)[number]]
  const reports = parts.map(({ report }) => report)
  return {
    name: 'Capture',
    set,
    take,
    sections: sections ?? (passes.length === 1 ? sectionsIn(set, range, take) : null),
    tempo: set.tempo,
    bars: JSON.stringify(passes.map(({ range: { fromBeats, toBeats } }) => [fromBeats, toBeats])),
    warnings: [...new Set(reports.flatMap(({ warnings, doubts }) => [...warnings, ...doubts]))],
    // That a track has no tap is no news to who put none there.
    missing: missingWords({ tracks: reports[0]!.tracks.filter(({ state }) => state !== 'untapped') }),
    files: [],
    spans: spansOf(
      passes.map(each => each.range),
      set.tempo,
    ),
  }
}

async function openFolder({ folder, told }: Of<'export'>, set: LiveSet, onStep: Step): Promise<Opened> {
  const { take, tracks, startSeconds, sections, warnings, files } = await openExport(folder, set, {
    told: new Map(told),
    onFile: name => onStep(`Reading ${name}`, 0.1),
  })
  return {
    name: basename(folder),
    set,
    take,
    sections,
    tempo: set.tempo,
    bars: startSeconds === null ? null : `export ${startSeconds} ${frameCount(take.main)}`,
    warnings,
    missing: missingWords({ tracks }),
    files,
    spans: startSeconds === null ? [] : exportSpans(startSeconds, set, take),
  }
}

/** As its sections are: by the set's tempo from the files' beginning on. */
function exportSpans(startSeconds: number, { tempo }: LiveSet, { main }: Take): readonly SongSpan[] {
  const [fromBeats, beats] = [startSeconds, frameCount(main) / main.sampleRate].map(each => (each * tempo) / 60)
  return spansOf([{ fromBeats: fromBeats!, toBeats: fromBeats! + beats! }], tempo)
}

/** Live's locators, from where the range begins. */
function sectionsIn({ locators, tempo }: LiveSet, { fromBeats }: BeatRange, { main }: Take): Section[] | null {
  const relative = locators.map(({ name, beats }) => ({ name, seconds: ((beats - fromBeats) * 60) / tempo }))
  return sectionsFromLocators(relative, frameCount(main) / main.sampleRate)
}

async function openMain(source: Of<'ring'> | Of<'mix'>, set: LiveSet | null): Promise<Opened> {
  const name = basename(source.file)
  const decoded = await decodeAudioFile(source.file)
  requireMeasurable(name, decoded)
  const main = toStereo(source.kind === 'ring' ? unrolled(decoded, source) : decoded)
  return {
    name: source.kind === 'ring' ? 'What Main played last' : name,
    set: set ?? emptySet(name, main),
    take: { main, taps: new Map() },
    sections: null,
    tempo: source.kind === 'ring' ? (set?.tempo ?? null) : null,
    bars: source.kind === 'mix' && set ? `mix ${frameCount(main)}` : null,
    warnings: [
      ...decoded.warnings,
      ...(source.kind === 'mix' && set ? [`"${name}" is taken for a bounce of this set as it is now.`] : []),
    ],
    missing: [],
    files: [],
    spans: [],
  }
}

/** A ring that was written up to `endsAt` begins right behind it; only its last `seconds` were ever played. */
export function unrolled(
  { sampleRate, channels }: Audio,
  { seconds, endsAt }: { readonly seconds: number; readonly endsAt: number },
): Audio {
  const frames = frameCount({ sampleRate, channels })
  const end = Math.round(endsAt * frames) % frames
  const played = Math.min(frames, Math.round(seconds * sampleRate))
  return {
    sampleRate,
    channels: channels.map(channel => {
      const out = new Float32Array(frames)
      out.set(channel.subarray(end))
      out.set(channel.subarray(0, end), frames - end)
      return out.subarray(frames - played)
    }),
  }
}

/** Main alone: what a bounced mix is compared as. */
function emptySet(name: string, main: Audio): LiveSet {
  return {
    name,
    liveVersion: '12.4',
    tempo: 120,
    beatsPerBar: 4,
    lengthSeconds: frameCount(main) / main.sampleRate,
    locators: [],
    tracks: [emptyMain],
  }
}
