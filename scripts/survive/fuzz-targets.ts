/** What reads what others wrote, each with sound examples to damage. A target takes it, or throws an AppError. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type fc from 'fast-check'
import { packText, protocolVersion, wire } from '../../device/protocol.ts'
import { readAls } from '../../node/adapters/als/read-als.ts'
import { Connection } from '../../node/adapters/max-bridge/connection.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { emptyLibrary, libraryFrom, libraryText } from '../../node/app/library.ts'
import { Preferences } from '../../node/app/preferences.ts'
import { readReceipts } from '../../node/app/receipts.ts'
import { SetMemory } from '../../node/app/set-memory.ts'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { parseFromPage } from '../../node/panel/messages.ts'
import { parseProfile } from '../../node/profile/profile.ts'
import { smallSet, smallXml } from '../../test/adapters/als/small-set.ts'
import { wavBytes } from '../../test/support/wav-bytes.ts'
import { damagedBytes, damagedJson, damagedXml } from './damage.ts'

export interface FuzzTarget<T = unknown> {
  readonly name: string
  readonly inputs: fc.Arbitrary<T>
  /** Resolves when the input was taken (or answered with "no"), throws AppError when it was refused. */
  read(input: T): Promise<unknown>
}

/** `root`: the checkout. Returns the targets, and what takes their files away. */
export async function fuzzTargets(root: string): Promise<{ targets: FuzzTarget[]; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'uplift-fuzz-'))
  /** A target that reads a file of this name. */
  const file = <T extends string | Uint8Array>(
    name: string,
    inputs: fc.Arbitrary<T>,
    path: string,
    read: (path: string) => Promise<unknown>,
  ): FuzzTarget =>
    target(name, inputs, async input => {
      await writeFile(join(folder, path), input)
      return read(join(folder, path))
    })

  const sounds = await Promise.all(
    ['flac', 'm4a', 'mp3', 'ogg', 'opus'].map(async extension => {
      const bytes = new Uint8Array(await readFile(join(root, `test/fixtures/audio/two-tone.${extension}`)))
      return { name: `a.${extension}`, bytes }
    }),
  )
  // Integers that every encoding can hold.
  const channels = [0, 1].map(side =>
    Array.from({ length: 600 }, (_, i) => Math.round(100 + 90 * Math.sin(i / (7 + side)))),
  )
  const waves = (['u8', 's16', 's24', 's32', 'f32', 'f64'] as const).map(encoding =>
    wavBytes({ encoding, channels, sampleRate: 44_100 }),
  )
  const profiles = await Promise.all(
    ['trance-prior.json', 'demo.json'].map(async name =>
      shortened(await readFile(join(root, 'presets/profiles', name), 'utf8')),
    ),
  )
  const ledgerFile = join(folder, 'sound-ledger.json')
  const written = await Ledger.open(ledgerFile)
  const added = await written.add({ set: 'Song', title: 'Lead −3.0 dB', inserted: null, changes: [change] })
  await written.update([{ ...added, state: 'applied' }])
  await written.close()
  await mkdir(join(folder, 'receipts'))

  const xml = smallXml(smallSet)
  const targets = [
    file('WAV', damagedBytes(waves), 'a.wav', decodeAudioFile),
    ...sounds.map(({ name, bytes }) =>
      file(name.split('.').pop()!.toUpperCase(), damagedBytes([bytes]), name, decodeAudioFile),
    ),
    file('a name that lies', damagedBytes(sounds.map(({ bytes }) => bytes)), 'lie.wav', decodeAudioFile),
    file('.als, its values', damagedXml(xml).map(gzipped), 'c.als', readAls),
    file('.als, its XML', damagedBytes([Buffer.from(xml)]).map(gzipped), 'a.als', readAls),
    file('.als, compressed', damagedBytes([gzipSync(xml)]), 'b.als', readAls),
    target('profile', damagedJson(profiles), async text => parseProfile(parsed(text), 'a profile')),
    target('library', damagedJson([libraryText(emptyLibrary('mine'))]), async text => libraryFrom(text, 'a library')),
    file('ledger', damagedJson([await readFile(ledgerFile, 'utf8')]), 'ledger.json', Ledger.read),
    file('set memory', damagedJson([setMemory]), 'set-memory.json', SetMemory.open),
    file('preferences', damagedJson([preferences]), 'preferences.json', Preferences.open),
    file('receipts', damagedJson(['{"version":1,"id":"x","passes":[]}']), 'receipts/a.json', () =>
      readReceipts({ folder: join(folder, 'receipts') }),
    ),
    target('message of a page', damagedJson(pageMessages), async text => parseFromPage(text)),
    target('letter from the device', damagedJson(letters), async text => passLetter(text)),
  ]
  return { targets, close: () => rm(folder, { recursive: true, force: true }) }
}

