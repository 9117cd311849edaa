/** A description as it stands in its file. */
export type Document = Readonly<Record<string, unknown>>

/** A vendor's description of its API, and where it is from. */
export type DescriptionSource =
  | { readonly kind: 'none'; readonly reason: string }
  | {
      readonly kind: 'files'
      /** OpenAPI 3 or Swagger 2, as JSON. */
      readonly api: string
      /** OpenAPI 3.1 with `webhooks`, as JSON. */
      readonly webhooks?: string
      /** Name of the schema that errors have which the description does not mention, e.g. 401 or 502. */
      readonly errorSchema?: string
      /** Puts right what the description says wrong; each place has its reason where that is done. */
      readonly amend?: (document: Document) => Document
      /** Put before a route's path to find it in the description. */
      readonly pathPrefix?: string
    }
