import { appendFile, readdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { GitRepository, isolateGit, useTemporaryDirectories } from '@groundplan/testing'
import { expect, it } from 'vitest'
import { groundplan } from './groundplan.fixture.ts'

const temporaryDirectory = useTemporaryDirectories()
isolateGit()

it(
  'backs up a home, restores it after it was lost, and everything is as before',
  { timeout: 900_000 },
  async () => {
    const [folder, estate] = [
      await temporaryDirectory(),
      await GitRepository.create(await temporaryDirectory()),
    ]
    const [home, backup] = [join(folder, 'home'), join(folder, 'backup')]
    await estate.commit({
      'modules/queue/main.tf': 'resource "terraform_data" "queue" {}\n',
      'modules/topic/main.tf': 'resource "terraform_data" "topic" {}\n',
    })
    expect(await groundplan(home, 'import', estate.directory)).toMatchObject({ code: 0 })
    expect(await groundplan(home, 'proposal', 'approve', '1')).toMatchObject({ code: 0 })
    const catalog = await groundplan(home, 'catalog', 'list')
    expect(await groundplan(home, 'admin', 'check')).toEqual({
      ...{ code: 0, err: '' },
      out: 'The blueprint repository and the database match.\n',
    })

    const backedUp = await groundplan(home, 'admin', 'backup', backup)
    expect(backedUp).toMatchObject({ code: 0, err: '' })
    expect(backedUp.out).toContain(`Backed up to ${backup}.`)
    expect((await readdir(backup)).toSorted()).toEqual([
      'backup.json',
      'database.tar.gz',
      'repository.bundle',
    ])
    expect(await readdir(folder)).toHaveLength(2)
    const again = await groundplan(home, 'admin', 'backup', backup)
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining('is not empty') })
    const used = await groundplan(home, 'admin', 'restore', backup)
    expect(used).toMatchObject({ code: 1, err: expect.stringContaining('is not empty') })

    await rename(home, join(folder, 'lost'))
    const restored = await groundplan(home, 'admin', 'restore', backup, '--json')
    expect(restored).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(restored.out)).toMatchObject({ findings: [] })
    expect(await groundplan(home, 'admin', 'check')).toMatchObject({ code: 0 })
    expect(await groundplan(home, 'catalog', 'list')).toEqual(catalog)
    const imported = await groundplan(home, 'import', estate.directory, '--json')
    expect(JSON.parse(imported.out)).toMatchObject({
      modules: [{ outcome: 'unchanged' }, { outcome: 'unchanged' }],
    })

    await appendFile(join(backup, 'repository.bundle'), 'x')
    const changed = await groundplan(join(folder, 'other'), 'admin', 'restore', backup)
    expect(changed).toMatchObject({
      code: 2,
      err: expect.stringContaining('repository.bundle was modified or is damaged'),
    })
    expect(await readdir(folder)).not.toContain('other')
  },
)
