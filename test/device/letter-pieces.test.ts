import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { sendInPieces } from '../../device/hub/letter-pieces.ts'
import { encodeLetter, type Letter, LetterBox, packText } from '../../device/protocol.ts'

const device = {
  path: 'devices 0',
  name: 'Größe “Kick” \u2212 2\n',
  latency: null,
  parameters: Array.from({ length: 200 }, (_, i) => [`P${i}`, i / 7, 0, 1, 3, `\u2212${i} dB`, ['Off', 'On']]),
  chains: [],
  left: undefined,
}
const letter: Letter = { kind: 'reply', id: 12, result: { tracks: [device, device], name: '', flags: [true, null] } }

test('a letter in slices is the letter that encodeLetter makes, number for number', () => {
  const sent: (readonly number[])[] = []
  let rests = 0
  for (const _ of sendInPieces(letter, 5, atoms => sent.push(atoms))) rests++
  expect(sent).toEqual(encodeLetter(letter, 5))
  expect(rests).toBeGreaterThan(sent.length)
})

test('another letter may pass between its parts', () => {
  const box = new LetterBox()
  const read: Letter[] = []
  const receive = (atoms: readonly number[]) => {
    const whole = box.receive(atoms)
    if (whole) read.push(whole)
  }
  const short: Letter = { kind: 'event', event: 'set-changed', data: null }
  let parts = 0
  const send = (atoms: readonly number[]) => {
    receive(atoms)
    if (++parts === 2) for (const other of encodeLetter(short, 6)) receive(other)
  }
  for (const _ of sendInPieces(letter, 5, send));
  expect(read).toEqual([short, JSON.parse(JSON.stringify(letter))])
})

test('a long letter that is still coming takes little more memory than its text', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const box = new LetterBox()
  const parts: readonly (readonly number[])[] = encodeLetter({ kind: 'reply', id: 1, result: 'x'.repeat(1_500_000) }, 7)
  collect()
  const before = process.memoryUsage().heapUsed
  for (const part of parts.slice(0, -1)) box.receive(part)
  collect()
  // One byte a character, and what a list of a few hundred texts needs. As chains of single characters it was 32.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(2 * 1_500_000)
  expect(box.receive(parts.at(-1)!)).toMatchObject({ kind: 'reply', id: 1 })
})

test('a message of any length is read: more characters than a call takes arguments', () => {
  const text = JSON.stringify({ kind: 'event', event: 'set-changed', data: 'x'.repeat(400_000) })
  expect(new LetterBox().receive([1, 0, 1, ...packText(text)])).toEqual(JSON.parse(text))
})
