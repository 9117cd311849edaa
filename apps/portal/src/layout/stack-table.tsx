import type { ReactNode } from 'react'
import classes from './stack-table.module.css'

export interface StackTableColumn<Row> {
  readonly label: string
  readonly render: (row: Row) => ReactNode
  /** True for the column that names the row. */
  readonly heading?: boolean
  /** True if long words in it may break anywhere, e.g. types and patterns. */
  readonly breakable?: boolean
  /** True if what is in it speaks for itself, e.g. buttons: the label is for screen readers only. */
  readonly hidesLabel?: boolean
}

export interface StackTableProps<Row> {
  /** What the table is about, for screen readers. */
  readonly label: string
  readonly columns: readonly StackTableColumn<Row>[]
  readonly rows: readonly Row[]
  readonly rowKey: (row: Row) => string | number
}

/** A table that becomes a list of labelled values on narrow screens. */
export function StackTable<Row>({ label, columns, rows, rowKey }: StackTableProps<Row>) {
  // The roles keep it a table for assistive technology when CSS turns its rows into blocks.
  return (
    <div className={classes.root}>
      <table className={classes.table} role="table" aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.label} role="columnheader" scope="col">
                {column.hidesLabel === true ? (
                  <span className="visually-hidden">{column.label}</span>
                ) : (
                  column.label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map((column) => (
                <StackTableCell key={column.label} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function StackTableCell<Row>({ column, row }: { readonly column: StackTableColumn<Row>; readonly row: Row }) {
  const content = column.render(row)
  const empty = content === undefined || content === null || content === false || content === ''
  if (column.heading === true) {
    return (
      <th role="rowheader" scope="row">
        {content}
      </th>
    )
  }
  return (
    <td
      role="cell"
      data-label={column.hidesLabel === true ? undefined : column.label}
      data-empty={empty || undefined}
      data-breakable={column.breakable === true || undefined}
    >
      {content}
    </td>
  )
}
