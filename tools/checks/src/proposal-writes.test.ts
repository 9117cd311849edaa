import { join } from 'node:path'
import { ESLint } from 'eslint'
import { expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')

async function lint(text: string, file: string): Promise<readonly string[]> {
  const [result] = await new ESLint({ cwd: root }).lintText(text, { filePath: join(root, file) })
  return (result?.messages ?? []).flatMap(({ ruleId, message }) =>
    ruleId === 'no-restricted-syntax' ? [message] : [],
  )
}

const cast =
  "import type { ProposalEvent } from '@groundplan/proposal'\nexport const x = {} as ProposalEvent\n"
const update = "export const x = (db) => db.updateTable('proposal').set({ status: 'approved' })\n"

it('nobody but the lifecycle makes the event that a write of a proposal needs', async () => {
  expect(await lint(cast, 'libs/importer/src/seeded.ts')).toEqual([
    'Only libs/proposal/src/lifecycle makes events: call transition() or openProposal().',
  ])
  expect(await lint(cast, 'libs/proposal/src/seeded.ts')).toHaveLength(1)
  expect(await lint(cast, 'libs/proposal/src/lifecycle/seeded.ts')).toEqual([])
})

it('nobody but the store writes rows of proposals', async () => {
  expect(await lint(update, 'libs/database/src/catalog/seeded.ts')).toEqual([
    'Only PostgresProposalRecords writes proposals: call transition() or openProposal().',
  ])
  expect(await lint(update, 'libs/database/src/postgres-proposal-records.ts')).toEqual([])
})
