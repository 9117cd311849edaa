import { person } from '@groundplan/actor'
import { join } from 'node:path'
import { approveProposal } from '@groundplan/proposal'
import { InMemoryProposalStore } from '@groundplan/proposal/testing'
import { LocalGitRepositoryReader, LocalGitReviewRepository } from '@groundplan/scm-local-git'
import { MemoryModuleCache } from '@groundplan/terraform-module'
import { printDiagnostic } from '@groundplan/errors'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import type { ImportReport } from './import-report.ts'
import { runImport } from './run-import.ts'
import { InMemoryNameReservations } from './naming/in-memory-name-reservations.ts'
import { InMemoryRepositoryRegistry } from './registry/in-memory-repository-registry.ts'
import { InMemoryScanStore } from './scan/in-memory-scan-store.ts'

isolateGit()
const temporaryDirectory = useTemporaryDirectories()
const author = { name: 'Groundplan', email: 'groundplan@localhost' }

const main = `variable "name" {
  type = string
}

variable "tags" {
  type    = map(string)
  default = {}
}

resource "terraform_data" "this" {}
`

let estate: GitRepository
let reader: LocalGitRepositoryReader
let proposals: InMemoryProposalStore
let directory: string
const modules = new MemoryModuleCache()

beforeEach(async () => {
  directory = await temporaryDirectory()
  estate = await GitRepository.create(join(directory, 'estate'))
  reader = new LocalGitRepositoryReader({ cacheDirectory: join(directory, 'clones') })
  proposals = new InMemoryProposalStore()
})

/** Imports the estate; the blueprint repository begins with these files. */
async function importEstate(
  company: Readonly<Record<string, string>> = {},
  scope = '.',
): Promise<ImportReport> {
  const initialFiles = Object.entries({ 'README.md': 'Blueprints\n', ...company }).map(
    ([path, content]) => ({ kind: 'write', path, content }) as const,
  )
  const repository = await LocalGitReviewRepository.open({
    directory: join(directory, 'blueprints.git'),
    initialFiles,
    author,
  })
  const dependencies = {
    ...{ reader, modules, repository, proposals, now: () => new Date(0) },
    scans: new InMemoryScanStore(),
    names: new InMemoryNameReservations(),
    registry: new InMemoryRepositoryRegistry(),
    version: '1',
  }
  const options = { signal: new AbortController().signal, onProgress: () => {} }
  const report = await runImport(
    { repositories: [{ address: join(estate.directory, scope) }] },
    dependencies,
    options,
  )
  for (const { number } of await proposals.list({ status: 'open' }))
    await approveProposal({ number, by: person('Ada') }, dependencies)
  return report
}

const outcomes = ({ modules: all }: ImportReport) =>
  Object.fromEntries(all.map(({ path, outcome }) => [path, outcome]))
const sources = async () =>
  (await proposals.list()).map(({ blueprint, source }) => `${blueprint} ${source.commit}`).toSorted()
const overlay = '.groundplan/blueprint.yaml'

