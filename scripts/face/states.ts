/**
 * Moments of a session, as the pictures of the documentation show them. The words are the hub's and the scripts' own; the
 * findings are an example, measured on no set.
 */
import { faceMessages } from '../../device/face/face-messages.ts'
import { ownFace } from '../../device/face/own-state.ts'
import { type FaceState, faceControls } from '../../device/protocol.ts'
import { statusWords } from '../../device/tap/status-words.ts'
import { faceOf } from '../../node/app/hub/face.ts'
import { firstModel, type Model } from '../../node/app/hub/model.ts'
import type { Message } from './play.ts'

const ready: Model = { ...firstModel, link: 'ready', isLast: true, hasPanel: true }

const analyzed: FaceState = {
  line: '3 fixes found. Hear them with A/B, or apply.',
  detail: '',
  tone: 'neutral',
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
  enabled: faceControls.filter(control => !['cancel', 'undo', 'redo', 'apply-3'].includes(control)),
}

const recording = { kind: 'recording', words: 'Recording 16 bars of the drop …', progress: 0.55 } as const

/** By name of the picture; the messages that the hub's script sends for it. */
export const hubStates: Readonly<Record<string, readonly Message[]>> = {
  fresh: faceMessages(faceOf(ready), null),
  capturing: faceMessages(faceOf({ ...ready, activity: recording }), null),
  analyzed: faceMessages(analyzed, null),
  'no-node': faceMessages(ownFace('not-started', null), null),
}

export const tapStates: Readonly<Record<string, readonly Message[]>> = {
  ready: [
    ['track', 'set', 'Saw Stack'],
    ['status', 'set', statusWords.ready],
    ['level', 'hidden', 0],
    ['level', -14],
  ],
  'in-rack': [
    ['track', 'set', 'Saw Stack'],
    ['status', 'set', statusWords['in-rack']],
    ['level', 'hidden', 1],
  ],
}
