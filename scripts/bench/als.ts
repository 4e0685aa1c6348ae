/** Reading a Live set file of 50 MB of XML: a set's own tracks, repeated. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { readAls } from '../../node/adapters/als/read-als.ts'
import { smallSet, smallXml, writeSet } from '../../test/adapters/als/small-set.ts'

/** Of XML. */
const megabytes = 50

/** Writes a set of that size, made of the tracks of `source` (any set file), and returns its path. */
export function largeSet(folder: string, source: string): string {
  const bytes = readFileSync(source)
  const xml = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8')
  const from = xml.indexOf('<Tracks>') + '<Tracks>'.length
  const to = Math.min(...['<ReturnTrack', '</Tracks>'].map(end => xml.indexOf(end, from)).filter(at => at > 0))
  const tracks = xml.slice(from, to)
  const times = Math.ceil((megabytes * 1e6 - (xml.length - tracks.length)) / tracks.length)
  const file = join(folder, 'large.als')
  writeFileSync(file, gzipSync(xml.slice(0, from) + tracks.repeat(times) + xml.slice(to)))
  return file
}

/** A set to make a large one of, where the user names none. */
export function sampleSet(folder: string): string {
  mkdirSync(folder, { recursive: true })
  return writeSet(folder, smallXml(smallSet), { name: 'small.als' })
}

/** In a process of its own: bars of the issue are 5 s and 500 MB. */
export async function readLargeSet(file: string): Promise<{ readonly tracks: number; readonly parameters: number }> {
  const { set, places } = await readAls(file)
  return { tracks: set.tracks.length, parameters: places.size }
}
