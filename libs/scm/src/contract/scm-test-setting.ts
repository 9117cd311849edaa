import type { IssueTracker } from '../issue-tracker.ts'
import type { NewPullRequest, PullRequest, PullRequestHost } from '../pull-request-host.ts'
import type { RepositoryName } from '../repository-directory.ts'
import type { WebhookHost } from '../webhook-host.ts'
import { RepositoryTestSetting } from './repository-test-setting.ts'
import type { ScmTestHost, TestPullRequest } from './scm-test-host.ts'

/** A host under test, with all its ports. */
export class ScmTestSetting extends RepositoryTestSetting<ScmTestHost> {
  readonly pullRequests: PullRequestHost
  readonly webhooks: WebhookHost
  /** For tests that are skipped where there are none; see `hasIssues`. */
  readonly issues: IssueTracker
  readonly hasIssues: boolean

  constructor(host: ScmTestHost) {
    const { repositories, pullRequests, webhooks, issues } = host.createHost()
    super(host, repositories)
    this.pullRequests = pullRequests
    this.webhooks = webhooks
    this.hasIssues = issues !== undefined
    this.issues = issues as IssueTracker
  }

  /** Makes a branch with one commit and opens a pull request from it. */
  async open(repository: RepositoryName, request: Partial<NewPullRequest> = {}): Promise<PullRequest> {
    const branch = request.branch ?? `groundplan/${this.newName()}`
    await this.commit(repository, branch)
    return this.pullRequests.openPullRequest(repository, this.request({ ...request, branch }))
  }

  request(request: Partial<NewPullRequest>): NewPullRequest {
    return {
      branch: 'groundplan/network',
      base: 'main',
      title: 'Add network',
      body: 'A body.',
      draft: false,
      ...request,
    }
  }

  /** The pull requests as the host itself has them. */
  seen({ owner, name }: RepositoryName): readonly TestPullRequest[] {
    return this.people.listPullRequests(owner, name)
  }
}

/** The setting of the suite that runs. */
export type UseSetting = () => ScmTestSetting

/** Characters that escaping, templates, Markdown and encodings trip over. Hosts drop NUL and lone surrogates; neither is here. */
export const oddText = [
  Array.from({ length: 0x5f }, (_, index) => String.fromCodePoint(0x20 + index)).join(''),
  'Größe ñ 中文 العربية עברית 🏗️ 👩‍💻 \u{1F1E9}\u{1F1EA} e\u0301',
  '`code` **bold** _it_ [a](b) | table | <b>bold</b> <!-- remark --> &amp; &lt; %41 %zz ${x} {{ y }} \\n \\u0041',
  '@ada #1 :tada: https://example.com/?a=1&b=2#c',
  '\t\u00a0\u200b\u2028x',
].join('\n')
