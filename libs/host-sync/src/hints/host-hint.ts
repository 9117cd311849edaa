import { defineJob, type NewJob } from '@groundplan/jobs'
import { z } from 'zod'

const Name = z.object({ owner: z.string(), name: z.string() }).readonly()

/** What a delivery of a webhook says happened; it may be late, repeated or lost, so that it only tells where to look. */
const HostHint = z.object({
  /** Names by which the configuration calls the host. */
  hosts: z.array(z.string()).readonly(),
  /** True if it is the host at which the blueprint repository is. */
  isReviewHost: z.boolean(),
  event: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('push'), repository: Name }),
    z.object({ kind: z.literal('pull-request'), repository: Name, number: z.int() }),
  ]),
})
export type HostHint = z.infer<typeof HostHint>

/** Looks where a webhook says that something happened. One that waits stands for every later one that says the same. */
export const followHostJob = defineJob({ name: 'follow-host', payload: HostHint, keys: 'coalesced' })

/** The job of a hint. */
export function toFollowHostJob(hint: HostHint): NewJob<HostHint> {
  const payload = HostHint.parse(hint)
  return { kind: followHostJob, payload, key: JSON.stringify(payload) }
}
