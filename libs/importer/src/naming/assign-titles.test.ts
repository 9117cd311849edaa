import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { displayName } from '@groundplan/blueprint'
import { assignTitles, titleKey, type TitledModule } from './assign-titles.ts'

type Given = readonly [path: string, heading?: string | undefined, published?: string | undefined]

/** The titles that modules end up with; names are the paths with hyphens. */
function titlesOf(given: readonly Given[], taken: readonly string[] = []): readonly string[] {
  const modules = given.map(([path, heading, published]): TitledModule => {
    return { path, name: nameOf(path), heading, published }
  })
  const titles = assignTitles(modules, taken)
  return modules.map(({ path, heading, name }) => titles.get(path) ?? heading ?? displayName(name))
}

const nameOf = (path: string) => (path === '.' ? 'infra' : path.replaceAll('/', '-'))

describe('assignTitles', () => {
  it('takes the heading, or else the name', () => {
    expect(titlesOf([['network', 'Shared network'], ['bare']])).toEqual(['Shared network', 'Bare'])
  })

  it('distinguishes headings that describe their modules by the fewest folders', () => {
    const paths = ['eu/a/vault', 'us/a/vault', 'us/b/vault', 'us/vault-queue']
    expect(titlesOf(paths.map((path) => [path, 'Secret vault'] as const))).toEqual([
      'Secret vault (eu/a/vault)',
      'Secret vault (us/a/vault)',
      'Secret vault (b/vault)',
      'Secret vault (vault-queue)',
    ])
  })

  it('leaves out the folders that all namesakes end with', () => {
    expect(titlesOf(['eu/network', 'us/network'].map((path) => [path, 'Our network'] as const))).toEqual([
      ...['Our network (eu)', 'Our network (us)'],
    ])
  })

  it('takes the name where a heading comes from a template or repeats the folder', () => {
    const runbooks = ['payments/api', 'risk/batch', 'risk/queue', 'vault'].map(
      (path) => [path, 'Service Runbook'] as const,
    )
    expect(titlesOf(runbooks)).toEqual(['Payments API', 'Risk batch', 'Risk queue', 'Vault'])
    expect(titlesOf(['alpha/cluster', 'beta/cluster'].map((path) => [path, 'Cluster'] as const))).toEqual([
      ...['Alpha cluster', 'Beta cluster'],
    ])
  })

  it('leaves the heading to the module that contains its namesakes', () => {
    const given: readonly Given[] = ['.', 'examples/full', 'examples/small'].map(
      (path) => [path, 'S3 full small'] as const,
    )
    expect(titlesOf(given)).toEqual(['S3 full small', 'S3 full small (full)', 'S3 full small (small)'])
  })

  it('regards titles as equal that differ in case, spaces and punctuation', () => {
    expect(titlesOf([['a', 'S3-Bucket'], ['b', 's3 bucket.'], ['s3/bucket']])).toEqual([
      ...['S3-Bucket (a)', 's3 bucket. (b)', 'S3 bucket (bucket)'],
    ])
  })

  it('keeps published titles and gives newcomers different ones', () => {
    expect(
      titlesOf([
        ['db', 'Our db', 'Our db'],
        ['old/db', 'Our db'],
      ]),
    ).toEqual(['Our db', 'Our db (old)'])
    const all = ['a', 'b', 'c'].map((path) => [`${path}/x`, 'Service Runbook'] as const)
    expect(titlesOf([...all, ['d/y', 'Service Runbook', 'Service Runbook (y)']])).toEqual([
      ...['A x', 'B x', 'C x', 'Service Runbook (y)'],
    ])
    expect(titlesOf([['db', 'Our db']], ['our DB'])).toEqual(['Our db (db)'])
  })

  it('replaces a published title that the README no longer has', () => {
    expect(titlesOf([['db', 'New words', 'Old words']])).toEqual(['New words'])
  })

  it('never gives two titles that look the same, whatever the order, and keeps them all once they are published', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 'x-y', 'x', 'modules', 'é'), {
      minLength: 1,
      maxLength: 3,
    })
    const heading = fc.option(
      fc.constantFrom('A', 'a!', 'X y', 'A (a)', 'A (b)', 'Runbook', '!!', '?', 'B x y'),
      { nil: undefined },
    )
    const module = fc.tuple(
      path.map((folders) => folders.join('/')),
      heading,
    )
    // Names are different, so folders that make the same name are not both drawn.
    fc.assert(
      fc.property(fc.uniqueArray(module, { selector: ([each]) => nameOf(each) }), (given) => {
        const titles = titlesOf(given)
        expect(new Set(titles.map(titleKey)).size).toBe(given.length)
        expect(titlesOf(given.toReversed())).toEqual(titles.toReversed())
        const published = given.map(([each, words], index) => [each, words, titles[index]] as const)
        expect(titlesOf([...published, ['z/new', 'A']]).slice(0, -1)).toEqual(titles)
      }),
    )
  })
})
