/**
 * Audio passes the device untouched whatever happens to its scripts: plugin~ → plugout~ by direct cords. What else enters
 * plugout~ is added to it, and is zero by itself: a factor that Max's own clock sets back to zero, or a player that ends.
 */
import { attenuationMs, audioOrders } from '../../../device/protocol.ts'
import { isFloat } from '../atoms.ts'
import type { Rule } from '../finding.ts'
import { type Link, links, reachable } from '../flow.ts'
import { type Box, boxWithId, label, type Patch } from '../patch.ts'
import { portsOf } from '../ports.ts'
import { routedFrom } from '../routes.ts'

const only = ({ top }: Patch, name: string): Box | null => {
  const found = top.boxes.filter(box => box.name === name)
  return found.length === 1 ? found[0]! : null
}

/** One plugin~ and one plugout~, at the top, without arguments, joined left to left and right to right. */
export const directCords: Rule = patch => {
  const wrong = ['plugin~', 'plugout~'].filter(
    name => patch.boxes.filter(box => box.name === name).length !== 1 || only(patch, name) === null,
  )
  if (wrong.length > 0) return wrong.map(name => ({ at: name, message: 'there must be one, in the top patcher' }))
  const [input, output] = [only(patch, 'plugin~')!, only(patch, 'plugout~')!]
  return [0, 1].flatMap(channel => {
    const isJoined = patch.top.cords.some(
      ({ source, destination }) =>
        source[0] === input.id && source[1] === channel && destination[0] === output.id && destination[1] === channel,
    )
    if (!isJoined)
      return [{ at: label(input), message: `outlet ${channel} has no direct cord to plugout~ inlet ${channel}` }]
    const crossed = patch.top.cords.some(
      ({ source, destination }) =>
        source[0] === input.id && source[1] === channel && destination[0] === output.id && destination[1] !== channel,
    )
    return crossed ? [{ at: label(input), message: `outlet ${channel} also enters the other channel of plugout~` }] : []
  })
}

/** mute~ is joined to subpatchers only: it turns off the level that it is joined to, and the audio passes the top. */
export const neverMuted: Rule = ({ boxes }) =>
  boxes
    .filter(({ name }) => name === 'mute~')
    .flatMap(box => {
      const ends = box.level.cords
        .filter(({ source }) => source[0] === box.id)
        .map(({ destination }) => boxWithId(box.level, destination[0]))
      const isAimed = ends.length > 0 && ends.every(end => end?.inner)
      return isAimed ? [] : [{ at: label(box), message: 'it must be joined to subpatchers, and to nothing else' }]
    })

/** Sources of plugout~ besides plugin~ are players, or products whose factor starts at 0. A tap has none. */
export const silentAtRest: Rule = (patch, { device }) => {
  const output = only(patch, 'plugout~')
  if (!output) return []
  const others = links(patch).filter(({ from, to }) => to.box === output && from.box.name !== 'plugin~')
  if (device === 'tap')
    return others.map(({ from }) => ({ at: label(from.box), message: 'a tap adds nothing to the signal' }))
  return others
    .filter(({ from }) => !isSilent(from.box))
    .map(({ from }) => ({
      at: label(from.box),
      message: 'it enters plugout~ and is neither a player nor a *~ whose factor starts at 0.',
    }))
}

const players = new Set(['play~', 'sfplay~', 'groove~'])
const isSilent = ({ name, args }: Box) =>
  players.has(name) || (name === '*~' && args.length === 1 && isFloat(args[0]!) && Number(args[0]) === 0)

/**
 * The factor that `attenuate` sets is set back to 0 by Max's own delay, started by the same message: reached from the order's
 * route without passing a script.
 */
export const releasesItself: Rule = (patch, { device }) => {
  if (device === 'tap') return []
  const script = patch.boxes.find(({ name }) => name === 'v8')
  const output = only(patch, 'plugout~')
  if (!script || !output) return []
  const all = links(patch)
  const order = routedFrom(patch, script, 'audio', device).get(audioOrders.attenuate)
  const at = `order ${audioOrders.attenuate}`
  if (!order) return [{ at, message: 'it is not routed' }]
  const factor = all
    .filter(({ to }) => to.box === output)
    .map(({ from }) => from.box)
    .filter(({ name }) => name === '*~')
  const started = order.flatMap(port => reachable(all, port, ({ name }) => name === 'v8'))
  const clocks = started.map(({ box }) => box).filter(isClock)
  if (!clocks.some(clock => factor.some(box => sets(all, clock, box))))
    return [{ at, message: `no delay of ${attenuationMs} ms leads from it to the factor in front of plugout~` }]
  return factor
    .filter(box => !started.some(({ box: to }) => to === box))
    .map(box => ({ at: label(box), message: `${audioOrders.attenuate} does not reach it` }))
}

const isClock = ({ name, args }: Box) => (name === 'delay' || name === 'pipe') && Number(args.at(-1)) === attenuationMs
const sets = (all: readonly Link[], clock: Box, box: Box) =>
  reachable(all, { box: clock, port: 0 }).some(port => port.box === box)

/** No signal of the device leaves by another way than plugout~, a recorder, a meter or a buffer~. */
export const noOtherOutput: Rule = ({ boxes }) =>
  boxes
    .filter(({ name }) => ['dac~', 'ezdac~', 'send~', 'receive~'].includes(name))
    .map(box => ({ at: label(box), message: 'audio is not shared between devices, and leaves by plugout~ only' }))

/** Recorders hear left, right and the song position, in that order. */
export const recorderChannels: Rule = patch => {
  const all = links(patch)
  return patch.boxes
    .filter(({ name }) => name === 'sfrecord~')
    .flatMap(box => {
      const sources = [0, 1, 2].map(port =>
        all.filter(link => link.to.box === box && link.to.port === port && isSignal(link)),
      )
      const wanted = ['plugin~:0', 'plugin~:1', 'plugphasor~:0']
      return sources.flatMap((found, port) => {
        const signals = found.map(({ from }) => `${from.box.name}:${from.port}`)
        if (signals.length === 1 && signals[0] === wanted[port]) return []
        return [
          { at: label(box), message: `inlet ${port} hears ${signals.join(' and ') || 'nothing'}, not ${wanted[port]}` },
        ]
      })
    })
}

const isSignal = ({ from }: Link) => portsOf(from.box)?.outlets[from.port] === 'signal'
