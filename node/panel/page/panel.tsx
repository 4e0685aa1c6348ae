/** The whole page: the bar on top, the mix or the library below it, the player at the bottom. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { PanelView } from '../../app/panel/data.ts'
import type { PanelAction, PanelState } from '../../app/panel/source.ts'
import { Files } from './files.tsx'
import { Fixes } from './fixes.tsx'
import { Checkpoints, Notes, ProofCard, Receipts } from './history.tsx'
import { LibraryPage } from './library.tsx'
import { type Link, type Linked, unlinked } from './link.ts'
import { Listen } from './listen.tsx'
import { Looks } from './looks.tsx'
import type { Player } from './player.ts'
import { foremost, Score } from './score.tsx'
import { Settings } from './settings.tsx'
import { useShortcuts } from './shortcuts.ts'
import { Tracks } from './tracks.tsx'

const pages = { mix: 'Mix', library: 'Library' } as const
type PageName = keyof typeof pages

export function Panel({ link, player }: { readonly link: Link; readonly player: Player }) {
  const [now, setNow] = useState<Linked>(unlinked)
  const [page, setPage] = useState<PageName>('mix')
  /** Hear was pressed here: what comes of it plays at once, in this page and no other. */
  const awaited = useRef(false)
  useEffect(() => link.start(setNow), [link])
  const lookDeep = useCallback(() => link.look(true), [link])
  const { isConnected, state, view, library, refused } = now
  const isBusy = !state || state.activity !== null || !isConnected
  useShortcuts({
    undo: state?.can.undo && !isBusy ? () => link.act({ kind: 'undo' }) : null,
    redo: state?.can.redo && !isBusy ? () => link.act({ kind: 'redo' }) : null,
  })
  if (refused !== '') awaited.current = false
  if (!state) return <main class="waiting">Connecting with Uplift …</main>
  const act = (action: PanelAction) => {
    if (action.kind === 'preview' || action.kind === 'beside') awaited.current = true
    link.act(action)
  }
  const current = view?.revision === state.view ? view : null
  const shown = current ?? view
  return (
    <>
      <Score state={state} isBusy={isBusy} act={act}>
        <nav class="pages" aria-label="Pages">
          {Object.entries(pages).map(([name, words]) => (
            <button
              key={name}
              type="button"
              aria-current={page === name ? 'page' : undefined}
              onClick={() => setPage(name as PageName)}
            >
              {words}
            </button>
          ))}
        </nav>
      </Score>
      <Said now={now} page={page} />
      {page === 'library' ? (
        <LibraryPage state={state} library={library} link={link} isBusy={isBusy} act={act} />
      ) : (
        <main class="mix" aria-busy={state.activity !== null}>
          <div class="column">
            {state.proof && <ProofCard proof={state.proof} canUndo={state.can.undo && !isBusy} act={act} />}
            <Fixes state={state} reasons={current?.reasons ?? {}} isBusy={isBusy} act={act} />
            <Settings state={state} isBusy={isBusy} act={act} />
            <Checkpoints checkpoints={state.checkpoints} isBusy={isBusy} act={act} />
            {shown && shown.receipts.length > 0 && <Receipts receipts={shown.receipts} />}
          </div>
          <div class="column">
            {shown && shown.plots.length > 0 && (
              <Looks
                view={shown}
                isOld={current === null}
                look={lookDeep}
                excerpts={state.excerpts}
                player={player}
                link={link}
              />
            )}
            {shown && <Tracks tracks={shown.tracks} fixes={state.fixes} isBusy={isBusy || !state.can.tell} act={act} />}
            {shown && shown.files.length > 0 && (
              <Files
                files={shown.files}
                unread={shown.unread}
                tracks={shown.tracks}
                isBusy={isBusy || !state.can.tell || current === null}
                act={act}
              />
            )}
            {shown && <Notes notes={notesOf(state, shown)} isOpen={shown.plots.length === 0} />}
          </div>
        </main>
      )}
      {state.excerpts && (
        <Listen
          key={state.excerpts.id}
          excerpts={state.excerpts}
          canVote={state.can.vote && !isBusy}
          awaited={awaited}
          player={player}
          act={act}
        />
      )}
    </>
  )
}

/** What the bar has no room for, too. */
const notesOf = ({ honest }: PanelState, { notes }: PanelView) => {
  const said = foremost(honest)
  return [...honest.filter(remark => !said.includes(remark)).map(({ words }) => words), ...notes]
}

/** What is going on, what was refused, or what to do next: one line, read out when it changes. */
function Said({ now, page }: { readonly now: Linked; readonly page: PageName }) {
  const { isConnected, isGone, state, refused } = now
  const { activity, message, live, score, fixes, can } = state!
  const said = !isConnected
    ? { line: isGone ? gone : 'The connection with Uplift is lost; trying again.', tone: 'error' }
    : refused !== ''
      ? { line: refused, tone: 'warning' }
      : activity
        ? { line: `${activity.words} …`, tone: 'neutral' }
        : (message ??
          (live?.isPlaying
            ? { line: live.suggestion ?? live.line, tone: live.tone }
            : {
                line: page === 'library' ? aboutLibrary : nextStep(score !== null, fixes.length, can),
                tone: 'neutral',
              }))
  return (
    <p class={`said ${said.tone}`} role="status">
      {said.line}
    </p>
  )
}

const gone = 'Uplift does not answer. If it was started anew, open the panel from there: its address is new each time.'

const aboutLibrary = 'What the mix is compared with. Use makes a profile, a style or a single song the target.'

function nextStep(isMeasured: boolean, fixes: number, { analyze, capture }: PanelState['can']): string {
  if (!isMeasured && capture) return 'Capture records the mix; or drop an exported folder on the device. Then Analyze.'
  if (!isMeasured) return analyze ? 'Analyze measures the mix and finds what to fix.' : 'Nothing was heard yet.'
  if (fixes === 0) return 'Nothing to fix: the mix is where its target is, or nothing here can bring it there.'
  return 'Hear the first fix, then apply it. Everything can be undone.'
}
