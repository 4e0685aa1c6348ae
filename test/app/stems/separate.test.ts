import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { separate } from '../../../node/app/stems/separate.ts'
import { separateByModel } from '../../../node/app/stems/separate-model.ts'
import { findSeparator, runSeparator } from '../../../node/app/stems/separate-tool.ts'
import { writeWav } from '../../../node/audio/write-wav.ts'
import { type Graph, onnxModel } from '../../../node/profile/onnx/model.ts'
import { sine, whiteNoise } from '../../support/signals.ts'

const rate = 44_100
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-separate-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Takes the command line of the real one, as its source has it, and does what `behaviour` says. */
async function fakeTool(name: string, behaviour: string): Promise<string> {
  const path = join(folder, 'bin', name)
  await mkdir(join(folder, 'bin'), { recursive: true })
  await writeFile(
    path,
    `#!${process.execPath}
const fs = require('node:fs'), path = require('node:path')
const args = process.argv.slice(2)
fs.writeFileSync(${JSON.stringify(join(folder, 'args.json'))}, JSON.stringify(args))
const after = flag => args[args.indexOf(flag) + 1]
${behaviour}
`,
  )
  await chmod(path, 0o755)
  return path
}
const demucsWrites = `
const file = args.at(-1), out = path.join(after('-o'), after('-n'), path.parse(file).name)
fs.mkdirSync(out, { recursive: true })
process.stderr.write('\\r  0%|          | 0/10\\r 50%|#####     | 5/10\\r100%|##########| 10/10\\n')
for (const stem of ['drums', 'bass', 'other', 'vocals']) fs.copyFileSync(file, path.join(out, stem + '.wav'))`

async function song(): Promise<string> {
  const path = join(folder, 'My Song.wav')
  const x = whiteNoise(rate, 3, 0.2)
  await writeWav(path, { sampleRate: rate, channels: [x, x] }, { format: 'int16' })
  return path
}
const argumentsGiven = async () => JSON.parse(await readFile(join(folder, 'args.json'), 'utf8')) as string[]

test('demucs: its stems arrive in a new folder, progress is passed on', async () => {
  const tool = await fakeTool('demucs', demucsWrites)
  const shares: (number | null)[] = []
  const out = join(folder, 'stems')
  const { imported, by } = await separate(await song(), { out, tool, onProgress: share => shares.push(share) })
  expect(by).toBe('demucs')
  expect(imported.stems.map(({ stem, path }) => [stem!.kind, path.startsWith(out)])).toEqual([
    ['bass', true],
    ['drums', true],
    ['other', true],
    ['vocals', true],
  ])
  expect(shares).toEqual(expect.arrayContaining([0, 0.5, 1]))
  expect((await readdir(folder)).filter(name => name.includes('part'))).toEqual([])
})

test('the command lines are those of the tools', async () => {
  const file = join(folder, 'a song.wav')
  const run = { file, out: join(folder, 'o'), stem: 'vocals', model: 'm', models: 'dir' } as const
  await runSeparator({ kind: 'demucs', command: [await fakeTool('demucs', '')] }, run)
  expect(await argumentsGiven()).toEqual(['-n', 'm', '-o', run.out, '--float32', '--two-stems=vocals', file])
  await runSeparator({ kind: 'audio-separator', command: [await fakeTool('audio-separator', '')] }, run)
  expect(await argumentsGiven()).toEqual([
    file,
    '--output_dir',
    run.out,
    '--output_format',
    'WAV',
    '-m',
    'm',
    '--model_file_dir',
    'dir',
    '--single_stem',
    'Vocals',
  ])
})

test('a tool on PATH is found, one that is named has to be there and known', async () => {
  const bin = join(folder, 'bin')
  expect(await findSeparator(undefined, { PATH: folder })).toBeNull()
  const path = await fakeTool('audio-separator', '')
  expect(await findSeparator(undefined, { PATH: `${folder}:${bin}` })).toEqual({
    kind: 'audio-separator',
    command: [path],
  })
  const python = await fakeTool('python3', '')
  expect(await findSeparator('python3 -m demucs', { PATH: bin })).toEqual({
    kind: 'demucs',
    command: [python, '-m', 'demucs'],
  })
  await expect(findSeparator('demucs', { PATH: folder })).rejects.toMatchObject({ code: 'SEPARATOR_MISSING' })
  await expect(findSeparator('UVR5', { PATH: folder })).rejects.toMatchObject({
    action: expect.stringContaining('UVR5 has none'),
  })
})

