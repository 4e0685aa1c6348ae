/** Answers Node's requests: those about the set are jobs of the bridge, the others are the device's own. */
import type { Job } from '../bridge/jobs.ts'
import { Refusal, refusalOf } from '../bridge/refusal.ts'
import { canInsert } from '../bridge/version.ts'
import type { Host } from '../host.ts'
import { audioOrders, type FaceState, hubOutlets, type Operation, type Operations } from '../protocol.ts'
import type { Reply, Request } from './node-link.ts'
import type { Session } from './session.ts'

interface Device extends Session {
  readonly host: Host
  readonly key: number
  readonly isPassive: boolean
  readonly showFace: (face: FaceState) => void
}

type OwnHandlers = { readonly [O in Operation]?: (args: Operations[O]['args'], reply: Reply) => void }

/** All that a hub does which is not in charge. */
const passiveOperations: readonly Operation[] = ['capabilities', 'face', 'open', 'taps']

export function answer({ op, args }: Request, reply: Reply, device: Device): void {
  const { bridge, isPassive } = device
  const { handlers, jobs, live } = bridge
  const failed = (error: unknown) => reply.failed(refusalOf(error))
  if (isPassive && !passiveOperations.includes(op)) {
    failed(new Refusal('unsupported', 'Another Uplift is at work in this set.'))
    return
  }
  live.forget()
  try {
    if (op in handlers) {
      const handler = handlers[op as keyof typeof handlers] as (args: unknown) => Job<unknown>
      const isLong = op === 'snapshot'
      const done = (result: unknown) => {
        if (isLong) jobs.run(reply.doneInSlices(result), { done: () => {}, failed, isLong })
        else reply.done(result)
      }
      jobs.run(handler(args), { done, failed, isLong })
      return
    }
    const own = ownHandlers(device)[op] as ((args: unknown, reply: Reply) => void) | undefined
    if (!own) throw new Refusal('unsupported', `The device cannot "${op}".`)
    own(args, reply)
  } catch (error) {
    failed(error)
  }
}

function ownHandlers(device: Device): OwnHandlers {
  const { taps, sound, recorder, host } = device
  return {
    taps: (_, reply) => reply.done(taps.rows),
    listen: ({ taps: keys }, reply) => {
      taps.listen(keys)
      reply.done(null)
    },
    record: (args, reply) => recorder.begin(args, reply),
    cancelRecord: ({ take }, reply) => {
      recorder.cancel(take)
      reply.done(null)
    },
    ring: (args, reply) => sound.ring(args, reply),
    audition: (args, reply) => reply.done(sound.audition(args)),
    attenuate: (args, reply) => reply.done(sound.attenuate(args)),
    capabilities: (_, reply) => reply.done(capabilitiesOf(device)),
    face: (face, reply) => {
      device.showFace(face)
      reply.done(null)
    },
    open: ({ url, where }, reply) => {
      host.outlet(hubOutlets.audio, [where === 'browser' ? audioOrders.browse : audioOrders.windowOpen, url])
      reply.done(null)
    },
  }
}

function capabilitiesOf({ bridge, device, key }: Device): Operations['capabilities']['result'] {
  const { live, version } = bridge
  const main = live.child(live.song, 'master_track')
  const last = main !== 0 && live.ids(main, 'devices').at(-1) === device
  return { liveVersion: version.text, insert: canInsert(version), hubKey: key, last }
}
