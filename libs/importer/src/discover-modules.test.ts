import type { TreeEntry } from '@groundplan/scm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { discoverModules } from './discover-modules.ts'

const entry = (path: string, kind: TreeEntry['kind'] = 'file'): TreeEntry => ({
  path,
  kind,
  blobId: path,
})
const discover = (paths: readonly string[], scope = '.', includeExamples = false) =>
  discoverModules(
    paths.map((path) => entry(path)),
    { scope, includeExamples },
  )
const used = (paths: readonly string[], scope?: string, includeExamples?: boolean) =>
  discover(paths, scope, includeExamples)
    .filter(({ skipped }) => skipped === undefined)
    .map(({ path }) => path)

describe('discoverModules', () => {
  it('finds every directory with configuration of its own, the root included, in path order', () => {
    expect(used(['b/main.tf', 'main.tf', 'a/x/vars.tf.json', 'a/y.tofu', 'docs/x.md'])).toEqual([
      '.',
      'a',
      'a/x',
      'b',
    ])
  })

  it('assigns each module its own configuration and README, but no nested files', () => {
    const [root, nested] = discover([
      'README.md',
      'main.tf',
      'run.sh',
      'a/ReadMe.MD',
      'a/x.tf',
      'a/CHANGELOG.md',
    ])
    expect(root?.entries.map(({ path }) => path)).toEqual(['README.md', 'main.tf'])
    expect(nested?.entries.map(({ path }) => path)).toEqual(['a/ReadMe.MD', 'a/x.tf'])
  })

  it.each(['readme.md', 'x.tf.tpl', 'x.tfvars', 'main.tf~', '.hidden.tf', '#x.tf#', 'x.hcl', 'xtf'])(
    'finds nothing where there is only %s',
    (name) => {
      expect(discover([`a/${name}`])).toEqual([])
    },
  )

  it('takes a directory called x.tf for a directory', () => {
    expect(used(['x.tf/readme.md', 'y.tf/main.tf'])).toEqual(['y.tf'])
  })

  it('leaves out submodules, and directories in which all Terraform files are links to nowhere', () => {
    const entries = [entry('a/main.tf', 'symlink'), entry('b.tf', 'submodule'), entry('c/main.tf')]
    const found = discoverModules(entries, { scope: '.', includeExamples: true })
    expect(found).toMatchObject([
      { path: 'a', skipped: expect.stringContaining('links that lead to no file') },
      { path: 'c', skipped: undefined },
    ])
  })

  it.each([
    ['.terraform/modules/x/main.tf', 'It is under .terraform/'],
    ['a/.github/x.tf', 'It is under .github/'],
    ['modules/x/examples/full/main.tf', 'It is under examples/.'],
    ['tests/x.tf', 'It is under tests/.'],
    ['example/x.tf', 'It is under example/.'],
    ['a/test/x.tf', 'It is under test/.'],
  ])('leaves %s out and says why', (path, reason) => {
    expect(discover([path])[0]?.skipped).toContain(reason)
  })

  it('includes examples on request, but never hidden folders', () => {
    const paths = ['examples/a/main.tf', '.terraform/x.tf', 'examples/.terraform/x.tf']
    expect(used(paths, '.', true)).toEqual(['examples/a'])
  })

  it('includes an explicitly named path, even if it is an example', () => {
    expect(used(['examples/a/main.tf', 'examples/a/tests/x.tf', 'b/x.tf'], 'examples/a')).toEqual([
      'examples/a',
    ])
  })

  it('stays within the scope, which is a directory and not a prefix', () => {
    expect(used(['net/main.tf', 'network/main.tf', 'net/sub/main.tf', 'main.tf'], 'net')).toEqual([
      'net',
      'net/sub',
    ])
  })

  it('finds the same modules in any order of entries, each once, whatever the names are', () => {
    const segment = fc.constantFrom(
      'a',
      'b',
      'main.tf',
      'x.tf.json',
      '.git',
      'examples',
      'ü "',
      'readme.md',
      '-',
      ' ',
    )
    const path = fc.array(segment, { minLength: 1, maxLength: 5 }).map((segments) => segments.join('/'))
    fc.assert(
      fc.property(fc.uniqueArray(path), fc.constantFrom('.', 'a', 'a/b'), (paths, scope) => {
        const found = discover(paths, scope)
        const directories = found.map((directory) => directory.path)
        expect(discover(paths.toReversed(), scope).map((directory) => directory.path)).toEqual(directories)
        expect(new Set(directories).size).toBe(directories.length)
        expect(directories).toEqual(directories.toSorted())
        for (const { path: directory, entries } of found) {
          expect(scope === '.' || directory === scope || directory.startsWith(`${scope}/`)).toBe(true)
          for (const file of entries) expect(parentOf(file.path)).toBe(directory)
        }
      }),
    )
  })
})

function parentOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.'
}
