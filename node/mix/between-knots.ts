/**
 * What a threshold or a limiter's gain does is smooth: it is worked out at every second decibel that is asked for and drawn
 * between, so that a search may ask as finely as it likes.
 */
import type { FeatureId } from '../features/catalogue.ts'
import type { Effects } from './dynamics.ts'
import type { DeviceMove, DynamicEffect, Shifts } from './moves.ts'

/** dB. A knee of 6 dB is met by three; what is drawn between is off by a few hundredths of a decibel. */
const knotDb = 2
const parameters = ['Threshold', 'Input Gain'] as const

/** `told` at knots, and between them where only the level is moved at which the device works. */
export function betweenKnots(told: Effects): Effects {
  const kept = new Map<string, readonly DynamicEffect[] | null>()
  return move => {
    const name = levelOf(move)
    if (name === null) return told(move)
    const { from, to } = move
    const { [name]: _, Output: __, ...others } = to
    const way = to[name]! - from[name]!
    // What an output gives back of a threshold's way goes along with it.
    const perDb = ((to.Output ?? 0) - (from.Output ?? 0)) / way
    const at = (knot: number) => {
      const key = [move.node, move.device, move.key ?? '', knot, perDb, JSON.stringify(others)].join(' ')
      let effect = kept.get(key)
      if (effect === undefined) {
        const output = from.Output === undefined ? {} : { Output: from.Output + perDb * knot * knotDb }
        effect = told({ ...move, to: { ...to, ...output, [name]: from[name]! + knot * knotDb } })
        kept.set(key, effect)
      }
      return effect
    }
    const place = way / knotDb
    const first = Math.floor(place + 1e-6)
    if (Math.abs(place - first) < 1e-6) return at(first)
    const knots = [first - 1, first, first + 1, first + 2].map(at)
    return knots.every(knot => knot !== null) ? drawn(knots, place - first) : null
  }
}

/** The level at which the device works; null: it is not moved. */
const levelOf = ({ from, to }: DeviceMove): (typeof parameters)[number] | null =>
  parameters.find(each => from[each] !== undefined && to[each] !== undefined && from[each] !== to[each]) ?? null

function drawn(knots: readonly (readonly DynamicEffect[])[], x: number): DynamicEffect[] {
  return knots[1]!.map((_, s) => {
    const four = knots.map(knot => knot[s]!)
    const ratio = Float64Array.from(four[1]!.ratio, (_, k) =>
      Math.exp(
        curve(
          four.map(each => Math.log(Math.max(least, each.ratio[k]!))),
          x,
        ),
      ),
    )
    const ids = Object.keys(four[1]!.shifts) as FeatureId[]
    const shifts: Partial<Record<FeatureId, number>> = {}
    for (const id of ids) {
      const values = four.map(({ shifts }: { readonly shifts: Shifts }) => shifts[id])
      if (values.every(value => value !== undefined)) shifts[id] = curve(values, x)
    }
    return { ratio, shifts }
  })
}

/** What a gain closed. */
const least = 1e-9

/**
 * From the second of four values (x = 0) to the third (x = 1) with the slopes of E. Catmull, R. Rom, "A class of local
 * interpolating splines", 1974; flat beside what is flat, so that nothing swings before a device begins to work.
 */
function curve([y0, y1, y2, y3]: readonly number[], x: number): number {
  const [before, step, after] = [y1! - y0!, y2! - y1!, y3! - y2!]
  const slope = (a: number, b: number) => (a === 0 || b === 0 ? 0 : (a + b) / 2)
  const [from, to] = [slope(before, step), slope(step, after)]
  return y1! + x * (from + x * (3 * step - 2 * from - to + x * (from + to - 2 * step)))
}
