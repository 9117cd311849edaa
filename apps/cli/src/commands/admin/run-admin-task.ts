import { join } from 'node:path'
import { fromReportedError } from '@groundplan/errors'
import { forkModule } from '@groundplan/process'
import { z } from 'zod'
import type { CliConfig } from '../../config.ts'

export interface AdminTask<Result> {
  readonly name: 'adopt' | 'check' | 'backup' | 'restore'
  readonly folder?: string | undefined
  readonly result: z.ZodType<Result>
}

/** Runs a task on the local server's home in a separate process and returns its result. Rethrows its PlatformError. */
export async function runAdminTask<Result>(
  { home }: CliConfig,
  { name, folder, result }: AdminTask<Result>,
): Promise<Result> {
  const Answer = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('done'), result }),
    z.object({
      kind: z.literal('failed'),
      ...{ code: z.string(), message: z.string(), hint: z.string().optional() },
    }),
  ])
  const child = forkModule(join(import.meta.dirname, '../../../../server/src/admin/main.ts'), {
    name: `The process for admin ${name}`,
    args: folder === undefined ? [name] : [name, folder],
    env: { GROUNDPLAN_HOME: home },
  })
  const answer = Answer.parse(await child.firstMessage)
  await child.ended
  if (answer.kind === 'failed') throw fromReportedError(answer)
  return answer.result
}
