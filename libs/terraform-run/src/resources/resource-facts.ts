/** How people reach something: a link for a browser, a command for a shell, or an address for the settings of a program. */
export interface Connection {
  readonly kind: 'link' | 'command' | 'address'
  /** What it is, such as `Session Manager`. */
  readonly label: string
  readonly value: string
}

/** What a cloud knows of a resource beyond its type and ID. Nothing of it is secret. */
export interface ResourceFacts {
  /** Where the cloud's own console shows it: an HTTPS address. */
  readonly console?: string | undefined
  /** By name; those that the provider sets by default are among them. */
  readonly tags?: Readonly<Record<string, string>> | undefined
  readonly connections?: readonly Connection[] | undefined
}
