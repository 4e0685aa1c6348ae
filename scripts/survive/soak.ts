/**
 * Hours of use, faster than real time: the built scripts in the fake Max, the built hub as a process of its own, a set full of
 * taps, a producer who plays, jumps, moves faders, renames and adds tracks, two panel pages, and the command line that learns
 * in the same data folder.
 *
 * Virtual time covers Max, the taps, v8, the guide and the hub's timers. Real time covers what needs it: sockets, the learning
 * process, the hub's worker. Not in it: sound (every device hears the same noise, a vector in four seconds is calculated),
 * captures and measurements (test/max/loop.e2e.test.ts), and whatever Max and Live themselves cost or leak.
 */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { largeSet } from '../../test/max/measure.ts'
import { built } from '../../test/max/support/built.ts'
import { makeRig } from '../../test/max/support/rig.ts'
import { whiteNoise } from '../../test/support/signals.ts'
import { SoakLetters } from './soak-letters.ts'
import { isWithin, SoakPage } from './soak-page.ts'
import { SoakProducer } from './soak-producer.ts'
import { faultsOf, type SoakQuarter, type SoakReport } from './soak-report.ts'
import { SoakScan } from './soak-scan.ts'

export interface SoakOptions {
  readonly root: string
  /** Virtual. */
  readonly minutes: number
  readonly taps: number
  readonly seed: number
  /** How often the command line learns, all in all. */
  readonly scans?: number
  readonly onQuarter?: (quarter: SoakQuarter) => void
}

/** Pages come back so often, in virtual seconds. */
const visitSeconds = 47
/** What every device hears. */
const heardSeconds = 4
/** About four seconds. */
const everyVector = 344

export async function soak({ root, minutes, taps, seed, scans = 4, onQuarter }: SoakOptions): Promise<SoakReport> {
  const files = await built()
  const home = await mkdtemp(join(tmpdir(), 'uplift-soak-'))
  const spec = { ...largeSet(taps, 1), locators: soakLocators }
  const length = heardSeconds * spec.sampleRate
  const rig = makeRig(files, {
    spec,
    data: home,
    env: { FAKE_MAX_LONG: '1' },
    taps: ({ kind }) => kind === 'audio',
    sketch: { everyVector, heard: [whiteNoise(length, 1, 0.1), whiteNoise(length, 2, 0.1)] },
  })
  const { max, hub } = rig
  const letters = new SoakLetters()
  max.watchWire = letters.hear
  const env = { UPLIFT_DATA: join(home, 'data'), UPLIFT_CACHE: join(home, 'cache'), HOME: home, TMPDIR: home }
  const scan = new SoakScan(root, join(home, 'references'), env)
  const collect = collector()
  const faults: string[] = []
  const quarters: SoakQuarter[] = []
  try {
    await rig.says(new RegExp(`${taps} Taps found`))
    const process = hub.processes[0]!
    const { pid } = process
    await rig.offers('open-panel')
    hub.use('open-panel')
    await max.until('the panel', () => max.systemMessages.length > 0)
    const url = String(max.systemMessages[0]!.at(-1))
    const always = await SoakPage.open(url)
    let visitor = await SoakPage.open(url)
    let [visits, libraries] = [1, 0]
    /** Real time for what is on its way through the sockets, while virtual time goes on. */
    const settle = () => max.until('the pages', () => always.state !== null && visitor.state !== null)
    const leave = async () => {
      const before = always.prints.length
      await visitor.close()
      await max.pass(500)
      const all = always.prints.splice(0, before > 4000 ? before - 4000 : 0)
      if (!isWithin([...all, ...always.prints], visitor.prints)) faults.push(`page ${visits} was told something else`)
      faults.push(...visitor.faults)
    }
    await settle()
    const producer = new SoakProducer({ max, hub, tap: files.tap, seed, seconds: 60 * minutes })
    let scanning: Promise<void> | null = null
    let begun = 0
    for (let second = 1; second <= 60 * minutes; second++) {
      await producer.act(second)
      if (second % 31 === 0) always.act({ kind: 'choose', choice: { strength: (second % 10) / 10 } })
      if (second % 43 === 0)
        always.act({ kind: 'lock', track: `Track ${1 + (second % taps)}`, isLocked: second % 2 === 0 })
      if (second % 59 === 0) {
        always.askForLibrary()
        libraries++
      }
      if (!scanning && begun < scans && second >= (begun * 60 * minutes) / scans) {
        begun++
        scanning = scan.run().finally(() => {
          scanning = null
        })
      }
      await max.pass(1000)
      if (second % visitSeconds === 0) {
        await leave()
        visitor = await SoakPage.open(url)
        visits++
        await settle()
      }
      if (second % (15 * minutes) === 0) {
        await max.until('the learning to end', () => scanning === null)
        collect()
        const inside = await process.inspect()
        const quarter: SoakQuarter = {
          ...inside,
          ownHeapMegabytes: globalThis.process.memoryUsage().heapUsed / 2 ** 20,
          symbols: max.symbols.size,
          events: max.clock.waiting,
          open: letters.open.length,
          letters: { ...letters.counts },
          states: always.told,
          visits,
        }
        quarters.push(quarter)
        onQuarter?.(quarter)
        for (const script of [hub, ...rig.taps.values()].flatMap(device => device.scripts)) script.forget()
      }
    }
    producer.rest()
    await max.until('all letters to be answered', () => letters.open.length === 0)
    await leave()
    // What the hub says to somebody new is what it holds.
    visitor = await SoakPage.open(url)
    await settle()
    await max
      .until('the pages to be of one mind', () => always.prints.at(-1) === visitor.prints.at(-1))
      .catch(() => {
        faults.push('the page and the hub differ in the end')
      })
    await max
      .until('all libraries to come', () => always.libraries === libraries)
      .catch(() => {
        faults.push(`${libraries} libraries asked for, ${always.libraries} came`)
      })
    faults.push(...always.faults, ...letters.faults, ...scan.faults)
    await Promise.all([always.close(), visitor.close()])
    if (process.pid !== pid) faults.push('the process ended and was started again')
    faults.push(...max.posts.filter(post => /error|cannot|Uplift:/i.test(post)).map(post => `Max window: ${post}`))
    const unhandled = [hub, ...rig.taps.values()].flatMap(({ scripts }) => scripts.flatMap(each => each.unhandled))
    faults.push(...unhandled.map(what => `v8 has no function for ${what}`), ...max.undoFlood)
    await max.close()
    const left = (await readdir(home, { recursive: true })).filter(name =>
      /\.(tmp|lock|part)$|\.part-|\.tmp-/.test(name),
    )
    faults.push(...left.map(name => `left behind: ${name}`))
    const report = { minutes, taps, quarters, scans: scan.runs, did: producer.did, refused: always.refused }
    return { ...report, faults: [...faults, ...faultsOf(quarters, minutes)] }
  } finally {
    await max.close()
    await rm(home, { recursive: true, force: true })
  }
}

const soakLocators = ['Intro', 'Build', 'Drop', 'Breakdown', 'Build 2', 'Drop 2', 'Outro'].map((name, i) => ({
  name,
  beats: 64 * i,
}))

/** Full garbage collections, also where Node was not started with --expose-gc. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
