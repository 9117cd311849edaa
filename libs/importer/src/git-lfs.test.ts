import { describe, expect, it } from 'vitest'
import { describeLfsPointer, isLfsPointer } from './git-lfs.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`

describe('isLfsPointer', () => {
  it('recognises pointers of Git LFS, also old ones and those with extensions', () => {
    expect(isLfsPointer(encode(pointer))).toBe(true)
    expect(isLfsPointer(encode(pointer.replace('git-lfs', 'hawser')))).toBe(true)
    const extended = pointer.replace('oid', `ext-0-foo sha256:${'b'.repeat(64)}\noid`)
    expect(isLfsPointer(encode(extended))).toBe(true)
  })

  it('takes no other file for a pointer', () => {
    const texts = ['', 'variable "a" {}\n', `# ${pointer}`, 'version https://git-lfs.github.com/spec/v1\n']
    for (const text of [...texts, pointer + '#'.repeat(2000)]) expect(isLfsPointer(encode(text))).toBe(false)
  })
})

it('a pointer is an error where Terraform needs the file, and a note for a README', () => {
  expect(describeLfsPointer('a/main.tf').severity).toBe('error')
  expect(describeLfsPointer('a/README.md').severity).toBe('note')
})
