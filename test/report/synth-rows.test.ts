import { expect, test } from 'vitest'
import { synthHtml } from '../../node/report/synth-html.ts'
import { soundRows } from '../../node/report/synth-rows.ts'
import { synthText } from '../../node/report/synth-text.ts'
import { emptySound } from '../../node/synth/empty-sound.ts'
import { certain } from '../../node/synth/estimate.ts'
import type { SynthSound } from '../../node/synth/sound.ts'

const silent = emptySound(1, 'Nothing sounds.')
const sound: SynthSound = {
  ...silent,
  pitch: certain(110, 'Hz'),
  oscillator: { ...silent.oscillator, noise: certain(12, '%') },
  amplitude: { ...silent.amplitude, attack: certain(0.012, 's') },
  lfo: { ...silent.lfo, noteValue: certain('1/8', '') },
}

test('terminal and page give the same answers, each in its group, with how sure they are', () => {
  const text = synthText('saw.wav', sound, { color: false })
  // The page keeps a figure and its unit on one line.
  const page = synthHtml('saw.wav', sound, { generatedAt: '' }).replaceAll('\u00a0', ' ')
  const rows = soundRows(sound).flatMap(each => each.rows)
  expect(rows).toContainEqual(['Attack', '12 ms', 'sure (95 %)'])
  expect(rows).toContainEqual(['Release', 'cannot tell', 'Nothing sounds.'])
  for (const { title } of soundRows(sound)) {
    expect(text).toContain(title)
    expect(page).toContain(`<h3>${title}</h3>`)
  }
  for (const [label, value, sure] of rows) {
    expect(text.split('\n').some(line => line.includes(label) && line.includes(value) && line.includes(sure))).toBe(
      true,
    )
    expect(page).toContain(`${label}</th><td class="word">${value}</td><td class="word muted">${sure}</td>`)
  }
})
