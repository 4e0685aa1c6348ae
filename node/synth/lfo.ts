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

/** null: too short, or still. */
export function movementOf({ stepSeconds, values }: Track): Movement | null {
  const seconds = values.length * stepSeconds
  if (values.length < 16) return null
  const y = withoutLine(values)
  const variance = y.reduce((sum, each) => sum + each * each, 0)
  if (!(variance > 1e-12)) return null
  const from = Math.max(lowestHz, fewestCycles / seconds)
  const to = Math.min(highestHz, 0.2 / stepSeconds)
  let best: { hz: number; explained: number; fit: readonly number[] } | null = null
  const step = 1 + Math.min(0.02, 0.15 / (to * seconds))
  for (let hz = from; hz <= to; hz *= step) {
    const fit = harmonicFit(y, hz * stepSeconds)
    const left = y.reduce((sum, each, i) => sum + (each - fit[i]!) ** 2, 0)
    const explained = 1 - left / variance
    // Half the rate with the same shape explains no less: the higher one is meant.
    if (!best || explained > best.explained + 0.02) best = { hz, explained, fit }
    else if (explained > best.explained && hz < 1.2 * best.hz) best = { hz, explained, fit }
  }
  if (!best) return null
  const depth = (Math.max(...best.fit) - Math.min(...best.fit)) / 2
  return { hz: best.hz, depth, explained: Math.max(0, best.explained), cycles: best.hz * seconds }
}

function withoutLine(values: readonly number[]): number[] {
  const n = values.length
  const middle = (n - 1) / 2
  const mean = values.reduce((sum, each) => sum + each, 0) / n
  const slope =
    values.reduce((sum, each, i) => sum + (i - middle) * (each - mean), 0) / ((n * (n * n - 1)) / 12)
  return values.map((each, i) => each - mean - slope * (i - middle))
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
