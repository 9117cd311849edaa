import { defineJob, type JobKind } from '@groundplan/jobs'
import { z } from 'zod'

export const work = defineJob({ name: 'work', payload: z.object({}), retry: { delay: 1_000 } })
export const kinds = [work] as unknown as readonly JobKind[]
