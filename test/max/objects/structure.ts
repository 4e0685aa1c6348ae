/** Subpatchers, what opens and draws them, and what happens while a patcher loads or goes. */
import { bang, type Message } from '../atoms.ts'
import type { BoxContext, MakeBox } from '../box.ts'
import { Patch } from '../patch.ts'
import { refuse } from './arguments.ts'

const patcher: MakeBox = context => {
  const { patcher: json, numinlets, numoutlets } = context.json
  if (!json) return context.fail('a subpatcher must have its patcher in the file')
  const makePort = (inner: BoxContext) =>
    inner.className === 'outlet'
      ? { receive: (_: number, message: Message) => context.out(inner.patch.portIndex(inner), message) }
      : undefined
  const inside = new Patch(context.device, json, `${context.patch.path}/${context.args[0] ?? 'p'}`, makePort)
  context.device.subpatches.set(context, inside)
  const inlets = json.boxes.filter(({ box }) => box.maxclass === 'inlet').length
  const outlets = json.boxes.filter(({ box }) => box.maxclass === 'outlet').length
  // A subpatcher that is opened and closed through pcontrol has an inlet for it.
  if (inlets !== numinlets && !(inlets === 0 && numinlets <= 1)) {
    return context.fail(`has ${numinlets} inlets outside and ${inlets} inside`)
  }
  if (outlets !== numoutlets) return context.fail(`has ${numoutlets} outlets outside and ${outlets} inside`)
  return {
    receive(inlet, message) {
      const [selector] = message
      if (selector === 'open' || selector === 'wclose' || selector === 'close') {
        context.max.windows.set(context, selector === 'open')
        return
      }
      const port = inside.port('inlet', inlet)
      if (!port) return refuse(context, inlet, message)
      port.out(0, message)
    },
  }
}

const silent: MakeBox = context => ({ receive: (inlet, message) => refuse(context, inlet, message) })

/** Tells the subpatcher it is connected to: open, close. */
const pcontrol: MakeBox = context => ({
  receive(inlet, message) {
    if (message[0] !== 'open' && message[0] !== 'close' && message[0] !== 'enable') refuse(context, inlet, message)
    context.out(0, message)
  },
})

const thispatcher: MakeBox = context => ({
  receive: (_, message) => void context.max.windowMessages.push(message),
})

const onlyAtLoad =
  (message: (context: BoxContext) => Message): MakeBox =>
  context => ({
    receive: () => context.out(0, message(context)),
    loadbang: () => context.out(0, message(context)),
  })

/** Bangs when the patcher is freed; what hangs on it must need no script. */
const freebang: MakeBox = context => ({
  receive: () => context.out(0, bang),
  free: () => context.out(0, bang),
})

export const structureObjects: Readonly<Record<string, MakeBox>> = {
  p: patcher,
  patcher,
  bpatcher: patcher,
  inlet: silent,
  outlet: silent,
  pcontrol,
  thispatcher,
  loadbang: onlyAtLoad(() => bang),
  loadmess: onlyAtLoad(context => context.args),
  freebang,
  closebang: context => ({ receive: () => context.out(0, bang) }),
}
