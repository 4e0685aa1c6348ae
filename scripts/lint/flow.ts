/** Where messages and signals go: through subpatchers, and through send and receive of the same name. */

import { type Box, boxWithId, type Level, type Patch } from './patch.ts'
import { indexOf } from './ports.ts'

export interface Port {
  readonly box: Box
  readonly port: number
}

export interface Link {
  readonly from: Port
  readonly to: Port
}

const known = new WeakMap<Patch, readonly Link[]>()

/** From every object's outlet to the objects behind it; inlets, outlets, subpatchers and named sends are passed through. */
export function links(patch: Patch): readonly Link[] {
  const found = known.get(patch) ?? linksOf(patch)
  known.set(patch, found)
  return found
}

function linksOf(patch: Patch): Link[] {
  const ports = patch.levels.flatMap(level =>
    level.cords.flatMap(({ source }) => {
      const box = boxWithId(level, source[0])
      // What mute~ does to the subpatcher behind it is no message inside.
      return box === undefined || isPassage(box) || box.name === 'mute~' ? [] : [{ box, port: source[1] }]
    }),
  )
  const unique = new Map(ports.map(from => [`${from.box.key} ${from.port}`, from]))
  return [...unique.values()].flatMap(from => behind(patch, from, new Set()).map(to => ({ from, to })))
}

export const samePort = (a: Port, b: Port): boolean => a.box === b.box && a.port === b.port

const isPassage = (box: Box) => box.inner !== null || box.maxclass === 'inlet' || isNamed(box, 'receive')
const isNamed = (box: Box, name: string) => box.name === name && box.args.length > 0

/** Objects' inlets that an outlet leads to. */
function behind(patch: Patch, { box, port }: Port, seen: Set<string>): Port[] {
  const id = `${box.key} ${port}`
  if (seen.has(id)) return []
  seen.add(id)
  return box.level.cords
    .filter(({ source }) => source[0] === box.id && source[1] === port)
    .flatMap(({ destination: [to, inlet] }) => {
      const next = boxWithId(box.level, to)
      return next === undefined ? [] : through(patch, { box: next, port: inlet }, seen)
    })
}

function through(patch: Patch, to: Port, seen: Set<string>): Port[] {
  const { box, port } = to
  if (box.inner !== null) {
    const inlet = box.inner.boxes.find(each => each.maxclass === 'inlet' && indexOf(each) === port + 1)
    return inlet ? behind(patch, { box: inlet, port: 0 }, seen) : []
  }
  if (box.maxclass === 'outlet') {
    const holder = holderOf(box.level)
    return holder ? behind(patch, { box: holder, port: indexOf(box) - 1 }, seen) : []
  }
  if (isNamed(box, 'send')) {
    const receivers = patch.boxes.filter(each => isNamed(each, 'receive') && each.args[0] === box.args[0])
    return [to, ...receivers.flatMap(receiver => behind(patch, { box: receiver, port: 0 }, seen))]
  }
  return [to]
}

/** The box that a subpatcher's level is inside of. */
const holderOf = ({ parent, path }: Level): Box | undefined => parent?.boxes.find(({ key }) => key === path)

/** All boxes that can be reached from a port, with the ports by which they are entered. `stop`: not beyond these. */
export function reachable(all: readonly Link[], start: Port, stop: (box: Box) => boolean = () => false): Port[] {
  const found = new Map<string, Port>()
  const open = linksFrom(all, start.box)
    .filter(({ from }) => from.port === start.port)
    .map(({ to }) => to)
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const id = `${next.box.key} ${next.port}`
    if (found.has(id)) continue
    found.set(id, next)
    if (!stop(next.box)) open.push(...linksFrom(all, next.box).map(({ to }) => to))
  }
  return [...found.values()]
}

const bySource = new WeakMap<readonly Link[], Map<Box, Link[]>>()

/** Those that begin at a box. */
function linksFrom(all: readonly Link[], box: Box): readonly Link[] {
  let index = bySource.get(all)
  if (!index) {
    index = new Map()
    for (const link of all) index.set(link.from.box, [...(index.get(link.from.box) ?? []), link])
    bySource.set(all, index)
  }
  return index.get(box) ?? []
}
