/** What each track is taken for, how much of the loudness it carries; one click corrects or locks it. */
import type { PanelAction, PanelTrack } from '../../app/panel-source.ts'
import { roles } from '../../mix/roles/role.ts'

interface TracksProps {
  readonly tracks: readonly PanelTrack[]
  readonly isBusy: boolean
  readonly act: (action: PanelAction) => void
}

export function Tracks({ tracks, isBusy, act }: TracksProps) {
  const heard = tracks.filter(({ share }) => share !== null).length
  return (
    <section aria-labelledby="tracks">
      <div class="row">
        <h2 id="tracks">Tracks</h2>
        <span class="muted">
          {heard} of {tracks.length} heard by themselves
        </span>
      </div>
      <ul class="tracks">
        {tracks.map(({ name, group, role, confidence, because, share, isLocked }) => (
          <li key={`${group ?? ''}/${name}`} class={share === null ? 'unheard' : ''}>
            <span class="name" title={because}>
              {name}
            </span>
            <meter min={0} max={1} value={share ?? 0} aria-label={`Share of the loudness: ${name}`} />
            <span class="share">{share === null ? 'not heard' : `${Math.round(100 * share)} %`}</span>
            <select
              aria-label={`Role of ${name}`}
              title={because}
              value={role}
              disabled={isBusy}
              onChange={event => {
                const value = event.currentTarget.value
                act({ kind: 'role', track: name, role: roles.find(each => each === value) ?? null })
              }}
            >
              {roles.map(each => (
                <option key={each} value={each}>
                  {each}
                </option>
              ))}
              <option value="">guess again</option>
            </select>
            <span class={confidence < unsure ? 'sure unsure' : 'sure'}>
              {confidence >= 1 ? 'your word' : `${Math.min(99, Math.round(100 * confidence))} %`}
            </span>
            <label class="lock">
              <input
                type="checkbox"
                checked={isLocked}
                disabled={isBusy}
                aria-label={`Lock ${name}: no fix touches it`}
                onChange={event => act({ kind: 'lock', track: name, isLocked: event.currentTarget.checked })}
              />
              lock
            </label>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Below this, a look at the role is worth it. */
const unsure = 0.6
