import { describe, expect, test } from 'vitest'
import { nameEvidence, roleByName } from '../../../node/mix/roles/name-evidence.ts'
import type { Role } from '../../../node/mix/roles/role.ts'

const rolesOfNames = (names: readonly string[]) => names.map(name => roleByName(name))
const all = (role: Role, names: readonly string[]) => names.map(() => role)

describe('a name says a role', () => {
  test.each<[Role, string[]]>([
    ['kick', ['Kick', 'KICKS', 'kik 2', 'BD_01', '01_bassdrum04.ogg', 'Bass Drum', 'Grosse Caisse', 'бочка']],
    ['sub', ['Sub', 'SubBass', 'Sub Bass 2', 'sub-01']],
    ['bass', ['Bass', 'Bassline', 'Rolling Bass', 'Reese', 'Off-beat Bass', 'MidBass', 'Bajo']],
    ['lead', ['Lead', 'LD 2', 'Supersaw', 'SuperSaw Lead', 'Main Melody']],
    ['pad', ['Pad', 'Strings', 'Warm Pad 3', 'Fläche', 'Flächen', 'Nappe']],
    ['pluck', ['Pluck', 'plk_01', 'Pizz']],
    ['arp', ['Arp', 'Arpeggio', '05 arps']],
    ['vocal', ['Vox', 'Lead Vocal', 'Vocal Chops', 'Voz']],
    ['hats', ['Hats', 'HH2', 'Closed HiHat', 'OpenHat', 'Ride', 'Shaker loop', 'Hat_o.ds']],
    ['clap', ['Clap', 'snare_rim01', 'Snr', 'CP', 'Rimshot']],
    ['fx', ['FX', 'Riser 8 bars', 'Uplifter', 'White Noise', 'Impact', 'Downlifter']],
    ['bus', ['Drum Bus', 'Premaster']],
    ['other', ['Perc', 'Congas', 'Guitar']],
  ])('%s', (role, names) => expect(rolesOfNames(names)).toEqual(all(role, names)))
})

test('words are whole: what only begins like one, or holds one, says nothing', () => {
  const names = ['Subtle', 'Leader', 'Kickstart', 'Padlock', 'Chat', 'Basement', 'Arpent', 'Hatch', 'Prideful']
  expect(rolesOfNames(names)).toEqual(names.map(() => null))
})

test('two known words written as one are read as two', () => {
  expect(rolesOfNames(['padloop', 'snareclap', 'reesebass'])).toEqual(['other', 'clap', 'bass'])
})

test('the last word is the head of the name', () => {
  expect(rolesOfNames(['Vocal Pad', 'Kick FX', 'Sub Kick', 'Kick Sub', 'Noise Hat', 'Acid Lead', 'Acid Bass'])).toEqual(
    ['pad', 'fx', 'kick', 'sub', 'hats', 'lead', 'bass'],
  )
})

test('the names that Live gives by itself say nothing', () => {
  for (const name of ['1-Audio', '12-MIDI', 'Audio 3', '', '---', '7', '🎹']) {
    const { words, scores } = nameEvidence(name)
    expect(words).toEqual([])
    expect(Object.values(scores).every(score => score === 0)).toBe(true)
  }
})

test('accents may be left out, or written as one sign or as two', () => {
  expect(roleByName('Vóx')).toBe('vocal')
  expect(roleByName('Fläche'.normalize('NFD'))).toBe('pad')
  expect(roleByName('Fläche'.normalize('NFC'))).toBe('pad')
})

test('roles that a kind of name cannot tell are not read from it', () => {
  expect(nameEvidence('Snare Bus', { except: ['bus'] }).words).toEqual(['Snare'])
})
