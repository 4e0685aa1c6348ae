/** The script of Uplift.amxd: between Node, Live, the taps, the device's audio part and its face. */
import { attempt, guarded, guardedInputs } from './guarded.ts'
import type { Atom, Host, Script } from './host.ts'
import { Hub } from './hub/hub.ts'
import { hubInputs, wire } from './protocol.ts'

export function createHub(unguarded: Host): Script {
  const host = guarded(unguarded)
  const hub = new Hub(host)
  const fromNode = (selector: string) => (atoms: readonly Atom[]) => hub.fromNode(selector, atoms)
  return {
    inputs: guardedInputs(host, {
      [hubInputs.loaded]: () => hub.loaded(),
      [hubInputs.enabled]: ([on]) => hub.enabled(Number(on) !== 0),
      [hubInputs.tap]: ([selector, ...rest]) => hub.fromTap(String(selector), rest.map(Number)),
      [hubInputs.hubs]: ([selector, key]) => hub.fromHub(String(selector), Number(key)),
      [hubInputs.press]: atoms => hub.press(atoms),
      [hubInputs.audio]: ([name, value]) => hub.fromAudio(String(name), Number(value)),
      [hubInputs.process]: ([event]) => hub.process(String(event)),
      [hubInputs.stored]: ([key]) => hub.stored(Number(key)),
      [hubInputs.dropped]: ([path]) => hub.dropped(String(path)),
      [hubInputs.window]: ([key]) => hub.windowKey(String(key)),
      [wire.hello]: fromNode(wire.hello),
      [wire.beat]: fromNode(wire.beat),
      [wire.letter]: fromNode(wire.letter),
    }),
    deleted: () => attempt(host, () => hub.close()),
  }
}
