/**
 * From a tap's block to the face and the page, for the benchmark: the built devices with 32 taps and Main at five frames a
 * second, the built hub process, a panel page on a real socket. Now and then Main goes above full scale; what is timed is how
 * long it takes until the face's light and the page say so.
 *
 * Two figures that add up: what the devices and the hub wait for each other, in virtual time (exact, but for the step of the
 * fake's clock), and what our code computes for a block, in processor time of its threads. Live's and Max's own part is in
 * neither (max.ts), nor is the browser's.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { tapMeterMs, tapMeters, wire } from '../../device/protocol.ts'
import { stream } from '../../node/adapters/demo-song/random.ts'
import { SoakPage } from '../../scripts/survive/soak-page.ts'
import { whiteNoise } from '../support/signals.ts'
import { largeSet, type Spread, spreadOf } from './measure.ts'
import type { Built } from './support/built.ts'
import { makeRig, type Rig } from './support/rig.ts'

export interface FaceFigures {
  readonly taps: number
  readonly minutes: number
  /** Virtual ms from the frame in which Main is too loud to the light on the face, and to the state that the page gets. */
  readonly toFaceMs: Spread
  readonly toPageMs: Spread
  /** Processor ms of a block of frames: the v8 scripts of all devices, which share Live's main thread. */
  readonly scriptsMs: Spread
  /** The same of the hub process's main thread, with what the fake's pipe to Max costs. */
  readonly hubMs: Spread
  /** What of that the collector of the hub process takes; told up to a block late, by the clock on the wall. */
  readonly collectorMs: Spread
  /** Both together: our own computing between a block and what is seen. */
  readonly ownMs: Spread
  /** Megabytes that the hub process holds, after the first quarter and at the end. */
  readonly heap: readonly [number, number]
  /** Symbols that Max keeps, at the same moments. */
  readonly symbols: readonly [number, number]
}

const blockMs = tapMeterMs
/** Half as long as the shortest of the waits that are measured. */
const tickMs = 10
/** Twice a second; in between, meters read what is older. */
const everyVector = 43
const [quiet, loud] = [0.1, 1.5]
/** The peak is of the last 3 s. */
const restMs = 3_000
const limitMs = 5_000
const peaks = (['peakLeft', 'peakRight'] as const).map(name => tapMeters.indexOf(name))
/** Blocks between two full collections of the fake's garbage. */
const fullEvery = 300
/** Until the taps and the hub have settled, and what runs often is compiled. */
const warmUpMs = 5_000

export async function measureFace(
  files: Built,
  { minutes = 60, taps = 32 }: { readonly minutes?: number; readonly taps?: number } = {},
): Promise<FaceFigures> {
  const home = mkdtempSync(join(tmpdir(), 'uplift-face-'))
  const spec = largeSet(taps, 1)
  const noise = [1, 2].map(seed => whiteNoise(spec.sampleRate, seed, quiet)) as [Float32Array, Float32Array]
  const rig = makeRig(files, {
    spec,
    data: home,
    env: { FAKE_MAX_LONG: '1' },
    taps: ({ kind }) => kind === 'audio' || kind === 'master',
    sketch: { everyVector, heard: noise, measures: true },
    tickMs,
  })
  try {
    return await new FaceRun(rig, noise, { minutes, taps }).measure()
  } finally {
    await rig.max.close()
    rmSync(home, { recursive: true, force: true })
  }
}

class FaceRun {
  readonly #rig: Rig
  readonly #noise: readonly [Float32Array, Float32Array]
  readonly #options: { readonly minutes: number; readonly taps: number }
  readonly #random = stream(7, 'measure-face')
  readonly #times = { toFace: [] as number[], toPage: [] as number[] }
  readonly #costs = { scripts: [] as number[], hub: [] as number[], own: [] as number[], collector: [] as number[] }
  readonly #collect = collector()
  #blocks = 0
  #page: SoakPage | null = null
  /** When a frame that is above full scale went to the hub process; null: none has. */
  #loudAt: number | null = null
  #block = { until: 0, hubMs: 0, collectorMs: 0 }

  constructor(
    rig: Rig,
    noise: readonly [Float32Array, Float32Array],
    options: { readonly minutes: number; readonly taps: number },
  ) {
    this.#rig = rig
    this.#noise = noise
    this.#options = options
  }

  async measure(): Promise<FaceFigures> {
    const { max, hub, says } = this.#rig
    const { minutes, taps } = this.#options
    await says(new RegExp(`${taps + 1} Taps found`))
    await this.#rig.offers('open-panel')
    hub.use('open-panel')
    await max.until('the panel', () => max.systemMessages.length > 0)
    this.#page = await SoakPage.open(String(max.systemMessages[0]!.at(-1)))
    hub.use('mode', passive)
    max.live.transport.play(0)
    max.watchWire = (from, [selector, , ...frame]) => {
      const isLoud = from === 'v8' && selector === wire.meter && peaks.some(at => Number(frame[at]) > 1)
      if (isLoud) this.#loudAt ??= max.clock.now
    }
    await this.#pass(warmUpMs, { isKept: false })
    const [end, quarter] = [max.clock.now + 60_000 * minutes, max.clock.now + 15_000 * minutes]
    let early: readonly [number, number] | null = null
    while (max.clock.now < end) {
      await this.#once()
      if (!early && max.clock.now >= quarter) early = await this.#held()
    }
    const late = await this.#held()
    await this.#page.close()
    const { toFace, toPage } = this.#times
    const { scripts, hub: hubCosts, own, collector: collections } = this.#costs
    return {
      taps,
      minutes,
      toFaceMs: spreadOf(toFace),
      toPageMs: spreadOf(toPage),
      scriptsMs: spreadOf(scripts),
      hubMs: spreadOf(hubCosts),
      collectorMs: spreadOf(collections),
      ownMs: spreadOf(own),
      heap: [(early ?? late)[0], late[0]],
      symbols: [(early ?? late)[1], late[1]],
    }
  }

