/** Where a track's sections begin and what they are: from locators when there are any, else from the energy per bar. */
import type { Section } from './analysis.ts'
import type { SectionType } from './catalogue.ts'
import type { Energy } from './energy.ts'

/** Trailing bars this far below the loud ones are reverb tails and silence. */
const tailDb = 20
/** Bars. */
const shortestSection = 4
/** Loops up to this long with one texture are one section. */
const loopBars = 24

interface Segment {
  /** Bars, `to` exclusive. */
  readonly from: number
  readonly to: number
  readonly type: SectionType
}

/** Sections on bar lines, gapless from 0 to `endSeconds`. */
export function detectSections(energy: Energy, endSeconds: number): Section[] {
  if (!(endSeconds > 0)) return []
  const { startSeconds, stepSeconds } = energy.level
  const bars = barsOf(energy)
  const found = joinBy(isUniformLoop(bars) ? [whole(bars)] : labelled(bars, phrasesOf(bars)), 'type')
  // Two bars that ring out are the end of a section, not an outro.
  const last = found.at(-1)!
  const segments =
    found.length > 1 && last.to - last.from < 3 ? [...found.slice(0, -2), { ...found.at(-2)!, to: last.to }] : found
  return segments.map(({ from, to, type }, k) => ({
    type,
    startSeconds: k === 0 ? 0 : startSeconds + from * stepSeconds,
    endSeconds: k === segments.length - 1 ? endSeconds : startSeconds + to * stepSeconds,
  }))
}

/** Features per bar; all but the kick (0 … 1) in dB relative to the track's full bars. */
interface Bars {
  readonly count: number
  readonly kick: Float32Array
  readonly bass: Float32Array
  readonly body: Float32Array
  readonly high: Float32Array
  readonly hits: Float32Array
  readonly level: Float32Array
}

function barsOf({ kick, bass, body, high, hits, level }: Energy): Bars {
  const loudest = [...level.values].sort((a, b) => b - a)[Math.floor(0.2 * level.values.length)]!
  // What rings out after the last bar belongs to it.
  const count = level.values.findLastIndex(value => value >= loudest - tailDb) + 1
  // "Full" is what the loud bars with a kick have; without any kick, what the loud bars have.
  const loud = (k: number) => level.values[k]! >= loudest - 2
  const indices = [...level.values.keys()].slice(0, count)
  const withKick = indices.filter(k => loud(k) && kick.values[k]! >= 0.5)
  const full = withKick.length > 0 ? withKick : indices.filter(loud)
  const relative = (values: Float32Array) => {
    const usual = full.map(k => values[k]!).sort((a, b) => a - b)[Math.floor(0.7 * full.length)]!
    return values.slice(0, count).map(value => value - usual)
  }
  return {
    count,
    kick: kick.values.slice(0, count),
    bass: relative(bass.values),
    body: relative(body.values),
    high: relative(high.values),
    hits: relative(hits.values),
    level: relative(level.values),
  }
}

/** Differences that count as one clear change, dB; a bar's distance below "full" is cut at four of them. */
const scales = { bass: 6, body: 6, high: 6, hits: 6, level: 4 } as const
const scaledFeatures = ['bass', 'body', 'high', 'hits', 'level'] as const
/** A kick coming or going is as clear as three other changes. */
const kickWeight = 3

/** Cost of a boundary by the bar of the phrase: a section that starts off the fours must be unmistakable. */
const boundaryCosts = [2, 8, 6, 8, 3, 8, 6, 8] as const

/** Bars; keeps hour-long mixes quick. Longer sections come back together by their type. */
const longestSegment = 128

interface Phrases {
  /** First bars of the segments. */
  readonly starts: readonly number[]
  /** Bar on which the count of eights begins, 0 to 7. */
  readonly offset: number
}

/**
 * Dynamic programming over bars: each segment costs what its bars differ from their mean, each boundary a little, and
 * more off the phrase grid.
 */
