import { followHint, followHostJob, type FollowDependencies } from '@groundplan/host-sync'
import { handler, type JobHandler } from '@groundplan/jobs'

/** Different repositories do not wait for each other. */
const atATime = 2

export function followHost(dependencies: FollowDependencies): JobHandler {
  return handler({
    kind: followHostJob,
    concurrency: atATime,
    run: ({ payload }) => followHint(payload, dependencies),
  })
}
