/** Boxes and cords: what Max would drop in silence when it loads the file. */
import { isNumber } from '../atoms.ts'
import type { Rule } from '../finding.ts'
import { boxAttributes, objectRow } from '../objects.ts'
import { type Box, boxWithId, label } from '../patch.ts'
import { portsOf, takesSignals } from '../ports.ts'

/** Ids are "obj-N" and unique in their patcher. */
export const uniqueIds: Rule = ({ levels }) =>
  levels.flatMap(({ boxes }) =>
    boxes.flatMap((box, at) => {
      if (!/^obj-\d+$/.test(box.id)) return [{ at: label(box), message: `the id is not of the form obj-N` }]
      const first = boxes.findIndex(other => other.id === box.id)
      return first < at ? [{ at: label(box), message: `the id is taken by ${label(boxes[first]!)}` }] : []
    }),
  )

/** Every object exists, and is written as Max writes it: a text object as newobj, an object with a face as its own class. */
export const knownObjects: Rule = ({ boxes }) =>
  boxes.flatMap(box => {
    const row = objectRow(box.name)
    if (!row) return [{ at: label(box), message: `"${box.name}" is not in patchers/max-objects.json` }]
    if (row.class === box.maxclass) return []
    return [{ at: label(box), message: `maxclass is "${box.maxclass}"; Max writes this object as "${row.class}"` }]
  })

/** Keys that are saved for one class of text objects only. */
const textKeys: Readonly<Record<string, readonly string[]>> = {
  v8: ['filename', 'textfile'],
  js: ['filename', 'textfile'],
  'node.script': ['filename', 'textfile'],
  patcher: ['patcher'],
  pattr: ['restore'],
  thispatcher: ['save'],
  coll: ['coll_data'],
}

/** Every key of a box, and every attribute in its text, is one that its class has. */
export const knownKeys: Rule = ({ boxes }) =>
  boxes.flatMap(box => {
    const row = objectRow(box.name)
    if (!row) return []
    const known = new Set([...boxAttributes, ...row.attributes, ...(textKeys[box.name] ?? [])])
    const isKnown = (key: string) =>
      known.has(key) || ([...known].some(base => key.startsWith(`${base}_`)) && /^bgfillcolor_/.test(key))
    return [
      ...Object.keys(box.raw)
        .filter(key => !isKnown(key))
        .map(key => ({ at: label(box), message: `"${key}" is no key of ${box.name}` })),
      ...[...box.attributes.keys()]
        .filter(key => !row.attributes.includes(key) && !boxAttributes.has(key))
        .map(key => ({ at: label(box), message: `"@${key}" is no attribute of ${box.name}` })),
    ]
  })

/** Inlets, outlets and what the outlets send are as Max makes them. */
export const portCounts: Rule = ({ boxes }) =>
  boxes.flatMap(box => {
    const ports = portsOf(box)
    if (!ports) return []
    const { numinlets, numoutlets, outlettype = [] } = box.raw
    const wrong: string[] = []
    if (numinlets !== ports.inlets) wrong.push(`numinlets is ${numinlets}, Max makes ${ports.inlets}`)
    if (numoutlets !== ports.outlets.length)
      wrong.push(`numoutlets is ${numoutlets}, Max makes ${ports.outlets.length}`)
    // An inlet's type is what the patcher around sends into it.
    else if (JSON.stringify(outlettype) !== JSON.stringify(ports.outlets) && box.inner === null && box.name !== 'inlet')
      wrong.push(`outlettype is ${JSON.stringify(outlettype)}, Max writes ${JSON.stringify(ports.outlets)}`)
    return wrong.map(message => ({ at: label(box), message }))
  })

/** Where portCounts cannot tell (scripts), the box says itself, and its own lists agree. */
export const declaredPorts: Rule = ({ boxes }) =>
  boxes
    .filter(({ raw }) => {
      const { numinlets, numoutlets, outlettype } = raw
      const types = outlettype === undefined ? 0 : Array.isArray(outlettype) ? outlettype.length : -1
      return !Number.isInteger(numinlets) || !Number.isInteger(numoutlets) || types !== numoutlets
    })
    .map(box => ({ at: label(box), message: 'numinlets, numoutlets and outlettype do not agree' }))

