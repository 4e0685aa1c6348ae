/** The session: every track with its devices, what it is taken for, what it carries, and what the offered fixes would set. */
import type { PanelFix, PanelTrack } from '../../app/panel/data.ts'
import type { PanelAction } from '../../app/panel/source.ts'
import { roles } from '../../mix/roles/role.ts'

interface TracksProps {
  readonly tracks: readonly PanelTrack[]
  readonly fixes: readonly PanelFix[]
  readonly isBusy: boolean
  readonly act: (action: PanelAction) => void
}

export function Tracks({ tracks, fixes, isBusy, act }: TracksProps) {
  const sounding = tracks.filter(({ kind }) => kind === 'audio' || kind === 'midi')
  const heard = sounding.filter(({ share }) => share !== null).length
  const waiting = new Set(fixes.filter(({ state }) => state !== 'applied').map(({ id }) => id))
  return (
    <section aria-labelledby="tracks">
      <div class="row">
        <h2 id="tracks">Session</h2>
        <span class="muted">
          {heard} of {sounding.length} tracks heard by themselves
        </span>
      </div>
      <ul class="tracks">
        {tracks.map(track => (
          <Track key={track.path} track={track} waiting={waiting} isBusy={isBusy} act={act} />
        ))}
      </ul>
    </section>
  )
}

interface TrackProps extends Pick<TracksProps, 'isBusy' | 'act'> {
  readonly track: PanelTrack
  /** Fixes that are not in the set yet. */
  readonly waiting: ReadonlySet<string>
}

function Track({ track, waiting, isBusy, act }: TrackProps) {
  const { name, kind, depth, role, confidence, because, share, isLocked, volume, pan, isMuted, devices } = track
  const changes = track.changes.filter(({ fix }) => waiting.has(fix))
  const isHeard = share !== null || kind === 'group' || kind === 'return' || kind === 'master'
  const mixer = [volume, pan === 'C' || pan === '' ? null : pan, isMuted ? 'muted' : null].filter(Boolean).join(' ')
  return (
    <li class={`track ${isHeard ? '' : 'unheard'} ${kind} deep${Math.min(3, depth)}`}>
      <span class="name" title={because}>
        {name}
        {kindWords[kind] !== '' && <small> {kindWords[kind]}</small>}
      </span>
      <span class="mixer">{mixer}</span>
      {share === null ? (
        <span />
      ) : (
        <meter min={0} max={1} value={share} aria-label={`Share of the loudness: ${name}`} />
      )}
      <span class="share">{share !== null ? `${Math.round(100 * share)} %` : isHeard ? '' : 'not heard'}</span>
      {role === null ? (
        <span class="role" />
      ) : (
        <select
          class="role"
          aria-label={`Role of ${name}`}
          title={because}
          value={role}
          disabled={isBusy}
          onChange={event => {
            const { value } = event.currentTarget
            act({ kind: 'role', track: name, role: roles.find(each => each === value) ?? null })
          }}
        >
          {roles.map(each => (
            <option key={each} value={each}>
              {each}
              {each === role && confidence < unsure ? ' ?' : ''}
            </option>
          ))}
          <option value="">guess again</option>
        </select>
      )}
      <label class="lock" title="No fix touches a locked track">
        <input
          type="checkbox"
          checked={isLocked}
          disabled={isBusy}
          aria-label={`Lock ${name}: no fix touches it`}
          onChange={event => act({ kind: 'lock', track: name, isLocked: event.currentTarget.checked })}
        />
        lock
      </label>
      {devices.length > 0 && (
        <ul class="devices" aria-label={`Devices on ${name}`}>
          {devices.map((device, i) => (
            <li key={`${i} ${device.name}`} class={device.isOn ? '' : 'off'}>
              {device.name}
              {device.isOn ? '' : ' (off)'}
            </li>
          ))}
        </ul>
      )}
      {changes.length > 0 && (
        <ul class="changes" aria-label={`What fixes would set on ${name}`}>
          {changes.map(({ fix, device, parameter, from, to }) => (
            <li key={`${fix} ${device} ${parameter}`}>
              {device === null ? '' : `${device}, `}
              {parameter}: <s>{from}</s> → <b>{to}</b>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

const kindWords = { audio: '', midi: '', group: 'group', return: 'return', master: '' } as const

/** Below this, a look at the role is worth it. */
const unsure = 0.6
