/** Names a folder of references to learn from. */
import { useState } from 'preact/hooks'

interface LearnProps {
  readonly isBusy: boolean
  readonly learn: (folder: string, name: string) => void
}

export function Learn({ isBusy, learn }: LearnProps) {
  const [folder, setFolder] = useState('')
  const [name, setName] = useState('my taste')
  return (
    <form
      class="panel learn"
      onSubmit={event => {
        event.preventDefault()
        learn(folder.trim(), name.trim())
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
