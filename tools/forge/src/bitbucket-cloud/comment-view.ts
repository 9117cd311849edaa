import type { HostUrls } from '../http/host-state.ts'
import type { Comment } from '../model/pull-request.ts'
import { viewAccount } from './account-view.ts'
import { printTime } from './identifiers.ts'

/** `pullrequest_comment` of Bitbucket's description. */
export function viewComment({ id, body, author, createdAt, updatedAt }: Comment, urls: HostUrls) {
  return {
    type: 'pullrequest_comment',
    id,
    created_on: printTime(createdAt),
    updated_on: printTime(updatedAt),
    content: { raw: body, markup: 'markdown', html: '' },
    user: viewAccount(author, urls),
    deleted: false,
  }
}
