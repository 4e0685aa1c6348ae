import { SaxesParser } from 'saxes'
import { describe, expect, test } from 'vitest'
import { Utf8Check } from '../../../node/adapters/als/utf8-check.ts'
import { XmlFault, XmlScanner, XmlTooDeep } from '../../../node/adapters/als/xml-scanner.ts'
import { smallSet, smallXml } from './small-set.ts'

/** What happens, in words; `pieces`: bytes at a time. */
function scan(xml: string, { pieces = 1e9, skips = [] as readonly string[] } = {}): readonly string[] {
  const said: string[] = []
  const events = {
    enters: (tag: string) => !skips.includes(tag) && said.push(`<${tag}`) > 0,
    attribute: (name: string, value: string, end: number) => void said.push(`${name}=${value} ${end}`),
    opened: () => void said.push('>'),
    closed: () => void said.push('</'),
  }
  const scanner = new XmlScanner(events, 50)
  const bytes = Buffer.from(xml)
  for (let at = 0; at < bytes.length; at += pieces) scanner.write(bytes.subarray(at, at + pieces))
  scanner.close()
  return said
}

/** The same by a parser that knows all of XML. */
function oracle(xml: string): readonly string[] {
  const said: string[] = []
  const parser = new SaxesParser()
  parser.on('error', error => {
    throw error
  })
  parser.on('opentagstart', ({ name }) => void said.push(`<${name}`))
  parser.on('attribute', ({ name, value }) => {
    said.push(`${name}=${value} ${Buffer.byteLength(xml.slice(0, parser.position - 1))}`)
  })
  parser.on('opentag', () => void said.push('>'))
  parser.on('closetag', () => void said.push('</'))
  parser.write(xml).close()
  return said
}

/** All that XML allows where Live could one day use it. */
const zoo = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- a > <b> --><r  one = "1"\n two='"2>"' three="3'/>"><a/><a b="&lt;&amp;&#233;&#x1F3B9; &quot;ü\n\t\r\n—" />
text &amp; more ]] <![CDATA[ <no tag="> ]]]]><ns:tag.1-x _y="" ></ns:tag.1-x ><?pi <x> ?><Größe ü="ä"><a></a></Größe></r>\n`

describe('a set file’s tags', () => {
  test('are those that a whole parser finds, with the same values at the same places, however the bytes are cut', () => {
    const whole = oracle(zoo)
    for (const pieces of [1, 2, 3, 7, 64, 1e9]) expect(scan(zoo, { pieces })).toEqual(whole)
    const set = smallXml(smallSet)
    expect(scan(set, { pieces: 1000 })).toEqual(oracle(set))
  })

  test('what is passed over ends with its own end tag, not with one of the same name inside, in quotes or in a comment', () => {
    const inside = `<s><s x="/>" y='/>'/><t><s></s></t><!-- </s> --><![CDATA[</s>]]></s >`
    for (const pieces of [1, 5, 1e9]) {
      expect(scan(`<r>${inside}<s/><b v="1"/></r>`, { pieces, skips: ['s'] })).toEqual(
        scan(`<r>${' '.repeat(inside.length)}    <b v="1"/></r>`),
      )
    }
  })

  test.each([
    ['an end tag of another element', '<r><a></b></r>'],
    ['the same in what is passed over', '<r><s></b></r>'],
    ['an end tag too many', '<r></r></r>'],
    ['an element that does not end', '<r><a>'],
    ['one that is passed over', '<r><s>'],
    ['half a tag', '<r><a b="'],
    ['a tag in a value', '<r a="<b>"/>'],
    ['a tag in a tag', '<r <a/>>'],
    ['a value without quotes', '<r a=1/>'],
    ['an attribute without a value', '<r a/>'],
    ['attributes without a space', '<r a="1"b="2"/>'],
    ['an unknown entity', '<r a="&b;"/>'],
    ['a bare ampersand', '<r a="a & b"/>'],
    ['a second root', '<r/><r/>'],
    ['text outside', 'x<r/>'],
    ['text after', '<r/>x'],
    ['a document type', '<!DOCTYPE r []><r/>'],
    ['no name', '<r>< a/></r>'],
    ['nothing', ' '],
  ])('%s is refused, by the whole parser as well', (name, xml) => {
    for (const pieces of [1, 1e9]) expect(() => scan(xml, { pieces, skips: ['s'] })).toThrow(XmlFault)
    // It takes document types, of which only the size is a danger.
    if (name !== 'a document type') expect(() => oracle(xml)).toThrow()
  })

  test('elements nested too deep are refused, also where they are passed over', () => {
    expect(() => scan('<s>'.repeat(51))).toThrow(XmlTooDeep)
    expect(() => scan(`<r>${'<s>'.repeat(51)}`, { skips: ['s'] })).toThrow(XmlTooDeep)
  })
})

test('UTF-8 is told from other bytes in pieces of any size', () => {
  const check = (bytes: Buffer, size: number) => {
    const encoding = new Utf8Check()
    for (let at = 0; at < bytes.length; at += size) if (!encoding.takes(bytes.subarray(at, at + size))) return false
    return encoding.isComplete
  }
  const right = Buffer.from('aü—🎹z🎹')
  const cut = right.subarray(0, -1)
  const latin = Buffer.from('Größe!', 'latin1')
  // A character on more bytes than it needs, and half of a surrogate pair.
  const forged = [Buffer.from([0xc0, 0x80]), Buffer.from([0xed, 0xa0, 0x80])]
  for (const size of [1, 2, 3, 5, 100]) {
    expect(check(right, size)).toBe(true)
    for (const wrong of [cut, latin, ...forged]) expect(check(wrong, size)).toBe(false)
  }
})
