/** The fixes, ranked: choose some, hear them, apply them; how much of them; and what was set aside. */
import { useState } from 'preact/hooks'
import type { PanelAction, PanelState } from '../../app/panel/source.ts'
import { Amount } from './amount.tsx'
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
      {(fixes.length > 1 || choices.strength < 1) && (
        <Amount
          words="Amount of all"
          factor={choices.strength}
          most={1}
          isOff={isBusy || !can.tell}
          set={strength => act({ kind: 'choose', choice: { strength } })}
        />
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
