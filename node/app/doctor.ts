/** What works on this machine and what does not; each finding says what to do about it. */
import { constants } from 'node:fs'
import { access, mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../audio/app-error.ts'
import { hasWasmKernels } from '../dsp/kernels/wasm-module.ts'
import { onnxModel } from '../profile/onnx/model.ts'
import { cacheFolder } from './analysis-cache.ts'
import { type Config, readConfig } from './config.ts'
import { dataFolder } from './data-folder.ts'
import { checkDevices } from './devices.ts'
import { lockHolder } from './file-lock.ts'
import { Library, librariesFolder, listLibraries } from './library.ts'
import { openOnnx } from './onnx/runtime.ts'
import { findUserLibraries, type Machine, thisMachine } from './user-library.ts'

/** good: works. missing: something is not there that need not be. bad: something that is needed does not work. */
export type HealthState = 'good' | 'missing' | 'bad'

export interface HealthLine {
  readonly id: 'node' | 'data' | 'cache' | 'kernels' | 'onnx' | 'config' | 'library' | 'devices' | 'profiles' | 'locks'
  readonly state: HealthState
  readonly says: string
  /** What to do; null: nothing. */
  readonly advice: string | null
}

export interface DoctorOptions {
  /** The built devices (dist/Uplift). */
  readonly devices: string
  readonly config?: string
  readonly userLibrary?: string
  readonly machine?: Machine
  readonly nodeVersion?: string
  /** Runs a small model in onnxruntime; null: it answered rightly, else why not. */
  readonly runModel?: () => Promise<string | null>
}

export async function examine(options: DoctorOptions): Promise<HealthLine[]> {
  const { machine = thisMachine(), nodeVersion = process.versions.node, runModel = runTinyModel } = options
  const { env, platform, home } = machine
  const data = dataFolder(env, platform, home)
  const library = await libraryLine(options.userLibrary, machine)
  return [
    nodeLine(nodeVersion),
    await folderLine('data', 'Data', data, 'Set UPLIFT_DATA to a folder that you may write to.'),
    await folderLine('cache', 'Cache', cacheFolder(env), 'Set UPLIFT_CACHE to a folder that you may write to.'),
    kernelsLine(env),
    await onnxLine(runModel),
    await configLine(options.config, env),
    library.line,
    await devicesLine(options.devices, library.folder),
    await profilesLine(librariesFolder(data)),
    await locksLine([data, librariesFolder(data)]),
  ]
}

const good = (id: HealthLine['id'], says: string): HealthLine => ({ id, state: 'good', says, advice: null })
const bad = (id: HealthLine['id'], says: string, advice: string): HealthLine => ({ id, state: 'bad', says, advice })
const missing = (id: HealthLine['id'], says: string, advice: string): HealthLine => ({
  id,
  state: 'missing',
  says,
  advice,
})

/** package.json, engines. */
const oldestNode = 20

function nodeLine(version: string): HealthLine {
  if (Number.parseInt(version, 10) >= oldestNode) return good('node', `Node ${version}.`)
  return bad('node', `Node ${version} is too old.`, `Install Node ${oldestNode} or newer from nodejs.org.`)
}

async function folderLine(id: 'data' | 'cache', label: string, folder: string, advice: string): Promise<HealthLine> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK | constants.R_OK)
    if (!(await stat(folder)).isDirectory()) throw new Error('it is a file')
    return good(id, `${label} in ${folder}.`)
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? (error as Error).message
    return bad(id, `${label}: ${folder} cannot be written (${why}).`, advice)
  }
}

function kernelsLine(env: Machine['env']): HealthLine {
  if (env['UPLIFT_KERNELS'] === 'ts') {
    return missing('kernels', 'UPLIFT_KERNELS=ts: the fast kernels are switched off.', 'Take the variable out.')
  }
  if (hasWasmKernels()) return good('kernels', 'The fast kernels (WebAssembly with SIMD) run.')
  return missing(
    'kernels',
    'This Node has no WebAssembly SIMD: measuring works and takes several times as long.',
    'Use a build of Node for this processor with WebAssembly switched on.',
  )
}

async function onnxLine(run: NonNullable<DoctorOptions['runModel']>): Promise<HealthLine> {
  const why = await run()
  if (why === null) return good('onnx', 'onnxruntime answers: networks can be run and trained.')
  return missing(
    'onnx',
    `onnxruntime does not answer (${why}).`,
    'Run npm ci again. Without it similarity and the judge are computed by our own code, and user-supplied models do not run.',
  )
}

