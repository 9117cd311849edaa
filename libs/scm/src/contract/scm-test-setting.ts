import type { RepositoryName } from '../hosted-repository.ts'
import type { NewPullRequest, PullRequest } from '../pull-request.ts'
import type { ScmFeatures, ScmProvider } from '../scm-provider.ts'
import type { NewTestRepository, ScmTestHost, ScmTestPeople, TestPullRequest } from './scm-test-host.ts'

/** A host, the provider under test and what most tests begin with. Each test works in repositories of its own. */
export class ScmTestSetting {
  readonly host: ScmTestHost
  readonly provider: ScmProvider
  readonly people: ScmTestPeople
  readonly features: ScmFeatures
  #names = 0

  constructor(host: ScmTestHost) {
    this.host = host
    this.people = host.people
    this.provider = host.createProvider()
    this.features = this.provider.features
  }

  /** An owner who has nothing yet. */
  newOwner(): string {
    this.#names += 1
    return `acme-${this.#names}`
  }

  /** A repository with one commit, if nothing else is asked for. */
  async createRepository(repository: Partial<NewTestRepository> = {}): Promise<RepositoryName> {
    const { owner = this.newOwner(), name = 'network', ...rest } = repository
    await this.people.createRepository({ owner, name, files: { 'README.md': 'Network\n' }, ...rest })
    return { owner, name }
  }

  async commit(
    { owner, name }: RepositoryName,
    branch: string | undefined,
    files: Readonly<Record<string, string>> = { [`${this.#next()}.tf`]: 'x\n' },
  ): Promise<string> {
    return this.people.commit(owner, name, { branch, files, by: 'grace' })
  }

  /** Makes a branch with one commit and opens a pull request from it. */
  async open(repository: RepositoryName, request: Partial<NewPullRequest> = {}): Promise<PullRequest> {
    const branch = request.branch ?? `groundplan/${this.#next()}`
    await this.commit(repository, branch)
    return this.provider.openPullRequest(repository, this.request({ ...request, branch }))
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

  #next(): string {
    this.#names += 1
    return `item-${this.#names}`
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
