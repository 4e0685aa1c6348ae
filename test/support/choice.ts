import type { Candidate } from '../../node/fixes/candidates/candidate.ts'
import type { Choice } from '../../node/fixes/search.ts'

/** A fader's move, or whatever `change` makes of it. */
export const choiceOf = (name: string, amount: number, change: Partial<Candidate> = {}, joint?: string): Choice => ({
  candidate: {
    kind: 'level',
    node: 'tracks 0',
    trackName: name,
    control: name,
    range: [-9, 9],
    idle: 0,
    limitPerPass: 3,
    resolution: 0.1,
    unit: 'dB',
    isSwitch: false,
    filter: null,
    tunable: false,
    cost: () => 0,
    move: db => ({ kind: 'level', node: 'tracks 0', db }),
    realise: () => [],
    postChain: true,
    inserts: null,
    ...change,
  },
  amount,
  filter: null,
  ...(joint === undefined ? {} : { joint }),
})
