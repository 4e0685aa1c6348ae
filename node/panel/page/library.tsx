/** What the mix is compared with: profiles, the references of a learned one, its styles, the nearest to this mix, and how good it is. */
import { useEffect, useState } from 'preact/hooks'
import type { PanelLearned, PanelLibrary } from '../../app/panel/data.ts'
import type { PanelAction, PanelState } from '../../app/panel/source.ts'
import { Learn } from './learn.tsx'
import { Learned } from './learned.tsx'
import type { Link } from './link.ts'

interface LibraryProps {
  readonly state: PanelState
  readonly library: PanelLibrary | null
  readonly link: Link
  readonly isBusy: boolean
  readonly act: (action: PanelAction) => void
}

export function LibraryPage({ state, library, link, isBusy, act }: LibraryProps) {
  const [wanted, setWanted] = useState<string | null>(null)
  const { view, activity, choices } = state
  // Asked again after every measurement and every change of the target; not while something is being learned.
  useEffect(() => {
    if (activity === null) link.library(wanted)
  }, [link, wanted, view, activity === null, choices.profile])
  if (!library) return <main class="waiting">Looking at your references …</main>
  const choose = (profile: string, target = '') => act({ kind: 'choose', choice: { profile, target } })
  return (
    <main class="library" aria-busy={activity !== null}>
      <div class="column">
        <section aria-labelledby="profiles">
          <h2 id="profiles">Compare with</h2>
          <ul class="panel rows">
            {library.profiles.map(({ name, kind, about, isTarget }) => (
              <li key={`${kind} ${name}`}>
                <div>
                  <b>{name}</b> {isTarget && <span class="badge">in use</span>}
                  <div class="muted">{about}</div>
                </div>
                <div class="presses">
                  {kind === 'learned' && (
                    <button
                      type="button"
                      class="quiet"
                      aria-pressed={library.learned?.name === name}
                      aria-label={`Look at ${name}`}
                      onClick={() => setWanted(name)}
                    >
                      Look
                    </button>
                  )}
                  <button
                    type="button"
                    disabled={isBusy || (isTarget && choices.target === '')}
                    aria-label={`Use ${name}`}
                    onClick={() => choose(name)}
                  >
                    Use
                  </button>
                </div>
              </li>
            ))}
          </ul>
        </section>
        {state.can.learn && (
          <Learn
            isBusy={isBusy}
            learn={(folder, name) => {
              act({ kind: 'learn', folder, name })
              setWanted(name)
            }}
          />
        )}
        {library.learned && <Quality learned={library.learned} />}
      </div>
      <div class="column">
        {library.learned ? (
          <Learned
            learned={library.learned}
            target={choices.target}
            isBusy={isBusy}
            canHear={state.can.preview}
            choose={choose}
            act={act}
          />
        ) : (
          <p class="panel muted">
            {library.profiles.some(({ kind }) => kind === 'learned')
              ? 'Press Look beside a profile of yours to see its references and styles, and what sounds like this mix.'
              : nothingLearned}
          </p>
        )}
      </div>
    </main>
  )
}

const nothingLearned =
  'Nothing is learned yet. Name a folder with songs that sound the way you want yours to: they are measured once and kept as numbers, never as audio.'

const Quality = ({ learned: { validation, failures, folders } }: { readonly learned: PanelLearned }) => (
  <section aria-labelledby="quality">
    <h2 id="quality">Is it any good?</h2>
    <div class="panel">
      <ul class="notes">
        {validation.map(words => (
          <li key={words}>{words}</li>
        ))}
        {failures.map(({ file, why }) => (
          <li key={file}>
            {file}: {why}
          </li>
        ))}
      </ul>
      {folders.length > 0 && <p class="muted">From {folders.join(', ')}</p>}
    </div>
  </section>
)
