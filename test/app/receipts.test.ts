import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dataFolder } from '../../node/app/data-folder.ts'
import { Ledger } from '../../node/app/ledger.ts'
import { readReceipts, writeReceipt } from '../../node/app/receipts.ts'
import type { Proof } from '../../node/fixes/proof.ts'
import { receiptsText, receiptText } from '../../node/report/receipt-text.ts'
import { fixes, proofOf } from '../report/fixture.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uplift-receipts-'))
})
afterEach(() => rm(folder, { recursive: true }))

const time = new Date(2026, 10, 22, 14, 32)
const now = () => time
/** The fixture's fixes, each as sure. */
const sure = fixes.map(fix => ({ ...fix, confidence: { value: 0.9, words: 'high' as const, reason: 'linear' } }))
const proof = proofOf('learned', sure)

async function ledgerOf({ before }: Proof): Promise<Ledger> {
  let minute = 32
  const ledger = Ledger.inMemory(() => new Date(2026, 10, 22, 14, minute++))
  for (const set of [before.set.name, 'another', before.set.name]) {
    await ledger.add({ set, title: 'Lead −3.0 dB', inserted: null, changes: [] })
  }
  await ledger.addCheckpoint({ set: before.set.name, name: 'too late' })
  return ledger
}
/** With the ids that this ledger gives. */
const applied = (made: Proof): Proof => ({
  ...made,
  passes: made.passes.map(pass => ({
    ...pass,
    applied: pass.applied.map(each =>
      each.outcome.kind === 'applied' ? { ...each, outcome: { ...each.outcome, ledgerId: '3' } } : each,
    ),
  })),
})

test('a receipt says what was offered, approved, read back, foretold, measured, and what became of it', async () => {
  const { receipt, file } = await writeReceipt(applied(proof), await ledgerOf(proof), null, { folder, now })
  expect(file).toBe(join(folder, `${receipt.id}.json`))
  const { receipts, warnings } = await readReceipts({ folder })
  expect(receipts).toEqual([receipt])
  expect(warnings).toEqual([])

  const [pass] = proof.passes
  expect(receipt).toMatchObject({
    upliftReceipt: 1,
    time: time.toISOString(),
    set: proof.before.set.name,
    stage: proof.stage,
    checkpoint: 'before Uplift, 14:32',
    distance: { before: proof.distanceBefore.total, after: proof.distanceAfter.total },
  })
  const written = receipt.passes[0]!.fixes
  expect(written.map(({ id }) => id)).toEqual(pass!.plan.fixes.map(({ id }) => id))
  expect(written[0]).toMatchObject({ outcome: 'applied', ledgerId: '3', measured: pass!.applied[0]!.distance })
  expect(written[0]!.readBack[0]).toMatchObject({ after: '-8.8 dB' })
  expect(written[2]).toMatchObject({ outcome: 'refused', reason: expect.stringContaining('refused by Live') })
  for (const { feature, scope, before, after } of receipt.passes[0]!.features) {
    const measured = pass!.features.find(each => each.feature === feature && each.scope === scope)!
    expect({ before, after }).toEqual({ before: measured.before, after: measured.after })
  }
})

test('what was not approved, and what was rolled back, is told apart from what was refused', async () => {
  const [pass] = proof.passes
  const [first] = pass!.applied
  const reason = 'With it the gap grew from 0.300 to 0.400, as measured: rolled back.'
  const changed: Proof = {
    ...proof,
    spread: 0.02,
    passes: [
      {
        ...pass!,
        applied: [
          {
            ...first!,
            outcome: { kind: 'refused', reason, rolledBack: true },
            verdict: { kind: 'rolled-back', reason, ledgerIds: ['3'] },
          },
        ],
      },
    ],
  }
  const { receipt } = await writeReceipt(changed, await ledgerOf(proof), '/music/ledger.json', { folder, now })
  const [rolledBack, ...rest] = receipt.passes[0]!.fixes
  expect(rolledBack).toMatchObject({ outcome: 'rolled back', verdict: 'rolled-back', ledgerId: '3', reason })
  expect(rest.every(({ outcome }) => outcome === 'not approved')).toBe(true)

  const page = receiptText(receipt, { color: false })
  expect(page).toContain(`${receipt.set}, 2026-11-22 14:32: score`)
  expect(page).toContain('rolled back  ')
  expect(page).toContain(reason)
  expect(page).toContain('Two takes of this mix differ by up to 0.020 in the gap.')
  expect(page).toContain('Checkpoint "before Uplift, 14:32"; the old values are in /music/ledger.json.')
  expect(page.split('\n').every(line => line.length <= 100)).toBe(true)
  expect(receiptsText([receipt], { color: false })).toMatch(/2026-11-22 14:32 .* 1 rolled back, \d+ not approved/)
})

test('receipts are listed by time; a foreign or half-written file is named and left alone', async () => {
  const ledger = await ledgerOf(proof)
  const ids: string[] = []
  for (const hour of [16, 14, 15]) {
    const at = () => new Date(2026, 10, 22, hour)
    ids.push((await writeReceipt(proof, ledger, null, { folder, now: at })).receipt.id)
  }
  await writeFile(join(folder, 'zero.json'), '')
  await writeFile(join(folder, 'other.json'), '{"upliftReceipt": 2}')
  const { receipts, warnings } = await readReceipts({ folder })
  expect(receipts.map(({ id }) => id)).toEqual([ids[1], ids[2], ids[0]])
  expect(warnings.length).toBe(2)
  expect((await readdir(folder)).filter(name => name.includes('.part'))).toEqual([])
})

test('no folder, no receipts, and a sentence that says when there will be some', async () => {
  expect(await readReceipts({ folder: join(folder, 'none') })).toEqual({ receipts: [], warnings: [] })
  expect(receiptsText([], { color: false })).toMatch(/written when fixes are applied/)
})

test('the data folder is where the system keeps such things, or where UPLIFT_DATA says', () => {
  expect(dataFolder({}, 'linux', '/home/a')).toBe('/home/a/.local/share/uplift')
  expect(dataFolder({ XDG_DATA_HOME: '/data' }, 'linux', '/home/a')).toBe('/data/uplift')
  expect(dataFolder({}, 'darwin', '/Users/a')).toBe('/Users/a/Library/Application Support/Uplift')
  expect(dataFolder({ UPLIFT_DATA: '/elsewhere' }, 'linux', '/home/a')).toBe('/elsewhere')
})
