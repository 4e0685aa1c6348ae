/**
 * The pictures of docs/SynthExtraction.md. docs/synth-*.svg are written at once (scripts/docs/synth-pictures.ts). Beside them
 * a page to be photographed: a sound of known making (a saw pluck through a low-pass that an envelope shuts),
 * measured, as the page that `uplift synth --html` writes. Run: node scripts/run.mjs scripts/draw-synth-extraction.ts, then
 * photograph the written page with a browser (chromium --headless --screenshot=docs/synth-extraction.png --window-size=960,1500).
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWav } from '../node/audio/write-wav.ts'
import { synthHtml } from '../node/report/synth-html.ts'
import { characterise } from '../node/synth/characterise.ts'
import { adsr, lowpass, synthNote } from '../test/support/synth-note.ts'
import { synthPictures } from './docs/synth-pictures.ts'

const folder = process.argv[2] ?? 'out/synth-extraction'
mkdirSync(folder, { recursive: true })
const cutoffAt = (t: number) => 350 * 2 ** (3 * Math.max(0, 1 - t / 0.35))
const sound = synthNote({
  hz: 110,
  seconds: 1.2,
  filter: (hz, t) => lowpass(cutoffAt(t), 2)(hz),
  envelope: adsr(0.004, 0.4, 0.5, 0.9, 0.15),
})
await writeWav(join(folder, 'pluck.wav'), sound, { format: 'int24' })
writeFileSync(
  join(folder, 'pluck.html'),
  synthHtml('pluck.wav', characterise(sound), { generatedAt: 'docs/SynthExtraction.md' }),
)

for (const [name, draw] of Object.entries(synthPictures)) writeFileSync(`docs/synth-${name}.svg`, draw())
