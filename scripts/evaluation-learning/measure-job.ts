/** One track to measure: made by us, or a file; and what of it. */
import { frameCount } from '../../node/audio/audio.ts'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { type Labelled, type Measured, measureTrack, type Wanted } from './measured.ts'
import { sampleRate, styleTrack } from './styles.ts'

export interface MadeTrack extends Wanted {
  readonly kind: 'made'
  readonly style: string
  readonly seed: number
  readonly producer: number
}

export interface FileTrack extends Wanted {
  readonly kind: 'file'
  readonly file: string
  /** Of its content: what it is known by. */
  readonly hash: string
  readonly title: string
}

export type MeasureJob = MadeTrack | FileTrack

/** Everything that the result depends on, besides the code. */
export const keyOf = (job: MeasureJob): string =>
  JSON.stringify(
    job.kind === 'made'
      ? [job.style, job.seed, job.producer, job.degrade, job.copies]
      : [job.hash, job.title, job.degrade, job.copies],
  )
export const patchesKeyOf = (job: MeasureJob): string => `${keyOf(job)} patches`

/** Rejects with the AppError of a file that cannot be read. */
export async function measure(job: MeasureJob): Promise<Measured> {
  if (job.kind === 'file') return measureTrack(job.title, null, await excerptsOf(job.file), job)
  return measureTrack(`${job.style} ${job.seed} #${job.producer}`, job.style, made(job), job)
}

const made = ({ style, seed, producer }: MadeTrack): Labelled[] =>
  styleTrack(style, seed, producer).excerpts.map(({ section, channels }) => ({
    section,
    audio: { sampleRate, channels },
  }))

const excerptSeconds = 30
const mostExcerpts = 4
export const fewestExcerpts = 3
export const fewestSeconds = excerptSeconds * fewestExcerpts

/** Up to four of 30 s each, evenly spread; [] for what is too short for three. */
async function excerptsOf(file: string): Promise<Labelled[]> {
  const audio = await decodeAudioFile(file)
  const length = excerptSeconds * audio.sampleRate
  const count = Math.min(mostExcerpts, Math.floor(frameCount(audio) / length))
  if (count < fewestExcerpts) return []
  const step = (frameCount(audio) - length) / (count - 1)
  return Array.from({ length: count }, (_, i) => {
    const from = Math.floor(i * step)
    const channels = audio.channels.map(channel => channel.slice(from, from + length))
    // No word on sections: all are compared with all.
    return { section: 'drop', audio: { sampleRate: audio.sampleRate, channels } }
  })
}
