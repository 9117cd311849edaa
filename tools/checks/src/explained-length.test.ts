import { join } from 'node:path'
import { ESLint } from 'eslint'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const lines = (count: number) => `export const value = 'x'${'\n'.repeat(count)}`

async function lint(text: string): Promise<readonly string[]> {
  const options = { filePath: join(root, 'libs/catalog/src/seeded.ts') }
  const [result] = await new ESLint({ cwd: root }).lintText(text, options)
  return result?.messages.map(({ ruleId, message }) => `${ruleId}: ${message}`) ?? []
}

it('a file over 300 lines is refused unless it begins with the reason', async () => {
  expect(await lint(lines(300))).toEqual([])
  expect(await lint(lines(301))).toEqual([
    'workspace/explained-length: This file has 301 lines. Split it, or begin it with "// Over 300 lines: " and the reason.',
  ])
  expect(await lint(`// Over 300 lines: yes\n${lines(301)}`)).toHaveLength(1)
  expect(await lint(`// Over 300 lines: one table of messages.\n${lines(301)}`)).toEqual([])
})
