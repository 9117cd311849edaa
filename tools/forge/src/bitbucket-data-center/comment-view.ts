import type { HostUrls } from '../http/host-state.ts'
import type { Comment } from '../model/pull-request.ts'
import { viewUser } from './user-view.ts'

/** `RestComment`, as recorded. */
export function viewComment({ id, version, body, author, createdAt, updatedAt }: Comment, urls: HostUrls) {
  return {
    id,
    version,
    text: body,
    author: viewUser(author, urls),
    createdDate: createdAt.getTime(),
    updatedDate: updatedAt.getTime(),
    comments: [],
    severity: 'NORMAL',
    state: 'OPEN',
  }
}
