/** Every word of device/protocol.ts has its place in the patcher: what scripts say is routed, what they hear is said. */
import {
  audioEvents,
  audioOrders,
  faceChoices,
  faceControls,
  hubInputs,
  sharedNames,
  tapInputs,
  tapToHub,
} from '../../../device/protocol.ts'
import { atoms } from '../atoms.ts'
import { faceObjects } from '../face.ts'
import type { Rule } from '../finding.ts'
import { links, reachable } from '../flow.ts'
import { type Box, label, type Patch } from '../patch.ts'
import { outletOf, routedFrom, saidTo } from '../routes.ts'

const script = ({ boxes }: Patch) => boxes.find(({ name }) => name === 'v8')

/** Orders to the audio part that only one of the devices has (comments in the protocol). */
const tapOnly: readonly string[] = [audioOrders.meters, audioOrders.coefficients]
const recording: readonly string[] = [audioOrders.recordOpen, audioOrders.recordStart, audioOrders.recordStop]
const orders = {
  hub: Object.values(audioOrders).filter(order => !tapOnly.includes(order)),
  tap: [...recording, ...tapOnly],
}

/** The script's orders to the audio part are all routed to something. */
export const ordersAreRouted: Rule = (patch, { device }) => {
  const box = script(patch)
  if (!box) return []
  const routes = routedFrom(patch, box, 'audio', device)
  const all = links(patch)
  return orders[device]
    .filter(order => !(routes.get(order) ?? []).some(port => reachable(all, port).length > 0))
    .map(order => ({ at: label(box), message: `its order "${order}" is routed nowhere` }))
}

/** What the script shows is routed to the object of that name. */
export const faceIsRouted: Rule = (patch, { device }) => {
  const box = script(patch)
  if (!box) return []
  const routes = routedFrom(patch, box, 'face', device)
  const all = links(patch)
  return faceObjects[device].flatMap(name => {
    const target = patch.boxes.find(({ raw }) => raw['varname'] === name)
    if (!target) return [{ at: `face ${name}`, message: 'no object has this scripting name' }]
    const ports = routes.get(name) ?? []
    if (ports.length === 0) return [{ at: `face ${name}`, message: 'the face outlet has no route for it' }]
    const isReached = ports.some(port => reachable(all, port).some(to => to.box === target))
    return isReached ? [] : [{ at: `face ${name}`, message: `its route does not lead to ${label(target)}` }]
  })
}

/** Everything that the script waits for is said to it. */
export const inputsAreSaid: Rule = (patch, { device }) => {
  const box = script(patch)
  if (!box) return []
  const said = saidTo(links(patch), { box, port: 0 })
  const events = Object.values(audioEvents).map(event => `${hubInputs.audio} ${event}`)
  const presses = faceControls.map(control => `${hubInputs.press} ${control}`)
  const wanted =
    device === 'hub'
      ? [...Object.values(hubInputs).filter(word => word !== 'press' && word !== 'audio'), ...presses, ...events]
      : Object.values(tapInputs).filter(word => word !== 'audio')
  return wanted
    .filter(words => !said.some(each => startsWith(each.words, words.split(' '))))
    .map(words => ({ at: label(box), message: `nothing says "${words}" to it` }))
}

/** Words behind a fixed head may come from a route or a switch ("audio" and then whatever its object sends). */
const startsWith = (said: readonly string[], wanted: readonly string[]) => wanted.every((word, at) => said[at] === word)

/** A control of the face says its own name, not a neighbour's. */
export const controlsSayTheirName: Rule = patch =>
  faceControls.flatMap(control => {
    const box = patch.boxes.find(({ raw }) => raw['varname'] === control)
    if (!box) return []
    const path = reachable(links(patch), { box, port: 0 }, ({ name }) => name === 'v8')
    const names = path
      .flatMap(port => (port.box.name === 'prepend' || port.box.name === 'message' ? wordsOf(port.box) : []))
      .filter(word => (faceControls as readonly string[]).includes(word))
    if (names.length === 0) return [{ at: label(box), message: 'nothing behind it says its name' }]
    return names.filter(name => name !== control).map(name => ({ at: label(box), message: `it presses "${name}"` }))
  })

