/** Live's export: which file was taken for which track, and the user's word on it. */
import type { PanelFile, PanelTrack } from '../../app/panel/data.ts'
import type { PanelAction } from '../../app/panel/source.ts'

interface FilesProps {
  readonly files: readonly PanelFile[]
  /** Why nothing could be measured with them; "" where it could. */
  readonly unread: string
  readonly tracks: readonly PanelTrack[]
  readonly isBusy: boolean
  readonly act: (action: PanelAction) => void
}

export function Files({ files, unread, tracks, isBusy, act }: FilesProps) {
  const doubtful = files.filter(isDoubtful).length
  return (
    <details class="panel" open={doubtful > 0 || unread !== ''}>
      <summary>Exported files{wanted(files.length, doubtful, unread !== '')}</summary>
      {unread !== '' && <p class="warning">{unread}</p>}
      <p class="muted">
        Which track each file of the export was taken for. A wrong one spoils every figure of its track.
      </p>
      <ul class="files">
        {doubtfulFirst(files).map(file => (
          <File key={file.name} file={file} tracks={tracks} isBusy={isBusy} act={act} />
        ))}
      </ul>
    </details>
  )
}

function wanted(files: number, doubtful: number, isUnread: boolean): string {
  if (isUnread) return ': which one is Main?'
  return doubtful > 0 ? `: please look at ${doubtful === 1 ? 'one' : doubtful} of ${files}` : ''
}

function File({ file, tracks, isBusy, act }: Omit<FilesProps, 'files' | 'unread'> & { readonly file: PanelFile }) {
  const { name, trackName, confidence, note } = file
  return (
    <li class={isDoubtful(file) ? 'doubtful' : ''}>
      <span class="name">{name}</span>
      <select
        aria-label={`Track of ${name}`}
        value={trackName ?? unused}
        disabled={isBusy}
        onChange={event => {
          const { value } = event.currentTarget
          if (value === guess) return act({ kind: 'match', file: name })
          act({ kind: 'match', file: name, track: value === unused ? null : value })
        }}
      >
        {[...new Set(tracks.map(track => track.name))].map(each => (
          <option key={each} value={each}>
            {each}
            {each === trackName && confidence === 'unsure' ? ' ?' : ''}
          </option>
        ))}
        <option value={unused}>not used</option>
        <option value={guess}>guess again</option>
      </select>
      <small>{note ?? (confidence === 'told' ? 'as you said' : '')}</small>
    </li>
  )
}

/** What wants a look is not to be searched for; the others stay in the order of the export. */
const doubtfulFirst = (files: readonly PanelFile[]) => [
  ...files.filter(isDoubtful),
  ...files.filter(file => !isDoubtful(file)),
]

const isDoubtful = ({ confidence }: PanelFile) => confidence === 'unsure' || confidence === 'none'

/** No names of tracks: Live's have no line breaks. */
const [unused, guess] = ['\nunused', '\nguess']
