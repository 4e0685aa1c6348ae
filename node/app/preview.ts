/** Before and after of a plan's fixes to listen to: as buffers, as WAV files, and blind. Nothing is written to the set. */
import { randomInt } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { AppError } from '../audio/app-error.ts'
import type { Audio } from '../audio/audio.ts'
import { writeWav } from '../audio/write-wav.ts'
import type { SectionType } from '../features/catalogue.ts'
import type { Fix } from '../fixes/fix.ts'
import { chooseExcerpt, type Excerpt } from '../mix/preview/excerpt.ts'
import { type PreviewPair, previewPair } from '../mix/preview/preview-pair.ts'
import type { Measured } from './measure.ts'
import type { JudgedFix, Question, Side, Trial, Votes } from './votes.ts'

/** What of a fix is heard and named. */
export type HeardFix = Pick<Fix, 'id' | 'title' | 'kind' | 'trackName' | 'move'>

export interface PreviewOptions {
  /** Of this type, or the drop and else where the fixes are heard best. */
  readonly section?: SectionType
  /** 8 when absent. */
  readonly bars?: number
  /** A reference to hear beside: its loudest stretch. */
  readonly reference?: Audio
}

export interface Preview {
  /** "Bass −3.5 dB", or "All 4 fixes". */
  readonly title: string
  readonly fixes: readonly HeardFix[]
  readonly excerpt: Excerpt
  readonly pair: PreviewPair
}

/** One fix, or several at once. Throws AppError SECTION_MISSING, NOTHING_TO_PREVIEW. */
export function previewFixes(measured: Measured, fixes: readonly HeardFix[], options: PreviewOptions = {}): Preview {
  const { set, take, analysis } = measured
  if (fixes.length === 0) {
    throw new AppError({
      code: 'NOTHING_TO_PREVIEW',
      message: 'There is no fix to listen to.',
      action: 'Nothing needs to be done, or another profile finds more.',
    })
  }
  const moves = fixes.map(({ move }) => move)
  const { section, bars, reference } = options
  const excerpt = chooseExcerpt({
    analysis,
    take,
    moves,
    ...(section === undefined ? {} : { section }),
    ...(bars === undefined ? {} : { bars }),
  })
  const pair = previewPair({ set, take, moves, range: excerpt, ...(reference === undefined ? {} : { reference }) })
  return { title: fixes.length === 1 ? fixes[0]!.title : `All ${fixes.length} fixes`, fixes, excerpt, pair }
}

/** The mix as it is beside a reference, equally loud: before and after are one. */
export function previewBeside({ set, take, analysis }: Measured, reference: Audio): Preview {
  const excerpt = chooseExcerpt({ analysis, take, moves: [] })
  const pair = previewPair({ set, take, moves: [], range: excerpt, reference })
  return { title: 'Your mix beside a reference', fixes: [], excerpt, pair }
}

/** What to listen to: each fix by itself, then all together where there are several. */
export const listeningOrder = <T>(fixes: readonly T[]): readonly (readonly T[])[] => [
  ...fixes.map(fix => [fix]),
  ...(fixes.length > 1 ? [fixes] : []),
]

export interface PreviewFiles {
  readonly before: string
  readonly after: string
  readonly reference: string | null
}

/** 24-bit WAV files such as "01 Bass −3.5 dB - before.wav". Returns absolute paths. Throws AppError WRITE_FAILED. */
export async function writePreview(folder: string, { title, pair }: Preview, number: number): Promise<PreviewFiles> {
  const name = `${String(number).padStart(2, '0')} ${fileName(title)}`
  const write = (audio: Audio, which: string) => writeInto(folder, `${name} - ${which}.wav`, audio)
  return {
    before: await write(pair.before.audio, 'before'),
    after: await write(pair.after.audio, 'after'),
    reference: pair.reference ? await write(pair.reference.audio, 'reference') : null,
  }
}

/** Characters that one of the file systems does not allow. */
const fileName = (title: string) =>
  title
    .replace(/[<>:"/\\|?*\p{Cc}]/gu, '-')
    .slice(0, 120)
    .trim()

async function writeInto(folder: string, name: string, audio: Audio): Promise<string> {
  const path = resolve(join(folder, name))
  await mkdir(folder, { recursive: true })
  await writeWav(path, audio, { format: 'int24' })
  return path
}

export interface BlindTrial {
  readonly trial: Trial
  /** What is played, without its name. `preference`: X1 and X2 are before and after in an unknown order. */
  readonly sounds: readonly { readonly name: string; readonly audio: Audio }[]
}

export interface TrialOptions {
  readonly question?: Question
  /** The fixes as taste is learned of them; absent: the vote teaches nothing. */
  readonly judged?: readonly JudgedFix[]
}

/**
 * Draws what X is and keeps it in the votes, nowhere else. `preference`: X1 and X2, which is better? `which`: A is before, B is
 * after, X is one of them.
 */
export async function startTrial(
  votes: Votes,
  setName: string,
  { fixes, pair }: Preview,
  { question = 'preference', judged = [] }: TrialOptions = {},
): Promise<BlindTrial> {
  const first: Side = randomInt(2) === 0 ? 'before' : 'after'
  const trial = await votes.start({
    set: setName,
    titles: fixes.map(({ title }) => title),
    kinds: fixes.map(({ kind }) => kind),
    fixes: [...judged],
    question,
    x: first,
    levelDifference: pair.levelDifference,
    approximate: pair.approximate,
  })
  const [x1, x2] = first === 'before' ? [pair.before, pair.after] : [pair.after, pair.before]
  const named = (name: string, { audio }: { readonly audio: Audio }) => ({ name, audio })
  const sounds =
    question === 'preference'
      ? [named('X1', x1), named('X2', x2)]
      : [named('A', pair.before), named('B', pair.after), named('X', x1)]
  return { trial, sounds }
}

/** "Trial 3 X1.wav" and so on; nothing in the files tells which is which. */
export async function writeTrial(folder: string, { trial, sounds }: BlindTrial): Promise<readonly string[]> {
  const paths: string[] = []
  for (const { name, audio } of sounds) paths.push(await writeInto(folder, `Trial ${trial.id} ${name}.wav`, audio))
  return paths
}
