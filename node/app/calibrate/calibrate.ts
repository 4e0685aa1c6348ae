/**
 * The calibration set: what is not published of Live's devices, measured. Writes the signal and the steps for a person with
 * Live; reads the files that come back, and sets each law's numbers beside those that our own rendering of the same device
 * has. Where they differ, our assumption (device/FACTS.md) is wrong by that much.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { createSimulatedSet } from '../../adapters/simulated/simulated-set.ts'
import { toStereo } from '../../audio/align.ts'
import { AppError } from '../../audio/app-error.ts'
import { type Audio, frameCount, stereoOf } from '../../audio/audio.ts'
import { decodeAudioFile, listAudioFiles } from '../../audio/decode.ts'
import { resample } from '../../audio/resample.ts'
import { writeWav } from '../../audio/write-wav.ts'
import { type Figure, figuresOf } from './figures.ts'
import { type CalibrationRow, calibrationRows } from './rows.ts'
import { calibrationRate, calibrationSignal, click } from './signal.ts'

export interface ComparedFigure extends Omit<Figure, 'value'> {
  /** In the recording, and in ours of the same settings; null: not to be read. */
  readonly live: number | null
  readonly ours: number | null
}

export interface CalibratedRow {
  readonly name: string
  readonly settings: string
  readonly figures: readonly ComparedFigure[]
  /** Samples that the recording lies later than the signal. */
  readonly delay: number
}

export interface Calibration {
  readonly rows: readonly CalibratedRow[]
  /** Rows without a file. */
  readonly missing: readonly string[]
  /** Sentences: files that are no row, resampled, unreadable. */
  readonly warnings: readonly string[]
}

const signalName = 'Uplift calibration.wav'

/** Writes the signal and the list of steps into a folder. Returns their paths. */
export async function makeCalibrationSet(folder: string): Promise<readonly string[]> {
  await mkdir(folder, { recursive: true })
  const [signal, steps] = [join(folder, signalName), join(folder, 'Steps.txt')]
  await writeWav(signal, calibrationSignal(), { format: 'int24' })
  await writeFile(steps, stepsText())
  return [signal, steps]
}

const stepsText = () => `How to make the recordings

1. A new Live set at 48 kHz (Settings, Audio). Drag "${signalName}" onto an audio track, Warp off, from 1.1.1.
   The track's and Main's faders at 0 dB, no other device anywhere.
2. For each row below: the one device named there, all else at its defaults. Export Audio/Video: that track, from 1.1.1,
   length 13 bars at 120 BPM or more, WAV, 48 kHz, 24 bit, no normalising, no dither.
   Name the file after the row, for instance "eq low shelf.wav", all into one folder.
3. uplift calibrate <folder>
   It says where Live differs from what Uplift assumes, and writes a file to send.

Each row is of use by itself: stop wherever you like.

${calibrationRows.map(({ name, settings }) => `${`${name}.wav`.padEnd(26)} ${settings}`).join('\n')}
`

/** Throws AppError CALIBRATION_EMPTY where no file is named after a row. */
export async function calibrate(folder: string, onRow: (name: string) => void = () => {}): Promise<Calibration> {
  const warnings: string[] = []
  const files = new Map<string, string>()
  for (const path of await listAudioFiles(folder)) {
    const name = basename(path, extname(path)).trim().toLowerCase()
    if (calibrationRows.some(row => row.name === name)) files.set(name, path)
    else if (basename(path) !== signalName) warnings.push(`${basename(path)} is named after no row.`)
  }
  if (files.size === 0) {
    throw new AppError({
      code: 'CALIBRATION_EMPTY',
      message: `${folder} holds no recording that is named after a row of the calibration set.`,
      action: 'Make the set with uplift calibrate <folder> --make, and name each recording after its row.',
    })
  }
  const signal = calibrationSignal()
  const rows: CalibratedRow[] = []
  for (const row of calibrationRows) {
    const path = files.get(row.name)
    if (path === undefined) continue
    onRow(row.name)
    try {
      const decoded = await decodeAudioFile(path)
      if (decoded.sampleRate !== calibrationRate) {
        warnings.push(`${basename(path)} has ${decoded.sampleRate} Hz instead of ${calibrationRate}: it is resampled.`)
      }
      const { audio, delay } = fromClick(toStereo(resample(decoded, calibrationRate)), signal)
      const [live, ours] = [audio, await ourRendering(row, signal)].map(each => figuresOf(row.kind, signal, each))
      const figures = live!.map(({ value, ...figure }, i) => ({ ...figure, live: value, ours: ours![i]!.value }))
      rows.push({ name: row.name, settings: row.settings, figures, delay })
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      warnings.push(`Left out: ${error.message}`)
    }
  }
  const missing = calibrationRows.filter(({ name }) => !files.has(name)).map(({ name }) => name)
  return { rows, missing, warnings }
}

/** The signal through one row as the simulated set renders it. */
export async function ourRendering(
  { device, volumeDb = 0, pan = 0 }: Pick<CalibrationRow, 'device' | 'volumeDb' | 'pan'>,
  signal: Audio,
): Promise<Audio> {
  const track = { name: 'Calibration', kind: 'audio', source: signal, volumeDb, pan } as const
  const session = createSimulatedSet({
    name: 'Calibration',
    sampleRate: calibrationRate,
    tempo: 120,
    beatsPerBar: 4,
    locators: [],
    tracks: [{ ...track, devices: device ? [device] : [] }],
    master: {},
  })
  try {
    return (await session.capture()).main
  } finally {
    await session.close()
  }
}

/** Around where the click must be: an export that begins elsewhere is not this signal. */
const searchSeconds = 0.45

/** The recording moved so that its click lies where the signal's does. Throws AppError CALIBRATION_CLICK. */
function fromClick(recording: Audio, signal: Audio): { readonly audio: Audio; readonly delay: number } {
  const [left, right] = stereoOf(recording)
  const reach = Math.round(searchSeconds * calibrationRate)
  let [best, peak] = [-1, 0]
  for (let n = Math.max(0, click - reach); n < Math.min(left.length, click + reach); n++) {
    const level = Math.abs(left[n]! + right[n]!)
    if (level > peak) [best, peak] = [n, level]
  }
  const frames = frameCount(signal)
  const delay = best - click
  if (best < 0 || left.length - delay < frames - calibrationRate) {
    throw new AppError({
      code: 'CALIBRATION_CLICK',
      message: best < 0 ? 'There is no click where the signal begins.' : 'The recording ends before the signal does.',
      action: 'Export from 1.1.1 to behind the end of the clip, at 48 kHz.',
    })
  }
  const channels = [left, right].map(channel => {
    const out = new Float32Array(frames)
    const from = Math.max(0, delay)
    out.set(channel.subarray(from, from + frames + Math.min(0, delay)), Math.max(0, -delay))
    return out
  })
  return { audio: { sampleRate: calibrationRate, channels }, delay }
}
