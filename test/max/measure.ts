/**
 * Figures of the devices in the fake Max, for the benchmark: from a tap's block to a suggestion, a snapshot of a large set,
 * and what a device at rest sends. They are about our code; what Live and Max cost is not in them (see max.ts).
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSimulatedSet } from '../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../node/adapters/simulated/spec.ts'
import { miniSong } from '../support/mini-song.ts'
import { Max } from './max.ts'
import type { Visit } from './objects/v8.ts'
import { type Built, built } from './support/built.ts'
import { HubPartner } from './support/hub-partner.ts'
import { makeRig } from './support/rig.ts'

export interface Figures {
  readonly snapshot: {
    readonly parameters: number
    /** Virtual: what Live's user would wait, with the assumed cost of a call. */
    readonly seconds: number
    readonly liveCalls: number
    readonly visits: number
    /** Of one slice: processor time of our own code without the fake Live. */
    readonly ownMs: Spread
    /** The same with the assumed cost of its calls. */
    readonly sliceMs: Spread
  }
  readonly atRest: Rest
  readonly listening: Rest
  readonly loop: {
    /** Real seconds from the last recorded block to the first fix on the face. */
    readonly suggestionSeconds: number
    readonly recordedSeconds: number
    /** Processor ms of the hub process's main thread in its longest turn. */
    readonly longestTurnMs: number
  }
}

/** The longest of many may hold a collection of garbage, the fake Max's among it; the 99th of a hundred does not. */
export interface Spread {
  readonly median: number
  readonly p99: number
  readonly longest: number
}

export interface Rest {
  /** Leaving v8 scripts, and between v8 and Node, per second. */
  readonly messagesPerSecond: number
  readonly newSymbols: readonly string[]
  /** Of Live's main thread, own code only, in percent, all scripts together. */
  readonly mainThreadPercent: number
}

/** A set of so many tracks with ten devices each. */
export const largeSet = (tracks: number, devices = 10): SimulatedSetSpec => ({
  name: 'Large',
  sampleRate: 44_100,
  tempo: 138,
  beatsPerBar: 4,
  locators: [{ name: 'Drop', beats: 0 }],
  tracks: Array.from({ length: tracks }, (_, index) => ({
    name: `Track ${index + 1}`,
    kind: 'audio',
    devices: Array.from({ length: devices }, (_, place) => ({ className: classes[place % classes.length]! })),
  })),
  master: { devices: [{ className: 'Limiter' }] },
})
const classes = ['Eq8', 'Compressor2', 'StereoGain', 'Saturator', 'AutoFilter2'] as const

export async function measureSnapshot(files: Built, tracks = 100): Promise<Figures['snapshot']> {
  const partner = new HubPartner()
  const max = new Max({ set: largeSimulated(tracks), folder: files.folder, nodeScript: partner.make })
  const hub = max.load(files.hub, max.live.main)
  await partner.meet(max)
  const [script] = hub.scripts
  script!.forget()
  const [calls, began] = [max.live.work.calls, max.clock.now]
  const set = await partner.ask(max, 'snapshot', {})
  const liveCalls = max.live.work.calls - calls
  const visits = [...script!.visits]
  const parameters = set.tracks.flatMap(track => track.devices.flatMap(device => device.parameters)).length
  const sliceOf = (visit: Visit) => visit.ownMs + visit.calls * max.live.habits.callMs
  const seconds = (max.clock.now - began) / 1000
  await max.close()
  return {
    parameters,
    // A visit takes no virtual time in the fake: its calls are added here.
    seconds: seconds + (liveCalls * max.live.habits.callMs) / 1000,
    liveCalls,
    visits: visits.length,
    ownMs: spreadOf(visits.map(({ ownMs }) => ownMs)),
    sliceMs: spreadOf(visits.map(sliceOf)),
  }
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
  return { median: at(0.5), p99: at(0.99), longest: at(1) }
}

const largeSimulated = (tracks: number) => createSimulatedSet(largeSet(tracks))

