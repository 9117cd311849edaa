import { toPage, type Page, type PageRequest } from '@groundplan/proposal'
import type { Publication } from './publication.ts'
import type { PublicationChange, PublicationRequest, PublicationStore } from './publication-store.ts'

/** For tests. */
export class InMemoryPublicationStore implements PublicationStore {
  readonly #publications = new Map<string, Publication>()

  async list({ limit, after = '' }: PageRequest<string>): Promise<Page<Publication, string>> {
    const later = [...this.#publications.values()]
      .filter(({ blueprint }) => blueprint > after)
      .toSorted((left, right) => (left.blueprint < right.blueprint ? -1 : 1))
    return toPage(later, limit, ({ blueprint }) => blueprint)
  }

  async find(blueprint: string): Promise<Publication | undefined> {
    return this.#publications.get(blueprint)
  }

  async put(request: PublicationRequest, { by, at }: PublicationChange): Promise<Publication> {
    const { publishedAt = at, publishedBy = by } = this.#publications.get(request.blueprint) ?? {}
    const publication = { ...request, publishedAt, publishedBy }
    this.#publications.set(request.blueprint, publication)
    return publication
  }

  async remove(blueprint: string): Promise<boolean> {
    return this.#publications.delete(blueprint)
  }
}
