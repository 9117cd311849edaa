import { defineJob, type JobKind } from '@groundplan/jobs'
import { z } from 'zod'

export const work = defineJob({ name: 'work', payload: z.object({}), retry: { delay: 1_000 } })

/** Its second attempt is far away. */
export const patient = defineJob({
  name: 'patient',
  payload: z.object({}),
  keys: 'coalesced',
  retry: { delay: 3_600_000, longestDelay: 3_600_000 },
})

export const single = defineJob({ name: 'single', payload: z.object({}), keys: 'exclusive' })

export const kinds = [work, patient, single] as unknown as readonly JobKind[]
