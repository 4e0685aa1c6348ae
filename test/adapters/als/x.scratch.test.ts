import { readFileSync } from 'node:fs'
import { test } from 'vitest'
import { readAls } from '../../../node/adapters/als/read-als.ts'
const dir = '/work/shared/samples/als/'
test('all', async () => {
  const rows = readFileSync(dir + 'manifest.tsv', 'utf8').trim().split('\n').slice(1).map(l => l.split('\t'))
  const unreadAll = new Map<string, number>()
  for (const r of rows) {
    const t0 = process.cpuUsage()
    try {
      const s = await readAls(dir + r[0])
      const k = (x: string) => s.set.tracks.filter(t => t.kind === x).length
      const counts = `audio=${k('audio')} midi=${k('midi')} group=${k('group')} return=${k('return')}`
      const devs = s.devices.map(d => `${d.className}:${d.count}`)
      const want = r[7]!.split(' ').filter(Boolean)
      const miss = want.filter(w => !devs.includes(w))
      const extra = devs.filter(w => !want.includes(w))
      const u = process.cpuUsage(t0)
      for (const x of s.unread) { const key = x.replace(/.*: /, ''); unreadAll.set(key, (unreadAll.get(key) ?? 0) + 1) }
      const params = s.set.tracks.flatMap(t => t.devices).length
      console.log(r[0], s.creator, counts === r[5] ? 'ok' : `${counts} != ${r[5]}`, 'miss', miss.join(' '), 'extra', extra.join(' '), s.set.tempo, s.tempoAutomation, s.set.lengthSeconds.toFixed(0), s.samples.length, s.plugins.length, s.unread.length, s.places.size, ((u.user + u.system) / 1e6).toFixed(2))
    } catch (e) { console.log(r[0], 'FAIL', e) }
  }
  console.log([...unreadAll].sort((a, b) => b[1] - a[1]).slice(0, 80))
}, 200000)
