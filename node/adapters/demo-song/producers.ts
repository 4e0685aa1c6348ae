/** Mixing habits: small systematic offsets that a profile of one producer's songs should show. */

export type Role =
  | 'kick'
  | 'clap'
  | 'closedHats'
  | 'openHat'
  | 'ride'
  | 'perc'
  | 'sub'
  | 'rolling'
  | 'lead'
  | 'pad'
  | 'pluck'
  | 'arp'
  | 'fx'
  | 'reverb'

export interface Producer {
  readonly name: string
  /** dB on top of the common balance. */
  readonly levels: Readonly<Partial<Record<Role, number>>>
  /** High shelf on hats, lead, pluck and arp, dB. */
  readonly brightDb: number
  /** Bell around 220 Hz on pad, lead and rolling bass, dB. */
  readonly bodyDb: number
  /** Percent points on the width of pad, lead, arp and reverb. */
  readonly widthPercent: number
  /** dB on top of the song's ducking. */
  readonly duckDb: number
  readonly ghostKick: boolean
  /** A parallel return that squashes the drums. */
  readonly parallelDrums: boolean
}

const plain = { brightDb: 0, bodyDb: 0, widthPercent: 0, duckDb: 0, ghostKick: false, parallelDrums: false }

export const producers: readonly Producer[] = [
  {
    ...plain,
    name: 'bright',
    levels: { closedHats: 1, openHat: 1, ride: 0.8, arp: 0.8, sub: -0.7 },
    brightDb: 1.5,
    bodyDb: -1,
    widthPercent: 5,
  },
  {
    ...plain,
    name: 'warm',
    levels: { pad: 1.2, rolling: 0.7, closedHats: -1.2, openHat: -1, ride: -1 },
    brightDb: -1.5,
    bodyDb: 1.2,
  },
  {
    ...plain,
    name: 'punchy',
    levels: { kick: 1.2, clap: 1, pad: -1.2, reverb: -1 },
    widthPercent: -8,
    duckDb: 1.2,
    parallelDrums: true,
  },
  {
    ...plain,
    name: 'wide',
    levels: { pad: 0.8, arp: 0.6, reverb: 1.5, kick: -0.6 },
    brightDb: 0.5,
    widthPercent: 15,
    ghostKick: true,
  },
  {
    ...plain,
    name: 'deep',
    levels: { sub: 1.5, rolling: 1, lead: -0.8, openHat: -1, closedHats: -0.8 },
    brightDb: -0.8,
    bodyDb: 0.5,
    widthPercent: -4,
    ghostKick: true,
  },
  {
    ...plain,
    name: 'dry',
    levels: { reverb: -1.5, lead: 0.8, pluck: 0.8, pad: -0.8 },
    bodyDb: -0.6,
    widthPercent: -12,
    duckDb: -0.8,
  },
]
