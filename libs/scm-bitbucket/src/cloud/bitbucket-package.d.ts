/**
 * The calls of the npm package `bitbucket` 2.12 that we use. Its own declarations import a `.ts` file that does not compile with
 * our settings, and `skipLibCheck` does not skip that. Replies are `unknown` until zod has read them.
 */
declare module 'bitbucket/lib/index.umd.js' {
  interface Parameters {
    readonly workspace?: string
    readonly request?: object
    readonly [name: string]: unknown
  }

  interface Answer {
    readonly data: unknown
    /** Names in lower case. */
    readonly headers: Readonly<Record<string, string | undefined>>
    readonly status: number
    readonly url: string
  }

  type Call = (parameters: Parameters) => Promise<Answer>

  export interface BitbucketApi {
    /** Any request; parameters in the URL's braces go there, others into the query of a GET, `_body` into the body. */
    request(parameters: Parameters & { readonly method: string; readonly url: string }): Promise<Answer>
    readonly repositories: Readonly<
      Record<'list' | 'get' | 'getBranch' | 'createWebhook' | 'listEffectiveDefaultReviewers', Call>
    >
    readonly pullrequests: Readonly<
      Record<
        | 'get'
        | 'create'
        | 'update'
        | 'decline'
        | 'merge'
        | 'listComments'
        | 'createComment'
        | 'updateComment',
        Call
      >
    >
    readonly commits: Readonly<Record<'get', Call>>
    readonly commitstatuses: Readonly<Record<'createBuildStatus', Call>>
    readonly users: Readonly<Record<'get', Call>>
  }

  interface Options {
    readonly baseUrl: string
    /** Whether to write an advertisement to the standard output. */
    readonly notice: boolean
  }

  const bitbucket: { readonly Bitbucket: new (options: Options) => BitbucketApi }
  // eslint-disable-next-line no-restricted-exports -- what a CommonJS package exports is its default
  export default bitbucket
}
