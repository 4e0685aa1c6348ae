import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { decodeAudioFile } from '../node/audio/decode.ts'
import { notesOf } from '../node/synth/notes.ts'
import { framesAt, harmonicPlaces, bandPlaces, meanFrame } from '../node/synth/harmonics.ts'
import { fitTimbre } from '../node/synth/timbre.ts'
const dir = '/tmp/corpus/D/csound/'
const lines = readFileSync(dir + 'synth-truth.tsv', 'utf8').trim().split('\n')
const head = lines[0]!.split('\t')
const rows = lines.slice(1).map(l => Object.fromEntries(l.split('\t').map((v, i) => [head[i]!, v])))
test('x', async () => {
  const out: string[] = []
  for (const [i, r] of rows.entries()) {
    if (i % 2) continue
    const a = await decodeAudioFile(dir + r['file'])
    const t0 = performance.now()
    const notes = notesOf(a.channels, a.sampleRate)
    const n = notes[0]!
    const f0 = n.hz
    const places = f0 ? harmonicPlaces(f0, a.sampleRate) : bandPlaces(a.sampleRate)
    const sec = f0 ? Math.max(0.03, 8 / f0) : 0.1
    const dur = n.endSeconds - n.startSeconds
    const times = Array.from({ length: 10 }, (_, j) => n.startSeconds + sec / 2 + (j / 9) * Math.max(0, dur - sec))
    const frames = framesAt(a.channels, a.sampleRate, places, times, sec)
    const t1 = performance.now()
    const one = fitTimbre([meanFrame(frames)], places, a.sampleRate)
    const t2 = performance.now()
    const b = one[0]!
    out.push(`${r['file']!.padEnd(28)} f0 ${r['f0_hz']} got ${f0?.toFixed(2)} ${n.explained.toFixed(2)} notes ${notes.length} | ${r['waveform']} ${r['filter']}${r['slope_db_oct']} ${r['cutoff_hz']} q${r['q']} -> ${one.slice(0, 2).map(b => `${b.waveform.waveform}${b.waveform.pulseWidth ?? ''} ${b.filter.type}${b.filter.slopeDbPerOctave} ${b.cutoffs[0]?.toFixed(0)} q${b.filter.q.toFixed(2)} e${b.errorDb.toFixed(2)} c${b.cost.toFixed(2)}`).join(' || ')} ${(t1 - t0).toFixed(0)}+${(t2 - t1).toFixed(0)}ms`)
  }
  writeFileSync('/tmp/h-synth/out.txt', out.join('\n'))
})
