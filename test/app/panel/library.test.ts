import { expect, test } from 'vitest'
import { typedFolder } from '../../../node/app/panel/library.ts'

test.each([
  ['/music/refs', '/music/refs'],
  ['  "/music/my refs"  ', '/music/my refs'],
  ["'/music/refs'", '/music/refs'],
  ['~/Music', '/home/me/Music'],
  ['~', '/home/me'],
  // A folder of another user, and a name that only begins so.
  ['~other/Music', '~other/Music'],
])('a folder typed as %s is %s', (text, folder) => {
  expect(typedFolder(text, '/home/me')).toBe(folder)
})
