/** The whole page. */
import { useCallback, useEffect, useState } from 'preact/hooks'
import { Fixes } from './fixes.tsx'
import type { Link, Linked } from './link.ts'
import { Listen } from './listen.tsx'
import { Looks } from './looks.tsx'
import type { Player } from './player.ts'
import { ProofCard, Receipts } from './proof.tsx'
import { Score } from './score.tsx'
import { Tracks } from './tracks.tsx'

export function Panel({ link, player }: { readonly link: Link; readonly player: Player }) {
  const [{ isConnected, state, view, refused }, setNow] = useState<Linked>({
    isConnected: false,
    state: null,
    view: null,
    refused: '',
  })
  useEffect(() => link.start(setNow), [link])
  const lookDeep = useCallback(() => link.look(true), [link])
  if (!state) return <main class="waiting">Connecting with Uplift …</main>
  const act = link.act.bind(link)
  const isBusy = state.activity !== null || !isConnected
  const current = view?.revision === state.view ? view : null
  const said = !isConnected
    ? { line: 'The connection with Uplift is lost; trying again.', tone: 'error' }
    : refused !== ''
      ? { line: refused, tone: 'warning' }
      : state.message
  return (
    <>
      <Score state={state} isBusy={isBusy} act={act} />
      <p class={`said ${said?.tone ?? 'neutral'}`} role="status">
        {state.activity ? `${state.activity.words} …` : (said?.line ?? nextStep(state.view, state.fixes.length))}
      </p>
      <main aria-busy={state.activity !== null}>
        <div class="column">
          {state.proof && <ProofCard proof={state.proof} canUndo={state.can.undo && !isBusy} act={act} />}
          <Fixes state={state} reasons={current?.reasons ?? {}} isBusy={isBusy} act={act} />
        </div>
        <div class="column">
          {(current ?? view) && (
            <Looks
              plots={(current ?? view)!.plots}
              isOld={current === null}
              look={lookDeep}
              isDeep={(current ?? view)!.isDeep}
            />
          )}
          {current && <Tracks tracks={current.tracks} isBusy={isBusy || !state.can.tell} act={act} />}
          {current && current.receipts.length > 0 && <Receipts receipts={current.receipts} />}
          {current && <Notes honest={state.honest} notes={current.notes} />}
        </div>
      </main>
      {state.excerpts && <Listen key={state.excerpts.id} excerpts={state.excerpts} player={player} />}
    </>
  )
}

function nextStep(view: number, fixes: number): string {
  if (view === 0) return 'Analyze measures the mix and finds what to fix.'
  if (fixes === 0) return 'Nothing to fix: the mix is where its target is, or nothing here can bring it there.'
  return 'Hear a fix before you apply it. Everything can be undone.'
}

const Notes = ({ honest, notes }: { readonly honest: readonly string[]; readonly notes: readonly string[] }) => (
  <details class="panel">
    <summary>How this was measured, and what was left alone</summary>
    <ul class="notes">
      {[...honest, ...notes].map(note => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  </details>
)
