import { ExternalServiceError } from '@groundplan/errors'

export interface Page<Item> {
  readonly headers: { readonly link?: string | undefined; readonly date?: string | undefined }
  readonly data: readonly Item[]
}

/** GitHub's maximum. */
export const pageSize = 100

/** Reads a list page by page, as long as GitHub returns a next link. */
export async function* readPages<Item>(
  readPage: (page: number) => Promise<Page<Item>>,
): AsyncGenerator<Page<Item>> {
  for (let number = 1; ; number += 1) {
    const page = await readPage(number)
    if (!Array.isArray(page.data)) throw notAList()
    yield page
    if (!/<[^>]*>\s*;[^,]*\brel="next"/.test(page.headers.link ?? '')) return
  }
}

/** Reads a whole list. */
export async function readAll<Item>(
  readPage: (page: number) => Promise<Page<Item>>,
): Promise<readonly Item[]> {
  const items: Item[] = []
  for await (const { data } of readPages(readPage)) items.push(...data)
  return items
}

function notAList(): ExternalServiceError {
  return new ExternalServiceError('GitHub returned something other than a list.', {
    service: 'GitHub',
    hint: 'Check the API address.',
  })
}
