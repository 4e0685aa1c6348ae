/** `uplift demo`: the whole loop on the simulated set, in under a minute. */
import { join } from 'node:path'
import { makeDemo } from '../app/demo.ts'
import { Ledger } from '../app/ledger.ts'
import { closeTheLoop } from '../app/loop.ts'
import { shippedProfiles } from '../profile/shipped.ts'
import { proofHtml } from '../report/html.ts'
import { proofDocument } from '../report/json.ts'
import { planText, proofText } from '../report/text.ts'
import { numberOption, progress, useColor, wrongUsage } from './options.ts'
import { printJson, printText, today, writeWhole } from './output.ts'

export interface DemoOptions {
  readonly seed: number
  readonly length: string
  readonly out: string
  readonly json?: boolean
}

export async function demo({ seed, length, out, json }: DemoOptions): Promise<void> {
  if (length !== 'full' && length !== 'short') wrongUsage(`--length must be full or short, got "${length}"`)
  numberOption('seed', seed, 0, 2 ** 31)
  const started = performance.now()
  const { step, done } = progress(json)
  step('Producing a song and spoiling its mix')
  const { song, faults, session } = makeDemo({ seed, length })
  const color = useColor()
  const profile = shippedProfiles.demo()
  const ledger = await Ledger.open(join(out, 'ledger.json'))
  if (!json) {
    done()
    printText(
      `"${song.spec.name}", ${song.tempo} BPM, was made healthy and then spoiled:\n${faults.map(({ title }) => `  - ${title}\n`).join('')}`,
    )
  }
  const proof = await closeTheLoop({
    session,
    profile,
    stage: 'premaster',
    ledger,
    passes: 3,
    proveEachFix: true,
    onWorse: async () => 'roll-back',
    approve: async (plan, { comparison }, pass) => {
      done()
      if (!json) printText(`Pass ${pass}\n\n${planText(plan, comparison, { color, kind: profile.kind })}\n`)
      return plan.fixes
    },
    onProgress: step,
  })
  done()
  const report = await writeWhole(
    join(out, 'report.html'),
    proofHtml(proof, { title: 'Uplift: proof of the demo', generatedAt: today() }),
  )
  if (json) return void printJson(proofDocument(proof, 'demo'))
  printText(proofText(proof, { color }))
  printText(`Report: ${report}\n${((performance.now() - started) / 1000).toFixed(0)} s in all.`)
}
