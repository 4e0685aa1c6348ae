/** What the fixes really did, foretold beside measured; places to go back to; and what earlier sessions did. */
import type { PanelCheckpoint, PanelProof, PanelReceipt } from '../../app/panel/data.ts'
import type { PanelAction } from '../../app/panel/source.ts'

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

interface CheckpointsProps {
  readonly checkpoints: readonly PanelCheckpoint[]
  readonly isBusy: boolean
  readonly act: (action: PanelAction) => void
}

export function Checkpoints({ checkpoints, isBusy, act }: CheckpointsProps) {
  if (checkpoints.length === 0) return null
  return (
    <details class="panel">
      <summary>Go back: {checkpoints.length}</summary>
      <ul class="rows">
        {checkpoints.map(({ id, name, time, since }) => (
          <li key={id}>
            <div>
              <b>{name}</b>
              <div class="muted">
                {new Date(time).toLocaleString()}; since then: {since.join('; ')}
              </div>
            </div>
            <button
              type="button"
              disabled={isBusy}
              aria-label={`Go back to ${name}`}
              onClick={() => act({ kind: 'go-back', checkpoint: id })}
            >
              Go back
            </button>
          </li>
        ))}
      </ul>
    </details>
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

interface NotesProps {
  readonly notes: readonly string[]
  readonly isOpen: boolean
}

export const Notes = ({ notes, isOpen }: NotesProps) =>
  notes.length === 0 ? null : (
    <details class="panel" open={isOpen}>
      <summary>How this was measured, and what was left alone: {notes.length}</summary>
      <ul class="notes">
        {notes.map(note => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  )
