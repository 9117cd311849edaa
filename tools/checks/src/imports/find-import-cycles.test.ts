import { describe, expect, it } from 'vitest'
import { findImportCycles } from './find-import-cycles.ts'

function find(imports: Readonly<Record<string, readonly string[]>>) {
  return findImportCycles(new Map(Object.entries(imports)))
}

describe('cycles between folders', () => {
  it('are found where two folders import each other through different files', () => {
    const cycles = find({
      'libs/a/src/read/x.ts': ['libs/a/src/write/y.ts'],
      'libs/a/src/write/z.ts': ['libs/a/src/read/w.ts'],
    })
    expect(cycles).toEqual([
      {
        folder: 'libs/a/src',
        entries: ['read', 'write'],
        imports: [
          'libs/a/src/read/x.ts → libs/a/src/write/y.ts',
          'libs/a/src/write/z.ts → libs/a/src/read/w.ts',
        ],
      },
    ])
  })

  it('are found through a file beside the folders', () => {
    const cycles = find({
      'a/src/plan.ts': ['a/src/scan/x.ts'],
      'a/src/scan/y.ts': ['a/src/plan.ts'],
    })
    expect(cycles.map(({ entries }) => entries)).toEqual([['scan', 'plan.ts']])
  })

  it('are found between projects', () => {
    const cycles = find({
      'libs/a/src/x.ts': ['libs/b/src/index.ts'],
      'libs/b/src/x.ts': ['libs/c/src/index.ts'],
      'libs/c/src/x.ts': ['libs/a/src/index.ts'],
    })
    expect(cycles.map(({ folder, entries }) => ({ folder, entries }))).toEqual([
      { folder: 'libs', entries: ['a', 'b', 'c'] },
    ])
  })

  it('are told once each, however many folders and imports they have', () => {
    const cycles = find({
      'a/one/x.ts': ['a/two/x.ts', 'a/two/y.ts', 'a/three/x.ts'],
      'a/two/x.ts': ['a/one/x.ts'],
      'a/four/x.ts': ['a/five/x.ts'],
      'a/five/x.ts': ['a/four/x.ts'],
    })
    expect(cycles.map(({ entries }) => entries)).toEqual([
      ['one', 'two'],
      ['four', 'five'],
    ])
  })

  it('are not what files of one folder have among themselves', () => {
    expect(find({ 'a/x.ts': ['a/y.ts'], 'a/y.ts': ['a/x.ts'] })).toEqual([])
  })

  it('are not where all imports go one way, up and down', () => {
    const imports = {
      'a/src/index.ts': ['a/src/scan/x.ts', 'a/src/model.ts'],
      'a/src/scan/x.ts': ['a/src/model.ts', 'a/src/read/y.ts', 'a/src/scan/z.ts'],
      'a/src/read/y.ts': ['a/src/model.ts'],
    }
    expect(find(imports)).toEqual([])
  })
})
