import { join } from 'node:path'
import { ESLint } from 'eslint'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** Rule ids and messages that lint gives for a text, as if it were a file of the workspace. */
async function lint(path: string, text: string): Promise<readonly string[]> {
  const [result] = await new ESLint({ cwd: root }).lintText(text, { filePath: join(root, path) })
  return result?.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`) ?? []
}

describe('the boundaries of the house', () => {
  it.each([
    [
      'a model that uses the runtime',
      'libs/errors/src/seeded.ts',
      '@groundplan/process',
      /project-boundaries/,
    ],
    [
      'a domain lib that uses an adapter',
      'libs/importer/src/seeded.ts',
      '@groundplan/database',
      /project-boundaries/,
    ],
    [
      'an adapter that uses another',
      'libs/database/src/seeded.ts',
      '@groundplan/scm-local-git',
      /project-boundaries/,
    ],
    [
      'a client that uses the domain',
      'libs/api-client/src/seeded.ts',
      '@groundplan/importer',
      /project-boundaries/,
    ],
    [
      'an app that uses another app',
      'apps/cli/src/seeded.ts',
      '../../server/src/config.ts',
      /project-boundaries/,
    ],
    [
      'product code that uses what is for tests',
      'libs/catalog/src/seeded.ts',
      '@groundplan/testing',
      /project-boundaries/,
    ],
    [
      'a project that imports itself by its name',
      'libs/scm/src/seeded.ts',
      '@groundplan/scm',
      /project-boundaries/,
    ],
    ['a domain lib that does I/O', 'libs/catalog/src/seeded.ts', 'node:fs', /no-restricted-imports/],
    ['a second importer of yaml', 'libs/importer/src/seeded.ts', 'yaml', /no-restricted-imports/],
    [
      'a second importer of child processes',
      'apps/cli/src/seeded.ts',
      'node:child_process',
      /no-restricted-imports/,
    ],
  ])('refuse %s', async (_, path, imported, expected) => {
    const messages = await lint(path, `import * as seeded from '${imported}'\nexport const value = seeded\n`)
    expect(messages.join('\n')).toMatch(expected)
  })

  it('refuse whoever reads the environment outside libs/process', async () => {
    const messages = await lint('apps/server/src/seeded.ts', `export const home = process.env['HOME']\n`)
    expect(messages.join('\n')).toMatch(/no-restricted-properties/)
  })

  it('let through what the table allows', async () => {
    const text = `import { InputError } from '@groundplan/errors'\nexport const error = new InputError('x')\n`
    expect(await lint('libs/catalog/src/seeded.ts', text)).toEqual([])
  })
})
