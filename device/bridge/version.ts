import type { Live } from './live.ts'

export interface LiveVersion {
  readonly text: string
  /** 12.3 → 12_003: to compare. */
  readonly rank: number
}

/** The first Live whose Max has the v8 object. */
export const oldestLive = 12_002
/** Since when `insert_device` exists. */
const insertingLive = 12_003

export function readVersion(live: Live): LiveVersion {
  const part = (name: string) => Number(live.call(live.app, `get_${name}_version`)) || 0
  const [major, minor, bugfix] = [part('major'), part('minor'), part('bugfix')]
  return { text: [major, minor, bugfix].join('.'), rank: major * 1000 + minor }
}

export const canInsert = ({ rank }: LiveVersion) => rank >= insertingLive
