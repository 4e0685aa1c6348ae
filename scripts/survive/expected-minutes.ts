/** How long a run takes on two cores that do nothing else: costs that were seen, times what was asked for. */
import type { Area } from './line.ts'

interface Asked {
  readonly only: readonly Area[]
  readonly inputs: number
  readonly kills: number
  readonly minutes: number
  readonly taps: number
}

/** Seconds: of a damaged input, of a death and what follows it, of a simulated minute by itself and of each tap in it. */
const seconds = { input: 0.02, death: 0.6, minute: 1.5, tap: 0.06 } as const

export function expectedMinutes({ only, inputs, kills, minutes, taps }: Asked): number {
  const of = {
    fuzz: inputs * seconds.input,
    kills: kills * seconds.death,
    soak: minutes * (seconds.minute + taps * seconds.tap),
  } satisfies Record<Area, number>
  return Math.max(1, only.reduce((sum, area) => sum + of[area], 0) / 60)
}
