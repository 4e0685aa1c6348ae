/** One fix: why, what Live will show, what it should bring; and everything that can be said to it. */
import type { PanelFix } from '../../app/panel/data.ts'
import type { PanelAction, PanelState } from '../../app/panel/source.ts'
import { Amount } from './amount.tsx'

interface CardProps {
  readonly fix: PanelFix
  readonly number: number
  readonly reason: string
  /** There are others to choose among. */
  readonly canChoose: boolean
  readonly isChosen: boolean
  readonly choose: (isChosen: boolean) => void
  readonly can: PanelState['can']
  readonly isBusy: boolean
  readonly act: (action: PanelAction) => void
}

const stateWords = { offered: '', applying: 'applying', applied: '✓ applied', 'by-hand': 'by hand only' } as const

export function FixCard({ fix, number, reason, canChoose, isChosen, choose, can, isBusy, act }: CardProps) {
  const { id, title } = fix
  const isOffered = fix.state === 'offered'
  const isIn = fix.state === 'applied' || fix.state === 'applying'
  const cannotTell = isBusy || !can.tell || isIn
  return (
    <li class={`card ${fix.state}`}>
      <div class="row">
        <div class="pick">
          {canChoose && (
            <input
              type="checkbox"
              aria-label={`Among those to hear and apply together: ${title}`}
              checked={isChosen && isOffered}
              disabled={!isOffered || isBusy}
              onChange={event => choose(event.currentTarget.checked)}
            />
          )}
          <h3>
            <span class="number">{number}</span> {title}
          </h3>
        </div>
        <span class="badge">{stateWords[fix.state] || `closes ${fix.effect}`}</span>
      </div>
      <p>{reason}</p>
      <ul class="moves" aria-label="What would be set">
        {fix.changes.map(change => (
          <li key={change}>{change}</li>
        ))}
      </ul>
      {fix.factor !== null && !isIn && (
        <Amount
          words="This one"
          label={`Amount: ${title}`}
          factor={fix.factor}
          most={1.5}
          isOff={isBusy || !can.tell || !isOffered}
          set={factor => act({ kind: 'amount', fix: id, factor })}
        />
      )}
      {fix.advice !== '' && <p class="advice">{fix.advice}</p>}
      <div class="presses">
        <button
          type="button"
          disabled={isBusy || !can.preview}
          aria-label={`Hear: ${title}`}
          onClick={() => act({ kind: 'preview', fixes: [id] })}
        >
          ▶ Hear
        </button>
        <button
          type="button"
          class={canChoose ? '' : 'primary'}
          disabled={isBusy || !can.apply || !isOffered}
          aria-label={`Apply: ${title}`}
          onClick={() => act({ kind: 'apply', fixes: [id] })}
        >
          Apply
        </button>
        {can.show && (
          <button
            type="button"
            disabled={isBusy}
            aria-label={`Show in Live: ${title}`}
            onClick={() => act({ kind: 'show', fix: id })}
          >
            Show
          </button>
        )}
        <Told
          name="Not this"
          title="Leave this out for now, and look for another way"
          label={`Not this: ${title}`}
          isOff={cannotTell}
          tell={() => act({ kind: 'aside', fix: id })}
        />
        <Told
          name="Intended"
          title="It is meant to sound so: stay silent about it in this set"
          label={`Intended: ${title}`}
          isOff={cannotTell}
          tell={() => act({ kind: 'intended', fix: id })}
        />
        <Told
          name="Lock track"
          title={`No fix touches ${fix.track} again; the list of tracks unlocks it`}
          label={`Lock track ${fix.track}: ${title}`}
          isOff={cannotTell}
          tell={() => act({ kind: 'lock', track: fix.track, isLocked: true })}
        />
        <span class="sure">{fix.sure}</span>
      </div>
      <Details fix={fix} />
    </li>
  )
}

interface ToldProps {
  readonly name: string
  readonly title: string
  readonly label: string
  readonly isOff: boolean
  readonly tell: () => void
}

/** A word on the fix that is remembered. */
function Told({ name, title, label, isOff, tell }: ToldProps) {
  return (
    <button type="button" class="quiet" disabled={isOff} title={title} aria-label={label} onClick={tell}>
      {name}
    </button>
  )
}

function Details({ fix }: { readonly fix: PanelFix }) {
  const lines = (texts: readonly string[]) => texts.map(text => <div key={text}>{text}</div>)
  const rows = [
    ['Where', fix.where],
    ['Predicted', fix.predicted.length > 0 && lines(fix.predicted)],
    ['Amount', fix.limit],
    ['Why so', fix.why],
    ['Risk', fix.risk],
    ['By hand', fix.byHand],
    ['Instead', fix.alternatives.length > 0 && lines([...fix.alternatives, '“Not this” looks for them.'])],
  ] as const
  return (
    <details open={fix.state === 'by-hand'}>
      <summary>Predicted, risk, by hand, other ways</summary>
      <dl>
        {rows.flatMap(([name, content]) =>
          content ? [<dt key={name}>{name}</dt>, <dd key={`${name}:`}>{content}</dd>] : [],
        )}
      </dl>
    </details>
  )
}
