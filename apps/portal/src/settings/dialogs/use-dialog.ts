import { useState } from 'react'

export interface DialogState<Item> {
  readonly opened: boolean
  /** What it is about; still there while it closes. */
  readonly item: Item | undefined
  readonly open: (item: Item) => void
  readonly close: () => void
}

/** A dialog about one of many things, e.g. a row of a table. */
export function useDialog<Item>(): DialogState<Item> {
  const [state, setState] = useState<{ readonly item?: Item; readonly opened: boolean }>({ opened: false })
  return {
    opened: state.opened,
    item: state.item,
    open: (item) => setState({ item, opened: true }),
    close: () => setState((before) => ({ ...before, opened: false })),
  }
}
