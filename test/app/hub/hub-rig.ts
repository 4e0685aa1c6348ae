/** A hub on a simulated set: the fake device plays and records it, the analyst works in this thread. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { vi } from 'vitest'
import {
  type FaceControl,
  type FaceState,
  faceControls,
  type Operations,
  type WireTap,
} from '../../../device/protocol.ts'
import { createSimulatedSet, type SimulatedSet } from '../../../node/adapters/simulated/simulated-set.ts'
import type { SimulatedSetSpec } from '../../../node/adapters/simulated/spec.ts'
import { Analyst } from '../../../node/app/hub/analyst.ts'
import { Hub, type HubOptions } from '../../../node/app/hub/hub.ts'
import type { Work, WorkName } from '../../../node/app/hub/work.ts'
import { measureSession } from '../../../node/app/measure.ts'
import { SetMemory, setMemoryFile } from '../../../node/app/set-memory.ts'
import { AppError } from '../../../node/audio/app-error.ts'
import { type Audio, frameCount } from '../../../node/audio/audio.ts'
import { writeWav } from '../../../node/audio/write-wav.ts'
import type { TrackPath } from '../../../node/live/set.ts'
import { twinProfile } from '../../../node/profile/learn.ts'
import type { Profile } from '../../../node/profile/profile.ts'
import { FakeDevice } from '../../adapters/max-bridge/fake-device.ts'

/** Nothing here is about speed. */
export const patience = { timeout: 20_000 }

export const setName = 'Live set 4711'

/** The workshop without a thread: the same analyst, and Cancel forgets what it knew, as the end of a thread does. */
class BenchShop {
  #analyst = new Analyst({ keyFinder: silentKeys })
  #cancelled: (() => void)[] = []

  async do<N extends WorkName>(name: N, args: Work[N]['args']): Promise<Work[N]['result']> {
    const cancelled = new Promise<never>((_, reject) =>
      this.#cancelled.push(() => reject(new AppError({ code: 'CANCELLED', message: 'Cancelled.', action: '' }))),
    )
    cancelled.catch(() => {})
    const work =
      name === 'learn'
        ? learnedTwelve
        : (this.#analyst[name as Exclude<WorkName, 'learn'>] as (args: unknown) => unknown)(structuredClone(args))
    return structuredClone((await Promise.race([work, cancelled])) as Work[N]['result'])
  }

  async cancel(): Promise<void> {
    this.#analyst = new Analyst({ keyFinder: silentKeys })
    for (const cancel of this.#cancelled.splice(0)) cancel()
  }

  async close(): Promise<void> {}
}

/** Learning has tests of its own; here it is over at once. */
const learnedTwelve: Work['learn']['result'] = { name: 'my taste', references: 12, measured: 12, failures: 1 }

/** essentia's opinion is no matter here. */
const silentKeys = {
  find: async () => null,
  close: async () => {},
} as unknown as NonNullable<ConstructorParameters<typeof Analyst>[0]>['keyFinder'] & object

/** Measured once: it is the same for every test. */
const profiles = new Map<SimulatedSetSpec, Promise<Profile>>()
function healthyProfile(spec: SimulatedSetSpec): Promise<Profile> {
  const known = profiles.get(spec)
  if (known) return known
  const measured = measureSession(createSimulatedSet(spec)).then(({ analysis }) =>
    twinProfile(analysis.rows, 'Healthy', 'premaster'),
  )
  profiles.set(spec, measured)
  return measured
}

/** As the hub's recorders write it: left, right, phase in the beat. */
export function withPhase({ sampleRate, channels }: Audio, tempo: number, fromBeats: number): Audio {
  const frames = channels[0]!.length
  const phase = Float32Array.from({ length: frames }, (_, n) => (fromBeats + (n * tempo) / 60 / sampleRate) % 1)
  return { sampleRate, channels: [channels[0]!, channels[1]!, phase] }
}

export async function makeRig(
  spec: SimulatedSetSpec,
  { healthy, ...options }: { readonly healthy?: SimulatedSetSpec } & Partial<HubOptions> = {},
) {
  const folder = await mkdtemp(join(tmpdir(), 'uplift-hub-'))
  const session = createSimulatedSet(spec)
  const device = new FakeDevice(session)
  const face = { now: null as FaceState | null, count: 0 }
  const log: string[] = []
  if (healthy) {
    const profile = join(folder, 'target.json')
    await writeFile(profile, JSON.stringify(await healthyProfile(healthy)))
    await (await SetMemory.open(setMemoryFile(folder))).choose(setName, { profile })
  }

  const { tracks, tempo } = await session.snapshot()
  const taps = tracks
    .filter(({ kind }) => kind !== 'master')
    .map(
      ({ path, name }, i): WireTap => ({
        key: 100 + i,
        track: path,
        trackName: name,
        status: 'ready',
        place: 'last',
        latency: 0,
      }),
    )
  device.handlers.face = state => {
    face.now = state
    face.count++
    return null
  }
  device.handlers.taps = () => taps
  device.handlers.record = args => {
    // A take that was given up is gone, and its files cannot be written: the test's own words say what failed.
    record(session, device, taps, args, tempo).catch(error => log.push(String(error)))
    return null
  }
  const hub = new Hub({
    wire: device.wire,
    folder,
    log: message => log.push(message),
    workshop: new BenchShop() as never,
    ...options,
  })
  hub.start()
  await vi.waitFor(() => {
    if (hub.model.link !== 'ready' || hub.model.activity || hub.model.isLast === null) throw new Error('not ready')
  }, patience)

  const press = async (control: FaceControl, value = 1) => {
    if (!faceControls.includes(control)) throw new RangeError(`control must be known, got ${control}`)
    device.tell({ kind: 'event', event: 'press', data: { control, value } })
    await new Promise(resolve => setTimeout(resolve, 10))
  }
  return {
    hub,
    device,
    session,
    folder,
    face,
    log,
    taps,
    press,
    /** Presses, and waits until nothing is running. */
    async done(control: FaceControl, value = 1) {
      await press(control, value)
      await hub.idle()
      // What follows it at once begins in another turn.
      await new Promise(resolve => setTimeout(resolve, 10))
      await hub.idle()
    },
    asked: <O extends keyof Operations>(op: O) =>
      device.asked.filter(each => each.op === op).map(({ args }) => args as Operations[O]['args']),
    async close() {
      await hub.close()
      // What is still on its way, after a test that gave up, must not write into a folder that is gone.
      await Promise.race([hub.idle(), new Promise(resolve => setTimeout(resolve, patience.timeout))])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Renders what would be heard, once, and says so. */
export async function record(
  session: SimulatedSet,
  device: FakeDevice,
  taps: readonly WireTap[],
  { take, folder, taps: keys, toBeats, fromBeats }: Operations['record']['args'],
  tempo: number,
): Promise<void> {
  const heard = await session.capture()
  const write = (name: string, audio: Audio) =>
    writeWav(`${folder}/${name}.wav`, withPhase(audio, tempo, 0), { format: 'float32' })
  await write('main', heard.main)
  for (const key of keys) {
    await write(`${key}`, heard.taps.get(taps.find(tap => tap.key === key)!.track as TrackPath)!)
  }
  device.tell({ kind: 'event', event: 'recording', data: { take, beats: (fromBeats + toBeats) / 2 } })
  const startedAt = Object.fromEntries(['main', ...keys.map(String)].map(name => [name, 0]))
  const data = { take, end: 'complete', detail: '', startedAt, sampleRate: heard.main.sampleRate }
  if (frameCount(heard.main) > 0) device.tell({ kind: 'event', event: 'recorded', data })
}
