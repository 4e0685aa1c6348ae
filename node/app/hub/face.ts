/** What the face shows of the hub: the same model, the same face. */
import type { FaceFix, FaceState } from '../../../device/protocol.ts'
import type { Fix } from '../../fixes/fix.ts'
import { fittingLine, shortened } from './face-line.ts'
import { noLights } from './lights.ts'
import { enabledControls, type Model, type Slot, shownFixes } from './model.ts'

/** Lengths of the face's lines, in characters (device/protocol.ts). */
const lengths = { against: 40, title: 34, heard: 48 } as const

export function faceOf(model: Model): FaceState {
  const { activity, findings, slots } = model
  const { line, tone, detail = line } = lineOf(model)
  const shown = fittingLine(line)
  return {
    line: shown,
    detail: shown === detail ? '' : detail,
    tone,
    // Whole percents: more cannot be seen, and each is a message.
    progress: activity?.progress == null ? null : Math.round(100 * activity.progress) / 100,
    score: findings ? Math.round(findings.score) : null,
    against: shortened(findings?.against ?? '', lengths.against),
    lights: model.guide?.lights ?? findings?.lights ?? noLights,
    fixes: slots.slice(0, shownFixes).map(slot => faceFix(slot, findings?.plan.distanceBefore ?? 0)),
    heard: shortened(findings?.heard ?? '', lengths.heard),
    enabled: enabledControls(model),
  }
}

type Line = NonNullable<Model['message']>
const neutral = (line: string): Line => ({ line, tone: 'neutral' })
const warning = (line: string): Line => ({ line, tone: 'warning' })

function lineOf(model: Model): Line {
  const { link, isPassive, activity, message } = model
  if (link === 'other-version')
    return { line: 'The parts of Uplift are of two versions: install it again.', tone: 'error' }
  if (link !== 'ready') return warning('Waiting for the device in Live.')
  if (isPassive) return neutral('Another Uplift is in charge of this set: this one only passes the sound on.')
  // How far is the bar's to say; a text for each file would stay in Max for ever.
  if (activity) return neutral(activity.kind === 'learning' ? 'Learning your references.' : activity.words)
  return message ?? nextStep(model)
}

/** What to do next, where nothing else is to be said. */
function nextStep({ heard, findings, slots, taps, isLast, choices, guide }: Model): Line {
  if (isLast === false) return warning('Uplift is not the last device on Main: move it to the end.')
  if (guide?.transport === 'playing' && taps.length > 0) return { line: guide.stillLine, tone: guide.tone }
  if (!heard) {
    return taps.length > 0
      ? neutral(`${taps.length} ${taps.length === 1 ? 'Tap' : 'Taps'} found. Capture, or drop an exported folder here.`)
      : neutral('Capture with Taps on your tracks, or drop an exported folder here.')
  }
  if (heard.isStale) return neutral('The set has changed: Capture again to measure it.')
  if (!heard.isMeasured || !findings) return neutral('Captured. Analyze next.')
  if (findings.obstacle !== '') return warning(findings.obstacle)
  return withJudge(found(slots, findings.plan.fixes.length, choices), findings.judge)
}

function found(slots: Model['slots'], fixes: number, { mode }: Model['choices']): Line {
  if (slots.length === 0) return { line: 'Nothing to fix: the mix is inside its target.', tone: 'good' }
  if (mode === 'passive') return neutral('Passive: fixes are shown, not applied.')
  return neutral(`${fixes} ${fixes === 1 ? 'fix' : 'fixes'} found. Hear them with A/B, or apply.`)
}

/** The judge has no room in the line, and must not look like the score: it is in the hint. */
const withJudge = (line: Line, [answer]: readonly string[]): Line =>
  answer === undefined ? line : { ...line, detail: `${line.line} ${answer}` }

const faceFix = ({ fix, state }: Slot, distance: number): FaceFix => ({
  title: shortened(titleOf(fix), lengths.title),
  track: fix.trackName,
  effect: effectOf(fix, distance),
  state,
})

/** The track has a place of its own on the face. */
const titleOf = ({ title, trackName }: Fix) =>
  title.endsWith(` on ${trackName}`) ? title.slice(0, -` on ${trackName}`.length) : title

/** "gap −12 %". */
function effectOf({ predictedReduction }: Fix, distance: number): string {
  if (!(distance > 0)) return ''
  const percent = Math.round((100 * predictedReduction) / distance)
  return percent < 1 ? 'gap < 1 %' : `gap −${percent} %`
}
