/** `uplift compare`: one track against one other, at equal loudness, section by section. */
import { basename } from 'node:path'
import { AnalysisPool } from '../app/pool.ts'
import { compareRows } from '../profile/compare-rows.ts'
import { compareText } from '../report/similar-text.ts'
import { progress, sectionOption } from './options.ts'
import { printJson, printText } from './output.ts'

export interface CompareCommandOptions {
  readonly section?: string
  readonly all?: boolean
  readonly cache: boolean
  readonly json?: boolean
}

const mostPerSection = 6

export async function compare(mine: string, reference: string, options: CompareCommandOptions): Promise<void> {
  const section = sectionOption(options.section)
  const { step, done } = progress(options.json)
  const pool = new AnalysisPool({ size: 2, cache: options.cache ? {} : null })
  try {
    step(`Measuring ${basename(mine)} and ${basename(reference)}`)
    const found = new Map<string, Awaited<ReturnType<typeof pool.analyze>>>()
    for await (const result of pool.run([...new Set([mine, reference])].map(file => ({ file })))) {
      if (result.kind === 'failed') throw result.error
      found.set(result.file, result.analysis)
    }
    const [own, other] = [found.get(mine)!, found.get(reference)!]
    const comparison = compareRows(own.rows, other.rows)
    done()
    if (options.json) {
      const wanted = ({ scope }: { readonly scope: string }) => section === undefined || scope === section
      printJson({
        uplift: 1,
        command: 'compare',
        mine: own.name,
        reference: other.name,
        ...comparison,
        differences: comparison.differences.filter(wanted),
      })
      return
    }
    printText(
      compareText(comparison, {
        mine: own.name,
        reference: other.name,
        most: options.all ? Number.POSITIVE_INFINITY : mostPerSection,
        ...(section === undefined ? {} : { scopes: [section] }),
      }),
    )
  } finally {
    done()
    await pool.close()
  }
}