/** Inlets and outlets of a subpatcher are numbered 1, 2, 3 …, each once. */
export const numberedInlets: Rule = ({ levels }) =>
  levels.flatMap(({ boxes }) =>
    ['inlet', 'outlet'].flatMap(maxclass => {
      const found = boxes.filter(box => box.maxclass === maxclass)
      const numbers = found.map(({ raw }) => raw['index']).toSorted((a, b) => Number(a) - Number(b))
      return numbers.every((index, at) => index === at + 1)
        ? []
        : [{ at: label(found[0]!), message: `${maxclass} indices are ${numbers.join(', ')}, not 1 to ${found.length}` }]
    }),
  )

/** A cord ends at ports that exist, and is there once. */
export const cordsInRange: Rule = ({ levels }) =>
  levels.flatMap(level => {
    const seen = new Set<string>()
    return level.cords.flatMap(({ source, destination }) => {
      const name = `${level.path === '' ? '' : `${level.path}::`}${source.join(':')} → ${destination.join(':')}`
      const from = boxWithId(level, source[0])
      const to = boxWithId(level, destination[0])
      if (!from || !to) return [{ at: name, message: `there is no box ${from ? destination[0] : source[0]}` }]
      const isThere = (port: number, count: unknown) => port >= 0 && typeof count === 'number' && port < count
      if (!isThere(source[1], from.raw['numoutlets']))
        return [{ at: name, message: `${label(from)} has no outlet ${source[1]}` }]
      if (!isThere(destination[1], to.raw['numinlets']))
        return [{ at: name, message: `${label(to)} has no inlet ${destination[1]}` }]
      if (seen.has(name)) return [{ at: name, message: 'the cord is there twice' }]
      seen.add(name)
      return []
    })
  })

/** Signals go where signals are taken. */
export const signalsToSignals: Rule = ({ levels }) =>
  levels.flatMap(level =>
    level.cords.flatMap(({ source, destination }) => {
      const from = boxWithId(level, source[0])
      const to = boxWithId(level, destination[0])
      if (!from || !to || portsOf(from)?.outlets[source[1]] !== 'signal') return []
      if (to.inner ? insideTakesSignals(to, destination[1]) : takesSignals(to)) return []
      return [{ at: label(from), message: `its signal ends in ${label(to)}, which takes none` }]
    }),
  )

function insideTakesSignals({ inner }: Box, port: number): boolean {
  const inlet = inner!.boxes.find(({ maxclass, raw }) => maxclass === 'inlet' && raw['index'] === port + 1)
  return (
    inlet !== undefined &&
    inner!.cords
      .filter(({ source }) => source[0] === inlet.id)
      .some(({ destination }) => {
        const to = boxWithId(inner!, destination[0])
        return to !== undefined && (to.inner ? insideTakesSignals(to, destination[1]) : takesSignals(to))
      })
  )
}

/**
 * One outlet into two inlets of one box, or into two boxes of which one feeds the other's cold inlet, depends on where the
 * boxes stand on the screen. A trigger says the order.
 */
export const orderBySight: Rule = ({ levels }) =>
  levels.flatMap(level =>
    level.boxes.flatMap(box => {
      const types = portsOf(box)?.outlets ?? []
      const count = Number(box.raw['numoutlets'] ?? 0)
      return Array.from({ length: count }, (_, outlet) => outlet).flatMap(outlet => {
        if (types[outlet] === 'signal') return []
        const ends = level.cords
          .filter(({ source }) => source[0] === box.id && source[1] === outlet)
          .map(({ destination }) => destination[0])
        const twice = ends.find((id, at) => ends.indexOf(id) < at)
        const second = twice === undefined ? undefined : boxWithId(level, twice)
        return second
          ? [
              {
                at: label(box),
                message: `outlet ${outlet} enters ${label(second)} by two inlets; put a trigger between`,
              },
            ]
          : []
      })
    }),
  )

/** Names that start with a digit would be read as numbers. */
export const namesAreWords: Rule = ({ boxes }) =>
  boxes
    .filter(({ raw }) => typeof raw['varname'] === 'string' && isNumber(raw['varname']))
    .map(box => ({ at: label(box), message: 'the scripting name is a number' }))
