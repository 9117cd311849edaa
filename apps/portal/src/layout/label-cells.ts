interface Node {
  readonly type: string
  readonly tagName?: string
  readonly value?: string
  readonly children?: readonly Node[]
  properties?: Record<string, unknown>
}

/** Gives each cell of a table the heading of its column, for narrow screens on which columns stand below each other. */
export function labelCells() {
  return (tree: unknown): void => visit(tree as Node)
}

/** The heading that `labelCells` gave to a cell. */
export function cellLabel(props: object): string | undefined {
  const label: unknown = 'data-label' in props ? props['data-label'] : undefined
  return typeof label === 'string' && label !== '' ? label : undefined
}

function visit(node: Node): void {
  if (node.tagName === 'table') label(node)
  else for (const child of node.children ?? []) visit(child)
}

function label(table: Node): void {
  const rows = find(table, 'tr')
  const headings = find(table, 'th').map(textOf)
  for (const row of rows)
    for (const [index, cell] of find(row, 'td').entries())
      cell.properties = { ...cell.properties, 'data-label': headings[index] ?? '' }
}

function find(node: Node, tagName: string): readonly Node[] {
  return (node.children ?? []).flatMap((child) =>
    child.tagName === tagName ? [child] : find(child, tagName),
  )
}

function textOf(node: Node): string {
  return node.value ?? (node.children ?? []).map(textOf).join('')
}
