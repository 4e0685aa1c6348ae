/** A song into stems, by whatever the user has: a model file, or a tool with a command line. The stems are written as WAV. */
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { AppError } from '../../audio/app-error.ts'
import type { Audio } from '../../audio/audio.ts'
import { decodeAudioFile } from '../../audio/decode.ts'
import { writeWav } from '../../audio/write-wav.ts'
import { type ImportedStems, importStems } from './import.ts'
import type { StemKind } from './import-names.ts'
import { type ModelSettings, separateByModel } from './separate-model.ts'
import { findSeparator, runSeparator } from './separate-tool.ts'

export interface SeparateOptions {
  /** Folder of the stems, new or empty; it appears when the run has ended well. */
  readonly out: string
  readonly stem?: StemKind
  /** An ONNX file of the MDX kind; needs `stem`. */
  readonly modelFile?: string
  readonly modelSettings?: ModelSettings
  /** As `findSeparator` takes it; left out: UPLIFT_SEPARATOR, then PATH. */
  readonly tool?: string
  /** The tool's own model and folder of models. */
  readonly toolModel?: string
  readonly toolModels?: string
  readonly onProgress?: (share: number | null, words: string) => void
  readonly signal?: AbortSignal
}

export interface Separated {
  readonly imported: ImportedStems
  readonly by: string
}

/** Throws AppError when nothing that separates is installed, and what tool or model throw; nothing is left behind then. */
export async function separate(file: string, options: SeparateOptions): Promise<Separated> {
  const { onProgress = () => {}, signal } = options
  const song = basename(file, extname(file))
  const out = resolve(options.out)
  await requireRoom(out)
  const work = `${out}.part-${process.pid}`
  await rm(work, { recursive: true, force: true })
  await mkdir(dirname(out), { recursive: true })
  try {
    let by: string
    let notes: readonly string[] = []
    if (options.modelFile === undefined) {
      const tool = await findSeparator(options.tool ?? process.env['UPLIFT_SEPARATOR'])
      if (!tool) throw nothingInstalled()
      by = tool.kind
      await runSeparator(tool, {
        file: resolve(file),
        out: work,
        onProgress,
        ...(options.stem ? { stem: options.stem } : {}),
        ...(options.toolModel ? { model: options.toolModel } : {}),
        ...(options.toolModels ? { models: resolve(options.toolModels) } : {}),
        ...(signal ? { signal } : {}),
      })
    } else {
      if (!options.stem)
        throw new AppError({
          code: 'STEM_UNSAID',
          message: 'A model file does not say which stem it gives.',
          action: 'Add --stem vocals (or drums, bass, other, synth …), as the model was published.',
        })
      by = basename(options.modelFile)
      notes = await byModel(file, song, { ...options, modelFile: options.modelFile, stem: options.stem, work })
    }
    const imported = await importStems(work, { mix: file })
    await rename(work, out)
    const moved = (path: string) => (path.startsWith(work) ? `${out}${path.slice(work.length)}` : path)
    return {
      imported: {
        ...imported,
        folder: moved(imported.folder),
        stems: imported.stems.map(stem => ({ ...stem, path: moved(stem.path) })),
        notes: [...notes, ...imported.notes],
      },
      by,
    }
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Nothing of the user's is ever replaced. An empty folder makes room. */
async function requireRoom(out: string): Promise<void> {
  const entries = await readdir(out).catch(() => null)
  if (entries === null) return
  if (entries.length > 0)
    throw new AppError({
      code: 'FOLDER_NOT_EMPTY',
      message: `${out} is not empty.`,
      action: 'Name another folder with --out, or name this one to read the stems that are in it.',
    })
  await rmdir(out)
}

async function byModel(
  file: string,
  song: string,
  {
    modelFile,
    stem,
    work,
    modelSettings = {},
    onProgress = () => {},
    signal,
  }: SeparateOptions & { readonly modelFile: string; readonly stem: StemKind; readonly work: string },
): Promise<readonly string[]> {
  const { warnings, ...mix } = await decodeAudioFile(file)
  const parts = await separateByModel(mix, resolve(modelFile), {
    ...modelSettings,
    onProgress: share => onProgress(share, `${Math.round(100 * share)} %`),
    ...(signal ? { signal } : {}),
  })
  await mkdir(work, { recursive: true })
  // Named as audio-separator names them: every program that knows its stems knows these.
  const model = basename(modelFile, extname(modelFile))
  const name = (word: string) => join(work, `${song}_(${word})_${model}.wav`)
  const title = `${stem[0]!.toUpperCase()}${stem.slice(1)}`
  const write = (word: string, audio: Audio) => writeWav(name(word), audio, { format: 'float32' })
  await write(title, parts.stem)
  await write(stem === 'vocals' ? 'Instrumental' : `No ${title}`, parts.rest)
  return [...warnings.map(warning => `${basename(file)}: ${warning}`), ...parts.notes]
}

const nothingInstalled = () =>
  new AppError({
    code: 'SEPARATOR_MISSING',
    message: 'No separation tool was found: neither demucs nor audio-separator is on PATH.',
    action:
      'Install one (pip install demucs, or audio-separator), name it with --tool, give a UVR model with --model, or separate elsewhere and name the folder.',
  })
