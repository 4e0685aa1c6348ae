/** Sound documents and messages, small, for fuzz-targets.ts to damage. */
import { mtgMel } from '../../test/support/mtg-mel.ts'

export const change = {
  track: 'tracks 2',
  trackName: 'Lead',
  trackTwin: { index: 0, of: 1 },
  device: null,
  deviceName: null,
  deviceClass: null,
  deviceTwin: null,
  insertedBy: null,
  parameter: 'Track Volume',
  fromRaw: 0.85,
  toRaw: 0.775,
  fromText: '0.0 dB',
  toText: '-3.0 dB',
  released: false,
}

export const setMemory = JSON.stringify({
  version: 1,
  sets: [
    {
      name: 'Song',
      roles: [{ track: 'Synth 3', role: 'lead' }],
      lockedTracks: ['Kick'],
      lockedParameters: [],
      intended: [],
      stage: null,
      profile: null,
    },
  ],
})
export const config = JSON.stringify({ version: 1, profile: 'mine', stage: 'master', strength: 80, oscPort: 11_000 })
export const votes = JSON.stringify({
  version: 3,
  trials: [
    {
      id: '1',
      time: '2026-11-22T14:32:00.000Z',
      set: 'Song',
      titles: ['Lead −3.0 dB'],
      kinds: ['level'],
      fixes: [],
      question: 'which',
      x: 'before',
      levelDifference: 0.1,
      approximate: false,
      vote: { time: '2026-11-22T14:33:00.000Z', choice: 'before' },
    },
  ],
})
export const judge = JSON.stringify({
  version: 1,
  columns: ['drop.widthMid', 'drop.integratedLoudness'],
  counterexamples: [
    { of: 'a', name: 'a', analyzer: '1', flaws: [{ kind: 'harsh', severity: 0.5, place: 0 }], values: [1, null] },
  ],
  judges: [],
  learnedFrom: ['a'],
})
export const model = JSON.stringify({
  version: 1,
  name: 'embedding',
  file: 'embedding.onnx',
  input: {
    kind: 'log-mel',
    name: 'melspectrogram',
    ...mtgMel,
    frames: 128,
    layout: ['patches', 'frames', 'bands'],
  },
  output: { name: 'embeddings', dimensions: 1280 },
})
export const devices = JSON.stringify({
  uplift: 1,
  version: '0.1.0',
  files: [{ path: 'Uplift.amxd', bytes: 12, sha256: 'a'.repeat(64) }],
})
export const presses = [
  { address: '/uplift/hello', args: [9000] },
  { address: '/uplift/apply/1', args: [1] },
  { address: '/uplift/strength', args: [0.5] },
  { address: '/uplift/stage', args: ['master'] },
].map(message => JSON.stringify(message))

export const preferences = JSON.stringify({ version: 1, events: [] })

export const pageMessages = [
  { kind: 'act', action: { kind: 'analyze' } },
  { kind: 'act', action: { kind: 'apply', fixes: ['1', '2'] } },
  { kind: 'act', action: { kind: 'choose', choice: { strength: 0.5, part: 'drop' } } },
  { kind: 'act', action: { kind: 'role', track: 'Pad', role: 'lead' } },
  { kind: 'look', isDeep: true },
].map(message => JSON.stringify(message))

export const letters = [
  { kind: 'event', event: 'set-changed', data: null },
  { kind: 'event', event: 'taps', data: [] },
  { kind: 'reply', id: 1, result: { tracks: [] } },
  { kind: 'failure', id: 1, reason: 'busy', message: 'Live is busy' },
].map(letter => JSON.stringify(letter))
