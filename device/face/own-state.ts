/** What the face says when Node cannot: that it is on its way, is missing, or has nothing to say here. */
import type { NodeState } from '../hub/node-link.ts'
import type { FaceState } from '../protocol.ts'

export type Trouble = Exclude<NodeState, 'ready'> | 'passive' | 'off' | 'old-live' | 'waiting'

const sentences: Readonly<Record<Trouble, readonly [line: string, tone: FaceState['tone']]>> = {
  waiting: ['Starting: the set is being read.', 'neutral'],
  starting: ['Starting: Node is on its way.', 'neutral'],
  'not-started': ['Node has not started. Take Uplift off and drop it again, or restart Live.', 'error'],
  silent: ['Node does not answer. Wait a moment, or take Uplift off and drop it again.', 'error'],
  ended: ['Node has stopped and is being started again.', 'warning'],
  'given-up': ['Node stops again and again. Take Uplift off and drop it again.', 'error'],
  'other-version': ['Parts of different versions. Take Uplift off and drop it again.', 'error'],
  passive: ['Another Uplift is at work in this set. This one only passes the sound on.', 'neutral'],
  off: ['Uplift is switched off: it hears nothing.', 'neutral'],
  'old-live': ['Uplift needs Live 12.2 or newer. The sound passes unchanged.', 'error'],
}

const noLights: FaceState['lights'] = {
  loudness: 'off',
  dynamics: 'off',
  tone: 'off',
  'low-end': 'off',
  sidechain: 'off',
  stereo: 'off',
}

/** `last`: what Node showed last. Its findings stay readable; nothing can be pressed. */
export function ownFace(trouble: Trouble, last: FaceState | null): FaceState {
  const [line, tone] = sentences[trouble]
  const findings = last ?? { score: null, against: '', lights: noLights, fixes: [], heard: '' }
  return { ...findings, line, detail: '', tone, progress: null, enabled: [] }
}