/** One number through the runtime, in the process in which it also works otherwise. null: it came back doubled, else why not. */
async function runTinyModel(): Promise<string | null> {
  const model = onnxModel({
    name: 'uplift-doctor',
    inputs: [{ name: 'x', dims: [1] }],
    outputs: [{ name: 'y', dims: [1] }],
    constants: [],
    nodes: [{ operator: 'Add', inputs: ['x', 'x'], output: 'y' }],
  })
  try {
    const runner = await openOnnx(model, { threads: 1 })
    try {
      const { y } = await runner.run({ x: { dims: [1], data: Float32Array.of(21) } }, AbortSignal.timeout(30_000))
      return y?.data[0] === 42 ? null : `21 + 21 came back as ${y?.data[0]}`
    } finally {
      await runner.close()
    }
  } catch (error) {
    return error instanceof Error ? error.message.replace(/\.$/, '') : String(error)
  }
}

async function configLine(named: string | undefined, env: Machine['env']): Promise<HealthLine> {
  let config: Config
  try {
    config = await readConfig(named, env)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return bad('config', error.message, error.action)
  }
  const { settings, file } = config
  if (settings.length === 0) return good('config', 'Nothing is set: all options are as usual.')
  return good(
    'config',
    `${settings.map(({ name, value, from }) => `${name} = ${value} (${from})`).join(', ')}: ${file}.`,
  )
}

async function libraryLine(given: string | undefined, machine: Machine) {
  const [found] = given === undefined ? await findUserLibraries(machine) : [{ folder: given, from: 'as set' }]
  if (found) return { folder: found.folder, line: good('library', `User Library: ${found.folder} (${found.from}).`) }
  const line = missing(
    'library',
    "Live's User Library was not found.",
    'Start Live once, or name it: uplift devices install --to <folder>, or uplift config set userLibrary <folder>.',
  )
  return { folder: null, line }
}

async function devicesLine(from: string, userLibrary: string | null): Promise<HealthLine> {
  if (userLibrary === null) {
    return missing('devices', 'Devices: not looked for, there is no User Library.', 'See above.')
  }
  const { version, built, missing: gone, changed, isRight } = await checkDevices({ from, userLibrary })
  const install = 'Run uplift devices install, then drag the devices into your set anew.'
  if (version === null) return missing('devices', 'The Live devices are not installed.', install)
  if (isRight) return good('devices', `The Live devices are installed, version ${version}.`)
  if (built !== null && built !== version) {
    return bad('devices', `The Live devices are of version ${version}, this is ${built}.`, install)
  }
  return bad('devices', `The installed devices are not whole: ${[...gone, ...changed].join(', ')}.`, install)
}

async function profilesLine(folder: string): Promise<HealthLine> {
  const names = await listLibraries(folder).catch(() => [])
  const advice = 'Learn from your references: uplift learn <folder>. Until then the prior is used.'
  if (names.length === 0) return missing('profiles', 'No profile has been learned.', advice)
  const said: string[] = []
  const broken: string[] = []
  for (const name of names) {
    try {
      const library = await Library.read(name, { folder })
      said.push(`${name} (${library?.references.length ?? 0} references)`)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      broken.push(error.message)
    }
  }
  if (broken.length === 0) return good('profiles', `Profiles: ${said.join(', ')}.`)
  return bad('profiles', broken.join(' '), 'Restore it from a backup, or learn it again under another name.')
}

async function locksLine(folders: readonly string[]): Promise<HealthLine> {
  const held: string[] = []
  const left: string[] = []
  for (const folder of folders) {
    const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.lock'))
    for (const name of names) {
      const holder = await lockHolder(join(folder, name))
      if (holder === null) continue
      if (holder.isAlive) held.push(`${name.replace(/\.lock$/, '')} (process ${holder.pid}, since ${holder.since})`)
      else left.push(join(folder, name))
    }
  }
  if (left.length > 0) {
    return missing(
      'locks',
      `Left by an Uplift that has ended: ${left.join(', ')}.`,
      'Nothing: the next Uplift that needs it takes it over.',
    )
  }
  return good('locks', held.length === 0 ? 'Nothing is locked.' : `In use by a running Uplift: ${held.join(', ')}.`)
}
