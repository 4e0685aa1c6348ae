/** What the fixes really did, foretold beside measured; and what earlier sessions did. */
import type { PanelAction, PanelProof, PanelReceipt } from '../../app/panel-source.ts'

interface ProofProps {
  readonly proof: PanelProof
  readonly canUndo: boolean
  readonly act: (action: PanelAction) => void
}

export function ProofCard({ proof, canUndo, act }: ProofProps) {
  const { fixes, scoreBefore, scoreAfter, before, predicted, after, isWorse } = proof
  const closed = (distance: number) => (before > 0 ? `${Math.round(100 * (1 - distance / before))} %` : '–')
  return (
    <section class={isWorse ? 'proof worse' : 'proof'} aria-label="Measured after applying">
      <div class="row">
        <h2>
          Score {Math.round(scoreBefore)} → {Math.round(scoreAfter)}
        </h2>
        <button type="button" disabled={!canUndo} onClick={() => act({ kind: 'undo' })}>
          Undo the last
        </button>
      </div>
      <p>
        {isWorse ? 'The gap grew. ' : ''}
        <b>{closed(after)}</b> of the gap closed, measured again after applying; <b>{closed(predicted)}</b> was
        foretold.
      </p>
      <ul class="moves">
        {fixes.map(title => (
          <li key={title}>✓ {title}</li>
        ))}
      </ul>
    </section>
  )
}

export const Receipts = ({ receipts }: { readonly receipts: readonly PanelReceipt[] }) => (
  <details class="panel">
    <summary>Receipts: {receipts.length}</summary>
    <ul class="notes">
      {receipts.map(({ time, applied, scoreBefore, scoreAfter }) => (
        <li key={time}>
          {new Date(time).toLocaleString()}: score {Math.round(scoreBefore)} → {Math.round(scoreAfter)}.{' '}
          {applied.join('; ')}
        </li>
      ))}
    </ul>
  </details>
)
