import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { useTemporaryDirectories } from '@groundplan/testing'
import { beforeAll, describe, expect, it } from 'vitest'
import { TerraformPrograms } from './terraform-programs.ts'

const temporaryDirectory = useTemporaryDirectories()
let directory: string
beforeAll(async () => {
  directory = await temporaryDirectory()
})

/** Executables that say which version they are, and count how often they are asked. */
async function install(...versions: readonly string[]): Promise<readonly string[]> {
  return Promise.all(
    versions.map(async (version) => {
      const file = join(directory, `terraform-${version}`)
      await writeFile(file, `#!/bin/sh\necho '{"terraform_version":"${version}"}'\necho >> ${file}.asked\n`, {
        mode: 0o755,
      })
      return file
    }),
  )
}

describe('TerraformPrograms', () => {
  it.each([
    ['', '1.11.4'],
    ['~> 1.5.0', '1.5.7'],
    ['>= 1.5, < 1.11', '1.10.0'],
    ['1.5.7', '1.5.7'],
  ])('finds the newest one for "%s"', async (constraint, version) => {
    const terraform = await install('1.5.7', '1.11.4', '1.10.0')
    const programs = new TerraformPrograms({
      files: { terraform: [...terraform, join(directory, 'missing')] },
    })
    expect(await programs.find('terraform', constraint)).toMatchObject({ tool: 'terraform', version })
  })

  it('says what is installed if nothing matches, and what to do', async () => {
    const programs = new TerraformPrograms({
      files: { terraform: await install('1.5.7', '1.4.0'), tofu: ['no-such-tofu'] },
    })
    await expect(programs.find('terraform', '>= 1.6')).rejects.toThrow(
      'No installed version of Terraform matches ">= 1.6"; installed: 1.5.7, 1.4.0.',
    )
    await expect(programs.find('terraform', 'latest')).rejects.toThrow('"latest" is not a version constraint')
    await expect(programs.find('tofu')).rejects.toMatchObject({
      ...{
        message: 'OpenTofu is not installed on this machine.',
        hint: 'Install tofu and make sure it is on PATH.',
      },
    })
  })

  it('finds what is installed later', async () => {
    const file = join(directory, 'terraform-1.9.9')
    const programs = new TerraformPrograms({ files: { terraform: [file] } })
    await expect(programs.find('terraform')).rejects.toThrow('not installed')
    await install('1.9.9')
    expect((await programs.find('terraform')).version).toBe('1.9.9')
  })
})
