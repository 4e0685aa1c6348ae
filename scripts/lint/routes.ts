/** Which first words a script's outlet has routes for, and which words reach a script's inlet. */
import { hubOutlets, tapOutlets } from '../../device/protocol.ts'
import { atoms, messageParts } from './atoms.ts'
import { type Link, links, type Port, samePort } from './flow.ts'
import type { Box, Patch } from './patch.ts'

/** Objects that hand on what they get, at this inlet. */
const passing: Readonly<Record<string, number>> = { deferlow: 0, defer: 0, gate: 1, 'zl.reg': 0, speedlim: 0, pipe: 0 }
const passes = ({ box, port }: Port) =>
  passing[box.name] === port ||
  (box.name === 'trigger' && box.args.length > 0 && box.args.every(word => 'alsb'.includes(word)) && port === 0)

export function outletOf(device: 'hub' | 'tap', name: string): number | undefined {
  const outlets: Readonly<Record<string, number>> = device === 'hub' ? hubOutlets : tapOutlets
  return outlets[name]
}

/** First word → outlets of the routes that take it, from one outlet of the script on. */
export function routedFrom(patch: Patch, script: Box, outlet: string, device: 'hub' | 'tap'): Map<string, Port[]> {
  const port = outletOf(device, outlet)
  return port === undefined ? new Map() : routedBehind(links(patch), { box: script, port })
}

export function routedBehind(all: readonly Link[], start: Port): Map<string, Port[]> {
  const found = new Map<string, Port[]>()
  const seen: Port[] = []
  const open = [start]
  for (let port = open.pop(); port !== undefined; port = open.pop()) {
    for (const { to } of all.filter(({ from }) => samePort(from, port!))) {
      if (seen.some(other => samePort(other, to))) continue
      seen.push(to)
      if ((to.box.name === 'route' || to.box.name === 'routepass' || to.box.name === 'select') && to.port === 0) {
        for (const [at, word] of to.box.args.entries())
          found.set(word, [...(found.get(word) ?? []), { box: to.box, port: at }])
        open.push({ box: to.box, port: to.box.args.length })
      } else if (passes(to)) open.push(...outletsOf(to.box))
    }
  }
  return found
}

const outletsOf = (box: Box): Port[] =>
  Array.from({ length: Number(box.raw['numoutlets'] ?? 0) }, (_, port) => ({ box, port }))

/** Where a message comes from: the words that are certain at its head, and the box that sends it last. */
export interface Said {
  readonly words: readonly string[]
  readonly from: Box
}

/** Everything that can reach an inlet, by its known first words ("press capture"); [] where they are not known. */
export function saidTo(all: readonly Link[], to: Port, depth = 0): Said[] {
  if (depth > 12) return []
  return all
    .filter(link => samePort(link.to, to))
    .flatMap(({ from: { box } }) => {
      if (box.name === 'prepend') {
        const behind = saidTo(all, { box, port: 0 }, depth + 1)
        const heads = behind.length === 0 ? [{ words: [], from: box }] : behind
        return heads.map(({ words, from }) => ({ words: [...box.args, ...words], from }))
      }
      if (box.name === 'message') {
        const { out } = messageParts(String(box.raw['text'] ?? ''))
        return out.map(words => ({ words: untilVariable(words), from: box }))
      }
      if (box.name === 'loadmess') return [{ words: box.args, from: box }]
      if (passing[box.name] !== undefined) return saidTo(all, { box, port: passing[box.name]! }, depth + 1)
      if (box.name === 'trigger' && box.args.every(word => 'als'.includes(word)))
        return saidTo(all, { box, port: 0 }, depth + 1)
      // A trigger or pack with constants begins with them.
      if (box.name === 'pack' || box.name === 'join')
        return [{ words: untilVariable(atoms(box.args.join(' '))), from: box }]
      return [{ words: [], from: box }]
    })
}

const untilVariable = (words: readonly string[]) => {
  const at = words.findIndex(word => /^\$\d/.test(word))
  return at < 0 ? [...words] : words.slice(0, at)
}
