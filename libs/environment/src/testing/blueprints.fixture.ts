/** Two grains of which the second reads an output of the first, and one that stands alone. */
export const shopBlueprint = `spec_version: 2
inputs:
  region: { type: string }
  things: { type: list(string), default: [a, b] }
  password: { type: string, sensitive: true, optional: true }
  token: { type: string, ephemeral: true, optional: true }
outputs:
  where: { value: '{{ .grains.network.outputs.region }}' }
  secret: { value: '{{ .grains.network.outputs.secret }}' }
grains:
  network:
    kind: terraform
    spec:
      source: { store: modules, path: network, commit: c1 }
      inputs:
        - region: '{{ .inputs.region }}'
        - things: '{{ .inputs.things }}'
        - secret: '{{ .inputs.password }}'
      outputs: [region, secret]
  database:
    kind: terraform
    depends-on: network
    spec:
      source: { store: modules, path: database, commit: c1 }
      inputs:
        - region: '{{ .grains.network.outputs.region }}'
        - things: [db]
  queue:
    kind: terraform
    spec:
      source: { store: modules, path: queue, commit: c1 }
      inputs:
        - things: [q]
        - token: '{{ .inputs.token }}'
`

/** The next version: the queue is gone, a cache that needs the network is new, and another input is required. */
export const shopBlueprint2 = shopBlueprint
  .replace('  things: {', '  size: { type: number, minimum: 1 }\n  things: {')
  .replace(
    / {2}queue:[\s\S]*/,
    `  cache:
    kind: terraform
    depends-on: network
    spec:
      source: { store: modules, path: cache, commit: c2 }
      inputs:
        - things: [c]
        - size: '{{ .inputs.size }}'
`,
  )
