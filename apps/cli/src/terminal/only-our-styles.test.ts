import { expect, test } from 'vitest'
import { markStyle, onlyOurStyles } from './only-our-styles.ts'
import { printTable } from './print-table.ts'

const bold = (text: string) => markStyle(text, (inner) => `\x1b[1m${inner}\x1b[22m`)

test('styles of ours reach the terminal, those of others are shown', () => {
  expect(onlyOurStyles(bold('a\x1b[31m\x1b[8mb\x1b]0;title\x07'))).toBe(
    '\x1b[1ma␛[31m␛[8mb␛]0;title␇\x1b[22m',
  )
})

test('what turns the direction of writing is shown, new lines stay', () => {
  expect(onlyOurStyles('a\u202eb\nc')).toBe('a<U+202E>b\nc')
})

test('cells line up whatever is in them', () => {
  const rows = [
    [bold('a'), 'x'],
    ['\x1b[2K\nb', 'y'],
  ]
  const text = onlyOurStyles(
    printTable(['name', 'z'], rows, { width: undefined, style: (_, title) => title }),
  )
  expect(text).toBe('name    z\n\x1b[1ma\x1b[22m       x\n␛[2K b  y')
})