describe('an import of a repository with generator settings', () => {
  it('proposes what the settings change, and pins the commit of the module still', async () => {
    const commit = await estate.commit({ 'modules/a/main.tf': main, 'modules/b/main.tf': main })
    await importEstate()
    await estate.commit({ [overlay]: "modules: { 'modules/a': { display-names: { tags: Labels } } }" })
    const report = await importEstate()
    expect(outcomes(report)).toEqual({ 'modules/a': 'updated', 'modules/b': 'unchanged' })
    expect(await sources()).toEqual([`a ${commit}`, `a ${commit}`, `b ${commit}`])
    expect(report.modules[0]?.overlay).toEqual([
      {
        file: overlay,
        line: 1,
        column: 12,
        entry: 'modules/a',
        settings: ['tags.display-name'],
        inputs: ['tags'],
      },
    ])
    expect(report.modules[1]).not.toHaveProperty('overlay')
    expect(outcomes(await importEstate())).toEqual({ 'modules/a': 'unchanged', 'modules/b': 'unchanged' })
  })

  it('pins the commit of a module at the root still', async () => {
    const commit = await estate.commit({ 'main.tf': main })
    await estate.commit({ [overlay]: 'defaults: { hide: [tags] }', CODEOWNERS: '* @a' })
    await importEstate()
    expect(await sources()).toEqual([`estate ${commit}`])
  })

  it('fails the modules that an overlay does not fit, and those alone', async () => {
    await estate.commit({
      'modules/a/main.tf': main,
      'modules/b/main.tf': main,
      [overlay]: "modules: { 'modules/b': { hide: [name] } }",
    })
    const report = await importEstate()
    expect(outcomes(report)).toEqual({ 'modules/a': 'new', 'modules/b': 'failed' })
    expect(report.modules[1]).toMatchObject({
      reason: '"name" is hidden, but the module requires a value.',
      diagnostics: [{ file: overlay, line: 1, rule: 'overlay-hidden' }],
    })
  })

  it('writes nothing from an overlay with errors, and reports their position once', async () => {
    await estate.commit({ 'modules/a/main.tf': main, 'modules/b/main.tf': main, [overlay]: 'default: {}\n' })
    const report = await importEstate()
    expect(outcomes(report)).toEqual({ 'modules/a': 'failed', 'modules/b': 'failed' })
    expect(report.modules[0]?.reason).toBe(`${overlay} has errors, so no blueprint was generated.`)
    const [read] = report.repositories
    expect(read?.status === 'read' ? (read.diagnostics ?? []).map(printDiagnostic) : []).toEqual([
      `${overlay}:1:1: error: Unknown key "default". (Did you mean "defaults"?)`,
    ])
  })

  it('uses the built-in texts if the template of a proposal is invalid', async () => {
    await estate.commit({
      'modules/a/main.tf': main,
      '.groundplan/templates/proposal-title.hbs': '{{titel}}',
    })
    const report = await importEstate()
    expect(outcomes(report)).toEqual({ 'modules/a': 'new' })
    expect((await proposals.list())[0]?.title).toBe('Add blueprint a')
    expect(report.repositories[0]).toMatchObject({ diagnostics: [{ severity: 'error', rule: 'template' }] })
  })

  it("applies the company's settings from the blueprint repository, under the repository's own", async () => {
    await estate.commit({ 'modules/a/main.tf': main, [overlay]: 'defaults: { constants: { name: own } }' })
    const company = {
      [overlay]: 'defaults: { labels: [northbank], constants: { name: company, tags: {} } }',
      '.groundplan/templates/readme.hbs': 'Read {{title}}.',
      CODEOWNERS: '* @librarians',
    }
    const report = await importEstate(company)
    expect(report.modules[0]?.overlay?.map(({ file }) => file)).toEqual([
      `blueprint-repository:${overlay}`,
      overlay,
    ])
    const repository = await LocalGitReviewRepository.open({
      directory: join(directory, 'blueprints.git'),
      initialFiles: [],
      author,
    })
    const entries = await repository.listEntries((await repository.readHead()).commit)
    const ids = entries.filter(({ path }) => path.startsWith('blueprints/')).map(({ blobId }) => blobId)
    const [readme, yaml] = [...(await repository.readTexts(ids)).values()]
    expect(readme).toBe('Read A.\n')
    expect(yaml).toContain('blueprint-labels: [northbank]')
    expect(yaml).toContain('- name: own\n        - tags: {}')
    expect(yaml).not.toContain('librarians')
  })

  it('reports unused entries only if the whole repository was read', async () => {
    await estate.commit({
      'modules/a/main.tf': main,
      'b/main.tf': main,
      [overlay]: 'modules: { modules/x: {} }',
    })
    const diagnostics = ({ repositories }: ImportReport) =>
      repositories.flatMap((repository) =>
        repository.status === 'read' ? (repository.diagnostics ?? []) : [],
      )
    expect(diagnostics(await importEstate({}, 'b'))).toEqual([])
    expect(diagnostics(await importEstate())).toMatchObject([
      { rule: 'overlay-unmatched', severity: 'warning' },
    ])
  })
})
