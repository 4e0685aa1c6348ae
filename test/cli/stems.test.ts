import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Audio } from '../../node/audio/audio.ts'
import { writeWav } from '../../node/audio/write-wav.ts'
import { documents } from '../../node/cli/documents.ts'
import { whiteNoise } from '../support/signals.ts'
import { adsr, lowpass, synthNote } from '../support/synth-note.ts'

/** The built command line (npm test builds it first), by the commands of docs/SynthExtraction.md. */
const program = fileURLToPath(new URL('../../dist/uplift.mjs', import.meta.url))
const rate = 44_100
let folder: string

const uplift = (...args: string[]) =>
  new Promise<{ code: number; stdout: string; stderr: string }>(resolve => {
    const env = { ...process.env, PATH: `${join(folder, 'bin')}:${process.env['PATH']}` }
    execFile('node', [program, ...args], { cwd: folder, maxBuffer: 1e8, env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stdout, stderr }),
    )
  })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-cli-stems-'))
  const { channels } = synthNote({
    hz: 220,
    seconds: 4,
    filter: lowpass(2500),
    envelope: adsr(0.01, 0.2, 0.7, 3.6, 0.2),
  })
  const lead: Audio = { sampleRate: rate, channels: [channels[0]!, channels[0]!] }
  const length = channels[0]!.length
  // Drums that begin in the middle: the lead is alone before.
  const hits = whiteNoise(length, 7, 0.3).map((x, n) => (n < 2 * rate ? 0 : x * Math.exp(-((n % 11_025) / 1500))))
  const drums: Audio = { sampleRate: rate, channels: [hits, hits] }
  const mix = {
    sampleRate: rate,
    channels: [0, 1].map(c => lead.channels[c]!.map((x, n) => x + drums.channels[c]![n]!)),
  }
  const write = (name: string, audio: Audio) => writeWav(join(folder, name), audio, { format: 'float32' })
  await mkdir(join(folder, 'reference-stems'))
  await write('reference.wav', mix)
  await write('lead.wav', lead)
  await write('reference-stems/reference_synthesizer_split_by_lalalai.wav', lead)
  await write('reference-stems/reference_drum_split_by_lalalai.wav', drums)
  await mkdir(join(folder, 'bin'))
  await writeFile(
    join(folder, 'bin', 'demucs'),
    `#!${process.execPath}
const fs = require('node:fs'), path = require('node:path'), args = process.argv.slice(2)
const out = path.join(args[args.indexOf('-o') + 1], 'htdemucs', 'reference')
fs.mkdirSync(out, { recursive: true })
fs.copyFileSync(${JSON.stringify(join(folder, 'lead.wav'))}, path.join(out, 'other.wav'))
fs.copyFileSync(${JSON.stringify(join(folder, 'reference-stems/reference_drum_split_by_lalalai.wav'))}, path.join(out, 'drums.wav'))
`,
  )
  await chmod(join(folder, 'bin', 'demucs'), 0o755)
})
afterAll(() => rm(folder, { recursive: true }))

test('a folder of stems: what each is, how clean, and where the mix is cleaner', async () => {
  const { code, stdout } = await uplift('stems', 'reference-stems', '--mix', 'reference.wav', '--out', 'aligned')
  expect(code).toBe(0)
  expect(stdout).toMatch(/2 stems by LALAL\.AI/)
  expect(stdout).toMatch(/synthesizer_split_by_lalalai +synth +none heard/)
  expect(stdout.replace(/\s+/g, ' ')).toMatch(/uplift synth ".*reference\.wav" --from \d\.\d --to \d\.\d/)
  expect((await readdir(join(folder, 'aligned'))).toSorted()).toEqual(['Drums.wav', 'Synth.wav'])
})

test('a song is separated by the tool on PATH, as one JSON document', async () => {
  const { code, stdout } = await uplift('stems', 'reference.wav', '--out', 'by-demucs', '--json')
  expect(code).toBe(0)
  const { by, stems } = documents.stems.parse(JSON.parse(stdout))
  expect([by, stems.map(({ stem }) => stem)]).toEqual(['demucs', ['drums', 'other']])
  expect((await readdir(join(folder, 'by-demucs'))).length).toBeGreaterThan(0)
})

test('a sound: text, YAML and a page', async () => {
  const text = await uplift('synth', 'lead.wav', '--mix', 'reference.wav', '--html', 'lead.html')
  expect(text.stdout).toMatch(/Waveform +saw/)
  expect(text.stdout).toMatch(/The stem is clean/)
  const page = await readFile(join(folder, 'lead.html'), 'utf8')
  expect(page).toMatch(/<svg[\s\S]*Harmonics/)
  expect(page).toMatch(/In Serum \(names not verified\)/)
  const yaml = parse((await uplift('synth', 'reference.wav', '--from', '0', '--to', '1.9', '--yaml')).stdout)
  // YAML and JSON are one document.
  expect(documents.synth.shape.synth_analysis.safeParse(yaml.synth_analysis).error?.issues ?? []).toEqual([])
  expect(yaml.synth_analysis.filter.type.value).toBe('lowpass')
  expect(Math.abs(Math.log2(yaml.synth_analysis.filter.cutoff_hz.value / 2500))).toBeLessThan(0.25)
})

test.each([
  ['a stem that there is none of', ['stems', 'reference.wav', '--stem', 'kazoo'], 2],
  ['a file that is not in the folder', ['stems', 'reference-stems', '--as', 'nothing=bass'], 1],
  ['a model without its stem', ['stems', 'reference.wav', '--model', 'lead.wav', '--out', 'x'], 1],
  ['a part outside the file', ['synth', 'lead.wav', '--from', '60'], 1],
] as const)('%s: a sentence, no stack', async (_, args, code) => {
  const result = await uplift(...args)
  expect([result.code, result.stdout]).toEqual([code, ''])
  expect(result.stderr).not.toMatch(/\n\s+at /)
})
