/** What the hub's controls are called, and what Live's Info View says about them. */
import type { FaceControl } from '../../device/protocol.ts'
import type { ControlWords } from './objects.ts'

const apply: ControlWords = {
  label: 'Apply',
  info: 'Makes this change in the set and reads back what Live holds. Capture again to measure what it did. Nothing is changed before you press.',
}
const show: ControlWords = { label: 'Show', info: 'Selects the track and the device that this change is about.' }
const intended: ControlWords = {
  label: 'Intended',
  info: 'This is how you want it: Uplift stays silent about it in this set.',
}
const lock: ControlWords = { label: 'Lock', info: 'Uplift proposes no change to this track any more.' }

export const controlWords: Readonly<Record<FaceControl, ControlWords>> = {
  capture: {
    label: 'Capture',
    info: 'Plays the range once and records Main and every track that has an Uplift Tap. Analyze then measures it.',
  },
  cancel: { label: 'Cancel', info: 'Stops what is running. What was recorded until then is discarded.' },
  analyze: {
    label: 'Analyze',
    info: 'Measures what was captured, or else what Main played last, and compares it with the references.',
  },
  'apply-all': {
    label: 'Apply all',
    info: 'Makes the changes that are shown and reads back what Live holds. Capture again to measure what they did.',
  },
  undo: { label: 'Undo', info: 'Takes back the last change that Uplift made, and nothing that you have moved since.' },
  redo: { label: 'Redo', info: 'Puts in again what Undo took back last, until another change is made.' },
  learn: {
    label: 'Learn',
    info: 'Press, then drop the folder of your reference tracks below. Pressed again: never mind. The panel does the same.',
  },
  'open-panel': { label: 'Open panel', info: 'Opens the panel with all findings, plots, files and settings.' },
  compare: {
    label: 'Compare',
    info: 'While Live stands still: plays the excerpt before and after the change and of a reference, equally loud. While it plays: Before takes what was applied out for a moment. Now ends it.',
  },
  'apply-1': apply,
  'apply-2': apply,
  'apply-3': apply,
  'show-1': show,
  'show-2': show,
  'show-3': show,
  'intended-1': intended,
  'intended-2': intended,
  'intended-3': intended,
  'lock-1': lock,
  'lock-2': lock,
  'lock-3': lock,
  strength: {
    label: 'Strength',
    info: 'How far a change goes: at 100 % into the range of the references, at 50 % half of the way there.',
  },
  stage: {
    label: 'Stage',
    info: 'Premaster: loudness is reported but not judged. Master: against released tracks. Auto decides from the chain on Main and from the sound.',
  },
  part: { label: 'What this is', info: 'Compares a loop with the same part of the references: a drop with drops.' },
  mode: {
    label: 'Mode',
    info: 'Passive measures only when asked. On demand proposes after a capture. Assist keeps looking while you work. Nothing is ever applied by itself.',
  },
  range: {
    label: 'Range',
    info: 'What a capture plays: 16 bars of drop and 8 of breakdown, Live’s loop, or the whole song.',
  },
  'panel-in': { label: 'Panel in', info: 'Where the panel opens: in the system’s browser, or in a window above Live.' },
}

export const dropWords: ControlWords = {
  label: 'Drop an export folder or a bounce here',
  info: 'From the Finder or the Explorer: the folder that Live’s export makes with “All Individual Tracks”, or a bounce of Main. It is measured at once, without Taps. After Learn: a folder of references.',
}
