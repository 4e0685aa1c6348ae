/** Real music, which nobody made for us: what is known of it is which track a segment is from, and what its folders call it. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { listAudioFiles } from '../../node/audio/audio-files.ts'
import type { FileTrack } from './measure-job.ts'

export interface RealTrack {
  readonly job: FileTrack
  /** What its folder or the folder's manifest.tsv calls its style; null: nothing does. */
  readonly style: string | null
  /** Before the dash of its name, where it has one: tracks of one artist are no evidence of one style. */
  readonly artist: string
}

/** Of so many tracks a degraded copy of the query is asked with, too: it is most of the work. */
const mostDegraded = 10
const copiesEach = 2

/**
 * `mix.*` in any folder under `folder`, or every audio file when there is none. Styles: columns `file` and `style` of
 * manifest.tsv in the folder; else the names of its subfolders, when there are several and the files are not all mixes.
 */
export async function realTracks(folder: string, patches: boolean): Promise<RealTrack[]> {
  const files = (await listAudioFiles(folder, { recursive: true })).sort()
  const mixes = files.filter(file => /^mix\.\w+$/.test(basename(file)))
  const isMixes = mixes.length > 0
  const named = await manifestStyles(folder)
  return Promise.all(
    (isMixes ? mixes : files).map(async (file, i): Promise<RealTrack> => {
      const title = isMixes ? basename(dirname(file)) : basename(file).replace(/\.\w+$/, '')
      const inside = relative(folder, file).split(sep)
      const style = named.get(inside.join('/')) ?? (isMixes || inside.length < 2 ? null : inside[0]!)
      const wanted = { degrade: i < mostDegraded, copies: copiesEach, patches }
      return {
        job: { kind: 'file', file, hash: await hashOf(file), title, ...wanted },
        style,
        artist: title.split(/\s*-+\s*/)[0]!,
      }
    }),
  )
}

/** By path in the folder. Words that follow the first are detail ("electronic 140", "techno/trance module"). */
async function manifestStyles(folder: string): Promise<ReadonlyMap<string, string>> {
  const text = await readFile(join(folder, 'manifest.tsv'), 'utf8').catch(() => '')
  const [head = '', ...lines] = text.split(/\r?\n/)
  const columns = head.split('\t')
  const [file, style] = [columns.indexOf('file'), columns.indexOf('style')]
  if (file < 0 || style < 0) return new Map()
  return new Map(
    lines.flatMap(line => {
      const cells = line.split('\t')
      const word = cells[style]?.split(/[\s,(]/)[0]
      return cells[file] && word ? [[cells[file], word] as const] : []
    }),
  )
}

function hashOf(file: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256')
    createReadStream(file)
      .on('data', chunk => hash.update(chunk))
      .on('error', reject)
      .on('end', () => resolve(hash.digest('hex')))
  })
}
