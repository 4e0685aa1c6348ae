/** What the hub adds to the signal that passes it: an excerpt of a file, or less of the signal itself. Normally nothing. */
import { attenuationMs, audioEvents, hubInputs } from '../../device/protocol.ts'
import type { Box, Outlet, Patch } from '../lib/patch.ts'

/** Long enough not to click. */
const rampMs = 20

export interface AuditionOrders {
  /** <absolute path>. */
  readonly open: Outlet
  /** 1 plays from the start, 0 stops. */
  readonly play: Outlet
}

/** From the disk: nothing of an older excerpt is left when a file cannot be read, and length does not matter. */
export function audition(patch: Patch, { open, play }: AuditionOrders, toScript: Box): readonly [Outlet, Outlet] {
  patch.group('Audition: an excerpt while the transport stands still')
  const player = patch.object('sfplay~ 2')
  patch.chain(open, patch.object('prepend open'), player)
  patch.cord(play, player.in(0))
  patch.chain(player.out(2), patch.message(`${hubInputs.audio} ${audioEvents.auditionEnded}`), toScript)
  return [player.out(0), player.out(1)]
}

/**
 * The signal times k is added to itself, k from −1 to 0: at 0 what passes is what came in, to the bit. It can only lower. Max's
 * own clock returns k to 0, whatever becomes of the scripts, and no set remembers it.
 */
export function attenuator(patch: Patch, amount: Outlet, left: Outlet, right: Outlet): readonly [Outlet, Outlet] {
  patch.group('Live comparison: lowers what passes, for a while')
  const given = patch.object('t b f')
  const release = patch.object(`delay ${attenuationMs}`)
  const ramp = patch.object('line~ 0.')
  const sides = [left, right].map(side => {
    const product = patch.object('*~ 0.')
    patch.cord(side, product.in(0))
    patch.cord(ramp.out(0), product.in(1))
    return product.out(0)
  })
  patch.cord(amount, given.in(0))
  patch.chain(given.out(1), patch.object('clip -1. 0.'), patch.message(`$1 ${rampMs}`), ramp)
  patch.chain(given.out(0), release, patch.message(`0. ${rampMs}`), ramp)
  return [sides[0]!, sides[1]!]
}
