/** `uplift devices install|check|uninstall`: the Live devices in the User Library. */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isCancel, text } from '@clack/prompts'
import {
  type Checked,
  checkDevices,
  type Installed,
  installDevices,
  type Uninstalled,
  uninstallDevices,
} from '../app/devices.ts'
import { findUserLibraries, thisMachine } from '../app/user-library.ts'
import { AppError } from '../audio/app-error.ts'
import { printJson, printText } from './output.ts'

export interface DevicesOptions {
  /** The User Library. */
  readonly to?: string
  /** The built folder; dist/Uplift otherwise. */
  readonly from?: string
  readonly json?: boolean
}

/** What a test puts in place of this machine. */
export interface DevicesWorld {
  readonly machine?: ReturnType<typeof thisMachine>
  readonly canAsk?: boolean
}

export async function devices(
  action: 'install' | 'check' | 'uninstall',
  options: DevicesOptions,
  world: DevicesWorld = {},
): Promise<void> {
  const { json } = options
  const from = options.from === undefined ? fileURLToPath(new URL('Uplift', import.meta.url)) : resolve(options.from)
  const userLibrary = await chosenLibrary(options, world)
  if (action === 'install') {
    const done = await installDevices({ from, userLibrary })
    return json ? printed(action, done) : void printText(installedText(done))
  }
  if (action === 'uninstall') {
    const done = await uninstallDevices({ userLibrary })
    return json ? printed(action, done) : void printText(uninstalledText(done))
  }
  const found = await checkDevices({ from, userLibrary })
  if (!found.isRight) process.exitCode = 1
  return json ? printed(action, found) : void printText(checkedText(found))
}

function printed(action: string, result: Installed | Checked | Uninstalled): void {
  printJson({ uplift: 1, command: 'devices', action, ...result })
}

/** --to, or where Live keeps it, or what the user says. */
async function chosenLibrary({ to, json }: DevicesOptions, world: DevicesWorld): Promise<string> {
  if (to !== undefined) return existing(resolve(to))
  const [found] = await findUserLibraries(world.machine ?? thisMachine())
  if (found) return found.folder
  const canAsk = world.canAsk ?? (process.stdin.isTTY === true && process.stdout.isTTY === true && !json)
  const said = canAsk ? await text({ message: 'Where is your User Library? (Live: Settings, Library)' }) : undefined
  if (said === undefined || isCancel(said) || said.trim() === '') {
    throw new AppError({
      code: 'USER_LIBRARY_MISSING',
      message: "Live's User Library was not found on this computer.",
      action: 'Name it with --to; Live shows its place under Settings, Library.',
    })
  }
  return existing(resolve(said.trim()))
}

async function existing(folder: string): Promise<string> {
  if ((await stat(folder).catch(() => null))?.isDirectory()) return folder
  throw new AppError({
    code: 'USER_LIBRARY_MISSING',
    message: `There is no folder ${folder}.`,
    action: 'Name your User Library with --to; Live shows its place under Settings, Library.',
  })
}

const named = (what: string, paths: readonly string[]) => (paths.length === 0 ? [] : [`${what}: ${paths.join(', ')}`])

export function installedText({ folder, version, previous, written, removed, kept }: Installed): string {
  const before = previous === null || previous === version ? '' : ` (${previous} before)`
  const isSame = written.length === 0 && removed.length === 0
  return [
    isSame ? `Uplift ${version} is installed already: ${folder}` : `Uplift ${version}${before} is in ${folder}`,
    ...named('Removed, from older versions', removed),
    ...named('You had changed these; they are kept as', kept),
    ...(isSame
      ? []
      : previous === null
        ? [
            'In Live: User Library, Presets, Audio Effects, Max Audio Effect, Uplift.',
            'Drop Uplift on Main, last, and Uplift Tap last on your tracks.',
          ]
        : ['Live keeps a loaded device in memory: delete Uplift from the set and drag it in again.']),
  ].join('\n')
}

export function checkedText({ folder, version, built, missing, changed, foreign, isRight }: Checked): string {
  if (version === null) return `Uplift is not installed in ${folder}\nRun uplift devices install.`
  const isOther = built !== null && built !== version
  return [
    `Uplift ${version} in ${folder}: ${isRight ? 'every file is as it was built' : 'not right'}.`,
    ...(isOther ? [`The built version is ${built}.`] : []),
    ...named('Missing', missing),
    ...named('Changed', changed),
    ...named('Not from Uplift, left alone', foreign),
    ...(isRight ? [] : ['Run uplift devices install.']),
  ].join('\n')
}

export function uninstalledText({ folder, version, removed, left }: Uninstalled): string {
  if (version === null) return `Uplift is not installed in ${folder}`
  return [
    `Uplift ${version} is removed from ${folder} (${removed.length} files).`,
    ...named('Left there, since they are yours', left),
    'Devices in your sets will say that their file is missing; delete them there.',
  ].join('\n')
}
