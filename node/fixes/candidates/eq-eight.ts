/** EQ Eight: the gain of bands that are set, and one free band. */
import { bandCount, gridCentres } from '../../dsp/bands.ts'
import type { FilterSettings } from '../../dsp/biquad.ts'
import type { Device } from '../../live/set.ts'
import type { Settings } from '../../mix/devices/device-model.ts'
import { liveSettings } from '../../mix/devices/live-settings.ts'
import type { Candidate, Place } from './candidate.ts'
import { change, notMovable, parameterOf } from './parameters.ts'

const eqTypes = { lowshelf: 2, bell: 3, highshelf: 5 } as const
type EqType = keyof typeof eqTypes
const isGainType = (type: number) => Object.values<number>(eqTypes).includes(type)
const highestDb = 15

const named = (index: number, what: string) => `${index} ${what} A`

/** One band of an EQ Eight as Live shows it. */
interface EqBand {
  readonly index: number
  readonly on: boolean
  readonly type: number
  readonly hz: number
  readonly gainDb: number
  readonly q: number
}

function bandsOf(eq: Device, settings: Settings): EqBand[] {
  const names = ['Filter On', 'Filter Type', 'Frequency', 'Gain', 'Q']
  return Array.from({ length: 8 }, (_, i) => i + 1)
    .filter(index =>
      names.every(name => {
        const parameter = parameterOf(eq, named(index, name))
        return parameter && !notMovable(parameter) && settings[parameter.name] !== undefined
      }),
    )
    .map(index => ({
      index,
      on: settings[named(index, 'Filter On')] !== 0,
      type: settings[named(index, 'Filter Type')]!,
      hz: settings[named(index, 'Frequency')]!,
      gainDb: settings[named(index, 'Gain')]!,
      q: settings[named(index, 'Q')]!,
    }))
}

/** `inserts`: the EQ is not on the track yet. */
export function eqEightCandidates(
  { track, share, rules, make }: Place,
  eq: Device,
  { postChain, inserts }: Pick<Candidate, 'postChain' | 'inserts'>,
): Candidate[] {
  const settings = liveSettings(eq)
  const bands = bandsOf(eq, settings)
  const scale = (settings.Scale ?? 100) / 100
  if (!(scale > 0)) return []
  const free = bands.findLast(band => !band.on) ?? bands.findLast(band => isGainType(band.type) && band.gainDb === 0)
  const { limitTotal } = rules.moves.eq
  const set = (index: number, what: string, to: number) => change(track, eq, parameterOf(eq, named(index, what))!, to)
  const shared = (type: EqType, hz: number) => audibleAround(share, type, hz) >= rules.minimumShare.value
  const common = { postChain, inserts }
  const moved = (to: Settings) => ({
    kind: 'device' as const,
    node: track.path,
    device: eq.path,
    className: eq.className,
    from: settings,
    to: { ...settings, ...to },
  })

  const added = (band: EqBand, type: EqType, hz: number, q: number): Candidate => {
    const filter: FilterSettings = { type, hz, q }
    const reach = Math.min(limitTotal, highestDb * scale)
    return make('eq', {
      ...common,
      control: `${eq.path} free`,
      range: [-reach, reach],
      filter,
      tunable: true,
      move: (gainDb, tuned = filter) =>
        moved({
          [named(band.index, 'Filter On')]: 1,
          [named(band.index, 'Filter Type')]: eqTypes[type],
          [named(band.index, 'Frequency')]: tuned.hz,
          [named(band.index, 'Gain')]: gainDb / scale,
          [named(band.index, 'Q')]: tuned.q!,
        }),
      realise: (gainDb, tuned = filter) => [
        set(band.index, 'Filter Type', eqTypes[type]),
        set(band.index, 'Frequency', tuned.hz),
        set(band.index, 'Gain', gainDb / scale),
        set(band.index, 'Q', tuned.q!),
        // Last, so that no half-set band is heard.
        set(band.index, 'Filter On', 1),
      ],
    })
  }

  /** A bell or shelf that is already working: its gain is moved, no second one is stacked beside it. */
  const adjusted = (band: EqBand): Candidate => {
    const type = (Object.keys(eqTypes) as EqType[]).find(key => eqTypes[key] === band.type)!
    const now = band.gainDb * scale
    return make('eq', {
      ...common,
      control: `${eq.path} band ${band.index}`,
      range: [Math.max(-limitTotal, -highestDb * scale - now), Math.min(limitTotal, highestDb * scale - now)],
      filter: { type, hz: band.hz, q: band.q },
      move: gainDb => moved({ [named(band.index, 'Gain')]: (now + gainDb) / scale }),
      realise: gainDb => [set(band.index, 'Gain', (now + gainDb) / scale)],
    })
  }

  const list = bands
    .filter(band => band.on && isGainType(band.type) && band.gainDb !== 0 && shared('bell', band.hz))
    .map(adjusted)
  if (!free) return list
  for (const hz of rules.eqBells.hz) {
    // The search tries the other widths around the best places.
    if (shared('bell', hz)) list.push(added(free, 'bell', hz, rules.eqBells.q[0]!))
  }
  for (const q of rules.eqShelves.q) {
    for (const hz of rules.eqShelves.highHz) if (shared('highshelf', hz)) list.push(added(free, 'highshelf', hz, q))
    for (const hz of rules.eqShelves.lowHz) if (shared('lowshelf', hz)) list.push(added(free, 'lowshelf', hz, q))
  }
  return list
}

/** The largest share within half an octave of a bell, or on the shelf's side. */
export function audibleAround(share: Float64Array, type: EqType, hz: number): number {
  let most = 0
  for (let k = 0; k < bandCount; k++) {
    const ratio = gridCentres[k]! / hz
    const inside =
      type === 'bell' ? Math.abs(Math.log2(ratio)) < 0.5 : type === 'highshelf' ? ratio > 0.8 : ratio < 1.25
    if (inside) most = Math.max(most, share[k]!)
  }
  return most
}
