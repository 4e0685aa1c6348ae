/**
 * The pictures of docs/SynthExtraction.md as standalone SVG: real analyses of sounds of known making, so that who reads
 * them can check them, and the same bytes whenever the analysis is the same.
 */
import type { Audio } from '../../node/audio/audio.ts'
import { html, type Piece } from '../../node/report/markup.ts'
import { grid, linear, svg } from '../../node/report/plots.ts'
import { envelopePlot, harmonicsPlot } from '../../node/report/synth-plots.ts'
import { characterise } from '../../node/synth/characterise.ts'
import { stemQuality } from '../../node/synth/extraction/stem-quality.ts'
import { miniSong } from '../../test/support/mini-song.ts'
import { adsr, lowpass, synthNote } from '../../test/support/synth-note.ts'

export type PictureName = 'harmonics' | 'envelope' | 'bleed'

/** By the name of the file, docs/synth-NAME.svg. */
export const synthPictures: Readonly<Record<PictureName, () => string>> = {
  harmonics: () =>
    standalone(
      harmonicsPlot(
        characterise(
          synthNote({ hz: 110, seconds: 0.5, filter: lowpass(1200, 5), envelope: adsr(0.005, 0, 1, 0.4, 0.05) }),
        ),
      ),
    ),
  envelope: () =>
    standalone(
      envelopePlot(characterise(synthNote({ hz: 220, seconds: 1, envelope: adsr(0.04, 0.2, 0.5, 0.6, 0.2) }))),
    ),
  bleed: () => standalone(bleedPlot()),
}

const style =
  'svg{background:#12151a;font:12px sans-serif}text{fill:#e8ebf1}.tick{fill:#a7b1c0}.grid{stroke:#363e4c}path{fill:none;stroke-linejoin:round}.before{stroke:#e0aa6e;stroke-width:1.4;stroke-dasharray:5 3}.after{stroke:#74d3e6;stroke-width:2.4}.dot,.bar{fill:#74d3e6}'

/** A plot of the report brings its classes, and no style sheet. */
function standalone(plot: Piece): string {
  const { markup } = html`${plot}`
  const open = markup.indexOf('>') + 1
  return `${markup.slice(0, open).replace('<svg', '<svg xmlns="http://www.w3.org/2000/svg"')}<style>${style}</style>${markup.slice(open)}\n`
}

const leaksDb = [null, -24, -18, -12, -6] as const
const frame = { width: 900, height: 260, left: 44, right: 12, top: 12, bottom: 26 }

/** What the check of a stem says of a pad into which the drums leak, more and more. */
function bleedPlot(): Piece {
  const track = (name: string) =>
    miniSong.tracks.find(each => each.name === name)!.source!.channels.map(x => x.subarray(0, 7 * miniSong.sampleRate))
  const [pad, kick, hats] = [track('Pads'), track('Kick'), track('Hats')]
  const drums = kick.map((x, c) => x.map((value, n) => value + hats[c]![n]!))
  const power = (channels: readonly Float32Array[]) =>
    channels.reduce((all, x) => all + x.reduce((sum, value) => sum + value * value, 0), 0)
  const full = Math.sqrt(power(pad) / power(drums))
  const withDrums = (gain: number): Audio => ({
    sampleRate: miniSong.sampleRate,
    channels: pad.map((x, c) => x.map((value, n) => value + gain * drums[c]![n]!)),
  })
  const y = linear([0, 100], [frame.height - frame.bottom, frame.top])
  const slot = (frame.width - frame.left - frame.right) / leaksDb.length
  const bars = leaksDb.map((db, i) => {
    const quality = stemQuality(withDrums(db === null ? 0 : full * 10 ** (db / 20)), withDrums(1))
    const trust = 100 * (quality?.trust ?? 0)
    const read = quality?.bleed.value == null ? 'none heard' : `read ${Math.round(quality.bleed.value)} dB`
    const x = frame.left + (i + 0.2) * slot
    const middle = x + 0.3 * slot
    return html`<rect class="bar" x="${x}" width="${0.6 * slot}" y="${y(trust)}" height="${y(0) - y(trust)}"/><text x="${middle}" y="${Math.min(y(0) - 8, y(trust) + 18)}" text-anchor="middle" style="fill:#12151a">${Math.round(trust)} %</text><text class="tick" x="${middle}" y="${frame.height - 8}" text-anchor="middle">${db === null ? 'no leak' : `drums at ${db} dB`}: ${read}</text>`
  })
  return svg('bleed', frame, 'Trust in a stem', 'Trust in percent against how loud the drums leak into a pad', [
    grid(frame, [0, 100], 25, y),
    bars,
  ])
}
