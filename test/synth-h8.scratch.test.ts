import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { decodeAudioFile } from '../node/audio/decode.ts'
import { characterise } from '../node/synth/characterise.ts'
const dir = '/tmp/corpus/D/csound/'
const lines = readFileSync(dir + 'synth-truth.tsv', 'utf8').trim().split('\n')
const head = lines[0]!.split('\t')
const rows = lines.slice(1).map(l => Object.fromEntries(l.split('\t').map((v, i) => [head[i]!, v])))
const s = (e: any, d = 2) => e.value === null ? `–(${e.reason.slice(0, 28)})` : `${typeof e.value === 'number' ? e.value.toFixed(d) : e.value}@${e.confidence.toFixed(2)}`
test('x', async () => {
  const out: string[] = []
  for (const [i, r] of rows.entries()) {
    if (i % 2) continue
    const a = await decodeAudioFile(dir + r['file'])
    const t0 = performance.now()
    try {
    const c = characterise(a)
    out.push(`${r['file']!.padEnd(28)} ${(performance.now() - t0).toFixed(0)} ms  f0 ${r['f0_hz']} ${s(c.pitch)} notes ${c.notes}
   W ${r['waveform']} -> ${s(c.oscillator.waveform)} [${c.oscillator.alternatives.join('; ')}] sub ${s(c.oscillator.sub)} | V ${r['voices']} ${r['detune_cents_total']} ${r['stereo_spread']} -> ${s(c.unison.voices, 0)} ${s(c.unison.detune)}
   F ${r['filter']}${r['slope_db_oct']} ${r['cutoff_hz']} q${r['q']} env ${r['env_oct']} ${r['f_att']} ${r['f_dec']} ${r['f_sus']} -> ${s(c.filter.type)} ${s(c.filter.slope, 0)} ${s(c.filter.cutoff, 0)} q${s(c.filter.resonance)} env ${s(c.filter.envelope.amount)} ${s(c.filter.envelope.attack, 3)} ${s(c.filter.envelope.decay, 3)} ${s(c.filter.envelope.sustain)}
   A ${r['amp_att']} ${r['amp_dec']} ${r['amp_sus']} ${r['amp_rel']} gate ${r['gate_s']} -> ${s(c.amplitude.attack, 4)} ${s(c.amplitude.decay, 3)} ${s(c.amplitude.sustain, 1)} ${s(c.amplitude.release, 3)} ${s(c.amplitude.shape)}
   L ${r['lfo_target']} ${r['lfo_hz']} ${r['lfo_depth']} -> ${s(c.lfo.target)} ${s(c.lfo.rate)} ${s(c.lfo.depth)} | ${s(c.stereo.width)} ${s(c.stereo.correlation)} rev ${s(c.effects.reverbDecay)}`)
    } catch (e) { out.push(`${r['file']} FAILED ${(e as Error).stack}`) }
    writeFileSync('/tmp/h-synth/out.txt', out.join('\n'))
  }
})
