import type { CommitStatus } from '@groundplan/scm'
import type { JsonRefs } from './json-refs.ts'

/** Where the statuses of a commit are kept, by key. */
export const statusRef = (commit: string) => `refs/groundplan/statuses/${commit}`

/** Sets one status of a commit beside those of other keys. */
export async function setStatus(refs: JsonRefs, commit: string, status: CommitStatus): Promise<void> {
  await refs.untilDone(async () => {
    const stored = await refs.find<Readonly<Record<string, CommitStatus>>>(statusRef(commit))
    const to = await refs.write({ ...stored?.document, [status.key]: status })
    const isDone = await refs.commit([{ ref: statusRef(commit), to, from: stored?.blobId ?? 'absent' }])
    return isDone ? status : undefined
  })
}
