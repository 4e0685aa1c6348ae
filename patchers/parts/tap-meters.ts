/**
 * What a tap measures, in a subpatcher of its own: muted with mute~, its signal objects are left out of Max's audio thread, so
 * a tap that nobody listens to costs its cords and an idle recorder. Means of squares are exact over the time between two
 * polls (avg~ forgets when it reports). Weighting and bands are pairs of biquad~, whose coefficients the script sends for the
 * sample rate.
 */
import { audioOrders, tapFilters, tapMeters } from '../../device/protocol.ts'
import { type Box, type Inlet, type Outlet, Patch } from '../lib/patch.ts'

/** Inlets: left, right, orders ("poll", "coefficients <filter> <numbers>"). Outlet: the list of `tapMeters`. */
export function tapMeterPatch(): Patch {
  const patch = new Patch()
  patch.group('Orders')
  const left = patch.inlet(1, 'left', 'signal').out(0)
  const right = patch.inlet(2, 'right', 'signal').out(0)
  const orders = patch.inlet(3, 'poll; coefficients <filter> <a0 a1 a2 b1 b2, twice>')
  const kind = patch.object(`route poll ${audioOrders.coefficients}`)
  const filter = patch.object(`route ${tapFilters.join(' ')}`)
  const list = patch.outlet(1, 'the list of tapMeters')
  // From the right: the last value first, and the first one, which lets the list go, last.
  const poll = patch.object(`t ${tapMeters.map(() => 'b').join(' ')}`)
  const pack = patch.object(`pack ${tapMeters.map(() => '0.').join(' ')}`)
  patch.chain(orders, kind, poll)
  patch.cord(kind.out(1), filter.in(0))
  patch.chain(pack, list)

  const report = (name: (typeof tapMeters)[number], meter: Box, value: Outlet = meter.out(0)) => {
    const index = tapMeters.indexOf(name)
    patch.cord(poll.out(index), meter.in(0))
    patch.cord(value, pack.in(index))
  }
  const coefficients = (name: (typeof tapFilters)[number]) => filter.out(tapFilters.indexOf(name))

  patch.group('K-weighted power of both sides, and peaks')
  const sections = patch.object('zl.slice 5')
  patch.cord(coefficients('k'), sections.in(0))
  const weighted = [left, right].map(side => squared(patch, filtered(patch, side, sections)))
  const kPower = patch.object('avg~')
  for (const side of weighted) patch.cord(side, kPower.in(0))
  report('kPower', kPower)
  for (const [name, side] of [
    ['peakLeft', left],
    ['peakRight', right],
  ] as const) {
    const peak = patch.object('peakamp~')
    patch.cord(side, peak.in(0))
    report(name, peak)
  }

  patch.group('Left, right, and their product')
  for (const [name, side] of [
    ['ll', left],
    ['rr', right],
  ] as const) {
    const mean = patch.object('avg~')
    patch.cord(squared(patch, side), mean.in(0))
    report(name, mean)
  }
  const middle = half(patch, '+~', left, right)
  const side = half(patch, '-~', left, right)
  // avg~ takes absolute values, which a product of the sides needs signed: L·R = M² − S².
  const both = patch.object('t b b')
  const means = [middle, side].map(signal => {
    const mean = patch.object('avg~')
    patch.cord(squared(patch, signal), mean.in(0))
    return mean
  })
  const product = patch.object('- 0.')
  patch.chain(both.out(1), means[1]!, product.in(1))
  patch.chain(both.out(0), means[0]!, product.in(0))
  report('lr', both, product.out(0))

  patch.group('Bands of the middle')
  for (const name of tapFilters) {
    if (name === 'k') continue
    const sections = patch.object('zl.slice 5')
    patch.cord(coefficients(name), sections.in(0))
    const mean = patch.object('avg~')
    patch.cord(squared(patch, filtered(patch, middle, sections)), mean.in(0))
    report(`band ${name}`, mean)
  }
  return patch
}

/** Through two sections; `coefficients`: the first five leave its left outlet, the others its right. */
function filtered(patch: Patch, signal: Outlet, coefficients: Box): Outlet {
  const first = patch.object('biquad~')
  const second = patch.object('biquad~')
  patch.chain(signal, first, second)
  patch.cord(coefficients.out(0), first.in(0))
  patch.cord(coefficients.out(1), second.in(0))
  return second.out(0)
}

function squared(patch: Patch, signal: Outlet): Outlet {
  const product = patch.object('*~')
  patch.cord(signal, product.in(0))
  patch.cord(signal, product.in(1))
  return product.out(0)
}

/** Half of the sum or difference of two signals. */
function half(patch: Patch, operation: '+~' | '-~', left: Outlet, right: Outlet): Outlet {
  const both = patch.object(operation)
  const halved = patch.object('*~ 0.5')
  const ends: readonly (readonly [Outlet, Inlet])[] = [
    [left, both.in(0)],
    [right, both.in(1)],
    [both.out(0), halved.in(0)],
  ]
  for (const [from, to] of ends) patch.cord(from, to)
  return halved.out(0)
}
