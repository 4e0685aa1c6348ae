/** The fixes, ranked: why, how much, what it should bring; choose some, hear them, apply them. */
import { useState } from 'preact/hooks'
import type { PanelAction, PanelFix, PanelState } from '../../app/panel-source.ts'

interface FixesProps {
  readonly state: PanelState
  readonly reasons: Readonly<Record<string, string>>
  readonly isBusy: boolean
  readonly act: (action: PanelAction) => void
}

export function Fixes({ state, reasons, isBusy, act }: FixesProps) {
  const { fixes, choices, can, view } = state
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  if (view === 0) return null
  const offered = fixes.filter(fix => fix.state === 'offered')
  const chosen = offered.filter(({ id }) => !left.has(id)).map(({ id }) => id)
  const toggle = (id: string, isChosen: boolean) => {
    const next = new Set(left)
    if (isChosen) next.delete(id)
    else next.add(id)
    setLeft(next)
  }
  const isOff = isBusy || chosen.length === 0
  const name = chosen.length === offered.length ? `all ${chosen.length}` : `${chosen.length} chosen`
  return (
    <section aria-labelledby="fixes">
      <div class="row">
        <h2 id="fixes">{fixes.length === 0 ? 'No fixes' : 'Fixes'}</h2>
        {fixes.length > 0 && (
          <div class="presses">
            <button
              type="button"
              disabled={isOff || !can.preview}
              onClick={() => act({ kind: 'preview', fixes: chosen })}
            >
              Hear {name}
            </button>
            <button
              type="button"
              class="primary"
              disabled={isOff || !can.apply}
              onClick={() => act({ kind: 'apply', fixes: chosen })}
            >
              Apply {name}
            </button>
          </div>
        )}
      </div>
      <Amount strength={choices.strength} isBusy={isBusy} act={act} />
      <ol class="cards">
        {fixes.map((fix, i) => (
          <Card
            key={fix.id}
            fix={fix}
            number={i + 1}
            reason={reasons[fix.id] ?? fix.finding}
            isChosen={!left.has(fix.id)}
            choose={isChosen => toggle(fix.id, isChosen)}
            can={can}
            isBusy={isBusy}
            act={act}
          />
        ))}
      </ol>
    </section>
  )
}

type AmountProps = Pick<FixesProps, 'isBusy' | 'act'> & { readonly strength: number }

/** Solved anew when it is let go, not on its way. */
function Amount({ strength, isBusy, act }: AmountProps) {
  const [moving, setMoving] = useState<number | null>(null)
  const percent = moving ?? Math.round(100 * strength)
  return (
    <label class="amount">
      Amount
      <input
        type="range"
        min="10"
        max="100"
        step="5"
        value={percent}
        disabled={isBusy}
        aria-valuetext={`${percent} percent of what the solution asks for`}
        onInput={event => setMoving(Number(event.currentTarget.value))}
        onChange={event => {
          setMoving(null)
          act({ kind: 'choose', choice: { strength: Number(event.currentTarget.value) / 100 } })
        }}
      />
      <output>{percent} %</output>
    </label>
  )
}

interface CardProps extends Pick<FixesProps, 'isBusy' | 'act'> {
  readonly fix: PanelFix
  readonly number: number
  readonly reason: string
  readonly isChosen: boolean
  readonly choose: (isChosen: boolean) => void
  readonly can: PanelState['can']
}

const stateWords = { offered: '', applying: 'applying', applied: '✓ applied', 'by-hand': 'by hand only' } as const

function Card({ fix, number, reason, isChosen, choose, can, isBusy, act }: CardProps) {
  const isOffered = fix.state === 'offered'
  return (
    <li class={`card ${fix.state}`}>
      <div class="row">
        <label class="pick">
          <input
            type="checkbox"
            checked={isChosen && isOffered}
            disabled={!isOffered || isBusy}
            onChange={event => choose(event.currentTarget.checked)}
          />
          <h3>
            <span class="number">{number}</span> {fix.title}
          </h3>
        </label>
        <span class="badge">{stateWords[fix.state] || `closes ${fix.effect}`}</span>
      </div>
      <p>{reason}</p>
      <ul class="moves" aria-label="What would be set">
        {fix.changes.map(change => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      <div class="presses">
        <button
          type="button"
          disabled={isBusy || !can.preview}
          aria-label={`Hear: ${fix.title}`}
          onClick={() => act({ kind: 'preview', fixes: [fix.id] })}
        >
          Hear
        </button>
        <button
          type="button"
          disabled={isBusy || !can.apply || !isOffered}
          aria-label={`Apply: ${fix.title}`}
          onClick={() => act({ kind: 'apply', fixes: [fix.id] })}
        >
          Apply
        </button>
        <button
          type="button"
          class="quiet"
          disabled={isBusy || !can.tell}
          title="It is meant to be so: stay silent about it"
          aria-label={`Intended: ${fix.title}`}
          onClick={() => act({ kind: 'intended', fix: fix.id })}
        >
          Intended
        </button>
        <span class="sure">{fix.sure}</span>
      </div>
      <details>
        <summary>Predicted, risk, by hand</summary>
        <dl>
          <dt>Where</dt>
          <dd>{fix.where}</dd>
          {fix.predicted.length > 0 && <dt>Predicted</dt>}
          {fix.predicted.length > 0 && (
            <dd>
              {fix.predicted.map(line => (
                <div key={line}>{line}</div>
              ))}
            </dd>
          )}
          {fix.limit !== '' && <dt>Amount</dt>}
          {fix.limit !== '' && <dd>{fix.limit}</dd>}
          <dt>Why so</dt>
          <dd>{fix.why}</dd>
          <dt>Risk</dt>
          <dd>{fix.risk}</dd>
          <dt>By hand</dt>
          <dd>{fix.byHand}</dd>
          {fix.alternatives.length > 0 && <dt>Instead</dt>}
          {fix.alternatives.length > 0 && <dd>{fix.alternatives.join('; ')}</dd>}
        </dl>
      </details>
    </li>
  )
}
