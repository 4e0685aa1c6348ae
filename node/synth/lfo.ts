/** A slow periodic movement in a track of values: its rate, depth and how much of the track it is. */
export interface Track {
  readonly startSeconds: number
  readonly stepSeconds: number
  readonly values: readonly number[]
}

export interface Movement {
  readonly hz: number
  /** Half the distance from the lowest to the highest point of the movement. */
  readonly depth: number
  /** Share of the track's variance (a straight line taken off) that it explains, 0 to 1. */
  readonly explained: number
  readonly cycles: number
}

const lowestHz = 0.2
const highestHz = 16
const fewestCycles = 1.6
/** Sine and two overtones: enough for triangles, squares and ramps. */
const overtones = 3
const nearlyMost = 0.95

/** null: too short, or still. */
export function movementOf({ stepSeconds, values }: Track): Movement | null {
  const seconds = values.length * stepSeconds
  if (values.length < 16) return null
  const y = withoutLine(values)
  const variance = y.reduce((sum, each) => sum + each * each, 0)
  if (!(variance > 1e-12)) return null
  const from = Math.max(lowestHz, fewestCycles / seconds)
  const to = Math.min(highestHz, 0.2 / stepSeconds)
  const step = 1 + Math.min(0.02, 0.15 / (to * seconds))
  const tried: { hz: number; explained: number }[] = []
  for (let hz = from; hz <= to; hz *= step) tried.push({ hz, explained: explainedAt(y, hz * stepSeconds, variance) })
  const most = Math.max(...tried.map(({ explained }) => explained))
  // A fraction of the rate explains no less by its overtones: the highest that explains nearly as much is meant.
  const last = tried.findLastIndex(
    ({ explained }, i) =>
      explained >= nearlyMost * most &&
      explained >= (tried[i - 1]?.explained ?? 0) &&
      explained >= (tried[i + 1]?.explained ?? 0),
  )
  const best = tried[last]
  if (!best) return null
  const fit = harmonicFit(y, best.hz * stepSeconds)
  const depth = (Math.max(...fit) - Math.min(...fit)) / 2
  return { hz: best.hz, depth, explained: Math.max(0, best.explained), cycles: best.hz * seconds }
}

function withoutLine(values: readonly number[]): number[] {
  const n = values.length
  const middle = (n - 1) / 2
  const mean = values.reduce((sum, each) => sum + each, 0) / n
  const slope = values.reduce((sum, each, i) => sum + (i - middle) * (each - mean), 0) / ((n * (n * n - 1)) / 12)
  return values.map((each, i) => each - mean - slope * (i - middle))
}

function explainedAt(y: readonly number[], cyclesPerStep: number, variance: number): number {
  const fit = harmonicFit(y, cyclesPerStep)
  return 1 - y.reduce((sum, each, i) => sum + (each - fit[i]!) ** 2, 0) / variance
}

/** Fundamental and overtones, each by projection (the track is many cycles long, or nearly whole ones). */
function harmonicFit(y: readonly number[], cyclesPerStep: number): number[] {
  const fit = y.map(() => 0)
  let rest = [...y]
  for (let k = 1; k <= overtones && k * cyclesPerStep < 0.4; k++) {
    const w = 2 * Math.PI * k * cyclesPerStep
    let [cc, ss, cs, yc, ys] = [0, 0, 0, 0, 0]
    rest.forEach((each, i) => {
      const [c, s] = [Math.cos(w * i), Math.sin(w * i)]
      cc += c * c
      ss += s * s
      cs += c * s
      yc += each * c
      ys += each * s
    })
    const det = cc * ss - cs * cs
    if (!(Math.abs(det) > 1e-9)) continue
    const a = (yc * ss - ys * cs) / det
    const b = (ys * cc - yc * cs) / det
    rest = rest.map((each, i) => {
      const part = a * Math.cos(w * i) + b * Math.sin(w * i)
      fit[i]! += part
      return each - part
    })
  }
  return fit
}
