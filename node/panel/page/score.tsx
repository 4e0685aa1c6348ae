/** The bar on top: score, lights, what these figures are worth, and the few presses that concern the whole set. */
import type { ComponentChildren } from 'preact'
import type { PanelAction, PanelState } from '../../app/panel/source.ts'
import { keyNames } from './shortcuts.ts'

const lightWords = {
  off: ['–', 'not scored'],
  good: ['✓', 'inside'],
  minor: ['·', 'slightly off'],
  warning: ['!', 'off'],
  critical: ['‼', 'far off'],
} as const

/** The rest is below, with the notes. */
const shownHonest = 2
/** What stands in the way first, and never nothing else. */
export const foremost = (remarks: PanelState['honest']) => {
  const warnings = remarks.filter(({ tone }) => tone === 'warning').slice(0, shownHonest)
  const others = remarks.filter(({ tone }) => tone !== 'warning').slice(0, shownHonest - warnings.length)
  return [...warnings, ...others]
}

interface ScoreProps {
  readonly state: PanelState
  readonly isBusy: boolean
  readonly act: (action: PanelAction) => void
  readonly children: ComponentChildren
}

export function Score({ state, isBusy, act, children }: ScoreProps) {
  const { title, score, judge, lights, honest, can, activity } = state
  const progress = activity?.progress ?? null
  return (
    <header class="top">
      <div class="brand">
        <h1>{title === '' ? 'Uplift' : title}</h1>
        <ul class="honest" aria-label="What these figures are worth">
          {foremost(honest).map(({ words, tone }) => (
            <li key={words} class={tone}>
              {words}
            </li>
          ))}
        </ul>
      </div>
      <div class="score">
        <b>{score === null ? '–' : Math.round(score)}</b>
        <span>{score === null ? 'not measured' : 'of 100'}</span>
      </div>
      {score !== null && <Judge said={judge} />}
      <ul class="lights" aria-label="Lights">
        {Object.entries(lights).map(([name, light]) => (
          <li key={name} class={light}>
            <i aria-hidden="true">{lightWords[light][0]}</i>
            <span>{name.replace('-', ' ')}</span>
            <small>{lightWords[light][1]}</small>
          </li>
        ))}
      </ul>
      <div class="presses">
        {can.capture && (
          <button type="button" disabled={isBusy} onClick={() => act({ kind: 'capture' })}>
            Capture
          </button>
        )}
        <button
          type="button"
          class={score === null && can.analyze ? 'primary' : ''}
          disabled={isBusy || !can.analyze}
          onClick={() => act({ kind: 'analyze' })}
        >
          {score === null ? 'Analyze' : 'Analyze again'}
        </button>
        <button
          type="button"
          title={`Take the last fix out again (${keyNames.undo})`}
          disabled={isBusy || !can.undo}
          onClick={() => act({ kind: 'undo' })}
        >
          Undo
        </button>
        <button
          type="button"
          title={`Put in again what was undone last (${keyNames.redo})`}
          disabled={isBusy || !can.redo}
          onClick={() => act({ kind: 'redo' })}
        >
          Redo
        </button>
        {activity?.canCancel && (
          <button type="button" onClick={() => act({ kind: 'cancel' })}>
            Cancel
          </button>
        )}
        {children}
      </div>
      {activity &&
        (progress === null ? (
          <progress aria-label={activity.words} />
        ) : (
          <progress aria-label={activity.words} max={1} value={progress} />
        ))}
    </header>
  )
}

/** Beside the score and never in it: the answer in one line, what it rests on when asked for. */
function Judge({ said: [answer, ...reasons] }: { readonly said: PanelState['judge'] }) {
  if (answer === undefined) return null
  return reasons.length === 0 ? (
    <p class="judge">{answer}</p>
  ) : (
    <details class="judge">
      <summary>{answer}</summary>
      {reasons.map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
    </details>
  )
}
