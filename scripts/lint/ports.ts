/**
 * How many inlets and outlets a box has, and what its outlets send: from the table, or counted from its arguments as Max does
 * (facts, 2.4 and the counted survey of real files).
 */
import { isFloat, isNumber, messageParts } from './atoms.ts'
import { boxAttributes, objectRow, parameterMessages } from './objects.ts'
import type { Box, Level } from './patch.ts'

export interface Ports {
  readonly inlets: number
  readonly outlets: readonly string[]
}

/** null: a script decides, or the object is unknown. */
export function portsOf(box: Box): Ports | null {
  if (box.inner !== null) return innerPorts(box.inner)
  if (box.maxclass === 'inlet') return { inlets: 0, outlets: carriesSignal(box) ? ['signal'] : [''] }
  const counted = Object.hasOwn(byArguments, box.name) ? byArguments[box.name]!(box) : undefined
  if (counted !== undefined) return counted
  const row = objectRow(box.name)
  if (!row || row.inlets === null || row.outlets === null) return null
  // Arithmetic is in float as soon as its argument is.
  if (/^[^a-z~]+$/.test(box.name) && box.args.some(isFloat)) return { inlets: row.inlets, outlets: ['float'] }
  return { inlets: row.inlets, outlets: row.outlets }
}

const repeat = (count: number, type: string) => Array<string>(Math.max(0, count)).fill(type)
const count = (word: string | undefined, otherwise: number) =>
  word !== undefined && isNumber(word) ? Math.trunc(Number(word)) : otherwise

/** Signals of a player: `channels` outlets and what follows them. */
const player = (inlets: number, channels: number, ...more: string[]): Ports => ({
  inlets,
  outlets: [...repeat(channels, 'signal'), ...more],
})

const byArguments: Readonly<Record<string, (box: Box) => Ports | undefined>> = {
  route: ({ args }) => ({ inlets: Math.max(args.length, 1) + 1, outlets: repeat(Math.max(args.length, 1) + 1, '') }),
  routepass: ({ args }) => ({
    inlets: Math.max(args.length, 1) + 1,
    outlets: repeat(Math.max(args.length, 1) + 1, ''),
  }),
  select: ({ args }) => ({
    inlets: Math.max(args.length, 1) + 1,
    outlets: [...repeat(Math.max(args.length, 1), 'bang'), ''],
  }),
  trigger: ({ args }) => ({ inlets: 1, outlets: args.length === 0 ? ['', ''] : args.map(triggerType) }),
  bangbang: ({ args }) => ({ inlets: 1, outlets: repeat(count(args[0], 2), 'bang') }),
  pack: ({ args }) => ({ inlets: Math.max(args.length, 2), outlets: [''] }),
  pak: ({ args }) => ({ inlets: Math.max(args.length, 2), outlets: [''] }),
  unpack: ({ args }) => ({ inlets: 1, outlets: args.length === 0 ? ['int', 'int'] : args.map(unpackType) }),
  join: ({ args }) => ({ inlets: count(args[0], 2), outlets: [''] }),
  unjoin: ({ args }) => ({ inlets: 1, outlets: repeat(count(args[0], 2) + 1, '') }),
  funnel: ({ args }) => ({ inlets: count(args[0], 2), outlets: ['list'] }),
  spray: ({ args }) => ({ inlets: 1, outlets: repeat(count(args[0], 2), '') }),
  gate: ({ args }) => ({ inlets: 2, outlets: repeat(count(args[0], 1), '') }),
  switch: ({ args }) => ({ inlets: count(args[0], 2) + 1, outlets: [''] }),
  buddy: ({ args }) => ({ inlets: count(args[0], 2), outlets: repeat(count(args[0], 2), '') }),
  pipe: ({ args }) => (args.length > 1 ? { inlets: args.length, outlets: repeat(args.length - 1, '') } : undefined),
  expr: ({ args }) => ({ inlets: variables(args), outlets: [''] }),
  vexpr: ({ args }) => ({ inlets: variables(args), outlets: [''] }),
  if: ({ args }) => ({ inlets: variables(args), outlets: [''] }),
  sprintf: ({ args }) => ({ inlets: Math.max(1, (args.join(' ').match(/%[^%]/g) ?? []).length), outlets: [''] }),
  'plugin~': ({ args }) =>
    args.length > 1 ? { inlets: args.length, outlets: repeat(args.length, 'signal') } : undefined,
  'plugout~': ({ args }) =>
    args.length > 1 ? { inlets: args.length, outlets: repeat(args.length, 'signal') } : undefined,
  'sfrecord~': ({ args }) => ({ inlets: count(args[0], 1), outlets: ['signal'] }),
  // Channels, start point, end point.
  'record~': ({ args }) => ({ inlets: count(args[1], 1) + 2, outlets: ['signal'] }),
  'play~': ({ args }) => player(1, count(args[1], 1), 'bang'),
  'groove~': ({ args }) => player(3, count(args[1], 1), 'signal'),
  'sfplay~': ({ args }) => {
    const [channels, , position] = args.filter(isNumber)
    return player(2, count(channels, 1), ...(count(position, 0) > 0 ? ['signal'] : []), 'bang')
  },
  'gate~': ({ args }) => ({ inlets: 2, outlets: repeat(count(args[0], 1), 'signal') }),
  'selector~': ({ args }) => ({ inlets: count(args[0], 1) + 1, outlets: ['signal'] }),
  'matrix~': ({ args }) => ({
    inlets: count(args[0], 2),
    outlets: [...repeat(count(args[1], 2), 'signal'), ''],
  }),
  'tapout~': ({ args }) => ({ inlets: Math.max(args.length, 1), outlets: repeat(Math.max(args.length, 1), 'signal') }),
  'loudness~': ({ args }) => ({ inlets: count(args[0], 1), outlets: repeat(6, '') }),
}

