/**
 * Plays a script's messages into a patcher's face: through the control objects that stand between (route, select, prepend,
 * message boxes, triggers), into the attributes of the objects with a face. No clock, no signals: what a picture needs.
 */
import { atoms, isNumber, messageParts } from '../lint/atoms.ts'
import { links, type Port, samePort } from '../lint/flow.ts'
import type { Box, Patch } from '../lint/patch.ts'
import { outletOf } from '../lint/routes.ts'

export type Atom = string | number
export type Message = readonly Atom[]

/** What differs from the file, by the box's key. `value`: the number or text that it got last. */
export type FaceLooks = Map<string, Record<string, unknown>>

/** `messages`: what the script sends from its face outlet, "<object name> <message …>". */
export function playFace(patch: Patch, device: 'hub' | 'tap', messages: readonly Message[]): FaceLooks {
  const script = patch.boxes.find(({ name }) => name === 'v8')
  const port = outletOf(device, 'face')
  if (!script || port === undefined) throw new RangeError('the patcher has no v8 with a face outlet')
  const looks: FaceLooks = new Map()
  const send = (from: Port, message: Message): void => {
    // Rightmost first, as Max does; in the file's order the boxes of one column are alike.
    for (const { to } of links(patch).filter(link => samePort(link.from, from))) enter(to, message)
  }
  const enter = ({ box, port: inlet }: Port, message: Message): void => {
    const [head = '', ...rest] = message
    const out = (outlet: number, what: Message) => send({ box, port: outlet }, what)
    if (box.name === 'route') {
      const at = box.args.indexOf(String(head))
      if (at < 0) out(box.args.length, message)
      else out(at, rest)
    } else if (box.name === 'select') {
      const at = box.args.findIndex(word => word === String(head) || (isNumber(word) && Number(word) === head))
      if (at < 0) out(box.args.length, message)
      else out(at, ['bang'])
    } else if (box.name === 'prepend') {
      out(0, [...box.args.map(atomOf), ...message.filter(word => word !== 'bang')])
    } else if (box.name === 'message') {
      if (inlet === 0 && head !== 'set') sayAll(box, message, what => out(0, what))
    } else if (box.name === 'deferlow' || box.name === 'defer') {
      out(0, message)
    } else if (box.name === 'trigger') {
      for (const at of [...box.args.keys()].toReversed()) out(at, box.args[at] === 'b' ? ['bang'] : message)
    } else show(looks, box, message)
  }
  for (const message of messages) send({ box: script, port }, message)
  return looks
}

/** What comes into a message box stands for $1, $2 …; a bare number or list is its arguments too. */
function sayAll(box: Box, message: Message, out: (what: Message) => void): void {
  const args = message[0] === 'bang' ? [] : message
  for (const words of messageParts(String(box.raw['text'] ?? '')).out)
    out(words.map(word => (/^\$\d$/.test(word) ? (args[Number(word[1]) - 1] ?? 0) : atomOf(word))))
}

const atomOf = (word: string): Atom => (isNumber(word) ? Number(word) : word)

function show(looks: FaceLooks, box: Box, [head = 'bang', ...rest]: Message): void {
  const look = looks.get(box.key) ?? {}
  looks.set(box.key, look)
  if (typeof head === 'number') look['value'] = head
  else if (head === 'set') {
    const text = rest.join(' ')
    if (rest.length === 1 && typeof rest[0] === 'number' && box.raw['text'] === undefined) look['value'] = rest[0]
    // A message box hands a quoted text on as one symbol, with its quotes gone.
    else look['text'] = atoms(text).length > 0 && text.startsWith('"') ? atoms(text).join(' ') : text
  } else if (head === 'int' || head === 'float' || head === 'db') look['value'] = rest[0]
  else look[head] = rest.length === 1 ? rest[0] : rest
}
