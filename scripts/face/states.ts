/** Moments of a session, as the pictures of the documentation show them. Examples: no set was measured for them. */
import { faceMessages } from '../../device/face/face-messages.ts'
import { ownFace } from '../../device/face/own-state.ts'
import { type FaceState, faceControls } from '../../device/protocol.ts'
import type { Message } from './play.ts'

const dark = {
  loudness: 'off',
  dynamics: 'off',
  tone: 'off',
  'low-end': 'off',
  sidechain: 'off',
  stereo: 'off',
} as const satisfies FaceState['lights']

const fresh: FaceState = {
  line: 'Put Uplift Tap last on your tracks, then press Capture. Or drop an export below.',
  tone: 'neutral',
  progress: null,
  score: null,
  against: 'prior, not your taste',
  lights: dark,
  fixes: [],
  heard: '',
  enabled: ['capture', 'analyze', 'learn', 'open-panel'],
}

const analyzed: FaceState = {
  line: 'Three fixes close 41 % of the gap in the drop. Nothing is changed before you press.',
  tone: 'good',
  progress: null,
  score: 71,
  against: 'your taste: trance 2026',
  lights: {
    loudness: 'good',
    dynamics: 'minor',
    tone: 'warning',
    'low-end': 'critical',
    sidechain: 'good',
    stereo: 'minor',
  },
  fixes: [
    { title: 'Cut 2.8 dB at 240 Hz', track: 'Pads', effect: 'gap −19 %', state: 'offered' },
    { title: 'Lower by 1.9 dB', track: 'Sub Bass', effect: 'gap −14 %', state: 'offered' },
    { title: 'Duck 3 dB deeper under the kick', track: 'Saw Stack', effect: 'gap −8 %', state: 'by-hand' },
  ],
  heard: '21 of 24 tracks heard explain 93 %',
  enabled: faceControls.filter(control => control !== 'cancel' && control !== 'undo'),
}

const capturing: FaceState = {
  ...fresh,
  line: 'Recording the drop: bar 9 of 16. Leave the transport alone.',
  progress: 0.55,
  enabled: ['cancel'],
}

/** By name of the picture; the messages that the hub's script sends for it. */
export const hubStates: Readonly<Record<string, readonly Message[]>> = {
  fresh: faceMessages(fresh, null),
  capturing: faceMessages(capturing, null),
  analyzed: faceMessages(analyzed, null),
  'no-node': faceMessages(ownFace('not-started', null), null),
}

export const tapStates: Readonly<Record<string, readonly Message[]>> = {
  ready: [
    ['track', 'set', 'Saw Stack'],
    ['status', 'set', 'Hears this track as it goes to the fader.'],
    ['level', 'hidden', 0],
    ['level', -14],
  ],
}