/** Eight taps and a hub while Live plays; `listens`: Node has asked for all meters. */
export async function measureRest(files: Built, listens: boolean, seconds = 20): Promise<Rest> {
  const partner = new HubPartner()
  const max = new Max({ set: largeSimulated(8), folder: files.folder, nodeScript: partner.make })
  const taps = max.live.tracks.filter(({ kind }) => kind === 'audio').map(track => max.load(files.tap, track))
  const hub = max.load(files.hub, max.live.main)
  await partner.meet(max)
  await partner.pass(max, 5_000)
  const rows = await partner.ask(max, 'taps', {})
  if (rows.length !== taps.length) throw new Error(`${taps.length} taps must be known, got ${rows.length}`)
  if (listens) await partner.ask(max, 'listen', { taps: rows.map(({ key }) => key) })
  max.live.transport.play(0)
  // Whatever is said for the first time has been said.
  await partner.pass(max, 10_000)
  const scripts = [hub, ...taps].flatMap(device => device.scripts)
  for (const script of scripts) script.forget()
  const sent = () => scripts.flatMap(script => script.sent).reduce((sum, count) => sum + count, 0) + partner.received
  const [before, symbols] = [sent(), max.symbols.size]
  await partner.pass(max, 1000 * seconds)
  const own = scripts.flatMap(script => script.visits).reduce((sum, { ownMs }) => sum + ownMs, 0)
  const rest: Rest = {
    messagesPerSecond: (sent() - before) / seconds,
    newSymbols: max.symbols.since(symbols),
    mainThreadPercent: own / (10 * seconds),
  }
  await max.close()
  return rest
}

export async function measureLoop(files: Built): Promise<Figures['loop']> {
  const data = mkdtempSync(join(tmpdir(), 'uplift-measure-'))
  try {
    const rig = makeRig(files, { spec: miniSong, data, taps: ({ source }) => source !== null })
    const { max, hub } = rig
    await rig.says(/5 Taps found/)
    hub.use('capture')
    await max.until('Live to play', () => max.live.transport.playing)
    const from = max.clock.now
    await max.until('Live to stop', () => !max.live.transport.playing)
    const [recorded, stopped] = [max.clock.now - from, performance.now()]
    hub.processes[0]!.longestTurn = 0
    await rig.offers('analyze')
    hub.use('analyze')
    await rig.says(/fix(es)? found|Nothing to fix/)
    const suggestionSeconds = (performance.now() - stopped) / 1000
    const { longestTurn } = hub.processes[0]!
    await max.close()
    return { suggestionSeconds, recordedSeconds: recorded / 1000, longestTurnMs: longestTurn }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

export async function measure(): Promise<Figures> {
  const files = await built()
  return {
    snapshot: await measureSnapshot(files),
    atRest: await measureRest(files, false),
    listening: await measureRest(files, true),
    loop: await measureLoop(files),
  }
}

/** Lines for people. */
export function describeFigures({ snapshot, atRest, listening, loop }: Figures): readonly string[] {
  const rest = (words: string, { messagesPerSecond, newSymbols, mainThreadPercent }: Rest) =>
    `${words}: ${messagesPerSecond.toFixed(1)} messages/s, ${newSymbols.length} new symbols, ${mainThreadPercent.toFixed(2)} % of the main thread`
  const spread = ({ median, p99, longest }: Spread) =>
    `${median.toFixed(1)} ms (99 % below ${p99.toFixed(1)}, longest ${longest.toFixed(1)})`
  return [
    `snapshot of 100 tracks × 10 devices (${snapshot.parameters} parameters): ${snapshot.seconds.toFixed(1)} s, ` +
      `${snapshot.liveCalls} Live calls in ${snapshot.visits} slices, our code in one ${spread(snapshot.ownMs)}, ` +
      `with the assumed cost of its calls ${spread(snapshot.sliceMs)}`,
    rest('8 taps and the hub, nobody listens', atRest),
    rest('8 taps and the hub, all listened to', listening),
    `from the last recorded block (${loop.recordedSeconds.toFixed(0)} s of 5 tracks) to the suggestion: ${loop.suggestionSeconds.toFixed(1)} s; ` +
      `longest turn of the hub process's main thread ${loop.longestTurnMs.toFixed(0)} ms`,
  ]
}
