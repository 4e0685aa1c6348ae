import { expect, test } from 'vitest'
import { rolesText, type TrackRow, tracksDocument, tracksDocumentSchema } from '../../node/report/roles-text.ts'

const row = (given: Partial<TrackRow>): TrackRow => ({
  path: 'tracks 0',
  name: 'Synth 3',
  group: null,
  role: 'lead',
  confidence: 0.62,
  because: 'Its name says lead. It sounds like a lead: one note at a time.',
  candidates: [
    { role: 'lead', confidence: 0.62 },
    { role: 'pad', confidence: 0.31 },
  ],
  share: 0.087,
  isLocked: false,
  lockedParameters: [],
  ...given,
})

test('a table of roles, and below it the reasons; a doubtful role comes with what else it may be', () => {
  const text = rolesText(
    'Song',
    [
      row({}),
      row({
        name: 'Kick',
        role: 'kick',
        confidence: 0.99,
        candidates: [
          { role: 'kick', confidence: 0.99 },
          { role: 'sub', confidence: 0.01 },
        ],
        isLocked: true,
      }),
    ],
    {
      color: false,
    },
  )
  expect(text).toMatch(/Synth 3 +lead +62 % +9 %\n/)
  expect(text).toMatch(/Kick +kick +99 % +9 % +locked\n/)
  const why = text.slice(text.indexOf('Why')).replace(/\s+/g, ' ')
  expect(why).toContain('one note at a time. If it is not lead: pad 31 %.')
  expect(why).not.toContain('If it is not kick')
})

test('a name cannot move the cursor or colour the screen', () => {
  const text = rolesText('S\x1b[2J', [row({ name: '\x1b[31mred\x07' })], { color: false })
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
  expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f]/)
})

test('the document follows its schema, a track that was not heard has no share', () => {
  const document = tracksDocument('Song', [row({ share: null, group: 'Synths' })])
  expect(tracksDocumentSchema.parse(document)).toEqual(document)
  expect(document.tracks[0]).toMatchObject({ track: 'tracks 0', group: 'Synths', share: null, locked: false })
})
