/** The fixes, ranked: choose some, hear them, apply them; how much of them; and what was set aside. */
import { useState } from 'preact/hooks'
import type { PanelAction, PanelState } from '../../app/panel-source.ts'
import { FixCard } from './fix-card.tsx'

interface FixesProps {
  readonly state: PanelState
  readonly reasons: Readonly<Record<string, string>>
  readonly isBusy: boolean
  readonly act: (action: PanelAction) => void
}

export function Fixes({ state, reasons, isBusy, act }: FixesProps) {
  const { fixes, choices, can, score, aside } = state
  /** The user's own word on a box; without one, what is hardly ever taken is not among all. */
  const [told, setTold] = useState<ReadonlyMap<string, boolean>>(new Map())
  if (score === null) return null
  const isChosen = ({ id, isQuiet }: PanelState['fixes'][number]) => told.get(id) ?? !isQuiet
  const offered = fixes.filter(fix => fix.state === 'offered')
  const chosen = offered.filter(isChosen).map(({ id }) => id)
  const isOff = isBusy || chosen.length === 0
  const all = chosen.length === offered.length
  const name = chosen.length === 1 ? 'this one' : all ? `all ${chosen.length}` : `${chosen.length} chosen`
  return (
    <section aria-labelledby="fixes">
      <div class="row">
        <h2 id="fixes">
          {fixes.length === 0 ? 'No fixes' : `${fixes.length} ${fixes.length === 1 ? 'fix' : 'fixes'}`}
        </h2>
        {offered.length > 1 && (
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
      {(fixes.length > 0 || choices.strength < 1) && (
        <Amount strength={choices.strength} isBusy={isBusy || !can.tell} act={act} />
      )}
      <ol class="cards">
        {fixes.map((fix, i) => (
          <FixCard
            key={fix.id}
            fix={fix}
            number={i + 1}
            reason={reasons[fix.id] ?? fix.finding}
            canChoose={offered.length > 1}
            isChosen={isChosen(fix)}
            choose={isIn => setTold(new Map([...told, [fix.id, isIn]]))}
            can={can}
            isBusy={isBusy}
            act={act}
          />
        ))}
      </ol>
      {aside.length > 0 && (
        <p class="aside">
          Set aside for now: {aside.join(', ')}.{' '}
          <button type="button" class="quiet" disabled={isBusy} onClick={() => act({ kind: 'bring-back' })}>
            Offer again
          </button>
        </p>
      )}
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
