import { readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { expect, it } from 'vitest'
import { groundplan } from './groundplan.fixture.ts'

const temporaryDirectory = useTemporaryDirectories()
isolateGit()

it(
  'refuses a home without its repository, adopts a new one, and proposes again what was approved and what was open',
  { timeout: 900_000 },
  async () => {
    const home = join(await temporaryDirectory(), 'home')
    const estate = await GitRepository.create(await temporaryDirectory())
    await estate.commit({
      'modules/queue/main.tf': 'resource "terraform_data" "queue" {}\n',
      'modules/topic/main.tf': 'resource "terraform_data" "topic" {}\n',
    })
    expect(await groundplan(home, 'import', estate.directory)).toMatchObject({ code: 0 })
    expect(await groundplan(home, 'proposal', 'approve', '1')).toMatchObject({ code: 0 })
    await rename(join(home, 'blueprint-repository.git'), join(home, 'aside.git'))

    const refused = await groundplan(home, 'catalog', 'list')
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('The database belongs to a blueprint repository')
    expect(refused.err).toContain('groundplan admin adopt')
    expect(await readdir(home)).not.toContain('blueprint-repository.git')

    const adopted = await groundplan(home, 'admin', 'adopt', '--json')
    expect(adopted).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(adopted.out)).toMatchObject({
      lost: [{ version: '1.0.0', found: 'absent' }],
      proposals: [1, 2],
    })
    const imported = await groundplan(home, 'import', estate.directory, '--json')
    expect(JSON.parse(imported.out)).toMatchObject({
      modules: [{ outcome: 'updated' }, { outcome: 'updated' }],
    })
    expect(await groundplan(home, 'proposal', 'approve', '--all')).toMatchObject({ code: 0 })
    const { items } = JSON.parse((await groundplan(home, 'catalog', 'list', '--json')).out)
    expect(items).toHaveLength(2)
  },
)
