/** `uplift tracks`: what each track is taken for and why; the user's corrections and locks are remembered with the set. */
import { makeDemo } from '../app/demo.ts'
import { measureSession } from '../app/measure.ts'
import { type ParameterLock, SetMemory, setMemoryFile } from '../app/set-memory.ts'
import { openStems } from '../app/stems/stems.ts'
import { listTracks, lockNamed, trackNamed } from '../app/track-list.ts'
import type { LiveSession } from '../live/session.ts'
import type { LiveSet } from '../live/set.ts'
import { type Role, roles } from '../mix/roles/role.ts'
import { rolesText, tracksDocument } from '../report/roles-text.ts'
import { parameterLockOption, progress, sectionOption, useColor, wrongUsage } from './options.ts'
import { printJson, printText } from './output.ts'

export interface TracksOptions {
  readonly stems?: string
  readonly sim?: boolean
  readonly seed: number
  readonly section?: string
  /** "Synth 3=lead"; "Synth 3=auto" takes a correction back. */
  readonly role?: string[]
  readonly lock?: string[]
  readonly unlock?: string[]
  /** "Lead/Track Volume", "Bass/Eq8/1 Gain A". */
  readonly lockParameter?: string[]
  readonly unlockParameter?: string[]
  /** The folder of the ledger, which holds the memory too. */
  readonly out: string
  readonly json?: boolean
}

export async function tracks(options: TracksOptions): Promise<void> {
  const { stems, sim, json, out, lock = [], unlock = [] } = options
  if ((stems === undefined) === (sim === undefined)) wrongUsage('name whose tracks: --stems <folder> or --sim')
  const corrections = (options.role ?? []).map(correction)
  const parameters = {
    lock: (options.lockParameter ?? []).map(parameterLockOption),
    unlock: (options.unlockParameter ?? []).map(parameterLockOption),
  }
  const declared = sectionOption(options.section)
  const memory = await SetMemory.open(setMemoryFile(out))
  const { step, done } = progress(json)

  const { session, warnings } = await open(options, step)
  await remember(memory, await session.snapshot(), { corrections, lock, unlock, parameters })
  step('Listening to the tracks')
  const measured = await measureSession(session, declared === undefined ? {} : { declared })
  const rows = listTracks(measured, memory.of(measured.set.name))
  done()
  if (json) return void printJson(tracksDocument(measured.set.name, rows))
  printText([...warnings, rolesText(measured.set.name, rows, { color: useColor() })].join('\n'))
}

interface Correction {
  readonly track: string
  /** null: forget what the user said. */
  readonly role: Role | null
}

/** A track's name may hold "=": the last one counts. */
function correction(text: string): Correction {
  const at = text.lastIndexOf('=')
  const word = text
    .slice(at + 1)
    .trim()
    .toLowerCase()
  const role = roles.find(each => each === word) ?? null
  if (at < 1 || (role === null && word !== 'auto'))
    wrongUsage(`--role wants "Track name=role" with one of ${roles.join(', ')} or auto, got "${text}"`)
  return { track: text.slice(0, at).trim(), role }
}

interface Said {
  readonly corrections: readonly Correction[]
  readonly lock: readonly string[]
  readonly unlock: readonly string[]
  readonly parameters: { readonly lock: readonly ParameterLock[]; readonly unlock: readonly ParameterLock[] }
}

/** Nothing is written when one of the names is wrong. What is taken back may name a track that has left the set. */
async function remember(memory: SetMemory, set: LiveSet, said: Said): Promise<void> {
  const { corrections, lock, unlock, parameters } = said
  const known = memory.of(set.name)
  const left = [...known.lockedTracks, ...known.roles.map(({ track }) => track)]
  const named = (track: string, isTakenBack: boolean) =>
    isTakenBack && left.includes(track) ? track : trackNamed(set, track)
  const roleChanges = corrections.map(({ track, role }) => ({ track: named(track, role === null), role }))
  const locks = [
    ...lock.map(track => ({ track: named(track, false), isLocked: true })),
    ...unlock.map(track => ({ track: named(track, true), isLocked: false })),
  ]
  const parameterLocks = parameters.lock.map(each => lockNamed(set, each))
  for (const { track, role } of roleChanges) await memory.setRole(set.name, track, role)
  for (const { track, isLocked } of locks) await memory.lockTrack(set.name, track, isLocked)
  for (const each of parameterLocks) await memory.lockParameter(set.name, each, true)
  for (const each of parameters.unlock) await memory.lockParameter(set.name, each, false)
}

async function open(
  { stems, seed }: TracksOptions,
  step: (text: string) => void,
): Promise<{ session: LiveSession; warnings: readonly string[] }> {
  if (stems !== undefined) return openStems(stems, file => step(`Reading ${file}`))
  step('Producing a song and spoiling its mix')
  return { session: makeDemo({ seed, length: 'short' }).session, warnings: [] }
}