function phrasesOf(bars: Bars): Phrases {
  const features = [
    bars.kick.map(k => kickWeight * k),
    ...scaledFeatures.map(name => bars[name].map(value => Math.max(-4, value / scales[name]))),
  ].map(runningSums)
  const residuals = residualsOf(features, bars.count)
  let best: Phrases = { starts: [0], offset: 0 }
  let bestCost = Infinity
  for (let offset = 0; offset < 8; offset++) {
    const cost = new Float64Array(bars.count + 1).fill(Infinity)
    const previous = new Int32Array(bars.count + 1)
    // Phrases are counted from the first bar unless another start explains the song clearly better.
    cost[0] = offset === 0 ? 0 : 2 * boundaryCosts[0]!
    for (let from = 0; from < bars.count; from++) {
      const before = cost[from]! + (from === 0 ? 0 : boundaryCosts[(from - offset + 8) % 8]!)
      reach(residuals, from, { before, cost, previous })
    }
    if (cost[bars.count]! >= bestCost) continue
    bestCost = cost[bars.count]!
    const starts: number[] = []
    for (let to = bars.count; to > 0; to = previous[to]!) starts.unshift(previous[to]!)
    best = { starts, offset }
  }
  return best
}

/** The cheapest way to each bar that a phrase from bar `from` on can reach. */
function reach(
  residuals: Float64Array,
  from: number,
  { before, cost, previous }: { before: number; cost: Float64Array; previous: Int32Array },
): void {
  const longest = Math.min(cost.length - 1 - from, longestSegment)
  for (let bars = 1; bars <= longest; bars++) {
    const total = before + residuals[from * longestSegment + bars - 1]!
    if (total < cost[from + bars]!) {
      cost[from + bars] = total
      previous[from + bars] = from
    }
  }
}

/** Of all features together, for every first bar and every number of bars: the same whatever the phrases are counted from. */
function residualsOf(features: readonly RunningSums[], count: number): Float64Array {
  const residuals = new Float64Array(count * longestSegment)
  for (const sums of features) for (let from = 0; from < count; from++) addResiduals(sums, from, residuals)
  return residuals
}

/** Squared differences of the bars from `from` on from their mean, by number of bars. */
function addResiduals({ x, xx }: RunningSums, from: number, residuals: Float64Array): void {
  const longest = Math.min(x.length - 1 - from, longestSegment)
  for (let bars = 1; bars <= longest; bars++) {
    const sum = x[from + bars]! - x[from]!
    residuals[from * longestSegment + bars - 1]! += Math.max(0, xx[from + bars]! - xx[from]! - (sum * sum) / bars)
  }
}

interface RunningSums {
  readonly x: Float64Array
  readonly xx: Float64Array
}

function runningSums(values: Float32Array): RunningSums {
  const sums = { x: new Float64Array(values.length + 1), xx: new Float64Array(values.length + 1) }
  for (let k = 0; k < values.length; k++) {
    sums.x[k + 1] = sums.x[k]! + values[k]!
    sums.xx[k + 1] = sums.xx[k]! + values[k]! ** 2
  }
  return sums
}

const meanOf = (values: Float32Array, from: number, to: number) => {
  let sum = 0
  for (let k = from; k < to; k++) sum += values[k]!
  return to > from ? sum / (to - from) : 0
}

const whole = (bars: Bars): Segment => ({
  from: 0,
  to: bars.count,
  type: meanOf(bars.kick, 0, bars.count) >= 0.5 ? 'drop' : 'breakdown',
})

/** Short, the kick plays all through or not at all, and nothing that sounds on comes or goes. */
function isUniformLoop({ count, kick, body }: Bars): boolean {
  if (count > loopBars) return false
  const beat = kick.filter(k => k >= 0.5).length
  if (beat > 0 && beat < 0.9 * count) return false
  const halves = meanOf(body, 0, Math.ceil(count / 2)) - meanOf(body, Math.floor(count / 2), count)
  return beat === 0 || Math.abs(halves) < 6
}

/** `full`: kick, bass and body; `beat`: kick with less; `none`: no kick. */
type Texture = 'full' | 'beat' | 'none'

interface Stretch {
  readonly from: number
  readonly to: number
  readonly texture: Texture
}

/** Below the full bars by no more than this, dB. */
const fullness = { bass: -8, body: -6, level: -5 } as const
/** A groove that grows out of the intro is a build, not a drop, when its body stays this far below the drops', dB. */
const grooveDb = -1.5
/** From here on a layer counts as playing, dB. */
const layer = { bass: -5, body: -9 } as const

