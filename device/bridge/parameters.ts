/** Reads parameters. Ranges and lists of texts are read once for a class of devices: a large set has tens of thousands. */
import type { Host } from '../host.ts'
import type { WireParameter, WireRef } from '../protocol.ts'
import type { Job } from './jobs.ts'
import type { Live, LiveId } from './live.ts'
import { mixerParameters } from './mixer.ts'
import { isChainPath, placeAt, trackAt } from './places.ts'
import { missing } from './refusal.ts'

/** What parameters of one name have in common in all devices of a class. */
interface Facts {
  readonly min: number
  readonly max: number
  readonly quantized: boolean
  /** Live's texts from min on. null: not read yet, or not to be had. */
  items: readonly string[] | null
}

/** A parameter by what identifies it in a snapshot. */
export interface Found {
  readonly id: LiveId
  /** As in the snapshot: Live's, and a mixer's by its place. */
  readonly name: string
  /** Of its device; `mixerClass` for those of a mixer. */
  readonly className: string
}
export const mixerClass = 'mixer'

/**
 * Time for the texts of one device, milliseconds. One public report says that Live took very long for the texts of Auto
 * Filter: the rest of such a device, and its class from then on, is shown as numbers.
 */
export const textTimeMs = 250
/** A list longer than this is a row of numbers, and reading it would take long. */
const itemLimit = 256

/** Counts the time that one device's texts take. */
export interface TextClock {
  readonly className: string
  spentMs: number
}

export class Parameters {
  readonly #live: Live
  readonly #host: Pick<Host, 'now' | 'post'>
  readonly #facts = new Map<string, Facts>()
  readonly #slowClasses = new Set<string>()

  constructor(live: Live, host: Pick<Host, 'now' | 'post'>) {
    this.#live = live
    this.#host = host
  }

  /** A name may change while a device lives (a macro's, or with a device's mode): it is never remembered. */
  nameOf(id: LiveId): string {
    return this.#live.text(id, 'name')
  }

  /** Macros of two racks have nothing in common but the name. */
  facts({ id, name, className }: Found): Facts {
    const key = isRack(className) ? `${id}` : `${className}\n${name}`
    const known = this.#facts.get(key)
    if (known) return known
    const live = this.#live
    const facts: Facts = {
      min: live.number(id, 'min'),
      max: live.number(id, 'max'),
      quantized: live.flag(id, 'is_quantized'),
      items: null,
    }
    this.#facts.set(key, facts)
    return facts
  }

  *read(found: Found, clock?: TextClock): Job<WireParameter> {
    const { id, name } = found
    const live = this.#live
    const facts = this.facts(found)
    const value = live.number(id, 'value')
    const state =
      (facts.quantized ? 1 : 0) + (live.flag(id, 'is_enabled') ? 2 : 0) + 4 * live.number(id, 'automation_state', 0)
    const row = [name, value, facts.min, facts.max, state, this.#text(id, value, clock)] as const
    if (!facts.quantized) return row
    const items = facts.items ?? (yield* this.#itemsOf(id, facts, clock))
    return items ? [...row, items] : row
  }

  /** Live's texts of a quantized parameter: `value_items` would come split at spaces. */
  *#itemsOf(id: LiveId, facts: Facts, clock: TextClock | undefined): Job<readonly string[] | null> {
    const { min, max } = facts
    if (max - min > itemLimit || this.#isSlow(clock)) return null
    const items: string[] = []
    for (let value = min; value <= max; value++) {
      if (items.length % 16 === 15) yield
      items.push(this.#text(id, value, clock))
    }
    if (this.#isSlow(clock)) return null
    facts.items = items
    return items
  }

  #text(id: LiveId, value: number, clock: TextClock | undefined): string {
    if (!clock) return this.#live.textForValue(id, value)
    if (this.#isSlow(clock)) return String(Number(value.toPrecision(6)))
    const start = this.#host.now()
    const text = this.#live.textForValue(id, value)
    clock.spentMs += this.#host.now() - start
    if (clock.spentMs > textTimeMs) {
      this.#slowClasses.add(clock.className)
      this.#host.post(`Uplift: Live is slow to give the texts of ${clock.className}; raw numbers stand for them.`)
    }
    return text
  }

  #isSlow(clock: TextClock | undefined): boolean {
    return clock !== undefined && this.#slowClasses.has(clock.className)
  }
}

/** Finds parameters by name; throws Refusal. The refs of one request share what was found on the way. */
export function parameterFinder(live: Live, parameters: Parameters): (ref: WireRef) => Job<Found> {
  const owners = new Map<string, ReadonlyMap<string, Found>>()
  return function* (ref) {
    const key = `${ref.track}\n${ref.device ?? ''}`
    const rows = owners.get(key) ?? (yield* rowsAt(live, parameters, ref))
    owners.set(key, rows)
    const found = rows.get(ref.parameter)
    if (!found) throw missing(`"${ref.parameter}" of ${ref.track}, ${ref.device ?? 'mixer'},`)
    return found
  }
}

function* rowsAt(live: Live, parameters: Parameters, { track, device }: WireRef): Job<ReadonlyMap<string, Found>> {
  const trackId = trackAt(live, track)
  const owner = device === null ? trackId : placeAt(live, trackId, device)
  const rows = new Map<string, Found>()
  if (device === null || isChainPath(device)) {
    const kind = device !== null ? 'chain' : track === 'master_track' ? 'main' : 'track'
    for (const row of mixerParameters(live, owner, kind)) rows.set(row.name, { ...row, className: mixerClass })
    return rows
  }
  const className = live.text(owner, 'class_name')
  for (const id of live.ids(owner, 'parameters')) {
    const name = parameters.nameOf(id)
    // Of two with one name, the first counts.
    if (!rows.has(name)) rows.set(name, { id, name, className })
    yield
  }
  return rows
}

export const isRack = (className: string) => className.endsWith('GroupDevice')
