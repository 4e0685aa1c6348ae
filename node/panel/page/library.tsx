/** What the mix is compared with: profiles, the references of a learned one, its styles, the nearest to this mix, and how good it is. */
import { useEffect, useState } from 'preact/hooks'
import type { PanelLearned, PanelLibrary } from '../../app/panel-data.ts'
import type { PanelAction, PanelState } from '../../app/panel-source.ts'
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
                    <button type="button" class="quiet" onClick={() => setWanted(name)} aria-label={`Look at ${name}`}>
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
        {state.can.learn && <Learn isBusy={isBusy} act={act} />}
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
            Nothing is learned yet. Name a folder with songs that sound the way you want yours to: they are measured
            once and kept as numbers, never as audio.
          </p>
        )}
      </div>
    </main>
  )
}

type LearnProps = Pick<LibraryProps, 'isBusy' | 'act'>

function Learn({ isBusy, act }: LearnProps) {
  const [folder, setFolder] = useState('')
  const [name, setName] = useState('my taste')
  return (
    <form
      class="panel learn"
      onSubmit={event => {
        event.preventDefault()
        act({ kind: 'learn', folder: folder.trim(), name: name.trim() })
      }}
    >
      <h3>Learn from your references</h3>
      <label>
        Folder on this computer
        <input
          type="text"
          required
          value={folder}
          placeholder="/Users/me/Music/References"
          onInput={event => setFolder(event.currentTarget.value)}
        />
      </label>
      <label>
        Name of the profile
        <input type="text" required value={name} onInput={event => setName(event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={isBusy}>
        Learn
      </button>
    </form>
  )
}

interface LearnedProps {
  readonly learned: PanelLearned
  readonly target: string
  readonly isBusy: boolean
  readonly canHear: boolean
  readonly choose: (profile: string, target?: string) => void
  readonly act: (action: PanelAction) => void
}

function Learned({ learned, target, isBusy, canHear, choose, act }: LearnedProps) {
  const { name, styles, neighbours, neighboursWhy, references } = learned
  return (
    <>
      <section aria-labelledby="neighbours">
        <div class="row">
          <h2 id="neighbours">Sounds like this mix</h2>
          {neighbours && neighbours.length > 0 && (
            <button
              type="button"
              disabled={isBusy || target === 'nearest'}
              title="The references most like your mix become the target, the nearer the more"
              onClick={() => choose(name, 'nearest')}
            >
              {target === 'nearest' ? 'In use' : 'Use the nearest'}
            </button>
          )}
        </div>
        {neighbours === null ? (
          <p class="panel muted">{neighboursWhy}</p>
        ) : (
          <ol class="panel rows numbered">
            {neighbours.map(({ title, similarity, closeness }) => (
              <li key={title}>
                <div>
                  <b>{title}</b>
                  <div class="muted">{closeness}</div>
                </div>
                <Beside profile={name} title={title} isOff={isBusy || !canHear} act={act} />
                <meter min={0} max={1} value={Math.max(0, similarity)} aria-label={`Likeness of ${title}`} />
              </li>
            ))}
          </ol>
        )}
      </section>
      {styles.length > 0 && (
        <section aria-labelledby="styles">
          <h2 id="styles">{styles.length === 1 ? 'One style' : `${styles.length} styles`}</h2>
          <ul class="panel rows">
            {styles.map((style, i) => (
              <li key={style.name}>
                <div>
                  <b>{style.name}</b>
                  <div class="muted">
                    {style.size} of {references.length} references, such as “{style.exemplar}”
                  </div>
                </div>
                {styles.length > 1 && (
                  <button
                    type="button"
                    disabled={isBusy || target === `style:${i + 1}`}
                    aria-label={`Use the style ${style.name}`}
                    onClick={() => choose(name, `style:${i + 1}`)}
                  >
                    {target === `style:${i + 1}` ? 'In use' : 'Use'}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section aria-labelledby="references">
        <h2 id="references">
          {name}: {references.length} references
        </h2>
        <ul class="panel rows">
          {references.map(({ title, about, teaches, findings }) => (
            <li key={title} class={teaches ? '' : 'left-out'}>
              <div>
                {title} <span class="muted">{about}</span>
                {!teaches && <span class="badge warning">teaches nothing</span>}
                {findings.map(words => (
                  <div key={words} class="muted">
                    {words}
                  </div>
                ))}
              </div>
              <Beside profile={name} title={title} isOff={isBusy || !canHear} act={act} />
              <button
                type="button"
                class="quiet"
                disabled={isBusy || !teaches}
                aria-label={`Use ${title} alone`}
                title="This one song becomes the target"
                onClick={() => choose(name, `tracks:${title}`)}
              >
                {target === `tracks:${title}` ? 'In use' : 'Use alone'}
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}

interface BesideProps extends Pick<LearnedProps, 'act'> {
  readonly profile: string
  readonly title: string
  readonly isOff: boolean
}

const Beside = ({ profile, title, isOff, act }: BesideProps) => (
  <button
    type="button"
    class="quiet"
    disabled={isOff}
    aria-label={`▶ Hear ${title} beside your mix`}
    title="Your mix and this reference, equally loud"
    onClick={() => act({ kind: 'beside', profile, reference: title })}
  >
    ▶ Hear
  </button>
)

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
