/** Reads parameters. What a parameter keeps for the life of its device is read once. */
import type { Host } from '../host.ts'
import type { WireParameter, WireRef } from '../protocol.ts'
import type { Job } from './jobs.ts'
import type { Live, LiveId } from './live.ts'
import { mixerParameters } from './mixer.ts'
import { isChainPath, placeAt, trackAt } from './places.ts'
import { missing } from './refusal.ts'

interface Facts {
  readonly name: string
  readonly min: number
  readonly max: number
  readonly quantized: boolean
}

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
  readonly #facts = new Map<LiveId, Facts>()
  readonly #items = new Map<LiveId, readonly string[]>()
  readonly #slowClasses = new Set<string>()

  constructor(live: Live, host: Pick<Host, 'now' | 'post'>) {
    this.#live = live
    this.#host = host
  }

  facts(id: LiveId): Facts {
    const known = this.#facts.get(id)
    if (known) return known
    const live = this.#live
    const facts: Facts = {
      name: live.text(id, 'name'),
      min: live.number(id, 'min'),
      max: live.number(id, 'max'),
      quantized: live.flag(id, 'is_quantized'),
    }
    this.#facts.set(id, facts)
    return facts
  }

  /** `name`: instead of Live's, for a mixer. A rack's macro takes the name of what it moves: `isRenamed` reads it anew. */
  *read(
    id: LiveId,
    { name, isRenamed = false, clock }: { name?: string | undefined; isRenamed?: boolean; clock?: TextClock } = {},
  ): Job<WireParameter> {
    const live = this.#live
    const facts = this.facts(id)
    const value = live.number(id, 'value')
    const state =
      (facts.quantized ? 1 : 0) + (live.flag(id, 'is_enabled') ? 2 : 0) + 4 * live.number(id, 'automation_state', 0)
    const display = this.#text(id, value, clock)
    const row = [name ?? (isRenamed ? live.text(id, 'name') : facts.name), value, facts.min, facts.max, state] as const
    if (!facts.quantized) return [...row, display]
    const items = yield* this.#itemsOf(id, facts, clock)
    return items ? [...row, display, items] : [...row, display]
  }

  /** Forgets what has gone from the set, so that a long session does not fill the memory. */
  *keepOnly(ids: ReadonlySet<LiveId>): Job<void> {
    let looked = 0
    for (const known of [this.#facts, this.#items]) {
      for (const id of known.keys()) {
        if (!ids.has(id)) known.delete(id)
        if (++looked % 1_000 === 0) yield
      }
    }
  }

  /** Live's texts of a quantized parameter, from min on: `value_items` would come split at spaces. */
  *#itemsOf(id: LiveId, { min, max }: Facts, clock: TextClock | undefined): Job<readonly string[] | undefined> {
    const known = this.#items.get(id)
    if (known) return known
    if (max - min > itemLimit || this.#isSlow(clock)) return undefined
    const items: string[] = []
    for (let value = min; value <= max; value++) {
      if (items.length % 16 === 15) yield
      items.push(this.#text(id, value, clock))
    }
    if (this.#isSlow(clock)) return undefined
    this.#items.set(id, items)
    return items
  }

  #text(id: LiveId, value: number, clock: TextClock | undefined): string {
    if (!clock) return this.#live.textForValue(id, value)
    if (this.#isSlow(clock)) return String(Number(value.toPrecision(6)))
    const start = this.#host.now()
    const text = this.#live.textForValue(id, value)
    clock.spentMs += this.#host.now() - start
    if (clock.spentMs > textTimeMs && clock.className !== '') {
      this.#slowClasses.add(clock.className)
      this.#host.post(`Uplift: Live is slow to give the texts of ${clock.className}; raw numbers stand for them.`)
    }
    return text
  }

  #isSlow(clock: TextClock | undefined): boolean {
    return clock !== undefined && (clock.spentMs > textTimeMs || this.#slowClasses.has(clock.className))
  }
}

/** A parameter by what identifies it in a snapshot. */
export interface Found {
  readonly id: LiveId
  readonly name: string
}

/** Finds parameters by name; throws Refusal. The refs of one request share what was found on the way. */
export function parameterFinder(live: Live, parameters: Parameters): (ref: WireRef) => Job<Found> {
  const owners = new Map<string, ReadonlyMap<string, LiveId>>()
  return function* (ref) {
    const key = `${ref.track}\n${ref.device ?? ''}`
    const names = owners.get(key) ?? (yield* namesAt(live, parameters, ref))
    owners.set(key, names)
    const id = names.get(ref.parameter)
    if (!id) throw missing(`"${ref.parameter}" of ${ref.track}, ${ref.device ?? 'mixer'},`)
    return { id, name: ref.parameter }
  }
}

function* namesAt(live: Live, parameters: Parameters, { track, device }: WireRef): Job<ReadonlyMap<string, LiveId>> {
  const trackId = trackAt(live, track)
  const owner = device === null ? trackId : placeAt(live, trackId, device)
  const names = new Map<string, LiveId>()
  if (device === null || isChainPath(device)) {
    const kind = device !== null ? 'chain' : track === 'master_track' ? 'main' : 'track'
    for (const { id, name } of mixerParameters(live, owner, kind)) names.set(name, id)
    return names
  }
  const isRenamed = isRack(live.text(owner, 'class_name'))
  for (const id of live.ids(owner, 'parameters')) {
    const name = isRenamed ? live.text(id, 'name') : parameters.facts(id).name
    // Of two with one name, the first counts.
    if (!names.has(name)) names.set(name, id)
    yield
  }
  return names
}

export const isRack = (className: string) => className.endsWith('GroupDevice')
