import { mkdtempSync } from 'node:fs'
import { miniSong } from '../support/mini-song.ts'
import { built } from './support/built.ts'
import { makeRig } from './support/rig.ts'
const t0 = performance.now()
const b = await built()
const rig = makeRig(b, { spec: miniSong, data: mkdtempSync('/tmp/h-d/data-'), taps: t => t.kind === 'audio' || t.kind === 'midi' })
const { max, hub } = rig
let last = ''
const watch = () => { const now = rig.line() + ' | score ' + hub.text('score') + ' | ' + [1,2,3].map(i => hub.text(`fix-${i}-title`) + ' @ ' + hub.text(`fix-${i}-track`) + ' ' + hub.text(`fix-${i}-effect`)).join(' ; ') + ' heard ' + hub.text('heard'); if (now !== last) { last = now; console.log(Math.round(max.clock.now), Math.round(performance.now() - t0), now) } return false }
const until = async (name: string, f: () => boolean, s: number) => { try { await max.until(name, () => { watch(); return f() }, s) } catch (e) { console.log(String(e).slice(0, 3000)); console.log(hub.processes[0]!.output.join('').slice(0, 3000), hub.scripts[0]!.unhandled, max.posts); await max.close(); process.exit(1) } }
const can = (name: string) => hub.see(name).isActive && !hub.see(name).isHidden
await until('capture', () => can('capture') && /Capture/.test(rig.line()), 20)
hub.use('capture')
await until('analyze', () => can('analyze') && /Analyze/.test(rig.line()), 60)
hub.use('analyze')
await until('offer', () => can('apply-1'), 45)
console.log('posts', max.posts.slice(-10), max.undoFlood, 'turn', hub.processes[0]!.longestTurn, 'messages', max.messages, 'symbols', max.symbols.size)
hub.use('apply-1')
await until('applied', () => can('undo') && !can('cancel'), 90)
console.log(max.live.undo.steps.length)
hub.use('capture')
await until('analyze', () => can('analyze') && /Analyze/.test(rig.line()), 60)
hub.use('analyze')
await until('offer', () => /found|Nothing/.test(rig.line()), 45)
hub.use('undo')
await until('undone', () => !can('undo') && !can('cancel'), 90)
await max.pass(2000); watch()
await max.close()
console.log('done', performance.now() - t0)
