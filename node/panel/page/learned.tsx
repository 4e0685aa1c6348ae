/** A profile that was learned here: what sounds like this mix, its styles, its references. */
import type { PanelLearned } from '../../app/panel/data.ts'
import type { PanelAction } from '../../app/panel/source.ts'

interface LearnedProps {
  readonly learned: PanelLearned
  readonly target: string
  readonly isBusy: boolean
  readonly canHear: boolean
  readonly choose: (profile: string, target?: string) => void
  readonly act: (action: PanelAction) => void
}

export function Learned({ learned, target, isBusy, canHear, choose, act }: LearnedProps) {
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
                aria-label={`Use alone: ${title}`}
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