function texturesOf(bars: Bars, starts: readonly number[]): Stretch[] {
  const stretches = starts.map((from, k): Stretch => {
    const to = starts[k + 1] ?? bars.count
    const has = (name: keyof typeof fullness) => meanOf(bars[name], from, to) >= fullness[name]
    const beat = meanOf(bars.kick, from, to) >= 0.5
    return { from, to, texture: !beat ? 'none' : has('bass') && has('body') && has('level') ? 'full' : 'beat' }
  })
  // A bar without kick between bars with one is a fill.
  const filled = joinBy(stretches, 'texture').map((stretch, k, all) =>
    stretch.texture === 'none' && stretch.to - stretch.from < 2 && k > 0 && k < all.length - 1
      ? { ...stretch, texture: all[k - 1]!.texture }
      : stretch,
  )
  return joinBy(filled, 'texture')
}

function labelled(bars: Bars, { starts, offset }: Phrases): Segment[] {
  const stretches = texturesOf(bars, starts)
  const firstKick = stretches.findIndex(stretch => stretch.texture !== 'none')
  if (firstKick < 0) return [whole(bars)]
  const lastKick = stretches.findLastIndex(stretch => stretch.texture !== 'none')
  const lastFull = stretches.findLastIndex(stretch => stretch.texture === 'full')
  const firstBreak = stretches.findIndex((stretch, k) => k > firstKick && stretch.texture === 'none')
  const opening = stretches.slice(firstKick, firstBreak < 0 ? stretches.length : firstBreak)
  const later = stretches.slice(firstKick + opening.length)
  const opened = openingOf(bars, opening, later, offset)
  return stretches.flatMap((stretch, k): Segment[] => {
    const { from, to, texture } = stretch
    const as = (type: SectionType): Segment[] => [{ from, to, type }]
    if (k === firstKick) return opened
    if (k > firstKick && k < firstKick + opening.length) return []
    if (k > lastKick) return as('outro')
    if (k < firstKick && opened[0]!.type !== 'drop') return as('intro')
    if (texture === 'none') return breakAndBuild(bars, stretch, k < firstKick ? 'intro' : 'breakdown')
    if (texture === 'full') return as('drop')
    if (k > lastFull) return as('outro')
    return as(stretches[k + 1]?.texture === 'full' || stretches[k - 1]?.texture !== 'full' ? 'build' : 'drop')
  })
}

/**
 * The bars from the first kick to the first break. A full part here is a drop when it is as full as those after a break
 * (or there are none), otherwise a groove that leads to the break: a build.
 */
function openingOf(bars: Bars, opening: readonly Stretch[], later: readonly Stretch[], offset: number): Segment[] {
  const { from } = opening[0]!
  const { to } = opening.at(-1)!
  const bodyOf = (stretch: Stretch) => meanOf(bars.body, stretch.from, stretch.to)
  const dropBody = Math.max(-Infinity, ...later.filter(stretch => stretch.texture === 'full').map(bodyOf))
  const isDrop = (stretch: Stretch) =>
    stretch.texture === 'full' && (stretch.from === 0 || bodyOf(stretch) >= dropBody + grooveDb)
  const first = opening.findIndex(isDrop)
  if (first >= 0) {
    const last = opening.findLastIndex(isDrop)
    return [
      ...(first > 0 ? [{ from, to: opening[first]!.from, type: 'intro' } as const] : []),
      { from: opening[first]!.from, to: opening[last]!.to, type: 'drop' },
      ...(last < opening.length - 1
        ? [
            {
              from: opening[last]!.to,
              to,
              type: later.some(stretch => stretch.texture !== 'none') ? 'build' : 'outro',
            } as const,
          ]
        : []),
    ]
  }
  const groove = grooveStart(bars, from, to, offset)
  if (groove === null) return [{ from, to, type: 'intro' }]
  return [{ from, to: groove, type: 'intro' } as const, { from: groove, to, type: 'build' } as const].filter(
    segment => segment.to > segment.from,
  )
}

/** Bar from which bass and body play to the end. Layers come in one at a time, so it is moved to the start of its phrase. */
function grooveStart(bars: Bars, from: number, to: number, offset: number): number | null {
  let start = to
  while (start > from && bars.bass[start - 1]! >= layer.bass && bars.body[start - 1]! >= layer.body) start--
  if (to - start < shortestSection) return null
  const away = (unit: number) => {
    const place = (start - offset) % unit
    return place <= unit / 2 ? -place : unit - place
  }
  const snapped = Math.min(to, start + (Math.abs(away(16)) <= 4 ? away(16) : away(8)))
  return snapped - from < shortestSection ? from : snapped
}

