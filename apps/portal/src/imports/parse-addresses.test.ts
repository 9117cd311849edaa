import { expect, it } from 'vitest'
import { parseAddresses } from './parse-addresses.ts'

it('takes one address a line, whatever the line endings and however often it is named', () => {
  expect(parseAddresses('  https://a.example/x.git\r\n\n./local dir\nhttps://a.example/x.git \t')).toEqual([
    'https://a.example/x.git',
    './local dir',
  ])
  expect(parseAddresses(' \n\t')).toEqual([])
})
