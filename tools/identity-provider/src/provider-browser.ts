/** A browser without pages: follows redirects, keeps cookies of each site, and fills the forms of the provider. */
export class ProviderBrowser {
  readonly #cookies = new Map<string, Map<string, string>>()

  /** Requests an address and follows redirects until `isEnd` says that one is reached; that one is not requested. */
  async open(address: string | URL, isEnd: (url: URL) => boolean = () => false): Promise<Page> {
    return this.#follow(new URL(address), undefined, isEnd)
  }

  /** Sends the form on a page with values filled in. */
  async submit(
    page: Page,
    values: Readonly<Record<string, string>>,
    isEnd: (url: URL) => boolean = () => false,
  ) {
    const action = /<form[^>]*action="([^"]*)"/.exec(page.body)?.[1]
    if (action === undefined)
      throw new Error(`There is no form on ${page.url.href}: ${page.body.slice(0, 500)}`)
    const form = new URLSearchParams(readHiddenFields(page.body))
    for (const [name, value] of Object.entries(values)) form.set(name, value)
    return this.#follow(new URL(action.replaceAll('&amp;', '&'), page.url), form, isEnd)
  }

  /** Signs in on the provider's page, to which `address` leads. */
  async signIn(address: string | URL, login: string, isEnd?: (url: URL) => boolean): Promise<Page> {
    const page = await this.open(address, isEnd)
    return page.body.includes('name="login"')
      ? this.submit(page, { login, password: 'any', prompt: 'login' }, isEnd)
      : page
  }

  async #follow(start: URL, form: URLSearchParams | undefined, isEnd: (url: URL) => boolean): Promise<Page> {
    let [url, body] = [start, form]
    for (let step = 0; step < 20; step += 1) {
      if (isEnd(url)) return { url, status: 0, body: '' }
      const response = await fetch(url, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { cookie: this.#read(url) },
        ...(body === undefined ? {} : { body }),
        redirect: 'manual',
      })
      this.#keep(url, response)
      const location = response.headers.get('location')
      if (location === null) return { url, status: response.status, body: await response.text() }
      await response.body?.cancel()
      ;[url, body] = [new URL(location, url), undefined]
    }
    throw new Error(`Too many redirects from ${start.href}`)
  }

  /** The cookies that a site would be sent. */
  cookies({ host }: Pick<URL, 'host'>): ReadonlyMap<string, string> {
    return this.#cookies.get(host) ?? new Map()
  }

  #read({ host }: URL): string {
    return [...this.cookies({ host })].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  #keep({ host }: URL, response: Response): void {
    const known = this.#cookies.get(host) ?? new Map<string, string>()
    this.#cookies.set(host, known)
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split(';')
      const name = pair.slice(0, pair.indexOf('=')).trim()
      const isGone = attributes.some((attribute) =>
        /^\s*(?:max-age=0|expires=Thu, 01 Jan 1970)/i.test(attribute),
      )
      if (isGone) known.delete(name)
      else known.set(name, pair.slice(pair.indexOf('=') + 1))
    }
  }
}

export interface Page {
  readonly url: URL
  /** 0 if it was not requested. */
  readonly status: number
  readonly body: string
}

function readHiddenFields(html: string): Readonly<Record<string, string>> {
  const fields = [...html.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([field]) => [
    /name="([^"]*)"/.exec(field)?.[1] ?? '',
    /value="([^"]*)"/.exec(field)?.[1] ?? '',
  ])
  return Object.fromEntries(fields) as Readonly<Record<string, string>>
}