/**
 * A kickless stretch before a kick. Its last 4, 8 or 16 bars are a build when hits on the beat and highs step up where
 * they begin; a stretch of up to eight bars that rises all through is one as a whole.
 */
function breakAndBuild(bars: Bars, { from, to }: Stretch, rest: SectionType): Segment[] {
  const tension = bars.hits.map((hits, k) => Math.max(leastAudibleDb, hits) + Math.max(leastAudibleDb, bars.high[k]!))
  const third = Math.ceil((to - from) / 3)
  if (to - from <= 8 && meanOf(tension, to - third, to) - meanOf(tension, from, from + third) >= leastRiseDb)
    return [{ from, to, type: 'build' }]
  const stepAt = (at: number) => {
    const width = Math.min(4, at - from, to - at)
    return meanOf(tension, at, at + width) - meanOf(tension, at - width, at)
  }
  const places = [8, 16, 4].map(length => to - length).filter(at => at - from >= 4)
  const start = places.reduce(
    (best, at) => (best === null || stepAt(at) > stepAt(best) ? at : best),
    null as number | null,
  )
  if (start === null || stepAt(start) < leastStepDb) return [{ from, to, type: rest }]
  return [
    { from, to: start, type: rest },
    { from: start, to, type: 'build' },
  ]
}

/** Further below the full bars, differences are not heard as a change. */
const leastAudibleDb = -30
/** Where the demo songs' builds begin, hits and highs step up by 11 to 26 dB together, elsewhere by at most 8. */
const leastStepDb = 8
/** From the first to the last third of a stretch that is nothing but a build. */
const leastRiseDb = 6

function joinBy<T extends { readonly from: number; readonly to: number }>(items: readonly T[], key: keyof T): T[] {
  const result: T[] = []
  for (const item of items) {
    const last = result.at(-1)
    if (last && last[key] === item[key]) result[result.length - 1] = { ...last, to: item.to }
    else result.push(item)
  }
  return result
}

export interface NamedLocator {
  readonly name: string
  readonly seconds: number
}

/** Words producers name their locators with, most telling first: "Drop Build" leads to a drop, "Break Outro" is an end. */
const words: readonly (readonly [SectionType, RegExp])[] = [
  ['outro', /\b(outro|end|ending|fade ?out)\b/],
  ['build', /\b(builds?|buildup|build up|risers?|rise|pre ?drop|pre ?chorus|uplift(er)?|lift)\b/],
  ['breakdown', /\b(breaks?|breakdowns?|break down|bridge|verse|interlude)\b/],
  ['drop', /\b(drops?|main|climax|chorus|peak|hook)\b/],
  ['intro', /\b(intro|start|begin(ning)?)\b/],
]

/**
 * Sections from Live's locators. A name that says nothing ("A", "Vox") continues the section before; `null` when no name
 * says anything. Before the first named section lies an intro.
 */
export function sectionsFromLocators(locators: readonly NamedLocator[], endSeconds: number): Section[] | null {
  const named = locators
    .filter(({ seconds }) => seconds < endSeconds)
    .map(({ name, seconds }) => ({ type: typeOfName(name), from: Math.max(0, seconds) }))
    .sort((a, b) => a.from - b.from)
    .filter(({ type }) => type !== null)
  if (named.length === 0) return null
  const starts = named[0]!.from > 0 ? [{ type: 'intro' as const, from: 0 }, ...named] : named
  return starts
    .map(({ type, from }, k) => ({ type: type!, startSeconds: from, endSeconds: starts[k + 1]?.from ?? endSeconds }))
    .filter(section => section.endSeconds > section.startSeconds)
}

function typeOfName(name: string): SectionType | null {
  // "Drop2", "BUILD_UP", "break-down": digits and signs part words.
  const plain = name
    .toLowerCase()
    .replace(/[^a-z]+/g, ' ')
    .trim()
  return words.find(([, pattern]) => pattern.test(plain))?.[0] ?? null
}
