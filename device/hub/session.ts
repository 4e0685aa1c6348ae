/** What the hub has once Live's objects may be used. */
import { Bridge } from '../bridge/bridge.ts'
import type { Job } from '../bridge/jobs.ts'
import { idOf, type LiveId } from '../bridge/live.ts'
import { trackIds } from '../bridge/places.ts'
import { refusalOf } from '../bridge/refusal.ts'
import type { Atom, Host } from '../host.ts'
import { type EventName, type Events, hubOutlets } from '../protocol.ts'
import { Recorder } from './recorder.ts'
import { Sound } from './sound.ts'
import { placeOf } from './tap-place.ts'
import { TapRegistry } from './tap-registry.ts'

export interface Session {
  readonly bridge: Bridge
  readonly taps: TapRegistry
  readonly sound: Sound
  readonly recorder: Recorder
  /** This device. */
  readonly device: LiveId
}

interface SessionTools {
  readonly host: Host
  readonly tell: <E extends EventName>(event: E, data: Events[E]) => void
  /** Hz. */
  readonly sampleRate: () => number
  /** An excerpt has ended. */
  readonly onCompareEnd: () => void
}

/** Tracks move seldom, and Live tells when. */
const tracksMs = 1_000

export function openSession({ host, tell, sampleRate, onCompareEnd }: SessionTools): Session {
  const order = (name: string, ...rest: readonly Atom[]) => host.outlet(hubOutlets.audio, [name, ...rest])
  const toTaps = (selector: string, ...rest: readonly Atom[]) => host.outlet(hubOutlets.taps, [selector, ...rest])
  const device = idOf(host.live('this_device'))
  let tracks: { readonly at: number; readonly paths: ReturnType<typeof trackIds> } | null = null

  const bridge = new Bridge(host, {
    changed: changes => {
      tell('changed', changes)
      // What automation moves is no edit.
      const moved = changes.find(({ parameter: [, , , , state] }) => state >> 2 === 0)
      if (moved) recorder.edited(`"${moved.ref.parameter}" was moved`)
    },
    setChanged: () => {
      tracks = null
      tell('set-changed', null)
      taps.lookAgain()
      recorder.edited('tracks or devices were changed')
    },
  })
  const { live, jobs } = bridge
  const run = (job: Job<void>) =>
    jobs.run(job, { done: () => {}, failed: error => host.post(`Uplift: ${refusalOf(error).message}`) })

  const recorder = new Recorder({
    host,
    bridge,
    toTaps,
    order,
    sampleRate,
    onProgress: (take, beats) => tell('recording', { take, beats }),
    onEnd: recorded => tell('recorded', recorded),
  })
  const taps: TapRegistry = new TapRegistry({
    host,
    toTaps,
    run,
    place: liveId => {
      live.forget()
      const now = host.now()
      if (!tracks || now - tracks.at >= tracksMs) tracks = { at: now, paths: trackIds(live) }
      return placeOf(live, liveId, { tracks: tracks.paths, ownDevices: new Set([...taps.liveIds, device]) })
    },
    onChange: rows => tell('taps', rows),
    onTrouble: ({ trackName, status }) => recorder.edited(`the tap on "${trackName}" is ${status}`),
  })
  const sound = new Sound({ host, order, transport: bridge.transport, onEnd: onCompareEnd })
  return { bridge, taps, sound, recorder, device }
}