const target = <T>(name: string, inputs: fc.Arbitrary<T>, read: (input: T) => Promise<unknown>): FuzzTarget =>
  ({ name, inputs, read }) as FuzzTarget

const gzipped = (bytes: string | Uint8Array) => new Uint8Array(gzipSync(bytes))

/** Text that is no JSON is refused before it comes to a schema, wherever it is read. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Two features of each scope: small documents are damaged more often where it matters. */
function shortened(text: string): string {
  const profile = JSON.parse(text) as { scopes: Record<string, Record<string, unknown>> }
  const few = (row: Record<string, unknown>) => Object.fromEntries(Object.entries(row).slice(0, 2))
  return JSON.stringify({
    ...profile,
    scopes: Object.fromEntries(Object.entries(profile.scopes).map(([scope, row]) => [scope, few(row)])),
  })
}

/** The letter arrives in the numbers it is sent as, through a connection that is up. */
function passLetter(text: string): void {
  const handlers = new Map<string, (...atoms: unknown[]) => void>()
  const connection = new Connection({ on: (word, heard) => void handlers.set(word, heard), send: () => {} })
  connection.start()
  try {
    handlers.get(wire.hello)!(protocolVersion, 0)
    handlers.get(wire.letter)!(1, 0, 1, ...packText(text))
  } finally {
    connection.close()
  }
}

const change = {
  track: 'tracks 2',
  trackName: 'Lead',
  trackTwin: { index: 0, of: 1 },
  device: null,
  deviceName: null,
  deviceClass: null,
  deviceTwin: null,
  insertedBy: null,
  parameter: 'Track Volume',
  fromRaw: 0.85,
  toRaw: 0.775,
  fromText: '0.0 dB',
  toText: '-3.0 dB',
  released: false,
}

const setMemory = JSON.stringify({
  version: 1,
  sets: [
    {
      name: 'Song',
      roles: [{ track: 'Synth 3', role: 'lead' }],
      lockedTracks: ['Kick'],
      lockedParameters: [],
      intended: [],
      stage: null,
      profile: null,
    },
  ],
})
const preferences = JSON.stringify({ version: 1, events: [] })

const pageMessages = [
  { kind: 'act', action: { kind: 'analyze' } },
  { kind: 'act', action: { kind: 'apply', fixes: ['1', '2'] } },
  { kind: 'act', action: { kind: 'choose', choice: { strength: 0.5, part: 'drop' } } },
  { kind: 'act', action: { kind: 'role', track: 'Pad', role: 'lead' } },
  { kind: 'look', isDeep: true },
].map(message => JSON.stringify(message))

const letters = [
  { kind: 'event', event: 'set-changed', data: null },
  { kind: 'event', event: 'taps', data: [] },
  { kind: 'reply', id: 1, result: { tracks: [] } },
  { kind: 'failure', id: 1, reason: 'busy', message: 'Live is busy' },
].map(letter => JSON.stringify(letter))
