/** A tap's meters: as many numbers as the protocol counts, in one list, through filters that the script can set. */
import { tapFilters, tapInputs, tapMeters } from '../../../device/protocol.ts'
import type { Rule } from '../finding.ts'
import { links, reachable } from '../flow.ts'
import { type Box, label, type Patch } from '../patch.ts'

const filters = new Set(['biquad~', 'cascade~'])

/** The list behind the word `meters` is a pack with an inlet for each meter, and each of them is fed. */
export const metersAreComplete: Rule = (patch, { device }) => {
  if (device === 'hub') return []
  const list = packOf(patch)
  if (!list) return [{ at: tapInputs.meters, message: 'no pack of numbers leads to the word' }]
  const { args } = list
  if (args.length !== tapMeters.length)
    return [{ at: label(list), message: `it packs ${args.length} numbers, the protocol counts ${tapMeters.length}` }]
  const all = links(patch)
  return tapMeters.flatMap((meter, inlet) =>
    all.some(({ to }) => to.box === list && to.port === inlet)
      ? []
      : [{ at: label(list), message: `nothing feeds inlet ${inlet}, which is ${meter}` }],
  )
}

function packOf(patch: Patch): Box | undefined {
  const all = links(patch)
  const word = patch.boxes.find(({ name, args }) => name === 'prepend' && args[0] === tapInputs.meters)
  return patch.boxes.find(
    box => (box.name === 'pack' || box.name === 'join') && reachable(all, { box, port: 0 }).some(to => to.box === word),
  )
}

/** Every filter of the protocol has a route to filters of its own; `k` to those of both channels. */
export const filtersAreRouted: Rule = (patch, { device }) => {
  if (device === 'hub') return []
  const all = links(patch)
  const route = patch.boxes.find(({ name, args }) => name === 'route' && args[0] === tapFilters[0])
  if (!route) return [{ at: 'coefficients', message: `no route begins with "${tapFilters[0]}"` }]
  const taken = new Set<Box>()
  return tapFilters.flatMap(filter => {
    const port = route.args.indexOf(filter)
    const found =
      port < 0 ? [] : reachable(all, { box: route, port }, box => filters.has(box.name)).map(({ box }) => box)
    const own = found.filter(box => filters.has(box.name) && !taken.has(box))
    for (const box of own) taken.add(box)
    const wanted = filter === 'k' ? 2 : 1
    return own.length >= wanted ? [] : [{ at: label(route), message: `"${filter}" sets no filter of its own` }]
  })
}