/** Switches offer what the protocol counts. */
export const choicesAgree: Rule = (patch, { device }) =>
  device === 'tap'
    ? []
    : Object.entries(faceChoices).flatMap(([control, texts]) => {
        const box = patch.boxes.find(({ raw }) => raw['varname'] === control)
        const attributes = box?.raw['saved_attribute_attributes'] as
          | { valueof?: { parameter_enum?: unknown } }
          | undefined
        const items = attributes?.valueof?.parameter_enum
        if (!box || JSON.stringify(items) === JSON.stringify(texts)) return []
        return [
          { at: label(box), message: `it offers ${JSON.stringify(items)}, the protocol ${JSON.stringify(texts)}` },
        ]
      })

/** The script's other outlets end where the protocol says: other devices, Node, the value that the set keeps. */
export const outletsEnd: Rule = (patch, { device }) => {
  const box = script(patch)
  if (!box) return []
  const all = links(patch)
  const ends: Readonly<Record<string, (to: Box) => boolean>> =
    device === 'hub'
      ? {
          node: ({ name }) => name === 'node.script',
          taps: to => isShared(to, 'send', sharedNames.toTaps),
          hubs: to => isShared(to, 'send', sharedNames.hubs),
          store: ({ name }) => name === 'pattr',
        }
      : { hub: to => isShared(to, 'send', sharedNames.fromTaps), store: ({ name }) => name === 'pattr' }
  return Object.entries(ends).flatMap(([outlet, isEnd]) => {
    const found = reachable(all, { box, port: outletOf(device, outlet)! }, ({ name }) => name === 'v8')
    return found.some(to => isEnd(to.box))
      ? []
      : [{ at: label(box), message: `its outlet "${outlet}" does not end there` }]
  })
}

/** The shared names that a device hears are received and reach its script. */
export const sharedAreHeard: Rule = (patch, { device }) => {
  const names = device === 'hub' ? [sharedNames.fromTaps, sharedNames.hubs] : [sharedNames.toTaps]
  return names
    .filter(name => !patch.boxes.some(box => isShared(box, 'receive', name)))
    .map(name => ({ at: `receive ${name}`, message: 'it is missing' }))
}

/** What Node says reaches the script as it is; its life-cycle comes behind the word "process". */
export const nodeIsHeard: Rule = (patch, { device }) => {
  const box = script(patch)
  const node = patch.boxes.find(({ name }) => name === 'node.script')
  if (device === 'tap' || !box || !node) return []
  const all = links(patch)
  const direct = saidTo(all, { box, port: 0 }).some(each => each.from === node && each.words.length === 0)
  return direct ? [] : [{ at: label(node), message: 'its left outlet does not reach the script as it is' }]
}

/** A tap that is removed says bye without its script, which may be gone already. */
export const tapSaysBye: Rule = (patch, { device }) => {
  if (device === 'hub') return []
  const bang = patch.boxes.find(({ name }) => name === 'freebang')
  if (!bang) return [{ at: 'freebang', message: 'it is missing: nothing would say bye' }]
  const all = links(patch)
  const path = reachable(all, { box: bang, port: 0 }, ({ name }) => name === 'v8').map(({ box }) => box)
  const isSent = path.some(box => isShared(box, 'send', sharedNames.fromTaps))
  const sources = all.filter(({ to }) => path.includes(to.box)).map(({ from }) => from.box)
  const isBye = [...path, ...sources].some(box => wordsOf(box).includes(tapToHub.bye))
  return isSent && isBye
    ? []
    : [{ at: label(bang), message: `it does not send "${tapToHub.bye}" to ${sharedNames.fromTaps}` }]
}

const isShared = (box: Box, name: string, shared: string) => box.name === name && box.args[0] === shared
const wordsOf = ({ name, args, raw }: Box) => (name === 'message' ? atoms(String(raw['text'] ?? '')) : args)