const triggerTypes: Readonly<Record<string, string>> = {
  b: 'bang',
  bang: 'bang',
  i: 'int',
  int: 'int',
  f: 'float',
  float: 'float',
}
const triggerType = (word: string) => triggerTypes[word] ?? (isFloat(word) ? 'float' : isNumber(word) ? 'int' : '')
const unpackType = (word: string) =>
  word === 'i' || word === 'f' ? triggerTypes[word]! : isFloat(word) ? 'float' : isNumber(word) ? 'int' : ''

/** "$i1 + $f3" has three inlets. */
const variables = (args: readonly string[]) =>
  Math.max(1, ...[...args.join(' ').matchAll(/\$[ifsv](\d)/g)].map(match => Number(match[1])))

/** Of a subpatcher: its inlet and outlet boxes, whose `index` counts from 1. */
function innerPorts({ boxes, cords }: Level): Ports {
  const inlets = boxes.filter(({ maxclass }) => maxclass === 'inlet').length
  const outlets = boxes.filter(({ maxclass }) => maxclass === 'outlet').toSorted((a, b) => indexOf(a) - indexOf(b))
  const isSignal = ({ id }: Box) =>
    cords.some(({ source, destination }) => {
      const from = boxes.find(box => box.id === source[0])
      return destination[0] === id && from !== undefined && portsOf(from)?.outlets[source[1]] === 'signal'
    })
  return { inlets, outlets: outlets.map(outlet => (isSignal(outlet) ? 'signal' : '')) }
}

/** What an inlet says of itself: Max writes it down when a signal enters. */
const carriesSignal = ({ raw }: Box) => Array.isArray(raw['outlettype']) && raw['outlettype'][0] === 'signal'

/** Which inlet or outlet of its patcher a box is, from 1; NaN when it does not say. */
export const indexOf = ({ raw }: Box): number => (typeof raw['index'] === 'number' ? raw['index'] : Number.NaN)

/** Whether an inlet of the object takes a signal. */
export function takesSignals(box: Box): boolean {
  if (box.maxclass === 'outlet') return true
  const row = objectRow(box.name)
  return row?.messages.includes('signal') ?? false
}

/** Whether a message with this first word does something in the object. */
export function understands(box: Box, word: string, isList: boolean): boolean {
  const row = objectRow(box.name)
  if (!row || word.startsWith('$') || row.messages.includes('anything')) return true
  if (box.maxclass !== 'newobj' && (boxAttributes.has(word) || parameterMessages.has(word))) return true
  if (!isNumber(word)) return row.messages.includes(word) || row.attributes.includes(word)
  if (isList && row.messages.includes('list')) return true
  return row.messages.includes('int') || row.messages.includes('float')
}

/** All first words of a message box's messages to its outlet. */
export const firstWords = (box: Box): { word: string; isList: boolean }[] =>
  messageParts(String(box.raw['text'] ?? '')).out.map(words => ({ word: words[0]!, isList: words.length > 1 }))