test("a failure is told in the tool's own last words, and leaves nothing", async () => {
  const tool = await fakeTool(
    'demucs',
    `process.stderr.write('loading\\nRuntimeError: not enough memory.\\n'); process.exit(3)`,
  )
  const out = join(folder, 'stems')
  await expect(separate(await song(), { out, tool })).rejects.toThrow(
    /code 3: loading \/ RuntimeError: not enough memory\.$/,
  )
  expect((await readdir(folder)).sort()).toEqual(['My Song.wav', 'args.json', 'bin'])
})

test('a tool that ends well and writes nothing is found out', async () => {
  const tool = await fakeTool('demucs', '')
  await expect(separate(await song(), { out: join(folder, 'stems'), tool })).rejects.toMatchObject({
    code: 'STEMS_NONE',
  })
})

test('cancelling ends the tool and what it has started', async () => {
  const pids = join(folder, 'pids')
  const tool = await fakeTool(
    'demucs',
    `const child = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
fs.writeFileSync(${JSON.stringify(pids)}, process.pid + ' ' + child.pid)
process.stderr.write(' 10%|#  |\\n')
setInterval(() => {}, 1000)`,
  )
  const abort = new AbortController()
  const running = separate(await song(), {
    out: join(folder, 'stems'),
    tool,
    signal: abort.signal,
    onProgress: () => abort.abort(new Error('cancelled')),
  })
  await expect(running).rejects.toThrow('cancelled')
  const [own, child] = (await readFile(pids, 'utf8')).split(' ').map(Number)
  await expect.poll(() => [own!, child!].filter(isAlive)).toEqual([])
})

test('a folder that holds something is never written to', async () => {
  const out = join(folder, 'stems')
  await mkdir(out)
  await writeFile(join(out, 'mine.txt'), 'x')
  await expect(separate(await song(), { out, tool: await fakeTool('demucs', demucsWrites) })).rejects.toMatchObject({
    code: 'FOLDER_NOT_EMPTY',
  })
  expect(await readdir(out)).toEqual(['mine.txt'])
})

/** [1, 4, bins, frames] to a share of itself: the smallest model of the kind. */
function shareModel(share: number, dims: readonly number[] = [1, 4, 1280, 16]): Uint8Array {
  const graph: Graph = {
    name: 'share',
    inputs: [{ name: 'spectrogram', dims }],
    outputs: [{ name: 'stem', dims }],
    constants: [{ name: 'share', shape: [1], values: Float32Array.of(share) }],
    nodes: [{ operator: 'Mul', inputs: ['spectrogram', 'share'], output: 'stem' }],
  }
  return onnxModel(graph)
}

const tone = { sampleRate: rate, channels: [sine({ hz: 1000, seconds: 0.8, sampleRate: rate, gain: 0.3 })] }

test('a model of the user runs in onnxruntime; stem and rest are written as a tool would name them', async () => {
  const file = join(folder, 'tiny.onnx')
  await writeFile(file, shareModel(0.25))
  const { imported, by } = await separate(await song(), {
    out: join(folder, 'stems'),
    modelFile: file,
    stem: 'vocals',
    modelSettings: { fftSize: 3072 },
  })
  expect(by).toBe('tiny.onnx')
  expect(imported.tool!.id).toBe('audio-separator')
  expect(imported.stems.map(({ name }) => name)).toEqual(['My Song_(Instrumental)_tiny', 'My Song_(Vocals)_tiny'])
})

test('what the model gives is what comes out', async () => {
  const file = join(folder, 'tiny.onnx')
  await writeFile(file, shareModel(0.25))
  const { stem, rest } = await separateByModel(tone, file, { fftSize: 3072, compensate: 2 })
  const [x] = tone.channels
  for (const n of [8000, 12_345, 20_000]) {
    expect(stem.channels[0]![n]!).toBeCloseTo(0.25 * x![n]!, 4)
    expect(rest.channels[1]![n]!).toBeCloseTo(0.5 * x![n]!, 4)
  }
})

test.each([
  ['a model of another kind', () => shareModel(1, [1, 2, 1280, 16]), { fftSize: 3072 }, 'MODEL_UNSUPPORTED'],
  ['a transform that is not known', () => shareModel(1), {}, 'MODEL_FFT_UNKNOWN'],
  ['a transform with fewer bins', () => shareModel(1), { fftSize: 2048 }, 'MODEL_UNSUPPORTED'],
  ['no model at all', () => new Uint8Array([1, 2, 3]), { fftSize: 3072 }, 'ONNX_INVALID'],
] as const)('%s is refused', async (_, bytes, settings, code) => {
  const file = join(folder, 'm.onnx')
  await writeFile(file, bytes())
  await expect(separateByModel(tone, file, settings)).rejects.toMatchObject({ code })
})

/** Dead and not yet collected by whoever adopted it counts as dead. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  const status = `/proc/${pid}/stat`
  return !(existsSync(status) && /\) Z /.test(readFileSync(status, 'utf8')))
}
