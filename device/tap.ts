/** The script of Uplift Tap.amxd: the tap's name and state, its meters and its recorder. It does not touch Live's objects. */
import { guarded, guardedInputs } from './guarded.ts'
import type { Host, Script } from './host.ts'
import { tapInputs } from './protocol.ts'
import { Tap } from './tap/tap.ts'

export function createTap(unguarded: Host): Script {
  const host = guarded(unguarded)
  const tap = new Tap(host)
  return {
    inputs: guardedInputs(host, {
      [tapInputs.loaded]: () => tap.loaded(),
      [tapInputs.enabled]: ([on]) => tap.enabled(Number(on) !== 0),
      [tapInputs.device]: ([liveId]) => tap.device(Number(liveId)),
      [tapInputs.hub]: ([selector, ...rest]) => tap.fromHub(String(selector), rest),
      [tapInputs.meters]: numbers => tap.meters(numbers.map(Number)),
      [tapInputs.rate]: ([hz]) => tap.rate(Number(hz)),
      [tapInputs.audio]: ([name, value]) => tap.audio(String(name), Number(value)),
      [tapInputs.stored]: ([key]) => tap.stored(Number(key)),
    }),
    // The patcher says goodbye: the script may be gone before its last word is heard.
    deleted: () => {},
  }
}
