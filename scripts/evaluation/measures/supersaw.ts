/** Supersaw: voices and cents of stacks with known ones, alone, in a mix, from another synthesizer; and false alarms. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { between, stream } from '../../../node/adapters/demo-song/random.ts'
import { generateSong } from '../../../node/adapters/demo-song/song.ts'
import { createSimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { Audio } from '../../../node/audio/audio.ts'
import { decodeAudioFile } from '../../../node/audio/decode.ts'
import type { FeatureRow } from '../../../node/features/catalogue.ts'
import { measureSupersaw } from '../../../node/features/colour/supersaw.ts'
import type { MeasureFamily, MeasureRow } from './row.ts'
import { mixedCase, type StackCase, singleCases, stackCase } from './supersaw-cases.ts'
import { percent } from './words.ts'

export const supersawRows: MeasureFamily = async ({ corpus }) => [
  shareRow(
    'Supersaw alone',
    'generated stacks, seeds 1000–1059',
    range(1000, 60).map(seed => judged(stackCase(seed))),
  ),
  shareRow(
    'Supersaw under ducking with kick, bass, hats',
    'generated mixes, seeds 1200–1229',
    range(1200, 30).map(seed => judged(mixedCase(seed))),
  ),
  await songRow(),
  await corpusRow(corpus),
  falseAlarmRow(),
]

const range = (from: number, count: number) => Array.from({ length: count }, (_, i) => from + i)
const bar = 'voices ±1 and cents ±20 % in 95 % of the answered, 85 % answered'

interface Judged {
  readonly line: string
  readonly isAnswered: boolean
  readonly voicesRight: boolean
  readonly centsRight: boolean
}

const overall = (audio: Audio) => measureSupersaw(audio, { grid: null, ranges: [] }).get('overall')!

function judged({ what, audio, voices, cents }: StackCase): Judged {
  return compare(what, overall(audio), [{ voices, cents }])
}

/** Right when it fits one of the stacks that sound. */
function compare(what: string, row: FeatureRow, truths: readonly { voices: number; cents: number }[]): Judged {
  const { supersawVoices: read, supersawDetune: detune } = row.values
  const isAnswered = typeof read === 'number' && typeof detune === 'number'
  const fits = (cents: number) => isAnswered && Math.abs(detune - cents) <= 0.2 * cents
  const truth = truths.find(({ cents }) => fits(cents)) ?? truths[0]!
  const voicesRight = isAnswered && Math.abs(read - truth.voices) <= 1
  const centsRight = fits(truth.cents)
  const answer = isAnswered
    ? `${read} voices ±${detune.toFixed(1)}, confidence ${row.confidence?.supersawVoices?.toFixed(2)}`
    : `no answer: ${row.reasons.supersawVoices}`
  const mark = !isAnswered ? '–   ' : voicesRight && centsRight ? 'ok  ' : 'FAIL'
  return { line: `${mark}  ${what}: ${answer}`, isAnswered, voicesRight, centsRight }
}

function shareRow(what: string, against: string, cases: readonly Judged[], leastAnswered = 0.85): MeasureRow {
  const answered = cases.filter(({ isAnswered }) => isAnswered)
  const voices = answered.filter(({ voicesRight }) => voicesRight).length
  const cents = answered.filter(({ centsRight }) => centsRight).length
  const both = answered.filter(({ voicesRight, centsRight }) => voicesRight && centsRight).length
  return {
    what,
    against,
    bar,
    result: `${answered.length} of ${cases.length} answered; of those voices right in ${percent(voices / answered.length)}, cents in ${percent(cents / answered.length)}, both in ${percent(both / answered.length)}`,
    met: both >= 0.95 * answered.length && answered.length >= leastAnswered * cases.length,
    cases: cases.map(({ line }) => line),
  }
}

/** Whole mixes of generated songs: what is answered must be the pad's stack or the lead's, both of seven voices. */
async function songRow(): Promise<MeasureRow> {
  const cases: Judged[] = []
  for (const seed of range(41, 6)) {
    const song = generateSong({ seed, length: 'short' })
    // As the song's synths draw them: the first number of each stream; the outer voices are −1 and 0.977 of it.
    const stacks = [between(stream(seed, 'pad'), 10, 22), between(stream(seed, 'lead'), 12, 30)]
    const truths = stacks.map(cents => ({ voices: 7, cents: 0.9885 * cents }))
    const { main } = await createSimulatedSet(song.spec).capture()
    const beat = 60 / song.tempo
    const ranges = song.sections
      .filter(({ type }) => type === 'breakdown' || type === 'build' || type === 'drop')
      .map(({ type, startBeats, endBeats }) => ({
        key: type,
        startSeconds: startBeats * beat,
        endSeconds: endBeats * beat,
      }))
    const grid = { tempo: song.tempo, firstBeatSeconds: 0, confidence: 1 }
    for (const [scope, row] of measureSupersaw(main, { grid, ranges }))
      if (scope !== 'overall')
        cases.push(
          compare(`song ${seed} ${scope} (pad ±${stacks[0]!.toFixed(1)}, lead ±${stacks[1]!.toFixed(1)})`, row, truths),
        )
  }
  return shareRow('Supersaw in whole songs', 'generated songs, seeds 41–46: pad or lead', cases)
}

/** Unison sounds rendered with Csound: voices and cents between the outermost, as written in the corpus' synth-truth.tsv. */
const csound: readonly (readonly [file: string, voices: number, totalCents: number])[] = [
  ['unison-saw-2v-7c', 2, 7],
  ['unison-saw-3v-15c', 3, 15],
  ['unison-saw-5v-25c', 5, 25],
  ['unison-saw-7v-20c', 7, 20],
  ['unison-saw-7v-50c', 7, 50],
  ['unison-saw-9v-40c', 9, 40],
  ['unison-saw-7v-30c-wide', 7, 30],
  ['unison-saw-7v-30c-half', 7, 30],
  ['unison-square-4v-18c', 4, 18],
]

async function corpusRow(corpus: string | null): Promise<MeasureRow> {
  const what = 'Supersaw from another synthesizer'
  const against = 'Csound renders of the corpus'
  const found = csound.filter(([name]) => corpus !== null && existsSync(join(corpus, 'D/csound', `${name}.wav`)))
  if (found.length === 0) return { what, against, bar, result: 'no corpus here', met: null, cases: [] }
  const cases: Judged[] = []
  for (const [name, voices, total] of found) {
    const audio = await decodeAudioFile(join(corpus!, 'D/csound', `${name}.wav`))
    cases.push(compare(name, overall(audio), [{ voices, cents: total / 2 }]))
  }
  return shareRow(what, against, cases)
}

function falseAlarmRow(): MeasureRow {
  const cases = singleCases().map(({ what, audio }) => {
    const row = overall(audio)
    const voices = row.values.supersawVoices ?? null
    const isFalse = voices !== null && voices > 2
    const confidence = row.confidence?.supersawVoices?.toFixed(2)
    return {
      isFalse,
      line: `${isFalse ? 'FAIL' : 'ok  '}  ${what}: ${voices === null ? 'no answer' : `${voices} voices, confidence ${confidence}`}`,
    }
  })
  const alarms = cases.filter(({ isFalse }) => isFalse).length
  return {
    what: 'Supersaw: false alarms',
    against: 'single saws with vibrato, chorus, tremolo, gate, room; chords; noise',
    bar: 'none reads three voices or more',
    result: `${alarms} of ${cases.length} read three voices or more`,
    met: alarms === 0,
    cases: cases.map(({ line }) => line),
  }
}
