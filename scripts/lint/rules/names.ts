/** Names are global in Max: those of one device carry "---", those that devices share do not. */
import { sharedNames } from '../../../device/protocol.ts'
import { isNumber } from '../atoms.ts'
import type { Rule } from '../finding.ts'
import { type Box, label } from '../patch.ts'

/** Objects whose first argument is a global name. */
const named = new Set([
  'send',
  'receive',
  'forward',
  'value',
  'buffer~',
  'record~',
  'play~',
  'groove~',
  'info~',
  'index~',
  'peek~',
  'poke~',
  'wave~',
  'dict',
  'coll',
  'sflist~',
  'send~',
  'receive~',
])

const nameOf = ({ name, args }: Box) => {
  const [first] = args
  return named.has(name) && first !== undefined && !isNumber(first) ? first : null
}
const isShared = (name: string) => Object.values<string>(sharedNames).includes(name)

/** Every name is the device's own ("---") or one of the shared ones. */
export const localNames: Rule = ({ boxes }) =>
  boxes.flatMap(box => {
    const name = nameOf(box)
    if (name === null || name.startsWith('---') || isShared(name)) return []
    return [{ at: label(box), message: `"${name}" is heard by every copy of the device; write "---${name}"` }]
  })

/** Shared names are written bare, and only send and receive carry them. */
export const sharedAreBare: Rule = ({ boxes }) =>
  boxes.flatMap(box => {
    const name = nameOf(box)
    if (name === null) return []
    if (name.startsWith('---') && isShared(name.slice(3)))
      return [{ at: label(box), message: `"${name.slice(3)}" connects devices and must not carry "---"` }]
    if (isShared(name) && box.name !== 'send' && box.name !== 'receive')
      return [{ at: label(box), message: `"${name}" is a name for messages between devices` }]
    return []
  })

/** "#0" is not replaced in a device. */
export const noHashZero: Rule = ({ boxes }) =>
  boxes
    .filter(({ raw }) => /#[0-9]/.test(String(raw['text'] ?? '')))
    .map(box => ({ at: label(box), message: '"#0" stays as it is in a device; use "---"' }))

/** "---" is certain in objects only: whether it is replaced in message boxes is not known. */
export const dashesInObjects: Rule = ({ boxes }) =>
  boxes
    .filter(({ name, raw }) => name === 'message' && /(^|[\s;,])---/.test(String(raw['text'] ?? '')))
    .map(box => ({
      at: label(box),
      message: '"---" in a message box is not known to be replaced; build it from an object',
    }))

/** What is sent by name is received by name, and the other way round, unless the name is shared. */
export const nothingLost: Rule = ({ boxes }) =>
  boxes.flatMap(box => {
    const name = nameOf(box)
    const other = { send: 'receive', receive: 'send' }[box.name]
    if (name === null || other === undefined || isShared(name)) return []
    if (boxes.some(each => each.name === other && each.args[0] === name)) return []
    return [{ at: label(box), message: `nothing ${other === 'send' ? 'is sent to' : 'receives'} "${name}"` }]
  })

/** An object that plays or records a buffer~ names one that is there. */
export const buffersExist: Rule = ({ boxes }) =>
  boxes
    .filter(box => ['record~', 'play~', 'groove~', 'info~', 'index~', 'peek~', 'poke~', 'wave~'].includes(box.name))
    .filter(({ args }) => !boxes.some(each => each.name === 'buffer~' && each.args[0] === args[0]))
    .map(box => ({ at: label(box), message: `there is no buffer~ ${box.args[0] ?? ''}` }))
