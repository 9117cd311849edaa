import { describe, expect, it } from 'vitest'
import { omitValues } from './omit-values.ts'

const omit = (path: string, text: string, ...names: readonly string[]) =>
  omitValues({ path, bytes: new TextEncoder().encode(text) }, new Set(names))

describe('omitValues', () => {
  it('takes values out of a .tfvars file and leaves the rest as it is', () => {
    const text = [
      '# Production',
      'name = "shop" # of the team',
      'policy = <<-EOT',
      '  name = "inside a text"',
      '  EOT',
      'tags = {',
      '  name = "a tag"',
      '}',
      'size = 1024 * 2',
      '',
    ].join('\r\n')
    expect(omit('terraform.tfvars', text, 'name', 'policy')).toBe(
      ['# Production', ' # of the team', '', 'tags = {', '  name = "a tag"', '}', 'size = 1024 * 2', ''].join(
        '\r\n',
      ),
    )
    expect(omit('terraform.tfvars', 'a = 1\nb = 2', 'b')).toBe('a = 1\n')
    expect(omit('terraform.tfvars', 'a = 1\nb = 2', 'a', 'b')).toBe('\n')
  })

  it('takes values out of a .tfvars.json file and keeps numbers to the last digit', () => {
    const text =
      '{ "na\\u006de": {"name": [1]}, "count": 12345678901234567890.10 , "//": "note", "last": "a, b} " }'
    expect(omit('a.auto.tfvars.json', text, 'name')).toBe(
      '{\n  "count": 12345678901234567890.10,\n  "//": "note",\n  "last": "a, b} "\n}\n',
    )
    expect(omit('a.auto.tfvars.json', text, 'last', 'count')).toBe(
      '{\n  "na\\u006de": {"name": [1]},\n  "//": "note"\n}\n',
    )
    expect(omit('a.auto.tfvars.json', '{"a": 1}', 'a')).toBe('{\n\n}\n')
  })

  it('leaves files without these values, and those that cannot be read', () => {
    expect(omit('terraform.tfvars', 'a = 1', 'b')).toBeUndefined()
    expect(omit('terraform.tfvars', 'a = 1\nb = "', 'a')).toBeUndefined()
    expect(omit('terraform.tfvars.json', '{"a": 1}', 'b')).toBeUndefined()
    expect(omit('terraform.tfvars.json', '{"a": 1', 'a')).toBeUndefined()
    expect(omit('terraform.tfvars.json', '[{"a": 1}]', 'a')).toBeUndefined()
    expect(omitValues({ path: 'a', bytes: Uint8Array.of(0xff) }, new Set(['a']))).toBeUndefined()
  })
})
