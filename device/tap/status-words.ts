import type { TapStatus } from '../protocol.ts'

/** What the tap's face says; "alone": no hub has answered. A fixed set of texts. */
export const statusWords: Readonly<Record<TapStatus | 'alone' | 'recording', string>> = {
  alone: 'Put Uplift on Main: it has not answered yet.',
  recording: 'Recording.',
  ready: 'Ready.',
  stale: 'Looking for Uplift on Main.',
  off: 'Off: Uplift does not hear this track.',
  'in-rack': 'In a rack: this chain only is heard. Put it behind the rack, last on the track.',
  'not-last': 'Not last: what stands behind it is not heard. Move it to the end.',
  frozen: 'Frozen: the track plays without this device. Unfreeze it to be heard.',
  muted: 'Muted: the track is not in Main.',
  'other-version': 'Not of the same version as Uplift on Main. Take it off and drop it again.',
}
