import { readFileSync } from 'node:fs'
import { test } from 'vitest'
import { filePlace, rawOfFile } from '../../../node/adapters/als/file-units.ts'
import { deviceClassNames, deviceRows, currentName } from '../../../node/live/device-table.ts'
test('ranges', () => {
  const stats = JSON.parse(readFileSync('/work/shared/facts/live-devices-filestats.json', 'utf8'))
  const said = new Set<string>()
  for (const c of deviceClassNames) for (const v of ['9.0', '11.0', '12.1', '12.4']) for (const row of deviceRows(c, v)) {
    const place = filePlace(c, currentName(c, row.name)); if (!place) continue
    for (const p of place.paths) {
      const s = stats[`${c}|${p}`]; if (!s) { if (!said.has(c + p)) console.log('no stats', c, p); said.add(c + p); continue }
      for (const [r, n] of Object.entries(s.ranges)) {
        const [a, b] = r.split('..')
        const lo = rawOfFile(row, place, a!), hi = rawOfFile(row, place, b!)
        const ok = lo !== null && hi !== null && Math.abs(lo - row.min) < 0.01 * (row.max - row.min) && Math.abs(hi - row.max) < 0.01 * (row.max - row.min)
        const k = `${c}|${p} row ${row.name} ${v} ${row.min}..${row.max} file ${r} n=${n} -> ${lo}..${hi}`
        if (!ok && (n as number) >= 3 && !said.has(`${c}${p}${r}`)) { said.add(`${c}${p}${r}`); console.log(k, JSON.stringify(s.versions), place.unit) }
      }
    }
  }
})
