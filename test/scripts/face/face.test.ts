import { expect, test } from 'vitest'
import { hubOutlets } from '../../../device/protocol.ts'
import { textWidth, wrap } from '../../../node/report/text-width.ts'
import { drawFace } from '../../../scripts/face/draw.ts'
import { playFace } from '../../../scripts/face/play.ts'
import { readPatch } from '../../../scripts/lint/patch.ts'
import { Builder } from '../lint/builder.ts'

/** A face with a text of 60 × 14 px, and a light whose number chooses its colour by a message box. */
function face() {
  const builder = new Builder()
  const v8 = builder.object('v8 a.js', 1, Array<string>(6).fill(''))
  const route = builder.object('route line light', 3, ['', '', ''])
  builder.cord(v8, hubOutlets.face, route)
  const presentation = { presentation: 1, presentation_rect: [10, 20, 60, 14] }
  const text = { varname: 'line', text: 'Ready', fontsize: 10, textjustification: 0, ...presentation }
  builder.cord(route, 0, builder.add('live.comment', 1, [], text))
  const light = builder.add('panel', 1, [], { varname: 'light', presentation: 1, presentation_rect: [0, 0, 8, 8] })
  const select = builder.object('select 0 1', 3, ['bang', 'bang', ''])
  builder.cord(route, 1, select)
  for (const [at, color] of ['0. 0. 0. 1.', '1. 0.5 0. 1.'].entries()) {
    const message = builder.message(`bgfillcolor ${color}`)
    builder.cord(select, at, message)
    builder.chain(message, light)
  }
  return readPatch(builder.maxpat())
}

test('an object is drawn where it is presented, with the text of the file', () => {
  const { svg } = drawFace(face())
  expect(svg).toContain('<svg x="10" y="20" width="60" height="14"')
  expect(svg).toContain('>Ready</text>')
})

test('what the script sends is seen: texts, colours, hidden objects', () => {
  const patch = face()
  const { svg } = drawFace(
    patch,
    playFace(patch, 'hub', [
      ['line', 'set', 'Two words'],
      ['light', 1],
    ]),
  )
  expect(svg).toContain('>Two words</text>')
  expect(svg).toContain('rgba(255,128,0,1)')
  expect(drawFace(patch, playFace(patch, 'hub', [['line', 'hidden', 1]])).svg).not.toContain('Ready')
})

test('a text that does not fit is told', () => {
  const patch = face()
  const long = 'A sentence that needs more than one line of sixty pixels'
  expect(drawFace(patch).cut).toEqual([])
  expect(drawFace(patch, playFace(patch, 'hub', [['line', 'set', long]])).cut).toEqual([`line: "${long}" is cut`])
})

test('lines are broken at spaces and none is wider than asked', () => {
  const text = 'Put Uplift Tap last on your tracks, then press Capture'
  const lines = wrap(text, 10, 80)
  expect(lines.join(' ')).toBe(text)
  expect(Math.max(...lines.map(line => textWidth(line, 10)))).toBeLessThanOrEqual(80)
})
