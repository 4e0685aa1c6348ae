/** What reads what others wrote, each with sound examples to damage. A target takes it, or throws an AppError. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type fc from 'fast-check'
import { packText, protocolVersion, wire } from '../../device/protocol.ts'
import { readAls } from '../../node/adapters/als/read-als.ts'
import { Connection } from '../../node/adapters/max-bridge/connection.ts'
import { AnalysisCache } from '../../node/app/analysis-cache.ts'
import { readConfig } from '../../node/app/config.ts'
import { manifestName, readManifest as readDevices } from '../../node/app/device-manifest.ts'
import { readJudge } from '../../node/app/judge-file.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { emptyLibrary, libraryFrom, libraryText } from '../../node/app/library.ts'
import { readManifest } from '../../node/app/onnx/user-model.ts'
import { actionOf } from '../../node/app/osc/press.ts'
import { firstPanelState } from '../../node/app/panel/state.ts'
import { Preferences } from '../../node/app/preferences.ts'
import { readReceipts } from '../../node/app/receipts.ts'
import { SetMemory } from '../../node/app/set-memory.ts'
import { Votes } from '../../node/app/votes.ts'
import { decodeAudioFile } from '../../node/audio/decode.ts'
import { parseFromPage } from '../../node/panel/messages.ts'
import { parseProfile } from '../../node/profile/profile.ts'
import { smallSet, smallXml } from '../../test/adapters/als/small-set.ts'
import { wavBytes } from '../../test/support/wav-bytes.ts'
import { damagedBytes, damagedJson, damagedXml } from './damage.ts'
import {
  change,
  config,
  devices,
  judge,
  letters,
  model,
  pageMessages,
  preferences,
  presses,
  setMemory,
  votes,
} from './fuzz-examples.ts'

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
    file('AIFF', damagedBytes(['NONE', 'sowt'].map(aiff)), 'a.aif', decodeAudioFile),
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
    file('settings', damagedJson([config]), 'config.json', path => readConfig(path, {})),
    file('votes', damagedJson([votes]), 'votes.json', path => Votes.open(path)),
    file('judge', damagedJson([judge]), 'judge.json', readJudge),
    file('list of a model', damagedJson([model]), 'model.json', readManifest),
    file('list of the devices', damagedJson([devices]), manifestName, () => readDevices(folder)),
    file('entry of the cache', damagedBytes([await cacheEntry(folder)]), join('entries', 'analyses', entryName), () =>
      entryCache(folder).read(join(folder, 'heard.wav'), {}),
    ),
    target('OSC press', damagedJson(presses), async text => press(parsed(text))),
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

/** As bytes on a disk, or as half of them. */
function aiff(compression: string): Uint8Array {
  const chunk = (id: string, body: Buffer) => {
    const head = Buffer.alloc(8)
    head.write(id, 'latin1')
    head.writeUInt32BE(body.length, 4)
    return Buffer.concat([head, body])
  }
  // 600 frames of two channels, 16 bits; the rate is an 80-bit float: 44,100.
  const common = Buffer.from(
    `0002000002580010400eac44000000000000${Buffer.from(compression).toString('hex')}0000`,
    'hex',
  )
  const sound = Buffer.from(Array.from({ length: 8 + 2400 }, (_, i) => (i < 8 ? 0 : (i * 37) % 251)))
  return chunk('FORM', Buffer.concat([Buffer.from('AIFC'), chunk('COMM', common), chunk('SSND', sound)]))
}

const entryCache = (folder: string) => new AnalysisCache({ folder: join(folder, 'entries'), version: 'fuzzed' })
let entryName = ''

/** Of a file that stays the same, so that what is damaged is looked for. */
async function cacheEntry(folder: string): Promise<Uint8Array> {
  await writeFile(join(folder, 'heard.wav'), 'heard')
  await entryCache(folder).write(join(folder, 'heard.wav'), {}, { name: 'heard.wav', rows: {} } as never)
  entryName = (await readdir(join(folder, 'entries', 'analyses')))[0]!
  return new Uint8Array(await readFile(join(folder, 'entries', 'analyses', entryName)))
}

/** What the wire's library makes of a packet. */
function press(message: unknown): void {
  const { address, args }: { address?: unknown; args?: unknown } = typeof message === 'object' && message ? message : {}
  if (typeof address !== 'string') return
  actionOf(address, Array.isArray(args) ? args : [args], firstPanelState('simulated', 'Song'))
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
