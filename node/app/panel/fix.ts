/** A fix as the panel shows it: the words that reports use, and its state. */
import type { Fix } from '../../fixes/fix.ts'
import {
  affectedWords,
  changeWords,
  confidenceWords,
  limitWords,
  predictedWords,
  targetText,
} from '../../report/fix-words.ts'
import { capitalize, featureList, formatFeature, inScope } from '../../report/words.ts'
import type { PanelChange, PanelFix } from './data.ts'

/** `distance`: the plan's, before it. */
export function panelFix(
  fix: Fix,
  distance: number,
  state: PanelFix['state'],
  {
    advice = '',
    isQuiet = false,
    factor = 1,
  }: Partial<Pick<PanelFix, 'advice' | 'isQuiet'>> & { factor?: number } = {},
): PanelFix {
  const plan = { distanceBefore: distance }
  return {
    id: fix.id,
    title: fix.title,
    track: fix.trackName,
    finding: fix.finding.says,
    why: fix.finding.why,
    effect: predictedWords(fix, plan),
    sure: confidenceWords(fix),
    where: affectedWords(fix),
    changes: [
      ...(fix.inserts ? [`Puts ${fix.inserts.name} on the track first.`] : []),
      ...fix.changes.map(changeWords),
      ...(fix.solo ? [`Solo: ${fix.solo.on ? 'off → on' : 'on → off'}`] : []),
    ],
    predicted: mostMoved(fix).map(
      ({ feature, scope, before, after }) =>
        `${capitalize(featureList([feature])[0] ?? feature)} ${inScope(scope)}: ${formatFeature(feature, before)} → ${formatFeature(feature, after)}`,
    ),
    limit: limitWords(fix),
    factor: fix.unit === 'switch' ? null : factor,
    risk: fix.risk,
    byHand: fix.byHand,
    alternatives: fix.alternatives.map(
      ({ title, predictedReduction }) => `${title} (${predictedWords({ predictedReduction }, plan)})`,
    ),
    advice,
    isQuiet,
    state,
  }
}

/** What a fix would set, as the session view shows it on its track. */
export const panelChanges = (fix: Fix): readonly PanelChange[] => [
  ...fix.changes.map(change => ({
    fix: fix.id,
    device: change.deviceName,
    parameter: change.ref.parameter,
    from: change.fromText,
    to: targetText(change),
  })),
  ...(fix.solo
    ? [
        {
          fix: fix.id,
          device: null,
          parameter: 'Solo',
          from: fix.solo.on ? 'off' : 'on',
          to: fix.solo.on ? 'on' : 'off',
        },
      ]
    : []),
]

export const canWrite = ({ changes, solo }: Fix) => changes.length > 0 || solo !== null

const shown = 4
/** What it is for comes first; the planner lists the rest as it found it. */
function mostMoved({ predicted, closes }: Fix): Fix['predicted'] {
  const isClosed = (each: Fix['predicted'][number]) =>
    closes.some(({ feature, scope }) => feature === each.feature && scope === each.scope)
  return [...predicted.filter(isClosed), ...predicted.filter(each => !isClosed(each))].slice(0, shown)
}
