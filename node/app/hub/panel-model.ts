/** The hub's model in the words and abilities that the panel shows. */
import type { TapStatus } from '../../../device/protocol.ts'
import type { PanelLive, PanelRemark } from '../panel/data.ts'
import type { PanelState } from '../panel/source.ts'
import { honestWords, nothingCan, remark, warning } from '../panel/state.ts'
import { enabledControls, type Model } from './model.ts'

export function honestOf({ link, isPassive, isLast, heard, findings, taps }: Model): readonly PanelRemark[] {
  const silent = taps.filter(({ status }) => status !== 'ready' && status !== 'muted')
  const now = [
    ...(link === 'ready' ? [] : ['Waiting for the device in Live.']),
    ...(isPassive ? ['Another Uplift is in charge of this set.'] : []),
    ...(isLast === false ? ['Uplift is not the last device on Main: what is behind it is not heard.'] : []),
    ...(heard?.isStale ? ['The set has changed since it was measured: Capture again.'] : []),
    ...silent.map(({ trackName, status }) => `Tap on ${trackName} ${tapWords[status]}.`),
  ]
  return [...now.map(warning), ...(findings ? honestWords('live', findings) : [remark('Connected with Live.')])]
}

export function liveOf({ guide }: Model): PanelLive | null {
  if (!guide) return null
  const { transport, section, line, tone, suggestion, tracks } = guide
  return {
    isPlaying: transport === 'playing',
    section,
    line,
    tone,
    suggestion: suggestion?.words ?? null,
    unheard: tracks.flatMap(({ name, state, why }) =>
      state === 'stale' ? [`${name} is stale`] : state === 'unheard' ? [`${name}: ${why}`] : [],
    ),
  }
}

export const activityOf = (model: Model): PanelState['activity'] =>
  model.activity && {
    words: model.activity.words.replace(/\.$/, ''),
    progress: model.activity.progress,
    canCancel: enabledControls(model).includes('cancel'),
  }

export function canOf(model: Model): PanelState['can'] {
  const enabled = enabledControls(model)
  const isFree = model.link === 'ready' && !model.isPassive && model.activity === null
  const isMeasured = isFree && model.findings !== null
  return {
    ...nothingCan,
    capture: enabled.includes('capture'),
    analyze: enabled.includes('analyze'),
    apply: isFree && model.choices.mode !== 'passive' && model.slots.some(({ state }) => state === 'offered'),
    undo: enabled.includes('undo'),
    redo: enabled.includes('redo'),
    preview: isMeasured,
    tell: isFree,
    show: isFree,
    learn: isFree,
    vote: isMeasured,
  }
}

const tapWords: Readonly<Record<TapStatus, string>> = {
  ready: 'is heard',
  stale: 'is stale: it does not answer',
  off: 'is switched off',
  'in-rack': 'is inside a rack: move it behind',
  'not-last': 'is not the last device: move it to the end',
  frozen: 'is on a frozen track',
  muted: 'is on a muted track',
  'other-version': 'is of another version: install Uplift again',
}