  /** Too loud, until it is seen; quiet, until that is seen; and a while, so that the next comes at another moment. */
  async #once(): Promise<void> {
    const { max } = this.#rig
    this.#loudAt = null
    this.#sound(loud)
    const limit = max.clock.now + limitMs
    let face: number | null = null
    let page: number | null = null
    while (face === null || page === null) {
      await this.#pass(tickMs / 2)
      if (this.#loudAt === null) continue
      if (max.clock.now > limit) throw new Error('The face and the page must say that Main is too loud.')
      if (face === null && this.#isOnFace) face = max.clock.now - this.#loudAt
      if (page === null && this.#isOnPage) page = max.clock.now - this.#loudAt
    }
    this.#times.toFace.push(face)
    this.#times.toPage.push(page)
    this.#sound(quiet)
    await this.#pass(restMs)
    while (this.#isOnFace || this.#isOnPage) {
      if (max.clock.now > limit + restMs) throw new Error('The face and the page must say that Main is quiet again.')
      await this.#pass(tickMs)
    }
    await this.#pass(blockMs * this.#random())
  }

  get #isOnFace(): boolean {
    return this.#rig.hub.text('title-loudness').endsWith('!!')
  }

  get #isOnPage(): boolean {
    return this.#page?.state?.lights.loudness === 'critical'
  }

  #sound(peak: number): void {
    for (const channel of this.#noise) {
      const now = channel.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
      for (let n = 0; n < channel.length; n++) channel[n]! *= peak / now
    }
  }

  /** Lets time pass, block by block, and writes down what each has cost. */
  async #pass(ms: number, { isKept = true } = {}): Promise<void> {
    const { max } = this.#rig
    const end = max.clock.now + ms
    while (max.clock.now < end) {
      await max.step()
      if (max.clock.now >= this.#block.until) this.#closeBlock(isKept)
    }
  }

  #closeBlock(isKept: boolean): void {
    const { max, hub, taps } = this.#rig
    const views = [hub, ...taps.values()].flatMap(device => device.scripts)
    const scripts = views.flatMap(({ visits }) => visits).reduce((sum, { ownMs }) => sum + ownMs, 0)
    for (const view of views) view.forget()
    const { threadMs, collectorMs } = hub.processes[0]!
    const hubMs = threadMs - this.#block.hubMs
    const collectedMs = collectorMs - this.#block.collectorMs
    this.#block = { until: max.clock.now + blockMs, hubMs: threadMs, collectorMs }
    // The fake's garbage, tens of times that of the scripts: between blocks, lest a script's visit is charged with it.
    this.#collect(this.#blocks++ % fullEvery === 0 ? undefined : { type: 'minor' })
    if (!isKept) return
    this.#costs.collector.push(collectedMs)
    this.#costs.scripts.push(scripts)
    this.#costs.hub.push(hubMs)
    this.#costs.own.push(scripts + hubMs)
  }

  async #held(): Promise<readonly [number, number]> {
    const { max, hub } = this.#rig
    const process = hub.processes[0]!
    const { heapMegabytes } = await process.inspect()
    await max.pass(tickMs)
    // The collection was the fake's.
    this.#block.hubMs = process.threadMs
    return [heapMegabytes, max.symbols.size]
  }
}

/** Also where Node was not started with --expose-gc. */
function collector(): (kind?: { readonly type: 'minor' }) => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

/** Of `faceChoices.mode`: it listens, and proposes nothing. */
const passive = 0

/** Lines for people. */
export function describeFace({ taps, minutes, ...figures }: FaceFigures): readonly string[] {
  const spread = ({ median, p99, longest }: Spread, digits: number) =>
    `${median.toFixed(digits)} ms, 99 % below ${p99.toFixed(digits)}, longest ${longest.toFixed(digits)}`
  const { toFaceMs, toPageMs, scriptsMs, hubMs, collectorMs, ownMs, heap, symbols } = figures
  return [
    `${taps} taps and Main at 5 frames a second over ${minutes} minutes of the fake Max's time:`,
    `  from the frame to the light on the face: ${spread(toFaceMs, 0)}`,
    `  from the frame to the page: ${spread(toPageMs, 0)}`,
    `  our own computing for a block: ${spread(ownMs, 1)}`,
    `    v8 scripts, on Live's main thread: ${spread(scriptsMs, 1)}`,
    `    the hub process's main thread: ${spread(hubMs, 1)}`,
    `      of it, its collector of garbage: ${spread(collectorMs, 1)}`,
    `  the hub process holds ${heap.map(megabytes => megabytes.toFixed(1)).join(', then ')} MB; Max ${symbols.join(', then ')} symbols`,
  ]
}
